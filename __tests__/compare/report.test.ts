import { pathToFileURL } from "node:url";
import type { BrowserContext } from "playwright-core";
import { compareRuns, loadRuns, writeReport } from "../../compare";
import { describeWithChromium, openBrowser } from "../browser";
import { type Change, makeRun, newFolder, OPTIONS, oneCore, slowedDown } from "./runs";

describeWithChromium("the report, opened from disk in a browser", () => {
  let browser: BrowserContext;
  let address: string;

  beforeAll(async () => {
    const slow = [1.8, 2, 2.3].map((times, index) => makeRun(`slow-${index}`, oneCore, slowedDown(times)));
    const fast = [0.9, 1, 1.1].map((times, index) => makeRun(`fast-${index}`, slowedDown(times)));
    const sized =
      (records: number): Change =>
      (record) =>
        Object.assign(record, { batch_limit: records });
    const sweep = [2000, 32_000].flatMap((records, index) => [
      makeRun(`slow-batch-${records}`, oneCore, slowedDown(3 - index), sized(records)),
      makeRun(`fast-batch-${records}`, slowedDown(1.5 - index), sized(records)),
    ]);
    const pricing = {
      ...OPTIONS.pricing,
      a: { instance: "m5.2xlarge", hosts: 1 },
      b: { instance: "m5.xlarge", hosts: 1 },
    };
    // A name that a page could take for its own.
    const labels = { b: '<b class="x">half & half</b>' };
    const comparison = await compareRuns(loadRuns([...fast, ...slow, ...sweep]), {
      ...OPTIONS,
      pricing,
      labels,
    });
    const report = await writeReport(newFolder(), comparison);
    address = pathToFileURL(report.html).href;
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
  });

  const looks = [400, 1280].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
  );

  test.each(looks)(
    "asks for nothing, complains of nothing and fits: $width px, $colorScheme",
    async (look) => {
      const page = await browser.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.setViewportSize({ width: look.width, height: 900 });
      await page.emulateMedia({ colorScheme: look.colorScheme });
      await page.goto(address);
      expect(requests).toEqual([address]);
      expect(complaints).toEqual([]);
      // Nothing is cut off at the side.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(look.width);
      // Each chart is drawn once for this width, inside the page, and says in words what it shows.
      const charts = page.locator("figure [role=img]:visible");
      expect(await charts.count()).toBe(6);
      for (const chart of await charts.all()) {
        expect((await chart.getAttribute("aria-label"))?.length).toBeGreaterThan(20);
        const box = await chart.locator("svg").boundingBox();
        expect(box?.width).toBeGreaterThan(300);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(look.width);
        // No name and no number is cut off at a drawing's edge.
        for (const text of await chart.locator("svg text").all()) {
          const words = await text.boundingBox();
          expect(words?.x).toBeGreaterThanOrEqual(box?.x ?? Number.NaN);
          expect((words?.x ?? 0) + (words?.width ?? 0)).toBeLessThanOrEqual(
            (box?.x ?? 0) + (box?.width ?? 0),
          );
        }
      }
      // Dark paper in the dark, and ink that stands out from it.
      const colours = `getComputedStyle(document.body)`;
      const paper = String(await page.evaluate(`${colours}.backgroundColor`));
      const ink = String(await page.evaluate(`${colours}.color`));
      expect(contrast(paper, ink)).toBeGreaterThan(7);
      expect(luminance(paper) < 0.2).toBe(look.colorScheme === "dark");
      await page.close();
    },
  );

  test("has a table beside each chart, and the verdict before all of them", async () => {
    const page = await browser.newPage();
    await page.goto(address);
    const headings = await page.getByRole("heading", { level: 2 }).allTextContents();
    expect(headings).toEqual([
      "Figures",
      "Latency",
      "Stages",
      "Batch sizes",
      "Wins and regressions",
      "Did both compute the same?",
      "Cost",
      "What the GPU planner leaves on the CPU",
      "GPU utilisation",
      "Runs",
    ]);
    const verdict = page.getByRole("region", { name: "Verdict" });
    expect(await verdict.textContent()).toMatch(/^\s*The sides computed the same/);
    // The table of every batch size is folded away.
    expect(await page.getByRole("table").count()).toBe(6);
    // Text stays text.
    expect(await page.locator("b.x").count()).toBe(0);
    expect(await page.title()).toContain("half & half");
    await page.close();
  });
});

/** Relative luminance of `rgb(…)`, 0 to 1, by the Web Content Accessibility Guidelines. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((text) => {
    const share = Number(text) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lower = 0, higher = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (higher + 0.05) / (lower + 0.05);
}
