import { InputError } from "../input-error";

/** Events per second unless the user says otherwise. */
export const DEFAULT_RATE = 4096;

/** Seconds to play a replay that could go on for ever, unless the user says otherwise. */
export const DEFAULT_SECONDS = 60;

/** Events of one match, rounded: 3,803 to 4,108 in the four measured matches, 3,518 on average in the open data. */
const EVENTS_PER_MATCH = 3600;

/** Wall seconds one match should last at a given rate: long enough that matches overlap, short enough to see results. */
const MATCH_SECONDS = 60;

/** Matches at once when the clock drives: one matchday of Liga MX (18 teams). */
const MATCHES_AT_ONCE_BY_SPEED = 9;

/**
 * Seconds of delay a rate catches up with afterwards. A longer pause (a broker that was away) moves the rest of the
 * replay instead of flooding the jobs with everything they missed.
 */
const CATCH_UP_SECONDS = 5;

/** How fast a replay runs. */
export type Pace =
  | { readonly kind: "rate"; readonly value: number }
  | { readonly kind: "max"; readonly value: null }
  | { readonly kind: "speed"; readonly value: number };

/** What may be played now: at most so many events, none later than this instant of the replay's clock (epoch ms). */
export interface Allowance {
  readonly count: number;
  readonly until: number;
}

/**
 * The pace the user asked for.
 *
 * @throws InputError when both a rate and a speed are given
 */
export function paceOf({ rate, speed }: { rate?: number | "max"; speed?: number }): Pace {
  if (rate !== undefined && speed !== undefined) {
    throw new InputError("--rate and --speed exclude each other: give only one of them");
  }
  if (speed !== undefined) return { kind: "speed", value: speed };
  if (rate === "max") return { kind: "max", value: null };
  return { kind: "rate", value: rate ?? DEFAULT_RATE };
}

/** How many matches play at once: at a rate so many that each lasts about {@link MATCH_SECONDS}. */
export function matchesAtOnce(pace: Pace): number {
  if (pace.kind === "speed") return MATCHES_AT_ONCE_BY_SPEED;
  const rate = pace.kind === "rate" ? pace.value : DEFAULT_RATE;
  return Math.ceil((rate * MATCH_SECONDS) / EVENTS_PER_MATCH);
}

/** Turns wall time into what may be played. Knows no timer: it is told the time. */
export class Pacer {
  private start: number;

  /**
   * @param pace how fast
   * @param start wall clock of the first event, ms
   * @param clockStart replay clock of the first event, epoch ms
   */
  constructor(
    private readonly pace: Pace,
    start: number,
    private readonly clockStart: number,
  ) {
    this.start = start;
  }

  /**
   * @param now wall clock, ms
   * @param played events played since the start
   */
  allowance(now: number, played: number): Allowance {
    const { kind, value } = this.pace;
    if (kind === "max") return { count: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    if (kind === "speed")
      return { count: Number.POSITIVE_INFINITY, until: this.clockStart + (now - this.start) * value };
    const due = Math.floor(((now - this.start) / 1000) * value) - played;
    const limit = CATCH_UP_SECONDS * value;
    if (due > limit) this.start += ((due - limit) / value) * 1000;
    return { count: Math.max(0, Math.min(due, limit)), until: Number.POSITIVE_INFINITY };
  }
}
