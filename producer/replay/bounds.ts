import { InputError } from "../input-error";
import type { Measure } from "./library";
import type { Pace } from "./pace";
import type { ScheduledMatch } from "./schedule";

/** When a replay ends by itself; both null: when every match has been played, or never. */
export interface Bounds {
  /** Events of the whole replay: the same seed then gives the same events on any machine. */
  readonly events: number | null;
  /** Wall seconds. */
  readonly seconds: number | null;
}

/**
 * When a replay ends.
 *
 * @param seconds 0 for no end
 */
export function boundsOf(pace: Pace, seconds: number): Bounds {
  if (seconds === 0) return { events: null, seconds: null };
  if (pace.kind !== "rate") return { events: null, seconds };
  if (!Number.isSafeInteger(pace.value * seconds)) {
    throw new InputError(
      "--rate times --seconds is too many events: give a smaller one, or --seconds 0 to play until stopped",
    );
  }
  return { events: pace.value * seconds, seconds: null };
}

/** Whether the last match that can be reached within the bounds is known before playing. */
export function reachIsKnown(pace: Pace, bounds: Bounds): boolean {
  return bounds.events !== null || (pace.kind === "speed" && bounds.seconds !== null);
}

/**
 * Whether a replay gets as far as the kick-off of one more match.
 *
 * @param next the match after the planned ones, in the order of the schedule
 * @param measureOf what is known of a match that is planned
 */
export function reaches(
  next: ScheduledMatch,
  planned: readonly ScheduledMatch[],
  pace: Pace,
  bounds: Bounds,
  measureOf: (scheduled: ScheduledMatch) => Measure,
): boolean {
  const first = planned[0];
  if (!first) return true;
  if (pace.kind === "speed" && bounds.seconds !== null) {
    return next.simulatedKickOff <= first.simulatedKickOff + pace.value * bounds.seconds * 1000;
  }
  if (bounds.events === null) return true;
  let before = 0;
  for (const scheduled of planned) {
    before += measureOf(scheduled).eventsBefore(next.simulatedKickOff - scheduled.simulatedKickOff);
  }
  return before < bounds.events;
}
