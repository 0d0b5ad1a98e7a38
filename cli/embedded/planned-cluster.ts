import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureTopics } from "@golazo/producer";
import type { ClusterSize } from "@golazo/services";
import type { Architecture, ClusterFigures } from "../job-cluster";
import { type ClusterWork, orInterrupted, type PlannedCluster } from "../planned-cluster";
import { EmbeddedCluster } from "./cluster";
import { architectureOf, embeddedJobCluster } from "./job-cluster";
import type { ChosenPorts } from "./ports";
import type { ClusterState } from "./state";

/** How often the services are looked after while work goes on. */
const WATCH_EVERY_MS = 500;

/** A cluster of a command's own, on this machine: it fits, and is started for the time of some work. */
export class OwnPlannedCluster implements PlannedCluster {
  constructor(
    readonly id: string,
    readonly size: ClusterSize,
    readonly ports: ChosenPorts,
  ) {}

  get architecture(): Architecture {
    return architectureOf(this.size);
  }

  get figures(): ClusterFigures {
    return figuresOf(this.size);
  }

  /** A service that dies ends the work with that error. */
  async use<T>({ runFolder, steps, interruption, work, wrapUp }: ClusterWork<T>): Promise<T> {
    const { id, size, ports } = this;
    const cluster = await EmbeddedCluster.plan({
      id,
      size,
      ports,
      logs: join(runFolder, "logs"),
      stays: false,
    });
    const jobCluster = embeddedJobCluster(cluster.state);
    const watch = new AbortController();
    try {
      await steps.run("Start Kafka and Spark", async () => {
        await orInterrupted(cluster.start(), interruption);
        await ensureTopics(jobCluster);
      });
      const untilItFails = Promise.race([work(jobCluster), untilServiceFails(cluster, watch.signal)]);
      return await orInterrupted(untilItFails, interruption);
    } finally {
      watch.abort();
      await wrapUp?.();
      await cluster.stop();
    }
  }
}

/** The cluster that `golazo up` started. */
export class StandingPlannedCluster implements PlannedCluster {
  constructor(private readonly state: ClusterState) {}

  get architecture(): Architecture {
    return architectureOf(this.state);
  }

  get figures(): ClusterFigures {
    return figuresOf(this.state);
  }

  async use<T>({ interruption, work, wrapUp }: ClusterWork<T>): Promise<T> {
    try {
      return await orInterrupted(work(embeddedJobCluster(this.state)), interruption);
    } finally {
      await wrapUp?.();
    }
  }
}

function figuresOf({ workers, coresPerWorker, executorMemoryMiB }: ClusterSize): ClusterFigures {
  return { kind: "embedded", workers, coresPerWorker, executorMemoryMiB };
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
