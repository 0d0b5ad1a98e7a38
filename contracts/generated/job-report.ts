/* Generated from schemas/job-report.schema.json by `npm run contracts`. Do not edit. */

/**
 * What one Spark job read and counted, and Spark's own figures of it.
 */
export interface JobReport {
  schema_version: 1;
  job: "history" | "train" | "stream";
  application_id: string;
  spark_version: string;
  started_at: string;
  finished_at: string;
  seconds: number;
  /**
   * false when a signal or a failure ended the job before its work was done.
   */
  complete: boolean;
  failure: string | null;
  /**
   * Number of the signal that ended it, or null.
   */
  signal: number | null;
  /**
   * Of the stream job; null for the others.
   */
  streaming: Streaming | null;
  /**
   * What the history or train job returned; the train job's are its model card.
   */
  figures: {
    [k: string]: unknown;
  } | null;
  spark: SparkFigures;
  gpu?: GpuFigures;
  collector?: CollectorFigures;
}
export interface Streaming {
  queries: {
    [k: string]: QueryFigures;
  };
  records_on_topic: number;
  /**
   * Different records of the events topic on the dead-letter topic.
   */
  dead_letters: number;
  /**
   * From an event's produced_at to the broker's own time of the prediction record; null without predict.
   */
  prediction_latency_ms: Distribution3 | null;
  parse?: ParseFigures;
}
export interface QueryFigures {
  /**
   * Records of the events topic the query has read, valid or not, over all its starts.
   */
  records_read: number;
  micro_batches: number;
  input_rows: number;
  input_rows_per_second: Distribution;
  processed_rows_per_second: Distribution1;
  batch_ms: Distribution2;
  /**
   * Operation durations inside a micro-batch by Spark's names: addBatch, getBatch, latestOffset, queryPlanning, walCommit, commitOffsets …
   */
  operation_ms: {
    [k: string]: Distribution3;
  };
  scheduling_delay_ms: Distribution4;
  /**
   * Of Spark's state store; null for a query without one.
   */
  state: State | null;
  lag_records: Distribution5;
  lag_series: Lag[];
  offsets_behind_latest: OffsetsBehindLatest;
  /**
   * What was counted of each match, by match id.
   */
  accounting?: {
    [k: string]: MatchAccount;
  };
  /**
   * Rows of the final table.
   */
  rows?: number;
  /**
   * Records that are not valid events (the query that writes dead letters).
   */
  bad_records?: number;
  corrections?: Corrections;
  /**
   * Wall time of the steps of each micro-batch. Every fourth works features and model out one after the other: `with_model` and `without_model` are of these, and tell what the model costs.
   */
  step_ms?: {
    [k: string]: Distribution3;
  };
}
/**
 * Rows that arrived per second, per micro-batch that had any.
 */
