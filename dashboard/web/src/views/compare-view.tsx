import { useEffect, useState } from "preact/hooks";
import type { FinishedRun, SystemMessage } from "../../../server/protocol";
import { t } from "../i18n/texts";
import { watch } from "../live";
import { RunComparison } from "../parts/run-comparison";
import { Rows } from "../parts/system-tables";
import { tilesOf } from "../parts/system-tiles";

/** Two stacks live beside each other, and two finished runs. */
export function CompareView() {
  const [message, setMessage] = useState<SystemMessage | null>(null);
  const [runs, setRuns] = useState<readonly FinishedRun[] | null>(null);
  useEffect(
    () =>
      watch("compare", (news) => {
        if (news.kind === "system") setMessage(news);
      }),
    [],
  );
  useEffect(() => {
    fetch("/api/runs")
      .then((response) => (response.ok ? response.json() : []))
      .then(setRuns)
      // Without its server the page shows that anyway.
      .catch(() => setRuns([]));
  }, []);
  useEffect(() => {
    document.title = `${t("navCompare")} · ${t("title")}`;
  });
  return (
    <>
      <h1>{t("navCompare")}</h1>
      <section class="card">
        <h2>{t("compareLive")}</h2>
        {message && <Sides message={message} />}
      </section>
      {runs && <RunComparison runs={runs} />}
    </>
  );
}

function Sides({ message: { here, beside } }: { readonly message: SystemMessage }) {
  const other = beside?.view ? tilesOf(beside.view) : null;
  const head = [
    t("figure"),
    `${t("thisSide")}: ${here.name}`,
    ...(beside ? [`${t("otherSide")}: ${beside.view?.name ?? beside.url}`] : []),
  ];
  const rows = tilesOf(here).map(({ name, value, note }, index) => [
    ...[`${name}${note === t("perSecond") ? `, ${note}` : ""}`, value],
    ...(beside ? [other?.[index]?.value ?? "–"] : []),
  ]);
  return (
    <>
      <Rows caption={t("compareLive")} head={head} rows={rows} />
      {!beside && <p class="soft">{t("noBeside")}</p>}
      {beside && !beside.view && <p class="soft">{t("besideSilent", { url: beside.url })}</p>}
    </>
  );
}
