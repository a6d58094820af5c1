// Without hues: the sign of a unit's answers is recovered from the grey pixels of its map alone.

import assert from "node:assert/strict";
import test from "node:test";

import { scale } from "../../../ui/browser/colours.js";
import { paintResponse, UNIT_PIXELS } from "../../../ui/regions/player/responses.js";

const WEIGHTS = {
  light: ["#5b3fa8", "#ab99de", "#f6f5f1", "#e6bf66", "#a06a00"],
  dark: ["#b79bff", "#6a52ad", "#24242a", "#8c6a26", "#f0c056"],
};
const N = UNIT_PIXELS;
const NEAR = 3; // pixels on both sides: the lines are six apart along a row
const HATCHED = 12; // levels of grey between a line and what is beside it

/** @type {((right: number, up: number) => number)[]} */
const ANSWERS = [
  (right, up) => Math.tanh(2 * right - up),
  (right, up) => Math.tanh(3 * up + 0.4),
  (right, up) => Math.tanh(4 * (right * right + up * up) - 1.5),
];

/** @param {number} p */
const placeOf = (p) => [(2 * (p % N)) / (N - 1) - 1, 1 - (2 * Math.floor(p / N)) / (N - 1)];

for (const [theme, weights] of Object.entries(WEIGHTS)) {
  test(`a sign is seen in grey, ${theme}`, () => {
    for (const answer of ANSWERS) {
      const pixels = { data: new Uint8ClampedArray(4 * N * N) },
        context = { putImageData() {} },
        values = Array.from({ length: N * N }, (_, p) => answer(placeOf(p)[0], placeOf(p)[1]));
      paintResponse(/** @type {any} */ (context), /** @type {any} */ (pixels), N, (p) => values[p], {
        colours: scale(weights),
        low: -1,
        high: 1,
        isSigned: true,
      });
      const grey = values.map((_, p) => {
        const [r, g, b] = pixels.data.slice(4 * p, 4 * p + 3);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      });
      let asked = 0;
      for (let p = 0; p < N * N; p++) {
        const column = p % N;
        if (column < NEAR + 1 || column > N - NEAR - 2) continue;
        const around = values.slice(p - NEAR - 1, p + NEAR + 2);
        if (around.some((value) => Math.abs(value) < 0.15 || value * values[p] < 0)) continue;
        asked++;
        const isHatched = Array.from({ length: 2 * NEAR + 1 }, (_, i) => p - NEAR + i).some(
          (at) => Math.abs(grey[at] - (grey[at - 1] + grey[at + 1]) / 2) > HATCHED,
        );
        assert.equal(isHatched, values[p] < 0, `${placeOf(p)}: ${values[p]}`);
      }
      assert.ok(asked > N * N * 0.4);
    }
  });
}
