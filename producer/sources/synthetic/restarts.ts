import type { Act } from "./act";
import { clamp, distance, GOAL_Y, LENGTH } from "./geometry";
import { KEEPER_SLOT } from "./loose-ball";
import type { MatchState } from "./match-state";
import type { Ball, Next, Restart, RestartKind } from "./next";
import { foot, type PassPlan, planPass, playPass } from "./passing";
import { shoot, shotChance } from "./shooting";
import { BODY, HEIGHT, type Named, PASS_TECHNIQUE, PASS_TYPE, PATTERN, SHOT_TYPE } from "./vocabulary";

/** How long the ball is dead, seconds (shortest, longest), after the measured pauses of the real matches. */
const PAUSE: Readonly<Record<RestartKind, readonly [number, number]>> = {
  "kick-off": [40, 70],
  "throw-in": [7, 22],
  "goal-kick": [18, 38],
  corner: [20, 40],
  "free-kick": [12, 42],
  penalty: [60, 110],
  keeper: [4, 14],
};

const PATTERN_OF: Readonly<Record<RestartKind, Named>> = {
  "kick-off": PATTERN.kickOff,
  "throw-in": PATTERN.throwIn,
  "goal-kick": PATTERN.goalKick,
  corner: PATTERN.corner,
  "free-kick": PATTERN.freeKick,
  penalty: PATTERN.freeKick,
  keeper: PATTERN.keeper,
};

/** How exposed a defence is to a corner: the box is full on both sides. */
const CORNER_EXPOSURE = 0.24;

/** The pause before a restart, seconds. */
export function pauseBefore(state: MatchState, what: RestartKind): number {
  const [shortest, longest] = PAUSE[what];
  return state.random.between(shortest, longest);
}

/** Takes a restart: its pass, or its shot. */
export function takeRestart(state: MatchState, from: Restart): Next {
  state.restartPossession(from.side, PATTERN_OF[from.what]);
  switch (from.what) {
    case "corner":
      return takeCorner(state, from);
    case "penalty":
      return shoot(
        state,
        ballAt(state, from, state.nearest(from.side, 100, 40, -1)),
        SHOT_TYPE.penalty,
        false,
      );
    case "free-kick":
      return takeFreeKick(state, from);
    case "kick-off":
      return playPass(state, ballAt(state, from, striker(state, from.side)), {
        ...plan(state, PASS_TYPE.kickOff, state.random.between(34, 55), 40 + 9 * state.random.gauss()),
        ease: 2,
      });
    case "throw-in":
      return takeThrowIn(state, from);
    case "goal-kick":
      return playPass(state, ballAt(state, from, KEEPER_SLOT), fromGoal(state, from, PASS_TYPE.goalKick));
    case "keeper":
      return playPass(state, ballAt(state, from, KEEPER_SLOT), fromGoal(state, from, null));
  }
}

function ballAt(state: MatchState, from: Restart, slot: number): Ball {
  const { side, x, y } = from;
  const received: Act | null = null;
  return {
    kind: "ball",
    atOnce: false,
    side,
    slot: slot < 0 ? state.nearest(side, x, y, -1) : slot,
    x,
    y,
    received,
    keyPass: null,
    pressure: null,
  };
}

function striker(state: MatchState, side: number): number {
  return state.nearest(side, 75, 40, -1);
}

function plan(state: MatchState, type: Named | null, endX: number, endY: number): PassPlan {
  return {
    endX: clamp(endX, 1, LENGTH - 1),
    endY: clamp(endY, 1.5, 78.5),
    height: HEIGHT.ground,
    type,
    bodyPart: foot(state),
    technique: null,
    ease: 0,
  };
}

function takeCorner(state: MatchState, from: Restart): Next {
  const { random } = state;
  state.exposure = CORNER_EXPOSURE + 0.08 * random.gauss();
  const ball = ballAt(state, from, state.nearest(from.side, 105, from.y, -1));
  if (random.chance(0.25)) {
    const near = from.y < 40 ? random.between(4, 14) : random.between(66, 76);
    return playPass(state, ball, {
      ...plan(state, PASS_TYPE.corner, random.between(104, 115), near),
      ease: 2,
    });
  }
  const technique = random.weighted<Named | null>([
    [PASS_TECHNIQUE.outswinging, 0.3],
    [PASS_TECHNIQUE.inswinging, 0.3],
    [null, 0.4],
  ]);
  const swing = {
    ...plan(state, PASS_TYPE.corner, random.between(108, 116), random.between(33, 47)),
    technique,
  };
  return playPass(state, ball, { ...swing, height: HEIGHT.high, ease: 0.3 });
}

function takeFreeKick(state: MatchState, from: Restart): Next {
  const { random } = state;
  const ball = ballAt(state, from, from.x < 20 ? KEEPER_SLOT : -1);
  const gap = distance(from.x, from.y, LENGTH, GOAL_Y);
  if (gap < 33 && Math.abs(from.y - GOAL_Y) < 20 && random.chance(Math.max(0.4, shotChance(state, ball)))) {
    return shoot(state, ball, SHOT_TYPE.freeKick, false);
  }
  if (from.x > 75 && random.chance(0.6)) {
    const cross = plan(state, PASS_TYPE.freeKick, random.between(104, 115), random.between(30, 50));
    return playPass(state, ball, { ...cross, height: HEIGHT.high, ease: 0.3 });
  }
  return playPass(state, ball, { ...planPass(state, ball), type: PASS_TYPE.freeKick, ease: 0.6 });
}

function takeThrowIn(state: MatchState, from: Restart): Next {
  const { random } = state;
  const reach = random.between(5, 24);
  const angle = random.between(-1.35, 1.35) * (random.chance(0.45) ? 1 : -1);
  const inward = Math.abs(reach * Math.cos(angle)) + 2;
  const target = plan(
    state,
    PASS_TYPE.throwIn,
    from.x + reach * Math.sin(angle),
    from.y < 40 ? from.y + inward : from.y - inward,
  );
  const height = random.chance(0.5) ? HEIGHT.low : HEIGHT.high;
  return playPass(state, ballAt(state, from, -1), { ...target, height, bodyPart: null, ease: 0.2 });
}

function fromGoal(state: MatchState, from: Restart, type: Named | null): PassPlan {
  const { random } = state;
  const long = random.chance(type === null ? 0.35 : 0.62);
  const endX = from.x + (long ? random.between(42, 68) : random.between(10, 30));
  const target = plan(state, type, endX, random.between(10, 70));
  const kick = type === null ? (long ? BODY.dropKick : BODY.keeperArm) : target.bodyPart;
  return { ...target, height: long ? HEIGHT.high : HEIGHT.ground, bodyPart: kick, ease: long ? -0.4 : 1 };
}
