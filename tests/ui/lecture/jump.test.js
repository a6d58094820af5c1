import assert from "node:assert/strict";
import { test } from "node:test";

import { slideOf } from "../../../ui/lecture/keys/jump.js";

const slides = [1, 2, 4, 12, 32].map((row) => ({ slug: `s${row}`, row, title: "" }));

test("digits go to their slide at once where no other number begins with them", () => {
  assert.deepEqual(slideOf("4", slides), { slide: slides[2], sure: true });
  assert.deepEqual(slideOf("12", slides), { slide: slides[3], sure: true });
  assert.equal(slideOf("04", slides).slide, slides[2]);
});

test("digits wait where a further one could name another slide", () => {
  assert.deepEqual(slideOf("1", slides), { slide: slides[0], sure: false });
  assert.deepEqual(slideOf("3", slides), { slide: undefined, sure: false });
});

test("a number that no slide has goes nowhere", () => {
  assert.deepEqual(slideOf("40", slides), { slide: undefined, sure: false });
});
