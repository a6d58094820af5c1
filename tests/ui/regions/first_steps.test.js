// A newcomer's first steps go one by one as they are done, and are told once.

import assert from "node:assert/strict";
import test from "node:test";

import { FirstSteps, isNewcomer } from "../../../ui/regions/player/first_steps.js";

function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void kept.set(name, value),
  };
}

test("a line goes when what it says is done, in its order", () => {
  const steps = new FirstSteps(true);
  const told = [
    { depth: 2, picks: false },
    { depth: 2, picks: true },
    { depth: 0, picks: false },
    { depth: 1, picks: false },
    { depth: 2, picks: false },
    { depth: 2, picks: true },
  ].map((doing) => {
    steps.see(doing);
    return steps.words.split(":")[0];
  });
  assert.deepEqual(told, ["First", "First", "Second", "Second", "Third", ""]);
});

test("nobody is told twice, nor by a link, nor where the browser keeps nothing", () => {
  const kept = storage();
  assert.equal(isNewcomer(kept, ""), true);
  assert.equal(isNewcomer(kept, ""), false);
  const byLink = storage();
  assert.equal(isNewcomer(byLink, "?depth=3"), false);
  assert.equal(isNewcomer(byLink, ""), false);
  assert.equal(isNewcomer(undefined, ""), false);
  assert.equal(new FirstSteps(false).words, "");
});
