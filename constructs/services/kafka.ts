import { randomBytes } from "node:crypto";
import type { JavaProgram, Placement, Service } from "./service";

/** Heap of the broker, MiB. A broker lives off the page cache; 1 GiB is Kafka's own default for its start script. */
export const KAFKA_HEAP_MIB = 512;

const LOG4J = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d{ISO8601} %p %m (%c{1})%n
`;

/** One Kafka broker in KRaft mode (broker and controller in one process), reachable at the placement's host only. */
export function kafka(placement: Placement): Service {
  const { host, ports } = placement;
  const folder = placement.folder("kafka");
  const bootstrap = `${host}:${ports.kafka}`;
  const program = (mainClass: string, args: string[], heapMiB: number): JavaProgram => ({
    jars: "kafka",
    mainClass,
    args,
    heapMiB,
    properties: { "log4j.configuration": `file:${folder}/log4j.properties` },
  });
  return {
    name: "kafka",
    prepare: [
      program(
        "kafka.tools.StorageTool",
        ["format", "--ignore-formatted", "-t", clusterId(), "-c", `${folder}/server.properties`],
        256,
      ),
    ],
    program: program("kafka.Kafka", [`${folder}/server.properties`], KAFKA_HEAP_MIB),
    environment: {},
    files: [
      { name: "server.properties", content: serverProperties(placement, folder) },
      { name: "log4j.properties", content: LOG4J },
    ],
    dependsOn: [],
    ready: { kind: "kafka", bootstrap },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its ports and that the disk has room",
  };
}

function serverProperties({ host, ports }: Placement, folder: string): string {
  const settings: Record<string, string | number> = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@${host}:${ports.kafkaController}`,
    listeners: `OUTSIDE://${host}:${ports.kafka},CONTROLLER://${host}:${ports.kafkaController}`,
    "advertised.listeners": `OUTSIDE://${host}:${ports.kafka}`,
    "inter.broker.listener.name": "OUTSIDE",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "log.dirs": `${folder}/data`,
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

/** A cluster id as Kafka writes them: 16 random bytes, base64url without padding, not starting with a dash. */
function clusterId(): string {
  return `G${randomBytes(16).toString("base64url").slice(1)}`;
}
