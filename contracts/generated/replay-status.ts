/* Generated from schemas/replay-status.schema.json by `npm run contracts`. Do not edit. */

/**
 * How far a replay of the producer service has come.
 */
export interface ReplayStatus {
  run_id: string;
  /**
   * planned: not a single event was sent yet; the last three are those of the manifest.
   */
  state: "planned" | "playing" | "complete" | "stopped" | "failed";
  /**
   * By Kafka, so far.
   */
  events_acknowledged: number;
  /**
   * The latest line about it, for people; null before the first second is over.
   */
  throughput: string | null;
  failure: string | null;
  manifest: ReplayManifest;
}
/**
 * What a replay plays and, once it ended, what Kafka acknowledged of it. Written before the first event (state planned) and again at the end.
 */
export interface ReplayManifest {
  schema_version: 1;
  /**
   * complete: every planned event was acknowledged, or the asked-for seconds were played; stopped: by a signal; failed: see failure.
   */
  state: "planned" | "complete" | "stopped" | "failed";
  failure: string | null;
  /**
   * true when the replay goes on until stopped, so matches may be added that the plan does not list.
   */
  open_ended: boolean;
  source: {
    kind: "open-data" | "statsbomb" | "synthetic";
    synthetic: boolean;
    seed: number | null;
    description: string;
  };
  fan_out: {
    /**
     * Different matches the source gave.
     */
    real_matches: number;
    /**
     * Matches played with a new match id because the source had too few.
     */
    copies: number;
  };
  pace: {
    kind: "rate" | "max" | "speed";
    /**
     * events/s for rate, factor of real time for speed, null for max.
     */
    value: number | null;
    matches_at_once: number;
  };
  /**
   * Where the replay's clock starts: the first match's own kick-off.
   */
  clock_start: string;
  topic: string;
  matches: ManifestMatch[];
  /**
   * null until the replay has ended.
   */
  totals: {
    events_acknowledged: number;
    /**
     * Of the values, before Kafka's framing.
     */
    bytes: number;
    /**
     * First event handed over to last acknowledged.
     */
    seconds: number;
    events_per_second: number;
    ack_latency_ms: Distribution;
    /**
     * Events acknowledged in each whole second.
     */
    throughput: number[];
  } | null;
}
export interface ManifestMatch {
  match_id: number;
  /**
   * StatsBomb's own id; differs from match_id for a copy.
   */
  source_match_id: number;
  competition_id: number;
  season_id: number;
  season_name: string;
  home_team_id: number;
  home_team_name: string;
  away_team_id: number;
  away_team_name: string;
  home_score: number | null;
  away_score: number | null;
  /**
   * The match's own kick-off, read as UTC.
   */
  kick_off: string;
  /**
   * Its kick-off on the replay's clock: its own, moved by whole minutes.
   */
  simulated_kick_off: string;
  has_360: boolean;
  /**
   * 0 until the replay has ended.
   */
  events_acknowledged: number;
}
/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}
