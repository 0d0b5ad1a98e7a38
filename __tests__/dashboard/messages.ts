import type { EventMessage, Prediction, WindowStatistics } from "../../contracts";

/** A match's kick-off on the replay's clock. */
export const KICK_OFF = Date.parse("2025-07-23T01:00:00.000Z");

const HOME = { id: 11, name: "Coyotes" };
const AWAY = { id: 22, name: "Nopaleros" };

/** What a test says of an event; the rest is a pass of the home team. */
interface EventWish {
  readonly match?: number;
  readonly sequence: number;
  readonly minute?: number;
  readonly period?: number;
  readonly side?: "home" | "away";
  readonly producedAt?: number;
  readonly more?: Partial<EventMessage>;
}

/** An event message; the second half starts 60 minutes after the kick-off. */
export function anEvent({
  match = 1,
  sequence,
  minute = 0,
  period = 1,
  side = "home",
  producedAt = 1_000,
  more = {},
}: EventWish): EventMessage {
  const [base, offset] = period === 1 ? [0, 0] : [45, 60];
  const since = minute - base;
  return {
    match_id: match,
    home_team_id: HOME.id,
    away_team_id: AWAY.id,
    event_time: new Date(KICK_OFF + (offset + since) * 60_000).toISOString(),
    produced_at: producedAt,
    sequence,
    id: `event-${match}-${sequence}`,
    index: sequence + 1,
    period,
    timestamp: `00:${String(since).padStart(2, "0")}:00.000`,
    minute,
    second: 0,
    type: { id: 30, name: "Pass" },
    possession_team: side === "home" ? HOME : AWAY,
    team: side === "home" ? HOME : AWAY,
    location: [60, 40],
    ...more,
  };
}

/** What makes an event a goal. */
export const GOAL: Partial<EventMessage> = {
  type: { id: 16, name: "Shot" },
  player: { id: 7, name: "Jano Zeraldi" },
  shot: { statsbomb_xg: 0.3, outcome: { id: 97, name: "Goal" } },
};

export function aPrediction(
  minute: number,
  p: readonly [number, number, number],
  producedAt = 1_000,
  match = 1,
): Prediction {
  return {
    match_id: match,
    period: minute < 45 ? 1 : 2,
    minute,
    event_time: new Date(KICK_OFF + minute * 60_000).toISOString(),
    p_home: p[0],
    p_draw: p[1],
    p_away: p[2],
    produced_at: producedAt,
    predicted_at: producedAt + 500,
    latency_ms: 500,
  };
}

/** The statistics of the home team in the minute that begins so long after the kick-off. */
export function aWindow(minutesAfterKickOff: number, passes: number): WindowStatistics {
  const start = KICK_OFF + minutesAfterKickOff * 60_000;
  const nothing = { min: null, max: null, mean: null, variance: null };
  const flat = (name: string): Record<string, null> =>
    Object.fromEntries(Object.entries(nothing).map(([figure, value]) => [`${name}_${figure}`, value]));
  return {
    match_id: 1,
    team_id: HOME.id,
    window_start: new Date(start).toISOString(),
    window_end: new Date(start + 60_000).toISOString(),
    events: 2 * passes,
    passes,
    passes_completed: passes - 1,
    possession_share: 0.6,
    ...flat("pass_length"),
    ...flat("carry_distance"),
    ...flat("x"),
    ...flat("y"),
  } as unknown as WindowStatistics;
}
