/**
 * Takes the README's picture of the live page: a real demo on synthetic matches, the match with the biggest swing once most of
 * it has been played.
 *
 *     node --import tsx __tests__/docs/take-picture.ts
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { openBrowser } from "../chromium";

const HOME = resolve(__dirname, "..", "..");
const PICTURE = join(HOME, "docs", "pictures", "live-page.png");

/** Slow enough for a browser and the queries to share two cores, long enough for most of a match. */
const REPLAY = ["--rate", "300", "--seconds", "100", "--rehearsal", "0"];

/** Most of a match: goals have fallen and the curve has something to tell. */
const LATE_MINUTE = 75;

async function main(): Promise<void> {
  const out = join(mkdtempSync(join(tmpdir(), "golazo-picture-")), "run");
  const demo = spawn(join(HOME, "golazo"), ["demo", "--out", out, ...REPLAY], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const browser = await openBrowser();
  try {
    const address = await addressOf(demo);
    const page = await browser.newPage();
    await page.setViewportSize({ width: 1280, height: 960 });
    await page.goto(address);
    await page.locator("a.row .bar[role=img]").first().waitFor({ timeout: 600_000 });
    await page.getByLabel("Sort by").selectOption({ label: "Biggest swing" });
    while ((await latestMinute(page)) < LATE_MINUTE) await sleep(500);
    await page.locator("a.row").first().click();
    await page.locator(".moments li.goal").first().waitFor();
    await sleep(2_000);
    await page.screenshot({ path: PICTURE });
    console.log(`Written: ${PICTURE}`);
  } finally {
    await browser.close();
    demo.kill("SIGINT");
    if (demo.exitCode === null) await once(demo, "close");
  }
}

/** Where the demo says that its page is. */
async function addressOf(demo: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of demo.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    const address = /Live page +(http\S+)\n/.exec(text)?.[1];
    if (address) {
      demo.stdout?.resume();
      return address;
    }
  }
  throw new Error(`the demo ended without a live page:\n${text}`);
}

/** The largest minute among the matches that are shown. */
async function latestMinute(page: Page): Promise<number> {
  const texts = await page.locator("a.row .minute").allTextContents();
  return Math.max(0, ...texts.map((text) => Number.parseInt(text, 10) || 0));
}

void main();
