import type { Act } from "./act";
import { clamp, distance, onPitchX, onPitchY } from "./geometry";
import type { Fixture, Strength } from "./league";
import { Random } from "./random";
import { ATTACK_SPREAD, attackerX, DEFENCE_SPREAD, defenderX, playerY } from "./shape";
import { Side } from "./side";
import { type Named, PATTERN } from "./vocabulary";

/** Playing at home, in log-odds: a choice that gives Liga MX's share of home wins. */
const HOME_ADVANTAGE = 0.19;
/** What one man more is worth, in log-odds. */
const MAN = 0.35;
/** How much more a team that is behind by a goal attacks at the end of the match. */
const CHASE = 0.22;
/** A defensive act this soon after losing the ball is a counterpress (StatsBomb's definition: 5 seconds). */
const COUNTERPRESS_MS = 5_000;
/** Half of the regular time, seconds. */
export const HALF = 2_700;

/** Purposes of the random streams of one match. */
const PLAY = 1;

/** Everything the play of one match knows while it goes on. */
export class MatchState {
  readonly random: Random;
  readonly sides: readonly [Side, Side];
  /** Acts of the passage of play under way, in order of time. */
  acts: Act[] = [];
  period = 1;
  /** Milliseconds since the start of the period. */
  time = 0;
  possession = 1;
  possessionSide = 0;
  pattern: Named = PATTERN.regular;
  /** 0 a set defence, 1 caught upfield. */
  exposure = 0.2;
  /** Seconds the referee adds to the half under way. */
  stoppage = 0;
  #lostAt = -COUNTERPRESS_MS;
  #loser = -1;

  constructor(seed: number, fixture: Fixture, strengths: readonly Strength[]) {
    this.random = new Random(seed, fixture.season, fixture.number, PLAY);
    this.sides = [
      new Side(0, fixture.home, strengths[fixture.home] as Strength, this.random),
      new Side(1, fixture.away, strengths[fixture.away] as Strength, this.random),
    ];
  }

  side(index: number): Side {
    return this.sides[index as 0 | 1];
  }

  /** Regular time played, seconds, halves added up. */
  played(): number {
    return Math.min(this.time / 1000, HALF) + (this.period - 1) * HALF;
  }

  /** Whether the half, stoppage time included, is over. */
  timeIsUp(): boolean {
    return this.time / 1000 >= HALF + this.stoppage;
  }

  /** How much better a side is than its opponent right now, in log-odds. */
  edge(index: number): number {
    const own = this.side(index);
    const other = this.side(1 - index);
    const venue = index === 0 ? HOME_ADVANTAGE : -HOME_ADVANTAGE;
    const behind = clamp(other.score - own.score, -2, 2);
    const chase = CHASE * behind * (this.played() / (2 * HALF));
    return own.attack - other.defence + venue + MAN * (own.men - other.men) + chase;
  }

  /** Writes an act down at the present time. */
  act(type: Named, side: number, slot: number, x = Number.NaN, y = Number.NaN): Act {
    const player = slot < 0 ? null : this.side(side).at(slot);
    const act: Act = {
      type,
      time: Math.round(this.time),
      period: this.period,
      possession: this.possession,
      possessionSide: this.possessionSide,
      pattern: this.pattern,
      side,
      slot,
      player: player === null ? null : player.who,
      position: player === null ? null : this.side(side).spot(slot).position,
      x: Number.isNaN(x) ? x : onPitchX(x),
      y: Number.isNaN(y) ? y : onPitchY(y),
      exposure: this.exposure,
      duration: 0,
      underPressure: false,
      counterpress: false,
      out: false,
      detail: null,
      related: null,
      partner: null,
      id: "",
    };
    this.acts.push(act);
    return act;
  }

  /** Lets seconds pass. */
  wait(seconds: number): void {
    this.time += Math.round(seconds * 1000);
  }

  /** A restart begins a possession against a set defence. */
  restartPossession(side: number, pattern: Named): void {
    this.possession += 1;
    this.possessionSide = side;
    this.pattern = pattern;
    this.exposure = 0.12;
    this.#loser = -1;
  }

  /**
   * A side wins the ball in open play at `x` (its own direction): the further its opponent had come, the more
   * exposed the opponent is now.
   */
  turnover(side: number, x: number): void {
    if (side === this.possessionSide) return;
    this.possession += 1;
    this.possessionSide = side;
    const room = clamp((75 - x) / 75, 0, 1);
    const exposure = 0.22 + 0.3 * room + 0.15 * this.edge(side) + 0.2 * this.random.gauss();
    this.exposure = clamp(exposure, 0, 1);
    this.pattern = this.exposure > 0.7 && x > 25 ? PATTERN.counter : PATTERN.regular;
    this.#lostAt = this.time;
    this.#loser = 1 - side;
  }

  /** The defence gets back into its shape as the possession goes on; a better attack opens it again. */
  settle(): void {
    const rest = 0.18 + 0.12 * this.edge(this.possessionSide);
    const pulled = rest + 0.9 * (this.exposure - rest) + 0.07 * this.random.gauss();
    this.exposure = clamp(pulled, 0, 1);
  }

  /** Whether a defensive act of this side now counts as a counterpress. */
  counterpressing(side: number): boolean {
    return side === this.#loser && this.time - this.#lostAt < COUNTERPRESS_MS;
  }

  /**
   * The outfield player of a side whose place in the formation is nearest to a point.
   *
   * @param x in the direction of that side
   * @param except a place that is not meant, -1 for none
   */
  nearest(index: number, x: number, y: number, except: number): number {
    const side = this.side(index);
    const hasBall = index === this.possessionSide;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 1; slot < side.pitch.length; slot++) {
      if (slot === except || side.pitch[slot] === null) continue;
      const spot = side.spot(slot);
      const spotX = hasBall ? attackerX(spot, x) : 120 - defenderX(spot, 120 - x, this.exposure);
      const spread = hasBall ? ATTACK_SPREAD : DEFENCE_SPREAD;
      const gap = distance(x, y, spotX, playerY(spot.width, y, spread)) + 9 * this.random.uniform();
      if (gap < least) {
        least = gap;
        best = slot;
      }
    }
    return best;
  }
}
