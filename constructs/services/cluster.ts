import { KAFKA_HEAP_MIB, kafka } from "./kafka";
import type { ClusterSize, Placement, Service } from "./service";
import { SPARK_DAEMON_HEAP_MIB, sparkMaster, sparkWorker } from "./spark";

/** Memory of the Spark driver, MiB: two streaming queries, or a forest being gathered. */
export const DRIVER_MEMORY_MIB = 1536;

/** Every service of a cluster, dependencies first. */
export function describeCluster(placement: Placement, size: ClusterSize): Service[] {
  const workers = Array.from({ length: size.workers }, (_, i) => sparkWorker(placement, size, i + 1));
  return [kafka(placement), sparkMaster(placement), ...workers];
}

/** Memory all services and one driver ask for together, MiB. */
export function memoryNeededMiB(size: ClusterSize): number {
  const perWorker = SPARK_DAEMON_HEAP_MIB + size.executorMemoryMiB;
  return KAFKA_HEAP_MIB + SPARK_DAEMON_HEAP_MIB + size.workers * perWorker + DRIVER_MEMORY_MIB;
}
