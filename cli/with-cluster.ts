import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureTopics } from "@golazo/producer";
import type { ClusterSize } from "@golazo/services";
import { type ClusterFlags, sizeFor } from "./cluster-options";
import { EmbeddedCluster } from "./embedded/cluster";
import { type ChosenPorts, choosePorts } from "./embedded/ports";
import { type ClusterState, removeLeftovers, standingCluster } from "./embedded/state";
import { Interruption } from "./interruption";
import type { Steps } from "./steps";

/** How often the services are looked after while work goes on. */
const WATCH_EVERY_MS = 500;

/** A cluster that fits this machine: checked, not started. */
export interface ClusterPlan {
  readonly id: string;
  readonly size: ClusterSize;
  readonly ports: ChosenPorts;
}

/** Cleans up after killed commands and plans a cluster; throws InputError for what cannot be had. */
export async function planCluster(id: string, flags: ClusterFlags): Promise<ClusterPlan> {
  for (const line of await removeLeftovers()) console.log(line);
  const size = sizeFor(flags);
  return { id, size, ports: await choosePorts(flags, size.workers) };
}

/** Work that needs a cluster, and what is known about it. */
export interface ClusterWork<T> {
  readonly plan: ClusterPlan;
  /** `logs/` goes here. */
  readonly runFolder: string;
  readonly steps: Steps;
  readonly interruption: Interruption;
  work(cluster: ClusterState): Promise<T>;
  /** Ends in order what the work started, before the cluster goes. */
  wrapUp?(): Promise<void>;
}

/**
 * Starts a cluster for the time of some work, and ends it whatever happens. A service that dies, or an interruption,
 * ends the work with that error.
 */
export async function withOwnCluster<T>(options: ClusterWork<T>): Promise<T> {
  const { plan, steps, interruption, runFolder } = options;
  const cluster = await EmbeddedCluster.plan({ ...plan, logs: join(runFolder, "logs"), stays: false });
  const watch = new AbortController();
  try {
    await steps.run("Start Kafka and Spark", async () => {
      await Promise.race([cluster.start(), interruption.happened]);
      await ensureTopics(`${cluster.state.host}:${plan.ports.kafka}`);
    });
    return await Promise.race([
      options.work(cluster.state),
      untilServiceFails(cluster, watch.signal),
      interruption.happened,
    ]);
  } finally {
    watch.abort();
    await options.wrapUp?.();
    await cluster.stop();
  }
}

/** Runs work on the cluster `golazo up` started, or on one of its own when none stands. */
export async function withAnyCluster<T>(
  options: Omit<ClusterWork<T>, "plan" | "interruption"> & {
    readonly id: string;
    readonly flags: ClusterFlags;
  },
): Promise<T> {
  const interruption = new Interruption();
  try {
    const plan = await planCluster(options.id, options.flags);
    const standing = standingCluster();
    if (standing) return await Promise.race([options.work(standing), interruption.happened]);
    return await withOwnCluster({ ...options, plan, interruption });
  } finally {
    interruption.dispose();
  }
}

/** Never resolves; rejects as soon as a service of the cluster has died. */
async function untilServiceFails(cluster: EmbeddedCluster, ended: AbortSignal): Promise<never> {
  while (!ended.aborted) {
    const failure = cluster.failure();
    if (failure) throw failure;
    await sleep(WATCH_EVERY_MS);
  }
  return new Promise(() => undefined);
}
