import { execFileSync } from "node:child_process";
import { join } from "node:path";

/**
 * The construct library's reference, from its doc comments, as Markdown in an empty folder: one page for those who build
 * stacks, one for the description of the services. How it looks is said in `typedoc.json`.
 *
 * @param home the checkout
 * @throws Error when TypeDoc does not understand the sources
 */
export function writeReference(home: string, folder: string): void {
  // A program of its own: loaded here, TypeDoc and its plugin would be two copies that do not know each other's classes.
  const typedoc = join(home, "node_modules", "typedoc", "bin", "typedoc");
  const options = join(home, "docs", "generate", "typedoc.json");
  execFileSync(process.execPath, [typedoc, "--options", options, "--out", folder], { stdio: "inherit" });
}
