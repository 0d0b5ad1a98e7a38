import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestMatch } from "../../contracts";
import { REAL_DATA } from "./real-data";

/** A window statistic computed from the JSON files alone, in another language than the pipeline. */
export type OracleRow = Record<string, number | null>;

interface RawEvent {
  period: number;
  timestamp: string;
  type: { name: string };
  team: { id: number };
  possession_team: { id: number };
  location?: number[];
  pass?: { length: number; outcome?: object };
  carry?: { end_location: number[] };
}

/** Minutes after kick-off at which each period starts on the replay's clock. */
const PERIOD_STARTS: Record<number, number> = { 1: 0, 2: 60, 3: 120, 4: 140, 5: 160 };

/** The rows of one match by "team window-start-in-epoch-ms", straight from StatsBomb's file. */
export function oracleRows(match: ManifestMatch): Map<string, OracleRow> {
  const file = join(REAL_DATA, "events", `${match.source_match_id}.json`);
  const events: RawEvent[] = JSON.parse(readFileSync(file, "utf8"));
  const windows = new Map<number, RawEvent[]>();
  for (const event of events) {
    const start = Math.floor(eventTime(event, match) / 60_000) * 60_000;
    windows.set(start, [...(windows.get(start) ?? []), event]);
  }
  const rows = new Map<string, OracleRow>();
  for (const [start, all] of windows) {
    for (const team of new Set(all.map((event) => event.team.id))) {
      rows.set(`${team} ${start}`, statistics(team, all));
    }
  }
  return rows;
}

function eventTime(event: RawEvent, match: ManifestMatch): number {
  const [hours, minutes, seconds] = event.timestamp.split(":").map(Number) as [number, number, number];
  const intoPeriod = (hours * 60 + minutes) * 60_000 + Math.round(seconds * 1000);
  return Date.parse(match.simulated_kick_off) + (PERIOD_STARTS[event.period] as number) * 60_000 + intoPeriod;
}

function statistics(team: number, all: RawEvent[]): OracleRow {
  const own = all.filter((event) => event.team.id === team);
  const passes = own.filter((event) => event.type.name === "Pass");
  const located = own.filter((event) => event.location);
  const carries = own.filter((event) => event.carry && event.location);
  return {
    events: own.length,
    passes: passes.length,
    passes_completed: passes.filter((event) => !event.pass?.outcome).length,
    ...summary(
      "pass_length",
      passes.map((event) => event.pass?.length as number),
    ),
    ...summary(
      "carry_distance",
      carries.map(({ location, carry }) => {
        const [x0, y0] = location as [number, number];
        const [x1, y1] = (carry as { end_location: [number, number] }).end_location;
        return Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
      }),
    ),
    ...summary(
      "x",
      located.map((event) => event.location?.[0] as number),
    ),
    ...summary(
      "y",
      located.map((event) => event.location?.[1] as number),
    ),
    possession_share: all.filter((event) => event.possession_team.id === team).length / all.length,
  };
}

function summary(name: string, values: number[]): OracleRow {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    [`${name}_min`]: n > 0 ? Math.min(...values) : null,
    [`${name}_max`]: n > 0 ? Math.max(...values) : null,
    [`${name}_mean`]: n > 0 ? mean : null,
    [`${name}_variance`]: n > 1 ? squares / (n - 1) : null,
  };
}
