import type { Latency } from "../protocol";

/** What counts as now, ms. */
const WINDOW_MS = 30_000;

/** Values kept at most: a busy minute's predictions, and percentiles of them in a few milliseconds. */
const MOST = 20_000;

/** From an event to its prediction, over the last half minute. */
export class RecentLatency {
  private values: Array<{ readonly at: number; readonly ms: number }> = [];

  /** @param at when the prediction was on its topic, epoch ms */
  add(at: number, ms: number): void {
    this.values.push({ at, ms });
    if (this.values.length > 2 * MOST) this.values = this.values.slice(-MOST);
  }

  /** Nearest-rank percentiles, or null when nothing came lately. */
  summary(now: number): Latency | null {
    this.values = this.values.filter(({ at }) => at >= now - WINDOW_MS).slice(-MOST);
    const sorted = Float64Array.from(this.values, ({ ms }) => ms).sort();
    const max = sorted.at(-1);
    if (max === undefined) return null;
    const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
    return { count: sorted.length, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), max };
  }
}
