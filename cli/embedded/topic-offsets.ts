import { TOPICS } from "@golazo/contracts";
import { Kafka, logLevel } from "kafkajs";

/** Next offset of every partition of the events topic, by partition: where a reader that has it all stands. */
export async function endOffsets(bootstrap: string): Promise<Record<string, number>> {
  const admin = new Kafka({ brokers: bootstrap.split(","), logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(TOPICS.events.name);
    return Object.fromEntries(offsets.map(({ partition, high }) => [String(partition), Number(high)]));
  } finally {
    await admin.disconnect();
  }
}
