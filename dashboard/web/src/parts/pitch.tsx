import type { LatestEvent, LatestFrame, Place } from "../../../server/protocol";
import { t } from "../i18n/texts";
import type { MatchState } from "../views/match-state";
import { Figure } from "./figure";

/** Size of the pitch, yards. */
const LENGTH = 120;
const WIDTH = 80;

/** Events by which an event without a frame may be newer than the frame that is shown. */
const PATIENCE = 25;

/** The newest event on the pitch, with what the cameras saw around it. */
export function Pitch({ match }: { readonly match: MatchState }) {
  const { event, frame } = match;
  if (!event) {
    return (
      <section class="card wide">
        <h2>{t("pitch")}</h2>
        <p class="empty">{t("noEvent")}</p>
      </section>
    );
  }
  const isFramed =
    frame !== null && frame.period === event.period && event.sequence - frame.sequence < PATIENCE;
  const shown = isFramed ? frame : event;
  const seen = isFramed ? seenInWords(frame) : t("pitchBlind");
  return (
    <Figure
      class="wide"
      caption={t("pitch")}
      note={t("pitchNote")}
      alternative={t("pitchAlt", { event: eventInWords(shown, match), seen })}
      below={
        <p class="event">
          <strong class={shown.side ?? ""}>{eventInWords(shown, match)}</strong>{" "}
          <span class="soft">{seen}</span>
        </p>
      }
    >
      <svg class="pitch" viewBox={`-3 -3 ${LENGTH + 6} ${WIDTH + 6}`} aria-hidden="true">
        <Lines />
        {isFramed && <Frame frame={frame} />}
        <EventMark event={shown} />
      </svg>
    </Figure>
  );
}

function eventInWords(
  { type, player, side, minute, second }: LatestEvent,
  { home, away }: MatchState,
): string {
  const team = side === "home" ? home.name : side === "away" ? away.name : "";
  const at = `${minute}:${String(second).padStart(2, "0")}`;
  return [at, type, player, team].filter(Boolean).join(" · ");
}

function seenInWords({ players }: LatestFrame): string {
  const mates = players.filter(({ teammate }) => teammate).length;
  return t("pitchSeen", { mates, others: players.length - mates });
}

/** A place as if the home team attacked to the right. */
function turned([x, y]: Place, side: LatestEvent["side"]): Place {
  return side === "away" ? [LENGTH - x, WIDTH - y] : [x, y];
}

function Lines() {
  return (
    <g class="lines">
      <rect x="0" y="0" width={LENGTH} height={WIDTH} class="grass" />
      <line x1="60" y1="0" x2="60" y2={WIDTH} />
      <circle cx="60" cy="40" r="10" />
      <circle cx="60" cy="40" r="0.6" class="spot" />
      {[0, 1].map((end) => (
        <g key={end} transform={end === 1 ? `rotate(180 ${LENGTH / 2} ${WIDTH / 2})` : undefined}>
          <rect x="0" y="18" width="18" height="44" />
          <rect x="0" y="30" width="6" height="20" />
          <rect x="-2" y="36" width="2" height="8" class="goal" />
          <circle cx="12" cy="40" r="0.6" class="spot" />
          <path d="M18 32 A10 10 0 0 1 18 48" />
        </g>
      ))}
    </g>
  );
}

function Frame({ frame: { players, visibleArea, side } }: { readonly frame: LatestFrame }) {
  const other = side === "home" ? "away" : "home";
  const corners = visibleArea.map((corner) => turned(corner, side).join(",")).join(" ");
  return (
    <g>
      {corners && <polygon class="seen" points={corners} />}
      {players.map(({ place, teammate, actor, keeper }, index) => {
        const [x, y] = turned(place, side);
        const names = [
          "player",
          teammate ? (side ?? "") : other,
          actor ? "actor" : "",
          keeper ? "keeper" : "",
        ];
        return <circle key={String(index)} class={names.join(" ")} cx={x} cy={y} r={actor ? 1.9 : 1.5} />;
      })}
    </g>
  );
}

function EventMark({ event: { location, end, side } }: { readonly event: LatestEvent }) {
  if (!location) return null;
  const [x, y] = turned(location, side);
  const [endX, endY] = end ? turned(end, side) : [x, y];
  return (
    <g class={`mark ${side ?? ""}`}>
      {end && <line x1={x} y1={y} x2={endX} y2={endY} />}
      {end && <circle cx={endX} cy={endY} r="0.9" class="end" />}
      <circle cx={x} cy={y} r="2.6" class="ring" />
    </g>
  );
}