export interface Distribution {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
/**
 * Rows processed per second of batch time, per micro-batch that had any.
 */
export interface Distribution1 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
/**
 * Batch duration (Spark's triggerExecution), per micro-batch that had rows.
 */
export interface Distribution2 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution3 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution4 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
export interface State {
  rows_max: number;
  memory_bytes_max: number;
  rows_dropped_by_watermark: number;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution5 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
export interface Lag {
  at: string;
  records: number;
}
/**
 * Spark's own metric of its Kafka source, per partition.
 */
export interface OffsetsBehindLatest {
  avg: Distribution3;
  max: Distribution3;
}
export interface MatchAccount {
  events: number;
  /**
   * Sum of the sequence numbers of the events counted: n events counted once each give n(n−1)/2.
   */
  sequence_sum: number;
}
/**
 * In this process's micro-batches (the query that predicts).
 */
export interface Corrections {
  /**
   * Messages that later ones superseded and that no longer count.
   */
  superseded: number;
  /**
   * Messages that should be superseded but are not on the topic under that number and id.
   */
  not_found: number;
}
/**
 * What parsing costs alone. Inside the queries it has no time of its own, so when they have ended the same executors pass over a part of the topic with as many tasks as predict has: reading it, and reading and parsing it, by turns. Absent before Golazo measured it.
 */
export interface ParseFigures {
  measured: ParseMeasured | null;
  /**
   * Why there are no figures; null when there are.
   */
  not_measured: string | null;
}
export interface ParseMeasured {
  /**
   * Records of the topic that each pass read.
   */
  records: number;
  /**
   * Wall time of each pass that only read, milliseconds.
   */
  read_ms: number[];
  /**
   * Wall time of each pass that parsed as well, milliseconds.
   */
  read_and_parse_ms: number[];
  /**
   * Median of read_and_parse_ms less the median of read_ms.
   */
  parse_ms: number;
}
/**
 * Spark's own figures of the application, from its REST API at the job's end.
 */
export interface SparkFigures {
  measured: SparkMeasured | null;
  /**
   * Why there are no figures; null when there are.
   */
  not_measured: string | null;
}
export interface SparkMeasured {
  jobs: SparkJobs;
  stages: SparkStages;
  executors: SparkExecutor[];
  /**
   * Jobs and stages submitted from here on are counted. Absent before Golazo said so, as the ones below.
   */
  since?: string;
  /**
   * And none submitted from here on.
   */
  until?: string;
  rapids?: RapidsFigures;
}
/**
 * Of the jobs submitted since the moment the figures are about.
 */
export interface SparkJobs {
  /**
   * Number of jobs, by Spark's status.
   */
  by_status: {
    [k: string]: number;
  };
  duration_ms: Distribution6;
  /**
   * Completed tasks.
   */
  tasks: number;
  /**
   * Failed tasks.
   */
  failed_tasks: number;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution6 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
/**
 * Of the stages that ran; sums over their tasks unless said otherwise.
 */
export interface SparkStages {
  /**
   * Number of stages, by Spark's status.
   */
  by_status: {
    [k: string]: number;
  };
  duration_ms: Distribution7;
  /**
   * Completed tasks.
   */
  tasks: number;
  /**
   * Failed tasks.
   */
  failed_tasks: number;
  /**
   * Task time on executors, milliseconds.
   */
  executor_run_ms: number;
  /**
   * Processor time of tasks, milliseconds.
   */
  executor_cpu_ms: number;
  /**
   * JVM garbage collection while tasks ran, milliseconds.
   */
  gc_ms: number;
  /**
   * Read from files and Kafka, bytes.
   */
  input_bytes: number;
  /**
   * Read from files and Kafka, records.
   */
  input_records: number;
  /**
   * Bytes.
   */
  shuffle_read_bytes: number;
  /**
   * Bytes.
   */
  shuffle_write_bytes: number;
  /**
   * Size in memory of what was spilled, bytes.
   */
  memory_spill_bytes: number;
  /**
   * Size on disk of what was spilled, bytes.
   */
  disk_spill_bytes: number;
  /**
   * Largest of any stage, bytes.
   */
  peak_execution_memory_bytes: number;
  /**
   * Reading tasks from their serialised form, milliseconds. Absent before Golazo measured it, as the ones below.
   */
  executor_deserialize_ms?: number;
  /**
   * Writing task results in serialised form, milliseconds.
   */
  result_serialization_ms?: number;
  /**
   * Tasks waiting for shuffle blocks of other executors, milliseconds.
   */
  shuffle_fetch_wait_ms?: number;
  /**
   * Writing shuffle blocks, milliseconds.
   */
  shuffle_write_ms?: number;
  /**
   * Records.
   */
  shuffle_read_records?: number;
  /**
   * Records.
   */
  shuffle_write_records?: number;
  /**
   * Written to files, bytes.
   */
  output_bytes?: number;
  /**
   * Written to files, records.
   */
  output_records?: number;
  /**
   * Tasks that Spark itself ended.
   */
  killed_tasks?: number;
  /**
   * Processor time of reading tasks from their serialised form, milliseconds.
   */
  executor_deserialize_cpu_ms?: number;
  /**
   * Sent to the driver as results of tasks, bytes.
   */
  result_bytes?: number;
  /**
   * The part of what was read in shuffles that came from other executors, bytes.
   */
  shuffle_remote_read_bytes?: number;
  /**
   * The part of what was read in shuffles that lay on the same executor, bytes.
   */
  shuffle_local_read_bytes?: number;
  /**
   * The part of what came from other executors that was too large for memory, bytes.
   */
  shuffle_remote_read_to_disk_bytes?: number;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution7 {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
export interface SparkExecutor {
  /**
   * Number, or driver.
   */
  id: string;
  /**
   * false when it was lost.
   */
  active: boolean;
  /**
   * Cores it may use.
   */
  cores: number;
  /**
   * Memory for caching and execution, bytes.
   */
  max_memory_bytes: number;
  /**
   * Held by cached blocks at the end, bytes.
   */
  memory_used_bytes: number;
  /**
   * Held by cached blocks at the end, bytes.
   */
  disk_used_bytes: number;
  /**
   * Of the whole application, warm-up included.
   */
  tasks: number;
  /**
   * Of the whole application.
   */
  failed_tasks: number;
  /**
   * Time its tasks ran, milliseconds; of the driver, which runs none, its age.
   */
  task_ms: number;
  /**
   * JVM garbage collection, milliseconds.
   */
  gc_ms: number;
  /**
   * Bytes.
   */
  input_bytes: number;
  /**
   * Bytes.
   */
  shuffle_read_bytes: number;
  /**
   * Bytes.
   */
  shuffle_write_bytes: number;
  /**
   * Bytes; null when Spark did not measure it: an executor tells its peaks with its heartbeats, ten seconds apart.
   */
  peak_jvm_heap_bytes: number | null;
  /**
   * As peak_jvm_heap_bytes, of the JVM's memory outside the heap.
   */
  peak_jvm_off_heap_bytes?: number | null;
  /**
   * As peak_jvm_heap_bytes, of the heap that shuffles, joins and aggregates held.
   */
  peak_execution_memory_bytes?: number | null;
  /**
   * As peak_jvm_heap_bytes, of the heap that cached blocks held.
   */
  peak_storage_memory_bytes?: number | null;
}
/**
 * What the RAPIDS Accelerator counts of its tasks, of the same stages.
 */
export interface RapidsFigures {
  /**
   * By the accelerator's own names: gpuSemaphoreWait, gpuRetryCount, gpuSpillToHostTime …
   */
  measured: {
    [k: string]: RapidsFigure;
  } | null;
  /**
   * Why there are none; null when there are.
   */
  not_measured: string | null;
}
export interface RapidsFigure {
  value: number;
  unit: "ms" | "bytes" | "count";
  /**
   * How the values of the stages were put together.
   */
  over_stages: "sum" | "max";
}
/**
 * What the GPU did while the job ran. Absent before Golazo reported it.
 */
export interface GpuFigures {
  /**
   * The GPUs that were sampled. Absent before Golazo noted them.
   */
  devices?: GpuDevice[];
  /**
   * One a second per GPU of an executor, in order of time; null when there are none.
   */
  samples: GpuSample[] | null;
  /**
   * Why there are no samples, or not all of them; null when nothing is missing.
   */
  not_measured: string | null;
}
export interface GpuDevice {
  /**
   * Spark's number of the executor that had the GPU.
   */
  executor: string;
  /**
   * Number of the GPU on its machine.
   */
  gpu: number;
  name: string;
  memory_bytes: number;
  /**
   * Version of NVIDIA's driver.
   */
  driver: string;
}
export interface GpuSample {
  at: string;
  /**
   * Spark's number of the executor that had the GPU. Absent before Golazo noted it.
   */
  executor?: string;
  /**
   * Number of the GPU on its machine.
   */
  gpu: number;
  /**
   * Share of the time since the sample before in which a kernel ran, as NVML tells it; null when this GPU does not tell it, as the ones below.
   */
  utilisation_percent: number | null;
  /**
   * Of the whole GPU, whoever holds it.
   */
  memory_used_bytes: number | null;
  power_watts: number | null;
}
/**
 * What measuring cost while the queries ran. Absent before Golazo measured it, and of jobs that do not stream.
 */
export interface CollectorFigures {
  measured: CollectorMeasured | null;
  /**
   * Why there are no figures; null when there are.
   */
  not_measured: string | null;
}
export interface CollectorMeasured {
  /**
   * Processor time of asking for the queries' progress once a second, in the driver's Python and its JVM, milliseconds.
   */
  progress_cpu_ms: number;
  /**
   * Processor time of the threads that feed Spark's REST API and its event log, milliseconds. Spark has the first of them in any application.
   */
  listener_cpu_ms: number;
  /**
   * Processor time of what samples GPUs, on all executors, milliseconds; null when nothing was sampled.
   */
  gpu_sampler_cpu_ms: number | null;
  /**
   * Processor time of the driver's two processes and of all tasks meanwhile, milliseconds.
   */
  application_cpu_ms: number;
  /**
   * The first three together, of application_cpu_ms.
   */
  share_percent: number;
  /**
   * Wall time of reading Spark's REST API when the queries had ended, milliseconds.
   */
  reading_ms: number;
}
