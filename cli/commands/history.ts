import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { addSourceOptions, createSource, InputError, type SourceOptions } from "@golazo/producer";
import { Command } from "commander";
import { anyCluster } from "../choose-cluster";
import { addClusterOptions } from "../cluster-options";
import { buildHistory, DEFAULT_HISTORY_MATCHES } from "../history";
import { needsOf, untilInterrupted } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { Steps } from "../steps";

interface HistoryFlags extends SourceOptions {
  readonly out: string;
  readonly limit?: string;
  readonly messages?: string;
}

/** `golazo history`: matches in, game states out. */
export function historyCommand(): Command {
  const command = new Command("history")
    .summary("turn matches into game states to train on")
    .description(
      "turn finished matches into game states to train on: one row per match and minute, in Parquet",
    )
    .requiredOption("--out <folder>", "where the history goes, a new folder")
    .option(
      "--limit <matches>",
      `at most this many matches (default: all; ${DEFAULT_HISTORY_MATCHES} synthetic ones)`,
    )
    .option(
      "--messages <folder>",
      "keep what the matches' events are read from there, a new folder (default: nothing)",
    )
    .action((flags: HistoryFlags) => history(flags, command));
  return addClusterOptions(addSourceOptions(command));
}

async function history(flags: HistoryFlags, command: Command): Promise<void> {
  const out = resolve(flags.out);
  if (existsSync(out)) throw new InputError(`${out} exists already: choose a new folder with --out`);
  const messages = flags.messages === undefined ? undefined : resolve(flags.messages);
  if (messages !== undefined && existsSync(messages)) {
    throw new InputError(`${messages} exists already: choose a new folder with --messages`);
  }
  const limit = flags.limit === undefined ? undefined : Number(flags.limit);
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) {
    throw new InputError("--limit wants a whole number of matches, for example 120");
  }
  const source = await createSource(flags, "history", (line) => console.log(line));
  const wanted = limit ?? (source.synthetic && !flags.match ? DEFAULT_HISTORY_MATCHES : undefined);
  await source.matches({ ids: flags.match, limit: wanted });
  const id = newRunId("history");
  const planned = await anyCluster(id, command);
  await install(needsOf(planned));
  const runFolder = prepareRunFolder(id, undefined);
  const steps = new Steps();
  const report = await untilInterrupted(planned, {
    runFolder,
    steps,
    work: (cluster) =>
      steps.run("Turn matches into game states", (say) =>
        buildHistory({ cluster, runFolder, say }, source, {
          ids: flags.match,
          limit: wanted,
          out,
          messages,
        }),
      ),
  });
  console.log(`History of ${source.description}: ${out} (${Math.round(report.seconds)} s in Spark)`);
  console.log(`Next: ./golazo train --history ${flags.out}`);
}
