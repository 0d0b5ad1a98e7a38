import type { Frame } from "../source";
import type { Act } from "./act";
import { Camera } from "./camera";
import { clamp, distance, LENGTH, millionth, tenth, WIDTH } from "./geometry";
import type { Random } from "./random";
import {
  ATTACK_SPREAD,
  attackerX,
  attackingKeeperX,
  DEFENCE_SPREAD,
  defenderX,
  defendingKeeperX,
  playerY,
} from "./shape";
import type { Side } from "./side";

const PLAYERS = 22;
const PER_SIDE = 11;
/** Seconds in which players get into the shape a new ball position asks for. */
const SHIFT_SECONDS = 2.4;
/** How far players stray from the shape, yards, and for how long, seconds. */
const STRAY = 9;
const STRAY_SECONDS = 6;
/** Players further than this from a shot are not in its freeze frame: gives 13 players, as in the real shots. */
const SHOT_RADIUS = 23;
/** Yards by which the camera looks ahead of the ball when an attack is under way. */
const LOOK_AHEAD = 6;
/** Spread of the distance between an event and its actor: median 3.1 yards in match 3788741. */
const ACTOR_OFFSET = 2.5;

/** Where all players are. Coordinates are the home team's: it attacks towards x = 120 in both halves. */
export class Scene {
  readonly #random: Random;
  readonly #camera: Camera;
  readonly #sides: readonly [Side, Side];
  readonly #xs = new Float64Array(PLAYERS);
  readonly #ys = new Float64Array(PLAYERS);
  readonly #strayX = new Float64Array(PLAYERS);
  readonly #strayY = new Float64Array(PLAYERS);
  readonly #order = new Int8Array(PLAYERS);
  readonly #frameX = new Float64Array(PLAYERS);
  readonly #frameY = new Float64Array(PLAYERS);
  #time = -1;
  #period = 0;

  constructor(sides: readonly [Side, Side], random: Random) {
    this.#sides = sides;
    this.#random = random;
    this.#camera = new Camera(random);
  }

  /** Lets the players and the camera move on to an act that has a location. */
  advance(act: Act): void {
    const home = act.side === 0;
    const ballX = home ? act.x : LENGTH - act.x;
    const ballY = home ? act.y : WIDTH - act.y;
    if (act.time !== this.#time || act.period !== this.#period) {
      const seconds = act.period === this.#period ? (act.time - this.#time) / 1000 : 60;
      this.#time = act.time;
      this.#period = act.period;
      this.#move(act, ballX, ballY, seconds);
      const forward = (act.possessionSide === 0 ? 1 : -1) * LOOK_AHEAD;
      const ahead = forward * clamp(((act.possessionSide === 0 ? ballX : LENGTH - ballX) - 25) / 40, 0, 1);
      const look = clamp(ballX + ahead, 0, LENGTH);
      this.#camera.follow(act.period === 1 ? look : LENGTH - look, seconds);
    }
    if (act.slot >= 0) {
      const actor = act.side * PER_SIDE + act.slot;
      this.#xs[actor] = ballX;
      this.#ys[actor] = ballY;
    }
  }

