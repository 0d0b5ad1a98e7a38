import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Construct } from "constructs";
import type { App } from "../cdktf";

/** The checkout these constructs are part of. */
const CHECKOUT = resolve(__dirname, "..", "..");

/** A person's own secrets, and what tools make while working; not source. */
const NOT_SOURCE = new Set([
  ".env",
  "node_modules",
  "__pycache__",
  ".ipynb_checkpoints",
  ".mypy_cache",
  ".ruff_cache",
  ".pytest_cache",
]);

const copied = new WeakMap<App, string>();

/**
 * A folder with what the images are built from, and nothing else: what `.dockerignore` lets into a build. Made once
 * per app, beside the synthesized stacks.
 */
export function sourceFolder(scope: Construct, checkout = CHECKOUT): string {
  const app = scope.node.root as App;
  const known = copied.get(app);
  if (known) return known;
  const folder = join(resolve(app.outdir), "source");
  rmSync(folder, { recursive: true, force: true });
  for (const name of buildInputs(checkout)) {
    const from = join(checkout, name);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(from, join(folder, name), {
      recursive: true,
      filter: (path) => !NOT_SOURCE.has(basename(path)),
    });
  }
  copied.set(app, folder);
  return folder;
}

/** Files and folders that a build may see, and the list of them. */
function buildInputs(checkout: string): string[] {
  const lines = readFileSync(join(checkout, ".dockerignore"), "utf8").split("\n");
  const letIn = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1).trim());
  return [".dockerignore", ...letIn];
}
