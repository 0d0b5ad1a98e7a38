import { InputError } from "../input-error";
import type { ReplayOptions } from "../options";
import { BadFileError } from "../sources/json-file";
import type { MatchInfo, MatchSource } from "../sources/source";
import { type Bounds, boundsOf, reaches, reachIsKnown } from "./bounds";
import { dealEndless, dealMatches } from "./deck";
import { Library } from "./library";
import { DEFAULT_SECONDS, matchesAtOnce, type Pace, paceOf } from "./pace";
import { type ScheduledMatch, schedule } from "./schedule";

/** Everything about a replay that is decided before its first event. */
export interface ReplayPlan {
  readonly source: MatchSource;
  readonly library: Library;
  readonly pace: Pace;
  readonly matchesAtOnce: number;
  readonly bounds: Bounds;
  /** Where the replay's clock starts, epoch ms. */
  readonly clockStart: number;
  /** True when more matches may be played than `planned` lists. */
  readonly openEnded: boolean;
  /** The matches that are played, in the order they kick off; of an open-ended replay the first ones. */
  readonly planned: readonly ScheduledMatch[];
  /** All matches in the order they kick off: the planned ones and, when open-ended, those after them. To be read once. */
  matches(): AsyncGenerator<ScheduledMatch>;
}

/**
 * Decides what a replay plays: which matches, in which slots, on which kick-offs, and when it ends. Every real match it
 * chooses is read once, so that a broken file is found before anything is produced.
 *
 * @param notify takes one line for people
 * @throws InputError for a mistake in the options or the data
 */
export async function planMatches(
  source: MatchSource,
  options: ReplayOptions,
  notify: (line: string) => void,
): Promise<ReplayPlan> {
  const library = new Library(source);
  const pace = paceOf(options);
  const endless = source.synthetic && options.match === undefined;
  const repeats = endless || options.fanOut;
  const bounds = boundsOf(pace, options.seconds ?? (repeats ? DEFAULT_SECONDS : 0));
  const openEnded = repeats && !reachIsKnown(pace, bounds);
  const slots = matchesAtOnce(pace);

  const cards = endless ? dealEndless(source) : await dealChosen(source, library, options, notify);
  const upcoming = schedule(cards, slots, async (match) => (await library.measure(match)).end);
  const planned: ScheduledMatch[] = [];
  const measureOf = ({ match }: ScheduledMatch) => library.measured(match);
  let beyond: ScheduledMatch | null = null;
  for (let next = await upcoming.next(); !next.done; next = await upcoming.next()) {
    const isPlanned = openEnded
      ? planned.length < slots
      : reaches(next.value, planned, pace, bounds, measureOf);
    if (!isPlanned) {
      beyond = next.value;
      break;
    }
    planned.push(next.value);
  }
  const first = planned[0];
  if (!first)
    throw new InputError("no match is left to play: repair the files named above, or choose others");

  return {
    source,
    library,
    pace,
    matchesAtOnce: Math.min(slots, planned.length),
    bounds,
    clockStart: first.simulatedKickOff,
    openEnded,
    planned,
    async *matches() {
      yield* planned;
      if (!openEnded) return;
      if (beyond) yield beyond;
      yield* upcoming;
    },
  };
}

/** The matches the user chose, each read before it is dealt; broken ones are left out when the user says so. */
async function dealChosen(
  source: MatchSource,
  library: Library,
  { match: ids, fanOut, skipBadFiles }: ReplayOptions,
  notify: (line: string) => void,
) {
  const usable = async (match: MatchInfo): Promise<boolean> => {
    try {
      await library.measure(match);
      return true;
    } catch (error) {
      if (!(error instanceof BadFileError && skipBadFiles)) throw error;
      notify(`Skipped match ${match.matchId}: ${error.message}`);
      return false;
    }
  };
  return dealMatches(await source.matches({ ids }), fanOut, usable);
}
