import { Kafka, logLevel } from "kafkajs";

/** Milliseconds to wait for a broker that has never answered. */
const FIRST_CONTACT_MS = 5_000;

/** No broker answers at the address given. The message names the fix. */
export class NoBrokerError extends Error {
  override readonly name = "NoBrokerError";
}

/**
 * A Kafka client that keeps quiet and gives up quickly: whoever uses it decides whether to try again, so that people
 * read one clear line instead of a log.
 *
 * @param bootstrap `host:port`, several separated by commas
 */
export function kafkaClient(bootstrap: string): Kafka {
  return new Kafka({
    clientId: "golazo-producer",
    brokers: bootstrap.split(","),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 4 },
  });
}

/**
 * Waits for a broker's first answer.
 *
 * @param attempt connects; called again until it succeeds
 * @throws NoBrokerError when none answered within five seconds
 */
export async function firstContact<T>(bootstrap: string, attempt: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + FIRST_CONTACT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch {
      if (Date.now() >= giveUpAt) {
        throw new NoBrokerError(
          `no Kafka broker answers at ${bootstrap}: start one with ./golazo up, or name another with --bootstrap`,
        );
      }
    }
  }
}
