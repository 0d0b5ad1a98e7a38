import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "@golazo/producer";
import { Command } from "commander";
import { anyCluster } from "../choose-cluster";
import { addClusterOptions } from "../cluster-options";
import { readyModel } from "../demo/model-step";
import { modelLines } from "../demo/summary";
import { DEFAULT_HISTORY_MATCHES } from "../history";
import { MODEL } from "../paths";
import { needsOf, untilInterrupted } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { Steps } from "../steps";

interface TrainFlags {
  readonly history?: string;
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
  const model = resolve(flags.model ?? MODEL);
  const id = newRunId("train");
  const planned = await anyCluster(id, command);
  await install(needsOf(planned));
  const runFolder = prepareRunFolder(id, undefined);
  const steps = new Steps();
  const options = { model, train: true, history, historyMatches: DEFAULT_HISTORY_MATCHES };
  const ready = await untilInterrupted(planned, {
    runFolder,
    steps,
    work: (cluster) =>
      steps.run("Train the model", (say) => readyModel({ cluster, runFolder, say }, options)),
  });
  for (const line of modelLines(ready.model)) console.log(line);
}
