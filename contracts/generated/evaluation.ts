/* Generated from schemas/evaluation.schema.json by `npm run contracts`. Do not edit. */

/**
 * What models are worth on the test side: the one that is saved and served, and what it has to beat. Written by `train --out`.
 */
export interface Evaluation {
  schema_version: 1;
  data: Data;
  seed: number;
  split: Split;
  feature_importance: {
    [k: string]: number;
  };
  models: {
    served: MeasuredModel;
    poisson: MeasuredModel;
    logistic: MeasuredModel;
    prior: MeasuredModel;
  };
  /**
   * The served model's figures less those of each other model.
   */
  differences: {
    [k: string]: Differences;
  };
  /**
   * The same model without 360 features; null unless --evaluate asked for it.
   */
  without_360: Without360 | null;
}
export interface Data {
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
}
export interface Split {
  rule: string;
  train: ModelCardSide;
  test: ModelCardSide;
}
export interface ModelCardSide {
  matches: number;
  rows: number;
  seasons: number[];
  first_kick_off: string;
  last_kick_off: string;
}
export interface MeasuredModel {
  rows: number;
  accuracy: number;
  macro_f1: number;
  home_f1: number;
  draw_f1: number;
  away_f1: number;
  log_loss: number;
  rps: number;
  ece: number;
  rps_last10: number | null;
  ece_last10: number | null;
  intervals: {
    [k: string]: [number, number] | null;
  };
  /**
   * By minute on the match clock, those without test rows left out.
   */
  by_minute: {
    [k: string]: MeasuredMinute;
  };
  /**
   * Per outcome, the bins that hold rows.
   */
  reliability: {
    [k: string]: ReliabilityBin[];
  };
}
export interface MeasuredMinute {
  rows: number;
  accuracy: number;
  macro_f1: number;
  home_f1: number;
  draw_f1: number;
  away_f1: number;
  log_loss: number;
  rps: number;
  ece: number;
  intervals: {
    /**
     * Bootstrap interval of 95 %, whole matches resampled.
     *
     * @minItems 2
     * @maxItems 2
     */
    [k: string]: [number, number];
  };
}
export interface ReliabilityBin {
  rows: number;
  /**
   * Mean probability.
   */
  said: number;
  /**
   * Share that happened.
   */
  happened: number;
}
export interface Differences {
  [k: string]: Difference;
}
export interface Difference {
  value: number;
  /**
   * Bootstrap interval of 95 %, whole matches resampled.
   *
   * @minItems 2
   * @maxItems 2
   */
  interval: [number, number];
}
export interface Without360 {
  /**
   * Test rows with a frame in the last 10 minutes.
   */
  rows_with_360: number;
  /**
   * Null when no test row has a frame: it is not trained then.
   */
  model: MeasuredModel | null;
  /**
   * The served model's figures less those without 360; null where the model is.
   */
  brought: Differences | null;
  /**
   * In words how much or little 360 features bring.
   */
  summary: string;
}
