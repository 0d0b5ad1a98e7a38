import { type ClusterSize, memoryNeededMiB } from "../services";
import { cpusOf, familyOf, gpusOf, memoryMiBOf } from "./instance-types";

/** Memory for Linux, Docker and the page cache that Kafka lives off, MiB. */
const SYSTEM_MIB = 2048;

/** Memory below which an executor has no use, MiB. */
const SMALLEST_EXECUTOR_MIB = 1024;

/** How many cores and how much memory each of a host's workers gets: all there is, in equal parts. */
export function sizeFor(instanceType: string, workers: number, gpu: boolean): ClusterSize {
  if (!familyOf(instanceType)) throw new Error(`no instance type ${instanceType} is known`);
  const cpus = cpusOf(instanceType);
  const taken = SYSTEM_MIB + memoryNeededMiB({ workers, coresPerWorker: 1, executorMemoryMiB: 0 });
  const executorMemoryMiB = Math.floor((memoryMiBOf(instanceType) - taken) / workers);
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
