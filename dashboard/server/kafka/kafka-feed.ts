import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { TOPICS } from "@golazo/contracts";
import type { Admin, EachBatchPayload, Kafka } from "kafkajs";
import type { KafkaReason, KafkaStatus } from "../protocol";
import { TopicPositions } from "./topic-positions";

/** Between two looks at where the topics end, and before another try, ms. */
const PAUSE_MS = 1_000;

/** A look at the topics that takes longer than this has met a broker that hangs, ms. */
const PATIENCE_MS = 20_000;

const FAREWELL_MS = 1_500;

/** Kafka answers when it has so much, or after so long: a few large answers cost less than many small ones. */
const FETCH = { minBytes: 256 * 1024, maxWaitTimeInMs: 200 };

/** Records after which others get their turn: browsers do not wait for a topic to be caught up with. */
const SLICE = 200;

/** Every topic there is. */
const NAMES = Object.values(TOPICS).map(({ name }) => name);

/** Takes what the topics hold. */
export interface RecordSink {
  /** @param writtenAt the record's own time, epoch ms */
  take(topic: string, value: Buffer | null, writtenAt: number): void;
  /** The topics are others than before: what was taken counts no longer. */
  clear(): void;
  /** Where the topics end was looked at. */
  looked(positions: TopicPositions): void;
}

/**
 * Reads the topics from near their ends, for ever: a broker that is not there, topics that are missing and whatever
 * breaks while reading become a reason in {@link status}, and it tries again.
 */
export class KafkaFeed {
  readonly positions = new TopicPositions();
  private readonly stopping = new AbortController();
  private state: Pick<KafkaStatus, "state" | "reason"> = { state: "waiting", reason: null };
  private looping: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly bootstrap: string,
    private readonly sink: RecordSink,
  ) {}

  status(): KafkaStatus {
    const behind = this.state.state === "reading" ? this.positions.behind(TOPICS.events.name) : 0;
    return { ...this.state, bootstrap: this.bootstrap, catchingUp: behind };
  }

  start(): void {
    this.looping = this.loop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looping;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.readUntilItBreaks();
      } catch (error) {
        this.wait({ code: "no-answer", detail: error instanceof Error ? error.message : String(error) });
      }
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private wait(reason: KafkaReason): void {
    this.state = { state: "waiting", reason };
  }

  private async readUntilItBreaks(): Promise<void> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const there = await admin.listTopics();
      const topics = NAMES.filter((name) => there.includes(name));
      if (!topics.includes(TOPICS.events.name)) {
        return this.wait({ code: "no-topic", topics: NAMES.filter((name) => !there.includes(name)) });
      }
      await this.positions.look(admin, topics);
      if (this.positions.areOfOtherTopics) {
        this.positions.clear();
        this.sink.clear();
      }
      await this.read(admin, topics);
    } finally {
      await farewell(admin);
    }
  }

  private async read(admin: Admin, topics: readonly string[]): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: `golazo-dashboard-${randomUUID()}`,
      allowAutoTopicCreation: false,
      retry: { retries: 2, restartOnFailure: async () => false },
      ...FETCH,
    });
    try {
      const crashed = new Promise<never>((_, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      });
      crashed.catch(() => undefined);
      // Whenever the group is formed anew kafkajs would go on where nobody has left off.
      consumer.on(consumer.events.GROUP_JOIN, () => {
        for (const start of this.positions.starts()) consumer.seek(start);
      });
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatch: (batch) => this.takeBatch(batch) });
      this.state = { state: "reading", reason: null };
      await Promise.race([crashed, this.watch(admin, topics)]);
    } finally {
      await farewell(consumer);
    }
  }

  /** Looks where the topics end until they are others, more of them appear, or the end is wanted. */
  private async watch(admin: Admin, topics: readonly string[]): Promise<void> {
    while (!this.stopped) {
      await within(PATIENCE_MS, this.positions.look(admin, topics));
      this.sink.looked(this.positions);
      if (this.positions.areOfOtherTopics) return;
      if (topics.length < NAMES.length) {
        const there = await within(PATIENCE_MS, admin.listTopics());
        if (NAMES.some((name) => there.includes(name) && !topics.includes(name))) return;
      }
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async takeBatch({ batch, isRunning, isStale, heartbeat }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch;
    let taken = 0;
    for (const { offset, value, timestamp } of messages) {
      if (!isRunning() || isStale() || this.stopped) return;
      if (!this.positions.take(topic, partition, Number(offset))) continue;
      this.sink.take(topic, value, Number(timestamp));
      if (++taken % SLICE === 0) {
        await new Promise((turn) => setImmediate(turn));
        await heartbeat();
      }
    }
  }
}

/** Ends a connection; a broker that is gone is not waited for long. */
async function farewell(client: { disconnect(): Promise<void> }): Promise<void> {
  await within(FAREWELL_MS, client.disconnect()).catch(() => undefined);
}

/** Gives up waiting for an answer that may never come. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const silence = sleep(ms, undefined, { signal: giveUp.signal, ref: false }).then(() => {
    throw new Error("Kafka does not answer");
  });
  silence.catch(() => undefined);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    giveUp.abort();
  }
}
