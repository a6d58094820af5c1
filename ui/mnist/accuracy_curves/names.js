// Names on curves: each where it is nearest to its own curve and clear of the others, and of the names placed before
// it.

/** @import { Frame } from "../../browser/curves/frame.js" */
/** @import { Series } from "./panel.js" */

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {{ one: Series, x: number, y: number }} Name `x`: the middle of the name; `y`: the middle of its line */
/** @typedef {Name & { box: Box, score: number }} Place */

const LETTER = 7.2; // mean width of a letter, for text of 14 pixels
const LINE = 15; // height of a name above its foot
const HALF_LINE = 5; // from the foot of a name to the middle of its line
const CLEAR = 18; // a curve that is further away does not disturb

/**
 * A curve of a single point has no name, nor has one for which there is no room.
 * @param {Series[]} series
 * @param {Frame} frame
 * @param {number} k how much larger than usual text is
 * @returns {Name[]}
 */
export function placesOfNames(series, frame, k) {
  /** @type {Place[]} */
  const taken = [];
  for (const one of series.filter(({ x }) => x.length > 1)) {
    const others = series.filter((other) => other !== one);
    const best = candidates(one, frame, k)
      .filter(({ box }) => isWithin(box, frame, k) && !taken.some((name) => overlap(name.box, box)))
      .map((place) => ({ ...place, score: scoreOf(place.box, one, others, frame, k) }))
      .reduce(
        (/** @type {Place | null} */ first, place) => (first && first.score >= place.score ? first : place),
        null,
      );
    if (best) taken.push(best);
  }
  return taken;
}

/**
 * Eight places around each point of a curve.
 * @param {Series} one
 * @param {Frame} frame
 * @param {number} k
 */
function candidates(one, frame, k) {
  const half = (LETTER * k * one.name.length) / 2;
  const around = [
    [0, -12],
    [0, 26],
    [half + 10, 5],
    [-half - 10, 5],
    [half + 4, -12],
    [-half - 4, -12],
    [half + 4, 24],
    [-half - 4, 24],
  ];
  return one.x.flatMap((at, i) =>
    around.map(([right, down]) => {
      const x = frame.x(at) + right;
      const foot = frame.y(one.y[i]) + down * k;
      const box = /** @type {Box} */ ([x - half, foot - LINE * k, x + half, foot + 3]);
      return { one, x, y: foot - HALF_LINE * k, box };
    }),
  );
}

/**
 * @param {Box} box
 * @param {Frame} frame
 * @param {number} k
 */
const isWithin = ([left, top, right, bottom], frame, k) =>
  left >= frame.left && right <= frame.width - 2 && top >= -14 * k && bottom <= frame.base;

/**
 * @param {Box} one
 * @param {Box} other
 */
const overlap = (one, other) =>
  one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

/**
 * How well a name stands: far from other curves, near to its own, and nearer to it than to them; not on it.
 * @param {Box} box
 * @param {Series} one
 * @param {Series[]} others
 * @param {Frame} frame
 * @param {number} k
 */
function scoreOf(box, one, others, frame, k) {
  const clear = Math.min(CLEAR * k, ...others.map((other) => distance(other, box, frame)));
  const own = distance(one, box, frame);
  if (own < 2) return clear - 100;
  return clear - 1.5 * own - (own + 3 > clear ? 50 : 0);
}

/**
 * How far a curve stays from a box, in pixels; 0 where it crosses it.
 * @param {Series} series
 * @param {Box} box
 * @param {Frame} frame
 */
function distance({ x, y }, [left, top, right, bottom], frame) {
  let least = Infinity;
  for (let i = 0; i + 1 < x.length; i++) {
    const [x1, y1, x2, y2] = [frame.x(x[i]), frame.y(y[i]), frame.x(x[i + 1]), frame.y(y[i + 1])];
    for (let t = 0; t <= 1; t += 0.1) {
      const px = x1 + t * (x2 - x1);
      const py = y1 + t * (y2 - y1);
      const beside = Math.max(left - px, 0, px - right);
      const above = Math.max(top - py, 0, py - bottom);
      least = Math.min(least, Math.hypot(beside, above));
    }
  }
  return least;
}
