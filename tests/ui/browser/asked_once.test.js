// A request brings along those before it that Python has not been seen to hear.

import assert from "node:assert/strict";
import test from "node:test";

import { AskedOnce } from "../../../ui/browser/asked_once.js";

/** A part that asks, and the requests that come of it: each with the wishes by name, and their numbers. */
function part() {
  /** @type {{ wishes: [string, unknown][], numbers: Record<string, number> }[]} */
  const requests = [];
  /** @type {[string, unknown][]} */
  let said = [];
  const once = new AskedOnce();
  once.say = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (name !== "numbers") said.push([name, value]);
    else {
      requests.push({ wishes: said, numbers: /** @type {Record<string, number>} */ (value) });
      said = [];
    }
  };
  return { once, requests, ask: once.ask.bind(once) };
}

test("a request takes a click along that another has overtaken", () => {
  const { requests, ask } = part();
  ask("leave", { nonce: 1 });
  ask("more", 2);
  assert.deepEqual(requests[0].wishes, [["leave", { nonce: 1 }]]);
  assert.deepEqual(requests[1].wishes, [
    ["leave", { nonce: 1 }],
    ["more", 2],
  ]);
  assert.equal(requests[1].numbers.leave, requests[0].numbers.leave);
  assert.ok(requests[1].numbers.more > requests[1].numbers.leave);
});

test("what Python has heard is not said again", () => {
  const { once, requests, ask } = part();
  ask("leave", 1);
  once.heard(requests[0].numbers.leave - 1);
  ask("more", 2);
  once.heard(requests[0].numbers.leave);
  ask("more", 3);
  assert.deepEqual(requests[1].wishes.length, 2);
  assert.deepEqual(requests[2].wishes, [["more", 3]]);
});

test("of two wishes of one name the later one goes, under a number of its own", () => {
  const { requests, ask } = part();
  ask("more", 1);
  ask("more", 2);
  assert.deepEqual(requests[1].wishes, [["more", 2]]);
  assert.ok(requests[1].numbers.more > requests[0].numbers.more);
});

test("two parts, and a part that comes again, never have the same number", () => {
  const one = part(),
    other = part();
  one.ask("more", 1);
  other.ask("more", 1);
  one.ask("more", 2);
  const numbers = [...one.requests, ...other.requests].map((request) => request.numbers.more);
  assert.equal(new Set(numbers).size, 3);
  assert.ok(Math.min(...numbers) >= Date.now() - 60000); // so that they go on after the page is loaded anew
});

test("what was lost is said again under its number, and only until it is heard", () => {
  const { once, requests, ask } = part();
  assert.equal(once.isOwed, false);
  ask("leave", { nonce: 1 });
  assert.equal(once.isOwed, true);
  once.askAgain();
  const { again, ...numbers } = requests[1].numbers;
  assert.deepEqual({ ...requests[1], numbers }, requests[0]);
  assert.ok(again > numbers.leave, "Python cannot tell it from the request before");
  once.heard(requests[0].numbers.leave);
  assert.equal(once.isOwed, false);
});

test("a Python that never hears is not asked for ever; a new wish is", () => {
  const { once, ask } = part();
  ask("leave", 1);
  for (let i = 0; i < 5; i++) once.askAgain();
  assert.equal(once.isOwed, false);
  ask("leave", 2);
  assert.equal(once.isOwed, true);
});
