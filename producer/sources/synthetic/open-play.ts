import { type Act, cite, link } from "./act";
import { foul } from "./fouls";
import { clamp, LENGTH, millionth, onPitchX, onPitchY, WIDTH } from "./geometry";
import { recoverLooseBall, tackle, throwIn } from "./loose-ball";
import type { MatchState } from "./match-state";
import { type Ball, control, type Next } from "./next";
import { planPass, playPass, press } from "./passing";
import { shoot, shotChance } from "./shooting";
import { EVENT, OUTCOME, SHOT_TYPE } from "./vocabulary";

/** Rates per controlled ball, from the counts of the four measured matches (about 1,000 balls a match). */
const CARRY = 0.85;
const PRESSED_CARRY = 0.34;
const FOUL = 0.0225;
const DISPOSSESSED = 0.014;
const MISCONTROL = 0.021;
const SHIELD = 0.0006;

/** A player with the ball does something with it: carries, then passes, shoots, dribbles or loses it. */
export function playBall(state: MatchState, ball: Ball): Next {
  const { random } = state;
  state.settle();
  if (ball.atOnce) return playPass(state, ball, planPass(state, ball));
  if (ball.keyPass !== null && random.chance(0.3 * shotChance(state, ball))) {
    return shoot(state, ball, SHOT_TYPE.openPlay, true);
  }
  if (ball.received === null || !random.chance(CARRY)) return act(state, ball, null);
  return carry(state, ball);
}

function carry(state: MatchState, ball: Ball): Next {
  const { random } = state;
  const run = state.act(EVENT.carry, ball.side, ball.slot, ball.x, ball.y);
  const seconds = Math.min(0.04 + random.exponential(1.75), 9);
  const far = random.chance(0.28)
    ? random.between(0, 1)
    : Math.min(random.exponential(7.2), 45, 7.5 * seconds + 1);
  const angle = random.gauss() * 1.15;
  const endX = onPitchX(clamp(ball.x + far * Math.cos(angle), 1, LENGTH - 4));
  const endY = onPitchY(clamp(ball.y + far * Math.sin(angle), 1, WIDTH - 1));
  run.duration = millionth(seconds);
  run.detail = { key: "carry", value: { end_location: [endX, endY] } };
  if (ball.received !== null) cite(run, ball.received);
  let pressure = ball.pressure;
  if (pressure !== null) {
    run.underPressure = true;
    link(run, pressure);
    state.wait(seconds);
    if (!random.chance(0.35)) pressure = null;
  } else if (random.chance(PRESSED_CARRY)) {
    const before = seconds * random.uniform();
    state.wait(before);
    const share = before / seconds;
    const pressX = ball.x + (endX - ball.x) * share;
    pressure = press(state, ball.side, pressX, ball.y + (endY - ball.y) * share);
    run.underPressure = true;
    link(run, pressure);
    state.wait(seconds - before);
    if (!random.chance(0.4)) pressure = null;
  } else {
    state.wait(seconds);
  }
  return act(state, { ...ball, x: endX, y: endY, pressure }, run);
}

/** What the player does where the carry ended, or at once. */
function act(state: MatchState, ball: Ball, run: Act | null): Next {
  const { random } = state;
  const what = random.weighted<"foul" | "loss" | "miscontrol" | "dribble" | "play on">([
    ["foul", FOUL],
    ["loss", DISPOSSESSED],
    ["miscontrol", MISCONTROL],
    ["dribble", ball.x > 80 ? 0.06 : ball.x > 45 ? 0.032 : 0.006],
    ["play on", 1],
  ]);
  if (what === "loss") return loseBall(state, ball);
  if (what === "miscontrol") return miscontrol(state, ball);
  if (what === "dribble") return dribble(state, ball, run);
  const fouled = what === "foul" ? foul(state, ball, run) : null;
  if (fouled !== null) return fouled;
  if (random.chance(SHIELD)) state.act(EVENT.shield, ball.side, ball.slot, ball.x, ball.y);
  if (random.chance(shotChance(state, ball))) return shoot(state, ball, SHOT_TYPE.openPlay, false);
  const first = state.acts.length;
  const next = playPass(state, ball, planPass(state, ball));
  if (run !== null) cite(run, state.acts[first] as Act);
  return next;
}

function loseBall(state: MatchState, ball: Ball): Next {
  const lost = state.act(EVENT.dispossessed, ball.side, ball.slot, ball.x, ball.y);
  lost.underPressure = true;
  return tackle(state, lost);
}

function miscontrol(state: MatchState, ball: Ball): Next {
  const { random } = state;
  const lost = state.act(EVENT.miscontrol, ball.side, ball.slot, ball.x, ball.y);
  if (ball.pressure !== null && random.chance(0.6)) {
    lost.underPressure = true;
    link(lost, ball.pressure);
  }
  if (random.chance(0.06)) lost.detail = { key: "miscontrol", value: { aerial_won: true } };
  if (random.chance(0.25)) {
    lost.out = true;
    return throwIn(state, 1 - ball.side, LENGTH - ball.x, WIDTH - ball.y);
  }
  return recoverLooseBall(state, ball.side, ball.x, ball.y, 0.55);
}

function dribble(state: MatchState, ball: Ball, run: Act | null): Next {
  const { random } = state;
  const complete = random.chance(clamp(0.58 + 0.08 * state.edge(ball.side), 0.2, 0.9));
  const past = complete ? dribbledPast(state, ball) : null;
  const take = state.act(EVENT.dribble, ball.side, ball.slot, ball.x, ball.y);
  take.underPressure = true;
  const value: Record<string, unknown> = { outcome: complete ? OUTCOME.complete : OUTCOME.incomplete };
  if (random.chance(0.1)) value.overrun = true;
  if (complete && random.chance(0.05)) value.nutmeg = true;
  take.detail = { key: "dribble", value };
  if (run !== null) cite(run, take);
  if (past === null) return tackle(state, take);
  link(past, take);
  if (run !== null) cite(past, run);
  state.exposure = clamp(state.exposure + 0.12, 0, 1);
  return { ...control(take), received: take };
}

function dribbledPast(state: MatchState, ball: Ball): Act {
  const other = 1 - ball.side;
  const x = LENGTH - ball.x;
  const y = WIDTH - ball.y;
  const past = state.act(EVENT.dribbledPast, other, state.nearest(other, x, y, -1), x, y);
  past.counterpress = state.counterpressing(other);
  return past;
}
