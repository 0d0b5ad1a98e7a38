import fs from "node:fs";
import path from "node:path";
import type { Frame, SourceEvent, StatsBombEvent } from "../../../producer/sources/source";
import { REAL_DATA } from "../../e2e/real-data";

/** What the generator is held to, measured the same way on real and on synthetic matches. */
export interface Measure {
  readonly matches: number;
  /** Events of each match. */
  readonly events: readonly number[];
  /** Events per minute in which the match clock ran, of each match. */
  readonly eventsPerMinute: readonly number[];
  readonly possessions: readonly number[];
  /** Mean number of events of a type per match. */
  readonly perMatch: Readonly<Record<string, number>>;
  /** Share of all events that are of a type. */
  readonly typeShare: Readonly<Record<string, number>>;
  readonly passLengthMean: number;
  readonly passLengthVariance: number;
  readonly passCompletion: number;
  /** Share of events without a field. */
  readonly without: Readonly<Record<string, number>>;
  /** Share of events with a frame, over all and by type. */
  readonly coverage: number;
  readonly coverageByType: Readonly<Record<string, number>>;
  /** Visible players per frame. */
  readonly players: {
    readonly mean: number;
    readonly p5: number;
    readonly p50: number;
    readonly p95: number;
    readonly max: number;
  };
  readonly framesWithKeeper: number;
  readonly framesWithOneActor: number;
  /** Yards between an event and its actor in the frame. */
  readonly actorOffset: { readonly p50: number; readonly p95: number };
  /** Points of the visible area, the closing one included, and how many frames have so many. */
  readonly areaPoints: Readonly<Record<number, number>>;
  /** Mean area in view, square yards. */
  readonly areaMean: number;
  /** Smallest and largest coordinates of players in frames. */
  readonly playerX: readonly [number, number];
  readonly playerY: readonly [number, number];
  /** Mean opponents between ball and goal line per frame of a type of event. */
  readonly goalSide: Readonly<Record<string, number>>;
  /** Compact JSON bytes of an event, and of an event merged with its frame (those that have one). */
  readonly eventBytes: number;
  readonly mergedBytes: number;
  readonly shotDistance: { readonly p5: number; readonly p50: number; readonly p95: number };
  readonly expectedGoalsPerShot: number;
}

const FIELDS = [
  "duration",
  "related_events",
  "under_pressure",
  "counterpress",
  "location",
  "player",
  "out",
  "off_camera",
];

/** Reads one real match, frames merged where the file exists. */
export function realMatch(matchId: number): SourceEvent[] {
  const fileIn = (folder: string): string => path.join(REAL_DATA, folder, `${matchId}.json`);
  const read = (folder: string): unknown => JSON.parse(fs.readFileSync(fileIn(folder), "utf8"));
  const events = read("events") as StatsBombEvent[];
  const framed = fs.existsSync(fileIn("three-sixty")) ? read("three-sixty") : [];
  const frames = new Map((framed as Frame[]).map((frame) => [frame.event_uuid, frame]));
  return events.map((event) => ({ event, frame: frames.get(event.id) ?? null }));
}

/** Name of an event's type. */
export function typeOf(event: StatsBombEvent): string {
  return (event.type as { name: string }).name;
}

