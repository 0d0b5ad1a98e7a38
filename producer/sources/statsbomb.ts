import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { config } from "dotenv";
import { writeAtomically } from "../atomic-file";
import { InputError } from "../input-error";
import { parseArray, type TextFile } from "./json-file";
import { LayoutSource, type LayoutSourceOptions } from "./layout-source";
import { LAYOUT, type MatchFiles, type Season, type SeasonFilter } from "./match-files";
import { API_ADDRESS, type Credentials, StatsBombApi } from "./statsbomb-api";

/** Liga MX, the league Golazo was built for. */
const LIGA_MX = 73;

/** Liga MX 2021/22 to 2024/25. */
const LIGA_MX_SEASONS = [108, 235, 281, 317];

const REPOSITORY = resolve(__dirname, "../..");

/** Settings tests replace; everybody else takes the defaults. */
export interface StatsBombSettings {
  /** Default: the data API. */
  readonly address?: string;
  /** Default: `data/statsbomb` of the checkout. */
  readonly cache?: string;
  /** Default: the environment, then `.env` of the checkout. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Attempts after the first one. */
  readonly retries?: number;
}

/**
 * Matches of the StatsBomb data API. What was fetched is kept in the open-data layout and not fetched again, so an
 * interrupted download goes on where it stopped and the folder can be read with `--source open-data`.
 *
 * @throws InputError when STATSBOMB_USER or STATSBOMB_PASSWORD is missing
 */
export function statsBombSource(
  options: LayoutSourceOptions,
  settings: StatsBombSettings = {},
): LayoutSource {
  const { address = API_ADDRESS, cache = join(REPOSITORY, "data", "statsbomb"), retries } = settings;
  const credentials = credentialsFrom(settings.environment ?? environment());
  const files = new ApiFiles(new StatsBombApi(credentials, address, retries), cache);
  return new LayoutSource("statsbomb", files, options);
}

function environment(): Readonly<Record<string, string | undefined>> {
  const dotenv = config({ path: join(REPOSITORY, ".env"), quiet: true, processEnv: {} }).parsed;
  return { ...dotenv, ...process.env };
}

function credentialsFrom(variables: Readonly<Record<string, string | undefined>>): Credentials {
  const { STATSBOMB_USER: user, STATSBOMB_PASSWORD: password } = variables;
  if (!user || !password) {
    throw new InputError(
      "the source statsbomb needs STATSBOMB_USER and STATSBOMB_PASSWORD: set them, or copy .env.example to .env and fill it in",
    );
  }
  return { user, password };
}

/** The API's answers, kept as files in the open-data layout. */
class ApiFiles implements MatchFiles {
  readonly place: string;

  constructor(
    private readonly api: StatsBombApi,
    private readonly cache: string,
  ) {
    this.place = `the StatsBomb API (kept in ${cache})`;
  }

  async seasons({ competition = [LIGA_MX], season = LIGA_MX_SEASONS }: SeasonFilter): Promise<Season[]> {
    return competition.flatMap((competitionId) => season.map((seasonId) => ({ competitionId, seasonId })));
  }

  matchList(season: Season): Promise<TextFile | null> {
    return this.cached(LAYOUT.matchList(season), () => this.api.matches(season));
  }

  events(matchId: number): Promise<TextFile | null> {
    return this.cached(LAYOUT.events(matchId), () => this.api.events(matchId));
  }

  async frames(matchId: number, announced: boolean): Promise<TextFile | null> {
    return announced ? this.cached(LAYOUT.frames(matchId), () => this.api.frames(matchId)) : null;
  }

  private async cached(path: string, fetchText: () => Promise<string | null>): Promise<TextFile | null> {
    const name = join(this.cache, path);
    const kept = await readFile(name, "utf8").catch(() => null);
    if (kept !== null) return { name, text: kept };
    const text = await fetchText();
    if (text === null) return null;
    parseArray({ name: `the API's answer for ${path}`, text });
    await writeAtomically(name, text);
    return { name, text };
  }
}
