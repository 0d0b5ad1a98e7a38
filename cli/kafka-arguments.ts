import { join } from "node:path";
import type { KafkaAccess } from "@golazo/producer";
import { HOME } from "./paths";

/** Options of Spark's Kafka source and sink, and of Kafka's own clients in a job: `aws-msk-iam-auth` signs for them. */
const MSK_IAM = join(HOME, "spark-conf", "kafka-msk-iam.json");

/** What tells a streaming job where Kafka is and how to log in there. */
export function kafkaArguments({ bootstrap, kafkaAuth }: KafkaAccess): string[] {
  return ["--bootstrap", bootstrap, ...(kafkaAuth.kind === "msk-iam" ? ["--kafka-config", MSK_IAM] : [])];
}
