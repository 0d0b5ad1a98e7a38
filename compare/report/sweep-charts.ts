import type { Comparison } from "@golazo/contracts";
import * as Plot from "@observablehq/plot";
import { COLOURS, figure } from "./drawing";
import { count } from "./format";
import type { Markup } from "./template";

const CHARTS = [
  ["process_rate_stats", "Process Rate by size of the micro-batch, window statistics, events/s"],
  ["process_rate_predict", "Process Rate by size of the micro-batch, win probability, events/s"],
] as const;

interface Point {
  readonly side: "a" | "b";
  readonly records: number;
  readonly rate: number;
}

/** How many events a second each side takes with micro-batches of each size, a chart for each query. */
export function sweepCharts(comparison: Comparison): Markup[] {
  return CHARTS.flatMap(([key, caption]) => {
    const points = pointsOf(comparison, key);
    return points.length === 0 ? [] : [chart(comparison, points, caption)];
  });
}

function pointsOf({ sweep }: Comparison, key: string): Point[] {
  return sweep.sizes.flatMap(({ records, figures }) =>
    (["a", "b"] as const).flatMap((side) => {
      const rate = figures.find((row) => row.key === key)?.[side].spread?.median;
      return rate === undefined ? [] : [{ side, records, rate }];
    }),
  );
}

function chart({ a, b }: Comparison, points: readonly Point[], caption: string): Markup {
  const names = { a: a.name, b: b.name };
  const sizes = [...new Set(points.map(({ records }) => records))];
  return figure({
    caption,
    alternative: points
      .map(({ side, records, rate }) => `${names[side]}, ${count(records)} records: ${count(rate)} events/s`)
      .join("; "),
    sides: names,
    draw: ({ document, width, isNarrow }) =>
      Plot.plot({
        document,
        width,
        height: isNarrow ? 220 : 280,
        marginLeft: 56,
        marginRight: 40,
        marginBottom: 44,
        x: { type: "log", label: "records →", ticks: sizes, tickFormat: (records: number) => count(records) },
        y: { label: null, zero: true, nice: true, ticks: 5, tickFormat: (rate: number) => count(rate) },
        marks: [
          Plot.gridY({ ticks: 5, stroke: COLOURS.quiet, strokeOpacity: 1 }),
          ...(["a", "b"] as const).flatMap((side) => {
            const own = points.filter((point) => point.side === side);
            const place = { x: "records", y: "rate" };
            return [
              Plot.line(own, { ...place, stroke: COLOURS[side], strokeWidth: 2 }),
              Plot.dot(own, { ...place, fill: COLOURS[side], r: 4 }),
            ];
          }),
        ],
      }),
  });
}
