import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { event } from "../few-matches";

/** A row of a match list as StatsBomb writes it. */
export function matchRow(matchId: number, extra: Readonly<Record<string, unknown>> = {}): object {
  return {
    match_id: matchId,
    match_date: "2021-06-11",
    kick_off: "21:00:00.000",
    competition: { competition_id: 55, country_name: "Europe", competition_name: "Cup" },
    season: { season_id: 43, season_name: "2020" },
    home_team: { home_team_id: 10, home_team_name: "Home" },
    away_team: { away_team_id: 20, away_team_name: "Away" },
    home_score: 1,
    away_score: 0,
    match_status: "available",
    match_status_360: "available",
    ...extra,
  };
}

/** Two valid events of a match. */
export function eventRows(matchId: number): object[] {
  return [event(1, "1@00:00:00.000", matchId), event(2, "2@00:01:00.000", matchId)];
}

/** One valid frame, of the first event. */
export function frameRows(matchId: number): object[] {
  const freeze_frame = [{ teammate: true, actor: true, keeper: false, location: [60, 40] }];
  return [{ event_uuid: `${matchId}-1`, visible_area: [0, 0, 120, 0, 120, 80, 0, 0], freeze_frame }];
}

/** A new folder with these files; text is written as it is, anything else as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "golazo-layout-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}
