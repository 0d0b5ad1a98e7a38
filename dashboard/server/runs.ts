import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type RunRecord, validate } from "@golazo/contracts";
import type { FinishedRun } from "./protocol";

/** Runs that are listed: the newest. */
const MOST_RUNS = 50;

/** A record is a megabyte or two; whatever is larger is none. */
const MOST_BYTES = 32 * 2 ** 20;

/** What was read of records, by file and the time it was written: finished runs do not change. */
const known = new Map<string, FinishedRun | null>();

/**
 * The finished runs in a folder, the newest first. Runs without a record, and records that cannot be read, are left out.
 *
 * @param folder for example `runs/`; it need not be there
 */
export async function finishedRuns(folder: string): Promise<FinishedRun[]> {
  const names = await readdir(folder).catch(() => []);
  const runs: FinishedRun[] = [];
  for (const name of names.sort().reverse()) {
    if (runs.length >= MOST_RUNS) break;
    const run = await runAt(join(folder, name, "run.json"));
    if (run) runs.push(run);
  }
  return runs.sort((one, other) => other.startedAt.localeCompare(one.startedAt));
}

async function runAt(file: string): Promise<FinishedRun | null> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile() || facts.size > MOST_BYTES) return null;
  const key = `${file} ${facts.mtimeMs}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const run = await readFile(file, "utf8")
    .then((text) => summary(validate<RunRecord>("run-record", JSON.parse(text))))
    .catch(() => null);
  known.set(key, run);
  return run;
}

function summary(record: RunRecord): FinishedRun {
  const streaming = record.jobs.stream?.streaming ?? null;
  const { stats, predict } = streaming?.queries ?? {};
  const latency = streaming?.prediction_latency_ms ?? null;
  const lags = [stats, predict].flatMap((query) => query?.lag_records.max ?? []);
  return {
    id: record.run_id,
    status: record.status,
    startedAt: record.started_at,
    seconds: record.seconds,
    architecture: record.architecture,
    synthetic: record.synthetic,
    events: record.replay?.totals?.events_acknowledged ?? null,
    eventsPerSecond: record.replay?.totals?.events_per_second ?? null,
    processRate: {
      stats: stats?.processed_rows_per_second.p50 ?? null,
      predict: predict?.processed_rows_per_second.p50 ?? null,
    },
    batchMs: { stats: stats?.batch_ms.p50 ?? null, predict: predict?.batch_ms.p50 ?? null },
    latency: { p50: latency?.p50 ?? null, p95: latency?.p95 ?? null },
    lagMax: lags.length > 0 ? Math.max(...lags) : null,
    reconciled: record.reconciliation?.reconciled ?? null,
  };
}
