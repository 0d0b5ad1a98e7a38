import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import prediction from "@golazo/contracts/schemas/prediction.schema.json";
import windowStatistics from "@golazo/contracts/schemas/window-statistics.schema.json";
import type { Run } from "./load";

/** A row of results: times as ISO texts, all else as it is. */
export type Row = Readonly<Record<string, string | number | null>>;

/** A table that a run leaves behind, and how its values are compared. */
export interface Table {
  readonly name: "window statistics" | "predictions";
  /** Its name among the record's `files`. */
  readonly file: "window_statistics" | "predictions";
  readonly key: readonly string[];
  readonly columns: ReadonlyArray<{ readonly name: string; readonly exact: boolean }>;
}

interface Contract {
  readonly properties: Readonly<Record<string, { readonly type: string | readonly string[] }>>;
}

/** When things happened by the wall clock is no result: it differs from run to run. */
const WALL_CLOCK = ["produced_at", "predicted_at", "latency_ms"];

/** The tables, with the columns their contracts name. */
export const TABLES: readonly Table[] = [
  table("window statistics", "window_statistics", windowStatistics, ["match_id", "team_id", "window_start"]),
  table("predictions", "predictions", prediction, ["match_id", "period", "minute"]),
];

function table(name: Table["name"], file: Table["file"], contract: Contract, key: string[]): Table {
  const columns = Object.entries(contract.properties)
    .filter(([column]) => !key.includes(column) && !WALL_CLOCK.includes(column))
    // A whole number or a time is right or wrong; a measure may be rounded otherwise.
    .map(([column, { type }]) => ({ name: column, exact: ![type].flat().includes("number") }));
  return { name, file, key, columns };
}

/** Reads a table of a run; or says why it cannot be. */
export async function readResults(
  { name, file }: Table,
  run: Run,
): Promise<{ rows: Row[] } | { missing: string }> {
  const folder = run.record.files[file];
  const path = folder === undefined ? undefined : join(run.folder, folder);
  if (path === undefined || !existsSync(path)) {
    return { missing: `run ${run.record.run_id} has no ${name} beside its record` };
  }
  // The reader of Parquet would make every other command start later.
  const { asyncBufferFromFile, parquetReadObjects } = await import("hyparquet");
  const rows: Row[] = [];
  for (const part of readdirSync(path).filter((each) => each.endsWith(".parquet"))) {
    try {
      const buffer = await asyncBufferFromFile(join(path, part));
      for (const row of await parquetReadObjects({ file: buffer })) rows.push(plain(row));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { missing: `the ${name} of run ${run.record.run_id} cannot be read (${reason})` };
    }
  }
  return { rows };
}

function plain(row: Record<string, unknown>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  // Every whole number of the contracts is far below 2^53.
  return typeof value === "string" ? value : Number(value);
}
