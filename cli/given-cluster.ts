import { InputError, type KafkaAuth, kafkaAuthFrom } from "@golazo/producer";
import type { Architecture } from "./job-cluster";

/** A cluster that is there already, as the environment describes it. */
export interface GivenCluster {
  /** `GOLAZO_SPARK_MASTER`. */
  readonly masterUrl: string;
  /** `GOLAZO_SPARK_MASTER_UI`: the master's web page, without a slash at its end. */
  readonly masterPage: string;
  /** `GOLAZO_KAFKA`. */
  readonly bootstrap: string;
  /** `GOLAZO_KAFKA_AUTH`: how to log in there, `none` unless given; `msk-iam` needs `AWS_REGION`. */
  readonly kafkaAuth: KafkaAuth;
  /** `GOLAZO_PRODUCER`: the producer service. */
  readonly producer: string;
  /** `GOLAZO_ARCHITECTURE`, `cpu` unless given. */
  readonly architecture: Architecture;
  /** `GOLAZO_EXECUTOR_MEMORY_MIB`: memory of each worker's executor. */
  readonly executorMemoryMiB: number;
  /** `GOLAZO_EVENT_LOG`: folder for the logs that Spark's History Server reads, or null. */
  readonly eventLog: string | null;
  /** `GOLAZO_STORAGE`: address in S3 that driver and executors share, or null when they share folders. */
  readonly storage: string | null;
}

/** The variable that says that there is a cluster. */
const MASTER = "GOLAZO_SPARK_MASTER";

/** Where a person or a client reaches the parts of a given cluster, one line each. */
export function givenAddressLines({ bootstrap, masterUrl, masterPage, producer }: GivenCluster): string[] {
  return [
    `Kafka           ${bootstrap}`,
    `Spark master    ${masterUrl}  ${masterPage}`,
    `Producer        ${producer}`,
  ];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The cluster the environment gives, or null when it gives none. Nothing is asked of it yet.
 *
 * @throws InputError when a variable is missing or wrong, naming it and an example
 */
export function givenCluster(environment: Environment = process.env): GivenCluster | null {
  if (!environment[MASTER]) return null;
  const read = (name: string, form: RegExp, example: string): string => {
    const value = environment[name];
    if (!value) {
      throw new InputError(
        `${name} is missing, and ${MASTER} gives a cluster: set it, for example ${name}=${example}`,
      );
    }
    if (form.test(value)) return value;
    throw new InputError(`${name} is wrong (${value}): give it the form of ${name}=${example}`);
  };
  const optional = (name: string, form: RegExp, example: string): string | null =>
    environment[name] ? read(name, form, example) : null;
  const page = /^https?:\/\/[^\s/]+\/?$/;
  return {
    masterUrl: read(MASTER, /^spark:\/\/[^\s/:,]+:\d{1,5}$/, "spark://spark-master:7077"),
    masterPage: read("GOLAZO_SPARK_MASTER_UI", page, "http://spark-master:8080").replace(/\/$/, ""),
    bootstrap: read("GOLAZO_KAFKA", /^[^\s:,]+:\d{1,5}(,[^\s:,]+:\d{1,5})*$/, "kafka:9092"),
    kafkaAuth: kafkaAuthFrom(environment),
    producer: read("GOLAZO_PRODUCER", page, "http://producer:8090"),
    architecture: (optional("GOLAZO_ARCHITECTURE", /^(cpu|gpu)$/, "cpu") ?? "cpu") as Architecture,
    executorMemoryMiB: Number(read("GOLAZO_EXECUTOR_MEMORY_MIB", /^[1-9]\d{2,6}$/, "3072")),
    eventLog: optional("GOLAZO_EVENT_LOG", /^\//, "/opt/golazo/spark-events"),
    storage:
      optional(
        "GOLAZO_STORAGE",
        /^s3a:\/\/[a-z0-9][a-z0-9.-]+(\/[^\s?#]*)?$/,
        "s3a://bucket/prefix",
      )?.replace(/\/+$/, "") ?? null,
  };
}
