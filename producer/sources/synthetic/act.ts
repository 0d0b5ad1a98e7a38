import type { Named } from "./vocabulary";

/** What a StatsBomb event says beyond its envelope: the sub-object `pass`, `shot`, … and its content. */
export interface Detail {
  readonly key: string;
  readonly value: Record<string, unknown>;
}

/** One thing that happened on the pitch: a StatsBomb event before it has an id, an index and a frame. */
export interface Act {
  readonly type: Named;
  /** Milliseconds since the start of the period. */
  readonly time: number;
  readonly period: number;
  readonly possession: number;
  /** Side in possession: 0 home, 1 away. */
  readonly possessionSide: number;
  readonly pattern: Named;
  /** Acting side. */
  readonly side: number;
  /** Place of the acting player in the formation, -1 for acts of a team. */
  readonly slot: number;
  readonly player: Named | null;
  readonly position: Named | null;
  /** Acting team's direction; NaN when the event has no location. */
  readonly x: number;
  readonly y: number;
  /** How exposed the defence was, 0 to 1: the frame shows it. */
  readonly exposure: number;
  /** Seconds; null when the event has none. */
  duration: number | null;
  underPressure: boolean;
  counterpress: boolean;
  out: boolean;
  detail: Detail | null;
  /** Events that StatsBomb would name in `related_events`. */
  related: Act[] | null;
  /** The shot a pass led to, or the pass that led to a shot. */
  partner: Act | null;
  /** Given by the event factory. */
  id: string;
}

/** What an act says; for acts that always say something: passes, shots. */
export function contentOf(act: Act): Record<string, unknown> {
  if (act.detail === null) throw new Error(`a ${act.type.name} says nothing`);
  return act.detail.value;
}

/** `from` names `to` in its related events. */
export function cite(from: Act, to: Act): void {
  if (from.related === null) from.related = [to];
  else if (!from.related.includes(to)) from.related.push(to);
}

/** Both name each other. */
export function link(one: Act, other: Act): void {
  cite(one, other);
  cite(other, one);
}
