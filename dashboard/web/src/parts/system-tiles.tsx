import type { Measured, SystemView } from "../../../server/protocol";
import { duration, number, t } from "../i18n/texts";

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** A value in words, or that it was not measured and why. */
export function words<T>(measured: Measured<T>, say: (value: T) => string, note: string): Omit<Tile, "name"> {
  return measured.missing === null
    ? { value: say(measured.value), note }
    : { value: t("notMeasured"), note: t(`missing_${measured.missing}`) };
}

/** The figures of a side at one look. */
export function tilesOf(view: SystemView): readonly Tile[] {
  const { rates, lag, latency } = view;
  return [
    { name: t("eventsIn"), ...words(rates, ({ events }) => number(events), t("perSecond")) },
    { name: t("predictionsOut"), ...words(rates, ({ predictions }) => number(predictions), t("perSecond")) },
    {
      name: t("windowsOut"),
      ...words(rates, ({ windowStatistics }) => number(windowStatistics), t("perSecond")),
    },
    { name: t("lag"), ...words(lag, number, t("lagNote")) },
    {
      name: t("latency"),
      ...words(
        latency,
        ({ p50 }) => duration(p50),
        latency.value
          ? `${t("latencyNote")} · p95 ${duration(latency.value.p95)} · p99 ${duration(latency.value.p99)}`
          : "",
      ),
    },
    { name: t("eventCount"), value: number(view.eventCount), note: "" },
    { name: t("deadLetters"), value: number(view.deadLetterCount), note: t("deadLettersNote") },
  ];
}

export function Tiles({ view }: { readonly view: SystemView }) {
  return (
    <dl class="tiles">
      {tilesOf(view).map(({ name, value, note }) => (
        <div key={name} class="card">
          <dt>{name}</dt>
          <dd>
            <span class={value === t("notMeasured") ? "missing" : "value"}>{value}</span>
            <span class="soft">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
