/* Generated from schemas/comparison.schema.json by `npm run contracts`. Do not edit. */

/**
 * Two sides of runs of the same work, compared: whether they computed the same, then what each took. Nothing in it is estimated: what was not measured says why.
 */
export interface Comparison {
  schema_version: 1;
  made_at: string;
  /**
   * Version that compared.
   */
  golazo: string;
  verdict: Verdict;
  equality: Equality;
  /**
   * What tells the sides apart; null when the records name nothing.
   */
  handicap: string | null;
  a: ComparedSide;
  b: ComparedSide;
  /**
   * true when a run played or learned from made-up matches: then no figure says anything about football.
   */
  synthetic: boolean;
  /**
   * What differs besides the handicap.
   */
  warnings: ComparisonWarning[];
  /**
   * Input Rate, Process Rate, Batch Duration, Job Time, Shuffle Read, GC Time, Training Time.
   */
  main: ComparedFigure[];
  latency: ComparedFigure[];
  stages: ComparedFigure[];
  geometric_mean: GeometricMean;
  sweep: Sweep;
  fallbacks: Fallbacks;
  gpu: GpuOverTime;
  cost: Cost;
}
export interface Verdict {
  /**
   * What the numbers say, in order of weight.
   */
  sentences: string[];
  /**
   * What the sentences rest on, and what they leave out.
   */
  rests_on: string[];
}
export interface Equality {
  /**
   * null when nothing was compared.
   */
  equal: boolean | null;
  /**
   * Two numbers are equal when they differ by at most this share of the larger one …
   */
  relative_epsilon: number;
  /**
   * … or by at most this: the rounding of double arithmetic about zero.
   */
  absolute_epsilon: number;
  /**
   * What could not be compared, and why.
   */
  not_compared: string[];
  tables: TableEquality[];
}
export interface TableEquality {
  table: "window statistics" | "predictions";
  /**
   * Run id.
   */
  reference: string;
  /**
   * Run id.
   */
  run: string;
  rows_reference: number;
  rows_run: number;
  /**
   * Values compared.
   */
  values: number;
  /**
   * Values that differ, and one for each row that only one of the runs has.
   */
  mismatches: number;
  /**
   * Of the values that are compared with an epsilon.
   */
  largest_relative_difference: number;
  /**
   * The first mismatches in words.
   */
  examples: string[];
}
export interface ComparedSide {
  name: string;
  runs: ComparedRun[];
  /**
   * Why the side has no run, and with that no figure; null when it has.
   */
  not_run: string | null;
}
export interface ComparedRun {
  run_id: string;
  started_at: string;
  architecture: "cpu" | "gpu";
  machine: string;
  cluster: string;
  gpu: string | null;
  git_commit: string | null;
}
export interface ComparisonWarning {
  what: string;
  reason: string;
  values: WarningValue[];
}
export interface WarningValue {
  value: string;
  runs: string[];
}
export interface ComparedFigure {
  key: string;
  name: string;
  unit: "events/s" | "ms" | "s" | "bytes" | "ms per 1,000 events";
  better: "higher" | "lower";
  /**
   * What exactly was measured, and of what.
   */
  meaning: string;
  a: SideValues;
  b: SideValues;
  /**
   * How many times better side a's median is than side b's; below 1 it is worse. null when a side has none or is 0.
   */
  speedup: number | null;
  /**
   * Which side is better; no difference: equal, or the ranges of the repeats overlap; set by the pace: it is what the producer was asked for.
   */
  outcome: "a" | "b" | "no difference" | "set by the pace" | "not compared";
}
export interface SideValues {
  /**
   * One of each run that measured it, in the order of the runs.
   */
  values: number[];
  /**
   * null when no run measured it.
   */
  spread: Spread | null;
  /**
   * Why a run did not measure it; null when every run did.
   */
  not_measured: string | null;
}
/**
 * Over the repeats; quartiles by linear interpolation.
 */
export interface Spread {
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
}
export interface GeometricMean {
  /**
   * Of the stages that both sides measured; null when there is none.
   */
  speedup: number | null;
  /**
   * Keys of the stages it is of.
   */
  stages: string[];
}
/**
 * Runs with micro-batches of a fixed size, all events on the topic before they began.
 */
export interface Sweep {
  /**
   * Smallest first.
   */
  sizes: SweepSize[];
  /**
   * Why there is none; null when there is.
   */
  not_measured: string | null;
}
export interface SweepSize {
  /**
   * Most records of a micro-batch.
   */
  records: number;
  figures: ComparedFigure[];
}
export interface Fallbacks {
  /**
   * What the GPU planner leaves on the CPU, per query.
   */
  queries: QueryPlan[] | null;
  /**
   * Why there are none; null when there are.
   */
  not_measured: string | null;
}
export interface QueryPlan {
  query: string;
  /**
   * Operators and expressions that the GPU would run, of all there are.
   */
  coverage_percent: number;
  off_gpu: Fallback[];
}
export interface Fallback {
  operator: string;
  reason: string;
}
export interface GpuOverTime {
  series: GpuSeries[];
  /**
   * Why there is no series; null when there is one.
   */
  not_measured: string | null;
}
export interface GpuSeries {
  run_id: string;
  /**
   * Which of the run's GPUs, for people.
   */
  gpu: string;
  points: GpuPoint[];
}
export interface GpuPoint {
  /**
   * Since the first sample.
   */
  second: number;
  utilisation_percent: number;
}
export interface Cost {
  currency: string;
  /**
   * Day of the prices.
   */
  as_of: string;
  source: string;
  region: string;
  a: SideCost;
  b: SideCost;
  break_even: BreakEven;
  assumptions: string[];
}
export interface SideCost {
  price: HourlyPrice | null;
  /**
   * Events/s: median Process Rate of the slower query, over the repeats.
   */
  capacity: number | null;
  /**
   * At capacity.
   */
  per_million_events: number | null;
  /**
   * Wall time of the job train.
   */
  per_training_run: number | null;
  /**
   * Why something of it is missing.
   */
  not_measured: string[];
}
export interface HourlyPrice {
  instance: string;
  hosts: number;
  /**
   * Of all hosts together.
   */
  per_hour: number;
}
export interface BreakEven {
  /**
   * The side of larger capacity.
   */
  faster: "a" | "b" | null;
  /**
   * From this rate on the faster side never costs more per million events; 0 when it never does at any rate; null when there is no such rate or it is not known.
   */
  events_per_second: number | null;
  words: string;
}
