import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { followHand } from "../../../ui/browser/hand.js";

/** @type {string[]} */
let seen = [];
let page = new EventTarget();

/** @param {Partial<import("../../../ui/browser/hand.js").Held>} [more] */
function held(more) {
  const element = Object.assign(new EventTarget(), { setPointerCapture: () => {} });
  const note = (/** @type {string} */ words) => () => void seen.push(words);
  followHand(/** @type {any} */ (element), {
    take: note("take"),
    move: note("move"),
    release: note("release"),
    takeBack: note("take back"),
    ...more,
  });
  return element;
}

/**
 * An event as a browser gives it: first to the window, then to the element.
 * @param {EventTarget} element
 * @param {string} type
 * @param {{ pointerId?: number, isPrimary?: boolean, button?: number }} [more]
 */
function give(element, type, { pointerId = 1, isPrimary = true, button = 0 } = {}) {
  for (const target of [page, element])
    target.dispatchEvent(Object.assign(new Event(type), { pointerId, isPrimary, button }));
}

beforeEach(() => {
  seen = [];
  page = new EventTarget();
  Object.assign(globalThis, { window: page });
});

test("a hand takes hold, moves and lets go", () => {
  const element = held();
  for (const type of ["pointerdown", "pointermove", "pointerup", "pointermove"]) give(element, type);
  assert.deepEqual(seen, ["take", "move", "release"]);
});

test("a second finger takes back what the first began, and neither does anything more", () => {
  const element = held(),
    second = { pointerId: 2, isPrimary: false };
  give(element, "pointerdown");
  give(element, "pointermove");
  give(element, "pointerdown", second);
  for (const finger of [second, { pointerId: 1 }])
    for (const type of ["pointermove", "pointerup"]) give(element, type, finger);
  assert.deepEqual(seen, ["take", "move", "take back"]);
});

test("a second finger beside the element takes back too", () => {
  const element = held();
  give(element, "pointerdown");
  give(new EventTarget(), "pointerdown", { pointerId: 2, isPrimary: false });
  give(element, "pointermove");
  assert.deepEqual(seen, ["take", "take back"]);
});

test("a browser that takes the gesture for its own leaves nothing of it", () => {
  const element = held();
  for (const type of ["pointerdown", "pointermove", "pointercancel", "pointerup"]) give(element, type);
  assert.deepEqual(seen, ["take", "move", "take back"]);
});

test("the primary button alone takes hold, unless more are named", () => {
  const one = held(),
    two = held({ buttons: [0, 2] });
  for (const button of [1, 2]) give(one, "pointerdown", { button });
  assert.deepEqual(seen, []);
  give(two, "pointerdown", { button: 1 });
  give(two, "pointerdown", { button: 2 });
  assert.deepEqual(seen, ["take"]);
});

test("where there is nothing to take hold of, nothing follows", () => {
  const element = held({ take: () => false });
  for (const type of ["pointerdown", "pointermove", "pointerup"]) give(element, type);
  assert.deepEqual(seen, []);
});
