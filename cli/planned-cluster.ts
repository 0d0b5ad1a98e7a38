import { Interruption } from "./interruption";
import type { Architecture, ClusterFigures, JobCluster } from "./job-cluster";
import type { Needs } from "./setup/install";
import type { Steps } from "./steps";

/** Work that needs a cluster, and what is known about it. */
export interface ClusterWork<T> {
  /** `logs/` goes here. */
  readonly runFolder: string;
  readonly steps: Steps;
  /** Ends the work when it happens; left out where the work sees to its own end. */
  readonly interruption?: Interruption;
  /** Whether the work wants topics that hold nothing of earlier runs, as those of a new cluster. Default false. */
  readonly emptyTopics?: boolean;
  work(cluster: JobCluster): Promise<T>;
  /** Ends in order what the work started, before the cluster goes. */
  wrapUp?(): Promise<void>;
}

/** Waits for some work, or for the interruption that ends it. */
export function orInterrupted<T>(work: Promise<T>, interruption: Interruption | undefined): Promise<T> {
  return interruption ? Promise.race([work, interruption.happened]) : work;
}

/** A cluster that can be had, by starting it or because it is there: checked, and nothing done yet. */
export interface PlannedCluster {
  readonly architecture: Architecture;
  readonly figures: ClusterFigures;
  /** Does some work on the cluster and leaves nothing of it behind, whatever happens. */
  use<T>(work: ClusterWork<T>): Promise<T>;
}

/** What has to be installed for jobs on a cluster; one that is there already has what its architecture needs. */
export function needsOf({ architecture, figures }: PlannedCluster): Needs {
  const onGpuHere = architecture === "gpu" && figures.kind === "embedded";
  return { python: "production", jars: true, rapids: onGpuHere, cuml: onGpuHere };
}

/** Does some work on a cluster until it is done, or the user does not want it any more. */
export async function untilInterrupted<T>(
  cluster: PlannedCluster,
  work: Omit<ClusterWork<T>, "interruption">,
): Promise<T> {
  const interruption = new Interruption();
  try {
    return await cluster.use({ ...work, interruption });
  } finally {
    interruption.dispose();
  }
}
