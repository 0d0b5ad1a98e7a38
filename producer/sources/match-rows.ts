import { BadFileError, parseArray, type TextFile } from "./json-file";
import type { MatchInfo, Team } from "./source";

/** A match of a match list, with what only the list knows of it. */
export interface ListedMatch {
  readonly info: MatchInfo;
  /** Whether its events have been collected; a match to come has none yet. */
  readonly available: boolean;
}

/**
 * Reads a match list (`matches/{competition}/{season}.json`, the same shape from the files and from the API).
 *
 * @throws BadFileError naming the file, the row and the field that is missing
 */
export function readMatchRows(file: TextFile): ListedMatch[] {
  return parseArray(file).map((row, at) => readRow(new Fields(row, `${file.name}: match ${at + 1}`)));
}

function readRow(row: Fields): ListedMatch {
  const competition = row.object("competition");
  const season = row.object("season");
  const status = row.optional("match_status");
  return {
    info: {
      matchId: row.integer("match_id"),
      competitionId: competition.integer("competition_id"),
      competitionName: competition.text("competition_name"),
      seasonId: season.integer("season_id"),
      seasonName: season.text("season_name"),
      kickOff: kickOffOf(row),
      homeTeam: teamOf(row, "home"),
      awayTeam: teamOf(row, "away"),
      homeScore: row.integerOrNull("home_score"),
      awayScore: row.integerOrNull("away_score"),
      has360: row.optional("match_status_360") === "available",
    },
    available: status === undefined || status === null || status === "available",
  };
}

function teamOf(row: Fields, side: "home" | "away"): Team {
  const team = row.object(`${side}_team`);
  return { id: team.integer(`${side}_team_id`), name: team.text(`${side}_team_name`) };
}

/** Older lists leave `kick_off` empty for matches whose hour is not known; those start at midnight. */
function kickOffOf(row: Fields): Date {
  const date = row.text("match_date");
  const hour = row.optional("kick_off") ?? "00:00:00.000";
  const kickOff = new Date(`${date}T${hour}Z`);
  if (Number.isNaN(kickOff.getTime())) throw row.broken(`kick-off "${date} ${hour}" is not a date and time`);
  return kickOff;
}

/** A JSON object whose fields are asked for by type; says which one is wrong and where. */
class Fields {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly where: string,
  ) {
    if (typeof value !== "object" || value === null) throw this.broken("is not an object");
    this.fields = value as Readonly<Record<string, unknown>>;
  }

  broken(why: string): BadFileError {
    return new BadFileError(`${this.where} ${why}: replace the file, or leave it out with --skip-bad-files`);
  }

  optional(field: string): unknown {
    return this.fields[field];
  }

  object(field: string): Fields {
    return new Fields(this.fields[field], `${this.where}, "${field}"`);
  }

  integer(field: string): number {
    const value = this.fields[field];
    if (!Number.isSafeInteger(value)) throw this.broken(`has no whole number "${field}"`);
    return value as number;
  }

  integerOrNull(field: string): number | null {
    return this.fields[field] === undefined || this.fields[field] === null ? null : this.integer(field);
  }

  text(field: string): string {
    const value = this.fields[field];
    if (typeof value !== "string") throw this.broken(`has no text "${field}"`);
    return value;
  }
}
