import { InvalidArgumentError, Option } from "commander";
import { InputError } from "../input-error";

/** How clients show Kafka who they are: not at all, or signed with their AWS identity, as MSK wants it. */
export type KafkaAuth =
  | { readonly kind: "none" }
  | {
      readonly kind: "msk-iam";
      /** AWS region of the cluster, which is part of what is signed. */
      readonly region: string;
    };

/** What a client needs to reach Kafka. */
export interface KafkaAccess {
  /** `host:port`, several separated by commas. */
  readonly bootstrap: string;
  readonly kafkaAuth: KafkaAuth;
}

/** A Kafka that lets in everybody who reaches it. */
export const NO_AUTH: KafkaAuth = { kind: "none" };

/** Names the kind of {@link KafkaAuth}. */
const VARIABLE = "GOLAZO_KAFKA_AUTH";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How to log in to Kafka, as `GOLAZO_KAFKA_AUTH` and for MSK `AWS_REGION` say.
 *
 * @throws InputError when they are wrong or the region is missing
 */
export function kafkaAuthFrom(environment: Environment = process.env): KafkaAuth {
  const result = parse(environment[VARIABLE] ?? "", environment);
  if (typeof result === "string") throw new InputError(`${VARIABLE} is wrong: ${result}`);
  return result;
}

/** `--kafka-auth`, which counts more than the environment; its value is then a {@link KafkaAuth}. */
export function kafkaAuthOption(): Option {
  return new Option("--kafka-auth <kind>", "login to Kafka: none, or msk-iam with AWS_REGION")
    .env(VARIABLE)
    .default(NO_AUTH, NO_AUTH.kind)
    .argParser((kind) => {
      const result = parse(kind, process.env);
      if (typeof result === "string") throw new InvalidArgumentError(result);
      return result;
    });
}

/** @returns the login, or what is wrong with it */
function parse(kind: string, { AWS_REGION: region }: Environment): KafkaAuth | string {
  if (kind === "" || kind === NO_AUTH.kind) return NO_AUTH;
  if (kind !== "msk-iam") return `${kind} is no login to Kafka, give none or msk-iam`;
  if (!region) return "msk-iam needs the region of the cluster, set AWS_REGION, for example eu-west-1";
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) return `AWS_REGION=${region} is no region, give eu-west-1`;
  return { kind, region };
}
