import { kafkaProgram, LOG4J_FILE } from "./kafka";
import { PORTS } from "./ports";
import type { Placement, Service } from "./service";

/** Heap of ZooKeeper, MiB: it holds the metadata of a handful of topics. */
export const ZOOKEEPER_HEAP_MIB = 128;

/** ZooKeeper for Kafka's metadata, as the course's Compose file has it; profile `seed` only. */
export function zookeeper(placement: Placement): Service {
  const folder = placement.folder("zookeeper");
  const file = `${folder}/zookeeper.properties`;
  const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
  return {
    name: "zookeeper",
    image: "kafka",
    prepare: [],
    program: kafkaProgram(placement, "zookeeper", main, [file], ZOOKEEPER_HEAP_MIB),
    environment: {},
    files: [
      {
        name: "zookeeper.properties",
        content: [
          `dataDir=${folder}/data`,
          `clientPort=${PORTS.zookeeper}`,
          `clientPortAddress=${placement.listen}`,
          // Its administration page would be one more open port.
          "admin.enableServer=false",
          "maxClientCnxns=0",
          "",
        ].join("\n"),
      },
      LOG4J_FILE,
    ],
    ports: [
      {
        what: "ZooKeeper",
        port: PORTS.zookeeper,
        published: placement.outside?.published(PORTS.zookeeper) ?? PORTS.zookeeper,
      },
    ],
    volumes: [{ volume: "zookeeper-data", path: `${folder}/data` }],
    gpus: 0,
    dependsOn: [],
    ready: { kind: "tcp", address: `${placement.addressOf("zookeeper")}:${PORTS.zookeeper}` },
    health: { tcp: PORTS.zookeeper },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its port and that the disk has room",
  };
}
