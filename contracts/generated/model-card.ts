/* Generated from schemas/model-card.schema.json by `npm run contracts`. Do not edit. */

/**
 * What a trained win-probability model is: beside the pipeline in the model's folder, and in the report of the job that trained it.
 */
export interface ModelCard {
  schema_version: 1;
  data: {
    /**
     * Names the kind of matches; says synthetic when they are.
     */
    description: string;
    synthetic: boolean;
    kind: "open-data" | "statsbomb" | "synthetic";
    /**
     * Seed of synthetic matches.
     */
    source_seed: number | null;
    matches: number;
  };
  /**
   * Seed of the forest.
   */
  seed: number;
  /**
   * Definition of each feature, in the order the model reads them.
   */
  features: {
    [k: string]: string;
  };
  /**
   * What stands in for a feature that is null.
   */
  imputed: {
    [k: string]: number;
  };
  parameters: {
    algorithm: string;
    trees: number;
    /**
     * Most levels of a tree below its root.
     */
    depth: number;
    /**
     * Least training rows in a leaf.
     */
    leaf_rows: number;
    /**
     * Candidate thresholds per feature, plus one.
     */
    bins: number;
    /**
     * Spark's featureSubsetStrategy.
     */
    features_per_split: string;
  };
  split: {
    rule: string;
    train: ModelCardSide;
    test: ModelCardSide;
  };
  /**
   * On the test side.
   */
  metrics: {
    model: ModelMetrics;
    prior: ModelMetrics1;
  };
  /**
   * Each feature's share of the forest's gain in purity; the sum is 1.
   */
  feature_importance: {
    [k: string]: number;
  };
  /**
   * Fitting the pipeline, nothing else.
   */
  training_seconds: number;
  trained_at: string;
  versions: {
    [k: string]: string;
  };
  limits: string[];
}
export interface ModelCardSide {
  matches: number;
  rows: number;
  seasons: number[];
  first_kick_off: string;
  last_kick_off: string;
}
export interface ModelMetrics {
  rows: number;
  accuracy: number;
  macro_f1: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
}
/**
 * Each outcome's share of the training rows, said of every row: the baseline.
 */
export interface ModelMetrics1 {
  rows: number;
  accuracy: number;
  macro_f1: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
}
