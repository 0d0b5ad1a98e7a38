import { ContractError, validate } from "@golazo/contracts";
import { BadFileError, parseArray, type TextFile } from "./json-file";
import type { Frame, SourceEvent, StatsBombEvent } from "./source";

/** An envelope that is always valid, so that the contract speaks about the source's own fields only. */
const ANY_ENVELOPE = {
  match_id: 0,
  home_team_id: 0,
  away_team_id: 0,
  event_time: "1970-01-01T00:00:00.000Z",
  produced_at: 0,
  sequence: 0,
};

/**
 * Reads the events of a match and merges its frames. Everything is checked against the `event-message` contract here,
 * so that nothing a file holds can come back as a bad record on the topic.
 *
 * A file in which a row `supersedes` another is a live feed that somebody recorded: row 0, 1, 2 … is message 0, 1, 2 …, and a
 * correction comes when it came.
 *
 * @param frames null when the match has none
 * @returns the events ordered by `index`, those of a feed in the order of the file
 * @throws BadFileError naming the file, the event and what is wrong with it
 */
export function readEventRows(events: TextFile, frames: TextFile | null): SourceEvent[] {
  const rows = parseArray(events);
  if (rows.length === 0) {
    throw new BadFileError(
      `${events.name} holds no events: replace the file, or leave it out with --skip-bad-files`,
    );
  }
  const frameOf = frames ? readFrames(frames) : new Map<string, Frame>();
  const newest = new Map<string, number>();
  const merged = rows.map((row, at) => {
    const event = row as StatsBombEvent;
    const frame = frameOf.get(event?.id) ?? null;
    const where = `${events.name}: event ${at + 1}`;
    check(event, frame, where);
    checkPlace(event, newest.get(event.id), where);
    newest.set(event.id, at);
    return { event, frame };
  });
  const isFeed = newest.size < merged.length;
  return isFeed ? merged : merged.sort((one, other) => one.event.index - other.event.index);
}

/** @param before the row that told of the same event last, counted from 0 */
function checkPlace(
  { id, supersedes, deleted }: StatsBombEvent,
  before: number | undefined,
  where: string,
): void {
  if (supersedes === undefined) {
    if (before !== undefined) throw bad(where, `repeats the id ${id}`);
    if (deleted) throw bad(where, 'is "deleted" and has no "supersedes" to say which row told of it before');
  } else if (supersedes !== before) {
    const should = before === undefined ? "no row before it" : `row ${before}, counted from 0,`;
    throw bad(where, `supersedes ${supersedes}, but ${should} told of ${id} last`);
  }
}

function readFrames(file: TextFile): Map<string, Frame> {
  const frames = parseArray(file) as Frame[];
  return new Map(
    frames.map((frame, at) => {
      const { event_uuid, freeze_frame, visible_area } = frame ?? {};
      if (typeof event_uuid !== "string" || !Array.isArray(freeze_frame) || !Array.isArray(visible_area)) {
        throw bad(`${file.name}: frame ${at + 1}`, "lacks event_uuid, freeze_frame or visible_area");
      }
      return [event_uuid, frame];
    }),
  );
}

function check(event: unknown, frame: Frame | null, where: string): void {
  if (typeof event !== "object" || event === null) throw bad(where, "is not an object");
  const merged = frame ? { freeze_frame: frame.freeze_frame, visible_area: frame.visible_area } : {};
  try {
    validate("event-message", { ...event, ...merged, ...ANY_ENVELOPE });
  } catch (error) {
    if (error instanceof ContractError) throw bad(where, `breaks the contract (${error.message})`);
    throw error;
  }
}

function bad(where: string, why: string): BadFileError {
  return new BadFileError(`${where} ${why}: replace the file, or leave it out with --skip-bad-files`);
}
