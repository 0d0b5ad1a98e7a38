import { WORKBENCH } from "./jupyter";
import { bootstrapOf } from "./kafka";
import { PORTS } from "./ports";
import { producerUrl } from "./producer";
import type { ClusterSize, Placement, Service } from "./service";

/** Name of the service that shows what is on the topics. */
export const LIVE_PAGE = "live-page";

/** File in the service's own folder that holds the token its visitors must know; made at the first start. */
export const LIVE_PAGE_TOKEN_FILE = "token";

/** Largest heap of the live page's server, MiB: 4,000 matches are 180, the newest 50 runs and its browsers the rest. */
const LIVE_PAGE_HEAP_MIB = 384;

/** Memory the live page's server takes at most, MiB; Node needs some beside the heap. */
export const LIVE_PAGE_MEMORY_MIB = LIVE_PAGE_HEAP_MIB + 128;

/** The live page of the topics, the jobs and the finished runs; it changes nothing but how a replay is played. */
export function livePage(placement: Placement, size: ClusterSize): Service {
  const token = `${placement.folder(LIVE_PAGE)}/${LIVE_PAGE_TOKEN_FILE}`;
  const watchesGpus = (size.gpusPerWorker ?? 0) > 0;
  return {
    name: LIVE_PAGE,
    image: "dashboard",
    // Whoever reaches the port may be another user of the host: the token is nowhere but in this file.
    prepare: [{ command: ["golazo-make-token", token] }],
    program: {
      command: [
        ...["golazo-dashboard", "--listen", `${placement.listen}:${PORTS.dashboard}`, "--token-file", token],
        ...["--name", watchesGpus ? "gpu" : "cpu", "--bootstrap", bootstrapOf(placement)],
        ...["--producer", producerUrl(placement)],
        ...["--job-page", `http://${placement.addressOf(WORKBENCH)}:${PORTS.sparkApplicationUi}`],
        ...["--runs", placement.folder("runs")],
      ],
    },
    environment: {
      NODE_OPTIONS: `--max-old-space-size=${LIVE_PAGE_HEAP_MIB}`,
      // Of NVIDIA's libraries only those that tell how the GPUs are: the page computes nothing on them.
      ...(watchesGpus ? { NVIDIA_DRIVER_CAPABILITIES: "utility" } : {}),
    },
    files: [],
    ports: [
      {
        what: "Live page",
        port: PORTS.dashboard,
        published: placement.outside?.published(PORTS.dashboard) ?? PORTS.dashboard,
      },
    ],
    volumes: [{ volume: "runs", path: placement.folder("runs"), readOnly: true }],
    gpus: 0,
    watchesGpus,
    // It says itself what it waits for.
    dependsOn: [],
    ready: {
      kind: "http-json",
      url: `http://${placement.addressOf(LIVE_PAGE)}:${PORTS.dashboard}/health`,
      field: "browsers",
      atLeast: 0,
    },
    health: { http: `http://localhost:${PORTS.dashboard}/health` },
    readyWithinSeconds: 60,
    advice: "look at its log",
  };
}
