/** A minute of a match. */
interface Minute {
  readonly period: number;
  readonly minute: number;
}

/** Minute of the match clock that each period begins with, and how many it has at least. */
const PERIODS = [
  { period: 1, base: 0, length: 45 },
  { period: 2, base: 45, length: 45 },
  { period: 3, base: 90, length: 15 },
  { period: 4, base: 105, length: 15 },
  { period: 5, base: 120, length: 5 },
] as const;

/** Between two labels, minutes. */
const STEP = 15;

/**
 * The match clock as one line: minute 45 of the second half comes after the stoppage time of the first, and not on it.
 */
export class Timeline {
  /** Where the line ends: the regular end, or later when the match goes on. */
  readonly end: number;
  private readonly starts = new Map<number, number>();

  constructor(minutes: readonly Minute[]) {
    let end = 0;
    for (const { period, base, length } of PERIODS) {
      const last = minutes.reduce(
        (most, one) => (one.period === period ? Math.max(most, one.minute) : most),
        -1,
      );
      if (period > 2 && last < 0) break;
      this.starts.set(period, end);
      end += Math.max(length, last - base + 1);
    }
    this.end = end;
  }

  /** Where a minute lies on the line. */
  at({ period, minute }: Minute): number {
    const base = PERIODS.find((one) => one.period === period)?.base ?? 0;
    return (this.starts.get(period) ?? 0) + minute - base;
  }

  /** Where labels go, and what they say: every quarter of an hour, and the regular end. */
  labels(): Array<{ readonly at: number; readonly text: string }> {
    const played = PERIODS.filter(({ period }) => this.starts.has(period));
    return played.flatMap(({ period, base, length }, index) => {
      const isLast = index === played.length - 1;
      const steps = Math.floor(length / STEP) + (isLast ? 1 : 0);
      return Array.from({ length: steps }, (_, step) => {
        const minute = base + step * STEP;
        return { at: this.at({ period, minute }), text: `${minute}'` };
      });
    });
  }

  /** Where periods begin, but for the first. */
  breaks(): number[] {
    return [...this.starts.values()].filter((start) => start > 0);
  }
}
