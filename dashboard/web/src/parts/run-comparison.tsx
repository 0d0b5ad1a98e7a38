import { useState } from "preact/hooks";
import type { FinishedRun } from "../../../server/protocol";
import { duration, moment, number, t, tenth } from "../i18n/texts";
import { Rows } from "./system-tables";

interface Measure {
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
  readonly say: (value: number) => string;
  readonly better: "more" | "less";
}

/** Finished runs, and two of them beside each other. */
export function RunComparison({ runs }: { readonly runs: readonly FinishedRun[] }) {
  const [chosen, choose] = useState(() => firstChoice(runs));
  const [a, b] = [chosen.a, chosen.b].map((id) => runs.find((run) => run.id === id));
  if (!a || !b) {
    return (
      <section class="card">
        <h2>{t("finished")}</h2>
        <p class="empty">{t("noRuns")}</p>
      </section>
    );
  }
  return (
    <>
      <section class="card">
        <h2>{t("finished")}</h2>
        <div class="tools">
          <RunChoice
            name={t("runA")}
            runs={runs}
            value={a.id}
            onChoose={(id) => choose({ ...chosen, a: id })}
          />
          <RunChoice
            name={t("runB")}
            runs={runs}
            value={b.id}
            onChoose={(id) => choose({ ...chosen, b: id })}
          />
        </div>
        <ul class="measures">
          {measuresOf(a, b).map((measure) => (
            <MeasureBars key={measure.name} measure={measure} />
          ))}
        </ul>
        <p class="soft">{t("compareNote")}</p>
      </section>
      <section class="card">
        <Rows
          caption={t("finished")}
          head={[t("run"), t("runStatus"), t("architecture"), t("events"), t("duration"), t("reconciled")]}
          rows={runs.map((run) => [
            ...[run.id, t(`status_${run.status}`), run.architecture],
            ...[run.events === null ? "–" : number(run.events), `${number(run.seconds)} s`],
            run.reconciled === null ? "–" : t(run.reconciled ? "yes" : "no"),
          ])}
        />
      </section>
    </>
  );
}

/** The two newest runs that streamed: of those that only trained next to nothing can be shown. */
function firstChoice(runs: readonly FinishedRun[]): { a: string | undefined; b: string | undefined } {
  const streamed = (run: FinishedRun): number => Number(run.eventsPerSecond !== null);
  const [newest, before] = runs.toSorted((one, other) => streamed(other) - streamed(one));
  return { a: newest?.id, b: before?.id ?? newest?.id };
}

function RunChoice(props: {
  readonly name: string;
  readonly runs: readonly FinishedRun[];
  readonly value: string;
  onChoose(id: string): void;
}) {
  return (
    <label class="choice">
      {props.name}{" "}
      <select value={props.value} onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}>
        {props.runs.map(({ id, startedAt, architecture }) => (
          <option key={id} value={id}>
            {`${moment(startedAt)} · ${architecture} · ${id}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function measuresOf(a: FinishedRun, b: FinishedRun): Measure[] {
  const measure = (
    name: string,
    of: (run: FinishedRun) => number | null,
    say: (value: number) => string,
    better: Measure["better"],
  ): Measure => ({ name, a: of(a), b: of(b), say, better });
  return [
    measure(t("eventsPerSecond"), (run) => run.eventsPerSecond, number, "more"),
    measure(t("processStats"), (run) => run.processRate.stats, number, "more"),
    measure(t("processPredict"), (run) => run.processRate.predict, number, "more"),
    measure(t("batchStats"), (run) => run.batchMs.stats, duration, "less"),
    measure(t("batchPredict"), (run) => run.batchMs.predict, duration, "less"),
    measure(t("latencyP50"), (run) => run.latency.p50, duration, "less"),
    measure(t("latencyP95"), (run) => run.latency.p95, duration, "less"),
    measure(t("lagMax"), (run) => run.lagMax, number, "less"),
    measure(
      t("duration"),
      (run) => run.seconds,
      (value) => `${tenth(value)} s`,
      "less",
    ),
  ];
}

function MeasureBars({ measure: { name, a, b, say, better } }: { readonly measure: Measure }) {
  const most = Math.max(a ?? 0, b ?? 0) || 1;
  return (
    <li>
      <p>
        {name} <span class="soft">{t(better === "more" ? "moreIsBetter" : "lessIsBetter")}</span>
      </p>
      {(
        [
          ["A", a, "home"],
          ["B", b, "away"],
        ] as const
      ).map(([side, value, colour]) => (
        <div key={side} class="measure">
          <span>{side}</span>
          <span class={`length ${colour}`} style={{ width: `${((value ?? 0) / most) * 70}%` }} />
          <span>{value === null ? t("notMeasured") : say(value)}</span>
        </div>
      ))}
    </li>
  );
}
