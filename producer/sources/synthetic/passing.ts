import { type Act, link } from "./act";
import { clamp, distance, inBox, LENGTH, logistic, millionth, onPitchX, onPitchY, WIDTH } from "./geometry";
import { losePass } from "./lost-pass";
import type { MatchState } from "./match-state";
import type { Ball, Next } from "./next";
import { BODY, EVENT, HEIGHT, type Named, PASS_TECHNIQUE, PASS_TYPE } from "./vocabulary";

/** Where a pass is meant to go and what kind it is. */
export interface PassPlan {
  readonly endX: number;
  readonly endY: number;
  readonly height: Named;
  readonly type: Named | null;
  readonly bodyPart: Named | null;
  readonly technique: Named | null;
  /** Log-odds added to the completion. */
  readonly ease: number;
}

/** Median pass length, and its spread on the log scale: gives the mean and variance of the real matches. */
const MEDIAN_LENGTH = 17;
const LENGTH_SPREAD = 0.68;
/** Ball speed of a pass, yards per second, and the seconds every pass takes: mean duration 1.4 s. */
const BALL_SPEED = 17;
const CONTACT = 0.34;

/** Decides the next pass in open play. */
export function planPass(state: MatchState, ball: Ball): PassPlan {
  const { random } = state;
  const edge = state.edge(ball.side);
  const forward = random.chance(
    clamp(0.7 - 0.24 * (ball.x / LENGTH) + 0.08 * edge + 0.2 * (state.exposure - 0.2), 0.1, 0.95),
  );
  const angle = forward ? random.gauss() * 0.8 : Math.PI + random.gauss() * 0.85;
  let length = MEDIAN_LENGTH * Math.exp(LENGTH_SPREAD * random.gauss());
  if (!forward) length *= 0.85;
  if (ball.slot === 0) length *= 1.5;
  length = clamp(length, 1.5, 85);
  let endX = ball.x + length * Math.cos(angle);
  let endY = ball.y + length * Math.sin(angle);
  if (endY < 2 || endY > WIDTH - 2) endY = ball.y - length * Math.sin(angle);
  // The ends of the pitch are crowded or useless: passes there are avoided.
  if ((endX > 100 && random.chance(0.22)) || (endX < 20 && random.chance(0.4))) {
    endX = endX > 100 ? 200 - endX : 40 - endX;
  }
  if (endX > LENGTH - 6) endX = random.between(LENGTH - 18, LENGTH - 6);
  if (endX < 3) endX = random.between(3, 14);
  endX = clamp(endX, 1, LENGTH - 1);
  endY = clamp(endY, 1, WIDTH - 1);
  const crossing = ball.x > 92 && Math.abs(ball.y - 40) > 20 && random.chance(0.16);
  if (crossing) {
    endX = random.between(106, 116);
    endY = random.between(32, 48);
  }
  const reach = distance(ball.x, ball.y, endX, endY);
  const high = crossing ? 0.8 : reach > 32 ? 0.75 : reach > 20 ? 0.17 : 0.04;
  const height = random.chance(high) ? HEIGHT.high : random.chance(0.11) ? HEIGHT.low : HEIGHT.ground;
  const through =
    forward && endX > 80 && height !== HEIGHT.high && state.exposure > 0.25 && random.chance(0.09);
  return {
    endX,
    endY,
    height,
    type: passType(state, ball),
    bodyPart: height === HEIGHT.high || ball.slot === 0 ? foot(state) : bodyPart(state),
    technique: through ? PASS_TECHNIQUE.throughBall : null,
    ease: 0.25 * edge + 0.5 * (state.exposure - 0.2) - (ball.pressure === null ? 0 : 0.45),
  };
}

function passType(state: MatchState, ball: Ball): Named | null {
  if (!ball.atOnce) return null;
  return state.random.chance(0.2) ? PASS_TYPE.interception : PASS_TYPE.recovery;
}

/** Right or left, as often as in the real matches. */
export function foot(state: MatchState): Named {
  return state.random.chance(0.71) ? BODY.rightFoot : BODY.leftFoot;
}

function bodyPart(state: MatchState): Named {
  return state.random.chance(0.04) ? BODY.head : foot(state);
}

