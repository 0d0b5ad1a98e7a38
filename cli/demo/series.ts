import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fallbacksOf, loadRuns, withoutPlan } from "@golazo/compare";
import type { Fallbacks, ReplayManifest } from "@golazo/contracts";
import type { Command } from "commander";
import { ownOrGivenCluster } from "../choose-cluster";
import { type PlannedComparison, reportComparison } from "../comparison";
import { Interrupted } from "../interruption";
import { checkPlans, planFile } from "../plan-check";
import { verdictLine } from "../plan-lines";
import { needsOf, type PlannedCluster } from "../planned-cluster";
import { prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import {
  type ChosenArchitectures,
  chooseArchitectures,
  inOrder,
  type PlannedRun,
  sweepOf,
} from "./architectures";
import { DemoRun } from "./demo-run";
import { type ModelOptions, needsTraining } from "./model-step";
import { type DemoFlags, producerFor } from "./options";
import { sayHowItEnded } from "./summary";

/** Runs of each architecture in a comparison, unless told otherwise: the fewest that show a spread. */
export const DEFAULT_REPEATS = 3;

/** Sizes of micro-batches in a sweep, records: from half a second of the default rate to eight. */
export const SWEEP_SIZES = [2000, 8000, 32_000];

/** What a series of demos is made of; all of it checked. */
export interface SeriesOptions {
  readonly id: string;
  readonly flags: DemoFlags;
  readonly command: Command;
  readonly model: ModelOptions;
  /** What every run plays. */
  readonly plan: ReplayManifest;
  /** What the planning said, for people. */
  readonly notes: readonly string[];
  /** Runs of each architecture. */
  readonly repeats: number;
  /** Sizes of micro-batches to sweep, records; none for no sweep. */
  readonly sweep: readonly number[];
  readonly comparison: PlannedComparison;
}

/** The same replay several times, on one architecture or on both, each time on a cluster of its own; then their comparison. */
export class DemoSeries {
  constructor(private readonly options: SeriesOptions) {}

  /** Runs everything; a run that fails or is stopped ends the series, and what was recorded until then stays. */
  async run(): Promise<void> {
    const { id, flags, notes, repeats, sweep } = this.options;
    const architectures = await chooseArchitectures(flags);
    const runs = [...inOrder(architectures.run, repeats), ...sweepOf(architectures.run, sweep)];
    const [first] = runs;
    if (!first) throw new Error("a series has at least one run");
    const cluster = await this.clusterOf(first);
    const folder = prepareRunFolder(id, flags.out);
    await install(needsOf(cluster));
    console.log(`Runs ${id}: logs, results, records and report go to ${folder}`);
    for (const line of [...warningOf(architectures), ...notes]) console.log(line);
    console.log(`Order: ${runs.map(({ name }) => name).join(", ")}`);
    const fallbacks = await this.fallbacks(architectures, folder);
    for (const run of runs) await this.runOne(run, run === first, folder, cluster);
    await this.compare(architectures, folder, runs, fallbacks);
    for (const line of warningOf(architectures)) console.log(line);
  }

  /** All runs have the memory of the first, however much is free later: else they could not be compared. */
  private clusterOf({ architecture, name }: PlannedRun, like?: PlannedCluster): Promise<PlannedCluster> {
    const { id, flags, command } = this.options;
    const executorMemory = like?.figures.executorMemoryMiB ?? flags.executorMemory;
    return ownOrGivenCluster(`${id}-${name}`, command, { ...flags, arch: architecture, executorMemory });
  }

  private async runOne(
    run: PlannedRun,
    isFirst: boolean,
    folder: string,
    firstCluster: PlannedCluster,
  ): Promise<void> {
    const { id, flags, command, plan } = this.options;
    const runId = `${id}-${run.name}`;
    const runFolder = join(folder, run.name);
    const cluster = isFirst ? firstCluster : await this.clusterOf(run, firstCluster);
    await install(needsOf(cluster));
    mkdirSync(runFolder);
    console.log(`\n== ${run.name}`);
    const demo = new DemoRun({
      runId,
      runFolder,
      startedAt: new Date(),
      cluster,
      batchLimit: run.batchLimit,
      model: this.modelFor(run, isFirst, runFolder),
      rehearsalMatches: flags.rehearsal,
      plan,
      producer: producerFor(runId, flags, command),
    });
    sayHowItEnded(await demo.run());
  }

  /** Every repeat trains and measures that; the model of the first, or the one that was there, predicts in all. */
  private modelFor({ batchLimit }: PlannedRun, isFirst: boolean, runFolder: string): ModelOptions {
    const { model } = this.options;
    if (isFirst && needsTraining(model)) return model;
    if (batchLimit !== undefined) return { ...model, train: false, history: undefined };
    return { ...model, train: false, measuredIn: join(runFolder, "model") };
  }

  /** What the GPU planner would leave on the CPU, from the check the user named or one made now. */
  private async fallbacks(
    { run, notRun }: ChosenArchitectures,
    folder: string,
  ): Promise<Fallbacks | undefined> {
    const { comparison, flags } = this.options;
    if (comparison.fallbacks || (run.length === 1 && !notRun)) return comparison.fallbacks;
    if (flags.plan === false) return withoutPlan("--no-plan left it out");
    console.log("\n== plan check");
    const checks = join(folder, "plan-check");
    try {
      const found = await checkPlans(checks);
      console.log(verdictLine(found).trim());
      return fallbacksOf(found, planFile(checks));
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      console.log(`WARNING: NO PLAN CHECK: ${reason}`);
      return withoutPlan(`the plan check failed (${reason})`);
    }
  }

  private async compare(
    { run, notRun }: ChosenArchitectures,
    folder: string,
    runs: readonly PlannedRun[],
    fallbacks: Fallbacks | undefined,
  ): Promise<void> {
    console.log("");
    if (run.length === 1 && !notRun) {
      console.log(
        `${runs.length} runs of one configuration. Compare them: ./golazo compare ${folder} OTHER_RUNS`,
      );
      return;
    }
    const folders = runs.map(({ name }) => join(folder, name));
    const planned = { ...this.options.comparison, notRun, fallbacks };
    await reportComparison(loadRuns(folders, notRun ? 1 : 2), planned, folder);
  }
}

/** Nobody is to take half a comparison for a whole one. */
function warningOf({ notRun }: ChosenArchitectures): string[] {
  if (!notRun) return [];
  return [
    `WARNING: NO GPU SIDE: ${notRun.reason}. Only the CPU side is run, and the GPU's column is "not measured".`,
  ];
}
