import type { Frame, SourceEvent, StatsBombEvent } from "../source";
import { type Act, contentOf } from "./act";
import type { Random } from "./random";
import { Scene } from "./scene";
import type { Side } from "./side";
import { EVENT, type Named, OUTCOME, SHOT_TYPE } from "./vocabulary";

/** Share of events with a 360 frame by type, measured in match 3788741; types not named here have the other. */
const COVERAGE: ReadonlyMap<Named, number> = new Map([
  [EVENT.pass, 0.88],
  [EVENT.ballReceipt, 0.92],
  [EVENT.carry, 0.955],
  [EVENT.pressure, 0.94],
  [EVENT.shot, 0.96],
  [EVENT.block, 1],
  [EVENT.goalKeeper, 0.44],
  [EVENT.clearance, 0.97],
]);
const OTHER_COVERAGE = 0.93;
/** Passes without a frame that StatsBomb marks as off camera: together 5 % of passes. */
const OFF_CAMERA = 0.4;
/** Minute at which the clock of the second half starts. */
const HALF_MINUTES = 45;

type Writable = { [field: string]: unknown } & {
  -readonly [Field in keyof StatsBombEvent]: StatsBombEvent[Field];
};

/** Makes StatsBomb events and 360 frames out of acts: gives them ids, an index, related events, players around. */
export class EventFactory {
  readonly #random: Random;
  readonly #sides: readonly [Side, Side];
  readonly #scene: Scene;
  #index = 0;

  constructor(sides: readonly [Side, Side], random: Random) {
    this.#random = random;
    this.#sides = sides;
    this.#scene = new Scene(sides, random);
  }

  /** The events of one passage of play. Related events never lie outside it. */
  *dress(acts: readonly Act[]): Generator<SourceEvent> {
    for (const act of acts) act.id = this.#random.uuid();
    for (const act of acts) {
      const located = !Number.isNaN(act.x);
      if (located) this.#scene.advance(act);
      const covered =
        located && act.slot >= 0 && this.#random.chance(COVERAGE.get(act.type) ?? OTHER_COVERAGE);
      const frame: Frame | null = covered ? this.#scene.frame(act) : null;
      yield { event: this.#event(act, located, covered), frame };
    }
  }

  #event(act: Act, located: boolean, covered: boolean): StatsBombEvent {
    this.#index += 1;
    const seconds = Math.floor(act.time / 1000);
    const event: Writable = {
      id: act.id,
      index: this.#index,
      period: act.period,
      timestamp: timestamp(act.time),
      minute: Math.floor(seconds / 60) + HALF_MINUTES * (act.period - 1),
      second: seconds % 60,
      type: act.type,
      possession: act.possession,
      possession_team: this.#team(act.possessionSide),
      play_pattern: act.pattern,
      team: this.#team(act.side),
    };
    if (act.player !== null) {
      event.player = act.player;
      event.position = act.position;
    }
    if (located) event.location = [act.x, act.y];
    if (act.duration !== null) event.duration = act.duration;
    if (act.underPressure) event.under_pressure = true;
    if (act.counterpress) event.counterpress = true;
    if (act.out) event.out = true;
    if (act.type === EVENT.pass && !covered && this.#random.chance(OFF_CAMERA)) event.off_camera = true;
    if (act.related !== null) event.related_events = act.related.map((other) => other.id).sort();
    if (act.detail !== null) event[act.detail.key] = this.#complete(act, act.detail.value);
    return event;
  }

  #team(side: number): Named {
    return this.#sides[side as 0 | 1].team;
  }

  /** Adds what only the finished passage knows: ids of the partner event, the players around a shot. */
  #complete(act: Act, value: Record<string, unknown>): Record<string, unknown> {
    if (act.type === EVENT.pass && act.partner !== null) {
      value.assisted_shot_id = act.partner.id;
      const goal = contentOf(act.partner).outcome === OUTCOME.goal;
      value[goal ? "goal_assist" : "shot_assist"] = true;
    }
    if (act.type !== EVENT.shot) return value;
    if (act.partner !== null) value.key_pass_id = act.partner.id;
    if (value.type !== SHOT_TYPE.penalty) value.freeze_frame = this.#scene.shotFrame(act);
    return value;
  }
}

/** `HH:MM:SS.mmm`. */
function timestamp(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (part: number) => (part < 10 ? `0${part}` : `${part}`);
  const thousandths = `${milliseconds % 1000}`.padStart(3, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${thousandths}`;
}
