import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HOME } from "./paths";

/** Golazo's own version, from `package.json`. */
export const GOLAZO_VERSION: string = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")).version;
