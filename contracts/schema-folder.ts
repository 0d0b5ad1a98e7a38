import { join } from "node:path";

/** The folder that holds the JSON Schemas. */
export const SCHEMA_FOLDER = join(__dirname, "schemas");
