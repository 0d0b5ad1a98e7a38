import type { EventMessage } from "@golazo/contracts";
import type { Moment, Side, ThreatPoint } from "../protocol";
import { ByMinute } from "./by-minute";
import { momentOf, sideOf, threatOf } from "./facts";

/** More goals and cards than any match has: what a broken source may at most cost. */
const MOST_MOMENTS = 100;

/** More goals, cards and shots than any match has. */
const MOST_TOLD = 200;

/** What an event told that a correction may take back. */
interface Told {
  readonly moment: Moment | null;
  readonly side: Side | null;
  readonly period: number;
  readonly minute: number;
  readonly threat: number;
}

/** What events add up to: score, moments and threat. A correction takes back what an event before it added. */
export class MatchFacts {
  readonly goals = { home: 0, away: 0 };
  /** In the order of the match clock. */
  moments: readonly Moment[] = [];
  /** When they last changed. */
  momentsAt = 0;
  readonly threat = new ByMinute<ThreatPoint>();
  /** By the number of the message that told it. */
  private readonly told = new Map<number, Told>();

  /** Adds an event. */
  tell(event: EventMessage, now: number): void {
    const { period, minute } = event;
    const moment = this.mark(momentOf(event), now);
    const told = { moment, side: sideOf(event), period, minute, threat: threatOf(event) };
    this.threaten(told, told.threat, now);
    const isWorthKeeping = moment !== null || event.shot !== undefined;
    if (isWorthKeeping && this.told.size < MOST_TOLD) this.told.set(event.sequence, told);
  }

  /**
   * Takes back the goal or card of a superseded message, and the threat of its shot.
   *
   * @param sequence number of that message
   * @returns whether a moment is gone
   */
  takeBack(sequence: number, now: number): boolean {
    const told = this.told.get(sequence);
    if (!told) return false;
    this.told.delete(sequence);
    this.threaten(told, -told.threat, now);
    if (!told.moment) return false;
    this.moments = this.moments.filter((moment) => moment !== told.moment);
    this.momentsAt = now;
    this.count(told.moment, -1);
    return true;
  }

  /** Adds a moment, unless it is there already, and returns the one that was added. */
  private mark(moment: Moment | null, now: number): Moment | null {
    if (!moment || this.moments.length >= MOST_MOMENTS) return null;
    const isEnd = moment.kind === "half-time" || moment.kind === "full-time";
    // Each team ends a period.
    if (isEnd && this.moments.some(({ kind, period }) => kind === moment.kind && period === moment.period))
      return null;
    // One that is told late has its place before those that came after it.
    this.moments = [...this.moments, moment].sort(
      (one, other) => one.period - other.period || one.minute - other.minute,
    );
    this.momentsAt = now;
    this.count(moment, 1);
    return moment;
  }

  private count({ kind, side }: Moment, goals: 1 | -1): void {
    if ((kind === "goal" || kind === "own-goal") && side) this.goals[side] += goals;
  }

  private threaten({ side, period, minute }: Omit<Told, "moment">, threat: number, now: number): void {
    if (threat === 0 || side === null) return;
    const before = this.threat.get({ period, minute }) ?? { period, minute, home: 0, away: 0 };
    this.threat.set({ ...before, [side]: Math.max(0, before[side] + threat) }, now);
  }
}
