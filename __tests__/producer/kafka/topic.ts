import { Kafka, logLevel } from "kafkajs";

/** What a test needs to know of one record. */
export interface Read {
  readonly key: string | undefined;
  readonly matchId: number;
  readonly sequence: number;
  readonly partition: number;
}

/** Every record of a topic, partition by partition in order. */
export async function readTopic(bootstrap: string, topic: string): Promise<Read[]> {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  let left = offsets.reduce((sum, { high }) => sum + Number(high), 0);
  const records: Read[] = [];
  const consumer = kafka.consumer({ groupId: `test-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((done, fail) => {
    if (left === 0) done();
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          for (const { key, value } of batch.messages) {
            const { match_id, sequence } = JSON.parse(String(value));
            records.push({ key: key?.toString(), matchId: match_id, sequence, partition: batch.partition });
          }
          left -= batch.messages.length;
          if (left <= 0) done();
        },
      })
      .catch(fail);
  });
  await consumer.disconnect();
  return records;
}
