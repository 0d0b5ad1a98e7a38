import type { ClusterSize, Placement, Service } from "./service";
import { DEFAULT_PROFILE } from "./versions";

/** Heap of the master and of each worker's daemon, MiB: they schedule, they hold no data. Spark's default is 1024. */
export const SPARK_DAEMON_HEAP_MIB = 256;

/** Spark Standalone master. */
export function sparkMaster(placement: Placement): Service {
  const { host, ports } = placement;
  return {
    name: "spark-master",
    prepare: [],
    program: {
      jars: "spark",
      mainClass: "org.apache.spark.deploy.master.Master",
      args: ["--host", host, "--port", `${ports.sparkMaster}`, "--webui-port", `${ports.sparkMasterUi}`],
      heapMiB: SPARK_DAEMON_HEAP_MIB,
    },
    environment: sparkEnvironment(placement),
    files: [],
    dependsOn: [],
    ready: {
      kind: "http-json",
      url: `http://${host}:${ports.sparkMasterUi}/json/`,
      field: "aliveworkers",
      atLeast: 0,
    },
    readyWithinSeconds: 60,
    advice: "check that nothing else uses its ports",
  };
}

/** The `number`-th Spark Standalone worker, counted from 1. */
export function sparkWorker(placement: Placement, size: ClusterSize, number: number): Service {
  const { host, ports } = placement;
  const name = `spark-worker-${number}`;
  const webUi = ports.sparkWorkerUis[number - 1];
  if (webUi === undefined) throw new Error(`no web page port was placed for ${name}`);
  return {
    name,
    prepare: [],
    program: {
      jars: "spark",
      mainClass: "org.apache.spark.deploy.worker.Worker",
      args: [
        ...["--host", host],
        ...["--webui-port", `${webUi}`],
        ...["--cores", `${size.coresPerWorker}`],
        ...["--memory", `${size.executorMemoryMiB}M`],
        ...["--work-dir", `${placement.folder(name)}/work`],
        masterUrl(placement),
      ],
      heapMiB: SPARK_DAEMON_HEAP_MIB,
    },
    environment: sparkEnvironment(placement),
    files: [],
    dependsOn: ["spark-master"],
    ready: {
      kind: "http-json",
      url: `http://${host}:${ports.sparkMasterUi}/json/`,
      field: "aliveworkers",
      atLeast: number,
    },
    readyWithinSeconds: 60,
    advice: "check that the memory it asks for is free, or ask for less with --executor-memory",
  };
}

/** Where applications find the master. */
export function masterUrl({ host, ports }: Pick<Placement, "host" | "ports">): string {
  return `spark://${host}:${ports.sparkMaster}`;
}

function sparkEnvironment({ host, sparkHome }: Placement): Record<string, string> {
  // SPARK_LOCAL_IP binds the web pages too, which listen on every interface otherwise.
  // A worker that was not started by Spark's shell scripts guesses the Scala version from build folders, and fails.
  return { SPARK_HOME: sparkHome, SPARK_LOCAL_IP: host, SPARK_SCALA_VERSION: DEFAULT_PROFILE.scala };
}
