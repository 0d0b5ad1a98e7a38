import { CHROMIUM } from "./chromium";
import { skip } from "./skip";

export { openBrowser } from "./chromium";

/** `describe` where Chromium is, a loud skip where it is not. */
export const describeWithChromium = CHROMIUM
  ? describe
  : (name: string, tests: () => void): void =>
      skip(name, "no Chromium on this machine (Debian's package: chromium)", tests);
