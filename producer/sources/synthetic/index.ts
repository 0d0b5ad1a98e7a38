import { InputError } from "../../input-error";
import type { MatchInfo, MatchSource, SourceEvent } from "../source";
import { EventFactory } from "./event-factory";
import {
  COMPETITION,
  fixture,
  HISTORY_SEASONS,
  MATCHES_PER_SEASON,
  STREAM_SEASON,
  type Strength,
  seasonName,
  strengths,
  team,
} from "./league";
import { finalScore, MatchPlay } from "./match-play";
import { Random } from "./random";

/** Room for matches in the ids of one season: id = season * PER_SEASON + number + 1. */
const PER_SEASON = 100_000;
/** Largest seed: seeds are whole numbers that JavaScript holds exactly. */
const MOST_SEED = Number.MAX_SAFE_INTEGER;
/** The random stream that dresses acts as events; the play itself does not depend on it. */
const DRESS = 2;

/** How to make a synthetic source. */
export interface SyntheticSourceOptions {
  /** Whole number from 0; the same seed gives the same matches byte for byte. */
  readonly seed: number;
  /**
   * What the matches are for. `history` spreads them evenly over four seasons, 9001 to 9004; `stream` plays the
   * season after them, 9005, so that no streamed match was ever trained on.
   *
   * @default "stream"
   */
  readonly purpose?: "stream" | "history";
}

/**
 * An endless league of invented teams in StatsBomb's schema, 360 frames included.
 *
 * A match depends on the seed, its season and its number only: not on how many are played, nor in which order.
 */
export class SyntheticSource implements MatchSource {
  readonly kind = "synthetic";
  readonly synthetic = true;
  readonly seed: number;
  readonly description: string;
  readonly #purpose: "stream" | "history";
  readonly #strengths = new Map<number, Strength[]>();

  /** @throws InputError when the seed is not a whole number from 0 */
  constructor(options: SyntheticSourceOptions) {
    if (!Number.isSafeInteger(options.seed) || options.seed < 0) {
      throw new InputError(
        `seed ${options.seed} is not a whole number from 0 to ${MOST_SEED}: give one, for example 7`,
      );
    }
    this.seed = options.seed;
    this.#purpose = options.purpose ?? "stream";
    const seasons = this.#purpose === "stream" ? "one season" : `${HISTORY_SEASONS.length} seasons`;
    this.description = `synthetic matches (invented teams, ${seasons}, seed ${options.seed})`;
  }

  async matches(options: { ids?: readonly number[]; limit?: number }): Promise<MatchInfo[]> {
    if (options.ids !== undefined) {
      const infos = options.ids.map((id) => this.#match(...this.#locate(id)));
      return options.limit === undefined ? infos : infos.slice(0, options.limit);
    }
    const { limit } = options;
    if (limit === undefined || !Number.isSafeInteger(limit) || limit < 1) {
      throw new InputError("a synthetic source is endless: say how many matches, a whole number from 1");
    }
    if (this.#purpose === "stream") {
      if (limit > PER_SEASON) throw new InputError(`at most ${PER_SEASON} synthetic matches: ask for fewer`);
      return Array.from({ length: limit }, (_, number) => this.#match(STREAM_SEASON, number));
    }
    return HISTORY_SEASONS.flatMap((season, place) => {
      const count =
        Math.floor((limit * (place + 1)) / HISTORY_SEASONS.length) -
        Math.floor((limit * place) / HISTORY_SEASONS.length);
      return spread(count).map((number) => this.#match(season, number));
    });
  }

  *events(match: MatchInfo): Generator<SourceEvent> {
    const [season, number] = this.#locate(match.matchId);
    const calendar = fixture(season, number);
    const play = new MatchPlay(this.seed, calendar, this.#strengthsOf(season));
    const factory = new EventFactory(play.state.sides, new Random(this.seed, season, number, DRESS));
    for (let acts = play.passage(); acts !== null; acts = play.passage()) yield* factory.dress(acts);
  }

  #strengthsOf(season: number): Strength[] {
    let known = this.#strengths.get(season);
    if (known === undefined) {
      known = strengths(this.seed, season);
      this.#strengths.set(season, known);
    }
    return known;
  }

  /** Season and number of a match id. */
  #locate(matchId: number): [season: number, number: number] {
    const season = Math.floor(matchId / PER_SEASON);
    const number = (matchId % PER_SEASON) - 1;
    const known = season === STREAM_SEASON || HISTORY_SEASONS.includes(season);
    if (!Number.isSafeInteger(matchId) || !known || number < 0) {
      const first = STREAM_SEASON * PER_SEASON + 1;
      throw new InputError(
        `match ${matchId} is not in the synthetic league: ids look like ${first}, ${first + 1} …`,
      );
    }
    return [season, number];
  }

  #match(season: number, number: number): MatchInfo {
    const calendar = fixture(season, number);
    let score: readonly [number, number] | null = null;
    const final = () => {
      score ??= finalScore(this.seed, calendar, this.#strengthsOf(season));
      return score;
    };
    return {
      matchId: season * PER_SEASON + number + 1,
      competitionId: COMPETITION.id,
      competitionName: COMPETITION.name,
      seasonId: season,
      seasonName: seasonName(season),
      kickOff: calendar.kickOff,
      homeTeam: team(calendar.home),
      awayTeam: team(calendar.away),
      // Known by playing the match: only for those who ask, so that a long stream starts at once.
      get homeScore() {
        return final()[0];
      },
      get awayScore() {
        return final()[1];
      },
      has360: true,
    };
  }
}

/** `count` match numbers spread evenly over a season, ascending; past a full season they go on without gaps. */
function spread(count: number): number[] {
  if (count > MATCHES_PER_SEASON) return Array.from({ length: count }, (_, number) => number);
  return Array.from({ length: count }, (_, place) => Math.floor((place * MATCHES_PER_SEASON) / count));
}
