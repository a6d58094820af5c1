// What stepping needs and no browser: which moment is the one to step to, and which replay holds it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isTheBatch, replayFrom } from "../../../../ui/browser/playing/playback.js";

test("the batch before a whole epoch is not that epoch, however many batches there are", () => {
  for (const steps of [1, 7, 300, 1000, 4000]) {
    assert.ok(isTheBatch(3, 3, steps));
    assert.ok(!isTheBatch(3 - 1 / steps, 3, steps));
    assert.ok(!isTheBatch(3 + 1 / steps, 3, steps));
  }
});

test("a moment rounded on its way from Python is still its batch", () => {
  for (const steps of [3, 7, 300, 1000])
    for (let batch = 0; batch < steps; batch++) {
      const exact = 12 + batch / steps,
        come = Math.round(Math.fround(exact) * 1e4) / 1e4;
      assert.ok(isTheBatch(come, exact, steps), `batch ${batch} of ${steps}`);
    }
});

test("a replay begins at its epoch, and holds the batch to step to", () => {
  for (const steps of [1, 7, 300, 1000])
    for (let batch = 0; batch < steps; batch++) {
      const epoch = 2 + batch / steps,
        target = epoch + 1 / steps,
        from = replayFrom(epoch, target, steps);
      assert.ok(from >= 2 && from < target, `batch ${batch} of ${steps}`);
    }
});
