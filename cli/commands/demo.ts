import { resolve } from "node:path";
import { addReplayOptions, InputError } from "@golazo/producer";
import { Command, InvalidArgumentError } from "commander";
import { ownOrGivenCluster } from "../choose-cluster";
import { addClusterOptions } from "../cluster-options";
import { addComparisonOptions, planComparison } from "../comparison";
import { DemoRun } from "../demo/demo-run";
import { checkModelOptions } from "../demo/model-step";
import { type DemoFlags, producerFor } from "../demo/options";
import { DEFAULT_REPEATS, DemoSeries, SWEEP_SIZES } from "../demo/series";
import { DEFAULT_REHEARSAL_MATCHES } from "../demo/stream-step";
import { sayHowItEnded } from "../demo/summary";
import { DEFAULT_HISTORY_MATCHES } from "../history";
import { MODEL } from "../paths";
import { needsOf } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";

/** `golazo demo`: the main job, from nothing to the run record, on this machine. */
export function demoCommand(): Command {
  const command = new Command("demo")
    .summary("run the whole job here, from nothing to the record")
    .description(
      "run the whole job on this machine: Kafka, Spark, a trained model, matches streamed into window statistics " +
        "and live win probabilities, and a record of what happened; nothing stays running. --arch both runs it on the " +
        "CPU and on the GPU and compares them",
    )
    .option("--out <folder>", "where the run goes, a new or empty folder (default: runs/<time>)")
    .option("--model <folder>", "model to use; trained there when it is missing (default: models/lwp_model)")
    .option("--train", "train a new model even though there is one")
    .option(
      "--history <folder>",
      "train on these game states (see golazo history) instead of synthetic matches",
    )
    .option("--history-matches <n>", "synthetic matches to learn from", parseMatches, DEFAULT_HISTORY_MATCHES)
    .option(
      "--rehearsal <n>",
      "synthetic matches the queries warm up on first, 0 for none",
      parseRehearsal,
      DEFAULT_REHEARSAL_MATCHES,
    )
    .option(
      "--repeat <n>",
      `runs of each architecture, each of which trains as well (default: 1, with --arch both ${DEFAULT_REPEATS})`,
      parseRepeats,
    )
    .option(
      "--sweep [sizes]",
      `also runs with micro-batches of these sizes, records (usual: ${SWEEP_SIZES.join(",")})`,
      parseSizes,
    )
    .action((flags: DemoFlags) => demo(flags, command));
  addClusterOptions(addReplayOptions(command), ["cpu", "gpu", "both"]);
  return addComparisonOptions(command).option(
    "--no-plan",
    "with --arch both: without a plan check, which installs the accelerator (760 MB)",
  );
}

async function demo(flags: DemoFlags, command: Command): Promise<void> {
  const startedAt = new Date();
  const runId = newRunId("demo", startedAt);
  const model = {
    model: resolve(flags.model ?? MODEL),
    train: flags.train ?? false,
    history: flags.history === undefined ? undefined : resolve(flags.history),
    historyMatches: flags.historyMatches,
  };
  // Everything that can be wrong is looked at before anything is installed, started or written.
  checkModelOptions(model);
  refuseIdleComparison(flags);
  const comparison = planComparison(flags);
  const notes: string[] = [];
  const producer = producerFor(runId, flags, command);
  const plan = await producer.plan((line) => notes.push(line));
  const repeats = flags.repeat ?? (flags.arch === "both" ? DEFAULT_REPEATS : 1);
  const sweep = flags.sweep === true ? SWEEP_SIZES : (flags.sweep ?? []);
  if (flags.arch === "both" || repeats > 1 || sweep.length > 0) {
    if (plan.open_ended)
      throw new InputError("repeats want a replay that ends: give --seconds a number above 0");
    return new DemoSeries({
      id: runId,
      flags,
      command,
      model,
      plan,
      notes,
      repeats,
      sweep,
      comparison,
    }).run();
  }
  const cluster = await ownOrGivenCluster(runId, command);
  const runFolder = prepareRunFolder(runId, flags.out);
  await install(needsOf(cluster));
  console.log(`Run ${runId}: logs, results and record go to ${runFolder}`);
  for (const line of notes) console.log(line);
  const rehearsalMatches = flags.rehearsal;
  const run = new DemoRun({ runId, runFolder, startedAt, cluster, model, rehearsalMatches, plan, producer });
  sayHowItEnded(await run.run());
}

/** Options of a comparison would be ignored in silence where there is none. */
function refuseIdleComparison({ arch, instance, prices, plan }: DemoFlags): void {
  if (arch === "both" || (!instance && !prices && typeof plan !== "string")) return;
  throw new InputError("--instance, --prices and --plan are for a comparison: use them with --arch both");
}

function parseRehearsal(text: string): number {
  const matches = Number(text);
  if (!/^\d+$/.test(text) || matches > 100) {
    throw new InvalidArgumentError("Give a whole number of matches from 0 to 100, for example 6.");
  }
  return matches;
}

function parseMatches(text: string): number {
  const matches = Number(text);
  if (!Number.isInteger(matches) || matches < 8) {
    throw new InvalidArgumentError("Give a whole number of matches from 8, for example 120.");
  }
  return matches;
}

function parseSizes(text: string): number[] {
  const sizes = text.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1)) {
    throw new InvalidArgumentError("Give whole numbers of records, for example 2000,8000,32000.");
  }
  return [...new Set(sizes)];
}

function parseRepeats(text: string): number {
  const repeats = Number(text);
  if (!/^\d+$/.test(text) || repeats < 1 || repeats > 100) {
    throw new InvalidArgumentError("Give a whole number of runs from 1 to 100, for example 3.");
  }
  return repeats;
}
