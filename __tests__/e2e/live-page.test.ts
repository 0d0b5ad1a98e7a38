import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import type { Prediction } from "../../contracts";
import { describeWithChromium, openBrowser } from "../browser";
import { newFolder, REPOSITORY, type Running, readRecord, readTable, SMALL_MODEL, start } from "./golazo";

const AXE = readFileSync(join(REPOSITORY, "node_modules", "axe-core", "axe.min.js"), "utf8");

/** Slow enough that two cores predict while a browser draws, fast enough that goals fall within the minute. */
const REPLAY = ["--rate", "240", "--seconds", "90", "--seed", "42"];

describeWithChromium("the live page of a demo, in a real browser", () => {
  const out = newFolder();
  const complaints: string[] = [];
  const foreign: string[] = [];
  let demo: Running;
  let browser: BrowserContext;
  let page: Page;
  let url: string;
  let matchPath: string;

  beforeAll(async () => {
    demo = start(["demo", "--out", out, ...SMALL_MODEL, ...REPLAY]);
    await demo.printed("Live page       http");
    url = /Live page +(http\S+)/.exec(demo.output())?.[1] ?? "";
    browser = await openBrowser();
    page = await browser.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) foreign.push(request.url());
    });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(url);
  }, 1_200_000);

  afterAll(async () => {
    await browser?.close();
    demo?.child.kill("SIGINT");
    await demo?.ended;
  }, 240_000);

  const shownHome = async (): Promise<string> =>
    (await page.locator("[data-outcome=home]").textContent({ timeout: 120_000 })) ?? "";

  test("lists the matches, and opens one whose curve moves at a goal", async () => {
    // Long: where no other test has trained the model they share, this demo does.
    await page.locator("a.row .bar[role=img]").first().waitFor({ timeout: 900_000 });
    await page.locator("a.row").first().click();
    await page.waitForURL(/\/match\/\d+$/);
    matchPath = new URL(page.url()).pathname;
    const before = await shownHome();
    // WHEN a goal falls and predictions rest on it
    await page.locator(".moments li.goal").first().waitFor({ timeout: 120_000 });
    await expect(changed(shownHome, before)).resolves.not.toBe(before);
    const curve = page.getByRole("img", { name: /^Win probability by minute/ });
    expect(await curve.getAttribute("aria-label")).toMatch(/Goal \d+'/);
  }, 1_200_000);

  test("pauses the replay and lets it go on, from the keyboard", async () => {
    await page.getByRole("button", { name: "Pause" }).press("Enter");
    await page.locator(".replay .state", { hasText: "Paused" }).waitFor();
    const clock = page.locator(".replay .clock");
    await sleep(1_500);
    const held = await clock.textContent();
    await sleep(2_500);
    expect(await clock.textContent()).toBe(held);
    await page.getByRole("button", { name: "Resume" }).press("Enter");
    await page.locator(".replay .state", { hasText: "Playing" }).waitFor();
    await expect(changed(async () => (await clock.textContent()) ?? "", held ?? "")).resolves.not.toBe(held);
  }, 120_000);

  test("switches language and theme, and keeps both", async () => {
    await page.getByLabel("Language").selectOption("es");
    await page.getByRole("link", { name: "Partidos", exact: true }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("es");
    await page.getByLabel("Tema").selectOption("dark");
    const paper = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    await page.reload();
    await page.getByRole("link", { name: "Partidos", exact: true }).waitFor();
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(paper);
    await page.getByLabel("Tema").selectOption("light");
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).not.toBe(paper);
    await page.getByLabel("Idioma").selectOption("en");
  }, 120_000);

  test.each(["/", "/match", "/system", "/compare"])(
    "axe finds nothing serious at %s, light or dark, wide or narrow, and nothing is cut off",
    async (path) => {
      for (const [width, theme] of [
        [1280, "light"],
        [400, "dark"],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${url}${path === "/match" ? matchPath : path}`);
        await page.locator("main .card, main .row").first().waitFor();
        await page.getByLabel("Theme").selectOption(theme);
        // Not as a script of the page, which its policy forbids.
        await page.evaluate(AXE);
        const found = await page.evaluate("axe.run().then(({ violations }) => violations)");
        const serious = (
          found as Array<{ id: string; impact: string; nodes: Array<{ html: string }> }>
        ).filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      }
    },
    120_000,
  );

  test("shows the number that is in the topic, and says so when its server is gone", async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(url);
    await page.locator("a.row .bar[role=img]").first().click();
    const id = Number(/\d+$/.exec(page.url())?.[0]);
    await page.locator("summary").click();
    const seen = await page
      .locator(".card details tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) => Array.from(row.children, (cell) => String(Object(cell).textContent))),
      );
    // The newest minutes may still change.
    const [, , , ...settled] = seen;
    expect(settled.length).toBeGreaterThan(5);
    await demo.ended;
    await page.locator(".pulse.bad").waitFor();
    expect(readRecord(out).status).toBe("succeeded");
    const predictions = (await readTable(join(out, "predictions"))) as unknown as Prediction[];
    const known = new Set(
      predictions
        .filter(({ match_id }) => Number(match_id) === id)
        .map(({ minute, p_home, p_draw, p_away }) =>
          [`${minute}'`, ...[p_home, p_draw, p_away].map(inPercent)].join(" "),
        ),
    );
    expect(settled.filter((row) => !known.has(row.join(" ")))).toEqual([]);
  }, 1_200_000);

  test("has asked nobody else for anything, and complained of nothing but the server that went", () => {
    expect(foreign).toEqual([]);
    expect(
      complaints.filter(
        (text) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/.test(text),
      ),
    ).toEqual([]);
  });
});

function inPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Waits for a text to be another. */
async function changed(read: () => Promise<string>, before: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const now = await read();
    if (now !== before) return now;
    await sleep(200);
  }
  return before;
}
