import assert from "node:assert/strict";
import { test } from "node:test";

import { keepApart } from "../../../ui/regions/player/apart.js";

test("places that are far enough from each other stay where they are", () => {
  assert.deepEqual(keepApart([10, 30, 55], 20), [10, 30, 55]);
});

test("places that are too close move apart, and their middle stays", () => {
  assert.deepEqual(keepApart([10, 12, 50], 20), [4, 24, 44]);
  assert.deepEqual(keepApart([0, 0], 4), [-2, 2]);
  assert.deepEqual(keepApart([], 4), []);
});
