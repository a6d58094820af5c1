import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { onKeys, perform, press as pressKey } from "./keys.js";
import { page } from "./page.js";
import { arrive, askedOnceMore, isStuck, setOut, takenUnderWay, underWay } from "./walk.js";

/** @type {string[]} */
let pressed;
const press = (/** @type {string} */ key) => pressed.push(key);
const aTurnLater = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => {
  page.hiddenLayersWalk = null;
  pressed = [];
});

test("a walk is over once all its parts show the scene", () => {
  setOut("depth");
  arrive("link", "lab", press);
  arrive("question", "depth", press);
  assert.equal(underWay(), "depth");
  arrive("link", "depth", press);
  assert.equal(underWay(), "");
});

test("nobody waits for a walk that does not arrive", () => {
  setOut("depth");
  assert.ok(page.hiddenLayersWalk);
  page.hiddenLayersWalk.until = performance.now();
  assert.equal(underWay(), "");
  assert.equal(takenUnderWay("next", "PageDown"), false);
});

test("a walk is stuck that was asked for again and again, or that takes a minute", () => {
  assert.equal(isStuck(), false);
  setOut("depth");
  for (let time = 0; time < 3; time += 1) askedOnceMore();
  assert.equal(isStuck(), false);
  askedOnceMore();
  assert.equal(isStuck(), true);
  setOut("depth");
  assert.ok(page.hiddenLayersWalk);
  page.hiddenLayersWalk.until -= 59000;
  assert.equal(isStuck(), false);
  page.hiddenLayersWalk.until -= 2000;
  assert.equal(isStuck(), true);
  arrive("link", "depth", press);
  arrive("question", "depth", press);
  assert.equal(isStuck(), false);
});

test("under way the old scene's parts hear neither on, nor an answer, nor back; back waits for the scene", async () => {
  const listeners = [
    { place: 0, actions: { next: press, back: press, answer: press, choose: press, black: press } },
  ];
  setOut("depth");
  for (const [action, key] of /** @type {const} */ ([
    ["next", "PageDown"],
    ["answer", "a"],
    ["choose", "1"],
    ["back", "PageUp"],
    ["black", "b"],
  ]))
    assert.equal(perform({ action, keys: [], caps: [], words: "" }, key, listeners), true);
  assert.deepEqual(pressed, ["b"]);
  arrive("question", "depth", press);
  arrive("link", "depth", press);
  await aTurnLater();
  assert.deepEqual(pressed, ["b", "PageUp"]);
});

test("a key that no part could hear waits for the part that comes back", async () => {
  globalThis.window ??= /** @type {Window & typeof globalThis} */ (new EventTarget());
  const leave = onKeys({ black: press });
  assert.equal(pressKey("PageDown"), false);
  const leaveToo = onKeys({ next: press });
  await new Promise((done) => setTimeout(done, 300));
  assert.deepEqual(pressed, ["PageDown"]);
  leave();
  leaveToo();
});

test("a key that is left to the link waits for a link that is away, and not once another is pressed", async () => {
  globalThis.window ??= /** @type {Window & typeof globalThis} */ (new EventTarget());
  const leaveScene = onKeys({ next: () => false, answer: press });
  assert.equal(pressKey("PageDown"), false);
  const leaveLink = onKeys({ next: press }, 1);
  await new Promise((done) => setTimeout(done, 300));
  assert.deepEqual(pressed, ["PageDown"]);

  leaveLink();
  pressed = [];
  assert.equal(pressKey("PageDown"), false);
  assert.equal(pressKey("a"), true);
  const leaveAgain = onKeys({ next: press }, 1);
  await new Promise((done) => setTimeout(done, 300));
  assert.deepEqual(pressed, ["a"]);
  leaveScene();
  leaveAgain();
});
