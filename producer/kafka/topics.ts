import { TOPICS } from "@golazo/contracts";
import { firstContact, kafkaClient } from "./client";

/**
 * Creates the topics of the contract that are not there yet; topics that exist are left as they are.
 *
 * @param bootstrap `host:port`, several separated by commas
 * @throws NoBrokerError when no broker answers
 */
export async function ensureTopics(bootstrap: string): Promise<void> {
  const admin = kafkaClient(bootstrap).admin();
  await firstContact(bootstrap, () => admin.connect());
  try {
    const existing = new Set(await admin.listTopics());
    const topics = Object.values(TOPICS)
      .filter(({ name }) => !existing.has(name))
      .map(({ name, partitions, config }) => ({
        topic: name,
        numPartitions: partitions,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      }));
    if (topics.length > 0) await admin.createTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}

/**
 * How many partitions a topic has.
 *
 * @throws NoBrokerError when no broker answers
 */
export async function partitionCount(bootstrap: string, topic: string): Promise<number> {
  const admin = kafkaClient(bootstrap).admin();
  await firstContact(bootstrap, () => admin.connect());
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } finally {
    await admin.disconnect();
  }
}
