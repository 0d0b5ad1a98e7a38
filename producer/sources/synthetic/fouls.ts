import { type Act, link } from "./act";
import { inBox, LENGTH, WIDTH } from "./geometry";
import type { MatchState } from "./match-state";
import type { Ball, Next } from "./next";
import { restart } from "./next";
import { CARD, EVENT, type Named } from "./vocabulary";

/** Chance that a foul is punished by a card: gives about four yellow cards and 0.3 red ones a match. */
const YELLOW = 0.19;
const STRAIGHT_RED = 0.006;
/** A booked player is more careful, and referees more lenient. */
const SECOND_YELLOW = 0.04;
/** Chance that a foul is followed by a card for what somebody said or did about it. */
const BAD_BEHAVIOUR = 0.02;
/** Most players a team can lose and still play. */
const FEWEST_MEN = 8;

/** An opponent fouls the player with the ball. Play goes on under advantage, or a free kick or penalty follows. */
export function foul(state: MatchState, ball: Ball, carry: Act | null): Next | null {
  const { random } = state;
  const other = 1 - ball.side;
  const penalty = inBox(ball.x, ball.y);
  // Defenders keep their feet still in their own area.
  if (penalty && !random.chance(0.35)) return null;
  const x = LENGTH - ball.x + random.gauss();
  const y = WIDTH - ball.y + random.gauss();
  const slot = state.nearest(other, x, y, -1);
  const committed = state.act(EVENT.foulCommitted, other, slot, x, y);
  const won = state.act(EVENT.foulWon, ball.side, ball.slot, ball.x, ball.y);
  committed.counterpress = state.counterpressing(other);
  won.underPressure = true;
  link(committed, won);
  if (carry !== null) link(committed, carry);
  const offence: Record<string, unknown> = {};
  const gain: Record<string, unknown> = {};
  const advantage = !penalty && random.chance(0.12);
  if (advantage) {
    offence.advantage = true;
    gain.advantage = true;
  }
  if (penalty) {
    offence.penalty = true;
    gain.penalty = true;
  }
  if (ball.x < 50 && random.chance(0.6)) gain.defensive = true;
  const card = advantage ? null : cardFor(state, other, slot);
  if (card !== null) offence.card = card;
  if (Object.keys(offence).length > 0) committed.detail = { key: "foul_committed", value: offence };
  if (Object.keys(gain).length > 0) won.detail = { key: "foul_won", value: gain };
  if (card !== null) punish(state, other, slot, card);
  if (advantage) return { ...ball, received: won, pressure: null };
  protest(state);
  return penalty ? restart("penalty", ball.side, 108, 40) : restart("free-kick", ball.side, ball.x, ball.y);
}

function cardFor(state: MatchState, side: number, slot: number): Named | null {
  const { random } = state;
  const mayGo = state.side(side).men > FEWEST_MEN;
  if (mayGo && random.chance(STRAIGHT_RED)) return CARD.red;
  if (!state.side(side).booked[slot]) return random.chance(YELLOW) ? CARD.yellow : null;
  return mayGo && random.chance(SECOND_YELLOW) ? CARD.secondYellow : null;
}

function punish(state: MatchState, side: number, slot: number, card: Named): void {
  if (card === CARD.yellow) state.side(side).booked[slot] = true;
  else state.side(side).sendOff(slot);
}

/** Now and then an outfield player is booked for protesting. */
function protest(state: MatchState): void {
  const { random } = state;
  if (!random.chance(BAD_BEHAVIOUR)) return;
  const side = random.chance(0.5) ? 0 : 1;
  const slot = state.nearest(side, random.between(20, 100), random.between(10, 70), -1);
  if (state.side(side).booked[slot]) return;
  state.wait(random.between(2, 12));
  const act = state.act(EVENT.badBehaviour, side, slot);
  act.detail = { key: "bad_behaviour", value: { card: CARD.yellow } };
  punish(state, side, slot, CARD.yellow);
}
