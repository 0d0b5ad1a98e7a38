import type { CurvePoint, MatchMessage, ThreatPoint, WindowPoint } from "../../../server/protocol";

/** Everything that is known of a match, put together from what the server told. */
export interface MatchState extends Omit<MatchMessage, "kind" | "whole"> {
  readonly curve: readonly CurvePoint[];
  readonly threat: readonly ThreatPoint[];
  readonly windows: readonly WindowPoint[];
}

/** What is known after one more message. */
export function withNews(before: MatchState | null, message: MatchMessage): MatchState {
  const old = message.whole ? null : before;
  return {
    ...message,
    moments: message.moments.length > 0 ? message.moments : (old?.moments ?? []),
    curve: merged(old?.curve, message.curve, minuteOf),
    threat: merged(old?.threat, message.threat, minuteOf),
    windows: merged(
      old?.windows,
      message.windows,
      (point) => minuteOf(point) * 2 + (point.side === "away" ? 1 : 0),
    ),
    event: message.event ?? old?.event ?? null,
    frame: message.frame ?? old?.frame ?? null,
  };
}

/** A number that grows with the match. */
export function minuteOf({ period, minute }: { readonly period: number; readonly minute: number }): number {
  return period * 1000 + minute;
}

function merged<T>(
  old: readonly T[] | undefined,
  news: readonly T[],
  keyOf: (point: T) => number,
): readonly T[] {
  if (!old) return [...news].sort((a, b) => keyOf(a) - keyOf(b));
  if (news.length === 0) return old;
  const points = new Map(old.map((point) => [keyOf(point), point]));
  for (const point of news) points.set(keyOf(point), point);
  return [...points.values()].sort((a, b) => keyOf(a) - keyOf(b));
}
