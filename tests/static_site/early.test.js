// What is asked of Python before Python is there: kept by kinds, and asked one thing after the other at rest.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Early } from "../../static_site/site/early.mjs";

const line = { textContent: "", replaceChildren: (/** @type {string} */ text) => (line.textContent = text) };
let isAtRest = true,
  hasActed = true;

Object.defineProperty(globalThis, "document", {
  value: { querySelector: (/** @type {string} */ what) => (what === "#site-says" ? line : isAtRest) },
});
Object.defineProperty(globalThis, "navigator", {
  configurable: true,
  value: {
    userActivation: {
      get hasBeenActive() {
        return hasActed;
      },
    },
  },
});

beforeEach(() => {
  line.textContent = "Loading Python: 12 MB, once";
  isAtRest = hasActed = true;
});

/** What parts are asked within some looks.
 * @param {Early} early @param {number} [looks] */
function granted(early, looks = 10) {
  /** @type {unknown[]} */
  const asked = [];
  const { setInterval: every } = globalThis;
  let look = () => {};
  globalThis.setInterval = /** @type {any} */ ((/** @type {() => void} */ given) => void (look = given));
  early.grant((place) => ({ ask: (name, value) => asked.push([place, name, value]) }));
  globalThis.setInterval = every;
  for (let i = 0; i < looks; i++) look();
  return asked;
}

test("of each kind of wish the latest is granted, kinds in the order of their latest", () => {
  const early = new Early();
  early.hear(0, "set", { name: "a", text: "1" });
  early.hear(0, "set", { name: "b", text: "2" });
  early.hear(0, "set", { name: "a", text: "3" });
  early.hear(1, "set", { rate: "0.1", nonce: 1 });
  early.hear(1, "set", { activation: "relu", nonce: 2 });
  assert.equal(line.textContent, "Python is on its way. What you asked it for comes then.");

  assert.deepEqual(granted(early), [
    [0, "set", { name: "b", text: "2" }],
    [0, "set", { name: "a", text: "3" }],
    [1, "set", { rate: "0.1", nonce: 1 }],
    [1, "set", { activation: "relu", nonce: 2 }],
  ]);
  assert.equal(line.textContent, "", "the words go when the program's picture is there");
});

test("one wish is granted at a look, and none while the page is at work", () => {
  const early = new Early();
  early.hear(0, "fork", { epoch: 3 });
  early.hear(0, "keep", { nonce: 1 });
  isAtRest = false;
  assert.deepEqual(granted(early), []);
  isAtRest = true;
  assert.deepEqual(granted(early, 1), [[0, "fork", { epoch: 3 }]]);
});

test("what parts ask by themselves is not kept, nor anything before a visitor has acted", () => {
  const early = new Early();
  for (const name of ["more", "anew", "judge", "replay", "then"]) early.hear(0, name, 1);
  hasActed = false;
  early.hear(0, "look", { view: {} });

  assert.deepEqual(granted(early), []);
  assert.equal(line.textContent, "Loading Python: 12 MB, once");
});

test("a part that told what it has asks for all of it", () => {
  const early = new Early();
  early.hear(0, "look", { view: { image: "3" }, have: "784-10" });

  assert.deepEqual(granted(early), [[0, "look", { view: { image: "3" }, have: "" }]]);
});
