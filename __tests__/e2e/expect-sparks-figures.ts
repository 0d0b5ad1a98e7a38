import type { Distribution, JobReport } from "../../contracts";
import type { HistoryServer, Progress, Thing } from "./history-server";

/** Ours → Spark's name, added up over stages. */
const STAGE_SUMS = {
  tasks: "numCompleteTasks",
  failed_tasks: "numFailedTasks",
  killed_tasks: "numKilledTasks",
  executor_run_ms: "executorRunTime",
  gc_ms: "jvmGcTime",
  executor_deserialize_ms: "executorDeserializeTime",
  result_serialization_ms: "resultSerializationTime",
  result_bytes: "resultSize",
  shuffle_fetch_wait_ms: "shuffleFetchWaitTime",
  shuffle_read_bytes: "shuffleReadBytes",
  shuffle_read_records: "shuffleReadRecords",
  shuffle_remote_read_bytes: "shuffleRemoteBytesRead",
  shuffle_local_read_bytes: "shuffleLocalBytesRead",
  shuffle_remote_read_to_disk_bytes: "shuffleRemoteBytesReadToDisk",
  shuffle_write_bytes: "shuffleWriteBytes",
  shuffle_write_records: "shuffleWriteRecords",
  memory_spill_bytes: "memoryBytesSpilled",
  disk_spill_bytes: "diskBytesSpilled",
  input_bytes: "inputBytes",
  input_records: "inputRecords",
  output_bytes: "outputBytes",
  output_records: "outputRecords",
} as const;

/** The same, of times that Spark tells in nanoseconds. */
const STAGE_NANOSECONDS = {
  executor_cpu_ms: "executorCpuTime",
  executor_deserialize_cpu_ms: "executorDeserializeCpuTime",
  shuffle_write_ms: "shuffleWriteTime",
} as const;

/** Ours → Spark's name, of each executor. */
const EXECUTOR = {
  cores: "totalCores",
  max_memory_bytes: "maxMemory",
  disk_used_bytes: "diskUsed",
  tasks: "totalTasks",
  failed_tasks: "failedTasks",
  task_ms: "totalDuration",
  gc_ms: "totalGCTime",
  input_bytes: "totalInputBytes",
  shuffle_read_bytes: "totalShuffleRead",
  shuffle_write_bytes: "totalShuffleWrite",
} as const;

const sum = (things: readonly Thing[], name: string): number =>
  things.reduce((total, thing) => total + Number(thing[name]), 0);

const time = (thing: Thing, name: string): number => Date.parse(String(thing[name]).replace("GMT", "Z"));

/** Durations in milliseconds, the shortest first. */
const durations = (things: readonly Thing[], from: string): number[] =>
  things.map((thing) => time(thing, "completionTime") - time(thing, from)).sort((one, other) => one - other);

/** What a record says of jobs, stages and executors is what Spark's History Server says. */
export async function expectSparksFigures(report: JobReport, history: HistoryServer): Promise<void> {
  const { measured } = report.spark;
  if (!measured?.since || !measured.until) throw new Error("nothing was measured");
  const [since, until] = [Date.parse(measured.since), Date.parse(measured.until)];
  const meanwhile = (thing: Thing): boolean =>
    time(thing, "submissionTime") >= since && time(thing, "submissionTime") < until;

  const jobs = (await history.all(report.application_id, "jobs")).filter(meanwhile);
  expect(jobs.length).toBeGreaterThan(0);
  expect(measured.jobs).toMatchObject({
    tasks: sum(jobs, "numCompletedTasks"),
    failed_tasks: sum(jobs, "numFailedTasks"),
  });
  expectDistribution(measured.jobs.duration_ms, durations(jobs, "submissionTime"));

  const stages = (await history.all(report.application_id, "stages")).filter(meanwhile);
  const ran = stages.filter(({ status }) => status === "COMPLETE" || status === "FAILED");
  const expected = [
    ...Object.entries(STAGE_SUMS).map(([ours, theirs]) => [ours, sum(ran, theirs)]),
    ...Object.entries(STAGE_NANOSECONDS).map(([ours, theirs]) => [ours, Math.floor(sum(ran, theirs) / 1e6)]),
  ];
  expect(measured.stages).toMatchObject(Object.fromEntries(expected));
  expect(measured.stages.shuffle_read_bytes).toBeGreaterThan(0);
  expectDistribution(measured.stages.duration_ms, durations(ran, "firstTaskLaunchedTime"));

  const executors = await history.all(report.application_id, "allexecutors");
  expect(executors.map(({ id }) => id).sort()).toEqual(measured.executors.map(({ id }) => id).sort());
  // The driver runs no task: its task time is its age, and its GC is not in the event log.
  for (const executor of measured.executors.filter(({ id }) => id !== "driver")) {
    const theirs = executors.find(({ id }) => id === executor.id);
    expect(executor).toMatchObject(
      Object.fromEntries(Object.entries(EXECUTOR).map(([ours, name]) => [ours, theirs?.[name]])),
    );
  }
}

/** What a record says of a query's micro-batches is what Spark's listeners were told of them. */
export function expectSparksProgress(report: JobReport, query: string, progress: readonly Progress[]): void {
  const figures = report.streaming?.queries[query];
  const rows = ({ sources: [source] }: Progress): number => source.numInputRows;
  const busy = progress.filter((one) => rows(one) > 0 && "triggerExecution" in one.durationMs);
  expect(figures?.batch_ms.count).toBeGreaterThan(0);
  expect(figures?.input_rows).toBe(progress.reduce((total, one) => total + rows(one), 0));
  const of = (read: (one: Progress) => unknown): number[] =>
    busy
      .map(read)
      .filter((value): value is number => typeof value === "number")
      .sort((one, other) => one - other);
  expectDistribution(
    figures?.input_rows_per_second,
    of(({ sources: [source] }) => source.inputRowsPerSecond),
  );
  expectDistribution(
    figures?.processed_rows_per_second,
    of(({ sources: [source] }) => source.processedRowsPerSecond),
  );
  expectDistribution(
    figures?.batch_ms,
    of(({ durationMs }) => durationMs.triggerExecution),
  );
  const operations = new Set(busy.flatMap(({ durationMs }) => Object.keys(durationMs)));
  operations.delete("triggerExecution");
  expect(Object.keys(figures?.operation_ms ?? {}).sort()).toEqual([...operations].sort());
  for (const operation of operations)
    expectDistribution(
      figures?.operation_ms[operation],
      of(({ durationMs }) => durationMs[operation]),
    );
}

/** @param values the smallest first */
function expectDistribution(distribution: Distribution | undefined, values: readonly number[]): void {
  expect(distribution).toMatchObject({
    count: values.length,
    min: values[0] ?? null,
    max: values.at(-1) ?? null,
  });
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  if (values.length > 0) expect(distribution?.mean).toBeCloseTo(mean, 6);
}
