import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";

/** Milliseconds within which a broker that is well says so. */
const PATIENCE_MS = 3_000;

/**
 * Asks a broker once whether it does its work.
 *
 * @param bootstrap `host:port`, several separated by commas
 */
export async function brokerAnswers(bootstrap: string): Promise<boolean> {
  const admin = new Kafka({
    clientId: "golazo-health",
    brokers: bootstrap.split(","),
    logLevel: logLevel.NOTHING,
    connectionTimeout: PATIENCE_MS,
    retry: { retries: 0 },
  }).admin();
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
