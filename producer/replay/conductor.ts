import type { ReplayControl, ReplaySummary } from "@golazo/contracts";
import { InputError } from "../input-error";
import { MINUTE_MS, secondHalfOffset } from "./clock";
import { Tempo } from "./tempo";

/** Which minute of the match clock the second half starts with. */
const SECOND_HALF_MINUTE = 45;

/** How a replay is played at this moment: held, faster or slower, or hurrying to a minute. Every event is played. */
export class Conductor {
  readonly tempo = new Tempo();
  private target: number | null = null;
  private reached: number;
  private readonly kickOffs = new Map<number, number>();

  /** @param clockStart where the replay's clock starts, epoch ms */
  constructor(clockStart: number) {
    this.reached = clockStart;
  }

  get paused(): boolean {
    return this.tempo.held;
  }

  /** Instant of the replay's clock to hurry to, epoch ms; null when the pace counts. */
  get jumpTo(): number | null {
    return this.target;
  }

  /** Notes an event that was handed over. */
  played(matchId: number, kickOff: number, eventTime: number): void {
    this.reached = eventTime;
    this.kickOffs.set(matchId, kickOff);
  }

  /** Ends the hurry: the pace counts again. */
  arrived(): void {
    this.target = null;
  }

  /**
   * Changes how the replay is played; what is left out stays as it is.
   *
   * @throws InputError for a match that has not kicked off or a minute that was played; nothing is changed then
   */
  apply({ paused, factor, jump_to }: ReplayControl): void {
    const target = jump_to === undefined ? this.target : this.instantOf(jump_to);
    this.target = target;
    if (factor !== undefined) this.tempo.setFactor(factor);
    if (paused === true) this.tempo.hold();
    if (paused === false) this.tempo.release();
  }

  view(): ReplaySummary["control"] {
    return {
      paused: this.paused,
      factor: this.tempo.factor,
      clock: new Date(this.reached).toISOString(),
      jump_to: this.target === null ? null : new Date(this.target).toISOString(),
    };
  }

  private instantOf({ match_id, minute }: NonNullable<ReplayControl["jump_to"]>): number {
    const kickOff = this.kickOffs.get(match_id);
    if (kickOff === undefined) {
      throw new InputError(`match ${match_id} has not kicked off in this replay: choose one that is playing`);
    }
    const offset =
      minute < SECOND_HALF_MINUTE
        ? minute * MINUTE_MS
        : secondHalfOffset() + (minute - SECOND_HALF_MINUTE) * MINUTE_MS;
    const instant = kickOff + offset;
    if (instant <= this.reached) {
      throw new InputError(
        `minute ${minute} of match ${match_id} was played already, and a replay only goes forward: choose a later one`,
      );
    }
    return instant;
  }
}
