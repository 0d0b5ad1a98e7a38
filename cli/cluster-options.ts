import { availableParallelism, freemem, totalmem } from "node:os";
import { InputError } from "@golazo/producer";
import {
  type ClusterSize,
  DEFAULT_EXECUTOR_MEMORY_MIB,
  MOST_WORKERS,
  memoryNeededMiB,
  PORTS,
} from "@golazo/services";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { FixedPorts } from "./embedded/ports";
import type { Architecture } from "./job-cluster";

/** What the user said about the cluster on the command line. */
export interface ClusterFlags extends FixedPorts {
  /** `both` is for the demo alone. */
  readonly arch: Architecture | "both";
  readonly workers: number;
  /** Cores each worker offers. Default: its share of the machine's. */
  readonly cores?: number;
  readonly executorMemory?: number;
}

const MIB = 1024 * 1024;
/** A worker has one executor here, and the accelerator uses one GPU in each. */
const GPUS_PER_WORKER = 1;
/** Below this an executor cannot hold a batch of parsed events (Spark itself keeps 300 MB). */
const SMALLEST_EXECUTOR_MIB = 1024;

/**
 * Adds the options that shape the embedded cluster to a command.
 *
 * @param architectures what `--arch` may be
 */
export function addClusterOptions(
  command: Command,
  architectures: ReadonlyArray<ClusterFlags["arch"]> = ["cpu", "gpu"],
): Command {
  return command
    .addOption(
      new Option(
        "--arch <architecture>",
        "Spark as it is, or with NVIDIA's accelerator on this machine's GPU",
      )
        .choices(architectures)
        .default("cpu"),
    )
    .option("--workers <n>", "Spark workers, sharing this machine's cores", parseWorkers, 1)
    .option("--cores <n>", "cores each worker offers (default: its share of this machine's)", parseCores)
    .option(
      "--executor-memory <size>",
      `memory of each worker's executor, for example 2g (default: up to ${DEFAULT_EXECUTOR_MEMORY_MIB / 1024}g, by what is free)`,
      parseMemory,
    )
    .option("--kafka-port <port>", `Kafka's port (default: ${PORTS.kafka} or the next free one)`, parsePort)
    .option("--master-port <port>", `Spark master's port (default: ${PORTS.sparkMaster} or next)`, parsePort)
    .option(
      "--master-ui-port <port>",
      `Spark master's page (default: ${PORTS.sparkMasterUi} or next)`,
      parsePort,
    )
    .option(
      "--worker-ui-port <port>",
      `first worker's page (default: ${PORTS.sparkWorkerUi} or next)`,
      parsePort,
    )
    .option(
      "--app-ui-port <port>",
      `the job's page (default: ${PORTS.sparkApplicationUi} or next)`,
      parsePort,
    );
}

/**
 * Shares the machine out among the workers.
 *
 * @throws InputError when there is too little memory, with the figures
 */
export function sizeFor(flags: ClusterFlags): ClusterSize {
  const cores = availableParallelism();
  const coresPerWorker = flags.cores ?? Math.max(1, Math.floor(cores / flags.workers));
  if (coresPerWorker > cores) {
    throw new InputError(`--cores ${coresPerWorker} is more than this machine has: give ${cores} or less`);
  }
  const free = availableMiB();
  const size = (executorMemoryMiB: number): ClusterSize => ({
    workers: flags.workers,
    coresPerWorker,
    executorMemoryMiB,
    ...(flags.arch === "gpu" && { gpusPerWorker: GPUS_PER_WORKER }),
  });
  const withoutExecutors = memoryNeededMiB(size(0));
  const share = Math.floor((free - withoutExecutors) / flags.workers);
  const wanted =
    flags.executorMemory ?? Math.min(DEFAULT_EXECUTOR_MEMORY_MIB, Math.max(share, SMALLEST_EXECUTOR_MIB));
  const needed = memoryNeededMiB(size(wanted));
  if (needed > free) {
    const fix =
      flags.executorMemory !== undefined && share >= SMALLEST_EXECUTOR_MIB
        ? `use --executor-memory ${share}m or less`
        : "close other programs, or use fewer --workers";
    throw new InputError(`too little memory: ${gib(needed)} are needed and ${gib(free)} are free: ${fix}`);
  }
  return size(wanted);
}

/** Memory that processes started now may use, MiB: what is free, and no more than a container's limit. */
function availableMiB(): number {
  const limit = process.constrainedMemory();
  const ceiling = limit > 0 && limit < totalmem() ? limit : totalmem();
  return Math.floor(Math.min(freemem(), ceiling) / MIB);
}

function gib(mib: number): string {
  return `${(mib / 1024).toFixed(1)} GiB`;
}

function parseWorkers(text: string): number {
  const workers = Number(text);
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_WORKERS}, for example --workers 2.`);
  }
  return workers;
}

function parseCores(text: string): number {
  const cores = Number(text);
  if (!/^\d+$/.test(text) || cores < 1) {
    throw new InvalidArgumentError("Give a whole number from 1, for example --cores 1.");
  }
  return cores;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InvalidArgumentError("Give a port from 1 to 65535.");
  }
  return port;
}

function parseMemory(text: string): number {
  const match = /^(\d+)([mg])b?$/i.exec(text);
  const mib = match ? Number(match[1]) * (match[2]?.toLowerCase() === "g" ? 1024 : 1) : 0;
  if (mib < SMALLEST_EXECUTOR_MIB) {
    throw new InvalidArgumentError(`Give at least ${SMALLEST_EXECUTOR_MIB}m, for example 2g.`);
  }
  return mib;
}
