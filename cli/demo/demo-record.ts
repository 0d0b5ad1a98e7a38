import { type JobReport, type ReplayManifest, type RunRecord, TOPICS } from "@golazo/contracts";
import { type Account, describeMachine, gitCommit, reconcile } from "@golazo/record";
import { DEFAULT_PROFILE, DRIVER_MEMORY_MIB } from "@golazo/services";
import type { Architecture, ClusterFigures } from "../job-cluster";
import { HOME } from "../paths";
import { GOLAZO_VERSION } from "../version";

/** What a demo has gathered when it ends, well or not. */
export interface Gathered {
  readonly runId: string;
  readonly startedAt: Date;
  readonly architecture: Architecture;
  readonly steps: ReadonlyArray<{ name: string; seconds: number }>;
  readonly cluster: ClusterFigures;
  /** Most records of a micro-batch; null for no limit. */
  readonly batchLimit: number | null;
  /** Major version of the Java that ran the driver. */
  readonly java: number;
  readonly replay: ReplayManifest | null;
  readonly model: RunRecord["model"];
  readonly jobs: { history: JobReport | null; train: JobReport | null; stream: JobReport | null };
  readonly failure: string | null;
  readonly stopped: boolean;
}

const MIB = 2 ** 20;

/** Puts the run record together. */
export function demoRecord(gathered: Gathered): RunRecord {
  const { cluster, replay, jobs, model } = gathered;
  const finishedAt = new Date();
  const reconciliation = replay && jobs.stream?.complete ? reconcileStream(replay, jobs.stream) : null;
  const unreconciled =
    reconciliation && !reconciliation.reconciled ? reconciliation.problems.join("\n") : null;
  const failure = gathered.failure ?? unreconciled;
  return {
    schema_version: 1,
    run_id: gathered.runId,
    status: gathered.stopped ? "stopped" : failure === null ? "succeeded" : "failed",
    failure,
    started_at: gathered.startedAt.toISOString(),
    finished_at: finishedAt.toISOString(),
    seconds: (finishedAt.getTime() - gathered.startedAt.getTime()) / 1000,
    steps: [...gathered.steps],
    architecture: gathered.architecture,
    synthetic: (replay?.source.synthetic ?? false) || (model?.card.data.synthetic ?? false),
    machine: describeMachine(),
    versions: {
      golazo: GOLAZO_VERSION,
      git_commit: gitCommit(HOME),
      node: process.versions.node,
      java: gathered.java,
      // A given cluster may be of another profile: its own word counts.
      spark: (jobs.stream ?? jobs.train ?? jobs.history)?.spark_version ?? DEFAULT_PROFILE.spark,
      kafka: DEFAULT_PROFILE.kafka,
      scala: DEFAULT_PROFILE.scala,
    },
    cluster: {
      kind: cluster.kind,
      workers: cluster.workers,
      cores_per_worker: cluster.coresPerWorker,
      executor_memory_bytes: cluster.executorMemoryMiB * MIB,
      driver_memory_bytes: DRIVER_MEMORY_MIB * MIB,
      events_partitions: TOPICS.events.partitions,
    },
    batch_limit: gathered.batchLimit,
    replay,
    model,
    jobs,
    reconciliation,
    files: {
      window_statistics: "window-stats/",
      predictions: "predictions/",
      manifest: "manifest.json",
      logs: "logs/",
      reports: "reports/",
    },
  };
}

function reconcileStream(
  replay: ReplayManifest,
  stream: JobReport,
): NonNullable<RunRecord["reconciliation"]> {
  const { streaming } = stream;
  if (!streaming) throw new Error("the stream job reported nothing about its queries");
  const { queries } = streaming;
  const account = (name: string): Account => queries[name]?.accounting ?? {};
  return reconcile({
    matches: replay.matches,
    stats: account("stats"),
    predict: account("predict"),
    deadLetters: streaming.dead_letters,
    topicRecords: streaming.records_on_topic,
    droppedByWatermark: queries.stats?.state?.rows_dropped_by_watermark ?? 0,
  });
}
