import type { JobReport, ReplayManifest, RunRecord } from "@golazo/contracts";
import { writeRecord } from "@golazo/record";
import type { BatchContext } from "../history";
import { Interrupted, Interruption } from "../interruption";
import type { JobCluster } from "../job-cluster";
import type { PlannedCluster } from "../planned-cluster";
import { javaVersion } from "../setup/java";
import { Steps } from "../steps";
import { demoRecord } from "./demo-record";
import { serveLivePage } from "./live-page";
import { type ModelOptions, readyModel } from "./model-step";
import type { Producer } from "./producer";
import { StreamStep } from "./stream-step";

/** Everything the main job needs to know before it starts; all of it checked. */
export interface DemoOptions {
  readonly runId: string;
  readonly runFolder: string;
  readonly startedAt: Date;
  readonly cluster: PlannedCluster;
  readonly model: ModelOptions;
  /** Synthetic matches the queries rehearse on before the replay; 0 for none. */
  readonly rehearsalMatches: number;
  /** What the replay will play. */
  readonly plan: ReplayManifest;
  readonly producer: Producer;
  /** Most records of a micro-batch; everything is then on the topic before the queries begin. */
  readonly batchLimit?: number;
}

/** How a demo ended. */
export interface DemoResult {
  readonly record: RunRecord;
  readonly recordFile: string;
  /** What ended it early, or null. */
  readonly error: Error | null;
}

/** The main job: cluster, model, two queries, a replay, and the record of what happened. */
export class DemoRun {
  private readonly steps = new Steps();
  private model: RunRecord["model"] = null;
  private history: JobReport | null = null;
  private train: JobReport | null = null;
  private report: JobReport | null = null;
  private stream: StreamStep | null = null;

  constructor(private readonly options: DemoOptions) {}

  /** Runs everything; the record is written however it ends. */
  async run(): Promise<DemoResult> {
    const interruption = new Interruption();
    const { runFolder, cluster } = this.options;
    let error: Error | null = null;
    try {
      const work = (jobCluster: JobCluster): Promise<void> => this.work(jobCluster);
      const wrapUp = (): Promise<void> => this.stream?.stop() ?? Promise.resolve();
      await cluster.use({ runFolder, steps: this.steps, interruption, emptyTopics: true, work, wrapUp });
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    } finally {
      interruption.dispose();
    }
    const record = this.record(error, await javaVersion());
    return { record, recordFile: writeRecord(runFolder, record), error };
  }

  private async work(cluster: JobCluster): Promise<void> {
    for (const line of cluster.addresses) console.log(`  ${line}`);
    const page = await serveLivePage(cluster);
    console.log(`  ${page.line}`);
    try {
      await this.workWatched(cluster);
    } finally {
      await page.close();
    }
  }

  private async workWatched(cluster: JobCluster): Promise<void> {
    const { runFolder, model: modelOptions, producer } = this.options;
    const context = (say: BatchContext["say"]): BatchContext => ({ cluster, runFolder, say });
    await this.steps.run("Get the model ready", async (say) => {
      const ready = await readyModel(context(say), modelOptions);
      ({ model: this.model, history: this.history, train: this.train } = ready);
    });
    const { batchLimit, plan, rehearsalMatches } = this.options;
    const stream = new StreamStep(context(console.log), modelOptions.model, plan, batchLimit);
    this.stream = stream;
    const start = (): Promise<void> =>
      this.steps.run("Start the queries: stats, predict", (say) =>
        stream.startQueries(rehearsalMatches, say),
      );
    const play = (): Promise<void> => this.steps.run("Play the matches", (say) => stream.play(producer, say));
    for (const step of batchLimit === undefined ? [start, play] : [play, start]) await step();
    this.report = await this.steps.run("Let the queries finish", (say) => stream.drain(say));
  }

  private record(error: Error | null, java: number): RunRecord {
    const { runId, startedAt, cluster } = this.options;
    return demoRecord({
      runId,
      startedAt,
      architecture: cluster.architecture,
      steps: this.steps.timings,
      cluster: cluster.figures,
      batchLimit: this.options.batchLimit ?? null,
      java,
      replay: this.stream?.manifest() ?? null,
      model: this.model,
      jobs: { history: this.history, train: this.train, stream: this.report },
      failure: error && !(error instanceof Interrupted) ? error.message : null,
      stopped: error instanceof Interrupted,
    });
  }
}
