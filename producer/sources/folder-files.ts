import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../input-error";
import type { TextFile } from "./json-file";
import { keeps, LAYOUT, type MatchFiles, type Season, type SeasonFilter } from "./match-files";

const LAYOUT_HINT =
  "StatsBomb's open-data layout (matches/{competition}/{season}.json, events/, three-sixty/)";

/** StatsBomb's open-data layout in a folder of this machine. */
export class FolderFiles implements MatchFiles {
  /** @param place the folder */
  constructor(readonly place: string) {}

  async seasons(filter: SeasonFilter): Promise<Season[]> {
    await this.checkFolder();
    const seasons: Season[] = [];
    for (const competitionId of await numbersIn(join(this.place, "matches"))) {
      for (const seasonId of await numbersIn(join(this.place, "matches", String(competitionId)))) {
        const season = { competitionId, seasonId };
        if (keeps(filter, season)) seasons.push(season);
      }
    }
    return seasons;
  }

  matchList(season: Season): Promise<TextFile | null> {
    return this.read(LAYOUT.matchList(season));
  }

  events(matchId: number): Promise<TextFile | null> {
    return this.read(LAYOUT.events(matchId));
  }

  frames(matchId: number): Promise<TextFile | null> {
    return this.read(LAYOUT.frames(matchId));
  }

  private async read(path: string): Promise<TextFile | null> {
    const name = join(this.place, path);
    try {
      return { name, text: await readFile(name, "utf8") };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return null;
      throw new InputError(`${name} cannot be read (${code}): check its permissions`);
    }
  }

  private async checkFolder(): Promise<void> {
    const folder = await stat(this.place).catch(() => null);
    if (!folder?.isDirectory()) {
      throw new InputError(
        `the data folder ${this.place} does not exist: give --data-dir a folder in ${LAYOUT_HINT}`,
      );
    }
    const entries = await readdir(this.place);
    if (entries.length === 0) {
      throw new InputError(`the data folder ${this.place} is empty: put matches there in ${LAYOUT_HINT}`);
    }
    if (!entries.includes("matches") || !entries.includes("events")) {
      const inside = entries.includes("data") ? `; perhaps ${join(this.place, "data")}` : "";
      throw new InputError(
        `the data folder ${this.place} has no matches/ and events/: give --data-dir a folder in ${LAYOUT_HINT}${inside}`,
      );
    }
  }
}

/** The numbers that files or folders of a folder are named by, ascending. */
async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => /^(\d+)(?:\.json)?$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}
