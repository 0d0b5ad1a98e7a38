/**
 * Writes the TypeScript types of every schema to `generated/` (`npm run contracts`). With `--check` it writes nothing
 * and fails when a file there is not what its schema gives, naming it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderTypes, schemaNames } from "./types-from-schemas";

async function main(checkOnly: boolean): Promise<void> {
  for (const name of schemaNames()) {
    const file = join(__dirname, "generated", `${name}.ts`);
    const types = await renderTypes(name);
    if (!checkOnly) writeFileSync(file, types);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== types) {
      console.error(`${file} is not what its schema gives: run \`npm run contracts\``);
      process.exitCode = 1;
    }
  }
}

void main(process.argv.includes("--check"));
