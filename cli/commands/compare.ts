import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  ComparisonRefused,
  compareRuns,
  loadRuns,
  type PriceTable,
  type Pricing,
  parseHosts,
  parsePrices,
  writeReport,
} from "@golazo/compare";
import type { Comparison } from "@golazo/contracts";
import { Command, InvalidArgumentError } from "commander";
import prices from "../../constructs/prices.json";
import { RUNS } from "../paths";
import { newRunId } from "../run-folder";
import { GOLAZO_VERSION } from "../version";

type BySide = Partial<Record<"a" | "b", string>>;

interface CompareFlags {
  readonly out?: string;
  readonly label: BySide;
  readonly instance: BySide;
  readonly prices?: string;
  readonly region: string;
  readonly plan?: string;
}

/** Exit code when the sides did not compute the same. */
const UNEQUAL = 1;

/** `golazo compare`: what one configuration buys over another, from the records of their runs. */
export function compareCommand(): Command {
  return new Command("compare")
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
    .option("--label <side=name>", "what to call a side, for example a=T4", bySide, {})
    .option(
      "--instance <side=type>",
      "what a side runs on, for its price: a=g4dn.xlarge, b=3*m5.xlarge",
      bySide,
      {},
    )
    .option("--region <region>", "of the prices", "us-east-1")
    .option("--prices <file>", "price table of your own, in the form of constructs/prices.json")
    .option("--plan <file>", "JSON of ./golazo plan-check: what the GPU planner leaves on the CPU")
    .action(compare);
}

async function compare(paths: string[], flags: CompareFlags): Promise<void> {
  const pricing = pricingOf(flags);
  const plan = flags.plan === undefined ? undefined : { value: readJson(flags.plan), name: flags.plan };
  const runs = loadRuns(paths);
  const comparison = await compareRuns(runs, { labels: flags.label, pricing, plan, golazo: GOLAZO_VERSION });
  const folder = flags.out === undefined ? join(RUNS, newRunId("compare")) : resolve(flags.out);
  const report = await writeReport(folder, comparison);
  for (const line of verdictLines(comparison)) console.log(line);
  console.log(`Report: ${report.html} (also ${basename(report.markdown)} and ${basename(report.json)})`);
  if (comparison.equality.equal === false) process.exitCode = UNEQUAL;
}

function verdictLines({ verdict, warnings, equality }: Comparison): string[] {
  const mismatches = equality.tables.flatMap(({ table, run, examples }) =>
    examples.slice(0, 1).map((example) => `  ${table} of ${run}: ${example}`),
  );
  const [first = "", ...others] = verdict.sentences;
  return [
    first,
    ...mismatches,
    ...others,
    ...warnings.map(({ what }) => `Warning: the runs differ in ${what}.`),
  ];
}

function pricingOf(flags: CompareFlags): Pricing {
  const { region } = flags;
  const table: PriceTable =
    flags.prices === undefined ? prices : parsePrices(readJson(flags.prices), flags.prices);
  const hosts = (side: "a" | "b") => {
    const type = flags.instance[side];
    return type === undefined ? undefined : parseHosts(type, table, region);
  };
  return { table, region, a: hosts("a"), b: hosts("b") };
}

function bySide(text: string, before: BySide): BySide {
  const [, side, value] = /^([ab])=(.+)$/.exec(text) ?? [];
  if (side === undefined || value === undefined) {
    throw new InvalidArgumentError("Give a side and its value, for example a=T4 or b=m5.xlarge.");
  }
  return { ...before, [side]: value };
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new ComparisonRefused(`${file} is not there`);
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ComparisonRefused(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}
