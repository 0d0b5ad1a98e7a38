import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type JobReport, type ModelCard, type RunRecord, validate } from "@golazo/contracts";
import { createSource, InputError } from "@golazo/producer";
import {
  type BatchContext,
  buildHistory,
  cachedHistory,
  DEFAULT_HISTORY_SEED,
  runBatchJob,
} from "../history";
import { HOME } from "../paths";

/** Which model the demo uses. */
export interface ModelOptions {
  /** Folder of the model; trained there when it is missing. */
  readonly model: string;
  /** Trains again even though there is a model. */
  readonly train: boolean;
  /** Game states to train on instead of synthetic matches. */
  readonly history?: string;
  /** Tables of game states made elsewhere, to train on instead of a history, and to test on. */
  readonly tables?: { readonly train: string; readonly test?: string };
  /** Where what the model is worth is written in full, and whether it is also trained without 360 features. */
  readonly evaluation?: { readonly out: string; readonly without360: boolean };
  /** Synthetic matches to train on. */
  readonly historyMatches: number;
  /**
   * Folder for another model, trained there to measure the training: `model`, which is there already, predicts. So runs that
   * are compared each measure their own training and still predict the same.
   */
  readonly measuredIn?: string;
}

/** The model the stream will load, and the reports of the jobs that made it, if any ran. */
export interface ReadyModel {
  readonly model: NonNullable<RunRecord["model"]>;
  readonly history: JobReport | null;
  readonly train: JobReport | null;
}

/** File in the model's folder that says what the model is. */
const MODEL_CARD = "model-card.json";

/** Checks what the user asked for, before anything starts. */
export function checkModelOptions(options: ModelOptions): void {
  if (options.history !== undefined && !existsSync(options.history)) {
    throw new InputError(
      `there is no history in ${options.history}: make one with ./golazo history --out ${options.history}`,
    );
  }
  if (needsTraining(options)) return;
  readCard(options.model);
}

/** Whether the demo has to train before it can stream. */
export function needsTraining(options: ModelOptions): boolean {
  return options.train || options.history !== undefined || !existsSync(options.model);
}

/** Uses the model that is there, or makes one: history (kept for the next time), then training. */
export async function readyModel(context: BatchContext, options: ModelOptions): Promise<ReadyModel> {
  const { measuredIn } = options;
  if (measuredIn === undefined && !needsTraining(options)) {
    const card = readCard(options.model);
    context.say(
      `using the model trained ${card.trained_at} on ${card.data.description}; --train makes a new one`,
    );
    return { model: describe(options.model, false), history: null, train: null };
  }
  const { source, report: history } = await readySource(context, options);
  context.say(measuredIn === undefined ? "training" : `training, to measure it; ${options.model} predicts`);
  const args = [...source, "--model", measuredIn ?? options.model, ...evaluationArguments(options)];
  const train = await runBatchJob(context, "train", args);
  return { model: describe(options.model, measuredIn === undefined), history, train };
}

function evaluationArguments({ evaluation }: ModelOptions): string[] {
  if (evaluation === undefined) return [];
  return ["--out", evaluation.out, ...(evaluation.without360 ? ["--evaluate"] : [])];
}

/** What the train job learns from, as its arguments. */
async function readySource(
  context: BatchContext,
  options: ModelOptions,
): Promise<{ source: string[]; report: JobReport | null }> {
  if (options.tables !== undefined) {
    const { train, test } = options.tables;
    const tested = test === undefined ? [] : ["--test-game-states", test];
    return { source: ["--game-states", train, ...tested], report: null };
  }
  const { folder, report } = await readyHistory(context, options);
  return { source: ["--history", folder], report };
}

async function readyHistory(
  context: BatchContext,
  options: ModelOptions,
): Promise<{ folder: string; report: JobReport | null }> {
  if (options.history !== undefined) return { folder: options.history, report: null };
  const seed = DEFAULT_HISTORY_SEED;
  const cached = cachedHistory(context.cluster.cacheFolder, seed, options.historyMatches);
  if (cached.present) return { folder: cached.folder, report: null };
  const source = await createSource(
    { source: "synthetic", seed, skipBadFiles: false },
    "history",
    context.say,
  );
  context.say(`making ${options.historyMatches} synthetic matches to learn from (once)`);
  const report = await buildHistory(context, source, { limit: options.historyMatches, out: cached.folder });
  return { folder: cached.folder, report };
}

function describe(model: string, trainedInThisRun: boolean): NonNullable<RunRecord["model"]> {
  const inside = relative(HOME, model);
  return {
    path: inside.startsWith("..") ? model : inside,
    trained_in_this_run: trainedInThisRun,
    card: readCard(model),
  };
}

function readCard(model: string): ModelCard {
  const file = join(model, MODEL_CARD);
  try {
    return validate<ModelCard>("model-card", JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${model} is not a model of Golazo (${reason}): train a new one with --train`);
  }
}
