import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Consumer, type EachBatchPayload, type Kafka, KafkaJSError } from "kafkajs";
import { InputError } from "../input-error";
import type { ReplayEvent } from "../replay/merge";
import type { KafkaAccess } from "./access";
import { firstContact, kafkaClient } from "./client";

/** The newest event of a replay that a partition holds. */
export interface Position {
  readonly matchId: number;
  readonly sequence: number;
  /** Epoch ms on the replay's clock. */
  readonly eventTime: number;
}

/** Records looked at from the end of a partition first; ten times as many each time none of them is the replay's. */
const FIRST_LOOK = 100;

/** How far beyond a position a replay is followed before it is clear that the position belongs to another replay. */
const ANOTHER_REPLAY_MS = 3_600_000;

/**
 * How long a broker that answers may take until it lets a group of readers read, and how long to wait before asking again.
 * One that has just started must set up or load what it knows of groups first.
 */
const READY = { withinMs: 30_000, pauseMs: 250 };

interface Search {
  readonly low: number;
  readonly high: number;
  from: number;
  look: number;
  found: Position | null;
  done: boolean;
}

/**
 * Where an interrupted run of a replay stopped, per partition. A replay always sends the same events in the same order,
 * and a partition gets them in that order; so the last of its records that belongs to the replay says it all.
 *
 * @param isOurs whether a match belongs to the replay
 * @throws NoBrokerError when no broker answers
 */
export async function findPositions(
  access: KafkaAccess,
  topic: string,
  isOurs: (matchId: number) => boolean,
): Promise<Map<number, Position>> {
  const kafka = kafkaClient(access);
  const admin = kafka.admin();
  await firstContact(access, () => admin.connect());
  const groupId = `golazo-resume-${randomUUID()}`;
  try {
    const searches = new Map<number, Search>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      const search = {
        low: Number(low),
        high: Number(high),
        from: Number(high),
        look: FIRST_LOOK,
        found: null,
        done: false,
      };
      if (search.high > search.low) searches.set(partition, search);
    }
    if (searches.size > 0) {
      await readTailsWhenReady(kafka, groupId, topic, searches, isOurs);
      await admin.deleteGroups([groupId]);
    }
    const positions = new Map<number, Position>();
    for (const [partition, { found }] of searches) if (found) positions.set(partition, found);
    return positions;
  } finally {
    await admin.disconnect();
  }
}

async function readTailsWhenReady(
  kafka: Kafka,
  groupId: string,
  topic: string,
  searches: ReadonlyMap<number, Search>,
  isOurs: (matchId: number) => boolean,
): Promise<void> {
  const giveUpAt = Date.now() + READY.withinMs;
  for (;;) {
    try {
      return await readTails(kafka.consumer({ groupId }), topic, searches, isOurs);
    } catch (error) {
      if (!mayPass(error) || Date.now() >= giveUpAt) throw error;
      await sleep(READY.pauseMs);
    }
  }
}

/** Whether what went wrong at first is something that kafkajs, or the broker, says may go well the next time. */
function mayPass(error: unknown): boolean {
  let first = error;
  while (first instanceof Error && first.cause instanceof Error) first = first.cause;
  return first instanceof KafkaJSError && first.retriable;
}

async function readTails(
  consumer: Consumer,
  topic: string,
  searches: ReadonlyMap<number, Search>,
  isOurs: (matchId: number) => boolean,
): Promise<void> {
  const lookBack = (partition: number, search: Search): void => {
    search.from = Math.max(search.low, search.high - search.look);
    search.look *= 10;
    consumer.seek({ topic, partition, offset: String(search.from) });
  };
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachBatch = async ({ batch }: EachBatchPayload): Promise<void> => {
        const search = searches.get(batch.partition);
        if (!search || search.done) return;
        for (const { offset, value } of batch.messages) {
          if (Number(offset) < search.high) search.found = positionOf(value, isOurs) ?? search.found;
        }
        if (Number(batch.lastOffset()) < search.high - 1) return;
        if (!search.found && search.from > search.low) return lookBack(batch.partition, search);
        search.done = true;
        if ([...searches.values()].every(({ done }) => done)) resolve();
      };
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({ autoCommit: false, eachBatch })
        .then(() => {
          for (const [partition, search] of searches) lookBack(partition, search);
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

function positionOf(value: Buffer | null, isOurs: (matchId: number) => boolean): Position | null {
  try {
    const { match_id, sequence, event_time } = JSON.parse(String(value));
    const eventTime = Date.parse(event_time);
    const isWhole =
      Number.isSafeInteger(match_id) && Number.isSafeInteger(sequence) && !Number.isNaN(eventTime);
    return isWhole && isOurs(match_id) ? { matchId: match_id, sequence, eventTime } : null;
  } catch {
    // A record that is no message was put there by somebody else; the jobs report it, a resumed replay passes over it.
    return null;
  }
}

/** Passes over the events an interrupted run has already put on the topic. */
export class Skipper {
  private readonly present = new Map<number, number>();
  private passed = 0;

  constructor(private readonly positions: Map<number, Position>) {}

  /** Whether there are still events to pass over. */
  get isActive(): boolean {
    return this.positions.size > 0;
  }

  /** Events passed over. */
  get total(): number {
    return this.passed;
  }

  /** Events of one match passed over. */
  ofMatch(matchId: number): number {
    return this.present.get(matchId) ?? 0;
  }

  /**
   * Whether an event is on the topic already.
   *
   * @throws InputError when the topic turns out to hold another replay
   */
  has({ scheduled: { matchId }, sequence, eventTime }: ReplayEvent, partition: number): boolean {
    const position = this.positions.get(partition);
    if (!position) return false;
    if (eventTime > position.eventTime + ANOTHER_REPLAY_MS) {
      throw new InputError(
        `--resume: the topic ends with match ${position.matchId}, which this replay does not play: give the same options as before, or an empty topic`,
      );
    }
    if (position.matchId === matchId && position.sequence === sequence) this.positions.delete(partition);
    this.present.set(matchId, (this.present.get(matchId) ?? 0) + 1);
    this.passed += 1;
    return true;
  }
}
