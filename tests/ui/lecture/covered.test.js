import assert from "node:assert/strict";
import { test } from "node:test";

import { coveredAt } from "../../../ui/lecture/question/covered.js";

test("a question's own parts are covered until its answer is revealed", () => {
  assert.deepEqual(coveredAt([["a", "b"]], 0, false), ["a", "b"]);
  assert.deepEqual(coveredAt([["a", "b"]], 0, true), []);
});

test("what only a later question uncovers is covered from the beginning", () => {
  const covers = [["a"], ["b", "c"], ["d"]];
  assert.deepEqual(coveredAt(covers, 0, false), ["a", "b", "c", "d"]);
  assert.deepEqual(coveredAt(covers, 0, true), ["b", "c", "d"]);
  assert.deepEqual(coveredAt(covers, 1, false), ["b", "c", "d"]);
  assert.deepEqual(coveredAt(covers, 1, true), ["d"]);
  assert.deepEqual(coveredAt(covers, 2, true), []);
});

test("what every question covers is seen after each answer", () => {
  const covers = [["a"], ["a"]];
  assert.deepEqual(coveredAt(covers, 0, true), []);
  assert.deepEqual(coveredAt(covers, 1, false), ["a"]);
});
