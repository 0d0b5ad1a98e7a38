import type { EventMessage } from "@golazo/contracts";

const MINUTE_MS = 60_000;

/** Where a period begins. */
interface PeriodStart {
  readonly period: number;
  /** On the replay's clock, epoch ms. */
  readonly instant: number;
  /** On the match clock. */
  readonly minute: number;
}

/** Learns from a match's events which minute of the match clock an instant of the replay's clock lies in. */
export class MatchTimes {
  private readonly starts: PeriodStart[] = [];

  /** Takes an event into account; true when it is the first of its period. */
  learn({ period, event_time, timestamp, minute }: EventMessage): boolean {
    if (this.starts.some((start) => start.period === period)) return false;
    const since = sinceStart(timestamp);
    this.starts.push({
      period,
      instant: Date.parse(event_time) - since,
      minute: minute - Math.floor(since / MINUTE_MS),
    });
    this.starts.sort((one, other) => one.period - other.period);
    return true;
  }

  /**
   * The minute that begins at an instant, or null when no event of its period was seen.
   *
   * @param instant epoch ms, the start of a window of one minute
   */
  at(instant: number): { readonly period: number; readonly minute: number } | null {
    const start = this.starts.findLast((one) => one.instant < instant + MINUTE_MS);
    if (!start) return null;
    const minutes = Math.max(0, Math.floor((instant - start.instant) / MINUTE_MS));
    return { period: start.period, minute: start.minute + minutes };
  }
}

function sinceStart(timestamp: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = timestamp.split(":").map(Number);
  return (hours * 60 + minutes) * MINUTE_MS + Math.round(seconds * 1000);
}
