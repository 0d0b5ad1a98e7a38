import { startOfMinute } from "./clock";
import type { Library, TimedBody } from "./library";
import { matchHead } from "./message";
import type { ScheduledMatch } from "./schedule";

/** One event at its place in the replay. */
export interface ReplayEvent {
  readonly scheduled: ScheduledMatch;
  /** Constant part of the match's envelope. */
  readonly head: string;
  /** On the replay's clock, epoch ms. */
  readonly eventTime: number;
  /** 0, 1, 2 … within the match. */
  readonly sequence: number;
  readonly body: Buffer;
}

interface Running {
  readonly scheduled: ScheduledMatch;
  readonly head: string;
  readonly rest: Iterator<TimedBody>;
  readonly close: () => void;
  next: TimedBody;
  eventTime: number;
  sequence: number;
}

/**
 * All matches of a schedule as one stream ordered by event time; ties go to the lower slot. Only the next event of each
 * running match is looked at, so the order within a match is always kept and a match enters when its kick-off is due.
 */
export class Merge {
  private readonly heap: Running[] = [];
  private readonly prepared: ReplayEvent[] = [];
  private waiting: ScheduledMatch | null = null;
  private exhausted = false;

  /** @param schedule matches in the order they kick off */
  constructor(
    private readonly schedule: AsyncIterator<ScheduledMatch>,
    private readonly library: Library,
  ) {}

  /** Whether everything has been taken. Known after the first {@link take}. */
  get finished(): boolean {
    return this.prepared.length === 0 && this.exhausted && this.waiting === null && this.heap.length === 0;
  }

  /** Opens the matches that kick off first, so that reading them does not delay the clock. */
  async prime(): Promise<void> {
    await this.admit();
  }

  /**
   * Makes the next events of the stream before their turn, so that {@link take} only hands them out.
   *
   * @param count at most this many more than are prepared already
   * @returns bytes of their bodies; 0 when the stream has no more
   */
  async prepare(count: number): Promise<number> {
    const events = await this.draw(count, Number.POSITIVE_INFINITY);
    this.prepared.push(...events);
    return events.reduce((bytes, { body }) => bytes + body.length, 0);
  }

  /**
   * The next events of the stream.
   *
   * @param count at most this many
   * @param until only events not later than this instant of the replay's clock, epoch ms
   */
  async take(count: number, until = Number.POSITIVE_INFINITY): Promise<ReplayEvent[]> {
    const due = this.prepared.slice(0, count).findIndex(({ eventTime }) => eventTime > until);
    const taken = this.prepared.splice(0, due < 0 ? count : due);
    if (this.prepared.length > 0 || taken.length === count) return taken;
    return [...taken, ...(await this.draw(count - taken.length, until))];
  }

  private async draw(count: number, until: number): Promise<ReplayEvent[]> {
    const taken: ReplayEvent[] = [];
    while (taken.length < count) {
      if (this.admissionDue()) await this.admit();
      const first = this.heap[0];
      if (!first || first.eventTime > until) break;
      taken.push({
        scheduled: first.scheduled,
        head: first.head,
        eventTime: first.eventTime,
        sequence: first.sequence,
        body: first.next.body,
      });
      this.advance(first);
    }
    return taken;
  }

  /** Lets go of everything that is still open. */
  close(): void {
    this.prepared.length = 0;
    for (const running of this.heap.splice(0)) {
      running.rest.return?.();
      running.close();
    }
  }

  private admissionDue(): boolean {
    if (this.waiting === null) return !this.exhausted;
    const first = this.heap[0];
    return !first || startOfMinute(this.waiting.simulatedKickOff) <= first.eventTime;
  }

  private async admit(): Promise<void> {
    while (this.admissionDue()) {
      if (this.waiting) await this.enter(this.waiting);
      const next = await this.schedule.next();
      this.waiting = next.done ? null : next.value;
      this.exhausted = next.done === true;
    }
  }

  private async enter(scheduled: ScheduledMatch): Promise<void> {
    const { events, close } = await this.library.open(scheduled.match);
    const rest = events[Symbol.iterator]();
    const first = rest.next();
    if (first.done) {
      close();
      return;
    }
    const { homeTeam, awayTeam } = scheduled.match;
    this.heap.push({
      scheduled,
      head: matchHead(scheduled.matchId, homeTeam.id, awayTeam.id),
      rest,
      close,
      next: first.value,
      eventTime: scheduled.simulatedKickOff + first.value.offset,
      sequence: 0,
    });
    this.siftUp(this.heap.length - 1);
  }

  private advance(running: Running): void {
    const next = running.rest.next();
    if (next.done) {
      running.close();
      const last = this.heap.pop();
      if (last && last !== running) {
        this.heap[0] = last;
        this.siftDown();
      }
      return;
    }
    running.next = next.value;
    running.eventTime = running.scheduled.simulatedKickOff + next.value.offset;
    running.sequence += 1;
    this.siftDown();
  }

  private siftUp(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.swapIfEarlier(at, parent)) return;
      at = parent;
    }
  }

  private siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= this.heap.length) return;
      const right = left + 1;
      const child = right < this.heap.length && this.isEarlier(right, left) ? right : left;
      if (!this.swapIfEarlier(child, at)) return;
      at = child;
    }
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    if (!this.isEarlier(child, parent)) return false;
    const moved = this.heap[child] as Running;
    this.heap[child] = this.heap[parent] as Running;
    this.heap[parent] = moved;
    return true;
  }

  private isEarlier(one: number, other: number): boolean {
    const a = this.heap[one] as Running;
    const b = this.heap[other] as Running;
    return a.eventTime < b.eventTime || (a.eventTime === b.eventTime && a.scheduled.slot < b.scheduled.slot);
  }
}
