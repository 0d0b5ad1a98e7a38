import type { ComparedFigure, Comparison } from "@golazo/contracts";
import { wins } from "../verdict";
import { amount, count, medianOf, money, ratio, speedup, spreadOf, unitOf } from "./format";

/** A table of texts, the same in every form of the report. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>;
}

/** A text and what stands small below it. */
export interface Cell {
  readonly text: string;
  readonly note?: string;
}

const cell = (text: string, note = ""): Cell => ({ text, note });

/** A | B | speedup, with the spread of repeats below each. Why a side was not run is said once, in the verdict. */
export function figuresTable({ a, b }: Comparison, rows: readonly ComparedFigure[]): TextTable {
  return {
    head: ["Figure", a.name, b.name, "Speedup"],
    rows: rows.map((row) => [
      cell(row.name, `${unitOf(row)}, ${row.better} is better`),
      cell(medianOf(row, "a"), a.not_run === null ? spreadOf(row, "a") : ""),
      cell(medianOf(row, "b"), b.not_run === null ? spreadOf(row, "b") : ""),
      cell(speedup(row), outcomeInWords(row)),
    ]),
  };
}

/** Process Rate and Batch Duration of each size of micro-batch. */
export function sweepTable(comparison: Comparison): TextTable {
  const sizes = comparison.sweep.sizes.map(({ records, figures }) =>
    figures.map((row) => ({ ...row, name: `${count(records)} records: ${row.name}` })),
  );
  return figuresTable(comparison, sizes.flat());
}

/** What each figure is of. */
export function meanings(rows: readonly ComparedFigure[]): string[] {
  const byMeaning = new Map<string, string[]>();
  for (const { name, meaning } of rows) byMeaning.set(meaning, [...(byMeaning.get(meaning) ?? []), name]);
  return [...byMeaning].map(([meaning, names]) => `${names.join("; ")}: ${meaning}.`);
}

function outcomeInWords({ outcome }: ComparedFigure): string {
  return outcome === "no difference" || outcome === "set by the pace" ? outcome : "";
}

/** Each figure in which a side is better, best first. */
export function winsList(comparison: Comparison, side: "a" | "b"): string[] {
  const times = (row: ComparedFigure): number | null =>
    row.speedup === null ? null : side === "a" ? row.speedup : 1 / row.speedup;
  return [...wins(comparison, side)]
    .sort((one, other) => (times(other) ?? 0) - (times(one) ?? 0))
    .map((row) => {
      const better = times(row);
      const values = `${amount(row, row.a.spread?.median ?? 0)} against ${amount(row, row.b.spread?.median ?? 0)}`;
      return `${row.name}: ${better === null ? values : ratio(better)} (${values} ${unitOf(row)})`;
    });
}

/** What was compared of the results, run by run. */
export function equalityTable({ equality }: Comparison): TextTable {
  return {
    head: ["Results", "Rows", "Values", "Mismatches"],
    rows: equality.tables.map((table) => [
      cell(table.table, `${table.run} against ${table.reference}`),
      cell(
        count(table.rows_run),
        table.rows_run === table.rows_reference ? "" : `${count(table.rows_reference)} in the other`,
      ),
      cell(
        count(table.values),
        `largest relative difference ${Number(table.largest_relative_difference.toPrecision(2))}`,
      ),
      cell(count(table.mismatches), table.examples.join("; ")),
    ]),
  };
}

export function equalityRule({ equality }: Comparison): string {
  return (
    "Rows are matched by their keys, a row that only one run has is a mismatch; whole numbers, times and missing values " +
    `are equal exactly, other numbers within ${equality.relative_epsilon} of the larger one, or within ` +
    `${equality.absolute_epsilon}. When something was predicted by the wall clock is no result and is not compared.`
  );
}

export function costTable({ a, b, cost }: Comparison): TextTable {
  const row = (name: string, read: (side: Comparison["cost"]["a"]) => string): Cell[] => [
    cell(name),
    cell(read(cost.a)),
    cell(read(cost.b)),
  ];
  return {
    head: ["Cost", a.name, b.name],
    rows: [
      row("Machines", ({ price }) => (price ? `${price.hosts} × ${price.instance}` : "not named")),
      row("Per hour", ({ price }) => (price ? money(price.per_hour, cost.currency) : "not known")),
      row("Capacity, events/s", ({ capacity }) => (capacity === null ? "not measured" : count(capacity))),
      row("Per million events, at capacity", ({ per_million_events }) =>
        money(per_million_events, cost.currency),
      ),
      row("Per training run", ({ per_training_run }) => money(per_training_run, cost.currency)),
    ],
  };
}

/** Why parts of the cost are missing. */
export function costGaps({ a, b, cost }: Comparison): string[] {
  return [
    ...cost.a.not_measured.map((reason) => `${a.name}: ${reason}.`),
    ...cost.b.not_measured.map((reason) => `${b.name}: ${reason}.`),
  ];
}

export function fallbacksTable({ fallbacks }: Comparison): TextTable {
  return {
    head: ["Query", "On the GPU", "Left on the CPU"],
    rows: (fallbacks.queries ?? []).map(({ query, coverage_percent, off_gpu }) => [
      cell(query),
      cell(`${coverage_percent}%`),
      cell(
        String(off_gpu.length),
        off_gpu.map(({ operator, reason }) => `${operator}: ${reason}`).join("\n"),
      ),
    ]),
  };
}

export function runsTable({ a, b }: Comparison): TextTable {
  return {
    head: ["Run", "Side", "Where", "Code"],
    rows: [a, b].flatMap(({ name, runs, not_run }) => [
      ...(not_run === null ? [] : [[cell("none", not_run), cell(name), cell("–"), cell("–")]]),
      ...runs.map((run) => [
        cell(run.run_id, run.started_at),
        cell(name, run.architecture),
        cell(run.machine, `${run.cluster}; GPU: ${run.gpu ?? "none"}`),
        cell(run.git_commit?.slice(0, 10) ?? "unknown"),
      ]),
    ]),
  };
}

export function meanSentence({ geometric_mean, a, b }: Comparison): string {
  const { speedup: times, stages } = geometric_mean;
  if (times === null) return "Geometric mean: not measured, for no stage was measured on both sides.";
  return `Geometric mean of ${stages.length} stages: ${a.name} is ${ratio(times)} as fast as ${b.name}.`;
}
