/* Generated from schemas/model-card.schema.json by `npm run contracts`. Do not edit. */

/**
 * What a trained win-probability model is: beside the pipeline in the model's folder, and in the report of the job that trained it. What is not required is missing in cards of earlier versions.
 */
export interface ModelCard {
  schema_version: 1;
  data: {
    /**
     * Names the kind of matches; says synthetic when they are.
     */
    description: string;
    synthetic: boolean;
    kind: "open-data" | "statsbomb" | "synthetic" | "game-states";
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
   * Definition of each feature, in the order the version that trained computes them.
   */
  features: {
    [k: string]: string;
  };
  /**
   * Definition of what the forest reads, in its order: features and what is derived from them.
   */
  forest_inputs?: {
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
  /**
   * The Poisson model inside: per side the coefficients of its rate of scoring.
   */
  poisson?: {
    home: {
      [k: string]: number;
    };
    away: {
      [k: string]: number;
    };
  };
  calibration?: {
    method: string;
    weights: {
      [k: string]: number;
    };
  };
  /**
   * How the ratings beside the model were made.
   */
  strength?: {
    method: string;
    /**
     * Rating of a team without an earlier match.
     */
    start: number;
    /**
     * In rating points.
     */
    home_advantage: number;
    /**
     * Most a settled team's rating moves in a match, but for the weight of its goals.
     */
    k: number;
    /**
     * A team's first matches count this much more, falling with the matches it has played.
     */
    provisional: number;
    /**
     * Teams with a rating.
     */
    teams: number;
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
    poisson?: ModelMetrics1;
    logistic?: ModelMetrics2;
    prior: ModelMetrics3;
  };
  /**
   * Each of the forest's inputs' share of its gain in purity; the sum is 1.
   */
  feature_importance: {
    [k: string]: number;
  };
  /**
   * Learning the model from rows in memory: Poisson model, forests, calibration; no baselines, no testing.
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
/**
 * The model that is saved and served.
 */
export interface ModelMetrics {
  rows: number;
  accuracy: number;
  macro_f1: number;
  draw_f1?: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
  /**
   * Expected calibration error, class-wise, 10 bins.
   */
  ece?: number;
  /**
   * RPS from minute 81 on; null without such rows.
   */
  rps_last10?: number | null;
  /**
   * Calibration error from minute 81 on; null without such rows.
   */
  ece_last10?: number | null;
}
/**
 * Baseline: Poisson model of the goals still to come.
 */
export interface ModelMetrics1 {
  rows: number;
  accuracy: number;
  macro_f1: number;
  draw_f1?: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
  /**
   * Expected calibration error, class-wise, 10 bins.
   */
  ece?: number;
  /**
   * RPS from minute 81 on; null without such rows.
   */
  rps_last10?: number | null;
  /**
   * Calibration error from minute 81 on; null without such rows.
   */
  ece_last10?: number | null;
}
/**
 * Baseline: multinomial logistic regression.
 */
export interface ModelMetrics2 {
  rows: number;
  accuracy: number;
  macro_f1: number;
  draw_f1?: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
  /**
   * Expected calibration error, class-wise, 10 bins.
   */
  ece?: number;
  /**
   * RPS from minute 81 on; null without such rows.
   */
  rps_last10?: number | null;
  /**
   * Calibration error from minute 81 on; null without such rows.
   */
  ece_last10?: number | null;
}
/**
 * Baseline: each outcome's share of the training rows, said of every row.
 */
export interface ModelMetrics3 {
  rows: number;
  accuracy: number;
  macro_f1: number;
  draw_f1?: number;
  log_loss: number;
  /**
   * Ranked probability score, lower is better.
   */
  rps: number;
  /**
   * Expected calibration error, class-wise, 10 bins.
   */
  ece?: number;
  /**
   * RPS from minute 81 on; null without such rows.
   */
  rps_last10?: number | null;
  /**
   * Calibration error from minute 81 on; null without such rows.
   */
  ece_last10?: number | null;
}
