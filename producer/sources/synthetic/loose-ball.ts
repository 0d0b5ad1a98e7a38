import { type Act, link } from "./act";
import { clamp, mirrorX, mirrorY } from "./geometry";
import type { MatchState } from "./match-state";
import { type Ball, control, type Next, restart } from "./next";
import { DUEL, EVENT, OUTCOME } from "./vocabulary";

/** How often a loose ball is passed on without being controlled. */
const DIRECT = 0.3;
/** Keeper's place in every formation. */
export const KEEPER_SLOT = 0;

/**
 * Nobody controls the ball near (x, y), which `side` sees in its own direction: one of the teams recovers it.
 *
 * @param share probability that `side` is the one
 */
export function recoverLooseBall(state: MatchState, side: number, x: number, y: number, share: number): Ball {
  const { random } = state;
  const winner = random.chance(share) ? side : 1 - side;
  const nearX = clamp(x + random.gauss() * 4, 1, 119);
  const nearY = clamp(y + random.gauss() * 4, 1, 79);
  state.wait(random.between(0.6, 2.6));
  const wonX = winner === side ? nearX : mirrorX(nearX);
  const wonY = winner === side ? nearY : mirrorY(nearY);
  return random.chance(DIRECT) ? playOn(state, winner, wonX, wonY) : recover(state, winner, wonX, wonY);
}

/** A player of `side` plays the ball on with the first touch, at (x, y) of its direction. */
export function playOn(state: MatchState, side: number, x: number, y: number): Ball {
  const slot = state.nearest(side, x, y, -1);
  return { kind: "ball", side, slot, x, y, received: null, keyPass: null, pressure: null, atOnce: true };
}

/** A player of `side` recovers the ball at (x, y) of its direction; now and then one fails and the other team does. */
export function recover(state: MatchState, side: number, x: number, y: number): Ball {
  const { random } = state;
  const failed = random.chance(0.07);
  if (!failed) state.turnover(side, x);
  const act = state.act(EVENT.ballRecovery, side, state.nearest(side, x, y, -1), x, y);
  act.underPressure = random.chance(0.11);
  if (!failed) return control(act);
  act.detail = { key: "ball_recovery", value: { recovery_failure: true } };
  state.wait(random.between(0.5, 1.5));
  return recover(state, 1 - side, mirrorX(x), mirrorY(y));
}

/** An opponent of `side` wins the ball by a tackle in the duel that `lost` records. */
export function tackle(state: MatchState, lost: Act): Next {
  const { random } = state;
  const winner = 1 - lost.side;
  const x = mirrorX(lost.x);
  const y = mirrorY(lost.y);
  const act = state.act(EVENT.duel, winner, state.nearest(winner, x, y, -1), x, y);
  act.underPressure = true;
  act.counterpress = state.counterpressing(winner);
  link(act, lost);
  const outcome = random.weighted([
    [OUTCOME.won, 0.35],
    [OUTCOME.successInPlay, 0.3],
    [OUTCOME.lostInPlay, 0.25],
    [OUTCOME.lostOut, 0.1],
  ]);
  act.detail = { key: "duel", value: { type: DUEL.tackle, outcome } };
  if (outcome === OUTCOME.lostOut) return throwIn(state, lost.side, lost.x, lost.y);
  if (outcome === OUTCOME.lostInPlay) return recoverLooseBall(state, lost.side, lost.x, lost.y, 0.8);
  if (outcome === OUTCOME.won) {
    state.turnover(winner, x);
    return control(act);
  }
  return recoverLooseBall(state, winner, x, y, 0.6);
}

/** The ball left over the touchline nearest to (x, y) of the side that throws it in. */
export function throwIn(state: MatchState, side: number, x: number, y: number): Next {
  const line = y < 40 ? 0.1 : 80;
  return restart("throw-in", side, clamp(x + 3 * state.random.gauss(), 1, 119), line);
}
