// Weights by hand: what may be typed, how far a slider reaches, and which wires may be cut.

import assert from "node:assert/strict";
import test from "node:test";

import {
  changed,
  MOST_CUT,
  nameOf,
  reachOf,
  read,
  typed,
  weightsOf,
  withCut,
  write,
} from "../../../ui/regions/by_hand/set_weights.js";

test("a number is typed as people type it", () => {
  const numbers = {
    0.5: 0.5,
    "−1,25": -1.25,
    "-1.25": -1.25,
    " 3 ": 3,
    ".5": 0.5,
    "1e-3": 1e-3,
    "+2": 2,
    "-0": 0,
  };
  for (const [text, value] of Object.entries(numbers)) assert.deepEqual(typed(text), { value });
});

test("what is no number, or too large, is said", () => {
  for (const text of ["", "x", "NaN", "Infinity", "1,000,5", "0x10", "1e", "--1"])
    assert.match(typed(text).fault ?? "", /is not a number/);
  for (const text of ["1e300", "-1000.1", "1e999"])
    assert.match(typed(text).fault ?? "", /is not between −1000 and 1000/);
  assert.ok((typed("9".repeat(500)).fault ?? "").length < 80);
});

test("the latest that is set stands last, and none twice", () => {
  const weight = { l: 0, to: 2, from: 1 },
    text = write(changed(read("1-3-2:1,2-1-0:0"), weight, 0.1));
  assert.equal(text, "2-1-0:0,1-3-2:0.1");
  assert.equal(write(changed(read(text), weight, null)), "2-1-0:0");
});

test("a slider reaches to 1, 2 or 5 times a power of ten, and at least to 2", () => {
  assert.equal(reachOf([0.1, -0.3]), 2);
  assert.equal(reachOf([1.2]), 5);
  assert.equal(reachOf([-3]), 10);
  assert.equal(reachOf([7, NaN]), 20);
  assert.equal(reachOf([1e6]), 1000);
});

test("a unit's numbers are its bias, what arrives and what leaves", () => {
  const names = weightsOf([2, 3, 2], { layer: 1, unit: 1 }).map(nameOf);
  assert.deepEqual(names, ["1-2-0", "1-2-1", "1-2-2", "2-1-2", "2-2-2"]);
  assert.deepEqual(weightsOf([2, 3], { layer: 0, unit: 1 }).map(nameOf), ["1-1-2", "1-2-2", "1-3-2"]);
});

test("a wire is cut and mended; a layer keeps one", () => {
  const weight = { l: 1, to: 0, from: 1 };
  assert.deepEqual(withCut(["1-1-1"], weight, [2, 2, 2]), { text: "1-1-1,2-1-2", fault: "" });
  assert.deepEqual(withCut(["1-1-1", "2-1-2"], weight, [2, 2, 2]), { text: "1-1-1", fault: "" });
  assert.match(withCut(["2-1-1", "2-2-1", "2-2-2"], weight, [2, 2, 2]).fault, /last wire of its layer/);
  const many = Array.from({ length: MOST_CUT }, (_, i) => `1-${i + 1}-1`);
  assert.match(withCut(many, weight, [2, 200, 2]).fault, /100 wires are cut, and 100 are the most/);
});
