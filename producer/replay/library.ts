import type { MatchInfo, MatchSource, SourceEvent } from "../sources/source";
import { offsetSinceKickOff } from "./clock";
import { serialiseBody } from "./message";

/** An event ready to be played: when it happens and the part of its message that never changes. */
export interface TimedBody {
  /** Milliseconds since the match kicked off. */
  readonly offset: number;
  readonly body: Buffer;
}

/** What the planner needs to know of a match without keeping its events. */
export interface Measure {
  /** Offsets of its events in ascending order, ms since kick-off. */
  readonly offsets: Float64Array;
  /** Offset of its last moment, ms since kick-off. */
  readonly end: number;
  readonly has360: boolean;
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
 * Reads matches from a source and lends out their events: copies of a match share one serialised body per event,
 * and matches nobody plays any more are let go. Synthetic matches are generated as they are played and never kept.
 */
export class Library {
  private readonly shelves = new Map<number, Shelf>();
  private readonly measures = new Map<number, Measure>();

  constructor(private readonly source: MatchSource) {}

  /**
   * Reads the whole match once.
   *
   * @throws InputError when its files are missing or broken
   */
  async measure(match: MatchInfo): Promise<Measure> {
    const known = this.measures.get(match.matchId);
    if (known) return known;
    await this.shelf(match);
    const measure = this.measures.get(match.matchId);
    if (!measure) throw new Error(`match ${match.matchId} was read and not measured`);
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
    const offsets = Float64Array.from(events, ({ offset }) => offset).sort();
    this.measures.set(match.matchId, { offsets, end: offsets.at(-1) ?? 0, has360 });
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
