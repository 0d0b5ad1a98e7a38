import { TOPICS } from "@golazo/contracts";
import { type KafkaAccess, kafkaClient } from "@golazo/producer";

/** Next offset of every partition of the events topic, by partition: where a reader that has it all stands. */
export async function endOffsets(access: KafkaAccess): Promise<Record<string, number>> {
  const admin = kafkaClient(access).admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(TOPICS.events.name);
    return Object.fromEntries(offsets.map(({ partition, high }) => [String(partition), Number(high)]));
  } finally {
    await admin.disconnect();
  }
}
