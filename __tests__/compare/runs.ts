import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { type BasicType, parquetWriteFile } from "hyparquet-writer";
import type { Pricing } from "../../compare";
import prices from "../../constructs/prices.json";
import type { Distribution, RunRecord } from "../../contracts";

/** A run of `./golazo demo` on a CPU that trained its model; cut to the results of one match. */
export const REAL_RUN = join(__dirname, "real-run");

export const PRICING: Pricing = { table: prices, region: "us-east-1" };

export const OPTIONS = { pricing: PRICING, golazo: "0.1.0", now: new Date("2026-01-01T00:00:00Z") };

/** Changes a record in place. */
export type Change = (record: RunRecord) => void;

/** A folder of nobody's. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), "golazo-compare-"));

/** A copy of the real run in a folder of its own, under another name and changed. */
export function makeRun(name: string, ...changes: readonly Change[]): string {
  const folder = join(newFolder(), name);
  cpSync(REAL_RUN, folder, { recursive: true });
  const record: RunRecord = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  record.run_id = name;
  for (const change of changes) change(record);
  writeFileSync(join(folder, "run.json"), JSON.stringify(record));
  return folder;
}

/** A folder with copies of runs, as `runs/` holds them. */
export function gather(...runs: readonly string[]): string {
  const folder = newFolder();
  for (const run of runs) cpSync(run, join(folder, basename(run)), { recursive: true });
  return folder;
}

/** A run in which nothing was streamed. */
export const onlyTrained: Change = (record) => {
  Object.assign(record, { replay: null, reconciliation: null });
  record.jobs.stream = null;
};

export const oneCore: Change = (record) => {
  record.cluster.cores_per_worker = 1;
};

/** Everything that takes time takes `times` as long. */
export const slowedDown =
  (times: number): Change =>
  ({ jobs }) => {
    const { stream } = jobs;
    if (!stream?.streaming?.prediction_latency_ms || !stream.spark.measured) throw new Error("cut record");
    for (const query of Object.values(stream.streaming.queries)) {
      scale(query.batch_ms, times);
      scale(query.processed_rows_per_second, 1 / times);
      for (const one of Object.values({ ...query.operation_ms, ...query.step_ms })) scale(one, times);
    }
    scale(stream.streaming.prediction_latency_ms, times);
    scale(stream.spark.measured.jobs.duration_ms, times);
    stream.spark.measured.stages.gc_ms = Math.round(stream.spark.measured.stages.gc_ms * times);
    const { train } = jobs;
    if (!train?.figures) throw new Error("cut record");
    train.seconds *= times;
    train.figures.training_seconds = Number(train.figures.training_seconds) * times;
    if (jobs.history) jobs.history.seconds *= times;
  };

function scale(values: Distribution, times: number): void {
  for (const name of ["min", "p50", "p95", "p99", "max", "mean"] as const) {
    const value = values[name];
    if (value !== null) values[name] = value * times;
  }
}

type Rows = Record<string, unknown>[];

/** Writes a table of a run anew after a change to its rows. */
export async function rewriteTable(
  run: string,
  table: "window-stats" | "predictions",
  change: (rows: Rows) => Rows,
): Promise<void> {
  const folder = join(run, table);
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith(".parquet")) ?? "");
  const rows = change(await parquetReadObjects({ file: await asyncBufferFromFile(file) }));
  const columnData = Object.keys(rows[0] ?? {}).map((name) => {
    const data = rows.map((row) => row[name] ?? null);
    return { name, data, type: typeOf(data.find((value) => value !== null)) };
  });
  parquetWriteFile({ filename: file, columnData });
}

function typeOf(value: unknown): BasicType {
  if (value instanceof Date) return "TIMESTAMP";
  if (typeof value === "bigint") return "INT64";
  return typeof value === "number" ? "DOUBLE" : "STRING";
}
