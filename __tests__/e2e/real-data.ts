import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { skip } from "../skip";
import { REPOSITORY } from "./golazo";

/** Real matches, for use but not for redistribution; where they are absent the tests say so loudly. */
export const REAL_DATA = resolve(REPOSITORY, "..", "shared", "data", "statsbomb");

/** `describe` where the real matches are, a loud skip where they are not. */
export const describeWithRealMatches = existsSync(REAL_DATA)
  ? describe
  : (name: string, tests: () => void): void =>
      skip(name, "no real matches in ../shared/data/statsbomb", tests);
