import type { RunRecord } from "@golazo/contracts";
import type { Run } from "./load";
import { ComparisonRefused } from "./refused";
import { RULES, type Rule } from "./rules";

/** The runs of one configuration: its repeats. */
export interface Side {
  readonly name: string;
  readonly runs: readonly Run[];
  /** Why there are none. */
  readonly notRun?: string;
}

/** An architecture that could not be run, and why: a side without a figure. */
export interface NotRun {
  readonly architecture: RunRecord["architecture"];
  readonly reason: string;
}

/** Two sides; a speedup says how much better `a` is than `b`. */
export interface Sides {
  readonly a: Side;
  readonly b: Side;
  /** What tells them apart; null when nothing the records name does. */
  readonly handicap: Rule | null;
}

/** Names for the sides that the user chose. */
export interface Labels {
  readonly a?: string;
  readonly b?: string;
}

/**
 * Puts runs on two sides by the first handicap that tells them apart. The GPU is side a; else the first run is on it.
 *
 * @throws ComparisonRefused when they are of more than two configurations, or more than two runs are of one
 */
export function takeSides(runs: readonly Run[], labels: Labels = {}): Sides {
  const handicap = RULES.find((rule) => rule.verdict === "handicap" && valuesOf(rule, runs).size > 1);
  if (!handicap) return twoRunsOfOneKind(runs, labels);
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const value = handicap.read(run.record);
    groups.set(value, [...(groups.get(value) ?? []), run]);
  }
  if (groups.size > 2) {
    throw new ComparisonRefused(
      `the runs differ in ${handicap.what} in ${groups.size} ways (${[...groups.keys()].join("; ")}): ` +
        "compare two at a time",
    );
  }
  const [first, second] = [...groups.entries()].sort(([one], [other]) => rank(one) - rank(other));
  if (!first || !second) throw new Error("a handicap that differs has two values");
  const name = (value: string): string => (handicap.what === "architecture" ? value.toUpperCase() : value);
  return {
    a: { name: labels.a ?? name(first[0]), runs: first[1] },
    b: { name: labels.b ?? name(second[0]), runs: second[1] },
    handicap,
  };
}

/**
 * Puts repeats of one configuration beside an architecture that could not be run.
 *
 * @throws ComparisonRefused when they are of more than one
 */
export function besideNotRun(runs: readonly Run[], { architecture, reason }: NotRun): Sides {
  const apart = RULES.find((rule) => rule.verdict === "handicap" && valuesOf(rule, runs).size > 1);
  const own = runs[0]?.record.architecture;
  if (apart || own === undefined || own === architecture) {
    throw new ComparisonRefused(
      `the runs are of more than one ${apart?.what ?? "architecture"}: name those of one, to stand beside ${architecture}`,
    );
  }
  const missing: Side = { name: architecture.toUpperCase(), runs: [], notRun: reason };
  const measured: Side = { name: own.toUpperCase(), runs };
  const handicap = RULES.find(({ what }) => what === "architecture") ?? null;
  const isFirst = rank(architecture) < rank(own);
  return { a: isFirst ? missing : measured, b: isFirst ? measured : missing, handicap };
}

function valuesOf(rule: Rule, runs: readonly Run[]): Set<string> {
  return new Set(runs.map(({ record }) => rule.read(record)));
}

function rank(value: string): number {
  return value === "gpu" ? 0 : 1;
}

function twoRunsOfOneKind(runs: readonly Run[], labels: Labels): Sides {
  const [one, other, ...more] = runs;
  if (!one || !other || more.length > 0) {
    const names = RULES.filter((rule) => rule.verdict === "handicap").map((rule) => rule.what);
    throw new ComparisonRefused(
      `all ${runs.length} runs are the same in ${names.join(", ")}, so there is nothing to tell two sides by: ` +
        "name two of them, or add runs of another configuration",
    );
  }
  return {
    a: { name: labels.a ?? "Run 1", runs: [one] },
    b: { name: labels.b ?? "Run 2", runs: [other] },
    handicap: null,
  };
}
