import type { ComparedFigure, Comparison } from "@golazo/contracts";
import * as Plot from "@observablehq/plot";
import { COLOURS, figure } from "./drawing";
import { amount, ratio, unitOf } from "./format";
import type { Markup } from "./template";

/** Height of one line of a chart, px. */
const LINE = 26;
const AXIS = 56;
/** Room for names on a telephone, px. */
const NARROW_LABELS = 150;

/** Where the axis of speedups is labelled, as far as it reaches. */
const TIMES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
const CLOSE_TIMES = [0.5, 0.7, 1, 1.4, 2];

/** The axis of speedups is this many times as long as the longest bar, so that its number has room. */
const ROOM_FOR_NUMBERS = 1.7;

const timesOf = (row: ComparedFigure): number => row.speedup ?? 1;
const isAhead = (row: ComparedFigure): boolean => timesOf(row) >= 1;

/** How many times better side a is, per figure, about a line at 1; null when nothing can be drawn. */
export function speedupChart(
  { a, b }: Comparison,
  rows: readonly ComparedFigure[],
  caption: string,
): Markup | null {
  const compared = rows.filter((row) => row.speedup !== null && row.outcome !== "set by the pace");
  if (compared.length === 0) return null;
  // The same room on both sides of 1: twice as good and half as good look alike.
  const longest = Math.max(1.5, ...compared.map((row) => Math.max(timesOf(row), 1 / timesOf(row))));
  const reach = longest ** ROOM_FOR_NUMBERS;
  const ticks = (reach < 2.5 ? CLOSE_TIMES : TIMES).filter((times) => times >= 1 / reach && times <= reach);
  return figure({
    caption,
    alternative: compared
      .map((row) => `${row.name}: ${a.name} is ${ratio(timesOf(row))} as good as ${b.name}`)
      .join("; "),
    sides: { a: `${a.name} better`, b: `${b.name} better` },
    draw: ({ document, width, isNarrow }) =>
      Plot.plot({
        document,
        width,
        height: AXIS + compared.length * LINE,
        marginLeft: isNarrow ? NARROW_LABELS : 240,
        marginRight: 12,
        x: {
          type: "log",
          domain: [1 / reach, reach],
          label: null,
          ticks,
          tickFormat: (times: number) => `${times}×`,
        },
        y: {
          label: null,
          domain: compared.map((row) => row.name),
          tickSize: 0,
          tickFormat: isNarrow ? shortened : undefined,
        },
        marks: [
          Plot.gridX({ ticks, stroke: COLOURS.quiet, strokeOpacity: 1 }),
          Plot.barX(compared, {
            x1: 1,
            x2: timesOf,
            y: "name",
            insetTop: 4,
            insetBottom: 4,
            fill: (row: ComparedFigure) => (isAhead(row) ? COLOURS.a : COLOURS.b),
          }),
          Plot.ruleX([1], { stroke: "currentColor" }),
          ...[true, false].map((ahead) =>
            Plot.text(compared, {
              filter: (row: ComparedFigure) => isAhead(row) === ahead,
              x: timesOf,
              y: "name",
              text: (row: ComparedFigure) => ratio(timesOf(row)),
              dx: ahead ? 5 : -5,
              textAnchor: ahead ? "start" : "end",
            }),
          ),
        ],
      }),
  });
}

/** Values of figures of one unit, side by side; null when nothing was measured. */
export function valuesChart(
  { a, b }: Comparison,
  rows: readonly ComparedFigure[],
  caption: string,
): Markup | null {
  const bars = rows.flatMap((row) =>
    (["a", "b"] as const).flatMap((side) => {
      const value = row[side].spread?.median;
      return value === undefined ? [] : [{ row, side, value, name: row.name }];
    }),
  );
  if (bars.length === 0) return null;
  const names = { a: a.name, b: b.name };
  return figure({
    caption,
    alternative: bars
      .map(({ row, side, value }) => `${row.name}, ${names[side]}: ${amount(row, value)} ${unitOf(row)}`)
      .join("; "),
    sides: names,
    draw: ({ document, width, isNarrow }) =>
      Plot.plot({
        document,
        width,
        height: AXIS + new Set(bars.map(({ name }) => name)).size * LINE * 1.5,
        marginLeft: isNarrow ? NARROW_LABELS : 240,
        marginRight: 48,
        marginBottom: 44,
        x: { label: `${rows[0] ? unitOf(rows[0]) : ""} →`, ticks: isNarrow ? 2 : 8, nice: true },
        y: { axis: null, domain: ["a", "b"] },
        fy: {
          label: null,
          domain: [...new Set(bars.map(({ name }) => name))],
          tickFormat: isNarrow ? shortened : undefined,
          axis: "left",
          padding: 0.2,
        },
        marks: [
          Plot.gridX({ ticks: isNarrow ? 2 : 8, stroke: COLOURS.quiet, strokeOpacity: 1 }),
          Plot.barX(bars, {
            x: "value",
            y: "side",
            fy: "name",
            fill: (bar: (typeof bars)[number]) => COLOURS[bar.side],
          }),
          Plot.text(bars, {
            x: "value",
            y: "side",
            fy: "name",
            text: (bar: (typeof bars)[number]) => amount(bar.row, bar.value),
            dx: 5,
            textAnchor: "start",
          }),
          Plot.ruleX([0], { stroke: "currentColor" }),
        ],
      }),
  });
}

/** Names that leave a telephone room for the bars. */
function shortened(name: string): string {
  return name
    .replace("window statistics", "stats")
    .replace("win probability", "LWP")
    .replace("Event to prediction", "To prediction")
    .replace("Micro-batch with the model", "With model")
    .replace("Micro-batch without the model", "Without model");
}
