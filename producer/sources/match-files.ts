import type { TextFile } from "./json-file";

/** One season of one competition. */
export interface Season {
  readonly competitionId: number;
  readonly seasonId: number;
}

/** Competitions and seasons to keep; undefined keeps all. */
export interface SeasonFilter {
  readonly competition?: readonly number[];
  readonly season?: readonly number[];
}

/**
 * The files of StatsBomb's open-data layout, wherever they lie. Reading gives null for a file that is not there and
 * throws InputError when the place itself cannot be used.
 */
export interface MatchFiles {
  /** Where, for people. */
  readonly place: string;
  /** Seasons that have a match list, in ascending order. */
  seasons(filter: SeasonFilter): Promise<Season[]>;
  /** `matches/{competition}/{season}.json` */
  matchList(season: Season): Promise<TextFile | null>;
  /** `events/{match}.json` */
  events(matchId: number): Promise<TextFile | null>;
  /**
   * `three-sixty/{match}.json`
   *
   * @param announced whether the match list says that the match has frames
   */
  frames(matchId: number, announced: boolean): Promise<TextFile | null>;
}

/** Whether a season passes a filter. */
export function keeps({ competition, season }: SeasonFilter, { competitionId, seasonId }: Season): boolean {
  return (competition?.includes(competitionId) ?? true) && (season?.includes(seasonId) ?? true);
}

/** Paths of the layout, relative to its root. */
export const LAYOUT = {
  competitions: "competitions.json",
  matchList: ({ competitionId, seasonId }: Season) => `matches/${competitionId}/${seasonId}.json`,
  events: (matchId: number) => `events/${matchId}.json`,
  frames: (matchId: number) => `three-sixty/${matchId}.json`,
};
