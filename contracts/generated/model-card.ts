/* Generated from schemas/model-card.schema.json by `npm run contracts`. Do not edit. */

/**
 * What a trained win-probability model is: its data, its making, its measured quality and its limits.
 */
export interface ModelCard {
  schema_version: 1;
  data: TrainingData;
  /**
   * Seed of the forest.
   */
  seed: number;
  /**
   * Features in the model's order, each with its definition.
   */
  features: {
    [k: string]: string;
  };
  /**
   * What stands in for a null feature.
   */
  imputed: {
    [k: string]: number;
  };
  parameters: {
    [k: string]: string | number;
  };
  split: Split;
  metrics: ModelMetrics;
  /**
   * Each feature's share of the forest's gain in purity, largest first; the sum is 1.
   */
  feature_importance: {
    [k: string]: number;
  };
  training_seconds: number;
  trained_at: string;
  versions: TrainedWith;
  limits: string[];
}
export interface TrainingData {
  description: string;
  /**
   * true when the matches were made by the generator.
   */
  synthetic: boolean;
  kind: string;
  source_seed: number | null;
  matches: number;
}
/**
 * How matches were divided; no match is on both sides.
 */
export interface Split {
  rule: string;
  train: SplitSide;
  test: SplitSide;
}
export interface SplitSide {
  matches: number;
  rows: number;
  seasons: number[];
  first_kick_off: string;
  last_kick_off: string;
}
/**
 * On the test matches.
 */
export interface ModelMetrics {
  model: Metrics;
  prior: Metrics1;
}
export interface Metrics {
  rows: number;
  accuracy: number;
  macro_f1: number;
  /**
   * Natural logarithm, mean over rows.
   */
  log_loss: number;
  /**
   * Ranked probability score, 0..1, lower is better.
   */
  rps: number;
}
/**
 * Always answering with the training matches' shares of results.
 */
export interface Metrics1 {
  rows: number;
  accuracy: number;
  macro_f1: number;
  /**
   * Natural logarithm, mean over rows.
   */
  log_loss: number;
  /**
   * Ranked probability score, 0..1, lower is better.
   */
  rps: number;
}
export interface TrainedWith {
  spark: string;
  python: string;
}
