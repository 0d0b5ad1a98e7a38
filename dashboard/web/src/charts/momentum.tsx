import { useRef } from "preact/hooks";
import uPlot from "uplot";
import { language, t, tenth } from "../i18n/texts";
import { Figure } from "../parts/figure";
import { colour } from "../theme";
import type { MatchState } from "../views/match-state";
import { matchAxis, STILL, valueAxis } from "./axes";
import { Chart } from "./chart";
import { momentMarks } from "./moment-marks";
import { Timeline } from "./timeline";

/** Minutes that "lately" is. */
const RECENT = 10;

/** Which side threatens, minute by minute: home up, away down. */
export function Momentum({ match }: { readonly match: MatchState }) {
  const { threat, moments, home, away } = match;
  const timeline = new Timeline([...threat, ...moments, match]);
  const latest = useRef({ timeline, moments });
  latest.current = { timeline, moments };
  const recent = threat.slice(-RECENT);
  const sum = (side: "home" | "away"): string =>
    tenth(recent.reduce((total, point) => total + point[side], 0));
  const bars = uPlot.paths.bars?.({ size: [0.8, 24], align: 1 });
  return (
    <Figure
      class="wide"
      caption={t("momentum")}
      note={t("momentumNote")}
      alternative={t("momentumAlt", { home: home.name, away: away.name, a: sum("home"), b: sum("away") })}
    >
      <Chart
        shape={`${language.value} ${match.id}`}
        height={150}
        data={[
          threat.map((point) => timeline.at(point)),
          threat.map(({ home: value }) => value),
          threat.map(({ away: value }) => -value),
        ]}
        options={() => ({
          ...STILL,
          scales: {
            x: { time: false, range: () => [0, latest.current.timeline.end] },
            y: {
              range: (_, low, high) => {
                const most = Math.max(4, Math.abs(low), Math.abs(high)) * 1.15;
                return [-most, most];
              },
            },
          },
          axes: [matchAxis(() => latest.current.timeline), valueAxis((value) => String(Math.abs(value)))],
          series: [
            {},
            ...(["home", "away"] as const).map((side) => ({
              label: side,
              fill: colour(side),
              width: 0,
              paths: bars,
              points: { show: false },
            })),
          ],
          plugins: [
            momentMarks(
              () => latest.current.moments,
              () => latest.current.timeline,
            ),
          ],
        })}
      />
    </Figure>
  );
}
