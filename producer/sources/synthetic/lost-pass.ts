import { type Act, contentOf, link } from "./act";
import { clamp, inBox, LENGTH, mirrorX, mirrorY, onPitchX, onPitchY, WIDTH } from "./geometry";
import { KEEPER_SLOT, playOn, recover, recoverLooseBall, throwIn } from "./loose-ball";
import type { MatchState } from "./match-state";
import { control, type Next, restart } from "./next";
import { concedeOwnGoal } from "./own-goal";
import { BODY, DUEL, EVENT, HEIGHT, KEEPER, OUTCOME } from "./vocabulary";

/** What becomes of a pass that does not arrive. */
type Fate =
  | "out"
  | "offside"
  | "blocked"
  | "intercepted"
  | "played on"
  | "recovered"
  | "cleared"
  | "caught"
  | "loose";

/** How often each happens in the open field; near the goal more is cleared (see {@link fateOf}). */
const FATES: ReadonlyArray<readonly [Fate, number]> = [
  ["out", 0.1],
  ["offside", 0.02],
  ["blocked", 0.19],
  ["intercepted", 0.19],
  ["played on", 0.2],
  ["recovered", 0.07],
  ["cleared", 0.06],
  ["loose", 0.17],
];

/** How often each happens to balls played into the penalty area. */
const FATES_NEAR_GOAL: ReadonlyArray<readonly [Fate, number]> = [
  ["out", 0.12],
  ["offside", 0.05],
  ["blocked", 0.14],
  ["intercepted", 0.09],
  ["recovered", 0.1],
  ["cleared", 0.41],
  ["caught", 0.09],
];

function fateOf(state: MatchState, x: number, y: number): Fate {
  return state.random.weighted(inBox(x, y) ? FATES_NEAR_GOAL : FATES);
}

/** A pass towards (endX, endY) does not reach `recipient`. */
export function losePass(state: MatchState, pass: Act, recipient: number, endX: number, endY: number): Next {
  const { random } = state;
  const value = contentOf(pass);
  const fate = fateOf(state, endX, endY);
  const flight = pass.duration as number;
  if (fate === "out") return playOut(state, pass, value, endX, endY);
  if (fate === "blocked") {
    value.outcome = OUTCOME.incomplete;
    state.wait(flight * random.between(0.1, 0.5));
    return block(state, pass);
  }
  value.recipient = state.side(pass.side).at(recipient).who;
  value.outcome =
    fate === "offside"
      ? OUTCOME.passOffside
      : fate === "loose" && random.chance(0.35)
        ? OUTCOME.unknown
        : OUTCOME.incomplete;
  state.wait(flight);
  const receipt = state.act(EVENT.ballReceipt, pass.side, recipient, endX, endY);
  receipt.duration = null;
  receipt.detail = { key: "ball_receipt", value: { outcome: OUTCOME.incomplete } };
  link(pass, receipt);
  const other = 1 - pass.side;
  const x = mirrorX(endX);
  const y = mirrorY(endY);
  switch (fate) {
    case "offside":
      return restart("free-kick", other, x, y);
    case "intercepted":
      return intercept(state, pass, x, y);
    case "played on":
      return playOn(state, other, x, y);
    case "cleared":
      return clear(state, pass, recipient, x, y);
    case "caught":
      return catchBall(state, pass);
    case "loose":
      return recoverLooseBall(state, other, x, y, 0.22);
    default: {
      const ball = recover(state, other, x, y);
      if (ball.received !== null) link(ball.received, pass);
      return ball;
    }
  }
}

/** The pass crosses a line before anybody reaches it. */
function playOut(
  state: MatchState,
  pass: Act,
  value: Record<string, unknown>,
  endX: number,
  endY: number,
): Next {
  const other = 1 - pass.side;
  value.outcome = OUTCOME.out;
  state.wait(pass.duration as number);
  if (endX > 106) {
    value.end_location = [LENGTH, endY];
    return restart("goal-kick", other, 6, mirrorY(endY) < 40 ? 36 : 44);
  }
  const line = endY < 40 ? 0.1 : WIDTH;
  value.end_location = [endX, line];
  return throwIn(state, other, mirrorX(endX), mirrorY(line));
}

