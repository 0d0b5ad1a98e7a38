import { TOPICS } from "@golazo/contracts";
import type { Admin } from "kafkajs";
import type { KafkaAccess } from "./access";
import { firstContact, kafkaClient } from "./client";

/** As many copies as the brokers make by default: one on a broker alone, two or three on MSK, which refuses fewer. */
const BROKERS_CHOICE = -1;

/**
 * Creates the topics of the contract that are not there yet; topics that exist are left as they are.
 *
 * @throws NoBrokerError when no broker answers
 */
export async function ensureTopics(access: KafkaAccess): Promise<void> {
  const admin = kafkaClient(access).admin();
  try {
    const existing = new Set(await firstContact(access, () => connectAndList(admin)));
    const topics = Object.values(TOPICS)
      .filter(({ name }) => !existing.has(name))
      .map(({ name, partitions, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: BROKERS_CHOICE,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      }));
    if (topics.length > 0) await admin.createTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}

/** A client takes a token for accepted that the broker has refused: only the first question shows it. */
async function connectAndList(admin: Admin): Promise<string[]> {
  await admin.connect();
  return admin.listTopics();
}

/**
 * How many partitions a topic has.
 *
 * @throws NoBrokerError when no broker answers
 */
export async function partitionCount(access: KafkaAccess, topic: string): Promise<number> {
  const admin = kafkaClient(access).admin();
  await firstContact(access, () => admin.connect());
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } finally {
    await admin.disconnect();
  }
}
