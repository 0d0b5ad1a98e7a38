import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError, type KafkaAccess, NO_AUTH } from "@golazo/producer";
import { CLUSTERS } from "../paths";
import type { ChosenPorts } from "./ports";
import { CLUSTER_VARIABLE, endProcessesOf, isAlive, processesOf } from "./processes";

/** What is kept on disk about a cluster, so that another command can use it, or clean up after it. */
export interface ClusterState {
  readonly id: string;
  /** Process that started it and ends it; null when it stays until `golazo down`. */
  readonly ownerProcess: number | null;
  readonly startedAt: string;
  readonly host: string;
  readonly ports: ChosenPorts;
  readonly services: readonly string[];
  readonly workers: number;
  readonly coresPerWorker: number;
  readonly executorMemoryMiB: number;
  readonly gpusPerWorker?: number;
  /** Folder of the services' logs. */
  readonly logs: string;
  /** Folder of the services' files and data, removed with the cluster unless it is kept. */
  readonly data: string;
}

const stateFile = (id: string): string => join(CLUSTERS, `${id}.json`);

/** Remembers a cluster; the file appears whole or not at all. */
export function saveState(state: ClusterState): void {
  mkdirSync(CLUSTERS, { recursive: true });
  writeFileSync(`${stateFile(state.id)}.partial`, JSON.stringify(state, null, 2));
  renameSync(`${stateFile(state.id)}.partial`, stateFile(state.id));
}

/** All clusters that are remembered, running or left over. */
export function savedStates(): ClusterState[] {
  mkdirSync(CLUSTERS, { recursive: true });
  return readdirSync(CLUSTERS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(CLUSTERS, file), "utf8")) as ClusterState);
}

/** The cluster that this process is a part of, as a notebook is; else the one `golazo up` started, or null. */
export function standingCluster(): ClusterState | null {
  const states = savedStates();
  const own = states.find((state) => state.id === process.env[CLUSTER_VARIABLE]);
  return own ?? states.find((state) => state.ownerProcess === null) ?? null;
}

/**
 * Ends a cluster's processes and forgets it.
 *
 * @param graceSeconds how long the processes may take to end by themselves
 * @returns how many processes were ended
 */
export async function removeCluster(state: ClusterState, graceSeconds?: number): Promise<number> {
  const ended = await endProcessesOf(state.id, graceSeconds);
  rmSync(state.data, { recursive: true, force: true });
  rmSync(stateFile(state.id), { force: true });
  return ended;
}

/**
 * Cleans up after commands that were killed: ends the processes of every cluster whose owner is gone.
 *
 * @returns one line per cluster that was cleaned up
 */
export async function removeLeftovers(): Promise<string[]> {
  const lines: string[] = [];
  for (const state of savedStates()) {
    if (state.ownerProcess !== null && isAlive(state.ownerProcess)) continue;
    if (state.ownerProcess === null && (await processesOf(state.id)).length > 0) continue;
    const ended = await removeCluster(state, 3);
    if (ended > 0) lines.push(`ended ${ended} processes that a killed run (${state.id}) had left`);
  }
  return lines;
}

/**
 * The Kafka that `golazo up` started.
 *
 * @throws InputError when none is up
 */
export function kafkaOfStandingCluster(): KafkaAccess {
  const cluster = standingCluster();
  if (!cluster) {
    throw new InputError(
      "no cluster is up: start one with ./golazo up, or name a broker with --bootstrap host:port",
    );
  }
  return { bootstrap: `${cluster.host}:${cluster.ports.kafka}`, kafkaAuth: NO_AUTH };
}
