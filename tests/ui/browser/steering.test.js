// A hint has the word for the hand that is there.

import assert from "node:assert/strict";
import test from "node:test";

import { steering } from "../../../ui/browser/steering.js";

const HINTS = [
  "Click on the map, or draw with the button held down. By keyboard: Tab to the map, arrow keys, 1, 2, 3.",
  "Not one of the cells: click on one.",
  "Erase points (also: right click, Backspace)",
  "Read z and y under the pointer",
];

test("a finger reads of no click, no button and no pointer", () => {
  for (const hint of HINTS) assert.doesNotMatch(steering(hint, true), /click|button|pointer/i);
  assert.equal(steering(HINTS[1], true), "Not one of the cells: tap one.");
});

test("a mouse reads each hint as it is", () => {
  for (const hint of HINTS) assert.equal(steering(hint, false), hint);
});
