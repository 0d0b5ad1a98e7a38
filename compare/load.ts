import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ContractError, type RunRecord, validate } from "@golazo/contracts";
import { ComparisonRefused } from "./refused";

/** A record and where its results are. */
export interface Run {
  readonly record: RunRecord;
  /** Absolute path of the folder that the record's `files` are relative to. */
  readonly folder: string;
}

const RECORD_FILE = "run.json";
/** The one version of run records there is. */
const SCHEMA_VERSION = 1;

/**
 * Reads the records that paths name: a record, the folder of a run, or a folder of such folders.
 *
 * @param fewest how many it takes; 1 beside a side that was not run
 * @throws ComparisonRefused when a path holds no record, or one that cannot be read
 */
export function loadRuns(paths: readonly string[], fewest: 1 | 2 = 2): Run[] {
  const files = new Set(paths.flatMap((path) => recordFiles(resolve(path), path)));
  if (files.size < fewest) {
    throw new ComparisonRefused(`a comparison needs two runs, and ${paths.join(", ")} is one`);
  }
  return [...files].map((file) => ({ record: readRecord(file), folder: dirname(file) }));
}

function recordFiles(path: string, asGiven: string): string[] {
  if (!existsSync(path)) {
    throw new ComparisonRefused(
      `${asGiven} is not there: name a run.json, the folder of a run, or a folder of runs`,
    );
  }
  if (!statSync(path).isDirectory()) return [path];
  const own = join(path, RECORD_FILE);
  if (existsSync(own)) return [own];
  const below = readdirSync(path)
    .sort()
    .map((name) => join(path, name, RECORD_FILE))
    .filter((file) => existsSync(file));
  if (below.length > 0) return below;
  throw new ComparisonRefused(
    `${asGiven} holds no ${RECORD_FILE}, and no folder in it does: no run is there`,
  );
}

function readRecord(file: string): RunRecord {
  const value = parse(file);
  const version = isObject(value) ? value.schema_version : undefined;
  if (version === undefined || !isObject(value) || !("run_id" in value)) {
    throw new ComparisonRefused(`${file} is JSON, but not a run record`);
  }
  if (version !== SCHEMA_VERSION) {
    throw new ComparisonRefused(
      `${file} is a run record of schema version ${version}, and this Golazo reads version ${SCHEMA_VERSION}: ` +
        "compare it with the Golazo that wrote it",
    );
  }
  try {
    return validate<RunRecord>("run-record", value);
  } catch (error) {
    if (error instanceof ContractError) throw new ComparisonRefused(`${file}: ${error.message}`);
    throw error;
  }
}

function parse(file: string): unknown {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser quotes the text, which may be long and of many lines.
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 120) : "";
    throw new ComparisonRefused(`${file} is not JSON, or only the beginning of it: ${reason}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
