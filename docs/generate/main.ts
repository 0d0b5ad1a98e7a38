/**
 * Writes what of the documentation is made from the code: the reference of the construct library, and the drawing of the
 * architecture in both READMEs. With `--check` it writes nothing, and ends with exit code 1 when something is out of date.
 *
 *     npm run docs
 *     npm run docs -- --check
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { architecture } from "./architecture";
import { writeReference } from "./reference";

const HOME = resolve(__dirname, "..", "..");
const REFERENCE = join("docs", "reference");
const DRAWN_IN = ["README.md", "README.es.md"];

async function main(check: boolean): Promise<void> {
  const stale = [...(await reference(check)), ...DRAWN_IN.filter((page) => redraw(page, check))];
  if (stale.length === 0) console.log("The generated documentation is up to date.");
  else if (!check) console.log(`Written: ${stale.join(", ")}`);
  else {
    console.error(`Out of date: ${stale.join(", ")}. Write it anew with: npm run docs`);
    process.exitCode = 1;
  }
}

/** The folder of the reference where it was out of date. */
async function reference(check: boolean): Promise<string[]> {
  const [made, kept] = [mkdtempSync(join(tmpdir(), "golazo-reference-")), join(HOME, REFERENCE)];
  try {
    await writeReference(HOME, made);
    if (JSON.stringify(filesOf(made)) === JSON.stringify(filesOf(kept))) return [];
    if (check) return [REFERENCE];
    rmSync(kept, { recursive: true, force: true });
    cpSync(made, kept, { recursive: true });
    return [REFERENCE];
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** Names and texts of the files in a folder. */
function filesOf(folder: string): Array<[string, string]> {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort();
  return names.map((name) => [name, readFileSync(join(folder, name), "utf8")]);
}

/** Whether the drawing in a page's only block of Mermaid was out of date. */
function redraw(page: string, check: boolean): boolean {
  const file = join(HOME, page);
  const text = readFileSync(file, "utf8");
  const [block, ...others] = text.match(/^```mermaid\n[\s\S]*?^```$/gm) ?? [];
  if (block === undefined || others.length > 0) throw new Error(`${page} must have one block of Mermaid`);
  const drawing = `\`\`\`mermaid\n${architecture()}\n\`\`\``;
  if (drawing === block) return false;
  if (!check)
    writeFileSync(
      file,
      text.replace(block, () => drawing),
    );
  return true;
}

void main(process.argv.includes("--check"));