/** Measures matches, each given as its events in order. */
export function measure(matches: Iterable<Iterable<SourceEvent>>): Measure {
  const events: number[] = [];
  const eventsPerMinute: number[] = [];
  const possessions: number[] = [];
  const counts = new Map<string, number>();
  const framed = new Map<string, number>();
  const goalSide = new Map<string, number>();
  const missing = new Map(FIELDS.map((field) => [field, 0]));
  const lengths: number[] = [];
  const players: number[] = [];
  const offsets: number[] = [];
  const shots: number[] = [];
  const areaPoints: Record<number, number> = {};
  let completed = 0;
  let xg = 0;
  let area = 0;
  let withKeeper = 0;
  let withActor = 0;
  let eventBytes = 0;
  let mergedBytes = 0;
  const range = {
    x: [Infinity, -Infinity] as [number, number],
    y: [Infinity, -Infinity] as [number, number],
  };
  for (const match of matches) {
    let count = 0;
    let last = 0;
    const minutes = new Set<string>();
    for (const { event, frame } of match) {
      count += 1;
      const type = typeOf(event);
      add(counts, type, 1);
      minutes.add(`${event.period}:${event.minute}`);
      last = event.possession as number;
      for (const field of FIELDS) if (!(field in event)) add(missing, field, 1);
      eventBytes += bytes(event);
      if (type === "Pass") {
        const pass = event.pass as { length: number; outcome?: unknown };
        lengths.push(pass.length);
        if (pass.outcome === undefined) completed += 1;
      }
      const location = event.location as [number, number] | undefined;
      if (type === "Shot" && location) {
        shots.push(Math.hypot(120 - location[0], 40 - location[1]));
        xg += (event.shot as { statsbomb_xg: number }).statsbomb_xg;
      }
      if (frame === null) continue;
      add(framed, type, 1);
      mergedBytes += bytes({ ...event, freeze_frame: frame.freeze_frame, visible_area: frame.visible_area });
      players.push(frame.freeze_frame.length);
      if (frame.freeze_frame.some((player) => player.keeper)) withKeeper += 1;
      const actors = frame.freeze_frame.filter((player) => player.actor);
      if (actors.length === 1) withActor += 1;
      const points = frame.visible_area.length / 2;
      areaPoints[points] = (areaPoints[points] ?? 0) + 1;
      area += polygonArea(frame.visible_area);
      for (const player of frame.freeze_frame) {
        const [x, y] = player.location as [number, number];
        range.x = [Math.min(range.x[0], x), Math.max(range.x[1], x)];
        range.y = [Math.min(range.y[0], y), Math.max(range.y[1], y)];
      }
      if (location === undefined) continue;
      const ahead = frame.freeze_frame.filter(
        (player) => !player.teammate && (player.location[0] as number) > location[0],
      );
      add(goalSide, type, ahead.length);
      const actor = actors[0]?.location as [number, number] | undefined;
      if (actor) offsets.push(Math.hypot(actor[0] - location[0], actor[1] - location[1]));
    }
    events.push(count);
    eventsPerMinute.push(count / minutes.size);
    possessions.push(last);
  }
  const total = events.reduce((sum, count) => sum + count, 0);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    matches: events.length,
    events,
    eventsPerMinute,
    possessions,
    perMatch: scaled(counts, () => events.length),
    typeShare: scaled(counts, () => total),
    passLengthMean: mean,
    passLengthVariance: lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (lengths.length - 1),
    passCompletion: completed / lengths.length,
    without: scaled(missing, () => total),
    coverage: players.length / total,
    coverageByType: scaled(framed, (type) => counts.get(type) as number),
    players: {
      mean: players.reduce((sum, count) => sum + count, 0) / players.length,
      p5: quantile(players, 0.05),
      p50: quantile(players, 0.5),
      p95: quantile(players, 0.95),
      max: quantile(players, 1),
    },
    framesWithKeeper: withKeeper / players.length,
    framesWithOneActor: withActor / players.length,
    actorOffset: { p50: quantile(offsets, 0.5), p95: quantile(offsets, 0.95) },
    areaPoints,
    areaMean: area / players.length,
    playerX: range.x,
    playerY: range.y,
    goalSide: scaled(goalSide, (type) => framed.get(type) as number),
    eventBytes: eventBytes / total,
    mergedBytes: mergedBytes / players.length,
    shotDistance: { p5: quantile(shots, 0.05), p50: quantile(shots, 0.5), p95: quantile(shots, 0.95) },
    expectedGoalsPerShot: xg / shots.length,
  };
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

function scaled(counts: Map<string, number>, by: (key: string) => number): Record<string, number> {
  return Object.fromEntries([...counts].map(([key, count]) => [key, count / by(key)]));
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Area of a closed polygon x1, y1, x2, y2 …, by the shoelace formula. */
function polygonArea(points: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at + 3 < points.length; at += 2) {
    twice +=
      (points[at] as number) * (points[at + 3] as number) -
      (points[at + 2] as number) * (points[at + 1] as number);
  }
  return Math.abs(twice) / 2;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
