// Levels, heights and paths of a landscape, held against plain arithmetic.

import assert from "node:assert/strict";
import test from "node:test";

import {
  between,
  contour,
  contourLevels,
  farthestOff,
  finiteEnds,
  heightsOf,
  inCells,
  levelWords,
  shades,
} from "../../../ui/regions/landscape/levels.js";

test("levels lie between both ends, rise, and are a handful", () => {
  for (const [low, high] of [
    [0.005, 7.97],
    [0.874, 1.71],
    [1.0986, 1.0987],
    [1e-9, 1e6],
    [0, 3],
    [0.39, 0.403],
    [2, 2e30],
  ]) {
    const levels = contourLevels(low, high);
    assert.ok(levels.length >= 4 && levels.length <= 10, `${low} to ${high}: ${levels}`);
    levels.forEach((level, i) => {
      assert.ok(level > low && level < high);
      if (i) assert.ok(level > levels[i - 1]);
    });
  }
});

test("a flat landscape has no levels", () => {
  assert.deepEqual(contourLevels(1, 1), []);
  assert.deepEqual(contourLevels(NaN, 1), []);
});

test("ends leave out what is not finite, and are null where nothing is", () => {
  assert.deepEqual(finiteEnds([Infinity, 3, 1, NaN, 2]), [1, 3]);
  assert.equal(finiteEnds([Infinity, NaN]), null);
});

test("what is not finite stands above all that is, and a loss of 0 has a height", () => {
  const heights = heightsOf(Float32Array.of(Infinity, 2, 0.5, 0));
  assert.ok(heights[0] > heights[1] && heights[1] > heights[2] && heights[2] > heights[3]);
  assert.ok(heights.every(Number.isFinite));
  assert.ok(heightsOf(Float32Array.of(Infinity, Infinity)).every(Number.isFinite));
});

test("the contour of a level runs where the loss is that level", () => {
  const side = 41,
    at = (/** @type {number} */ i) => -2 + (4 * i) / (side - 1);
  const losses = Float32Array.from({ length: side * side }, (_, i) =>
    Math.exp(at(i % side) ** 2 + at(Math.floor(i / side)) ** 2),
  );
  const lines = contour(heightsOf(losses), side, Math.exp(1.234));
  assert.equal(lines.length, 1);
  for (const [column, row] of lines[0])
    assert.ok(Math.abs(Math.hypot(at(column), at(row)) ** 2 - 1.234) < 0.01);
});

test("shades go from 0 to 1, and a few high places do not flatten the rest", () => {
  const heights = Float32Array.from({ length: 1000 }, (_, i) => (i < 5 ? 1e6 : i / 1000)),
    shaded = shades(heights);
  assert.equal(Math.min(...shaded), 0);
  assert.equal(Math.max(...shaded), 1);
  assert.ok(Math.abs(shaded[500] - 0.5) < 0.03);
  assert.ok(shades(new Float32Array(9)).every((shade) => shade === 0));
});

test("places of the plane are cells of a grid whose first row is on top", () => {
  const cells = inCells(Float32Array.of(-1, 3, 1, -1, 0, 1), [-1, 1, -1, 3], 5);
  assert.deepEqual(cells, [
    [0, 0],
    [4, 4],
    [2, 2],
  ]);
  const grid = Float32Array.from({ length: 25 }, (_, i) => (i % 5) + 10 * Math.floor(i / 5));
  assert.ok(Math.abs(between(grid, 5, [1.5, 2.25]) - 24) < 1e-5);
  assert.equal(between(grid, 5, [4, 4]), 44);
});

test("the farthest place off is found, one of no number first", () => {
  assert.equal(farthestOff([1, 5, 2], [1, 2, 4]), 1);
  assert.equal(farthestOff([1, NaN, 2], [1, 2, 9]), 1);
  assert.equal(farthestOff([1, Infinity, 2], [1, 2, 9]), 1);
  assert.equal(farthestOff([], []), -1);
});

test("levels are written short", () => {
  assert.deepEqual([0.05, 3, 2e5, 1e-5].map(levelWords), ["0.05", "3", "2e+5", "1e-5"]);
});
