import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";
import { SCHEMA_FOLDER } from "./schema-folder";

/** Names of all contracts, without the `.schema.json` ending, in alphabetical order. */
export function schemaNames(): string[] {
  return readdirSync(SCHEMA_FOLDER)
    .filter((file) => file.endsWith(".schema.json"))
    .map((file) => file.replace(".schema.json", ""))
    .sort();
}

/**
 * The TypeScript source of one contract's types.
 *
 * @param name contract name, for example `event-message`
 * @throws when the schema file is missing or is not a valid JSON Schema
 */
export function renderTypes(name: string): Promise<string> {
  return compileFromFile(join(SCHEMA_FOLDER, `${name}.schema.json`), {
    cwd: SCHEMA_FOLDER,
    bannerComment: `/* Generated from schemas/${name}.schema.json by \`npm run contracts\`. Do not edit. */`,
    style: { printWidth: 110 },
  });
}
