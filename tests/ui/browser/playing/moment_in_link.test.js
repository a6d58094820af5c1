// The moment of a player in an address: written, changed, taken out, and nothing else touched.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withMoment } from "../../../../ui/browser/playing/moment_in_link.js";

const HERE = "http://localhost:8501/mnist?scene=templates&hide=depth,rate";

test("a moment comes into the link, is replaced, and goes", () => {
  const there = withMoment(HERE, 3.5);
  assert.equal(there, `${HERE}&at=3.5`);
  assert.equal(withMoment(there, 12), `${HERE}&at=12`);
  assert.equal(withMoment(there, null), HERE);
});

test("an address that says it already stays as it is", () => {
  assert.equal(withMoment(HERE, null), HERE);
  assert.equal(withMoment(`${HERE}&at=0`, 0), `${HERE}&at=0`);
});

test("epochs are written without the rounding that they came with, and batches of one are told apart", () => {
  assert.equal(withMoment(HERE, 0.1 + 0.2), `${HERE}&at=0.3`);
  assert.notEqual(withMoment(HERE, 1 / 50_000), withMoment(HERE, 2 / 50_000));
});
