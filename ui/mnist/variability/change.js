// A 28 × 28 picture shifted, turned, scaled and skewed about its centre: `datasets/transforms.py` for one picture,
// number for number, so that what the browser shows is what the networks were tested on. Its arithmetic is float32
// there, and so here.

import { SIDE } from "../picture.js";

/**
 * Pixels to the right and up, degrees, per cent, degrees.
 * @typedef {Record<"shift_x" | "shift_y" | "rotation" | "scale" | "skew", number>} Change
 */

const MARGINED = SIDE + 2; // with a margin of nothing, into which what lies outside is looked up
const f32 = Math.fround;

/**
 * The matrix that leads from a pixel of the result to its place in the picture; rows count downwards.
 * @param {Change} change
 */
function lookUp({ rotation, scale, skew }) {
  const angle = (rotation * Math.PI) / 180;
  /** @param {number} v */
  const tidy = (v) => Number(v.toFixed(15));
  const cosine = tidy(Math.cos(angle)),
    sine = tidy(Math.sin(angle)),
    slope = tidy(Math.tan((skew * Math.PI) / 180));
  const shrink = 1 / (1 + scale / 100);
  return [
    [shrink * (cosine + slope * sine), shrink * (slope * cosine - sine)],
    [shrink * sine, shrink * cosine],
  ];
}

/**
 * A place in the picture with its margin, no further than its edge.
 * @param {number} a
 * @param {number} b
 * @param {number} corner
 * @param {number} x
 * @param {number} y
 */
const place = (a, b, corner, x, y) =>
  Math.min(MARGINED - 1, Math.max(0, f32(f32(f32(a * x) + corner) + f32(b * y))));

/**
 * @param {number} value
 * @param {number} other
 * @param {number} share of the other
 */
const blend = (value, other, share) => f32(value + f32(f32(other - value) * share));

/**
 * 784 new grey levels.
 * @param {Uint8Array} pixels 784 grey levels, row by row
 * @param {Change} change
 */
export function changed(pixels, change) {
  const matrix = lookUp(change),
    right = change.shift_x,
    down = -change.shift_y,
    centre = (SIDE - 1) / 2;
  const source = new Float32Array(MARGINED * MARGINED + MARGINED + 1),
    result = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    source.set(pixels.subarray(row * SIDE, (row + 1) * SIDE), (row + 1) * MARGINED + 1);
  const corners = matrix.map(([a, b]) => f32(centre + 1 - (a * right + b * down)));
  const [[xx, xy], [yx, yy]] = matrix.map((pair) => pair.map(f32));
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = column - centre,
        y = row - centre;
      const u = place(xx, xy, corners[0], x, y),
        v = place(yx, yy, corners[1], x, y);
      const left = Math.floor(u),
        top = Math.floor(v),
        i = top * MARGINED + left;
      const share = f32(u - left);
      const above = blend(source[i], source[i + 1], share);
      const below = blend(source[i + MARGINED], source[i + MARGINED + 1], share);
      result[row * SIDE + column] = f32(blend(above, below, f32(v - top)) + 0.5);
    }
  }
  return result;
}
