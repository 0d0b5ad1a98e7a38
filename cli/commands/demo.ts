import { resolve } from "node:path";
import { addReplayOptions, type ReplayOptions, replayRequest } from "@golazo/producer";
import { Command, InvalidArgumentError } from "commander";
import { ownOrGivenCluster } from "../choose-cluster";
import { addClusterOptions } from "../cluster-options";
import { DemoRun } from "../demo/demo-run";
import { checkModelOptions } from "../demo/model-step";
import type { Producer } from "../demo/producer";
import { ProducerProcess } from "../demo/producer-process";
import { ServedProducer } from "../demo/served-producer";
import { DEFAULT_REHEARSAL_MATCHES } from "../demo/stream-step";
import { summaryLines } from "../demo/summary";
import { givenCluster } from "../given-cluster";
import { DEFAULT_HISTORY_MATCHES } from "../history";
import { Interrupted } from "../interruption";
import { MODEL } from "../paths";
import { replayArguments } from "../replay-arguments";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";

interface DemoFlags extends ReplayOptions {
  readonly out?: string;
  readonly model?: string;
  readonly train?: boolean;
  readonly history?: string;
  readonly historyMatches: number;
  readonly rehearsal: number;
}

/** `golazo demo`: the main job, from nothing to the run record, on this machine. */
export function demoCommand(): Command {
  const command = new Command("demo")
    .summary("run the whole job here, from nothing to the record")
    .description(
      "run the whole job on this machine: Kafka, Spark, a trained model, matches streamed into window statistics " +
        "and live win probabilities, and a record of what happened; nothing stays running",
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
    .action((flags: DemoFlags) => demo(flags, command));
  return addClusterOptions(addReplayOptions(command));
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
  const notes: string[] = [];
  const producer = producerFor(runId, flags, command);
  const plan = await producer.plan((line) => notes.push(line));
  const cluster = await ownOrGivenCluster(runId, command);
  const runFolder = prepareRunFolder(runId, flags.out);
  await install({ python: "production", jars: true });
  console.log(`Run ${runId}: logs, results and record go to ${runFolder}`);
  for (const line of notes) console.log(line);
  const run = new DemoRun({
    runId,
    runFolder,
    startedAt,
    cluster,
    model,
    rehearsalMatches: flags.rehearsal,
    plan,
    producer,
  });
  const { record, recordFile, error } = await run.run();
  for (const line of summaryLines(record, recordFile)) console.log(line);
  if (error instanceof Interrupted) process.exitCode = error.exitCode;
  else if (error) throw error;
  else if (record.status !== "succeeded") throw new Error(`the run failed: ${record.failure}`);
}

/** The producer service beside a given cluster, else a process of this run. */
function producerFor(runId: string, flags: DemoFlags, command: Command): Producer {
  const given = givenCluster();
  return given
    ? new ServedProducer(given.producer, replayRequest(runId, command))
    : new ProducerProcess(flags, replayArguments(command));
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
