import { type ClusterSize, memoryNeededMiB } from "../services";
import { cpusOf, familyOf, gpusOf, memoryMiBOf } from "./instance-types";

/** Memory for Linux, Docker and the page cache that Kafka lives off, MiB. */
const SYSTEM_MIB = 2048;

/**
 * What an executor takes for each byte of its heap: as much again as Spark sets aside for jobs with Python where it counts
 * (spark.kubernetes.memoryOverheadFactor, https://spark.apache.org/docs/3.5.1/running-on-kubernetes.html), which
 * Standalone does not. RAPIDS keeps its pinned memory there too.
 */
const MEMORY_PER_HEAP = 1.4;

/** Memory below which an executor has no use, MiB. */
const SMALLEST_EXECUTOR_MIB = 1024;

/** How many cores and how much memory each of a host's workers gets: all there is, in equal parts. */
export function sizeFor(instanceType: string, workers: number, gpu: boolean): ClusterSize {
  if (!familyOf(instanceType)) throw new Error(`no instance type ${instanceType} is known`);
  const cpus = cpusOf(instanceType);
  const taken = SYSTEM_MIB + memoryNeededMiB({ workers, coresPerWorker: 1, executorMemoryMiB: 0 });
  const executorMemoryMiB = Math.floor((memoryMiBOf(instanceType) - taken) / workers / MEMORY_PER_HEAP);
  if (executorMemoryMiB < SMALLEST_EXECUTOR_MIB || workers > cpus) {
    throw new Error(
      `${workers} workers do not fit on one ${instanceType}: ask for fewer, or for a larger type`,
    );
  }
  if (gpu && workers > gpusOf(instanceType)) {
    throw new Error(
      `${workers} workers need as many GPUs, one ${instanceType} has ${gpusOf(instanceType)}: ask for fewer, or for a larger type`,
    );
  }
  return {
    workers,
    coresPerWorker: Math.max(1, Math.floor(cpus / workers)),
    executorMemoryMiB,
    gpusPerWorker: gpu ? 1 : 0,
  };
}
