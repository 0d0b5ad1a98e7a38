import type { EventMessage } from "@golazo/contracts";
import type { LatestEvent, LatestFrame, Place } from "../protocol";
import { sideOf } from "./facts";

/** An event as the page shows it. */
export function eventView(event: EventMessage): LatestEvent {
  const end = event.pass?.end_location ?? event.carry?.end_location ?? event.shot?.end_location;
  return {
    type: event.type.name ?? String(event.type.id),
    side: sideOf(event),
    player: event.player?.name ?? null,
    period: event.period,
    minute: event.minute,
    second: event.second,
    sequence: event.sequence,
    location: place(event.location),
    end: place(end),
  };
}

/** An event that has a 360 frame, with the frame. */
export function frameView(event: EventMessage): LatestFrame {
  const area = Array.isArray(event.visible_area) ? event.visible_area : [];
  const frame = Array.isArray(event.freeze_frame) ? event.freeze_frame : [];
  return {
    ...eventView(event),
    players: frame.flatMap((player: (typeof frame)[number] | null) => {
      const seen = place(player?.location);
      if (!player || !seen) return [];
      return [{ place: seen, teammate: !!player.teammate, actor: !!player.actor, keeper: !!player.keeper }];
    }),
    visibleArea: area.flatMap((x, index) => {
      const corner = index % 2 === 0 ? place([x, area[index + 1]]) : null;
      return corner ? [corner] : [];
    }),
  };
}

/** A place, or null for what is none: the page does not check the whole contract. */
function place(location: unknown): Place | null {
  if (!Array.isArray(location)) return null;
  const [x, y] = location;
  return Number.isFinite(x) && Number.isFinite(y) ? [tenth(x), tenth(y)] : null;
}

/** A tenth of a yard is more than can be seen. */
function tenth(yards: number): number {
  return Math.round(yards * 10) / 10;
}
