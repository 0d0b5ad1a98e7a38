/* Generated from schemas/replay-control.schema.json by `npm run contracts`. Do not edit. */

/**
 * A change in how a replay is played. What is left out stays as it is. Every event is played all the same, in the same order.
 */
export interface ReplayControl {
  /**
   * true holds the replay's clock, false lets it go on.
   */
  paused?: boolean;
  /**
   * How many times as fast as its pace it plays, 0.1 to 100.
   */
  factor?: number;
  /**
   * A minute of a match that has kicked off: all matches play as fast as they can until it is reached. Forward only.
   */
  jump_to?: {
    match_id: number;
    /**
     * On the match clock; 45 and later are of the second half.
     */
    minute: number;
  };
}
