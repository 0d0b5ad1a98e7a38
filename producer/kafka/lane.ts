import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { type Kafka, KafkaJSProtocolError, Partitioners, type Producer } from "kafkajs";

/** A message on its way, with what is needed to account for it. */
export interface Outgoing {
  /** Match id as text. */
  readonly key: string;
  readonly value: Buffer;
  readonly partition: number;
  /** Wall clock when it was handed over, epoch ms. */
  readonly producedAt: number;
}

/** Limits of one lane. */
export interface LaneLimits {
  /** Messages a lane holds before it asks the clock to wait. */
  readonly buffer: number;
  /** Messages in one request. */
  readonly batchMessages: number;
  /** Bytes of values in one request. */
  readonly batchBytes: number;
  /** Milliseconds a broker may be away before the replay fails. */
  readonly patienceMs: number;
}

/**
 * A request stays below Kafka's default limit of 1 MiB for one record batch even if all its messages go to one partition.
 * Patience covers a broker that restarts, twice over.
 */
export const LANE_LIMITS: LaneLimits = {
  buffer: 2048,
  batchMessages: 2000,
  batchBytes: 900_000,
  patienceMs: 60_000,
};

/** Pause before a batch is sent again, milliseconds. */
const RETRY_PAUSE_MS = 250;

/** What a lane tells its owner. */
export interface LaneEvents {
  /** These messages are on the topic, each exactly once. */
  acknowledged(messages: readonly Outgoing[]): void;
  /** The broker does not answer; the lane goes on trying. Called once per outage. */
  away(reason: string): void;
}

/**
 * The way to some of the partitions: a bounded buffer and at most one request in flight, so that a batch that must be
 * sent again can never overtake, or be overtaken by, another one of the same match.
 *
 * Each lane is a producer of its own. kafkajs sends the requests of one idempotent producer one after another, so lanes
 * are what keeps several requests in flight. When a request fails it puts its sequence numbers back, so sending the same
 * batch through the same producer again is recognised by the broker if the first attempt did arrive: what is reported as
 * acknowledged is on the topic exactly once.
 */
export class Lane {
  private readonly producer: Producer;
  private waiting: Outgoing[] = [];
  private sending: Promise<void> | null = null;
  private failure: Error | null = null;
  private wakeUps: Array<() => void> = [];
  private inFlight = 0;
  private worthWaiting = true;
  private abandoned = false;

  constructor(
    kafka: Kafka,
    private readonly topic: string,
    private readonly events: LaneEvents,
    private readonly limits: LaneLimits = LANE_LIMITS,
  ) {
    this.producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 4 },
    });
  }

  connect(): Promise<void> {
    return this.producer.connect();
  }

  /** Messages handed over and not acknowledged. */
  get pending(): number {
    return this.waiting.length + this.inFlight;
  }

  /** Whether the lane wants no more for now; see {@link roomAgain}. */
  get full(): boolean {
    return this.waiting.length >= this.limits.buffer;
  }

  /**
   * Takes a message.
   *
   * @throws Error when the lane has failed
   */
  push(message: Outgoing): void {
    if (this.failure) throw this.failure;
    this.waiting.push(message);
    this.sending ??= this.work();
  }

  /**
   * Resolves when the lane takes messages again, or nobody wants to wait any more.
   *
   * @throws Error when the lane has failed
   */
  async roomAgain(): Promise<void> {
    while (this.full && !this.failure && this.worthWaiting)
      await new Promise<void>((wake) => this.wakeUps.push(wake));
    if (this.failure) throw this.failure;
  }

  /** Ends every wait for room, now and later. */
  stopWaiting(): void {
    this.worthWaiting = false;
    this.wakeAll();
  }

  /**
   * Resolves when everything was acknowledged.
   *
   * @throws Error when the lane has failed
   */
  async flush(): Promise<void> {
    while (this.sending) await this.sending;
    if (this.failure) throw this.failure;
  }

  /** Gives up what is pending and closes the connection. */
  async close(): Promise<void> {
    this.abandoned = true;
    await this.producer.disconnect().catch(() => {});
  }

  private async work(): Promise<void> {
    // Everything pushed in this turn of the event loop goes into the same batch.
    await nextTurn();
    try {
      while (this.waiting.length > 0 && !this.abandoned) await this.send(this.takeBatch());
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.sending = null;
      this.wakeAll();
    }
  }

  private takeBatch(): Outgoing[] {
    let bytes = 0;
    let count = 0;
    for (const { value } of this.waiting) {
      if (count > 0 && (count >= this.limits.batchMessages || bytes + value.length > this.limits.batchBytes))
        break;
      bytes += value.length;
      count += 1;
    }
    const batch = this.waiting.splice(0, count);
    this.inFlight = batch.length;
    this.wakeAll();
    return batch;
  }

  private async send(batch: readonly Outgoing[]): Promise<void> {
    const messages = batch.map(({ key, value, partition }) => ({ key, value, partition }));
    let giveUpAt = 0;
    for (;;) {
      try {
        await this.producer.send({ topic: this.topic, messages, acks: -1 });
        this.inFlight = 0;
        this.events.acknowledged(batch);
        return;
      } catch (error) {
        const reason = rootOf(error);
        if (giveUpAt === 0) {
          giveUpAt = Date.now() + this.limits.patienceMs;
          this.events.away(reason.message);
        }
        if (this.abandoned || isFinal(reason) || Date.now() >= giveUpAt) throw reason;
        await sleep(RETRY_PAUSE_MS);
      }
    }
  }

  private wakeAll(): void {
    const wakeUps = this.wakeUps;
    this.wakeUps = [];
    for (const wake of wakeUps) wake();
  }
}

/** kafkajs wraps the error that counts in the retries it made. */
function rootOf(error: unknown): Error {
  let root = error instanceof Error ? error : new Error(String(error));
  while (root.cause instanceof Error) root = root.cause;
  return root;
}

/** The broker answered, and its answer will not change: trying again is useless. */
function isFinal(error: Error): boolean {
  return error instanceof KafkaJSProtocolError && !error.retriable;
}
