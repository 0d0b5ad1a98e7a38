import { PORTS } from "./ports";
import type { ClusterSize, JavaProgram, Placement, Service } from "./service";

/** Heap of the master and of each worker's daemon, MiB: they schedule, they hold no data. Spark's default is 1024. */
export const SPARK_DAEMON_HEAP_MIB = 256;

/** Spark Standalone master. */
export function sparkMaster(placement: Placement): Service {
  const { ports, outside } = placement;
  const published = (port: number, own: number): number => outside?.published(port) ?? own;
  return {
    name: "spark-master",
    image: "spark-rapids",
    prepare: [],
    program: daemon("org.apache.spark.deploy.master.Master", [
      ...["--host", placement.addressOf("spark-master"), "--port", `${ports.sparkMaster}`],
      ...["--webui-port", `${ports.sparkMasterUi}`],
    ]),
    environment: sparkEnvironment(placement),
    files: [],
    ports: [
      {
        what: "Spark master's page",
        port: ports.sparkMasterUi,
        published: published(PORTS.sparkMasterUi, ports.sparkMasterUi),
      },
      {
        what: "Spark master",
        port: ports.sparkMaster,
        published: published(PORTS.sparkMaster, ports.sparkMaster),
      },
    ],
    volumes: [],
    gpus: 0,
    dependsOn: [],
    ready: { kind: "http-json", url: masterPage(placement), field: "aliveworkers", atLeast: 0 },
    health: { http: `http://localhost:${ports.sparkMasterUi}/json/` },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its ports",
  };
}

/** The `number`-th Spark Standalone worker, counted from 1. */
export function sparkWorker(placement: Placement, size: ClusterSize, number: number): Service {
  const { outside, ports } = placement;
  const name = `spark-worker-${number}`;
  const webUi = ports.sparkWorkerUis[number - 1];
  if (webUi === undefined) throw new Error(`no web page port was placed for ${name}`);
  const gpus = size.gpusPerWorker ?? 0;
  return {
    name,
    replicaOf: "spark-worker",
    image: "spark-rapids",
    prepare: [],
    program: daemon(
      "org.apache.spark.deploy.worker.Worker",
      [
        // A container has an address of its own, which the worker finds by itself.
        ...(outside ? [] : ["--host", placement.listen]),
        ...["--webui-port", `${webUi}`],
        ...["--cores", `${size.coresPerWorker}`],
        ...["--memory", `${size.executorMemoryMiB}M`],
        ...["--work-dir", `${placement.folder(name)}/work`],
        masterUrl(placement),
      ],
      gpus > 0
        ? {
            "spark.worker.resource.gpu.amount": `${gpus}`,
            "spark.worker.resource.gpu.discoveryScript": placement.gpuDiscoveryScript ?? GPU_DISCOVERY_SCRIPT,
          }
        : {},
    ),
    environment: {
      ...sparkEnvironment(placement),
      ...(gpus > 0 ? { [GPUS_VARIABLE]: share(gpus, number) } : {}),
    },
    files: [],
    ports: [
      {
        what: `Spark worker ${number}'s page`,
        port: webUi,
        published: outside?.published(PORTS.sparkWorkerUi, number - 1) ?? webUi,
      },
    ],
    volumes: sharedVolumes(placement),
    gpus,
    dependsOn: ["spark-master"],
    ready: { kind: "http-json", url: masterPage(placement), field: "aliveworkers", atLeast: number },
    health: { http: `http://localhost:${webUi}/json/` },
    readyWithinSeconds: 60,
    advice: "check that the memory it asks for is free, or ask for less with --executor-memory",
  };
}

/** Spark's History Server: the pages of jobs that have ended. */
export function sparkHistory(placement: Placement): Service {
  return {
    name: "spark-history",
    image: "spark-rapids",
    prepare: [],
    program: daemon("org.apache.spark.deploy.history.HistoryServer", [], {
      "spark.history.fs.logDirectory": `file://${eventLog(placement)}`,
      "spark.history.ui.port": `${PORTS.sparkHistoryUi}`,
      // A run is looked at minutes after it ended; Spark looks for new logs every ten seconds by default.
      "spark.history.fs.update.interval": "30s",
      "spark.history.retainedApplications": "5",
    }),
    environment: sparkEnvironment(placement),
    files: [],
    ports: [
      {
        what: "Spark's History Server",
        port: PORTS.sparkHistoryUi,
        published: placement.outside?.published(PORTS.sparkHistoryUi) ?? PORTS.sparkHistoryUi,
      },
    ],
    volumes: [{ volume: "spark-events", path: eventLog(placement) }],
    gpus: 0,
    dependsOn: [],
    ready: {
      kind: "http-json",
      url: `http://${placement.addressOf("spark-history")}:${PORTS.sparkHistoryUi}/api/v1/version`,
      field: "spark",
      atLeast: 0,
    },
    health: { http: `http://localhost:${PORTS.sparkHistoryUi}/api/v1/version` },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its port",
  };
}

/** Says which GPUs there are, in the form Spark wants; part of the image. */
const GPU_DISCOVERY_SCRIPT = "/opt/golazo/bin/discover-gpus";

/** Which of the host's GPUs are a worker's, by their numbers; a container sees all of them. */
const GPUS_VARIABLE = "GOLAZO_GPUS";

/** The first worker has the first GPUs, the second the next ones: two executors must not share one. */
function share(gpus: number, worker: number): string {
  return Array.from({ length: gpus }, (_, i) => (worker - 1) * gpus + i).join(",");
}

/** Where applications find the master. */
export function masterUrl(placement: Pick<Placement, "addressOf" | "ports">): string {
  return `spark://${placement.addressOf("spark-master")}:${placement.ports.sparkMaster}`;
}

/** The master's page in a form for machines. */
export function masterPage(placement: Pick<Placement, "addressOf" | "ports">): string {
  return `http://${placement.addressOf("spark-master")}:${placement.ports.sparkMasterUi}/json/`;
}

/** Folder of the event logs, from which the History Server makes its pages. */
export function eventLog(placement: Placement): string {
  return placement.folder("spark-events");
}

/** What every container that runs a part of a job shares: models, and the runs with their results. */
export function sharedVolumes(placement: Placement): Service["volumes"] {
  return (["models", "runs"] as const).map((volume) => ({ volume, path: placement.folder(volume) }));
}

function daemon(
  mainClass: string,
  args: readonly string[],
  properties: Readonly<Record<string, string>> = {},
): JavaProgram {
  return { jars: "spark", mainClass, args, heapMiB: SPARK_DAEMON_HEAP_MIB, properties };
}

function sparkEnvironment({ listen, outside, sparkHome, profile }: Placement): Record<string, string> {
  return {
    SPARK_HOME: sparkHome,
    // A worker that was not started by Spark's shell scripts guesses the Scala version from build folders, and fails.
    SPARK_SCALA_VERSION: profile.scala,
    // Binds the web pages too, which listen on every interface otherwise. In a container that is what is wanted.
    ...(outside ? {} : { SPARK_LOCAL_IP: listen }),
  };
}