/** Log-odds that a pass arrives: long, high and deep ones do so less often. */
function completion(length: number, plan: PassPlan): number {
  const height = plan.height === HEIGHT.high ? -1.0 : plan.height === HEIGHT.low ? -0.5 : 0;
  const zone = inBox(plan.endX, plan.endY) ? -2.3 : plan.endX > 102 ? -1.1 : plan.endX > 85 ? -0.6 : 0;
  return 3.16 - 0.026 * length + height + zone + plan.ease;
}

/** Plays a pass from `ball` and returns what follows: the receiver with the ball, or whoever got it instead. */
export function playPass(state: MatchState, ball: Ball, plan: PassPlan): Next {
  const { random } = state;
  const endX = onPitchX(plan.endX);
  const endY = onPitchY(plan.endY);
  const length = distance(ball.x, ball.y, endX, endY);
  const arrives = random.chance(logistic(completion(length, plan)));
  // A ball only touched on its way back to the other team is no possession.
  if (ball.atOnce && arrives) state.turnover(ball.side, ball.x);
  const pass = state.act(EVENT.pass, ball.side, ball.slot, ball.x, ball.y);
  const recipient = state.nearest(ball.side, endX, endY, ball.slot);
  const value = passDetail(pass, endX, endY, length, plan);
  pass.detail = { key: "pass", value };
  pass.duration = millionth(CONTACT + length / BALL_SPEED + 0.25 * random.uniform());
  if (ball.received !== null) pass.counterpress = random.chance(0.004);
  if (ball.pressure !== null) {
    pass.underPressure = true;
    link(pass, ball.pressure);
  }
  if (!arrives) return losePass(state, pass, recipient, endX, endY);
  value.recipient = state.side(ball.side).at(recipient).who;
  const pressure = random.chance(0.1) ? pressReceipt(state, pass, endX, endY) : null;
  if (pressure === null) state.wait(pass.duration);
  const receipt = state.act(EVENT.ballReceipt, ball.side, recipient, endX, endY);
  receipt.duration = null;
  link(pass, receipt);
  if (pressure !== null) {
    receipt.underPressure = true;
    link(pressure, receipt);
  }
  return {
    kind: "ball",
    side: ball.side,
    slot: recipient,
    x: endX,
    y: endY,
    received: receipt,
    keyPass: pass,
    pressure,
    atOnce: false,
  };
}

function passDetail(
  pass: Act,
  endX: number,
  endY: number,
  length: number,
  plan: PassPlan,
): Record<string, unknown> {
  const value: Record<string, unknown> = {
    length: millionth(length),
    angle: millionth(Math.atan2(endY - pass.y, endX - pass.x)),
    height: plan.height,
    end_location: [endX, endY],
  };
  if (Math.abs(endY - pass.y) > 36 && plan.type !== PASS_TYPE.corner) value.switch = true;
  if (pass.x > 90 && Math.abs(pass.y - 40) > 18 && inBox(endX, endY) && plan.type === null)
    value.cross = true;
  if (plan.technique === PASS_TECHNIQUE.throughBall) value.through_ball = true;
  if (plan.technique === PASS_TECHNIQUE.inswinging) value.inswinging = true;
  if (plan.technique === PASS_TECHNIQUE.outswinging) value.outswinging = true;
  if (plan.technique !== null) value.technique = plan.technique;
  if (plan.type !== null) value.type = plan.type;
  if (plan.bodyPart !== null) value.body_part = plan.bodyPart;
  return value;
}

/** An opponent closes the receiver down while the ball is on its way; the ball has arrived afterwards. */
function pressReceipt(state: MatchState, pass: Act, endX: number, endY: number): Act {
  const { random } = state;
  const flight = pass.duration as number;
  const early = Math.min(flight, random.between(0.05, 0.5));
  state.wait(flight - early);
  const act = press(state, pass.side, endX, endY);
  state.wait(early);
  return act;
}

/** Presses the player of `side` who is at (x, y) of that side's direction. */
export function press(state: MatchState, side: number, x: number, y: number): Act {
  const { random } = state;
  const other = 1 - side;
  const pressX = LENGTH - x + 1.6 * random.gauss();
  const pressY = WIDTH - y + 1.6 * random.gauss();
  const act = state.act(EVENT.pressure, other, state.nearest(other, pressX, pressY, -1), pressX, pressY);
  act.duration = millionth(0.08 + random.exponential(0.65));
  act.counterpress = state.counterpressing(other);
  return act;
}
