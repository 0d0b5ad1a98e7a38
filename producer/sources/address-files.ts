import { InputError } from "../input-error";
import { download } from "./download";
import { parseArray, type TextFile } from "./json-file";
import { keeps, LAYOUT, type MatchFiles, type Season, type SeasonFilter } from "./match-files";

/** Where StatsBomb publishes its open data. */
export const OPEN_DATA_ADDRESS = "https://raw.githubusercontent.com/statsbomb/open-data/master/data";

/** StatsBomb's open-data layout at a public address. */
export class AddressFiles implements MatchFiles {
  /** @param place address of the layout's root, without a slash at the end */
  constructor(readonly place: string = OPEN_DATA_ADDRESS) {}

  async seasons(filter: SeasonFilter): Promise<Season[]> {
    if (!filter.competition) {
      throw new InputError(
        "the public address holds thousands of matches: choose some with --competition (and --season), or give --data-dir",
      );
    }
    const list = await this.read(LAYOUT.competitions);
    if (!list) throw new InputError(`${this.place} has no competitions.json: give --data-dir instead`);
    return parseArray(list)
      .map((row) => row as { competition_id: number; season_id: number })
      .map((row) => ({ competitionId: row.competition_id, seasonId: row.season_id }))
      .filter((season) => keeps(filter, season));
  }

  matchList(season: Season): Promise<TextFile | null> {
    return this.read(LAYOUT.matchList(season));
  }

  events(matchId: number): Promise<TextFile | null> {
    return this.read(LAYOUT.events(matchId));
  }

  async frames(matchId: number, announced: boolean): Promise<TextFile | null> {
    return announced ? this.read(LAYOUT.frames(matchId)) : null;
  }

  private async read(path: string): Promise<TextFile | null> {
    const name = `${this.place}/${path}`;
    const text = await download(name);
    return text === null ? null : { name, text };
  }
}
