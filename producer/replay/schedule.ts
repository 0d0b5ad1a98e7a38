import type { MatchInfo } from "../sources/source";
import { MINUTE_MS, movedIntoMinute, startOfMinute } from "./clock";
import type { Card } from "./deck";

/** A match with its place in the replay. */
export interface ScheduledMatch extends Card {
  /** Which of the matches at once it is: 0, 1, 2 … */
  readonly slot: number;
  /** Kick-off on the replay's clock, epoch ms. */
  readonly simulatedKickOff: number;
}

/**
 * Puts matches into slots on the replay's clock, in the order they kick off. The first kicks off at its own time and
 * starts the clock; the others of the first round kick off in the same minute. After that a match takes the slot that
 * is free first and kicks off in the first whole minute after the match before it has ended. Every move is by whole
 * minutes.
 *
 * @param cards matches in playing order
 * @param slots matches at once
 * @param lengthOf milliseconds from a match's kick-off to its last event
 */
export async function* schedule(
  cards: AsyncIterable<Card> | Iterable<Card>,
  slots: number,
  lengthOf: (match: MatchInfo) => Promise<number>,
): AsyncGenerator<ScheduledMatch> {
  const freeFrom: number[] = [];
  let clockStart: number | null = null;
  for await (const card of cards) {
    const kickOff = card.match.kickOff.getTime();
    clockStart ??= kickOff;
    const slot = freeFrom.length < slots ? freeFrom.length : indexOfSmallest(freeFrom);
    const simulatedKickOff = movedIntoMinute(kickOff, freeFrom[slot] ?? clockStart);
    freeFrom[slot] = startOfMinute(simulatedKickOff + (await lengthOf(card.match))) + MINUTE_MS;
    yield { ...card, slot, simulatedKickOff };
  }
}

function indexOfSmallest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < (values[best] ?? value) ? index : best), 0);
}
