import type { MatchInfo, MatchSource, SourceEvent, StatsBombEvent } from "../../producer/sources/source";

/** A match with the fields a test cares about. */
export function match(matchId: number, kickOff: string, has360 = false): MatchInfo {
  return {
    matchId,
    competitionId: 1,
    competitionName: "Cup",
    seasonId: 2,
    seasonName: "2020",
    kickOff: new Date(kickOff),
    homeTeam: { id: 10, name: "Home" },
    awayTeam: { id: 20, name: "Away" },
    homeScore: 1,
    awayScore: 0,
    has360,
  };
}

/** A valid event; `at` is `period@HH:MM:SS.mmm`. */
export function event(index: number, at: string, matchId = 0): StatsBombEvent {
  const [period = "1", timestamp = "00:00:00.000"] = at.split("@");
  return {
    id: `${matchId}-${index}`,
    index,
    period: Number(period),
    timestamp,
    minute: 0,
    second: 0,
    type: { id: 30, name: "Pass" },
    team: { id: 10, name: "Home" },
    possession_team: { id: 10, name: "Home" },
  };
}

/** Events of each match by id, as `period@timestamp`. */
export type Timelines = Readonly<Record<number, readonly string[]>>;

/** A finite source of tiny matches; counts how often each is read. */
export class FewMatches implements MatchSource {
  readonly kind = "open-data";
  readonly synthetic = false;
  readonly seed = null;
  readonly description = "a few matches";
  readonly reads: number[] = [];

  constructor(
    private readonly infos: readonly MatchInfo[],
    private readonly timelines: Timelines,
  ) {}

  async matches({ ids, limit }: { ids?: readonly number[]; limit?: number }): Promise<MatchInfo[]> {
    const chosen = ids ? ids.flatMap((id) => this.infos.filter(({ matchId }) => matchId === id)) : this.infos;
    return chosen.slice(0, limit);
  }

  *events({ matchId }: MatchInfo): Generator<SourceEvent> {
    this.reads.push(matchId);
    for (const [at, when] of (this.timelines[matchId] ?? []).entries()) {
      yield { event: event(at + 1, when, matchId), frame: null };
    }
  }
}
