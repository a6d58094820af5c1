// Help stands by its word, and within the window.

import assert from "node:assert/strict";
import test from "node:test";

import { placeOfHelp } from "../../../ui/browser/help.js";

const room = { width: 360, height: 640 },
  bubble = { width: 200, height: 60 };

test("below its word, above where there is no room, never beyond an edge", () => {
  assert.deepEqual(placeOfHelp({ left: 20, top: 100, bottom: 130 }, bubble, room), { left: 20, top: 138 });
  assert.deepEqual(placeOfHelp({ left: 300, top: 100, bottom: 130 }, bubble, room), { left: 152, top: 138 });
  assert.deepEqual(placeOfHelp({ left: 20, top: 590, bottom: 620 }, bubble, room), { left: 20, top: 522 });
  assert.deepEqual(placeOfHelp({ left: -9, top: 30, bottom: 620 }, bubble, room), { left: 8, top: 8 });
});