/** A defender stops the pass close to where it was played. */
function block(state: MatchState, pass: Act): Next {
  const { random } = state;
  const other = 1 - pass.side;
  const x = onPitchX(LENGTH - pass.x - random.between(-1, 4));
  const y = onPitchY(WIDTH - pass.y + 2 * random.gauss());
  const act = state.act(EVENT.block, other, state.nearest(other, x, y, -1), x, y);
  act.counterpress = state.counterpressing(other);
  link(act, pass);
  if (random.chance(0.06)) act.detail = { key: "block", value: { deflection: true } };
  if (random.chance(0.3)) {
    act.out = true;
    return x < 12 ? corner(pass.side, pass.y) : throwIn(state, pass.side, pass.x, pass.y);
  }
  return recoverLooseBall(state, other, x, y, 0.35);
}

/** A corner kick for `side`, from the end of the goal line nearest to y of its direction. */
export function corner(side: number, y: number): Next {
  return restart("corner", side, LENGTH, y < 40 ? 0.1 : WIDTH);
}

function intercept(state: MatchState, pass: Act, x: number, y: number): Next {
  const { random } = state;
  const other = 1 - pass.side;
  const act = state.act(EVENT.interception, other, state.nearest(other, x, y, -1), x, y);
  act.counterpress = state.counterpressing(other);
  act.underPressure = random.chance(0.15);
  link(act, pass);
  const outcome = random.weighted([
    [OUTCOME.won, 0.31],
    [OUTCOME.successInPlay, 0.2],
    [OUTCOME.lostInPlay, 0.4],
    [OUTCOME.lostOut, 0.09],
  ]);
  act.detail = { key: "interception", value: { outcome } };
  if (outcome === OUTCOME.lostOut) return throwIn(state, pass.side, mirrorX(x), mirrorY(y));
  if (outcome === OUTCOME.lostInPlay) return recoverLooseBall(state, pass.side, mirrorX(x), mirrorY(y), 0.8);
  state.turnover(other, x);
  return control(act);
}

/** A defender clears the ball, often in the air against the player it was meant for. */
function clear(state: MatchState, pass: Act, recipient: number, x: number, y: number): Next {
  const { random } = state;
  const other = 1 - pass.side;
  const value = contentOf(pass);
  const aerial = value.height === HEIGHT.high && random.chance(0.6);
  const duel = aerial ? state.act(EVENT.duel, pass.side, recipient, mirrorX(x), mirrorY(y)) : null;
  const act = state.act(EVENT.clearance, other, state.nearest(other, x, y, -1), x, y);
  act.underPressure = true;
  link(act, pass);
  const head = aerial || random.chance(0.45);
  const body = head ? BODY.head : random.chance(0.5) ? BODY.leftFoot : BODY.rightFoot;
  const key = head ? "head" : body === BODY.leftFoot ? "left_foot" : "right_foot";
  act.detail = { key: "clearance", value: { body_part: body, [key]: true } };
  if (duel !== null) {
    duel.underPressure = true;
    duel.detail = { key: "duel", value: { type: DUEL.aerialLost } };
    link(duel, act);
    act.detail.value.aerial_won = true;
  }
  if (x < 10 && random.chance(0.004)) return concedeOwnGoal(state, other, x, y);
  if (random.chance(0.3)) {
    act.out = true;
    return x < 10 && random.chance(0.65)
      ? corner(pass.side, mirrorY(y))
      : throwIn(state, pass.side, mirrorX(x), mirrorY(y));
  }
  const farX = clamp(x + random.between(12, 40), 1, 115);
  const farY = clamp(y + 14 * random.gauss(), 2, 78);
  state.wait(random.between(0.5, 1.5));
  return recoverLooseBall(state, other, farX, farY, 0.36);
}

/** The goalkeeper comes for the ball and holds it. */
function catchBall(state: MatchState, pass: Act): Next {
  const { random } = state;
  const other = 1 - pass.side;
  const x = random.between(1.5, 9);
  const y = random.between(34, 46);
  const act = state.act(EVENT.goalKeeper, other, KEEPER_SLOT, x, y);
  link(act, pass);
  const value: Record<string, unknown> = random.chance(0.5)
    ? { outcome: OUTCOME.claim, type: KEEPER.sweeper }
    : { outcome: OUTCOME.success, type: KEEPER.collected };
  act.detail = { key: "goalkeeper", value };
  return restart("keeper", other, act.x, act.y);
}
