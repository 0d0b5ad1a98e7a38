import { InputError } from "../input-error";
import type { MatchInfo, MatchSource } from "../sources/source";

/** One match to be played, real or a copy. */
export interface Card {
  readonly match: MatchInfo;
  /** Id on the replay: the match's own, or a new one for a copy. */
  readonly matchId: number;
}

/**
 * Ids of copies: copy `k` of match `m` is `k · 10⁹ + m`. Source ids are below 10⁹ (StatsBomb's have seven digits),
 * so a copy collides neither with a real match nor with another copy, and the id shows what it is a copy of.
 */
export const COPY_ID_STEP = 1_000_000_000;

/**
 * Matches asked of an endless source at first, doubled each time they run out, and at most: 16 hours of replay at the
 * default rate. A replay that lasts longer plays them again as copies.
 */
const FIRST_REQUEST = 64;
const LAST_REQUEST = 65_536;

/**
 * The finite matches of a source in playing order, then, when allowed, copy 1 of each, copy 2 of each …
 *
 * @param usable whether a match can be played; asked once for each match, when its turn comes
 * @throws InputError for a match id that could collide with a copy's
 */
export async function* dealMatches(
  matches: readonly MatchInfo[],
  fanOut: boolean,
  usable: (match: MatchInfo) => Promise<boolean>,
): AsyncGenerator<Card> {
  const kept: MatchInfo[] = [];
  for (const match of matches) {
    if (match.matchId < 0 || match.matchId >= COPY_ID_STEP) {
      throw new InputError(
        `match id ${match.matchId} is not between 0 and ${COPY_ID_STEP - 1}: correct it in the match list`,
      );
    }
    if (!(await usable(match))) continue;
    kept.push(match);
    yield { match, matchId: match.matchId };
  }
  if (fanOut) yield* dealCopies(kept);
}

/** Copy 1 of each match, copy 2 of each … without end. */
function* dealCopies(matches: readonly MatchInfo[]): Generator<Card> {
  for (let copy = 1; matches.length > 0; copy += 1) {
    for (const match of matches) yield { match, matchId: copy * COPY_ID_STEP + match.matchId };
  }
}

/** The matches of a source that never runs out. */
export async function* dealEndless(source: MatchSource): AsyncGenerator<Card> {
  let dealt: readonly MatchInfo[] = [];
  for (let limit = FIRST_REQUEST; limit <= LAST_REQUEST; limit *= 2) {
    const matches = await source.matches({ limit });
    for (const match of matches.slice(dealt.length)) yield { match, matchId: match.matchId };
    dealt = matches;
  }
  yield* dealCopies(dealt);
}
