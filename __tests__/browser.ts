import { CHROMIUM } from "./chromium";

export { openBrowser } from "./chromium";

/** `describe` where Chromium is, a loud skip where it is not. */
export const describeWithChromium = CHROMIUM
  ? describe
  : (name: string, tests: () => void): void => {
      console.warn(`SKIPPED, no Chromium on this machine (Debian's package: chromium): ${name}`);
      describe.skip(name, tests);
    };
