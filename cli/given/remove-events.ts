import { setTimeout as sleep } from "node:timers/promises";
import { TOPICS } from "@golazo/contracts";
import { type KafkaAccess, kafkaClient } from "@golazo/producer";
import { type Admin, KafkaJSError } from "kafkajs";

/** Offset that Kafka takes for the end of a partition when records are deleted. */
const END = "-1";

/** Milliseconds in which the partitions of a new topic get their leaders, many times over. */
const PATIENCE_MS = 15_000;

/** Pause before asking again, milliseconds. */
const PAUSE_MS = 200;

/**
 * Removes the events of earlier runs, and their dead letters, so that a run finds the topics as a cluster of its own
 * would have them: the same matches may be played again, and every count is of this run only. Says so when it does.
 */
export async function removeEvents(access: KafkaAccess): Promise<void> {
  const admin = kafkaClient(access).admin();
  await admin.connect();
  try {
    const events = await whenItHasLeaders(() => emptyTopic(admin, TOPICS.events.name));
    await whenItHasLeaders(() => emptyTopic(admin, TOPICS.deadLetters.name));
    if (events > 0) console.log(`Removed ${events} events that earlier runs had left on the topic`);
  } finally {
    await admin.disconnect();
  }
}

/** @returns how many records were there */
async function emptyTopic(admin: Admin, topic: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const filled = offsets.filter(({ low, high }) => Number(high) > Number(low));
  const partitions = filled.map(({ partition }) => ({ partition, offset: END }));
  if (partitions.length > 0) await admin.deleteTopicRecords({ topic, partitions });
  return filled.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
}

/** A topic that was made a moment ago is known before its partitions can be asked. */
async function whenItHasLeaders<T>(ask: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof KafkaJSError && error.retriable;
      if (!isPassing || Date.now() >= giveUpAt) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
