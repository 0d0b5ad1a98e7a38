import { join } from "node:path";
import type { KafkaAccess } from "@golazo/producer";
import { HOME } from "./paths";

/** Options of Spark's Kafka source and sink, and of Kafka's own clients in a job: `aws-msk-iam-auth` signs for them. */
const MSK_IAM = join(HOME, "spark-conf", "kafka-msk-iam.json");

/** What tells a streaming job where Kafka is and how to log in there. */
export function kafkaArguments(access: KafkaAccess): string[] {
  const config = kafkaConfig(access);
  return ["--bootstrap", access.bootstrap, ...(config === null ? [] : ["--kafka-config", config])];
}

/** File with the options that Kafka's source and sink need to log in; null where there is no login. */
export function kafkaConfig({ kafkaAuth }: KafkaAccess): string | null {
  return kafkaAuth.kind === "msk-iam" ? MSK_IAM : null;
}
