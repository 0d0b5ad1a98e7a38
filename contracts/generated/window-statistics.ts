/* Generated from schemas/window-statistics.schema.json by `npm run contracts`. Do not edit. */

/**
 * What one team did in one minute of one match. Tumbling 1-minute windows on event_time. A later row with the same match, team and window replaces the earlier one; when a replay has ended the last row is final.
 */
export interface WindowStatistics {
  match_id: number;
  team_id: number;
  /**
   * Inclusive, UTC.
   */
  window_start: string;
  /**
   * Exclusive, UTC.
   */
  window_end: string;
  /**
   * Events of the team in the window.
   */
  events: number;
  passes: number;
  passes_completed: number;
  /**
   * Length of the team's passes, yards: smallest; null when there is none.
   */
  pass_length_min: number | null;
  /**
   * Length of the team's passes, yards: largest; null when there is none.
   */
  pass_length_max: number | null;
  /**
   * Length of the team's passes, yards: mean; null when there is none.
   */
  pass_length_mean: number | null;
  /**
   * Length of the team's passes, yards: sample variance; null for fewer than two values.
   */
  pass_length_variance: number | null;
  /**
   * Straight line from the start to the end of the team's carries, yards: smallest; null when there is none.
   */
  carry_distance_min: number | null;
  /**
   * Straight line from the start to the end of the team's carries, yards: largest; null when there is none.
   */
  carry_distance_max: number | null;
  /**
   * Straight line from the start to the end of the team's carries, yards: mean; null when there is none.
   */
  carry_distance_mean: number | null;
  /**
   * Straight line from the start to the end of the team's carries, yards: sample variance; null for fewer than two values.
   */
  carry_distance_variance: number | null;
  /**
   * location[0] of the team's events that have a location, yards: smallest; null when there is none.
   */
  x_min: number | null;
  /**
   * location[0] of the team's events that have a location, yards: largest; null when there is none.
   */
  x_max: number | null;
  /**
   * location[0] of the team's events that have a location, yards: mean; null when there is none.
   */
  x_mean: number | null;
  /**
   * location[0] of the team's events that have a location, yards: sample variance; null for fewer than two values.
   */
  x_variance: number | null;
  /**
   * location[1] of the team's events that have a location, yards: smallest; null when there is none.
   */
  y_min: number | null;
  /**
   * location[1] of the team's events that have a location, yards: largest; null when there is none.
   */
  y_max: number | null;
  /**
   * location[1] of the team's events that have a location, yards: mean; null when there is none.
   */
  y_mean: number | null;
  /**
   * location[1] of the team's events that have a location, yards: sample variance; null for fewer than two values.
   */
  y_variance: number | null;
  /**
   * Share of the window's events (both teams) whose possession_team is this team.
   */
  possession_share: number | null;
}
