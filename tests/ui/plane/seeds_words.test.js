// What is said of the band of curves while runs are trained, from none on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bandWords } from "../../../ui/plane/seeds/words.js";

test("a band of no run, of one and of several is named as what it is", () => {
  assert.equal(bandWords("", 0, 1), "Loss: no run is trained yet");
  assert.equal(bandWords("", 1, 1), "Loss: one run so far");
  assert.equal(bandWords("training", 1, 2), "Training loss: one run of each network so far");
  assert.equal(bandWords("", 2, 1), "Loss: range and median of 2 runs");
  assert.equal(bandWords("validation", 20, 2), "Validation loss: range and median of 20 runs");
});
