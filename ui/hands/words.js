// What is said of the views, where it takes more than the numbers that are shown.

/** @import { LinesBlock } from "./lines.js" */
/** @import { Extent, Line, Place } from "./lines_of_the_plane.js" */

import { withMinus } from "../browser/numbers.js";
import { between, crossing, lengthOf, minus, valueAt } from "./lines_of_the_plane.js";

const FITTED_WITHIN = 6e-4; // of a line's numbers, which Python gets with three decimals
const CLEARLY = 2; // standard errors from which on a lead is called one

/**
 * A share in percent.
 * @param {number} share
 */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * Which lines are the better ones, where so many points can tell.
 * @param {number} mine
 * @param {number} theirs
 * @param {{ set: string, n: number }} points
 */
export function comparison(mine, theirs, { set, n }) {
  const lead = theirs - mine,
    spread = Math.sqrt((mine * (1 - mine) + theirs * (1 - theirs)) / n),
    shares = `yours ${percent(mine)}, learned ${percent(theirs)} of ${n} ${set} points`;
  if (Math.abs(lead) <= CLEARLY * spread) return `No clear winner: ${shares}`;
  return lead > 0 ? `Learning finds better lines: ${shares}` : `Your lines beat the learned ones: ${shares}`;
}

/**
 * What both networks are, and how the outputs for the hand's lines were found.
 * @param {Pick<LinesBlock, "sizes" | "activations" | "activation_facts" | "arrays" | "ridge">} run
 * @param {Line[]} lines
 */
export function wordsOf({ sizes, activations, activation_facts, arrays, ridge }, lines) {
  const units = `${lines.length} ${activation_facts[activations[0]].word} units`,
    [, count] = sizes;
  const isFitted =
    count === lines.length &&
    lines.every(([w1, w2, b], j) =>
      [w1 - arrays.fitted[2 * j], w2 - arrays.fitted[2 * j + 1], b - arrays.fitted[2 * count + j]].every(
        (off) => Math.abs(off) < FITTED_WITHIN,
      ),
    );
  const outputs = isFitted
    ? `The outputs for your lines have the least training loss, with an L2 penalty of ${ridge} that keeps them finite.`
    : "The outputs are still those for where your lines were a moment ago.";
  return `Both networks have ${units}: a dashed line is where a unit's z is 0. ${outputs}`;
}

const STEP_FROM = 4; // ‖w‖ from which the sigmoid is called almost a step
const BENT_BY = 0.06; // how far the sigmoid may be from its chord where it is called almost a plane
const ALONG = 64; // places on the way from the lowest z of the square to the highest
const NO_AREA = 1e-9;
const SAME = 1e-9; // numbers of planes that differ by less are the same

/** @param {number} z */
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * What the weights make of a sigmoid unit whose line is in view.
 * @param {Line} line
 * @param {Extent} extent
 */
export function unitFinding(line, extent) {
  if (lengthOf(line) >= STEP_FROM) return "Large weights: the sigmoid is almost a step";
  return bend(line, extent) <= BENT_BY
    ? "Small weights: the sigmoid is almost a plane"
    : "One unit draws one straight line";
}

/**
 * How far the sigmoid surface is from a plane through its lowest and its highest corner.
 * @param {Line} line
 * @param {Extent} extent
 */
function bend(line, extent) {
  const heights = cornersOf(extent).map((corner) => valueAt(line, corner)),
    low = Math.min(...heights),
    high = Math.max(...heights),
    [first, last] = [sigmoid(low), sigmoid(high)];
  let most = 0;
  for (let i = 0; i <= ALONG; i++) {
    const share = i / ALONG;
    most = Math.max(most, Math.abs(sigmoid(low + share * (high - low)) - (first + share * (last - first))));
  }
  return most;
}

/**
 * The corners of a rectangle, one after another around it.
 * @param {Extent} extent
 * @returns {Place[]}
 */
const cornersOf = ([left, right, bottom, top]) => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];

/**
 * The part of a polygon on which a linear function of the plane is not negative.
 * @param {Place[]} polygon
 * @param {Line} line
 * @returns {Place[]}
 */
const clipped = (polygon, line) =>
  polygon.flatMap((at, i) => {
    const next = polygon[(i + 1) % polygon.length],
      [a, b] = [valueAt(line, at), valueAt(line, next)],
      kept = a >= 0 ? [at] : [];
    return a >= 0 === b >= 0 ? kept : [...kept, between(at, next, a / (a - b))];
  });

