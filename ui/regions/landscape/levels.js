// What is read off a landscape before it is drawn: levels of contour lines, shades, and the path to a moment.

import { zeroLines } from "../../browser/maps/contours.js";

/** @import { Line, Place } from "../../browser/maps/contours.js" */

const STEPS = [1, 2, 5];
const LEAST = 4; // contour lines; where powers of ten give fewer, levels are evenly spaced
const MOST = 9;
const FLOOR = 1e-12; // a loss of 0 has no logarithm

/**
 * The lowest and the highest finite loss; null where there is none.
 * @param {ArrayLike<number>} losses
 * @returns {[low: number, high: number] | null}
 */
export function finiteEnds(losses) {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < losses.length; i++)
    if (Number.isFinite(losses[i])) {
      low = Math.min(low, losses[i]);
      high = Math.max(high, losses[i]);
    }
  return low <= high ? [low, high] : null;
}

/**
 * Round losses between two ends: 1, 2 and 5 times powers of ten, only the powers where these are too many, and even
 * steps where they are too few.
 * @param {number} low
 * @param {number} high
 */
export function contourLevels(low, high) {
  if (!(high > low)) return [];
  const within = (/** @type {number} */ level) => level > low && level < high;
  const first = Math.floor(Math.log10(Math.max(low, FLOOR))),
    last = Math.ceil(Math.log10(high)),
    powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  /** @param {number[]} steps */
  const of = (steps) => powers.flatMap((power) => steps.map((step) => +`${step}e${power}`)).filter(within);
  const fine = of(STEPS);
  if (fine.length >= LEAST) {
    if (fine.length <= MOST) return fine;
    const coarse = of([1, 3]);
    if (coarse.length <= MOST) return coarse;
    const every = Math.ceil(of([1]).length / MOST);
    return of([1]).filter((_, i) => i % every === 0);
  }
  const rough = (high - low) / MOST,
    unit = 10 ** Math.floor(Math.log10(rough)),
    step = unit * (STEPS.find((one) => one * unit >= rough) ?? 10),
    from = Math.ceil(low / step);
  return Array.from(
    { length: Math.ceil((high - low) / step) + 1 },
    (_, i) => +((from + i) * step).toPrecision(12),
  ).filter(within);
}

/**
 * The heights of a landscape: logarithms of losses. What is not finite stands above all that is.
 * @param {Float32Array} losses
 */
export function heightsOf(losses) {
  const ends = finiteEnds(losses),
    above = ends ? Math.log(Math.max(ends[1], FLOOR)) + 1 : 0;
  return Float32Array.from(losses, (loss) =>
    Number.isFinite(loss) ? Math.log(Math.max(loss, FLOOR)) : above,
  );
}

/**
 * The contour line of a level, in cells of the grid.
 * @param {Float32Array} heights
 * @param {number} side
 * @param {number} level
 * @returns {Line[]}
 */
export function contour(heights, side, level) {
  const at = Math.log(level);
  return zeroLines(
    Float32Array.from(heights, (height) => height - at),
    side,
  );
}

/**
 * Heights from 0 to 1 for shades and for the surface. A few very high places do not flatten the rest: the scale ends
 * at the height that 98 of 100 places are below.
 * @param {Float32Array} heights
 */
export function shades(heights) {
  const sorted = Float32Array.from(heights).sort(),
    low = sorted[0],
    high = sorted[Math.floor(0.98 * (sorted.length - 1))],
    range = high - low || 1;
  return heights.map((height) => Math.min(1, (height - low) / range));
}

/**
 * The value of a grid at a place in cells, between four corners.
 * @param {Float32Array} grid
 * @param {number} side
 * @param {Place} place column and row
 */
export function between(grid, side, [column, row]) {
  const c = Math.max(0, Math.min(side - 2, Math.floor(column))),
    r = Math.max(0, Math.min(side - 2, Math.floor(row))),
    [x, y] = [column - c, row - r],
    at = r * side + c;
  return (
    (1 - y) * ((1 - x) * grid[at] + x * grid[at + 1]) +
    y * ((1 - x) * grid[at + side] + x * grid[at + side + 1])
  );
}

/**
 * Places of a path in cells of the grid, row 0 on top.
 * @param {Float32Array} shadows x and y in turn
 * @param {number[]} extent left, right, bottom, top
 * @param {number} side
 * @returns {Place[]}
 */
export function inCells(shadows, [left, right, bottom, top], side) {
  return Array.from({ length: shadows.length / 2 }, (_, i) => [
    ((shadows[2 * i] - left) / (right - left)) * (side - 1),
    ((top - shadows[2 * i + 1]) / (top - bottom)) * (side - 1),
  ]);
}

/**
 * The number of the place where what the plane reads and what the run has lie farthest apart; −1 for no place.
 * @param {ArrayLike<number>} readings
 * @param {ArrayLike<number>} errors
 */
export function farthestOff(readings, errors) {
  let most = -1,
    at = -1;
  for (let i = 0; i < readings.length; i++) {
    const off = Math.abs(readings[i] - errors[i]);
    if (off > most || Number.isNaN(off)) [most, at] = [off, i];
  }
  return at;
}

/**
 * A loss as short as a contour line's label can be.
 * @param {number} level
 */
export const levelWords = (level) => (level >= 1e4 || level < 1e-4 ? level.toExponential(0) : String(level));
