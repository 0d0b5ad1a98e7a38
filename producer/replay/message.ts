import type { SourceEvent } from "../sources/source";

/** Fields of the envelope; an event of the source that carries one of them gives way to the replay's. */
const ENVELOPE_FIELDS = [
  "match_id",
  "home_team_id",
  "away_team_id",
  "event_time",
  "produced_at",
  "sequence",
] as const;

/**
 * The part of a message that does not depend on the replay, serialised once however often it is played: the event's
 * own fields with its 360 frame merged in, without the opening brace (the envelope goes in front of it).
 */
export function serialiseBody({ event, frame }: SourceEvent): Buffer {
  const own = ENVELOPE_FIELDS.some((field) => field in event) ? withoutEnvelope(event) : event;
  const merged = frame ? { ...own, freeze_frame: frame.freeze_frame, visible_area: frame.visible_area } : own;
  return Buffer.from(JSON.stringify(merged).slice("{".length), "utf8");
}

function withoutEnvelope(event: SourceEvent["event"]): Record<string, unknown> {
  const reserved = new Set<string>(ENVELOPE_FIELDS);
  return Object.fromEntries(Object.entries(event).filter(([field]) => !reserved.has(field)));
}

/**
 * The part of the envelope that is the same for every event of a match.
 *
 * @param matchId id on the replay
 */
export function matchHead(matchId: number, homeTeamId: number, awayTeamId: number): string {
  return `{"match_id":${matchId},"home_team_id":${homeTeamId},"away_team_id":${awayTeamId},"event_time":"`;
}

/**
 * One event message (contract `event-message`) as UTF-8 JSON.
 *
 * @param head from {@link matchHead}
 * @param eventTime on the replay's clock, epoch ms
 * @param producedAt wall clock, epoch ms
 * @param sequence 0, 1, 2 … within the match
 * @param body from {@link serialiseBody}
 */
export function composeMessage(
  head: string,
  eventTime: number,
  producedAt: number,
  sequence: number,
  body: Buffer,
): Buffer {
  const time = new Date(eventTime).toISOString();
  const envelope = `${head}${time}","produced_at":${producedAt},"sequence":${sequence},`;
  const message = Buffer.allocUnsafe(envelope.length + body.length);
  message.write(envelope, 0, "latin1");
  body.copy(message, envelope.length);
  return message;
}
