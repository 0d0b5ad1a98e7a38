import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaAccess } from "./access";
import { kafkaClient } from "./client";

/** Milliseconds within which a broker that is well says so. */
const PATIENCE_MS = 3_000;

/** Asks a broker once whether it does its work. */
export async function brokerAnswers(access: KafkaAccess): Promise<boolean> {
  const admin = kafkaClient(access, { connectionTimeout: PATIENCE_MS, retry: { retries: 0 } }).admin();
  const asked = admin
    .connect()
    .then(() => admin.describeCluster())
    .then(({ brokers }) => brokers.length > 0)
    // Whatever keeps it from answering, the answer is no.
    .catch(() => false);
  const answer = await Promise.race([asked, sleep(PATIENCE_MS, false, { ref: false })]);
  // Nobody waits for the farewell to a broker that hangs.
  admin.disconnect().catch(() => {});
  return answer;
}
