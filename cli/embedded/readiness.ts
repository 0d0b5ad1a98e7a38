import { connect } from "node:net";
import { kafkaClient, NO_AUTH } from "@golazo/producer";
import type { ReadyCheck } from "@golazo/services";
import got from "got";

/** Asks a service once whether it does its work. */
export async function isReady(check: ReadyCheck): Promise<boolean> {
  try {
    switch (check.kind) {
      case "kafka":
        return await kafkaAnswers(check.bootstrap);
      case "tcp":
        return await isOpen(check.address);
      case "http-json":
        return await jsonReaches(check);
    }
  } catch {
    // Not listening yet, or not answering in full: the caller asks again and knows when to give up.
    return false;
  }
}

async function kafkaAnswers(bootstrap: string): Promise<boolean> {
  const patience = { connectionTimeout: 1000, retry: { retries: 0 } };
  const admin = kafkaClient({ bootstrap, kafkaAuth: NO_AUTH }, patience).admin();
  await admin.connect();
  try {
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

function isOpen(address: string): Promise<boolean> {
  const [host, port] = address.split(":");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 1000 });
    const answer = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", answer(true)).once("error", answer(false)).once("timeout", answer(false));
  });
}

async function jsonReaches(check: Extract<ReadyCheck, { kind: "http-json" }>): Promise<boolean> {
  const answer = await got(check.url, { timeout: { request: 2000 }, retry: { limit: 0 } }).json<
    Record<string, unknown>
  >();
  return Number(answer[check.field]) >= check.atLeast;
}
