import type { Comparison } from "@golazo/contracts";
import * as Plot from "@observablehq/plot";
import { costPerMillion, type Priced } from "../break-even";
import { priced } from "../cost";
import { COLOURS, figure } from "./drawing";
import { count, money } from "./format";
import type { Markup } from "./template";

/** More stairs than this cannot be told apart in a drawing. */
const MOST_STAIRS = 200;

interface Point {
  readonly rate: number;
  readonly cost: number;
}

/** The corners of a side's costs: between them the curve is straight, as both axes are logarithmic. */
function corners(side: Priced, least: number, most: number): Point[] {
  const point = (rate: number, hosts: number): Point => ({
    rate,
    cost: ((hosts * side.perHour) / (rate * 3600)) * 1e6,
  });
  const full = Array.from({ length: Math.ceil(most / side.capacity) - 1 }, (_, index) => index + 1);
  return [
    point(least, 1),
    ...full.flatMap((hosts) => [hosts, hosts + 1].map((rented) => point(hosts * side.capacity, rented))),
    point(most, full.length + 1),
  ];
}

/** What a million events cost at each rate; null when a side has no price. */
export function costChart({ a, b, cost }: Comparison): Markup | null {
  const [one, other] = [priced(cost.a), priced(cost.b)];
  if (!one || !other) return null;
  const smaller = Math.min(one.capacity, other.capacity);
  const wanted = Math.max(one.capacity, other.capacity, cost.break_even.events_per_second ?? 0);
  const most = Math.min(3 * wanted, MOST_STAIRS * smaller);
  const least = smaller / 20;
  const crossing = cost.break_even.events_per_second;
  return figure({
    caption: `Cost per million events by event rate, ${cost.currency}`,
    alternative:
      `At ${count(least)} events/s ${a.name} costs ${money(costPerMillion(one, least), cost.currency)} and ` +
      `${b.name} ${money(costPerMillion(other, least), cost.currency)} per million events. ` +
      `Break-even: ${cost.break_even.words}.`,
    sides: { a: a.name, b: b.name },
    draw: ({ document, width, isNarrow }) =>
      Plot.plot({
        document,
        width,
        height: isNarrow ? 240 : 320,
        marginLeft: 48,
        marginBottom: 44,
        x: {
          type: "log",
          label: "events/s →",
          ticks: isNarrow ? 3 : 6,
          tickFormat: (rate: number) => count(rate),
        },
        y: { type: "log", label: `↑ ${cost.currency}`, ticks: 4, tickFormat: "~g" },
        marks: [
          Plot.gridY({ ticks: 4, stroke: COLOURS.quiet, strokeOpacity: 1 }),
          ...(crossing && crossing <= most
            ? [Plot.ruleX([crossing], { stroke: "currentColor", strokeDasharray: "3,3" })]
            : []),
          Plot.line(corners(one, least, most), { x: "rate", y: "cost", stroke: COLOURS.a, strokeWidth: 2 }),
          Plot.line(corners(other, least, most), { x: "rate", y: "cost", stroke: COLOURS.b, strokeWidth: 2 }),
        ],
      }),
  });
}

/** How busy the GPU was; null when nobody looked. */
export function gpuChart({ gpu }: Comparison): Markup | null {
  const points = gpu.series.flatMap((series) =>
    series.points.map((point) => ({ ...point, curve: `${series.run_id} ${series.gpu}` })),
  );
  if (points.length === 0) return null;
  const busy = gpu.series.map((series) => {
    const mean =
      series.points.reduce((sum, point) => sum + point.utilisation_percent, 0) / series.points.length;
    return `${series.run_id}, ${series.gpu}: ${mean.toFixed(0)}% on average`;
  });
  return figure({
    caption: "GPU utilisation, per cent, by second of the run",
    alternative: busy.join("; "),
    draw: ({ document, width, isNarrow }) =>
      Plot.plot({
        document,
        width,
        height: isNarrow ? 200 : 260,
        x: { label: "s →", ticks: isNarrow ? 4 : 10 },
        y: { label: "↑ %", domain: [0, 100], ticks: 5 },
        marks: [
          Plot.gridY({ ticks: 5, stroke: COLOURS.quiet, strokeOpacity: 1 }),
          Plot.line(points, {
            x: "second",
            y: "utilisation_percent",
            z: "curve",
            stroke: COLOURS.a,
            strokeOpacity: 0.8,
          }),
        ],
      }),
  });
}
