import type uPlot from "uplot";
import type { Moment } from "../../../server/protocol";
import { colour } from "../theme";
import type { Timeline } from "./timeline";

/** Radius of a goal's mark, css px. */
const RADIUS = 6;

/** Marks goals, red cards and the ends of periods on a chart of the match clock. */
export function momentMarks(moments: () => readonly Moment[], timeline: () => Timeline): uPlot.Plugin {
  return {
    hooks: {
      draw: (chart) => {
        const { ctx, bbox } = chart;
        const scale = devicePixelRatio;
        ctx.save();
        for (const start of timeline().breaks()) {
          upright(chart, chart.valToPos(start, "x", true), colour("soft"), [4 * scale, 4 * scale]);
        }
        for (const moment of moments()) {
          if (moment.side === null) continue;
          const x = chart.valToPos(timeline().at(moment) + 0.5, "x", true);
          const paint = colour(moment.side);
          // The home team's marks are at the top, the away team's at the bottom: colour is not all that tells them apart.
          const y =
            moment.side === "home" ? bbox.top + RADIUS * scale : bbox.top + bbox.height - RADIUS * scale;
          upright(chart, x, paint, []);
          ctx.beginPath();
          if (moment.kind === "red-card") {
            ctx.rect(x - 4 * scale, y - RADIUS * scale, 8 * scale, 2 * RADIUS * scale);
            ctx.fillStyle = colour("bad");
          } else {
            ctx.arc(x, y, RADIUS * scale, 0, 2 * Math.PI);
            ctx.fillStyle = paint;
          }
          ctx.fill();
          ctx.lineWidth = 2 * scale;
          ctx.strokeStyle = colour("paper");
          ctx.stroke();
        }
        ctx.restore();
      },
    },
  };
}

function upright({ ctx, bbox }: uPlot, x: number, paint: string, dash: number[]): void {
  ctx.beginPath();
  ctx.setLineDash(dash);
  ctx.strokeStyle = paint;
  ctx.lineWidth = devicePixelRatio;
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
}
