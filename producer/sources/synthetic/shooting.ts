import { type Act, contentOf, link } from "./act";
import {
  clamp,
  distance,
  GOAL_Y,
  HALF_GOAL,
  LENGTH,
  logistic,
  millionth,
  onPitchX,
  onPitchY,
  tenth,
} from "./geometry";
import { KEEPER_SLOT, recoverLooseBall } from "./loose-ball";
import { corner } from "./lost-pass";
import type { MatchState } from "./match-state";
import { type Ball, type Next, restart } from "./next";
import { foot } from "./passing";
import { BODY, EVENT, KEEPER, type Named, OUTCOME, SHOT_TECHNIQUE, SHOT_TYPE } from "./vocabulary";

/** Expected goals of a penalty kick: about the share of penalties that are scored. */
const PENALTY_XG = 0.7835;
/** How fast shots travel, yards per second. */
const SHOT_SPEED = 26;
/** How much a team's attack shows in finishing beyond expected goals. */
const FINISHING = 0.25;

/** Outcomes of shots that are not goals, as often as among the 48 of matches 3788741 and 15986. */
const MISSES: ReadonlyArray<readonly [Named, number]> = [
  [OUTCOME.blocked, 0.3],
  [OUTCOME.saved, 0.33],
  [OUTCOME.offTarget, 0.29],
  [OUTCOME.wayward, 0.05],
  [OUTCOME.post, 0.03],
];

/** How likely a player with the ball shoots, by distance to the goal, yards; a wide angle makes it rarer. */
export function shotChance(state: MatchState, ball: Ball): number {
  const gap = distance(ball.x, ball.y, LENGTH, GOAL_Y);
  const base = gap < 9 ? 0.26 : gap < 14 ? 0.38 : gap < 20 ? 0.335 : gap < 27 ? 0.19 : gap < 34 ? 0.06 : 0;
  if (base === 0) return 0;
  const wide = Math.abs(ball.y - GOAL_Y) > 18 ? 0.25 : 1;
  const wish = Math.exp(0.35 * state.edge(ball.side) + 0.8 * (state.exposure - 0.25));
  return Math.min(0.9, base * wide * wish);
}

/**
 * Expected goals from distance, the angle under which the posts are seen, the head or foot, and how many
 * defenders are out of the way. The coefficients are the generator's own: about .39 from 6 yards, .14 from 12
 * and .05 from 20, in front of goal against a set defence.
 */
export function expectedGoals(x: number, y: number, header: boolean, exposure: number): number {
  const gap = distance(x, y, LENGTH, GOAL_Y);
  const toPosts = [GOAL_Y - HALF_GOAL, GOAL_Y + HALF_GOAL].map((post) => Math.atan2(post - y, LENGTH - x));
  const angle = Math.abs((toPosts[1] as number) - (toPosts[0] as number));
  return logistic(-1.79 + 1.605 * angle - 0.0889 * gap - (header ? 0.9 : 0) + 3 * (exposure - 0.25));
}

/** A shot from where the ball is; `kind` says whether it is open play, a free kick or a penalty. */
export function shoot(state: MatchState, ball: Ball, kind: Named, firstTime: boolean): Next {
  const { random } = state;
  const gap = distance(ball.x, ball.y, LENGTH, GOAL_Y);
  const fromHigh = ball.keyPass !== null && gap < 16;
  const header = kind === SHOT_TYPE.openPlay && fromHigh && firstTime && random.chance(0.55);
  const act = state.act(EVENT.shot, ball.side, ball.slot, ball.x, ball.y);
  const noise = Math.exp(0.25 * random.gauss());
  const xg =
    kind === SHOT_TYPE.penalty
      ? PENALTY_XG
      : clamp(expectedGoals(act.x, act.y, header, state.exposure) * noise, 0.005, 0.93);
  const finishing = Math.exp(FINISHING * state.side(ball.side).attack);
  const goal = random.chance(Math.min(0.97, xg * finishing));
  const outcome = goal ? OUTCOME.goal : kind === SHOT_TYPE.penalty ? OUTCOME.saved : random.weighted(MISSES);
  const end = target(state, act, outcome);
  act.duration = millionth(distance(act.x, act.y, end[0] as number, end[1] as number) / SHOT_SPEED + 0.1);
  if (ball.pressure !== null) {
    act.underPressure = true;
    link(act, ball.pressure);
  }
  const value: Record<string, unknown> = { statsbomb_xg: millionth(xg), end_location: end };
  if (ball.keyPass !== null) {
    // The event factory replaces it by the pass's id, once it has one.
    value.key_pass_id = "";
    act.partner = ball.keyPass;
    ball.keyPass.partner = act;
  }
  value.body_part = header ? BODY.head : foot(state);
  value.technique = header || !firstTime ? SHOT_TECHNIQUE.normal : volley(state);
  if (firstTime && !header) value.first_time = true;
  value.outcome = outcome;
  value.type = kind;
  act.detail = { key: "shot", value };
  state.wait(act.duration);
  return afterShot(state, act, outcome);
}

