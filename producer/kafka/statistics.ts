import type { Distribution, ReplayManifest } from "@golazo/contracts";
import { build, type Histogram } from "hdr-histogram-js";
import type { Outgoing } from "./lane";

/** Longest acknowledgement latency told apart, milliseconds; a broker is never waited for that long. */
const LONGEST_LATENCY_MS = 600_000;

/** Counts what Kafka acknowledged, when, and how long each message took. */
export class AckStatistics {
  private readonly histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_LATENCY_MS,
    numberOfSignificantValueDigits: 3,
  });
  private readonly bySecond: number[] = [];
  private readonly byKey = new Map<string, number>();
  private start = 0;
  private last = 0;
  private events = 0;
  private bytes = 0;

  /**
   * Marks the first event as handed over.
   *
   * @param now epoch ms
   * @returns the same instant
   */
  begin(now: number): number {
    this.start = now;
    this.last = now;
    return now;
  }

  /** @param now epoch ms of the acknowledgement */
  acknowledged(messages: readonly Outgoing[], now: number): void {
    const second = Math.max(0, Math.floor((now - this.start) / 1000));
    while (this.bySecond.length <= second) this.bySecond.push(0);
    this.bySecond[second] = (this.bySecond[second] ?? 0) + messages.length;
    for (const { key, value, producedAt } of messages) {
      this.bytes += value.length;
      this.byKey.set(key, (this.byKey.get(key) ?? 0) + 1);
      this.histogram.recordValue(Math.min(Math.max(0, now - producedAt), LONGEST_LATENCY_MS));
    }
    this.events += messages.length;
    this.last = now;
  }

  /** Events acknowledged so far. */
  get total(): number {
    return this.events;
  }

  /** Events acknowledged in one second of the replay, 0 being its first. */
  inSecond(second: number): number {
    return this.bySecond[second] ?? 0;
  }

  /** Events of one match that were acknowledged. */
  ofMatch(matchId: number): number {
    return this.byKey.get(String(matchId)) ?? 0;
  }

  /**
   * Totals for the manifest.
   *
   * @param alreadyThere events that an earlier, interrupted run of the same replay had put on the topic
   */
  totals(alreadyThere: number): NonNullable<ReplayManifest["totals"]> {
    const seconds = (this.last - this.start) / 1000;
    return {
      events_acknowledged: alreadyThere + this.events,
      bytes: this.bytes,
      seconds,
      events_per_second: seconds > 0 ? this.events / seconds : this.events,
      ack_latency_ms: this.latency(),
      throughput: Array.from({ length: Math.floor(seconds) }, (_, second) => this.inSecond(second)),
    };
  }

  private latency(): Distribution {
    const { histogram } = this;
    if (histogram.totalCount === 0)
      return { count: 0, min: null, p50: null, p95: null, p99: null, max: null, mean: null };
    return {
      count: histogram.totalCount,
      min: histogram.getValueAtPercentile(0),
      p50: histogram.getValueAtPercentile(50),
      p95: histogram.getValueAtPercentile(95),
      p99: histogram.getValueAtPercentile(99),
      max: histogram.maxValue,
      mean: histogram.mean,
    };
  }
}
