import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTopics } from "@golazo/producer";
import { endProcessesOf } from "../embedded/processes";
import { watchOver } from "../embedded/watch-over";
import { provideFurtherJars } from "../further-jars";
import { type GivenCluster, givenAddressLines } from "../given-cluster";
import type { ClusterFigures, JobCluster } from "../job-cluster";
import { RUNS } from "../paths";
import { type ClusterWork, orInterrupted, type PlannedCluster } from "../planned-cluster";
import { storageSparkSettings } from "../storage/hadoop-settings";
import { checkStorage, removeStored } from "../storage/stored-folder";
import { figuresOf, ownAddressTowards } from "./master";
import { removeEvents } from "./remove-events";

/** A cluster that is there already and stays: jobs are sent to it, and only what a run made for itself goes again. */
export class GivenPlannedCluster implements PlannedCluster {
  private constructor(
    private readonly id: string,
    private readonly given: GivenCluster,
    readonly figures: ClusterFigures,
    private readonly driverHost: string,
  ) {}

  /**
   * Looks whether the cluster is there and has room.
   *
   * @param id the run's
   * @throws InputError when it has not
   */
  static async plan(id: string, given: GivenCluster): Promise<GivenPlannedCluster> {
    await provideFurtherJars(given);
    const planned = new GivenPlannedCluster(
      id,
      given,
      await figuresOf(given),
      await ownAddressTowards(given),
    );
    if (planned.storage !== null) await checkStorage(planned.storage);
    return planned;
  }

  get architecture(): JobCluster["architecture"] {
    return this.given.architecture;
  }

  /** This run's own part of the storage. */
  private get storage(): string | null {
    return this.given.storage === null ? null : `${this.given.storage}/runs/${this.id}`;
  }

  async use<T>({ runFolder, interruption, emptyTopics, work, wrapUp }: ClusterWork<T>): Promise<T> {
    const cluster = this.jobCluster(runFolder);
    watchOver(this.id);
    try {
      await ensureTopics(cluster);
      if (emptyTopics) await removeEvents(cluster);
      return await orInterrupted(work(cluster), interruption);
    } finally {
      await wrapUp?.();
      await endProcessesOf(this.id);
      rmSync(cluster.localFolder, { recursive: true, force: true });
      if (cluster.storage !== null) await removeStored(cluster.storage);
      else rmSync(cluster.checkpointFolder, { recursive: true, force: true });
    }
  }

  private jobCluster(runFolder: string): JobCluster {
    const { architecture, masterUrl, bootstrap, kafkaAuth, executorMemoryMiB, eventLog } = this.given;
    // The folder of runs is what a deployment shares among its machines, so the cache is in it.
    const cacheFolder = join(RUNS, ".cache");
    mkdirSync(cacheFolder, { recursive: true });
    return {
      ...{ id: this.id, architecture, masterUrl, bootstrap, kafkaAuth, executorMemoryMiB, cacheFolder },
      addresses: givenAddressLines(this.given),
      driverHost: this.driverHost,
      coresPerWorker: this.figures.coresPerWorker,
      localFolder: mkdtempSync(join(tmpdir(), "golazo-driver-")),
      storage: this.storage,
      checkpointFolder: this.storage === null ? join(runFolder, ".checkpoint") : `${this.storage}/checkpoint`,
      settings: {
        ...(eventLog !== null && {
          "spark.eventLog.enabled": "true",
          "spark.eventLog.dir": `file://${eventLog}`,
        }),
        ...(this.storage !== null && storageSparkSettings()),
      },
    };
  }
}
