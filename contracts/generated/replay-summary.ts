/* Generated from schemas/replay-summary.schema.json by `npm run contracts`. Do not edit. */

/**
 * A replay in a few words: how it is played at this moment. Short, so that it can be asked for every second.
 */
export interface ReplaySummary {
  run_id: string;
  /**
   * As in replay-status.
   */
  state: "planned" | "playing" | "complete" | "stopped" | "failed";
  /**
   * By Kafka, so far.
   */
  events_acknowledged: number;
  /**
   * true: invented matches, which say nothing about football.
   */
  synthetic: boolean;
  pace: {
    kind: "rate" | "max" | "speed";
    /**
     * events/s for rate, factor of real time for speed, null for max.
     */
    value: number | null;
    matches_at_once: number;
  };
  /**
   * What replay-control changes.
   */
  control: {
    paused: boolean;
    /**
     * How many times as fast as its pace it plays; 1 unless changed.
     */
    factor: number;
    /**
     * event_time of the newest event handed over: where the replay's clock stands.
     */
    clock: string;
    /**
     * Instant of the replay's clock up to which it plays as fast as it can; null otherwise.
     */
    jump_to: string | null;
  };
}
