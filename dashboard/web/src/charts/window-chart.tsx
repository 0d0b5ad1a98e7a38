import { useRef } from "preact/hooks";
import type { WindowPoint } from "../../../server/protocol";
import { language, number, t, tenth } from "../i18n/texts";
import { Figure } from "../parts/figure";
import { type MatchState, minuteOf } from "../views/match-state";
import { line, matchAxis, STILL, valueAxis } from "./axes";
import { Chart } from "./chart";
import { Timeline } from "./timeline";

/** What is drawn of a team's minute; null where there is nothing to draw. */
export const STATISTICS = {
  possession: ({ possession }: WindowPoint) => (possession === null ? null : possession * 100),
  passes: ({ passes }: WindowPoint) => passes,
  completion: ({ passes, passesCompleted }: WindowPoint) =>
    passes === 0 ? null : (passesCompleted / passes) * 100,
  passLength: ({ passLength }: WindowPoint) => passLength,
  carry: ({ carryDistance }: WindowPoint) => carryDistance,
  events: ({ events }: WindowPoint) => events,
} as const;

/** Minutes the thick line is the mean of: one alone jumps too much to be read. */
const SMOOTH = 5;

export type Statistic = keyof typeof STATISTICS;

/** One statistic of both teams, minute by minute. */
export function WindowChart({
  match,
  statistic,
}: {
  readonly match: MatchState;
  readonly statistic: Statistic;
}) {
  const { windows, home, away } = match;
  const timeline = new Timeline([...windows, match]);
  const latest = useRef(timeline);
  latest.current = timeline;
  const drawn = STATISTICS[statistic];
  const bySide = { home: new Map<number, number | null>(), away: new Map<number, number | null>() };
  const minutes = new Map<number, WindowPoint>();
  for (const point of windows) {
    bySide[point.side].set(minuteOf(point), drawn(point));
    minutes.set(minuteOf(point), point);
  }
  const points = [...minutes.values()];
  const values = (side: "home" | "away"): Array<number | null> =>
    points.map((point) => bySide[side].get(minuteOf(point)) ?? null);
  // The newest minute is still being counted.
  const full = points.at(-2);
  const told = (side: "home" | "away"): string => {
    const value = full && bySide[side].get(minuteOf(full));
    return value === undefined || value === null ? "–" : tenth(value);
  };
  return (
    <Figure
      caption={t(`stat_${statistic}`)}
      alternative={t("statAlt", {
        ...{ name: t(`stat_${statistic}`), home: home.name, away: away.name },
        ...{ a: told("home"), b: told("away") },
      })}
    >
      <Chart
        shape={`${language.value} ${match.id}`}
        height={140}
        data={[
          points.map((point) => timeline.at(point)),
          ...[values("home"), values("away")].flatMap((ones) => [ones, smoothed(ones)]),
        ]}
        options={() => ({
          ...STILL,
          scales: {
            x: { time: false, range: () => [0, latest.current.end] },
            y: { range: (_, __, high) => [0, Math.max(4, high * 1.1)] },
          },
          axes: [matchAxis(() => latest.current), valueAxis(number, 38)],
          series: [
            {},
            ...(["home", "away"] as const).flatMap((side) => [
              line(side, side, { width: 1, alpha: 0.35 }),
              line(side, match[side].name, { width: 2.5 }),
            ]),
          ],
        })}
      />
    </Figure>
  );
}

/** The mean of each minute and the ones before it. */
function smoothed(values: ReadonlyArray<number | null>): Array<number | null> {
  return values.map((_, index) => {
    const recent = values.slice(Math.max(0, index - SMOOTH + 1), index + 1).filter((value) => value !== null);
    return recent.length === 0 ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length;
  });
}
