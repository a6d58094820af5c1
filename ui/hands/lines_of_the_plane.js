// A line of the plane as [w₁, w₂, b]: all places where w₁ x₁ + w₂ x₂ + b = 0. The same three numbers are a plane in
// space, of height w₁ x₁ + w₂ x₂ + b.

import { withMinus } from "../browser/numbers.js";

/** @typedef {[number, number]} Place */
/** @typedef {[Place, Place]} Segment */
/** @typedef {[number, number, number]} Line */
/** @typedef {[left: number, right: number, bottom: number, top: number]} Extent */

/**
 * Lines from their numbers, three each.
 * @param {number[]} numbers
 */
export const linesOf = (numbers) =>
  Array.from({ length: numbers.length / 3 }, (_, j) => /** @type {Line} */ (numbers.slice(3 * j, 3 * j + 3)));

/** @param {Line} line */
export const lengthOf = ([w1, w2]) => Math.hypot(w1, w2);

/**
 * @param {Line} line
 * @param {Place} place
 */
export const valueAt = ([w1, w2, b], [x, y]) => w1 * x + w2 * y + b;

/**
 * −b/‖w‖: how far the line is from the origin, in the direction of w.
 * @param {Line} line
 */
export const distanceOf = (line) => -line[2] / lengthOf(line);

/**
 * The place of the line that is nearest to the origin.
 * @param {Line} line
 * @returns {Place}
 */
export function footOf(line) {
  const square = line[0] ** 2 + line[1] ** 2;
  return square ? [(-line[2] * line[0]) / square, (-line[2] * line[1]) / square] : [0, 0];
}

/**
 * A place a share of the way from one to another.
 * @param {Place} from
 * @param {Place} to
 * @param {number} share
 * @returns {Place}
 */
export const between = (from, to, share) => [
  from[0] + share * (to[0] - from[0]),
  from[1] + share * (to[1] - from[1]),
];

/**
 * The two ends of the line within a rectangle, or null where it passes by.
 * @param {Line} line
 * @param {Extent} extent
 * @returns {Segment | null}
 */
export function endsOf(line, [left, right, bottom, top]) {
  const length = lengthOf(line);
  if (!(length > 1e-12)) return null;
  const [x, y] = footOf(line),
    along = [-line[1] / length, line[0] / length];
  let from = -Infinity,
    to = Infinity;
  for (const [start, step, low, high] of [
    [x, along[0], left, right],
    [y, along[1], bottom, top],
  ]) {
    if (Math.abs(step) < 1e-12) {
      if (start < low || start > high) return null;
      continue;
    }
    const ends = [(low - start) / step, (high - start) / step].sort((a, b) => a - b);
    from = Math.max(from, ends[0]);
    to = Math.min(to, ends[1]);
  }
  if (!(from < to)) return null;
  return [
    [x + from * along[0], y + from * along[1]],
    [x + to * along[0], y + to * along[1]],
  ];
}

/**
 * The line on which two planes have one height.
 * @param {Line} a
 * @param {Line} b
 * @returns {Line}
 */
export const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/**
 * The part of a segment on which a linear function of the plane is not negative, or null.
 * @param {Segment} segment
 * @param {Line} line
 * @returns {Segment | null}
 */
export function wherePositive([p, q], line) {
  const a = valueAt(line, p),
    b = valueAt(line, q),
    cut = between(p, q, a / (a - b));
  if (a < 0 && b < 0) return null;
  if (a >= 0 && b >= 0) return [p, q];
  return a < 0 ? [cut, q] : [p, cut];
}

/**
 * The place where two lines meet, or null where they are parallel.
 * @param {Line} a
 * @param {Line} b
 * @returns {Place | null}
 */
export function crossing(a, b) {
  const det = a[0] * b[1] - a[1] * b[0];
  if (Math.abs(det) < 1e-9 * Math.max(1e-9, lengthOf(a) * lengthOf(b))) return null;
  return [(a[1] * b[2] - b[1] * a[2]) / det, (b[0] * a[2] - a[0] * b[2]) / det];
}

/**
 * "1.20 x₁ − 0.70 x₂ + 0.50", with real minus signs.
 * @param {Line} line
 */
export function lineWords(line) {
  const [first, second, bias] = line.map((v) => Math.abs(v).toFixed(2)),
    sign = (/** @type {number} */ v) => (v < 0 ? "−" : "+");
  return `${line[0] < 0 ? "−" : ""}${first} x₁ ${sign(line[1])} ${second} x₂ ${sign(line[2])} ${bias}`;
}

/**
 * Also numbers that overflow, and none.
 * @param {number} value
 * @param {number} digits
 */
export function decimals(value, digits) {
  if (Number.isFinite(value)) return withMinus(value.toFixed(digits));
  return value > 0 ? "∞" : value < 0 ? "−∞" : "not a number";
}

/**
 * The line with another one of its three numbers.
 * @param {Line} line
 * @param {number} i
 * @param {number} value
 */
export function withNumber(line, i, value) {
  /** @type {Line} */
  const other = [...line];
  other[i] = value;
  return other;
}
