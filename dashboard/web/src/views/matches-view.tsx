import { useEffect } from "preact/hooks";
import { number, t } from "../i18n/texts";
import { watch } from "../live";
import { shortPhase } from "../parts/phase";
import { ProbabilityBar } from "../parts/probability-bar";
import { VirtualList } from "../parts/virtual-list";
import {
  hidesFinished,
  isHeld,
  known,
  type ListedMatch,
  listed,
  ORDERS,
  type Order,
  order,
  takeList,
  wanted,
} from "./match-list";

/** All matches: score, minute and three-way probability, to be sorted and searched. */
export function MatchesView() {
  useEffect(() => watch("matches", takeList), []);
  useEffect(() => {
    document.title = `${t("navMatches")} · ${t("title")}`;
  });
  return (
    <>
      <h1 class="hidden">{t("navMatches")}</h1>
      <Tools />
      <List />
    </>
  );
}

function Tools() {
  return (
    <div class="tools">
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        value={wanted.value}
        onInput={({ currentTarget }) => {
          wanted.value = currentTarget.value;
        }}
      />
      <label>
        {t("sort")}{" "}
        <select
          value={order.value}
          onChange={({ currentTarget }) => {
            order.value = currentTarget.value as Order;
          }}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {t(`sort_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={hidesFinished.value}
          onChange={({ currentTarget }) => {
            hidesFinished.value = currentTarget.checked;
          }}
        />{" "}
        {t("onlyPlaying")}
      </label>
      <span class="soft count">
        {t("matchCount", { shown: number(listed.value.length), all: number(known.value ?? 0) })}
        {isHeld.value && ` · ${t("orderHeld")}`}
      </span>
      <Legend />
    </div>
  );
}

function Legend() {
  return (
    <p class="legend" aria-hidden="true">
      {(["home", "draw", "away"] as const).map((outcome) => (
        <span key={outcome} class={outcome}>
          {t(outcome)}
        </span>
      ))}
    </p>
  );
}

function List() {
  if (known.value === null) return <p class="empty">{t("loading")} …</p>;
  if (known.value === 0) return <p class="empty">{t("noMatches")}</p>;
  if (listed.value.length === 0) return <p class="empty">{t("noneFound")}</p>;
  return (
    <div
      onPointerEnter={({ pointerType }) => {
        isHeld.value = pointerType === "mouse";
      }}
      onPointerLeave={() => {
        isHeld.value = false;
      }}
    >
      <VirtualList
        label={t("navMatches")}
        items={listed.value}
        keyOf={({ id }: ListedMatch) => id}
        draw={(match: ListedMatch) => <Row match={match} />}
      />
    </div>
  );
}

function Row({ match }: { readonly match: ListedMatch }) {
  const { id, home, away, score, scoreKnown, phase, minute, p, swing } = match;
  return (
    <a class="row" href={`/match/${id}`}>
      <span class={`minute ${phase}`}>{shortPhase(phase, minute)}</span>
      <span class="team home">{home}</span>
      <span class="score">
        {scoreKnown ? (
          `${score[0]} – ${score[1]}`
        ) : (
          <abbr title={t("lateScore")}>{`${score[0]} – ${score[1]} ?`}</abbr>
        )}
      </span>
      <span class="team away">{away}</span>
      <ProbabilityBar p={p} />
      <span class="swing" title={t("swingLong")}>
        <span class="hidden">{t("swing")} </span>
        {swing > 0.005 ? `± ${Math.round(swing * 100)}` : "–"}
      </span>
    </a>
  );
}
