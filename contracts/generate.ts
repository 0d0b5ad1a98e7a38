/** Writes the TypeScript types of every schema to `generated/`. Run by `npm run contracts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderTypes, schemaNames } from "./types-from-schemas";

async function main(): Promise<void> {
  for (const name of schemaNames()) {
    writeFileSync(join(__dirname, "generated", `${name}.ts`), await renderTypes(name));
  }
}

void main();