function volley(state: MatchState): Named {
  return state.random.weighted([
    [SHOT_TECHNIQUE.normal, 0.6],
    [SHOT_TECHNIQUE.halfVolley, 0.25],
    [SHOT_TECHNIQUE.volley, 0.15],
  ]);
}

/** Where a shot ends: x, y and, unless it was blocked, the height in yards. */
function target(state: MatchState, shot: Act, outcome: Named): number[] {
  const { random } = state;
  if (outcome === OUTCOME.blocked) {
    const x = onPitchX(shot.x + random.between(0.5, 6));
    return [x, onPitchY(shot.y + (GOAL_Y - shot.y) * 0.2 + random.gauss())];
  }
  const spread = outcome === OUTCOME.goal || outcome === OUTCOME.saved ? 3.6 : 9;
  const inside = tenth(GOAL_Y + spread * random.triangle());
  if (outcome === OUTCOME.saved) {
    return [onPitchX(random.between(114, 119.4)), inside, tenth(random.between(0.1, 2.4))];
  }
  if (outcome === OUTCOME.goal) return [LENGTH, inside, tenth(random.between(0.1, 2.5))];
  if (outcome === OUTCOME.post)
    return [LENGTH, random.chance(0.5) ? 36 : 44, tenth(random.between(0.1, 2.6))];
  const side = random.chance(0.5) ? -1 : 1;
  const away = tenth(GOAL_Y + side * (HALF_GOAL + random.between(0.3, 12)));
  if (outcome === OUTCOME.wayward) return [onPitchX(shot.x + random.between(3, 12)), away];
  return [LENGTH, away, tenth(random.between(0.2, 6))];
}

function afterShot(state: MatchState, shot: Act, outcome: Named): Next {
  const { random } = state;
  const other = 1 - shot.side;
  if (outcome === OUTCOME.goal) {
    keeper(state, shot, {
      outcome: OUTCOME.noTouch,
      type: KEEPER.goalConceded,
      position: KEEPER.set,
      technique: KEEPER.diving,
    });
    state.side(shot.side).score += 1;
    return restart("kick-off", other, 60, 40);
  }
  if (outcome === OUTCOME.saved) return save(state, shot);
  if (outcome === OUTCOME.blocked) return blockShot(state, shot);
  keeper(state, shot, { type: KEEPER.shotFaced, position: random.chance(0.9) ? KEEPER.set : KEEPER.moving });
  if (outcome === OUTCOME.post && random.chance(0.6))
    return recoverLooseBall(state, shot.side, 112, GOAL_Y, 0.3);
  return restart("goal-kick", other, 6, random.chance(0.5) ? 36 : 44);
}

function keeper(state: MatchState, shot: Act, value: Record<string, unknown>): Act {
  const { random } = state;
  const act = state.act(
    EVENT.goalKeeper,
    1 - shot.side,
    KEEPER_SLOT,
    random.between(0.8, 3.4),
    random.between(37, 43),
  );
  if (value.type === KEEPER.shotFaced) value.end_location = [act.x, act.y];
  act.detail = { key: "goalkeeper", value };
  link(act, shot);
  return act;
}

function save(state: MatchState, shot: Act): Next {
  const { random } = state;
  const outcome = random.weighted([
    [OUTCOME.success, 0.45],
    [OUTCOME.touchedOut, 0.25],
    [OUTCOME.inPlayDanger, 0.2],
    [OUTCOME.savedTwice, 0.1],
  ]);
  const body_part = random.pick([BODY.bothHands, BODY.bothHands, BODY.rightHand, BODY.leftHand]);
  const technique = random.chance(0.5) ? KEEPER.diving : KEEPER.standing;
  const act = keeper(state, shot, {
    outcome,
    type: KEEPER.shotSaved,
    body_part,
    position: KEEPER.set,
    technique,
  });
  if (outcome === OUTCOME.touchedOut) return corner(shot.side, random.chance(0.5) ? 1 : 79);
  if (outcome === OUTCOME.inPlayDanger) return recoverLooseBall(state, shot.side, 112, GOAL_Y, 0.35);
  return restart("keeper", 1 - shot.side, act.x, act.y);
}

function blockShot(state: MatchState, shot: Act): Next {
  const { random } = state;
  const other = 1 - shot.side;
  const end = contentOf(shot).end_location as number[];
  const x = onPitchX(LENGTH - (end[0] as number));
  const y = onPitchY(80 - (end[1] as number));
  const act = state.act(EVENT.block, other, state.nearest(other, x, y, -1), x, y);
  link(act, shot);
  keeper(state, shot, { type: KEEPER.shotFaced, position: KEEPER.set });
  if (random.chance(0.35)) {
    act.out = true;
    return corner(shot.side, shot.y);
  }
  return recoverLooseBall(state, other, x, y, 0.6);
}
