import type { MatchInfo, MatchSource, SourceEvent } from "../sources/source";
import { MINUTE_MS, offsetSinceKickOff } from "./clock";
import { serialiseBody } from "./message";

/** An event ready to be played: when it happens and the part of its message that never changes. */
export interface TimedBody {
  /** Milliseconds since the match kicked off. */
  readonly offset: number;
  readonly body: Buffer;
}

/** What the planner needs to know of a match without keeping its events. */
export interface Measure {
  /** Milliseconds from kick-off to its last event. */
  readonly end: number;
  readonly has360: boolean;
  /** How many of its events (at least) come before so many milliseconds since kick-off. */
  eventsBefore(offset: number): number;
}

interface Shelf {
  readonly events: readonly TimedBody[];
  readonly bytes: number;
  readers: number;
}

/**
 * Matches nobody plays stay in memory up to this many bytes, so that planning and playing a few matches reads their
 * files once. Matches that are playing stay whatever they weigh (about 7 MB each with 360 frames).
 */
const IDLE_BYTES = 256 * 1024 * 1024;

/**
 * A synthetic match is generated while it is played, so a plan uses what all of them keep to: it is over before the
 * 120th minute after kick-off (the second half starts at the 60th) and has at least 3,000 events. A plan may then
 * list a few matches more than are reached; those leave the final manifest.
 */
const SYNTHETIC_END_MS = 120 * MINUTE_MS - 1;
const SYNTHETIC_EVENTS = 3000;

/**
 * Reads matches from a source and lends out their events: copies of a match share one serialised body per event,
 * and matches nobody plays any more are let go. Synthetic matches are generated as they are played and never kept.
 */
export class Library {
  private readonly shelves = new Map<number, Shelf>();
  private readonly measures = new Map<number, Measure>();

  constructor(private readonly source: MatchSource) {}

  /**
   * Reads the whole match once, unless it is synthetic.
   *
   * @throws InputError when its files are missing or broken
   */
  async measure(match: MatchInfo): Promise<Measure> {
    if (!this.measures.has(match.matchId)) {
      if (this.source.synthetic) this.measures.set(match.matchId, syntheticMeasure(match));
      else await this.shelf(match);
    }
    return this.measured(match);
  }

  /** The measure of a match that was measured before. */
  measured(match: MatchInfo): Measure {
    const measure = this.measures.get(match.matchId);
    if (!measure) throw new Error(`match ${match.matchId} was not measured`);
    return measure;
  }

  /**
   * The events of a match for one player, in order.
   *
   * @returns the events and `close`, to be called when the match has been played
   */
  async open(match: MatchInfo): Promise<{ events: Iterable<TimedBody>; close: () => void }> {
    if (this.source.synthetic) {
      const events = this.source.events(match);
      if (Symbol.iterator in events) return { events: timed(events), close: () => {} };
    }
    const shelf = await this.shelf(match);
    shelf.readers += 1;
    const close = (): void => {
      shelf.readers -= 1;
      this.makeRoom();
    };
    return { events: shelf.events, close };
  }

  private async shelf(match: MatchInfo): Promise<Shelf> {
    const known = this.shelves.get(match.matchId);
    if (known) return known;
    const events: TimedBody[] = [];
    let bytes = 0;
    let has360 = false;
    for await (const event of this.source.events(match)) {
      const timedBody = timedBodyOf(event);
      events.push(timedBody);
      bytes += timedBody.body.length;
      has360 ||= event.frame !== null;
    }
    this.measures.set(match.matchId, exactMeasure(events, has360));
    const shelf = { events, bytes, readers: 0 };
    this.shelves.set(match.matchId, shelf);
    this.makeRoom(match.matchId);
    return shelf;
  }

  private makeRoom(except?: number): void {
    let idle = 0;
    for (const shelf of this.shelves.values()) if (shelf.readers === 0) idle += shelf.bytes;
    for (const [matchId, shelf] of this.shelves) {
      if (idle <= IDLE_BYTES) return;
      if (shelf.readers > 0 || matchId === except) continue;
      this.shelves.delete(matchId);
      idle -= shelf.bytes;
    }
  }
}

function* timed(events: Iterable<SourceEvent>): Iterable<TimedBody> {
  for (const event of events) yield timedBodyOf(event);
}

function timedBodyOf(event: SourceEvent): TimedBody {
  return {
    offset: offsetSinceKickOff(event.event.period, event.event.timestamp),
    body: serialiseBody(event),
  };
}

function syntheticMeasure({ has360 }: MatchInfo): Measure {
  return {
    end: SYNTHETIC_END_MS,
    has360,
    eventsBefore: (offset) => (offset > SYNTHETIC_END_MS ? SYNTHETIC_EVENTS : 0),
  };
}

function exactMeasure(events: readonly TimedBody[], has360: boolean): Measure {
  const ascending = Float64Array.from(events, ({ offset }) => offset).sort();
  return { end: ascending.at(-1) ?? 0, has360, eventsBefore: (offset) => countBelow(ascending, offset) };
}

function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
