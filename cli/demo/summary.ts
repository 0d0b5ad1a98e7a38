import type { Distribution, QueryFigures, RunRecord } from "@golazo/contracts";
import Table from "cli-table3";
import type { DemoResult } from "./demo-run";

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/**
 * Says how a run ended.
 *
 * @throws Interrupted when it was stopped, Error when it failed
 */
export function sayHowItEnded({ record, recordFile, error }: DemoResult): void {
  for (const line of summaryLines(record, recordFile)) console.log(line);
  if (error) throw error;
  if (record.status !== "succeeded") throw new Error(`the run failed: ${record.failure}`);
}

/** The short table at the end of a run, and where its files are. */
function summaryLines(record: RunRecord, recordFile: string): string[] {
  const table = new Table({
    head: ["", "p50", "p95", "max"],
    style: { head: [], border: [] },
    // No lines between rows: a short table is read in one look.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    colAligns: ["left", "right", "right", "right"],
  });
  const streaming = record.jobs.stream?.streaming;
  for (const [name, query] of Object.entries(streaming?.queries ?? {})) table.push(...queryRows(name, query));
  const ack = record.replay?.totals?.ack_latency_ms;
  if (ack) table.push(row("Kafka's acknowledgement, ms", ack));
  if (streaming?.prediction_latency_ms)
    table.push(row("event to prediction in its topic, ms", streaming.prediction_latency_ms));
  return [
    ...(record.replay?.totals ? [playedLine(record)] : []),
    ...(record.model ? modelLines(record.model) : []),
    ...(table.length > 0 ? [table.toString()] : []),
    ...reconciliationLines(record),
    `Run ${record.run_id}: ${record.status} in ${Math.round(record.seconds)} s. Record: ${recordFile}`,
  ];
}

/** What a model is and how well it did on matches it had not seen. */
export function modelLines({ path, trained_in_this_run, card }: NonNullable<RunRecord["model"]>): string[] {
  const { model, ...baselines } = card.metrics;
  const caution = card.data.synthetic ? " (synthetic: these scores tell nothing about football)" : "";
  const when = trained_in_this_run
    ? `trained in ${card.training_seconds.toFixed(1)} s`
    : `trained ${card.trained_at}`;
  const scores = (name: string, metrics: typeof model): string =>
    `${name} accuracy ${metrics.accuracy.toFixed(3)}, macro F1 ${metrics.macro_f1.toFixed(3)}, ` +
    `log loss ${metrics.log_loss.toFixed(3)}, RPS ${metrics.rps.toFixed(4)}`;
  return [
    `Model ${path}, ${when} on ${card.data.description}`,
    `  ${card.split.test.matches} test matches: ${scores("model", model)}${caution}`,
    ...Object.entries(baselines).map(([name, metrics]) => `  baseline: ${scores(name, metrics)}`),
  ];
}

function playedLine({ replay }: RunRecord): string {
  const totals = replay?.totals;
  if (!replay || !totals) return "";
  const matches = `${replay.matches.length} ${replay.source.synthetic ? "synthetic " : ""}matches`;
  return (
    `Played ${COUNT.format(totals.events_acknowledged)} events of ${matches} in ${totals.seconds.toFixed(1)} s: ` +
    `${COUNT.format(totals.events_per_second)} events/s`
  );
}

function queryRows(name: string, query: QueryFigures): string[][] {
  return [
    row(`${name}: input rate, events/s`, query.input_rows_per_second),
    row(`${name}: process rate, events/s`, query.processed_rows_per_second),
    row(`${name}: batch duration, ms`, query.batch_ms),
    row(`${name}: scheduling delay, ms`, query.scheduling_delay_ms),
    row(`${name}: consumer lag, records`, query.lag_records),
  ];
}

function row(name: string, { p50, p95, max }: Distribution): string[] {
  return [name, ...[p50, p95, max].map((value) => (value === null ? "not measured" : COUNT.format(value)))];
}

function reconciliationLines({ reconciliation }: RunRecord): string[] {
  if (!reconciliation) return ["Not reconciled: the run did not reach its end."];
  const { acknowledged, stats, predict, dead_letters, reconciled, problems } = reconciliation;
  const counts =
    `${COUNT.format(acknowledged)} acknowledged, ${COUNT.format(stats)} in stats, ` +
    `${COUNT.format(predict)} in predict, ${COUNT.format(dead_letters)} dead letters`;
  return [
    `${reconciled ? "Reconciled" : "NOT RECONCILED"}: ${counts}`,
    ...problems.map((problem) => `  ${problem}`),
  ];
}
