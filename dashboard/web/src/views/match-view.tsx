import { useEffect, useState } from "preact/hooks";
import { Momentum } from "../charts/momentum";
import { momentInWords, WinCurve } from "../charts/win-curve";
import { STATISTICS, type Statistic, WindowChart } from "../charts/window-chart";
import { duration, percent, t } from "../i18n/texts";
import { watch } from "../live";
import { longPhase } from "../parts/phase";
import { Pitch } from "../parts/pitch";
import { ProbabilityBar } from "../parts/probability-bar";
import { type MatchState, withNews } from "./match-state";

/** One match: its curve, momentum, statistics and the pitch. */
export function MatchView({ id }: { readonly id: number }) {
  const [match, setMatch] = useState<MatchState | null>(null);
  const [isUnknown, setUnknown] = useState(false);
  useEffect(
    () =>
      watch(`match:${id}`, (message) => {
        if (message.kind === "unknown-match") setUnknown(true);
        if (message.kind !== "match") return;
        setUnknown(false);
        setMatch((before) => withNews(before, message));
      }),
    [id],
  );
  useEffect(() => {
    document.title = match
      ? `${match.home.name} ${match.score.join("–")} ${match.away.name} · ${t("title")}`
      : t("title");
  });
  return (
    <>
      <p class="back">
        <a href="/">← {t("back")}</a>
      </p>
      {match ? (
        <Match match={match} />
      ) : (
        <p class="empty">{isUnknown ? t("unknownMatch", { id }) : `${t("loading")} …`}</p>
      )}
    </>
  );
}

function Match({ match }: { readonly match: MatchState }) {
  return (
    <article class="match">
      <Scoreboard match={match} />
      <WinCurve match={match} />
      <Momentum match={match} />
      <Pitch match={match} />
      <Moments match={match} />
      <Statistics match={match} />
    </article>
  );
}

function Scoreboard({ match }: { readonly match: MatchState }) {
  const { home, away, score, scoreKnown, phase, minute, curve } = match;
  const now = curve.at(-1);
  return (
    <header class="scoreboard card wide">
      <h1>
        <span class="team home">{home.name}</span>
        <span class="score">
          {score[0]} – {score[1]}
        </span>
        <span class="team away">{away.name}</span>
      </h1>
      <p class="phase">{longPhase(phase, minute)}</p>
      {!scoreKnown && <p class="soft">{t("lateScore")}</p>}
      <ProbabilityBar p={now?.p ?? null} />
      {now && (
        <dl class="chances">
          {(["home", "draw", "away"] as const).map((outcome, index) => (
            <div key={outcome} class={outcome}>
              <dt>{outcome === "draw" ? t("draw") : match[outcome].name}</dt>
              <dd data-outcome={outcome}>{percent(now.p[index] ?? 0)}</dd>
            </div>
          ))}
        </dl>
      )}
      {now && <p class="soft">{t("latencyOf", { ms: duration(now.latency) })}</p>}
    </header>
  );
}

function Moments({ match }: { readonly match: MatchState }) {
  const shown = match.moments.filter(({ side }) => side !== null);
  return (
    <section class="card moments wide">
      <h2>{t("moments")}</h2>
      {shown.length === 0 && <p class="soft">{t("noMoments")}</p>}
      <ul>
        {shown.map((moment) => (
          <li key={momentInWords(moment, match)} class={`${moment.side} ${moment.kind}`}>
            {momentInWords(moment, match)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Statistics({ match }: { readonly match: MatchState }) {
  return (
    <section class="statistics wide">
      <h2>{t("statistics")}</h2>
      <p class="soft">{t("statisticsNote")}</p>
      {match.windows.length === 0 ? (
        <p class="empty">{t("noWindows")}</p>
      ) : (
        <>
          <p class="legend" aria-hidden="true">
            <span class="home">{match.home.name}</span>
            <span class="away">{match.away.name}</span>
          </p>
          <div class="grid">
            {(Object.keys(STATISTICS) as Statistic[]).map((statistic) => (
              <WindowChart key={statistic} match={match} statistic={statistic} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}
