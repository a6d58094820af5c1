// Units that are off as a link names them, and the numbers that the server brings of the network without them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { namesOf, toggled, unitsNamed, unitsWords } from "../../../ui/browser/maps/switched_off.js";
import { Without } from "../../../ui/mnist/templates/without.js";

const SIZES = [784, 3, 2, 10];
const RUN = { id: "a run", sizes: SIZES };

test("a layer whose units are all off has one name, and its number names them all", () => {
  const off = unitsNamed("1-2,2", SIZES);
  assert.deepEqual(off, [
    { layer: 0, unit: 1 },
    { layer: 1, unit: 0 },
    { layer: 1, unit: 1 },
  ]);
  assert.equal(namesOf(off, SIZES), "1-2,2");
  assert.equal(namesOf(toggled(off, { layer: 1, unit: 0 }), SIZES), "1-2,2-2");
  assert.equal(namesOf(toggled(unitsNamed("1-1,1-3", SIZES), { layer: 0, unit: 1 }), SIZES), "1");
  assert.equal(namesOf(unitsNamed("1,2", SIZES), SIZES), "1,2");
});

test("units that are off have words", () => {
  assert.equal(unitsWords(unitsNamed("2-1", SIZES), SIZES), "unit 1 of layer 2");
  assert.equal(unitsWords(unitsNamed("2", SIZES), SIZES), "layer 2");
  assert.equal(unitsWords(unitsNamed("1-2,2", SIZES), SIZES), "3 of 5 units");
});

/**
 * @param {{ off: string, off_as: string }} view
 * @param {Partial<import("../../../ui/mnist/templates/moments.js").Numbers>} arrays
 */
const block = (view, arrays) => ({ without: { ...view, owed: true }, arrays });

test("weights that leave a unit are 0, and its mean goes to the biases behind it", () => {
  const without = new Without(),
    view = { off: "2-2", off_as: "mean" },
    params = new Float32Array(784 * 3 + 3 + 3 * 2 + 2 + 2 * 10 + 10).fill(1),
    behind = 784 * 3 + 3 + 3 * 2 + 2;
  without.choose(view, RUN);
  assert.equal(without.paramsOf(params, 2), params); // the mean is not known yet
  assert.equal(without.isKnownAt(2), false);
  const arrays = {
    off_epochs: Float32Array.of(2),
    off_measures: Float32Array.of(0.5, 0.8, 0.75, 0.625),
    off_answers: Float32Array.of(1, 2, 3, 4, 0.5),
  };
  without.take(block(view, arrays), view);
  const changed = without.paramsOf(params, 2);
  assert.deepEqual([...changed.subarray(behind, behind + 4)], [1, 0, 1, 0]);
  assert.deepEqual(new Set(changed.subarray(behind + 20)), new Set([1.5]));
  assert.ok(params.every((value) => value === 1));
});

test("what was measured of other units is not taken, and goes when others are switched off", () => {
  const without = new Without(),
    view = { off: "1-1", off_as: "zero" },
    measures = { training_error: 9, training_accuracy: 9, validation_error: 9, validation_accuracy: 9 },
    moment = { index: 0, epoch: 0.1, ...measures, training_wrong: 9, validation_wrong: 9 },
    arrays = {
      off_epochs: Float32Array.of(0.1),
      off_measures: Float32Array.of(0.5, 0.75, 0.25, 0.625),
      off_answers: new Float32Array(0),
    };
  without.choose(view, RUN);
  without.take(block({ ...view, off: "1-2" }, arrays), view);
  assert.ok(Number.isNaN(without.measured(moment).validation_error));
  without.take(block(view, arrays), view);
  assert.equal(without.measured(moment).validation_error, 0.25);
  assert.equal(without.measured(moment).validation_wrong, 0.375);
  assert.deepEqual([...without.history.training_error], [0.5]);
  const run = { ...RUN, live: false, samples: { training: "", validation: "the 10,000 validation images" } };
  assert.equal(
    without.sentenceAt(run, moment).text,
    "Without unit 1 of layer 1: 62.5 % of the 10,000 validation images are right",
  );
  assert.equal(without.sentenceAt({ ...run, live: true }, moment).text, "Without unit 1 of layer 1");
  without.choose({ ...view, off: "1-2" }, RUN);
  assert.equal(without.history.epoch.length, 0);
});

test("units that a smaller network does not have are left out", () => {
  const without = new Without();
  without.choose({ off: "1-3,2", off_as: "zero" }, { id: "another", sizes: [784, 2, 10] });
  assert.equal(without.isOn, false);
});
