// Help stands by its word, and within the window.

import assert from "node:assert/strict";
import test from "node:test";

import { placeOfHelp } from "../../../ui/browser/help.js";
import { atFoot, heightBelow } from "../../../ui/browser/weights_bubble.js";

const room = { width: 360, height: 640 },
  bubble = { width: 200, height: 60 };

test("below its word, above where there is no room, never beyond an edge", () => {
  assert.deepEqual(placeOfHelp({ left: 20, top: 100, bottom: 130 }, bubble, room), { left: 20, top: 138 });
  assert.deepEqual(placeOfHelp({ left: 300, top: 100, bottom: 130 }, bubble, room), { left: 152, top: 138 });
  assert.deepEqual(placeOfHelp({ left: 20, top: 590, bottom: 620 }, bubble, room), { left: 20, top: 522 });
  assert.deepEqual(placeOfHelp({ left: -9, top: 30, bottom: 620 }, bubble, room), { left: 8, top: 8 });
});

test("on a phone a unit's list takes the room below it, and leaves the map above in view", () => {
  const list = { width: 344, height: heightBelow({ bottom: 480.5 }, room) ?? 0 };
  assert.deepEqual(placeOfHelp({ left: 4, top: 436, bottom: 480.5 }, list, room), { left: 8, top: 488.5 });
  assert.equal(list.height, 143);
  assert.equal(heightBelow({ bottom: 600 }, room), undefined);
  assert.equal(heightBelow({ bottom: 480 }, { width: 1440, height: 900 }), undefined);
});

test("below map and play a unit's list stands at the foot of a phone, in one row where there is no more room", () => {
  assert.deepEqual(atFoot({ bottom: 480 }, { bottom: 580 }, room), { height: 52, isRow: true });
  assert.deepEqual(atFoot({ bottom: 480 }, { bottom: 590 }, { width: 390, height: 844 }), {
    height: 246,
    isRow: false,
  });
  assert.equal(atFoot({ bottom: 600 }, { bottom: 700 }, room), undefined, "it would cover its unit");
  assert.equal(atFoot({ bottom: 480 }, { bottom: 580 }, { width: 1440, height: 900 }), undefined);
});
