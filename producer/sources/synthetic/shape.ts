import type { Spot } from "./formation";
import { clamp, GOAL_Y, LENGTH } from "./geometry";

/**
 * Where the places of a formation are for a ball position. The formulas are the generator's own, chosen so that
 * the number of defenders between ball and goal in a frame follows the means of match 3788741
 * (3.7 in a team's own fifth of the pitch, 6.1 twenty to forty yards from goal, 3.7 in the last twenty).
 */

/** x of a player whose team has the ball at `ballX`, in that team's direction. */
export function attackerX(spot: Spot, ballX: number): number {
  return clamp(14 + 0.82 * ballX, 26, 103) + 17 * spot.depth;
}

/**
 * x of a defender, in the direction of the team that has the ball at `ballX`.
 *
 * @param exposure 0 a set defence, 1 caught upfield: it moves the whole block away from its own goal
 */
export function defenderX(spot: Spot, ballX: number, exposure: number): number {
  // The block gets shorter in front of its own goal.
  const length = 13 - 6 * clamp((ballX - 70) / 35, 0, 1);
  return clamp(30 + 0.74 * ballX, 38, 108) - length * spot.depth - 38 * (exposure - 0.2);
}

/** y of a player, in the direction of the team that has the ball. */
export function playerY(width: number, ballY: number, spread: number): number {
  return GOAL_Y + spread * width + 0.45 * (ballY - GOAL_Y);
}

/** Half width of the block of the team with the ball, and of the team without it, yards. */
export const ATTACK_SPREAD = 30;
export const DEFENCE_SPREAD = 20;

/** x of the goalkeeper whose team has the ball. */
export function attackingKeeperX(ballX: number): number {
  return clamp(4 + 0.22 * ballX, 4, 28);
}

/** x of the goalkeeper whose team defends, in the direction of the attack. */
export function defendingKeeperX(ballX: number): number {
  return LENGTH - clamp(1.5 + 0.16 * (LENGTH - ballX), 1.5, 17);
}
