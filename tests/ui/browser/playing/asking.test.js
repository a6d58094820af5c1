// What asks Python by itself gives way to a click. A small world stands in for the window and for Streamlit's page.

import assert from "node:assert/strict";
import test from "node:test";

/** @typedef {{ at: number, go: () => void }} Timer */

const app = { dataset: { testScriptState: "notRunning" } };
let now = 0,
  /** @type {Timer[]} */ timers = [],
  /** @type {() => void} */ changed = () => {};

Object.assign(globalThis, {
  addEventListener: () => {},
  document: { querySelector: () => app, documentElement: { dataset: {} } },
  MutationObserver: class {
    /** @param {() => void} told */
    constructor(told) {
      changed = told;
    }
    observe() {}
  },
  setTimeout: (/** @type {() => void} */ go, wait = 0) => {
    const timer = { at: now + wait, go };
    timers.push(timer);
    return timer;
  },
  clearTimeout: (/** @type {Timer} */ timer) => {
    timers = timers.filter((one) => one !== timer);
  },
});
Object.assign(globalThis, { window: globalThis });
Object.defineProperty(globalThis, "performance", { value: { now: () => now } });

const { Asking, WORRY_AFTER_ASKING, noteWish } = await import("../../../../ui/browser/playing/asking.js");

/** @param {number} ms */
function pass(ms) {
  const end = now + ms;
  for (;;) {
    const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers = timers.filter((one) => one !== next);
    now = Math.max(now, next.at);
    next.go();
  }
  now = end;
}

/** @param {string} state */
function python(state) {
  app.dataset.testScriptState = state;
  changed();
}

/** A part that asks for more, and what it has said. */
function part() {
  timers = [];
  python("notRunning");
  pass(10 * WORRY_AFTER_ASKING);
  /** @type {string[]} */
  const said = [];
  const say = (/** @type {string} */ word) => {
    noteWish(); // as `mounting.js` does with whatever a part says
    said.push(word);
  };
  const asking = new Asking({ every: 350, wanted: () => true, ask: () => say("more") });
  return { said, say, asking };
}

test("a busy server is not asked for more before it has begun with a click", () => {
  const { said, say, asking } = part();
  asking.begin();
  say("leave"); // the request for more would come 350 ms later, and take the place of the click
  pass(WORRY_AFTER_ASKING - 1);
  assert.deepEqual(said, ["leave"]);
  python("running");
  pass(5000);
  assert.deepEqual(said, ["leave"]);
  python("notRunning");
  pass(2000);
  assert.deepEqual(said, ["leave", "more"]);
});

test("a click that Python is never seen to begin with holds nothing up for ever", () => {
  const { said, say, asking } = part();
  asking.begin();
  say("leave");
  pass(WORRY_AFTER_ASKING + 1000);
  assert.deepEqual(said, ["leave", "more"]);
});

test("what asks by itself does not wait for its own last word", () => {
  const { said, asking } = part();
  asking.begin();
  pass(100);
  assert.deepEqual(said, ["more"]);
  asking.begin(); // the answer has come, too fast to be seen
  pass(500);
  assert.deepEqual(said, ["more", "more"]);
});
