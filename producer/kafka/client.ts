import { Kafka, type KafkaConfig, KafkaJSSASLAuthenticationError, logLevel } from "kafkajs";
import type { KafkaAccess } from "./access";
import { loginOf, SigningError } from "./login";

/** Milliseconds to wait for a broker that has never answered. */
const FIRST_CONTACT_MS = 5_000;

/** No broker answers at the address given, or none lets us in. The message names the fix. */
export class NoBrokerError extends Error {
  override readonly name = "NoBrokerError";
}

/** How long a client waits and how often it tries. */
export type KafkaPatience = Pick<KafkaConfig, "connectionTimeout" | "requestTimeout" | "retry">;

const PATIENCE: KafkaPatience = {
  connectionTimeout: 3000,
  requestTimeout: 15_000,
  retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 4, restartOnFailure: async () => false },
};

/**
 * A Kafka client that keeps quiet and gives up quickly: whoever uses it decides whether to try again, so that people
 * read one clear line instead of a log.
 */
export function kafkaClient({ bootstrap, kafkaAuth }: KafkaAccess, patience = PATIENCE): Kafka {
  return new Kafka({
    clientId: "golazo",
    brokers: bootstrap.split(","),
    logLevel: logLevel.NOTHING,
    ...loginOf(kafkaAuth),
    ...patience,
  });
}

/**
 * Waits for a broker's first answer.
 *
 * @param attempt connects; called again until it succeeds
 * @throws NoBrokerError when none answered within five seconds, or one refused the login
 */
export async function firstContact<T>(access: KafkaAccess, attempt: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + FIRST_CONTACT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== null) throw new NoBrokerError(refusalLine(access, refusal));
      if (Date.now() >= giveUpAt) {
        throw new NoBrokerError(silenceLine(access));
      }
    }
  }
}

/** The error that says why nobody is let in, among those kafkajs wraps around it; null when it is another trouble. */
function refusalIn(error: unknown): Error | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof KafkaJSSASLAuthenticationError || one instanceof SigningError) return one;
  }
  return null;
}

function silenceLine({ bootstrap, kafkaAuth }: KafkaAccess): string {
  return kafkaAuth.kind === "none"
    ? `no Kafka broker answers at ${bootstrap}: start one with ./golazo up, or name another with --bootstrap`
    : `no Kafka broker at ${bootstrap} answers to the login ${kafkaAuth.kind}: look whether it is reachable and lets this role in, or correct GOLAZO_KAFKA_AUTH`;
}

function refusalLine({ bootstrap, kafkaAuth }: KafkaAccess, refusal: Error): string {
  const reason = refusal.message.replace(/\s+/g, " ");
  return refusal instanceof SigningError
    ? `cannot log in to Kafka at ${bootstrap} with ${kafkaAuth.kind}, nothing here signs for AWS (${reason}): give the machine a role, or set AWS credentials`
    : `Kafka at ${bootstrap} refuses the login ${kafkaAuth.kind} (${reason}): let the role use the cluster, or correct GOLAZO_KAFKA_AUTH`;
}
