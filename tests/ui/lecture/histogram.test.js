import assert from "node:assert/strict";
import { test } from "node:test";

import { histogramOf, histogramWords } from "../../../ui/lecture/rooms/histogram.js";

/** @param {number[]} guesses */
const sorted = (guesses) => guesses.toSorted((a, b) => a - b);

test("every guess stands in one bar, and the right number lies within", () => {
  for (const right of [92, 0, -4, 7850, 0.003])
    for (const guesses of [
      [50],
      [10, 50, 80, 90, 90, 92],
      [right],
      [right - 1, right + 1],
      [-1e12, 3, 1e12],
    ]) {
      const { low, width, counts } = histogramOf(sorted(guesses), right);
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        guesses.length,
      );
      assert.ok(low <= right + 1e-9 && right <= low + counts.length * width + 1e-9, `${right} of ${guesses}`);
      assert.ok(counts.length >= 1 && counts.length <= 40, String(counts.length));
    }
});

test("guesses on a bar's edge stand in the bar that begins there", () => {
  const { low, width, counts } = histogramOf([10, 20, 20, 25, 100], 92);
  assert.deepEqual([low, width], [10, 10]);
  assert.deepEqual(counts, [1, 3, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test("one wild phone among twenty does not squeeze the others into one bar", () => {
  const guesses = sorted([...Array.from({ length: 20 }, (_, i) => 70 + i), 1e12]),
    { width, counts, beyond } = histogramOf(guesses, 92);
  assert.equal(width, 2);
  assert.deepEqual(beyond, [0, 1]);
  assert.ok(counts.filter(Boolean).length > 8);
});

test("the median is the middle one, or the mean of the two in the middle", () => {
  assert.equal(histogramOf([1, 2, 90], 92).median, 2);
  assert.equal(histogramOf([1, 2, 3, 90], 92).median, 2.5);
});

test("the histogram in words counts what its bars hold", () => {
  assert.equal(
    histogramWords(histogramOf([10, 20, 20, 25, 100], 92)),
    "1 from 10 to below 20; 3 from 20 to below 30; 1 from 100 to below 110",
  );
});
