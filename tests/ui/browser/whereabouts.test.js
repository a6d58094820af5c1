// What pictures show, in words: computed here for pictures whose answer is plain.

import assert from "node:assert/strict";
import test from "node:test";

import { whereabouts, whereLargest } from "../../../ui/browser/whereabouts.js";
import { answerWords } from "../../../ui/regions/player/unit_names.js";

const G = 41;

/** @param {(right: number, up: number) => number} answer of places from −1 to 1 */
const gridOf = (answer) =>
  Float32Array.from({ length: G * G }, (_, i) => answer(((i % G) - 20) / 20, (20 - Math.floor(i / G)) / 20));

test("a place is named by the thirds it lies in", () => {
  assert.equal(whereabouts(-0.9, -0.9), "at the upper left");
  assert.equal(whereabouts(0.5, 0.9), "at the lower right");
  assert.equal(whereabouts(0, -1), "at the top");
  assert.equal(whereabouts(1, 0.1), "on the right");
  assert.equal(whereabouts(0.3, -0.3), "in the middle");
});

test("the largest part of a picture of 28 × 28 is found", () => {
  assert.equal(
    whereLargest(28, (i) => (i === 28 * 27 ? 1 : 0)),
    "at the lower left",
  );
  assert.equal(
    whereLargest(28, (i) => -Math.hypot((i % 28) - 13.5, Math.floor(i / 28) - 13.5)),
    "in the middle",
  );
});

test("a unit's name says where it is positive, and at how many training points", () => {
  const points = Float32Array.of(0.5, -0.5, -0.1, 0);
  /** @type {(answer: (right: number, up: number) => number, level?: number) => string} */
  const words = (answer, level = 0) => answerWords(gridOf(answer), G, points, level);
  assert.equal(
    words((right, up) => up - right),
    "positive at the upper left, 25 % of the training points",
  );
  assert.equal(
    words((right) => right - 0.4),
    "positive on the right, 25 % of the training points",
  );
  assert.equal(
    words((_, up) => 0.5 - up, 0.5),
    "above 0.5 at the bottom, 0 % of the training points",
  );
  assert.equal(
    words(() => -1),
    "positive nowhere on the map, 25 % of the training points",
  );
  assert.equal(
    words(() => 1),
    "positive on the whole map, 25 % of the training points",
  );
  assert.equal(
    words((right, up) => 0.2 - right * right - up * up),
    "positive in places, 25 % of the training points",
  );
});
