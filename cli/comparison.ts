import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  ComparisonRefused,
  compareRuns,
  fallbacksOf,
  type NotRun,
  type PriceTable,
  type Pricing,
  parseHosts,
  parsePrices,
  type Run,
  writeReport,
} from "@golazo/compare";
import type { Comparison, Fallbacks } from "@golazo/contracts";
import { type Command, InvalidArgumentError } from "commander";
import prices from "../constructs/prices.json";
import { GOLAZO_VERSION } from "./version";

/** One value for each of the two sides, or for some of them. */
export type BySide = Partial<Record<"a" | "b", string>>;

/** What the user said about a comparison besides its runs. */
export interface ComparisonFlags {
  readonly instance?: BySide;
  readonly prices?: string;
  readonly region: string;
  /** File of a plan check; false: none is wanted. */
  readonly plan?: string | false;
}

/** A comparison that has everything but its runs; all of it checked. */
export interface PlannedComparison {
  readonly pricing: Pricing;
  /** What the plan check said that the user named. */
  readonly fallbacks?: Fallbacks;
  readonly labels?: BySide;
  readonly notRun?: NotRun;
}

/** Exit code when the sides did not compute the same. */
const UNEQUAL = 1;

/** Adds the options that a comparison takes wherever it is made. */
export function addComparisonOptions(command: Command): Command {
  return command
    .option(
      "--instance <side=type>",
      "what a side runs on, for its price: a=g4dn.xlarge, b=3*m5.xlarge",
      bySide,
    )
    .option("--region <region>", "of the prices", "us-east-1")
    .option("--prices <file>", "price table of your own, in the form of constructs/prices.json")
    .option("--plan <file>", "JSON of ./golazo plan-check: what the GPU planner leaves on the CPU");
}

/**
 * Reads the files that the options name.
 *
 * @throws ComparisonRefused for a price or a file that is not there
 */
export function planComparison(flags: ComparisonFlags): PlannedComparison {
  const { region, plan } = flags;
  const table: PriceTable =
    flags.prices === undefined ? prices : parsePrices(readJson(flags.prices), flags.prices);
  const hosts = (side: "a" | "b") => {
    const type = flags.instance?.[side];
    return type === undefined ? undefined : parseHosts(type, table, region);
  };
  return {
    pricing: { table, region, a: hosts("a"), b: hosts("b") },
    ...(typeof plan === "string" && { fallbacks: fallbacksOf(readJson(plan), plan) }),
  };
}

/** Compares, writes the report into a folder, says the verdict, and sets the exit code when results differ. */
export async function reportComparison(
  runs: readonly Run[],
  planned: PlannedComparison,
  folder: string,
): Promise<void> {
  const comparison = await compareRuns(runs, { ...planned, golazo: GOLAZO_VERSION });
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

/** Parses `a=T4`; may be given once for each side. */
export function bySide(text: string, before: BySide = {}): BySide {
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
