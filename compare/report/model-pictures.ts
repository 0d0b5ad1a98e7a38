import type { Evaluation, MeasuredModel } from "@golazo/contracts";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** Most inputs of the forest that are drawn: the ones after them hardly count. */
const MOST_INPUTS = 20;

/** Areas of the dots stand for the number of rows; a bin of very few says little and is drawn small. */
const LARGEST_DOT = 14;

const SVG = "http://www.w3.org/2000/svg";

const COLOURS: Record<string, string> = { home: "#1b6ac9", draw: "#8a6d00", away: "#c2402a" };

/** How often what was said with a probability happened: on the diagonal it happens as often as it is said. */
export function drawReliability({ models, split }: Evaluation): string {
  const bins = (["served", "poisson"] as const).flatMap((model) => binsOf(model, models[model]));
  return drawn(
    `Reliability on ${split.test.matches} matches (${split.test.rows} rows), the saved model and the Poisson baseline`,
    {
      width: 860,
      height: 494,
      marginTop: 48,
      marginBottom: 54,
      marginLeft: 62,
      // Beside the axes: at their ends, where Plot writes them, are the title and the last number.
      x: {
        domain: [0, 1],
        label: "probability that was said",
        labelAnchor: "center",
        labelOffset: 44,
        ticks: 6,
      },
      y: { domain: [0, 1], label: "share that happened", labelAnchor: "center", ticks: 6 },
      fx: { domain: ["served", "poisson"], label: null, padding: 0.08 },
      r: { range: [1, LARGEST_DOT] },
      color: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
      marks: [
        Plot.frame({ stroke: "#bbb" }),
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: "#999", strokeDasharray: "4 4" },
        ),
        Plot.line(bins, {
          x: "said",
          y: "happened",
          z: "outcome",
          fx: "model",
          stroke: "outcome",
          strokeOpacity: 0.6,
        }),
        Plot.dot(bins, {
          x: "said",
          y: "happened",
          r: "rows",
          fx: "model",
          fill: "outcome",
          fillOpacity: 0.7,
        }),
        Plot.text(Object.keys(COLOURS), {
          x: () => 0.04,
          y: (_, i) => 0.96 - 0.05 * i,
          text: (outcome: string) => `● ${outcome}`,
          fill: (outcome: string) => outcome,
          textAnchor: "start",
          fontWeight: "bold",
        }),
      ],
    },
  );
}

function binsOf(model: string, { reliability: outcomes }: MeasuredModel) {
  return Object.entries(outcomes).flatMap(([outcome, bins]) =>
    bins.map((bin) => ({ ...bin, outcome, model })),
  );
}

/** What the forest's splits are about. */
export function drawFeatureImportance({ feature_importance }: Evaluation): string {
  const shares = Object.entries(feature_importance)
    .map(([name, share]) => ({ name, share }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_INPUTS);
  return drawn("Share of the forest's gain in purity, per input", {
    width: 860,
    height: 60 + 22 * shares.length,
    marginTop: 48,
    marginLeft: 230,
    marginRight: 60,
    x: { label: null, tickFormat: "%", grid: true },
    y: { label: null, domain: shares.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.barX(shares, { x: "share", y: "name", fill: "#1b6ac9", insetTop: 3, insetBottom: 3 }),
      Plot.text(shares, {
        x: "share",
        y: "name",
        text: ({ share }: { share: number }) => `${(100 * share).toFixed(1)} %`,
        dx: 5,
        textAnchor: "start",
      }),
    ],
  });
}

function drawn(title: string, plot: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const style = { background: "white", color: "#222", fontSize: "13px", overflow: "visible" };
  const svg = Plot.plot({ ...plot, document, style });
  svg.setAttribute("xmlns", SVG);
  const heading = document.createElementNS(SVG, "text");
  const look = { x: "8", y: "20", "font-size": "15", "font-weight": "bold", "text-anchor": "start" };
  for (const [name, value] of Object.entries(look)) heading.setAttribute(name, value);
  heading.textContent = title;
  svg.append(heading);
  return `${svg.outerHTML}\n`;
}
