import { Partitioners, type PartitionMetadata } from "kafkajs";

/**
 * The partition of every match: Kafka's own rule (murmur2 of the key), so that any other producer or consumer that
 * works by key agrees.
 *
 * @param count partitions of the topic
 */
export function partitionOfMatch(topic: string, count: number): (matchId: number) => number {
  const choose = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from(
    { length: count },
    (_, partitionId): PartitionMetadata => ({
      partitionId,
      leader: 0,
      partitionErrorCode: 0,
      replicas: [],
      isr: [],
    }),
  );
  return (matchId) => choose({ topic, partitionMetadata, message: { key: String(matchId), value: null } });
}
