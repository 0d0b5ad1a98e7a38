import { TOPICS } from "@golazo/contracts";
import { Kafka, logLevel } from "kafkajs";

/** Offset that Kafka takes for the end of a partition when records are deleted. */
const END = "-1";

/**
 * Removes the events of earlier runs, and their dead letters, so that a run finds the topics as a cluster of its own
 * would have them: the same matches may be played again, and every count is of this run only.
 *
 * @returns how many events were there
 */
export async function emptyTopics(bootstrap: string): Promise<number> {
  const admin = new Kafka({ brokers: bootstrap.split(","), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    let events = 0;
    for (const { name } of [TOPICS.events, TOPICS.deadLetters]) {
      const offsets = await admin.fetchTopicOffsets(name);
      const filled = offsets.filter(({ low, high }) => Number(high) > Number(low));
      if (filled.length === 0) continue;
      const partitions = filled.map(({ partition }) => ({ partition, offset: END }));
      await admin.deleteTopicRecords({ topic: name, partitions });
      if (name !== TOPICS.events.name) continue;
      for (const { low, high } of filled) events += Number(high) - Number(low);
    }
    return events;
  } finally {
    await admin.disconnect();
  }
}