/** @param {Place[]} polygon */
const areaOf = (polygon) =>
  Math.abs(
    polygon.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = polygon[(i + 1) % polygon.length];
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );

/**
 * The area of a rectangle on which no other plane is higher than this one.
 * @param {Line[]} planes
 * @param {number} k
 * @param {Extent} extent
 */
export const areaOfHighest = (planes, k, extent) =>
  areaOf(planes.reduce((left, plane) => clipped(left, minus(planes[k], plane)), cornersOf(extent)));

/**
 * Where three planes meet: in a point, along one line, nowhere, or not all on lines, since two are parallel.
 * @param {Line[]} planes
 * @returns {{ kind: "point", at: Place } | { kind: "line" } | { kind: "nowhere" } | { kind: "parallel" }}
 */
export function meetingOf([a, b, c]) {
  const lines = [minus(a, b), minus(a, c), minus(b, c)];
  if (lines.some((line) => lengthOf(line) < SAME)) return { kind: "parallel" };
  const at = crossing(lines[0], lines[1]);
  if (at) return { kind: "point", at };
  const [p, q] = lines,
    isSame = Math.abs(p[0] * q[2] - q[0] * p[2]) < SAME && Math.abs(p[1] * q[2] - q[1] * p[2]) < SAME;
  return isSame ? { kind: "line" } : { kind: "nowhere" };
}

/**
 * The headline of three planes.
 * @param {Line[]} planes
 * @param {Extent} extent
 */
export function planesFinding(planes, extent) {
  const missing = planes.flatMap((_, k) => (areaOfHighest(planes, k, extent) > NO_AREA ? [] : [k + 1]));
  if (missing.length) {
    const classes = missing.length > 1 ? "Classes" : "Class";
    return `${classes} ${missing.join(" and ")}: nowhere the highest plane in view`;
  }
  const meeting = meetingOf(planes);
  if (meeting.kind === "parallel") return "Two of the planes are parallel";
  if (meeting.kind === "line") return "The highest of three planes decides; all three meet over one line";
  if (meeting.kind === "nowhere") return "Parallel boundaries: the three lines meet nowhere";
  const [x, y] = meeting.at,
    [left, right, bottom, top] = extent;
  return left <= x && x <= right && bottom <= y && y <= top
    ? "The highest of three planes decides; all three meet over one point"
    : "The highest of three planes decides";
}

const MOST_DIGITS = 6; // behind the point of an exponent
const EXTREMES = "4.9·10<sup>−324</sup> to 1.8·10<sup>308</sup>"; // of a number of 64 bits

/**
 * What taking off the largest z is good for with these numbers.
 * @param {{ y: number[], powers: number[], naive: number[] }} scores `powers` and `naive`: e^z and y without the shift
 */
export function verdictHtml({ y, powers, naive }) {
  if (naive.every((v, k) => v.toFixed(3) === y[k].toFixed(3)))
    return "With or without the shift, <i>y</i> is the same here, to three decimals.";
  const isNone = naive.some((v) => Number.isNaN(v)),
    quotient = powers.includes(Infinity) ? "∞ / ∞, which is no number" : "0 / 0, which is no number",
    others = naive.map((v) => v.toFixed(3)).join(", ");
  return `Without the shift <i>y</i> would be ${isNone ? quotient : others}: 64 bits hold ${EXTREMES}.`;
}

/**
 * 0.0123, 4.56, 1.2·10⁵, ∞.
 * @param {number} value not negative
 */
export function smallOrLarge(value) {
  if (value === Infinity) return "∞";
  if (value === 0) return "0";
  if (value >= 0.001 && value < 9999.5) return String(+value.toPrecision(3));
  const [factor, power] = value.toExponential(1).split("e");
  return `${factor}·10<sup>${withMinus(String(Number(power)))}</sup>`;
}

/**
 * A power of e whose exponent has the digits, two decimals at least, with which it comes to its value.
 * @param {number} exponent
 */
export function powerHtml(exponent) {
  const value = smallOrLarge(Math.exp(exponent));
  for (let digits = 2; digits <= MOST_DIGITS; digits++)
    if (smallOrLarge(Math.exp(Number(exponent.toFixed(digits)))) === value)
      return `e<sup>${withMinus(exponent.toFixed(digits))}</sup> = ${value}`;
  return `e<sup>${withMinus(exponent.toFixed(2))}</sup> ≈ ${value}`;
}
