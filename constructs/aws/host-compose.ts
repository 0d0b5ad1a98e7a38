import { parse, stringify } from "yaml";

/** What is different on a host in AWS from the services as they are described. */
export interface HostComposeOptions {
  /** Kafka is a service of AWS: there is no container for it. */
  readonly kafkaOutside: boolean;
  /** There are further hosts: containers are in the host's own network and authenticate to each other. */
  readonly severalHosts: boolean;
  /** Only the Spark workers; everything by default. */
  readonly workersOnly?: boolean;
}

/** The parts of a Compose file that change. */
interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}
interface ComposeService {
  command?: string[];
  environment?: Record<string, string>;
  env_file?: string[];
  depends_on?: Record<string, unknown>;
  network_mode?: string;
  ports?: string[];
  volumes?: (string | object)[];
  hostname?: string;
}

/** Workers with GPUs are an entry each, others one with a scale. */
const WORKER = /^spark-worker(-\d+)?$/;
const SPARK = /^spark-|^jupyter-lab$/;
const READS_STATSBOMB = /^producer$|^jupyter-lab$/;

/**
 * The host writes Spark's key and what goes with it into this file at each start. Java reads it as arguments that are on
 * no command line and in no log; the executors that a worker starts inherit it.
 */
const SPARK_ARGUMENTS = "/run/golazo/spark.args";

/** A Compose file, made fit for a host in AWS: secrets from memory, Kafka and other hosts outside. */
export function hostCompose(text: string, options: HostComposeOptions): string {
  const file = parse(text) as ComposeFile;
  const unwanted = (name: string): boolean =>
    (options.kafkaOutside && (name === "kafka" || name === "zookeeper")) ||
    (options.workersOnly === true && !WORKER.test(name));
  file.services = Object.fromEntries(
    Object.entries(file.services)
      .filter(([name]) => !unwanted(name))
      .map(([name, service]) => [name, adapt(name, service, options, unwanted)]),
  );
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function adapt(
  name: string,
  service: ComposeService,
  options: HostComposeOptions,
  unwanted: (name: string) => boolean,
): ComposeService {
  const files = READS_STATSBOMB.test(name) ? ["/run/golazo/statsbomb.env"] : [];
  const needed = Object.entries(service.depends_on ?? {}).filter(([other]) => !unwanted(other));
  const { depends_on: _, ...rest } = service;
  let adapted: ComposeService = {
    ...rest,
    ...(needed.length > 0 ? { depends_on: Object.fromEntries(needed) } : {}),
    ...(files.length > 0 ? { env_file: files } : {}),
  };
  if (options.kafkaOutside) adapted = withKafkaOutside(adapted);
  if (options.severalHosts) adapted = withSeveralHosts(name, adapted);
  return adapted;
}

/** The brokers' addresses are known after `deploy` only: Compose takes them from the host's settings. */
function withKafkaOutside(service: ComposeService): ComposeService {
  const replace = (text: string): string => text.replaceAll("kafka:9092", setting("GOLAZO_KAFKA_BOOTSTRAP"));
  const environment = Object.entries(service.environment ?? {}).map(([key, value]) => [key, replace(value)]);
  return {
    ...service,
    command: service.command?.map(replace),
    environment: {
      ...Object.fromEntries(environment),
      GOLAZO_KAFKA_AUTH: "msk-iam",
      AWS_REGION: setting("GOLAZO_REGION"),
    },
  };
}

function withSeveralHosts(name: string, service: ComposeService): ComposeService {
  // Both belong to a network of containers.
  const { ports: _, hostname: __, ...rest } = service;
  const environment = { ...service.environment, GOLAZO_STORAGE: `s3a://${setting("GOLAZO_DATA_BUCKET")}` };
  const shared = { ...rest, network_mode: "host", environment };
  if (!SPARK.test(name)) return shared;
  return {
    ...shared,
    environment: { ...environment, JDK_JAVA_OPTIONS: `@${SPARK_ARGUMENTS}` },
    volumes: [...(service.volumes ?? []), keyFile()],
  };
}

/** Without the file there is nothing to start: Docker would make a folder of that name otherwise. */
function keyFile(): object {
  const file = { source: SPARK_ARGUMENTS, target: SPARK_ARGUMENTS };
  return { type: "bind", ...file, read_only: true, bind: { create_host_path: false } };
}

/** Compose puts in what the host's settings say. */
function setting(name: string): string {
  return `\${${name}}`;
}
