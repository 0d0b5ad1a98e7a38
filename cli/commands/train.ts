import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeModelPictures } from "@golazo/compare";
import { type Evaluation, validate } from "@golazo/contracts";
import { InputError } from "@golazo/producer";
import { writeRecord } from "@golazo/record";
import { Command } from "commander";
import { anyCluster } from "../choose-cluster";
import { addClusterOptions } from "../cluster-options";
import { demoRecord } from "../demo/demo-record";
import { type ModelOptions, readyModel } from "../demo/model-step";
import { modelLines } from "../demo/summary";
import { DEFAULT_HISTORY_MATCHES } from "../history";
import { MODEL } from "../paths";
import { needsOf, untilInterrupted } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { javaVersion } from "../setup/java";
import { Steps } from "../steps";

interface TrainFlags {
  readonly history?: string;
  readonly gameStates?: string;
  readonly testGameStates?: string;
  readonly out?: string;
  readonly evaluate?: boolean;
  readonly model?: string;
}

/** `golazo train`: game states in, the win-probability model out. */
export function trainCommand(): Command {
  const command = new Command("train")
    .summary("train the win-probability model")
    .description("train the win-probability model; matches are never split between training and test")
    .option(
      "--history <folder>",
      "game states from `golazo history` (default: synthetic matches, made when missing)",
    )
    .option(
      "--game-states <file>",
      "a table of game states made elsewhere (.csv, .csv.gz, .parquet) instead of a history",
    )
    .option(
      "--test-game-states <file>",
      "a table to test on (default: the last quarter of the matches of --game-states)",
    )
    .option("--evaluate", "say what the model is worth in full, and train it without 360 features as well")
    .option(
      "--out <folder>",
      "where evaluation.json and predictions.parquet go (default with --evaluate: the run's folder)",
    )
    .option(
      "--model <folder>",
      "where the model goes; it replaces what was there (default: models/lwp_model)",
    )
    .action((flags: TrainFlags) => train(flags, command));
  return addClusterOptions(command);
}

async function train(flags: TrainFlags, command: Command): Promise<void> {
  const history = flags.history === undefined ? undefined : resolve(flags.history);
  if (history !== undefined && !existsSync(history)) {
    throw new InputError(
      `there is no history in ${history}: make one with ./golazo history --out ${flags.history}`,
    );
  }
  const tables = tablesOf(flags);
  const model = resolve(flags.model ?? MODEL);
  const id = newRunId("train");
  const startedAt = new Date();
  const planned = await anyCluster(id, command);
  await install(needsOf(planned));
  const runFolder = prepareRunFolder(id, undefined);
  const steps = new Steps();
  const out = flags.out ? resolve(flags.out) : flags.evaluate ? join(runFolder, "evaluation") : undefined;
  const options: ModelOptions = {
    model,
    train: true,
    history,
    tables,
    evaluation: out === undefined ? undefined : { out, without360: flags.evaluate ?? false },
    historyMatches: DEFAULT_HISTORY_MATCHES,
  };
  const ready = await untilInterrupted(planned, {
    runFolder,
    steps,
    work: (cluster) =>
      steps.run("Train the model", (say) => readyModel({ cluster, runFolder, say }, options)),
  });
  const record = demoRecord({
    runId: id,
    startedAt,
    architecture: planned.architecture,
    steps: steps.timings,
    cluster: planned.figures,
    java: await javaVersion(),
    replay: null,
    batchLimit: null,
    model: ready.model,
    jobs: { history: ready.history, train: ready.train, stream: null },
    failure: null,
    stopped: false,
  });
  const recordFile = writeRecord(runFolder, record);
  for (const line of modelLines(ready.model)) console.log(line);
  if (out !== undefined) {
    const evaluation = validate<Evaluation>(
      "evaluation",
      JSON.parse(readFileSync(join(out, "evaluation.json"), "utf8")),
    );
    await writeModelPictures(evaluation, out);
    console.log(`What it is worth in full, with pictures: ${out}`);
  }
  console.log(`Run ${id}: ${record.status} in ${Math.round(record.seconds)} s. Record: ${recordFile}`);
}

/** The tables that were named, which must be there. */
function tablesOf({ history, gameStates, testGameStates }: TrainFlags): ModelOptions["tables"] {
  if (gameStates === undefined) {
    if (testGameStates === undefined) return undefined;
    throw new InputError("--test-game-states needs --game-states: name the table to train on as well");
  }
  if (history !== undefined) {
    throw new InputError("--history and --game-states are two sources to learn from: leave one of them out");
  }
  for (const file of [gameStates, ...(testGameStates === undefined ? [] : [testGameStates])]) {
    if (!existsSync(file)) {
      throw new InputError(`there is no game-state table ${file}: name a CSV or Parquet file`);
    }
  }
  const test = testGameStates === undefined ? undefined : resolve(testGameStates);
  return { train: resolve(gameStates), test };
}
