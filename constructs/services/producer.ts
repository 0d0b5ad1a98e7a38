import { bootstrapOf } from "./kafka";
import { PORTS } from "./ports";
import type { Placement, Service } from "./service";
import { sharedVolumes } from "./spark";

/** Memory the producer takes at most, MiB: the events it has invented ahead (`PREPARED` in `producer/run.ts`), and Node. */
export const PRODUCER_MEMORY_MIB = 512 + 256;

/** The producer as a service: it plays a replay when it is asked to, one at a time. */
export function producer(placement: Placement): Service {
  const runs = sharedVolumes(placement).filter(({ volume }) => volume === "runs");
  const url = producerUrl(placement);
  return {
    name: "producer",
    image: "producer",
    prepare: [],
    program: {
      command: [
        ...["golazo-producer", "--listen", `${placement.listen}:${PORTS.producer}`],
        ...["--bootstrap", bootstrapOf(placement), "--runs", placement.folder("runs")],
      ],
    },
    environment: {},
    files: [],
    ports: [
      {
        what: "Producer",
        port: PORTS.producer,
        published: placement.outside?.published(PORTS.producer) ?? PORTS.producer,
      },
    ],
    volumes: runs,
    gpus: 0,
    dependsOn: ["kafka"],
    ready: { kind: "http-json", url: `${url}/health`, field: "kafka", atLeast: 1 },
    health: { http: `http://localhost:${PORTS.producer}/health` },
    readyWithinSeconds: 60,
    advice: "look whether Kafka answers",
  };
}

/** Where the producer takes its orders. */
export function producerUrl(placement: Pick<Placement, "addressOf">): string {
  return `http://${placement.addressOf("producer")}:${PORTS.producer}`;
}
