// What a browser's tab keeps of a session: it outlives a reload, and can do without a storage.

import assert from "node:assert/strict";
import { test } from "node:test";

import { KeptThings } from "../../../../ui/frame/reconnect/kept_things.js";

function storage() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  return {
    texts,
    getItem: (/** @type {string} */ name) => texts.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => void texts.set(name, text),
  };
}

const POINTS = { name: "own points", sign: "a", text: "AAAA" };
const NETWORK = { name: "network", sign: "n", text: null };

test("what the server gives is there again after a reload", () => {
  const store = storage();
  assert.deepEqual(new KeptThings(() => store).take([POINTS]), []);
  assert.deepEqual(new KeptThings(() => store).texts(), { "own points": "AAAA" });
});

test("what has only a sign is asked for once, and then known by it", () => {
  const store = storage(),
    things = new KeptThings(() => store);
  assert.deepEqual(things.take([POINTS, NETWORK]), ["network"]);
  assert.deepEqual(things.take([POINTS, { ...NETWORK, text: "weights" }]), []);
  assert.deepEqual(things.take([POINTS, NETWORK]), []);
  assert.deepEqual(things.texts(), { "own points": "AAAA", network: "weights" });
});

test("another sign is another thing, and none is none", () => {
  const store = storage(),
    things = new KeptThings(() => store);
  things.take([POINTS, { ...NETWORK, text: "weights" }]);
  assert.deepEqual(
    things.take([
      { ...POINTS, sign: "b", text: "BBBB" },
      { ...NETWORK, sign: "m" },
    ]),
    ["network"],
  );
  assert.deepEqual(things.texts(), { "own points": "BBBB" });
  things.take([
    { ...POINTS, sign: "", text: null },
    { ...NETWORK, sign: "", text: null },
  ]);
  assert.deepEqual(things.texts(), {});
  assert.deepEqual(new KeptThings(() => store).texts(), {});
});

test("without a storage, or with another program's text in it, the page keeps what it is given", () => {
  const denied = () => {
    throw new Error("denied");
  };
  for (const store of [denied, () => ({ getItem: () => "[1, null, {}", setItem: denied })]) {
    const things = new KeptThings(store);
    things.take([POINTS]);
    assert.deepEqual(things.texts(), { "own points": "AAAA" });
  }
  const strange = new KeptThings(() => ({ getItem: () => '{"a": null, "b": {"sign": 1}}', setItem: denied }));
  assert.deepEqual(strange.texts(), {});
});
