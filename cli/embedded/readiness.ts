import type { ReadyCheck } from "@golazo/services";
import got from "got";
import { Kafka, logLevel } from "kafkajs";

/** Asks a service once whether it does its work. */
export async function isReady(check: ReadyCheck): Promise<boolean> {
  try {
    return check.kind === "kafka" ? await kafkaAnswers(check.bootstrap) : await jsonReaches(check);
  } catch {
    // Not listening yet, or not answering in full: the caller asks again and knows when to give up.
    return false;
  }
}

async function kafkaAnswers(bootstrap: string): Promise<boolean> {
  const admin = new Kafka({
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    retry: { retries: 0 },
  }).admin();
  await admin.connect();
  try {
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

async function jsonReaches(check: Extract<ReadyCheck, { kind: "http-json" }>): Promise<boolean> {
  const answer = await got(check.url, { timeout: { request: 2000 }, retry: { limit: 0 } }).json<
    Record<string, unknown>
  >();
  return Number(answer[check.field]) >= check.atLeast;
}
