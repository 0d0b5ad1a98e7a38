/* Generated from schemas/prediction.schema.json by `npm run contracts`. Do not edit. */

/**
 * Live win probability of one match at one minute, from the events seen until predicted_at. A later row with the same match, period and minute replaces the earlier one.
 */
export interface Prediction {
  match_id: number;
  period: number;
  minute: number;
  /**
   * event_time of the newest event the prediction rests on.
   */
  event_time: string;
  p_home: number;
  p_draw: number;
  p_away: number;
  /**
   * produced_at of the newest event the prediction rests on, epoch ms.
   */
  produced_at: number;
  /**
   * Wall clock when the probabilities were known, epoch ms.
   */
  predicted_at: number;
  /**
   * predicted_at − produced_at, milliseconds.
   */
  latency_ms: number;
}
