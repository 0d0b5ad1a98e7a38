import type { ComparedFigure, Comparison } from "@golazo/contracts";
import { speedupChart, valuesChart } from "./charts";
import { costChart, gpuChart } from "./curves";
import { warningInWords } from "./markdown";
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
import { STYLE } from "./style";
import { sweepCharts } from "./sweep-charts";
import { html, Markup } from "./template";

/** The report as one page that needs nothing else: no script, no font, no request. */
export function renderHtml(comparison: Comparison): string {
  const { a, b, verdict, equality, golazo, made_at } = comparison;
  // A mismatch stands before any speed; else people find the figures first.
  const isEqual = equality.equal === true;
  const isWhole = isEqual && a.not_run === null && b.not_run === null;
  const title = `${a.name} against ${b.name}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Golazo</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1></header>
<main>
<section class="verdict${isWhole ? "" : " bad"}" aria-label="Verdict">
${verdict.sentences.map((sentence) => html`<p>${sentence}</p>`)}
</section>
<h3>What this rests on</h3>
${list(verdict.rests_on, "small")}
${warnings(comparison)}
${isEqual ? "" : equalitySection(comparison)}
${figuresSections(comparison)}
${isEqual ? equalitySection(comparison) : ""}
${costSection(comparison)}
${gpuSections(comparison)}
<h2>Runs</h2>
${table(runsTable(comparison), "texts")}
</main>
<footer class="small"><p>Compared by Golazo ${golazo}, ${made_at}. The same figures are in report.json and report.md.</p></footer>
</body>
</html>
`;
  return page.text;
}

function warnings({ warnings: found }: Comparison): Markup {
  if (found.length === 0) return html``;
  return html`<h2>What else differs</h2>${list(found.map(warningInWords))}`;
}

function equalitySection(comparison: Comparison): Markup {
  const { tables, not_compared } = comparison.equality;
  return html`<h2>Did both compute the same?</h2>
${tables.length > 0 ? table(equalityTable(comparison)) : ""}
${not_compared.length > 0 ? list(not_compared.map((reason) => `Not compared: ${reason}.`)) : ""}
<p class="small">${equalityRule(comparison)}</p>`;
}

function figuresSections(comparison: Comparison): Markup {
  const { a, b, main, latency, stages } = comparison;
  return html`<h2>Figures</h2>
${table(figuresTable(comparison, main), "figures")}
${explained(main)}
${speedupChart(comparison, main, "How many times better, per figure") ?? ""}
<h2>Latency</h2>
${table(figuresTable(comparison, latency), "figures")}
${explained(latency)}
${valuesChart(comparison, latency, "Latency, milliseconds") ?? ""}
<h2>Stages</h2>
${table(figuresTable(comparison, stages), "figures")}
<p>${meanSentence(comparison)}</p>
${explained(stages)}
${speedupChart(comparison, stages, "How many times faster, per stage") ?? ""}
${sweepSection(comparison)}
<h2>Wins and regressions</h2>
<h3>${a.name} is better in</h3>
${list(winsList(comparison, "a"))}
<h3>${b.name} is better in</h3>
${list(winsList(comparison, "b"))}`;
}

function sweepSection(comparison: Comparison): Markup {
  const { not_measured } = comparison.sweep;
  if (not_measured !== null) return html`<h2>Batch sizes</h2><p>Not measured: ${not_measured}.</p>`;
  return html`<h2>Batch sizes</h2>
${sweepCharts(comparison)}
<details><summary>Every size</summary>${table(sweepTable(comparison), "figures")}</details>`;
}

function costSection(comparison: Comparison): Markup {
  const { cost } = comparison;
  return html`<h2>Cost</h2>
${table(costTable(comparison))}
<p>Break-even: ${cost.break_even.words}.</p>
${costChart(comparison) ?? ""}
${list([...costGaps(comparison), ...cost.assumptions, `Prices of ${cost.as_of}, ${cost.region}, ${cost.currency}: ${cost.source}`], "small")}`;
}

function gpuSections(comparison: Comparison): Markup {
  const { fallbacks, gpu } = comparison;
  return html`<h2>What the GPU planner leaves on the CPU</h2>
${fallbacks.queries ? fallbacksOf(comparison) : html`<p>Not measured: ${fallbacks.not_measured ?? ""}.</p>`}
<h2>GPU utilisation</h2>
${gpuChart(comparison) ?? html`<p>Not measured: ${gpu.not_measured ?? ""}.</p>`}`;
}

/** The reasons are many and long: each query's are folded away. */
function fallbacksOf(comparison: Comparison): Markup {
  const { head, rows } = fallbacksTable(comparison);
  const short = rows.map((cells) => cells.map(({ text }) => ({ text })));
  const reasons = rows.map(([query, , left]) =>
    left?.note
      ? html`<details><summary>Left on the CPU by ${query?.text ?? ""}</summary>${list(left.note.split("\n"), "small")}</details>`
      : "",
  );
  return html`${table({ head, rows: short }, "texts")}${reasons}`;
}

function explained(rows: readonly ComparedFigure[]): Markup {
  return html`<details><summary>What was measured</summary>${list(meanings(rows), "small")}</details>`;
}

function list(items: readonly string[], kind = ""): Markup {
  if (items.length === 0) return html`<p>Nothing.</p>`;
  return html`<ul class="${kind}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function table({ head, rows }: TextTable, kind = ""): Markup {
  const headings = head.map((name) => html`<th scope="col">${name}</th>`);
  const lines = rows.map((cells) => html`<tr>${cells.map(cell)}</tr>\n`);
  return html`<table class="${kind}"><thead><tr>${headings}</tr></thead>
<tbody>${lines}</tbody></table>`;
}

function cell({ text, note }: Cell, column: number): Markup {
  const notes = note ? note.split("\n").map((line) => html`<small>${line}</small>`) : [];
  return column === 0 ? html`<th scope="row">${text}${notes}</th>` : html`<td>${text}${notes}</td>`;
}
