import type { Comparison } from "@golazo/contracts";
import type { Run } from "./load";
import { ComparisonRefused } from "./refused";
import { RULES } from "./rules";
import type { Sides } from "./sides";

/**
 * Refuses runs that cannot be believed: one that failed, was stopped, or streamed and did not reconcile.
 *
 * @throws ComparisonRefused naming the first such run
 */
export function refuseUnreliable(runs: readonly Run[]): void {
  for (const { record } of runs) {
    if (record.status !== "succeeded") {
      throw new ComparisonRefused(
        `run ${record.run_id} ${record.status === "stopped" ? "was stopped" : "failed"}` +
          `${record.failure ? ` (${record.failure.split("\n")[0]})` : ""}: only whole runs are compared`,
      );
    }
    // A run that only trained has nothing to reconcile.
    const { reconciliation, replay, jobs } = record;
    const streamed = replay !== null || jobs.stream !== null;
    if (streamed && !reconciliation?.reconciled) {
      const problem = reconciliation?.problems[0] ?? "its streams did not run to their end";
      throw new ComparisonRefused(
        `run ${record.run_id} did not reconcile (${problem}): its figures cannot be believed`,
      );
    }
  }
}

/**
 * Refuses runs that did other work.
 *
 * @throws ComparisonRefused with the first rule broken, the values and the reason
 */
export function refuseOtherWork(runs: readonly Run[]): void {
  for (const rule of RULES.filter(({ verdict }) => verdict === "refuse")) {
    const values = valuesOf(runs, rule.read);
    if (values.length > 1) {
      const each = values.map(({ value, runs: ids }) => `${value} in ${ids.join(", ")}`);
      throw new ComparisonRefused(`the runs differ in ${rule.what} (${each.join("; ")}): ${rule.reason}`);
    }
  }
}

/** What differs besides what the sides are told apart by. */
export function warningsOf({ a, b, handicap }: Sides): Comparison["warnings"] {
  const runs = [...a.runs, ...b.runs];
  return RULES.filter((rule) => rule.verdict !== "refuse" && rule !== handicap)
    .map((rule) => ({ what: rule.what, reason: rule.reason, values: valuesOf(runs, rule.read) }))
    .filter(({ values }) => values.length > 1);
}

function valuesOf(
  runs: readonly Run[],
  read: (record: Run["record"]) => string,
): Array<{ value: string; runs: string[] }> {
  const ids = new Map<string, string[]>();
  for (const { record } of runs) {
    const value = read(record);
    ids.set(value, [...(ids.get(value) ?? []), record.run_id]);
  }
  return [...ids].map(([value, names]) => ({ value, runs: names }));
}
