import { join } from "node:path";
import type { RunRecord } from "@golazo/contracts";
import type { KafkaAccess } from "@golazo/producer";

/** Which of the two architectures a job runs on: the only difference is a file in `spark-conf/`. */
export type Architecture = RunRecord["architecture"];

/** What a job, and whoever starts one, needs to know of the cluster it runs on, wherever that is. */
export interface JobCluster extends KafkaAccess {
  /** Every process of a job carries it, so that it is found when the command that started it is gone. */
  readonly id: string;
  readonly architecture: Architecture;
  /** Where a person reaches its parts, one line each. */
  readonly addresses: readonly string[];
  /** For example `spark://127.0.0.1:7077`. */
  readonly masterUrl: string;
  /** Address of this machine at which executors find the driver. */
  readonly driverHost: string;
  readonly coresPerWorker: number;
  readonly executorMemoryMiB: number;
  /** Port of the job's web page. Default: Spark's own choice. */
  readonly applicationUiPort?: number;
  /** Folder for what only the driver reads again. */
  readonly localFolder: string;
  /** Address in an object store for what executors write and read; null where all machines see the same folders. */
  readonly storage: string | null;
  /** Folder for checkpoints, or its address: the driver and every executor see it under this name. */
  readonly checkpointFolder: string;
  /** Folder for what the next run can use again; seen by all where there is no storage. */
  readonly cacheFolder: string;
  /** Further Spark settings. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Where a query keeps its checkpoint: beside its results where executors see them, else in the storage. */
export function checkpointBeside({ storage, checkpointFolder }: JobCluster, runFolder: string): string {
  return storage === null ? join(runFolder, "checkpoint") : checkpointFolder;
}

/** What a run record says of its cluster. */
export interface ClusterFigures {
  readonly kind: RunRecord["cluster"]["kind"];
  readonly workers: number;
  readonly coresPerWorker: number;
  readonly executorMemoryMiB: number;
}
