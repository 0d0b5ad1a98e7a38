import type { Act } from "./act";
import { link } from "./act";
import type { Fixture, Strength } from "./league";
import { MatchState } from "./match-state";
import { type Next, type Restart, restart } from "./next";
import { playBall } from "./open-play";
import { pauseBefore, takeRestart } from "./restarts";
import { lineUp, stopPlay } from "./stoppages";
import { EVENT } from "./vocabulary";

/** Stoppage time before what happens in the half adds to it, seconds (shortest, longest), per half. */
const STOPPAGE = [
  [50, 130],
  [60, 140],
] as const;
/** A half goes on past its time while a team attacks, but not for longer than this, seconds. */
const LAST_ATTACK = 30;

/** Plays one match, a passage of play (from a restart until the ball is dead) at a time. */
export class MatchPlay {
  readonly state: MatchState;
  /** Side that kicks the first half off; the other one kicks the second off. */
  readonly #first: number;
  #next: Restart;
  #over = false;

  constructor(seed: number, fixture: Fixture, strengths: readonly Strength[]) {
    this.state = new MatchState(seed, fixture, strengths);
    this.#first = this.state.random.chance(0.5) ? 0 : 1;
    this.#next = restart("kick-off", this.#first, 60, 40);
  }

  /** The acts of the next passage of play in order of time; null when the match is over. */
  passage(): Act[] | null {
    if (this.#over) return null;
    const { state } = this;
    state.acts = [];
    if (state.period === 1 && state.time === 0) {
      state.possessionSide = this.#first;
      lineUp(state, state.side(this.#first));
      lineUp(state, state.side(1 - this.#first));
      this.#startHalf();
    } else {
      stopPlay(state);
      state.wait(pauseBefore(state, this.#next.what));
    }
    if (state.timeIsUp()) {
      this.#endHalf();
      return state.acts;
    }
    this.#play(takeRestart(state, this.#next));
    return state.acts;
  }

  /** Plays on until the ball is dead or the referee ends the half. */
  #play(from: Next): void {
    const { state } = this;
    let next = from;
    while (next.kind === "ball") {
      const late = state.timeIsUp();
      const attacking = next.x > 80 && state.time / 1000 < 2_700 + state.stoppage + LAST_ATTACK;
      if (late && !attacking) {
        this.#endHalf();
        return;
      }
      next = playBall(state, next);
    }
    this.#next = next;
  }

  #startHalf(): void {
    const { state } = this;
    const [shortest, longest] = STOPPAGE[state.period - 1] as readonly [number, number];
    state.stoppage = state.random.between(shortest, longest);
    const kicking = state.period === 1 ? this.#first : 1 - this.#first;
    this.#bothTeams(1 - kicking, EVENT.halfStart);
    if (state.period === 2) stopPlay(state);
    state.wait(state.random.between(0.4, 1.6));
  }

  #endHalf(): void {
    const { state } = this;
    this.#bothTeams(state.possessionSide, EVENT.halfEnd);
    if (state.period === 2) {
      this.#over = true;
      return;
    }
    state.period = 2;
    state.time = 0;
    this.#startHalf();
    this.#next = restart("kick-off", 1 - this.#first, 60, 40);
    this.#play(takeRestart(state, this.#next));
  }

  #bothTeams(first: number, type: typeof EVENT.halfStart | typeof EVENT.halfEnd): void {
    const one = this.state.act(type, first, -1);
    const other = this.state.act(type, 1 - first, -1);
    link(one, other);
  }
}

/** The final score, by playing the match without telling it. */
export function finalScore(
  seed: number,
  fixture: Fixture,
  strengths: readonly Strength[],
): readonly [number, number] {
  const play = new MatchPlay(seed, fixture, strengths);
  while (play.passage() !== null);
  return [play.state.side(0).score, play.state.side(1).score];
}
