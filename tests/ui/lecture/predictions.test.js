import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenWords, forget, predict, predictionOf } from "../../../ui/lecture/question/predictions.js";

const question = { choices: ["all", "none"], right: 1, number: null, unit: "" };

test("a prediction is kept for its question, and goes when the scene begins anew", () => {
  predict("softmax", 0, { chosen: 1 });
  predict("softmax", 0, { revealed: true });
  predict("softmax", 1, { guess: "4" });
  assert.deepEqual(predictionOf("softmax", 0), { chosen: 1, guess: "", revealed: true });
  assert.deepEqual(predictionOf("softmax", 2), { chosen: null, guess: "", revealed: false });
  forget("softmax");
  assert.equal(predictionOf("softmax", 0).chosen, null);
  assert.equal(predictionOf("softmax", 1).guess, "");
});

test("what was chosen is said beside the answer", () => {
  const said = (/** @type {number | null} */ chosen) =>
    chosenWords(question, { chosen, guess: "", revealed: true });
  assert.equal(said(1), "You chose it.");
  assert.equal(said(0), "You chose “all”.");
  assert.equal(said(null), "");
  assert.equal(said(7), "");
});

test("a guess is said with its unit", () => {
  const asked = { choices: [], right: 0, number: 92, unit: "%" };
  assert.equal(chosenWords(asked, { chosen: null, guess: "85", revealed: true }), "You guessed 85 %.");
  assert.equal(chosenWords(asked, { chosen: null, guess: "", revealed: true }), "");
});
