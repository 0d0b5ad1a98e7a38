import { InputError } from "../input-error";
import { readEventRows } from "./event-rows";
import { BadFileError } from "./json-file";
import type { MatchFiles, SeasonFilter } from "./match-files";
import { readMatchRows } from "./match-rows";
import type { MatchInfo, MatchSource, SourceEvent } from "./source";

/** Unknown ids named in one line before it is cut. */
const IDS_SHOWN = 10;

/** How a {@link LayoutSource} reads. */
export interface LayoutSourceOptions {
  readonly filter: SeasonFilter;
  /** Leave out match lists that are broken instead of failing. */
  readonly skipBadFiles: boolean;
  /** Takes one line for people. */
  readonly notify: (line: string) => void;
}

/** Real matches in StatsBomb's open-data layout: from a folder, an address or the API's cache. */
export class LayoutSource implements MatchSource {
  readonly synthetic = false;
  readonly seed = null;
  readonly description: string;
  private listed: Promise<MatchInfo[]> | null = null;

  constructor(
    readonly kind: "open-data" | "statsbomb",
    private readonly files: MatchFiles,
    private readonly options: LayoutSourceOptions,
  ) {
    this.description = `StatsBomb matches from ${files.place}`;
  }

  async matches({ ids, limit }: { ids?: readonly number[]; limit?: number }): Promise<MatchInfo[]> {
    this.listed ??= this.list();
    const listed = await this.listed;
    const chosen = ids ? this.pick(listed, ids) : listed;
    return limit === undefined ? chosen : chosen.slice(0, limit);
  }

  async *events(match: MatchInfo): AsyncGenerator<SourceEvent> {
    const events = await this.files.events(match.matchId);
    if (!events) {
      throw new BadFileError(
        `the events of match ${match.matchId} are not in ${this.files.place}: add its file, choose others with --match, or leave it out with --skip-bad-files`,
      );
    }
    yield* readEventRows(events, await this.files.frames(match.matchId, match.has360));
  }

  private async list(): Promise<MatchInfo[]> {
    const byId = new Map<number, MatchInfo>();
    for (const season of await this.files.seasons(this.options.filter)) {
      const file = await this.files.matchList(season);
      if (!file) continue;
      try {
        for (const { info, available } of readMatchRows(file)) {
          if (available && !byId.has(info.matchId)) byId.set(info.matchId, info);
        }
      } catch (error) {
        if (!(error instanceof BadFileError && this.options.skipBadFiles)) throw error;
        this.options.notify(`Skipped a bad file: ${error.message}`);
      }
    }
    if (byId.size === 0) {
      throw new InputError(
        `there is no match to play in ${this.files.place}: check --data-dir, --competition and --season`,
      );
    }
    return [...byId.values()].sort(
      (one, other) => one.kickOff.getTime() - other.kickOff.getTime() || one.matchId - other.matchId,
    );
  }

  private pick(listed: readonly MatchInfo[], ids: readonly number[]): MatchInfo[] {
    const byId = new Map(listed.map((match) => [match.matchId, match]));
    const wanted = [...new Set(ids)];
    const missing = wanted.filter((id) => !byId.has(id));
    if (missing.length > 0) {
      const known = [...byId.keys()];
      const shown = known.slice(0, IDS_SHOWN).join(", ") + (known.length > IDS_SHOWN ? ", …" : "");
      throw new InputError(
        `match ${missing.join(", ")} is not in ${this.files.place}: choose --match from the ${known.length} there (${shown})`,
      );
    }
    return wanted.flatMap((id) => byId.get(id) ?? []);
  }
}
