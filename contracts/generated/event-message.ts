/* Generated from schemas/event-message.schema.json by `npm run contracts`. Do not edit. */

/**
 * One StatsBomb event with its 360 frame merged in and the envelope of the replay. Field names are StatsBomb's own; fields not listed here travel untouched.
 */
export interface EventMessage {
  /**
   * Match on the replay; differs from StatsBomb's when a match was fanned out. Also the record's key.
   */
  match_id: number;
  home_team_id: number;
  away_team_id: number;
  /**
   * When it happened on the replay's clock: ISO 8601, UTC as Z, milliseconds; read to the microsecond.
   */
  event_time: string;
  /**
   * Wall clock when the producer handed it to Kafka, milliseconds since 1970-01-01 UTC.
   */
  produced_at: number;
  /**
   * 0, 1, 2 … within the match, for loss accounting.
   */
  sequence: number;
  /**
   * Of a correction only: the `sequence` of the message that told of the same event (same `id`) before, in the same match. That message no longer counts; this one does in its place, whole.
   */
  supersedes?: number;
  /**
   * Only ever true, and only of a correction: the event has been deleted. The message repeats the event's required fields and counts for nothing.
   */
  deleted?: boolean;
  /**
   * StatsBomb's event id (UUID). The messages of a correction have the same one as what they correct.
   */
  id: string;
  /**
   * Total order inside the match.
   */
  index: number;
  /**
   * 1, 2 halves; 3, 4 extra time; 5 penalty shoot-out.
   */
  period: number;
  /**
   * Time since the start of the period.
   */
  timestamp: string;
  /**
   * Match clock; the second half starts at 45, so key it with the period.
   */
  minute: number;
  second: number;
  type: Named;
  possession?: number;
  possession_team: Named1;
  team: Named2;
  play_pattern?: Named3;
  player?: Named4;
  position?: Named5;
  /**
   * x, y on the 120 × 80 yard pitch; the acting team attacks towards x = 120.
   *
   * @minItems 2
   */
  location?: [number, number, ...number[]];
  /**
   * Seconds.
   */
  duration?: number;
  /**
   * Only ever true; absent means false.
   */
  under_pressure?: boolean;
  pass?: {
    /**
     * Yards.
     */
    length?: number;
    /**
     * Radians.
     */
    angle?: number;
    /**
     * @minItems 2
     */
    end_location?: [number, number, ...number[]];
    height?: Named6;
    outcome?: Named7;
    type?: Named6;
    recipient?: Named6;
    cross?: boolean;
    switch?: boolean;
    shot_assist?: boolean;
    goal_assist?: boolean;
    [k: string]: unknown;
  };
  carry?: {
    /**
     * @minItems 2
     */
    end_location?: [number, number, ...number[]];
    [k: string]: unknown;
  };
  shot?: {
    statsbomb_xg?: number;
    /**
     * @minItems 2
     */
    end_location?: [number, number, ...number[]];
    outcome?: Named6;
    type?: Named6;
    body_part?: Named6;
    [k: string]: unknown;
  };
  foul_committed?: {
    card?: Named6;
    [k: string]: unknown;
  };
  bad_behaviour?: {
    card?: Named6;
    [k: string]: unknown;
  };
  /**
   * Visible players, StatsBomb 360; absent when the event has no frame.
   */
  freeze_frame?: {
    teammate: boolean;
    actor: boolean;
    keeper: boolean;
    /**
     * @minItems 2
     */
    location: [number, number, ...number[]];
    [k: string]: unknown;
  }[];
  /**
   * Closed polygon x1, y1, x2, y2 … of the part of the pitch in view.
   */
  visible_area?: number[];
  [k: string]: unknown;
}
/**
 * Event type, for example 30 Pass, 16 Shot, 43 Carry.
 */
export interface Named {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * Team in possession.
 */
export interface Named1 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * Team acting; may differ from the team in possession.
 */
export interface Named2 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * How the possession began.
 */
export interface Named3 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * Absent on team events.
 */
export interface Named4 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * Position of the player, 1 to 25.
 */
export interface Named5 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
export interface Named6 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
/**
 * Absent when the pass was completed.
 */
export interface Named7 {
  id: number;
  name?: string;
  [k: string]: unknown;
}
