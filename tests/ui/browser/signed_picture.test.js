// Without hues: the sign of each cell of a picture of signed numbers is recovered from its grey pixels alone.

import assert from "node:assert/strict";
import test from "node:test";

import { scale } from "../../../ui/browser/colours.js";
import { FINE, paintSigned } from "../../../ui/browser/signed_picture.js";

const WEIGHTS = {
  light: ["#5b3fa8", "#ab99de", "#f6f5f1", "#e6bf66", "#a06a00"],
  dark: ["#b79bff", "#6a52ad", "#24242a", "#8c6a26", "#f0c056"],
};
const SIDE = 28;
const HATCHED = 12; // levels of grey between the darkest and the lightest pixel of a cell

class Image {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}
Object.assign(globalThis, { ImageData: Image });

/**
 * Grey levels of a painted picture, row by row.
 * @param {number[]} shares
 * @param {string[]} weights
 */
function greyOf(shares, weights) {
  let painted = new Uint8ClampedArray();
  const context = { putImageData: (/** @type {Image} */ image) => (painted = image.data) },
    canvas = { width: 1, height: 1, getContext: () => context };
  const placeOf = (/** @type {number} */ i) => Math.round(127.5 * (1 + shares[i]));
  paintSigned(/** @type {any} */ (canvas), SIDE, placeOf, scale(weights));
  return Array.from({ length: painted.length / 4 }, (_, p) => {
    const [r, g, b] = painted.slice(4 * p, 4 * p + 3);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
}

for (const [theme, weights] of Object.entries(WEIGHTS))
  test(`each cell's sign is seen in grey, ${theme}`, () => {
    const shares = Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(2.7 * i) * Math.cos(0.31 * i)),
      grey = greyOf(shares, weights),
      size = SIDE * FINE;
    shares.forEach((share, i) => {
      const left = FINE * (i % SIDE),
        top = FINE * Math.floor(i / SIDE);
      const cell = Array.from(
        { length: FINE * FINE },
        (_, k) => grey[(top + Math.floor(k / FINE)) * size + left + (k % FINE)],
      );
      const spread = Math.max(...cell) - Math.min(...cell);
      if (share > 0.01) assert.equal(spread, 0, `${i}: ${share}`);
      if (share < -0.12) assert.ok(spread >= HATCHED, `${i}: ${share}, ${spread}`);
    });
  });
