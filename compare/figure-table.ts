import type { RunRecord } from "@golazo/contracts";
import {
  given,
  type Measured,
  measured,
  notMeasured,
  ofQuery,
  ofSpark,
  parsePerThousandEvents,
  percentile,
  perSecond,
  perThousandEvents,
  stepPerThousandEvents,
  total,
} from "./measured";

/** One figure that is read from each record and compared. */
export interface Figure {
  /** Name for machines, stable. */
  readonly key: string;
  readonly name: string;
  readonly unit: "events/s" | "ms" | "s" | "bytes" | "ms per 1,000 events";
  readonly better: "higher" | "lower";
  /** What exactly was measured, and of what. */
  readonly meaning: string;
  /** At a pace the producer keeps, the figure says what was asked for and not what a side can do. */
  readonly setByPace?: boolean;
  read(record: RunRecord): Measured;
}

const QUERIES = [
  ["stats", "window statistics"],
  ["predict", "win probability"],
] as const;

const TRAINED_BEFORE = "the run used a model that was there already";

/** The figures every comparison begins with, in the order people asked for them. */
export const MAIN_FIGURES: readonly Figure[] = [
  ...QUERIES.map(
    ([query, what]): Figure => ({
      key: `input_rate_${query}`,
      name: `Input Rate, ${what}`,
      unit: "events/s",
      better: "higher",
      meaning:
        "median over micro-batches of the rows that arrived per second; at a fixed pace the producer sets it",
      setByPace: true,
      read: ofQuery(query, (figures) => percentile(figures.input_rows_per_second, "p50")),
    }),
  ),
  ...QUERIES.map(
    ([query, what]): Figure => ({
      key: `process_rate_${query}`,
      name: `Process Rate, ${what}`,
      unit: "events/s",
      better: "higher",
      meaning: "all rows, by the time of all micro-batches that had rows: a batch of few rows weighs little",
      read: ofQuery(query, (figures) => perSecond(figures.input_rows, total(figures.batch_ms))),
    }),
  ),
  ...QUERIES.map(
    ([query, what]): Figure => ({
      key: `batch_duration_${query}`,
      name: `Batch Duration, ${what}`,
      unit: "ms",
      better: "lower",
      meaning: "median over micro-batches that had rows, Spark's triggerExecution",
      read: ofQuery(query, (figures) => percentile(figures.batch_ms, "p50")),
    }),
  ),
  {
    key: "job_time",
    name: "Job Time",
    unit: "s",
    better: "lower",
    meaning:
      "sum of the durations of the stream job's Spark jobs; they overlap, so it is more than the clock's time",
    read: ofSpark(({ jobs }) => measured(total(jobs.duration_ms) / 1000)),
  },
  {
    key: "shuffle_read",
    name: "Shuffle Read",
    unit: "bytes",
    better: "lower",
    meaning: "of all stages of the stream job",
    read: ofSpark(({ stages }) => measured(stages.shuffle_read_bytes)),
  },
  {
    key: "gc_time",
    name: "GC Time",
    unit: "ms",
    better: "lower",
    meaning: "JVM garbage collection in the tasks of the stream job",
    read: ofSpark(({ stages }) => measured(stages.gc_ms)),
  },
  {
    key: "training_time",
    name: "Training Time",
    unit: "s",
    better: "lower",
    meaning: "fitting the forest, nothing else",
    read: trainingSeconds,
  },
];

const PERCENTILES = ["p50", "p95", "p99"] as const;

/** How long people wait, as percentiles. */
export const LATENCY_FIGURES: readonly Figure[] = [
  ...PERCENTILES.map(
    (which): Figure => ({
      key: `latency_${which}`,
      name: `Event to prediction, ${which}`,
      unit: "ms",
      better: "lower",
      meaning: "from an event's produced_at to the broker's time of the prediction that rests on it",
      read: ({ jobs }) => percentile(jobs.stream?.streaming?.prediction_latency_ms, which),
    }),
  ),
  ...(["with_model", "without_model"] as const).flatMap((step) =>
    PERCENTILES.map(
      (which): Figure => ({
        key: `${step}_${which}`,
        name: `Micro-batch ${step === "with_model" ? "with" : "without"} the model, ${which}`,
        unit: "ms",
        better: "lower",
        meaning: "the work on a micro-batch of win probability, with and without asking the model",
        read: ofQuery("predict", ({ step_ms }) => percentile(step_ms?.[step], which)),
      }),
    ),
  ),
];

/** The parts of the work, each the time it took for the events it worked on; training in seconds. */
export const STAGE_FIGURES: readonly Figure[] = [
  stage(
    "parse",
    "Parse",
    "parsing alone, in passes over a part of the topic after the run: with parsing less without",
    parsePerThousandEvents,
  ),
  stage(
    "statistics",
    "Statistics",
    "window statistics: Spark's addBatch of the query, parsing included",
    ofQuery("stats", ({ operation_ms, input_rows }) =>
      operation_ms.addBatch
        ? perThousandEvents(total(operation_ms.addBatch), input_rows)
        : notMeasured("no micro-batch had rows"),
    ),
  ),
  stage(
    "state",
    "Game state",
    "win probability: events into each match's minutes, parsing included",
    stepPerThousandEvents("state"),
  ),
  stage(
    "features",
    "Features",
    "win probability: features of changed minutes",
    stepPerThousandEvents("features"),
  ),
  stage("inference", "Inference", "win probability: asking the model", stepPerThousandEvents("model")),
  stage("write", "Write", "win probability: predictions to topic and files", stepPerThousandEvents("write")),
  {
    key: "training_data",
    name: "Training data",
    unit: "s",
    better: "lower",
    meaning: "matches into game states: the job history",
    read: ({ jobs }) => given(jobs.history?.seconds, "the run prepared no training data"),
  },
  {
    key: "training",
    name: "Training",
    unit: "s",
    better: "lower",
    meaning: "fitting the forest, nothing else",
    read: trainingSeconds,
  },
];

function stage(key: string, name: string, meaning: string, read: Figure["read"]): Figure {
  return { key, name, unit: "ms per 1,000 events", better: "lower", meaning, read };
}

/** A run may have trained a model to measure it and have predicted with another, the same for all runs. */
function trainingSeconds({ jobs }: RunRecord): Measured {
  if (!jobs.train) return notMeasured(TRAINED_BEFORE);
  const seconds = jobs.train.figures?.training_seconds;
  return given(
    typeof seconds === "number" ? seconds : null,
    "the job train did not say how long fitting took",
  );
}
