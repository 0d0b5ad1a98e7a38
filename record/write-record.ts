import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunRecord, validate } from "@golazo/contracts";

/** Name of the record in a run's folder. */
const RECORD_FILE = "run.json";

/**
 * Checks a record against its contract and writes it whole or not at all.
 *
 * @returns the file's path
 * @throws ContractError when a part of the record breaks the contract
 */
export function writeRecord(folder: string, record: RunRecord): string {
  const file = join(folder, RECORD_FILE);
  writeFileSync(`${file}.partial`, `${JSON.stringify(validate<RunRecord>("run-record", record), null, 2)}\n`);
  renameSync(`${file}.partial`, file);
  return file;
}
