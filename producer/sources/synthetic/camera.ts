import { clamp, LENGTH, millionth, WIDTH } from "./geometry";
import type { Random } from "./random";

/** Half of the width in view along the far and the near touchline, yards, at zoom 1. */
const FAR_HALF = 23;
const NEAR_HALF = 9.5;
/** The camera does not turn further than this many yards from a goal line. */
const END = 18;
/** Seconds in which the camera follows the ball, and in which the zoom changes. */
const PAN_SECONDS = 1.2;
const ZOOM_SECONDS = 8;
/** Corners of a quadrilateral that two edges of the pitch cut: four, plus one for each edge. */
const MOST_CORNERS = 8;

/**
 * The television camera: it stands outside the touchline y = 80 and follows the ball. All its coordinates are
 * the picture's: left is x = 0, the near touchline is y = 80.
 */
export class Camera {
  readonly #random: Random;
  #pan = LENGTH / 2;
  #zoom = 1;
  #near = WIDTH;
  #tilt = 0;
  #xs = new Float64Array(MOST_CORNERS);
  #ys = new Float64Array(MOST_CORNERS);
  #otherXs = new Float64Array(MOST_CORNERS);
  #otherYs = new Float64Array(MOST_CORNERS);
  #corners = 0;
  #farLeft = 0;
  #farRight = 0;
  #nearLeft = 0;
  #nearRight = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Follows the ball for some seconds. */
  follow(ballX: number, seconds: number): void {
    const random = this.#random;
    const goal = clamp(ballX + 6 * random.triangle(), END, LENGTH - END);
    this.#pan += (goal - this.#pan) * (1 - Math.exp(-seconds / PAN_SECONDS));
    const change = 1 - Math.exp(-seconds / ZOOM_SECONDS);
    this.#zoom += (1 + 0.28 * random.triangle() - this.#zoom) * change;
    this.#near += (WIDTH - 1 + 14 * random.triangle() - this.#near) * change;
    this.#tilt += (9 * random.triangle() - this.#tilt) * change;
    const offset = this.#pan - LENGTH / 2;
    const far = LENGTH / 2 + 1.1 * offset;
    const near = LENGTH / 2 + 0.9 * offset;
    this.#farLeft = far - FAR_HALF * this.#zoom;
    this.#farRight = far + FAR_HALF * this.#zoom;
    this.#nearLeft = near - NEAR_HALF * this.#zoom;
    this.#nearRight = near + NEAR_HALF * this.#zoom;
    this.#clip();
  }

  /** Whether a point, also one slightly off the pitch, is in the picture. */
  sees(x: number, y: number): boolean {
    const depth = y / WIDTH;
    const left = this.#farLeft + (this.#nearLeft - this.#farLeft) * depth;
    const right = this.#farRight + (this.#nearRight - this.#farRight) * depth;
    if (x < left || x > right) return false;
    const edge = this.#near + this.#tilt * clamp((x - this.#pan) / NEAR_HALF, -1, 1);
    return y <= Math.max(edge, 60);
  }

  /**
   * The part of the pitch in view as StatsBomb gives it: a closed polygon x1, y1, x2, y2 …
   *
   * @param turned whether the acting team attacks to the left of the picture
   */
  visibleArea(turned: boolean): number[] {
    const area: number[] = [];
    for (let corner = 0; corner <= this.#corners; corner++) {
      const at = corner % this.#corners;
      const x = this.#xs[at] as number;
      const y = this.#ys[at] as number;
      area.push(millionth(turned ? LENGTH - x : x), millionth(turned ? WIDTH - y : y));
    }
    return area;
  }

  #clip(): void {
    this.#xs.set([this.#farLeft, this.#farRight, this.#nearRight, this.#nearLeft]);
    this.#ys.set([0, 0, Math.max(this.#near + this.#tilt, 60), Math.max(this.#near - this.#tilt, 60)]);
    this.#corners = 4;
    this.#cut(true, 1, 0);
    this.#cut(true, -1, LENGTH);
    this.#cut(false, -1, WIDTH);
  }

  /** Keeps the part with sign * coordinate + limit >= 0 (Sutherland and Hodgman's polygon clipping). */
  #cut(alongX: boolean, sign: number, limit: number): void {
    const xs = this.#xs;
    const ys = this.#ys;
    const count = this.#corners;
    let kept = 0;
    for (let corner = 0; corner < count; corner++) {
      const before = (corner + count - 1) % count;
      const x = xs[corner] as number;
      const y = ys[corner] as number;
      const fromX = xs[before] as number;
      const fromY = ys[before] as number;
      const here = sign * (alongX ? x : y) + limit;
      const there = sign * (alongX ? fromX : fromY) + limit;
      if (here >= 0 !== there >= 0) {
        const share = there / (there - here);
        this.#otherXs[kept] = alongX ? limit : fromX + (x - fromX) * share;
        this.#otherYs[kept] = alongX ? fromY + (y - fromY) * share : limit;
        kept += 1;
      }
      if (here >= 0) {
        this.#otherXs[kept] = x;
        this.#otherYs[kept] = y;
        kept += 1;
      }
    }
    this.#xs = this.#otherXs;
    this.#ys = this.#otherYs;
    this.#otherXs = xs;
    this.#otherYs = ys;
    this.#corners = kept;
  }
}
