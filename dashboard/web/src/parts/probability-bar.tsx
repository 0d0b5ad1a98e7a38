import { t } from "../i18n/texts";

/** Below this share of the bar a number has no room. */
const ROOM = 0.12;

/** Home, draw and away in one bar; shares of 1. */
export function ProbabilityBar({ p }: { readonly p: readonly [number, number, number] | null }) {
  if (!p) return <div class="bar none">{t("noPrediction")}</div>;
  const words = p.map((share) => `${Math.round(share * 100)}%`);
  const [home = "", draw = "", away = ""] = words;
  return (
    <div class="bar" role="img" aria-label={t("barAlt", { home, draw, away })}>
      {(["home", "draw", "away"] as const).map((outcome, index) => (
        <span key={outcome} class={outcome} style={{ flexGrow: p[index] ?? 0 }}>
          {(p[index] ?? 0) >= ROOM && words[index]}
        </span>
      ))}
    </div>
  );
}
