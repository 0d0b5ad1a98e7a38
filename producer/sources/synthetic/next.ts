import type { Act } from "./act";

/** A player has the ball under control in open play. */
export interface Ball {
  readonly kind: "ball";
  readonly side: number;
  readonly slot: number;
  /** In the direction of `side`. */
  readonly x: number;
  readonly y: number;
  /** How the player came to the ball: receipt, recovery, interception, dribble; null right after a restart. */
  readonly received: Act | null;
  /** The pass that would be the key pass of a shot taken now. */
  readonly keyPass: Act | null;
  /** An opponent's pressure that still holds. */
  readonly pressure: Act | null;
  /** The player plays on at once: StatsBomb then has no event between winning the ball and the pass. */
  readonly atOnce: boolean;
}

/** How play goes on after the ball was dead. */
export type RestartKind =
  | "kick-off"
  | "throw-in"
  | "goal-kick"
  | "corner"
  | "free-kick"
  | "penalty"
  | "keeper";

/** The ball is dead, or in the goalkeeper's hands. */
export interface Restart {
  readonly kind: "restart";
  readonly what: RestartKind;
  /** Side that restarts, and where, in its direction. */
  readonly side: number;
  readonly x: number;
  readonly y: number;
}

/** What follows an act. */
export type Next = Ball | Restart;

/** A restart for a side at a place in its own direction. */
export function restart(what: RestartKind, side: number, x: number, y: number): Restart {
  return { kind: "restart", what, side, x, y };
}

/** A controlled ball without pressure and without a key pass. */
export function control(received: Act): Ball {
  return {
    kind: "ball",
    side: received.side,
    slot: received.slot,
    x: received.x,
    y: received.y,
    received,
    keyPass: null,
    pressure: null,
    atOnce: false,
  };
}
