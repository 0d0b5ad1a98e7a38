/** One of the two teams of a match. */
export interface Team {
  readonly id: number;
  readonly name: string;
}

/** A StatsBomb match description (`matches/{competition}/{season}.json`), the fields Golazo reads. */
export interface MatchInfo {
  readonly matchId: number;
  readonly competitionId: number;
  readonly competitionName: string;
  readonly seasonId: number;
  readonly seasonName: string;
  /** `match_date` and `kick_off` read as UTC. */
  readonly kickOff: Date;
  readonly homeTeam: Team;
  readonly awayTeam: Team;
  /** Final score, extra time included; null while it is not known. */
  readonly homeScore: number | null;
  readonly awayScore: number | null;
  /** Whether the match has 360 frames. */
  readonly has360: boolean;
}

/** One event exactly as StatsBomb gives it; only the fields Golazo itself reads are named. */
export interface StatsBombEvent {
  /** UUID; the 360 frame joins on it. */
  readonly id: string;
  /** Total order inside the match: 1, 2, 3 … */
  readonly index: number;
  /** 1 and 2 halves, 3 and 4 extra time, 5 penalty shoot-out. */
  readonly period: number;
  /** `HH:MM:SS.mmm` since the start of the period. */
  readonly timestamp: string;
  /** Of a correction in a recorded feed only: see contract `event-message`. */
  readonly supersedes?: number;
  readonly deleted?: boolean;
  readonly [field: string]: unknown;
}

/** The StatsBomb 360 frame of one event. */
export interface Frame {
  /** `id` of the event the frame belongs to. */
  readonly event_uuid: string;
  /** Closed polygon x1, y1, x2, y2 … of the part of the pitch in view, yards. */
  readonly visible_area: number[];
  /** The visible players; `location` is x, y in yards on the 120 × 80 pitch. */
  readonly freeze_frame: ReadonlyArray<{
    teammate: boolean;
    actor: boolean;
    keeper: boolean;
    location: number[];
  }>;
}

/** One event with its 360 frame (null when it has none). */
export interface SourceEvent {
  readonly event: StatsBombEvent;
  readonly frame: Frame | null;
}

/** Where matches come from. */
export interface MatchSource {
  readonly kind: "open-data" | "statsbomb" | "synthetic";
  /** Whether the matches are invented; every output that shows their numbers says so. */
  readonly synthetic: boolean;
  /** Seed of a synthetic source, else null. */
  readonly seed: number | null;
  /** One line for people: what is played and from where. */
  readonly description: string;
  /**
   * Matches in playing order (by kick-off).
   *
   * @param options.ids only these matches, in the order given
   * @param options.limit at most this many; a synthetic source is endless and needs it (or `ids`)
   * @throws InputError when an id is unknown or the input cannot be read
   */
  matches(options: { ids?: readonly number[]; limit?: number }): Promise<MatchInfo[]>;
  /**
   * Events of one match ordered by `index`, each with its frame; those of a recorded feed in the order they came.
   *
   * @throws InputError when the match's files are missing or broken
   */
  events(match: MatchInfo): AsyncIterable<SourceEvent> | Iterable<SourceEvent>;
}
