import { createHash } from "node:crypto";
import { PORTS } from "./ports";
import type { JavaProgram, Placement, Service } from "./service";

/** Heap of the broker, MiB. A broker lives off the page cache; 1 GiB is Kafka's own default for its start script. */
export const KAFKA_HEAP_MIB = 512;

const LOG4J = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d{ISO8601} %p %m (%c{1})%n
`;

/** The log configuration every program of the broker's jars is started with, in the service's folder. */
export const LOG4J_FILE = { name: "log4j.properties", content: LOG4J };

/** One Kafka broker; its metadata are its own (KRaft, broker and controller in one process) or ZooKeeper's. */
export function kafka(placement: Placement): Service {
  const { outside, ports, profile } = placement;
  const folder = placement.folder("kafka");
  const isKraft = profile.metadata === "kraft";
  const format = kafkaProgram(
    placement,
    "kafka",
    "kafka.tools.StorageTool",
    ["format", "--ignore-formatted", "-t", clusterId(folder), "-c", `${folder}/server.properties`],
    256,
  );
  return {
    name: "kafka",
    image: "kafka",
    prepare: isKraft ? [format] : [],
    program: kafkaProgram(placement, "kafka", "kafka.Kafka", [`${folder}/server.properties`], KAFKA_HEAP_MIB),
    environment: {},
    files: [{ name: "server.properties", content: serverProperties(placement, folder) }, LOG4J_FILE],
    ports: [{ what: "Kafka", port: PORTS.kafka, published: outside?.published(PORTS.kafka) ?? ports.kafka }],
    volumes: [{ volume: "kafka-data", path: `${folder}/data` }],
    gpus: 0,
    dependsOn: isKraft ? [] : ["zookeeper"],
    ready: { kind: "kafka", bootstrap: bootstrapOf(placement) },
    health: { tcp: ports.kafka },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its ports and that the disk has room",
  };
}

/** Where clients beside the broker find it, HOST:PORT. */
export function bootstrapOf(placement: Pick<Placement, "addressOf" | "ports">): string {
  return `${placement.addressOf("kafka")}:${placement.ports.kafka}`;
}

/** A program of the broker's jars. */
export function kafkaProgram(
  placement: Placement,
  service: string,
  mainClass: string,
  args: readonly string[],
  heapMiB: number,
): JavaProgram {
  const log4j = `file:${placement.folder(service)}/${LOG4J_FILE.name}`;
  return { jars: "kafka", mainClass, args, heapMiB, properties: { "log4j.configuration": log4j } };
}

/** Settings of a broker that differ with what keeps its metadata and with where it stands. */
function serverProperties(placement: Placement, folder: string): string {
  const settings: Record<string, string | number> = {
    ...(placement.profile.metadata === "kraft" ? kraft(placement) : zookeeper(placement)),
    "inter.broker.listener.name": "INSIDE",
    "log.dirs": `${folder}/data/log`,
    // A single broker cannot keep Kafka's default of three copies of its own topics.
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    // A mistyped topic name is an error, not a new topic.
    "auto.create.topics.enable": "false",
    // Kafka sets aside 128 MB of heap for compacting logs; nothing here is compacted.
    "log.cleaner.dedupe.buffer.size": 8 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

function kraft(placement: Placement): Record<string, string | number> {
  const { listen, ports } = placement;
  return {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@${placement.addressOf("kafka")}:${ports.kafkaController}`,
    "controller.listener.names": "CONTROLLER",
    ...listeners(placement, [`CONTROLLER://${listen}:${ports.kafkaController}`]),
  };
}

function zookeeper(placement: Placement): Record<string, string | number> {
  return {
    "broker.id": 1,
    "zookeeper.connect": `${placement.addressOf("zookeeper")}:${PORTS.zookeeper}`,
    ...listeners(placement, []),
  };
}

/** A broker tells its clients where to come back to: those inside the containers' network by its name, others by the host. */
function listeners(placement: Placement, more: readonly string[]): Record<string, string> {
  const { listen, ports, outside } = placement;
  const listening = [`INSIDE://${listen}:${ports.kafka}`];
  const advertised = [`INSIDE://${bootstrapOf(placement)}`];
  if (outside) {
    listening.push(`OUTSIDE://${listen}:${PORTS.kafka}`);
    advertised.push(`OUTSIDE://${outside.host}:${outside.published(PORTS.kafka)}`);
  }
  return {
    listeners: [...listening, ...more].join(","),
    "advertised.listeners": advertised.join(","),
    "listener.security.protocol.map": "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
  };
}

/**
 * A cluster id as Kafka writes them: 16 bytes, base64url without padding, not starting with a dash. The same for the
 * same folder, so that a description does not change between two looks at it.
 */
function clusterId(folder: string): string {
  const bytes = createHash("sha256").update(folder).digest().subarray(0, 16);
  return `G${bytes.toString("base64url").slice(1)}`;
}
