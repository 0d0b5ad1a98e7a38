import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import type { Dashboard } from "../../dashboard/server";
import { describeWithChromium, openBrowser } from "../browser";
import { type Change, gather, makeRun, onlyTrained } from "../compare/runs";
import { NOBODY, servePage } from "./page";

const BUILD = resolve(__dirname, "..", "..", "dashboard", "web", "main.ts");

const STREAMED = ["20261125-010000-demo-of-a-cluster-in-a-data-centre-far-away-1", "20261125-020000-demo-2"];

describeWithChromium("the page without a broker, in a real browser", () => {
  const pageFolder = join(mkdtempSync(join(tmpdir(), "golazo-built-")), "page");
  const runsFolder = finishedRuns();
  let server: Dashboard;
  let browser: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    execFileSync(process.execPath, ["--import", "tsx", BUILD, pageFolder]);
    server = await servePage(NOBODY, { pageFolder, runsFolder });
    browser = await openBrowser();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const notice = (text: RegExp) => page.locator(".notice", { hasText: text }).waitFor({ timeout: 30_000 });

  test("says in words what it waits for", async () => {
    await page.goto(server.url);
    await notice(/^Kafka at 127\.0\.0\.1:1 does not answer/);
    expect(await page.locator(".pulse").textContent()).toBe("Waiting for Kafka");
  });

  test("says that it loses its server, and goes on by itself when that is back", async () => {
    const port = Number(new URL(server.url).port);
    await server.close();
    await notice(/^The connection to the page's server is lost/);
    server = await servePage(NOBODY, { pageFolder, runsFolder, listen: { host: "127.0.0.1", port } });
    await notice(/^Kafka at 127\.0\.0\.1:1 does not answer/);
  });

  test.each([
    ["/match/12", /There is no match 12 on the topic/],
    ["/match/abc", /There is no such page/],
    ["/nowhere/at/all", /There is no such page/],
  ])("says what is wrong with the address %s", async (path, words) => {
    await page.goto(`${server.url}${path}`);
    await page.getByText(words).waitFor();
  });

  test("sets the two newest runs that streamed beside each other", async () => {
    await page.goto(`${server.url}/compare`);
    await page.getByText("Finished runs").first().waitFor();
    const chosen = async (name: string) => page.getByLabel(name).inputValue();
    expect([await chosen("Run A"), await chosen("Run B")]).toEqual([STREAMED[1], STREAMED[0]]);
  });

  test.each(["/", "/system", "/compare"])(
    "fits a phone at %s, however long the names of runs are",
    async (path) => {
      await page.setViewportSize({ width: 400, height: 900 });
      await page.goto(`${server.url}${path}`);
      await page.locator("main h1").waitFor();
      if (path === "/compare") await page.getByLabel("Run A").waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  test("paints within a second, and is small", async () => {
    const paints: number[] = [];
    // On a busy machine one of them may come late.
    for (let load = 0; load < 3; load++) {
      await page.goto(server.url);
      await page.getByText("No match has been played yet").waitFor();
      const entry = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
      paints.push(Number(await page.evaluate(entry)));
    }
    expect(Math.min(...paints)).toBeLessThan(1_000);
    const bytes = await page.evaluate(
      "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)",
    );
    // Not compressed at all it is below what it may be compressed.
    expect(Number(bytes)).toBeLessThan(400_000);
    expect(Number(bytes)).toBeGreaterThan(50_000);
  });
});

/** Two runs that streamed, and one after them that trained. */
function finishedRuns(): string {
  const at =
    (hour: number): Change =>
    (record) => {
      record.started_at = `2026-11-25T0${hour}:00:00.000Z`;
    };
  const streamed = STREAMED.map((id, index) => makeRun(id, at(index + 1)));
  return gather(...streamed, makeRun("20261125-030000-train-3", at(3), onlyTrained));
}
