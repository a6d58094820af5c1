import assert from "node:assert/strict";
import { test } from "node:test";

import { sweptTo } from "../../../ui/mnist/variability/sweep.js";

test("a sweep goes from where it was opened to the opposite amount and back", () => {
  assert.equal(sweptTo(-2, 0), -2);
  assert.equal(sweptTo(-2, 5), 2);
  assert.equal(sweptTo(-2, 10), -2);
  assert.ok(Object.is(sweptTo(-2, 2.5), 0));
});

test("a sweep shows tenths, and never leaves its two ends", () => {
  for (let seconds = 0; seconds < 20; seconds += 0.013) {
    const amount = sweptTo(2, seconds);
    assert.ok(Math.abs(amount) <= 2);
    assert.equal(amount, Number(amount.toFixed(1)));
  }
});
