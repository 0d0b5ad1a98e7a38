import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JobReport, type ReplayManifest, validate } from "@golazo/contracts";
import { createSource, exportMessages, type MatchSource } from "@golazo/producer";
import { endOffsets } from "../embedded/topic-offsets";
import { type BatchContext, DEFAULT_HISTORY_SEED } from "../history";
import { kafkaArguments } from "../kafka-arguments";
import { type JobMessage, SparkJob } from "../spark-job";
import type { Say } from "../steps";
import type { PlayingReplay, Producer } from "./producer";

/** Matches the queries rehearse on by default: about as many events as half a minute of the default rate. */
export const DEFAULT_REHEARSAL_MATCHES = 32;

/** Synthetic matches of training seasons: never those that are played. */
function rehearsalSource(): MatchSource {
  const options = { source: "synthetic", seed: DEFAULT_HISTORY_SEED, skipBadFiles: false } as const;
  return createSource(options, "history", () => undefined);
}

/** The two streaming queries and the replay that feeds them, all of one run. */
export class StreamStep {
  readonly manifestFile: string;
  private readonly reportFile: string;
  private readonly stopFile: string;
  private job: SparkJob | null = null;
  private replay: PlayingReplay | null = null;
  private say: Say;

  constructor(
    private readonly context: BatchContext,
    private readonly model: string,
    plan: ReplayManifest,
    private readonly batchLimit?: number,
  ) {
    const folder = context.runFolder;
    this.say = context.say;
    this.manifestFile = join(folder, "manifest.json");
    this.reportFile = join(folder, "reports", "stream.json");
    this.stopFile = join(folder, "reports", "stop.json");
    mkdirSync(join(folder, "reports"), { recursive: true });
    // The queries need to know which matches the replay will play.
    writeFileSync(this.manifestFile, JSON.stringify(plan, null, 2));
  }

  /**
   * Starts both queries; resolves once they have rehearsed and are waiting, so that start-up delays no event.
   *
   * @param rehearsalMatches synthetic matches to rehearse on; 0 for none
   */
  async startQueries(rehearsalMatches: number, say: Say): Promise<void> {
    this.say = say;
    const { context } = this;
    let ready: () => void = () => undefined;
    const becameReady = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const rehearsal = join(context.runFolder, "rehearsal");
    if (rehearsalMatches > 0) {
      await exportMessages({ source: rehearsalSource(), limit: rehearsalMatches, dir: rehearsal });
    }
    this.job = await SparkJob.start({
      args: [
        ...["stream", "--queries", "stats,predict", ...kafkaArguments(context.cluster)],
        ...["--manifest", this.manifestFile],
        ...["--out", context.runFolder, "--checkpoint", context.cluster.checkpointFolder],
        ...["--model", this.model, "--report", this.reportFile, "--stop-file", this.stopFile],
        ...(rehearsalMatches > 0 ? ["--rehearsal", rehearsal] : []),
        ...(this.batchLimit === undefined ? [] : fixedBatches(this.batchLimit)),
      ],
      cluster: context.cluster,
      confFolder: join(context.runFolder, "conf", "stream"),
      logFile: join(context.runFolder, "logs", "stream.log"),
      onMessage: (message) => {
        if (message.golazo === "ready") ready();
        if (message.golazo === "progress") this.say(progressLine(message));
      },
    });
    await Promise.race([becameReady, this.job.finished]);
    rmSync(rehearsal, { recursive: true, force: true });
  }

  /** Plays the replay to its end; a query that fails meanwhile ends it. */
  async play(producer: Producer, say: Say): Promise<void> {
    this.say = say;
    const { cluster, runFolder } = this.context;
    this.replay = producer.start({
      cluster,
      manifestFile: this.manifestFile,
      logFile: join(runFolder, "logs", "producer.log"),
      onLine: say,
    });
    const { finished } = this.replay;
    if (!this.job) return finished;
    const jobEnded = this.job.finished.then(() =>
      Promise.reject(new Error("the queries ended before the replay did")),
    );
    await Promise.race([finished, jobEnded]);
  }

  /** Lets the queries read what is left on the topic, make every window final, and report. */
  async drain(say: Say): Promise<JobReport> {
    this.say = say;
    const offsets = JSON.stringify({ end_offsets: await endOffsets(this.context.cluster) });
    writeFileSync(`${this.stopFile}.partial`, offsets);
    renameSync(`${this.stopFile}.partial`, this.stopFile);
    await this.job?.finished;
    return validate<JobReport>("job-report", JSON.parse(readFileSync(this.reportFile, "utf8")));
  }

  /** What the replay planned or, once it ended, what Kafka acknowledged. */
  manifest(): ReplayManifest {
    return validate<ReplayManifest>("replay-manifest", JSON.parse(readFileSync(this.manifestFile, "utf8")));
  }

  /** Ends both in order: the producer flushes, then the queries finish what they have. */
  async stop(): Promise<void> {
    this.replay?.stop();
    await this.replay?.finished.catch(() => undefined);
    this.job?.stop();
    await this.job?.finished.catch(() => undefined);
  }
}

/** Micro-batches of one size, one right after the other: what is measured is the size, not the wait. */
function fixedBatches(records: number): string[] {
  return ["--max-offsets-per-trigger", `${records}`, "--trigger-ms", "0", "--stats-trigger-ms", "0"];
}

/** What a query says of its latest micro-batch that had anything to read; null before the first. */
interface QueryProgress {
  readonly process_rate?: number | null;
  readonly batch_ms?: number | null;
  readonly lag: number;
}

/** One line about the queries, for people. */
function progressLine(message: JobMessage): string {
  const queries = Object.entries(message.queries as Record<string, QueryProgress | null>);
  return queries.map(([name, progress]) => `${name}: ${describe(progress)}`).join(" · ");
}

function describe(progress: QueryProgress | null): string {
  if (!progress?.process_rate || !progress.batch_ms) return "waiting for events";
  const { process_rate, batch_ms, lag } = progress;
  return `${Math.round(process_rate)} events/s, batch ${Math.round(batch_ms)} ms, lag ${lag}`;
}
