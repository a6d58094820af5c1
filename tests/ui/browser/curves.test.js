// What curves need and no browser: ticks, frames, and the words on axes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Frame } from "../../../ui/browser/curves/frame.js";
import { epochTicks, evenTicks, niceStep, powerTicks } from "../../../ui/browser/curves/ticks.js";
import { power, superscript } from "../../../ui/browser/numbers.js";
import { formatLoss, formatPercent, lossCeiling, lowestOf } from "../../../ui/browser/playing/timeline.js";

const words = (/** @type {[number, string][]} */ ticks) => ticks.map(([, word]) => word);

test("steps between ticks are 1, 2, 2.5 or 5 times a power of ten", () => {
  const spans = [0.06, 0.7, 1, 2.2, 3, 16, 130, 1e6];
  for (const span of spans) {
    const step = niceStep(span, 4);
    const factor = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
    assert.ok([1, 2, 2.5, 5].some((nice) => Math.abs(nice - factor) < 1e-9));
    assert.ok(span / step <= 4.001);
    assert.ok(span / step > 1.5);
  }
});

test("even ticks stay within their axis, name zero without a sign, and write a real minus", () => {
  assert.deepEqual(words(evenTicks(-1, 2, 4)), ["−1", "0", "1", "2"]);
  assert.deepEqual(words(evenTicks(-0.3, 0.3, 6)), ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]);
});

test("an axis of powers of ten names whole powers, about six of them", () => {
  assert.deepEqual(words(powerTicks(1e-2, 10)), ["10⁻²", "10⁻¹", "1", "10¹"]);
  assert.ok(powerTicks(1e-12, 1).length <= 7);
});

test("epochs are named from 0 to the last one, in even steps where they fit", () => {
  assert.deepEqual(epochTicks(300, 6), [0, 50, 100, 150, 200, 250, 300]);
  assert.deepEqual(epochTicks(1, 6), [0, 1]);
  for (const last of [1, 2, 7, 13, 97, 1000]) {
    const ticks = epochTicks(last, 6);
    assert.equal(ticks[0], 0);
    assert.equal(ticks.at(-1), last);
  }
});

const BOX = { width: 200, height: 100 };
const MARGINS = { left: 40, right: 10, top: 5, bottom: 15 };

test("the ends of both axes stand on the frame's edges, and a pixel leads back to its value", () => {
  const frame = new Frame(BOX, MARGINS, { x: [-8, 8], y: [0, 2] });
  assert.deepEqual([frame.x(-8), frame.x(8), frame.y(0), frame.y(2)], [40, 190, 85, 5]);
  for (const x of [-8, -1.5, 0, 3.25]) assert.ok(Math.abs(frame.xAt(frame.x(x)) - x) < 1e-12);
});

test("a value beyond its axis is held at the end only where that is asked for", () => {
  const axes = { x: /** @type {[number, number]} */ ([0, 1]), y: /** @type {[number, number]} */ ([0, 2]) };
  const held = new Frame(BOX, MARGINS, { ...axes, held: true });
  assert.equal(held.y(1e9), held.y(2));
  assert.equal(held.y(-1), held.y(0));
  assert.ok(new Frame(BOX, MARGINS, axes).y(3) < MARGINS.top);
});

test("on an axis of powers of ten each power takes the same room, and what is not positive has no place", () => {
  const frame = new Frame(BOX, MARGINS, { x: [0, 1], y: [1e-2, 1e2], log: true });
  assert.ok(Math.abs(frame.y(1e-1) - frame.y(1) - 20) < 1e-9);
  assert.ok(!Number.isFinite(frame.y(0)) && !Number.isFinite(frame.y(-1)));
});

test("what is too small or too large for a glance is written with a power of ten", () => {
  assert.deepEqual([0.00012, -3.5, 0, 123456, NaN].map(power), ["1.2·10⁻⁴", "−3.50", "0", "1.2·10⁵", "–"]);
  assert.equal(superscript(-10), "⁻¹⁰");
  assert.deepEqual([0.12345, 123.4, 2e7, Infinity].map(formatLoss), ["0.123", "123", "2·10⁷", "–"]);
});

test("a loss that explodes does not take the room of the usual ones", () => {
  const usual = Array.from({ length: 99 }, (_, i) => 1 - i / 100);
  const ceiling = lossCeiling(["loss"]);
  assert.ok(ceiling({ epoch: usual, loss: [...usual, 1e6] }) < 2);
  assert.ok(ceiling({ epoch: usual, loss: usual }) >= 1);
});

test("a share that came as float32 is rounded as the count behind it is: halves go up", () => {
  for (const n of [1, 3, 16, 80, 100, 300, 400, 1000])
    for (let count = 0; count <= n; count++) {
      const tenths = Math.floor((2000 * count + n) / (2 * n));
      assert.equal(formatPercent(Math.fround(count / n)), (tenths / 10).toFixed(1), `${count} of ${n}`);
    }
  assert.equal(formatPercent(NaN), "–");
});

test("a run that stopped early has a lowest loss, the first of equal ones; any other run has none", () => {
  const epoch = [0, 1, 2, 3],
    losses = [1.1, 0.25, 0.25, 0.5];
  assert.deepEqual(lowestOf(epoch, losses, "patience"), { epoch: 1, value: 0.25 });
  for (const stopped of ["", "done", "diverged"]) assert.equal(lowestOf(epoch, losses, stopped), null);
  assert.equal(lowestOf([], [], "patience"), null);
});
