import { type DeadLetter, type Prediction, TOPICS } from "@golazo/contracts";
import type { TopicPositions } from "../kafka/topic-positions";
import type { SystemPoint, SystemView } from "../protocol";
import { DeadLetters } from "./dead-letters";
import { ProducedEvents } from "./produced-events";
import { RecentLatency } from "./recent-latency";

/** Looks at the topics' ends that a rate is taken over: one second alone is as uneven as the micro-batches are. */
const LOOKS = 4;

/** Points that charts are drawn from: the last five minutes. */
const MOST_POINTS = 300;

/** What Kafka alone tells of the streams. */
export type StreamView = Pick<
  SystemView,
  "rates" | "lag" | "latency" | "deadLetters" | "deadLetterCount" | "eventCount" | "unreadable"
>;

interface Look {
  readonly at: number;
  readonly ends: Readonly<Record<keyof typeof TOPICS, number>>;
}

type Rates = Readonly<Record<keyof typeof TOPICS, number>>;

/** Throughput, lag, latency and dead letters, from the topics alone. */
export class StreamFigures {
  private readonly latency = new RecentLatency();
  private readonly deadLetters = new DeadLetters();
  private producedEvents = new ProducedEvents();
  private predictedUpTo: number | null = null;
  private looks: Look[] = [];
  private points: SystemPoint[] = [];
  private held = { events: 0, deadLetters: 0 };
  private unread = 0;

  /** @param at when an event was handed to Kafka, epoch ms */
  produced(at: number): void {
    this.producedEvents.add(at);
  }

  /** @param writtenAt when the prediction was on its topic, epoch ms */
  predicted({ produced_at }: Prediction, writtenAt: number): void {
    this.latency.add(writtenAt, writtenAt - produced_at);
    this.predictedUpTo = Math.max(this.predictedUpTo ?? 0, produced_at);
  }

  deadLetter(letter: DeadLetter): void {
    this.deadLetters.add(letter);
  }

  unreadable(_topic: string): void {
    this.unread += 1;
  }

  clear(): void {
    this.deadLetters.clear();
    this.producedEvents = new ProducedEvents();
    this.predictedUpTo = null;
    this.looks = [];
    this.unread = 0;
  }

  /** Notes where the topics end. */
  looked(positions: TopicPositions, at: number): void {
    const ends = {
      events: positions.end(TOPICS.events.name),
      predictions: positions.end(TOPICS.predictions.name),
      windowStatistics: positions.end(TOPICS.windowStatistics.name),
      deadLetters: positions.end(TOPICS.deadLetters.name),
    };
    this.looks = [...this.looks, { at, ends }].slice(-LOOKS);
    this.held = {
      events: positions.held(TOPICS.events.name),
      deadLetters: positions.held(TOPICS.deadLetters.name),
    };
    this.producedEvents.prune();
    this.addPoint(at);
  }

  view(now: number): StreamView {
    const rates = this.rates();
    const latency = this.latency.summary(now);
    const lag = this.lag();
    return {
      rates: rates ? { value: rates, missing: null } : { value: null, missing: "no-kafka" },
      lag: lag === null ? { value: null, missing: "no-predictions" } : { value: lag, missing: null },
      latency: latency ? { value: latency, missing: null } : { value: null, missing: "no-predictions" },
      deadLetters: this.deadLetters.view(),
      deadLetterCount: this.held.deadLetters,
      eventCount: this.held.events,
      unreadable: this.unread,
    };
  }

  /** The points that came after an instant, epoch ms. */
  pointsSince(instant: number): SystemPoint[] {
    return this.points.filter(({ at }) => at > instant);
  }

  private lag(): number | null {
    return this.predictedUpTo === null ? null : this.producedEvents.after(this.predictedUpTo);
  }

  private rates(): Rates | null {
    const [first, last] = [this.looks[0], this.looks.at(-1)];
    if (!first || !last || last.at <= first.at) return null;
    const seconds = (last.at - first.at) / 1000;
    const rate = (topic: keyof typeof TOPICS): number =>
      Math.max(0, Math.round((last.ends[topic] - first.ends[topic]) / seconds));
    return {
      events: rate("events"),
      predictions: rate("predictions"),
      windowStatistics: rate("windowStatistics"),
      deadLetters: rate("deadLetters"),
    };
  }

  private addPoint(at: number): void {
    const rates = this.rates();
    if (!rates) return;
    const latency = this.latency.summary(at);
    this.points.push({
      at,
      events: rates.events,
      predictions: rates.predictions,
      windowStatistics: rates.windowStatistics,
      lag: this.lag(),
      p50: latency?.p50 ?? null,
      p95: latency?.p95 ?? null,
    });
    if (this.points.length > MOST_POINTS) this.points.shift();
  }
}
