/** StatsBomb's pitch, in yards; the acting team attacks towards x = LENGTH. */
export const LENGTH = 120;
export const WIDTH = 80;
/** Middle of the goal line and the width between the posts (y = 36 to y = 44). */
export const GOAL_Y = 40;
export const HALF_GOAL = 4;
/** The penalty area reaches from x = 102 and from y = 18 to 62. */
export const BOX_X = 102;
export const BOX_HALF_WIDTH = 22;

/** Keeps a value inside [low, high]. */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

/** One decimal: StatsBomb's precision for locations. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Six decimals: StatsBomb's precision for lengths, angles, durations and 360 locations. */
export function millionth(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** x on the pitch with StatsBomb's precision and range (0.1 to 120). */
export function onPitchX(x: number): number {
  return tenth(clamp(x, 0.1, LENGTH));
}

/** y on the pitch with StatsBomb's precision and range (0.1 to 80). */
export function onPitchY(y: number): number {
  return tenth(clamp(y, 0.1, WIDTH));
}

/** The same x seen by the other team. */
export function mirrorX(x: number): number {
  return onPitchX(LENGTH - x);
}

/** The same y seen by the other team. */
export function mirrorY(y: number): number {
  return onPitchY(WIDTH - y);
}

/** Straight-line distance, yards. */
export function distance(x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  return Math.sqrt(dx * dx + dy * dy);
}

/** Probability of log-odds. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Whether a point lies in the penalty area a team attacks. */
export function inBox(x: number, y: number): boolean {
  return x > BOX_X && Math.abs(y - GOAL_Y) < BOX_HALF_WIDTH;
}
