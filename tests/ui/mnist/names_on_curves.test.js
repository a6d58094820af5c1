// Names on curves: they are placed without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Frame } from "../../../ui/browser/curves/frame.js";
import { placesOfNames } from "../../../ui/mnist/accuracy_curves/names.js";

/** @import { Series } from "../../../ui/mnist/accuracy_curves/panel.js" */

const FRAME = new Frame(
  { width: 320, height: 160 },
  { left: 44, right: 10, top: 8, bottom: 26 },
  { x: [0, 10], y: [0, 1], held: true },
);
const X = Array.from({ length: 11 }, (_, i) => i);

/**
 * @param {string} name
 * @param {number[]} y
 * @returns {Series}
 */
const series = (name, y) => ({ name, tone: "ink", x: X.slice(0, y.length), y, dots: false, picked: null });

test("each name is nearer to its own curve than to the other", () => {
  const high = series(
    "single layer",
    X.map(() => 0.85),
  );
  const low = series(
    "multi-layer",
    X.map(() => 0.3),
  );
  const names = placesOfNames([high, low], FRAME, 1);
  assert.equal(names.length, 2);
  const away = (/** @type {number} */ y, /** @type {Series} */ one) => Math.abs(FRAME.y(one.y[0]) - y);
  const [first, second] = names;
  assert.ok(away(first.y, high) < away(first.y, low));
  assert.ok(away(second.y, low) < away(second.y, high));
});

test("a curve of a single point has no name yet", () => {
  assert.deepEqual(placesOfNames([series("single layer", [0.5])], FRAME, 1), []);
});

test("names do not stand on each other, even on one curve", () => {
  const both = ["single layer", "multi-layer"].map((name) =>
    series(
      name,
      X.map(() => 0.5),
    ),
  );
  const [first, second] = placesOfNames(both, FRAME, 1);
  const apart = Math.abs(first.y - second.y) >= 15 || Math.abs(first.x - second.x) >= 7 * 11;
  assert.ok(apart);
});
