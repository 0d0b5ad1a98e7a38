import type uPlot from "uplot";
import { colour } from "../theme";
import type { Timeline } from "./timeline";

const FONT = "12px system-ui, sans-serif";

/** What all axes look like. */
function look(): uPlot.Axis {
  const line = { stroke: colour("quiet"), width: 1 };
  return { stroke: colour("soft"), font: FONT, grid: line, ticks: { ...line, size: 4 }, gap: 4 };
}

/** The match clock along the bottom. */
export function matchAxis(timeline: () => Timeline): uPlot.Axis {
  return {
    ...look(),
    size: 28,
    splits: () =>
      timeline()
        .labels()
        .map(({ at }) => at),
    values: (_, splits) => {
      const texts = new Map(
        timeline()
          .labels()
          .map(({ at, text }) => [at, text]),
      );
      return splits.map((split) => texts.get(split) ?? "");
    },
    grid: { show: false },
  };
}

/** Values up the side. */
export function valueAxis(words: (value: number) => string, size = 44): uPlot.Axis {
  return { ...look(), size, space: 36, values: (_, splits) => splits.map(words) };
}

/** Wall time along the bottom. */
export function timeAxis(words: (instant: number) => string): uPlot.Axis {
  return { ...look(), size: 28, space: 90, grid: { show: false }, values: (_, splits) => splits.map(words) };
}

/** A line in a colour of the style sheet; while there is but one value, which makes no line, a dot. */
export function line(name: string, label: string, more: Partial<uPlot.Series> = {}): uPlot.Series {
  const points: uPlot.Series.Points = { show: ({ data }) => data[0].length < 2, size: 7, fill: colour(name) };
  return { label, stroke: colour(name), width: 2, points, ...more };
}

/** No zoom, no legend of its own: what a chart says is beside it in words. */
export const STILL: Pick<uPlot.Options, "legend" | "cursor" | "padding"> = {
  legend: { show: false },
  cursor: { drag: { x: false, y: false }, points: { show: false } },
  padding: [12, 8, 0, 0],
};
