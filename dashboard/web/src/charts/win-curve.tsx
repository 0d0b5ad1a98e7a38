import { useRef } from "preact/hooks";
import type { Moment } from "../../../server/protocol";
import { language, percent, t } from "../i18n/texts";
import { Figure } from "../parts/figure";
import { Scrolls } from "../parts/scrolls";
import type { MatchState } from "../views/match-state";
import { line, matchAxis, STILL, valueAxis } from "./axes";
import { Chart } from "./chart";
import { momentMarks } from "./moment-marks";
import { Timeline } from "./timeline";

/** As high as the pitch beside it, where there is room for both. */
const HEIGHT = matchMedia("(min-width: 60rem)").matches ? 380 : 280;

/** The win probability of home, draw and away over the match clock. */
export function WinCurve({ match }: { readonly match: MatchState }) {
  const { curve, moments, home, away } = match;
  const timeline = new Timeline([...curve, ...moments, match]);
  // What is drawn on canvas is drawn after this component: it looks at the latest match then.
  const latest = useRef({ timeline, moments });
  latest.current = { timeline, moments };
  const now = curve.at(-1)?.p;
  if (!now) {
    return (
      <section class="card wide">
        <h2>{t("winProbability")}</h2>
        <p class="empty">{t("noCurve")}</p>
      </section>
    );
  }
  const [p, q, r] = now.map(percent);
  const told = moments.filter(({ side }) => side !== null).map((moment) => momentInWords(moment, match));
  return (
    <Figure
      class="wide"
      caption={t("winProbability")}
      alternative={t("curveAlt", {
        ...{ home: home.name, away: away.name, p: p ?? "", q: q ?? "", r: r ?? "" },
        moments: told.join(", "),
      })}
      below={<CurveTable match={match} />}
    >
      <Chart
        shape={`${language.value} ${match.id}`}
        height={HEIGHT}
        data={[
          curve.map((point) => timeline.at(point)),
          ...[0, 1, 2].map((outcome) => curve.map((point) => (point.p[outcome] ?? 0) * 100)),
        ]}
        options={() => ({
          ...STILL,
          scales: {
            x: { time: false, range: () => [0, latest.current.timeline.end] },
            y: { range: [0, 100] },
          },
          axes: [matchAxis(() => latest.current.timeline), valueAxis((value) => `${value}%`)],
          series: [
            {},
            line("home", home.name, { width: 2.5 }),
            line("draw", t("draw"), { dash: [5, 4] }),
            line("away", away.name, { width: 2.5 }),
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

/** For example `Goal 28', Atlético Bruma (Gadiel Brelaldi)`. */
export function momentInWords({ kind, minute, side, player }: Moment, { home, away }: MatchState): string {
  const team = side === "home" ? home.name : side === "away" ? away.name : "";
  return `${t(`moment_${kind}`)} ${minute + 1}'${team && `, ${team}`}${player ? ` (${player})` : ""}`;
}

function CurveTable({ match: { curve, home, away } }: { readonly match: MatchState }) {
  return (
    <details>
      <summary>{t("asTable")}</summary>
      <Scrolls label={t("winProbability")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("minute")}</th>
              <th scope="col">{home.name}</th>
              <th scope="col">{t("draw")}</th>
              <th scope="col">{away.name}</th>
            </tr>
          </thead>
          <tbody>
            {[...curve].reverse().map(({ period, minute, p }) => (
              <tr key={`${period} ${minute}`}>
                <th scope="row">{minute}'</th>
                {p.map((share, outcome) => (
                  <td key={String(outcome)}>{percent(share)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    </details>
  );
}
