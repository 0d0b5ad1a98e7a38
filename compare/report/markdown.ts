import type { Comparison } from "@golazo/contracts";
import {
  type Cell,
  costGaps,
  costTable,
  equalityRule,
  equalityTable,
  fallbacksTable,
  figuresTable,
  meanings,
  meanSentence,
  runsTable,
  sweepTable,
  type TextTable,
  winsList,
} from "./sections";

/** The report as Markdown. */
export function renderMarkdown(comparison: Comparison): string {
  const { a, b, verdict, equality, warnings, main, latency, stages, sweep, cost, fallbacks, gpu } =
    comparison;
  return `${[
    `# ${a.name} against ${b.name}`,
    ...(equality.equal === false
      ? ["**The sides did not compute the same: no speed below may be quoted.**"]
      : []),
    list(verdict.sentences),
    "What this rests on:",
    list(verdict.rests_on),
    ...(warnings.length > 0 ? ["## What else differs", list(warnings.map(warningInWords))] : []),
    // A mismatch stands before any speed; else people find the figures first.
    ...(equality.equal === true ? [] : equalitySection(comparison)),
    "## Figures",
    table(figuresTable(comparison, main)),
    list(meanings(main)),
    "## Latency",
    table(figuresTable(comparison, latency)),
    list(meanings(latency)),
    "## Stages",
    table(figuresTable(comparison, stages)),
    meanSentence(comparison),
    list(meanings(stages)),
    "## Batch sizes",
    sweep.not_measured === null ? table(sweepTable(comparison)) : `Not measured: ${sweep.not_measured}.`,
    `## ${a.name} is better in`,
    list(winsList(comparison, "a")),
    `## ${b.name} is better in`,
    list(winsList(comparison, "b")),
    ...(equality.equal === true ? equalitySection(comparison) : []),
    "## Cost",
    table(costTable(comparison)),
    list([`Break-even: ${cost.break_even.words}.`, ...costGaps(comparison), ...cost.assumptions]),
    `Prices of ${cost.as_of}, ${cost.region}, ${cost.currency}: ${cost.source}`,
    "## What the GPU planner leaves on the CPU",
    fallbacks.queries ? table(fallbacksTable(comparison)) : `Not measured: ${fallbacks.not_measured}.`,
    "## GPU utilisation",
    gpu.not_measured === null
      ? "Over time in report.json and report.html."
      : `Not measured: ${gpu.not_measured}.`,
    "## Runs",
    table(runsTable(comparison)),
    `Compared by Golazo ${comparison.golazo}, ${comparison.made_at}.`,
  ].join("\n\n")}\n`;
}

function equalitySection(comparison: Comparison): string[] {
  const { not_compared } = comparison.equality;
  return [
    "## Did both compute the same?",
    table(equalityTable(comparison)),
    ...(not_compared.length > 0 ? [list(not_compared.map((reason) => `Not compared: ${reason}`))] : []),
    equalityRule(comparison),
  ];
}

export function warningInWords({ what, reason, values }: Comparison["warnings"][number]): string {
  const each = values.map(({ value, runs }) => `${value} (${runs.join(", ")})`);
  return `${what}: ${each.join("; ")}. ${reason[0]?.toUpperCase()}${reason.slice(1)}.`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "- nothing" : items.map((item) => `- ${oneLine(item)}`).join("\n");
}

function table({ head, rows }: TextTable): string {
  if (rows.length === 0) return "Nothing.";
  const line = (texts: readonly string[]): string => `| ${texts.map(escapeCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(inOneCell)))].join("\n");
}

function inOneCell({ text, note }: Cell): string {
  return note ? `${text} (${note.split("\n").join("; ")})` : text;
}

function escapeCell(text: string): string {
  return oneLine(text).replaceAll("|", "\\|");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}
