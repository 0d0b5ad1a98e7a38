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
  /**
   * Wall time of the steps of each micro-batch; `with_model` and `without_model` tell what the model costs.
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
}
export interface SparkJobs {
  by_status: {
    [k: string]: number;
  };
  duration_ms: Distribution3;
  tasks: number;
  failed_tasks: number;
}
export interface SparkStages {
  by_status: {
    [k: string]: number;
  };
  duration_ms: Distribution3;
  tasks: number;
  failed_tasks: number;
  executor_run_ms: number;
  executor_cpu_ms: number;
  gc_ms: number;
  input_bytes: number;
  input_records: number;
  shuffle_read_bytes: number;
  shuffle_write_bytes: number;
  memory_spill_bytes: number;
  disk_spill_bytes: number;
  peak_execution_memory_bytes: number;
}
export interface SparkExecutor {
  id: string;
  active: boolean;
  cores: number;
  max_memory_bytes: number;
  memory_used_bytes: number;
  disk_used_bytes: number;
  tasks: number;
  failed_tasks: number;
  task_ms: number;
  gc_ms: number;
  input_bytes: number;
  shuffle_read_bytes: number;
  shuffle_write_bytes: number;
  /**
   * null when Spark did not measure it.
   */
  peak_jvm_heap_bytes: number | null;
}
