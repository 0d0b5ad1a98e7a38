import { readdirSync } from "node:fs";
import { join } from "node:path";
import { VENV } from "../paths";

/** Spark's installation: the pyspark package carries the whole of it. */
export function sparkHome(): string {
  const lib = join(VENV, "lib");
  const python = readdirSync(lib).find((folder) => folder.startsWith("python3"));
  if (!python) throw new Error(`no Python packages in ${lib}`);
  return join(lib, python, "site-packages", "pyspark");
}
