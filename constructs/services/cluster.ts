import { jupyterLab } from "./jupyter";
import { KAFKA_HEAP_MIB, kafka } from "./kafka";
import { LIVE_PAGE_MEMORY_MIB, livePage } from "./live-page";
import { PRODUCER_MEMORY_MIB, producer } from "./producer";
import type { ClusterSize, Placement, Service } from "./service";
import { SPARK_DAEMON_HEAP_MIB, sparkHistory, sparkMaster, sparkWorker } from "./spark";
import { zookeeper } from "./zookeeper";

/** Memory of the Spark driver, MiB: two streaming queries, or a forest being gathered. */
export const DRIVER_MEMORY_MIB = 1536;

/**
 * Memory of one executor when there is room, MiB: the two queries' state is small, parsing is what needs memory.
 */
export const DEFAULT_EXECUTOR_MEMORY_MIB = 3072;

/** What a job needs at least, dependencies first: a broker (with its ZooKeeper, if the profile has one) and Spark. */
export function describeCluster(placement: Placement, size: ClusterSize): Service[] {
  const workers = Array.from({ length: size.workers }, (_, i) => sparkWorker(placement, size, i + 1));
  const metadata = placement.profile.metadata === "zookeeper" ? [zookeeper(placement)] : [];
  return [...metadata, kafka(placement), sparkMaster(placement), ...workers];
}

/** Every service of a deployment, dependencies first. */
export function describeDeployment(placement: Placement, size: ClusterSize): Service[] {
  return [
    ...describeCluster(placement, size),
    sparkHistory(placement),
    producer(placement),
    livePage(placement, size),
    jupyterLab(placement, size),
  ];
}

/** Memory that all services of a demo and one driver ask for together, MiB. */
export function memoryNeededMiB(size: ClusterSize): number {
  const workers = size.workers * (SPARK_DAEMON_HEAP_MIB + size.executorMemoryMiB);
  const spark = SPARK_DAEMON_HEAP_MIB + workers + DRIVER_MEMORY_MIB;
  return KAFKA_HEAP_MIB + spark + PRODUCER_MEMORY_MIB + LIVE_PAGE_MEMORY_MIB;
}
