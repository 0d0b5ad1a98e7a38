import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** No window, and nothing of what a browser does of itself over the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `describe` where Chromium is, a loud skip where it is not. */
export const describeWithChromium = CHROMIUM
  ? describe
  : (name: string, tests: () => void): void => {
      console.warn(`SKIPPED, no Chromium on this machine (Debian's package: chromium): ${name}`);
      describe.skip(name, tests);
    };

/** A browser of nobody's. */
export function openBrowser(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "golazo-browser-")), {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    locale: "en",
  });
}
