// What stepping needs and no browser: which moment is the one to step to, and which replay holds it.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  isTheBatch,
  MOMENTS_A_SECOND,
  Playback,
  replayFrom,
} from "../../../../ui/browser/playing/playback.js";

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

test("a run that plays from a picture that stands there draws it once, and goes on from then", () => {
  /** @type {number[]} */
  const drawn = [];
  /** @type {FrameRequestCallback[]} */
  const frames = [];
  Object.assign(globalThis, { window: { location: { href: "http://localhost:8501/" } } });
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  const playback = new Playback({ show: (moment) => drawn.push(moment.epoch), changed: () => undefined });
  playback.setMoments(
    Array.from({ length: 100 }, (_, epoch) => ({ epoch })),
    0,
  );
  playback.play();
  playback.goOnFromHere();
  const began = performance.now() + 40;

  frames.shift()?.(began);
  assert.deepEqual(drawn, []);
  assert.equal(playback.at, 0);
  frames.shift()?.(began + 1000 / MOMENTS_A_SECOND + 1);
  assert.deepEqual(drawn, [1]);
});
