// A server that has begun anew knows less of a run than the browser: what is shown stays.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isBehind, keptAhead } from "../../../../ui/browser/playing/ahead.js";

const SHOWN = {
  id: "a",
  wanted: "a",
  trained_epochs: 250,
  finished: true,
  replay: true,
  view: { look: "soft" },
};

test("the first block, more of the same run, and another run are news", () => {
  assert.ok(!isBehind(undefined, SHOWN));
  assert.ok(!isBehind(SHOWN, { ...SHOWN, trained_epochs: 251 }));
  assert.ok(!isBehind(SHOWN, SHOWN));
  assert.ok(!isBehind(SHOWN, { ...SHOWN, id: "b", wanted: "b", trained_epochs: 3 }));
});

test("less of the same run is none", () => {
  assert.ok(isBehind(SHOWN, { ...SHOWN, trained_epochs: 12, finished: false }));
});

test("the run before a fork is none, while the fork that is wanted is shown", () => {
  assert.ok(isBehind(SHOWN, { ...SHOWN, id: "before", trained_epochs: 300 }));
});

test("a run that is kept takes over how it is looked at, and nothing else", () => {
  const come = { ...SHOWN, trained_epochs: 12, finished: false, view: { look: "hard" } };
  assert.deepEqual(keptAhead(SHOWN, come), { ...SHOWN, replay: false, view: { look: "hard" } });
});