  #move(act: Act, ballX: number, ballY: number, seconds: number): void {
    const random = this.#random;
    const shift = 1 - Math.exp(-seconds / SHIFT_SECONDS);
    const keep = Math.exp(-seconds / STRAY_SECONDS);
    const renew = STRAY * Math.sqrt(1 - keep * keep);
    for (const side of this.#sides) {
      const home = side.index === 0;
      const attacks = side.index === act.possessionSide;
      // The ball as the team in possession sees it.
      const x = act.possessionSide === 0 ? ballX : LENGTH - ballX;
      const y = act.possessionSide === 0 ? ballY : WIDTH - ballY;
      for (let slot = 0; slot < PER_SIDE; slot++) {
        const player = side.index * PER_SIDE + slot;
        const strayX = (this.#strayX[player] as number) * keep + renew * random.triangle();
        const strayY = (this.#strayY[player] as number) * keep + renew * random.triangle();
        this.#strayX[player] = strayX;
        this.#strayY[player] = strayY;
        const spot = side.spot(slot);
        let goalX: number;
        let goalY: number;
        if (slot === 0) {
          goalX = attacks ? attackingKeeperX(x) : defendingKeeperX(x);
          goalY = 40 + 0.12 * (y - 40) + 0.15 * strayY;
        } else {
          goalX = (attacks ? attackerX(spot, x) : defenderX(spot, x, act.exposure)) + strayX;
          const width = attacks ? spot.width : -spot.width;
          goalY = playerY(width, y, attacks ? ATTACK_SPREAD : DEFENCE_SPREAD) + strayY;
        }
        if (act.possessionSide === 1) {
          goalX = LENGTH - goalX;
          goalY = WIDTH - goalY;
        }
        // Defenders do not stand behind their own goal line; a yard is what the real frames have.
        goalX = clamp(goalX, home ? 0.5 : -1, home ? LENGTH + 1 : LENGTH - 0.5);
        this.#xs[player] = (this.#xs[player] as number) + (goalX - (this.#xs[player] as number)) * shift;
        this.#ys[player] =
          (this.#ys[player] as number) + (clamp(goalY, -1, 81) - (this.#ys[player] as number)) * shift;
      }
    }
  }

  /** The 360 frame of the act the scene has just advanced to. */
  frame(act: Act): Frame {
    const home = act.side === 0;
    const actor = act.side * PER_SIDE + act.slot;
    const seen = this.#inView(act, home, actor);
    const order = this.#order;
    const freeze: Array<Frame["freeze_frame"][number]> = [];
    for (let place = 0; place < seen; place++) {
      const player = order[place] as number;
      freeze.push({
        teammate: player < PER_SIDE === home,
        actor: player === actor,
        keeper: player % PER_SIDE === 0,
        location: [millionth(this.#frameX[player] as number), millionth(this.#frameY[player] as number)],
      });
    }
    const turned = home !== (act.period === 1);
    return { event_uuid: act.id, visible_area: this.#camera.visibleArea(turned), freeze_frame: freeze };
  }

  /** Puts the visible players, and always the actor, in order of x; returns how many there are. */
  #inView(act: Act, home: boolean, actor: number): number {
    const turned = act.period !== 1;
    // The two are recorded separately: now and then they are far apart.
    const error = ACTOR_OFFSET * (this.#random.chance(0.12) ? 2.5 : 1);
    let seen = 0;
    for (let player = 0; player < PLAYERS; player++) {
      const x = this.#xs[player] as number;
      const y = this.#ys[player] as number;
      if (player !== actor) {
        const side = this.#sides[player < PER_SIDE ? 0 : 1];
        if (side.pitch[player % PER_SIDE] === null) continue;
        if (!this.#camera.sees(turned ? LENGTH - x : x, turned ? WIDTH - y : y)) continue;
      }
      const errorX = player === actor ? error * this.#random.gauss() : 0;
      const errorY = player === actor ? error * this.#random.gauss() : 0;
      const frameX = clamp((home ? x : LENGTH - x) + errorX, -2.7, LENGTH + 1);
      this.#frameX[player] = frameX;
      this.#frameY[player] = clamp((home ? y : WIDTH - y) + errorY, -6, WIDTH + 5);
      let place = seen;
      while (place > 0 && (this.#frameX[this.#order[place - 1] as number] as number) > frameX) {
        this.#order[place] = this.#order[place - 1] as number;
        place -= 1;
      }
      this.#order[place] = player;
      seen += 1;
    }
    return seen;
  }

  /** The named players around a shot, as its own freeze frame gives them. */
  shotFrame(shot: Act): Array<Record<string, unknown>> {
    const home = shot.side === 0;
    const shooter = shot.side * PER_SIDE + shot.slot;
    const frame: Array<Record<string, unknown>> = [];
    for (let player = 0; player < PLAYERS; player++) {
      const side = this.#sides[player < PER_SIDE ? 0 : 1];
      const slot = player % PER_SIDE;
      const who = side.pitch[slot];
      if (player === shooter || !who) continue;
      const x = home ? (this.#xs[player] as number) : LENGTH - (this.#xs[player] as number);
      const y = home ? (this.#ys[player] as number) : WIDTH - (this.#ys[player] as number);
      const keeper = slot === 0 && side.index !== shot.side;
      if (!keeper && distance(x, y, shot.x, shot.y) > SHOT_RADIUS) continue;
      frame.push({
        location: [tenth(clamp(x, 0.1, LENGTH)), tenth(clamp(y, 0.1, WIDTH))],
        player: who.who,
        position: side.spot(slot).position,
        teammate: side.index === shot.side,
      });
    }
    return frame;
  }
}
