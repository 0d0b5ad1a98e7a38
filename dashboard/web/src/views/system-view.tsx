import { useEffect, useState } from "preact/hooks";
import type { SystemMessage, SystemPoint } from "../../../server/protocol";
import { TimeChart } from "../charts/time-chart";
import { duration, number, t } from "../i18n/texts";
import { watch } from "../live";
import { Tables } from "../parts/system-tables";
import { Tiles } from "../parts/system-tiles";

/** Points that are drawn: five minutes, a second each. */
const MOST_POINTS = 300;

/** Events in and out, lag, latency, Spark, GPUs and dead letters. */
export function SystemView() {
  const [message, setMessage] = useState<SystemMessage | null>(null);
  const [points, setPoints] = useState<readonly SystemPoint[]>([]);
  useEffect(
    () =>
      watch("system", (news) => {
        if (news.kind !== "system") return;
        setMessage(news);
        setPoints((before) => {
          const last = before.at(-1)?.at ?? 0;
          return [...before, ...news.points.filter(({ at }) => at > last)].slice(-MOST_POINTS);
        });
      }),
    [],
  );
  useEffect(() => {
    document.title = `${t("navSystem")} · ${t("title")}`;
  });
  return (
    <>
      <h1>{t("systemTitle")}</h1>
      {message ? <Body message={message} points={points} /> : <p class="empty">{t("loading")} …</p>}
    </>
  );
}

function Body({
  message: { here },
  points,
}: {
  readonly message: SystemMessage;
  readonly points: readonly SystemPoint[];
}) {
  const times = points.map(({ at }) => at);
  const latest = points.at(-1);
  const told = (value: number | null | undefined, words: (value: number) => string): string =>
    value === null || value === undefined ? t("notMeasured") : words(value);
  return (
    <>
      <Tiles view={here} />
      <div class="grid">
        <TimeChart
          caption={t("throughputChart")}
          alternative={t("throughputAlt", {
            events: told(latest?.events, number),
            predictions: told(latest?.predictions, number),
          })}
          times={times}
          lines={[
            ["home", t("eventsIn"), points.map(({ events }) => events)],
            ["away", t("predictionsOut"), points.map(({ predictions }) => predictions)],
            ["draw", t("windowsOut"), points.map(({ windowStatistics }) => windowStatistics)],
          ]}
        />
        <TimeChart
          caption={t("latencyChart")}
          alternative={t("latencyAlt", {
            p50: told(latest?.p50, duration),
            p95: told(latest?.p95, duration),
          })}
          times={times}
          lines={[
            ["home", "p50", points.map(({ p50 }) => p50)],
            ["away", "p95", points.map(({ p95 }) => p95)],
          ]}
        />
        <TimeChart
          caption={t("lagChart")}
          alternative={t("lagAlt", { lag: told(latest?.lag, number) })}
          times={times}
          lines={[["home", t("lag"), points.map(({ lag }) => lag)]]}
        />
      </div>
      <Tables view={here} />
    </>
  );
}
