import { join, resolve } from "node:path";
import { loadRuns } from "@golazo/compare";
import { Command, Option } from "commander";
import {
  addComparisonOptions,
  type BySide,
  bySide,
  type ComparisonFlags,
  planComparison,
  reportComparison,
} from "../comparison";
import type { Architecture } from "../job-cluster";
import { RUNS } from "../paths";
import { newRunId } from "../run-folder";

interface CompareFlags extends ComparisonFlags {
  readonly out?: string;
  readonly label?: BySide;
  readonly notRun?: Architecture;
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
    .addOption(
      new Option(
        "--not-run <architecture>",
        "the other side, where there are no runs of it: it is shown as not measured",
      ).choices(["cpu", "gpu"]),
    )
    .action(compare);
  return addComparisonOptions(command);
}

async function compare(paths: string[], flags: CompareFlags): Promise<void> {
  const { notRun: architecture, label: labels } = flags;
  const notRun = architecture && { architecture, reason: "no run of it was named" };
  const planned = { ...planComparison(flags), labels, notRun };
  const folder = flags.out === undefined ? join(RUNS, newRunId("compare")) : resolve(flags.out);
  await reportComparison(loadRuns(paths, notRun ? 1 : 2), planned, folder);
}
