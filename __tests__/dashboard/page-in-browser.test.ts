import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import type { Dashboard } from "../../dashboard/server";
import { describeWithChromium, openBrowser } from "../browser";
import { NOBODY, servePage } from "./page";

const BUILD = resolve(__dirname, "..", "..", "dashboard", "web", "main.ts");

describeWithChromium("the page without a broker, in a real browser", () => {
  const pageFolder = join(mkdtempSync(join(tmpdir(), "golazo-built-")), "page");
  let server: Dashboard;
  let browser: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    execFileSync(process.execPath, ["--import", "tsx", BUILD, pageFolder]);
    server = await servePage(NOBODY, { pageFolder });
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
    server = await servePage(NOBODY, { pageFolder, listen: { host: "127.0.0.1", port } });
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
