import { join, resolve } from "node:path";
import { loadRuns } from "@golazo/compare";
import { Command } from "commander";
import {
  addComparisonOptions,
  type BySide,
  bySide,
  type ComparisonFlags,
  planComparison,
  reportComparison,
} from "../comparison";
import { RUNS } from "../paths";
import { newRunId } from "../run-folder";

interface CompareFlags extends ComparisonFlags {
  readonly out?: string;
  readonly label?: BySide;
}

/** `golazo compare`: what one configuration buys over another, from the records of their runs. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .summary("compare runs: the same results? and what did each side take?")
    .description(
      "compare runs of the same replay on two configurations, each with as many repeats as there are: first whether " +
        "both computed the same, then speeds, cost and where the faster side pays. Side a is the GPU, or the first run's " +
        "configuration. Exit code 1: the results differ; 2: the runs cannot be compared",
    )
    .argument("<run...>", "run.json, the folder of a run, or a folder of runs; from anywhere")
    .option(
      "--out <folder>",
      "where report.md, report.json and report.html go (default: runs/<time>-compare)",
    )
    .option("--label <side=name>", "what to call a side, for example a=T4", bySide)
    .action(compare);
  return addComparisonOptions(command);
}

async function compare(paths: string[], flags: CompareFlags): Promise<void> {
  const planned = { ...planComparison(flags), labels: flags.label };
  const folder = flags.out === undefined ? join(RUNS, newRunId("compare")) : resolve(flags.out);
  await reportComparison(loadRuns(paths), planned, folder);
}
