import type { EventMessage } from "@golazo/contracts";
import type { Moment, Phase, Side } from "../protocol";

/** StatsBomb's ids of event types. */
const TYPE = { shot: 16, foulCommitted: 22, badBehaviour: 24, ownGoalFor: 25, halfEnd: 34 } as const;

/** Types whose actor has the ball: Dribble, Shot, Pass, Ball Receipt, Carry. */
const ON_THE_BALL = new Set([14, 16, 30, 42, 43]);

const SHOT_GOAL = 97;

/** Straight red and second yellow. */
const SENT_OFF = new Set([5, 6]);

/** Yards from the own goal line at which the last third of the pitch begins. */
const FINAL_THIRD_X = 80;

/** A shot of expected goals 1 weighs as much as so many events in the final third. */
const SHOT_WEIGHT = 10;

/** Which side acted, or null for an event of neither. */
export function sideOf(event: EventMessage): Side | null {
  if (event.team.id === event.home_team_id) return "home";
  return event.team.id === event.away_team_id ? "away" : null;
}

/** What an event is to be marked with on the curve, or null for most. A shoot-out's goals do not count. */
export function momentOf(event: EventMessage): Moment | null {
  const { period, minute } = event;
  const side = sideOf(event);
  const player = event.player?.name ?? null;
  switch (event.type.id) {
    case TYPE.shot:
      return event.shot?.outcome?.id === SHOT_GOAL && period < 5
        ? { kind: "goal", period, minute, side, player }
        : null;
    case TYPE.ownGoalFor:
      return period < 5 ? { kind: "own-goal", period, minute, side, player: null } : null;
    case TYPE.foulCommitted:
    case TYPE.badBehaviour: {
      const card = (event.foul_committed ?? event.bad_behaviour)?.card?.id;
      return card !== undefined && SENT_OFF.has(card)
        ? { kind: "red-card", period, minute, side, player }
        : null;
    }
    case TYPE.halfEnd:
      return { kind: period === 1 ? "half-time" : "full-time", period, minute, side: null, player: null };
    default:
      return null;
  }
}

/** Where a match stands after an event. */
export function phaseAfter(event: EventMessage): Phase {
  const isEnd = event.type.id === TYPE.halfEnd;
  switch (event.period) {
    case 1:
      return isEnd ? "half-time" : "first-half";
    case 2:
      return isEnd ? "full-time" : "second-half";
    case 3:
      return "extra-time";
    case 4:
      return isEnd ? "full-time" : "extra-time";
    default:
      return isEnd ? "full-time" : "penalties";
  }
}

/**
 * How much an event threatens: 1 on the ball in the final third, and for a shot ten times its expected goals on top.
 * Golazo's own and simple measure of momentum.
 */
export function threatOf(event: EventMessage): number {
  const isNear = ON_THE_BALL.has(event.type.id) && (event.location?.[0] ?? 0) >= FINAL_THIRD_X;
  return (isNear ? 1 : 0) + SHOT_WEIGHT * (event.shot?.statsbomb_xg ?? 0);
}
