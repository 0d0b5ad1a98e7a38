/** Milliseconds of one minute: the step by which matches are moved onto the replay's clock. */
export const MINUTE_MS = 60_000;

/**
 * Minutes from kick-off to the start of periods 1 to 5 (halves, extra time, penalty shoot-out). Fixed and wide
 * enough that a 1-minute window never mixes two periods.
 */
const PERIOD_START_MINUTES = [0, 60, 120, 140, 160] as const;

const TIMESTAMP = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;

/**
 * When an event happened, in whole milliseconds since its match kicked off.
 *
 * @param period 1 to 5
 * @param timestamp `HH:MM:SS.mmm` since the start of the period; digits after the milliseconds are cut
 * @throws RangeError when either is not of that form
 */
export function offsetSinceKickOff(period: number, timestamp: string): number {
  const start = PERIOD_START_MINUTES[period - 1];
  if (start === undefined) throw new RangeError(`period ${period} is not one of 1 to 5`);
  const parts = TIMESTAMP.exec(timestamp);
  if (!parts) throw new RangeError(`timestamp "${timestamp}" is not HH:MM:SS.mmm`);
  const [, hours, minutes, seconds, fraction = ""] = parts;
  const whole = (Number(hours) * 60 + Number(minutes) + start) * MINUTE_MS + Number(seconds) * 1000;
  return whole + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

/**
 * The start of the minute an instant lies in.
 *
 * @param instant epoch ms
 */
export function startOfMinute(instant: number): number {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/**
 * A match's kick-off on the replay's clock: its own, moved by whole minutes into the given minute.
 *
 * @param kickOff the match's own kick-off, epoch ms
 * @param minute any instant of the minute to kick off in, epoch ms
 */
export function movedIntoMinute(kickOff: number, minute: number): number {
  return startOfMinute(minute) + (kickOff - startOfMinute(kickOff));
}

/** Milliseconds from a match's kick-off to the start of its second half. */
export function secondHalfOffset(): number {
  return PERIOD_START_MINUTES[1] * MINUTE_MS;
}
