import assert from "node:assert/strict";
import { test } from "node:test";

import { perform, rowOf, TABLE } from "../../../ui/browser/keys.js";

/** @import { KeyActions } from "../../../ui/browser/keys.js" */

/**
 * Press a key where parts listen, and note which of them did something.
 * @param {string} key
 * @param {[string, KeyActions][]} parts
 */
function pressed(key, parts) {
  const row = rowOf({ key });
  assert.ok(row);
  const listeners = parts.map(([name, actions]) => ({ actions, place: name === "last" ? 1 : 0 }));
  return perform(row, key, listeners);
}

test("no key stands in the table twice", () => {
  const keys = TABLE.flatMap((row) => row.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("the keys that an issue asks for do what it says", () => {
  const wanted = {
    a: "answer",
    B: "black",
    ".": "black",
    f: "stage",
    D: "details",
    g: "overview",
    R: "begin",
    z: "large",
    l: "spot",
    S: "presenter",
    "?": "help",
    Escape: "leave",
    PageDown: "next",
    PageUp: "back",
    4: "choose",
  };
  for (const [key, action] of Object.entries(wanted)) assert.equal(rowOf({ key })?.action, action, key);
});

test("Streamlit's own letters are in the table, and so never reach it", () => {
  for (const key of ["r", "R", "c", "C"]) assert.ok(rowOf({ key }) && !rowOf({ key })?.shared);
});

test("keys of the browser, keys that repeat, and all others are nobody's", () => {
  assert.equal(rowOf({ key: "r", ctrlKey: true }), undefined);
  assert.equal(rowOf({ key: "f", metaKey: true }), undefined);
  assert.equal(rowOf({ key: "PageDown", repeat: true }), undefined);
  assert.equal(rowOf({ key: "ArrowDown", repeat: true })?.action, "scroll");
  assert.equal(rowOf({ key: "x" }), undefined);
});

test("the first part that does something has the key, in the order of their places", () => {
  /** @type {string[]} */
  const done = [];
  const does = (/** @type {string} */ name, /** @type {unknown} */ answer) => () => (done.push(name), answer);
  assert.ok(
    pressed("PageDown", [
      ["last", { next: does("walk", undefined) }],
      ["first", { next: does("build", false) }],
      ["first", { back: does("other", true) }],
    ]),
  );
  assert.deepEqual(done, ["build", "walk"]);
  assert.ok(!pressed("PageDown", [["first", { next: () => false }]]));
});

test("R is done by every part that has a beginning", () => {
  let count = 0;
  const begin = () => void count++;
  assert.ok(
    pressed("r", [
      ["first", { begin }],
      ["last", { begin }],
    ]),
  );
  assert.equal(count, 2);
});

test("brackets are heard where a keyboard has them on AltGr, and the browser keeps its own keys", () => {
  assert.equal(rowOf({ key: "]" })?.action, "mark");
  assert.equal(rowOf({ key: "[", ctrlKey: true, altKey: true })?.action, "mark");
  assert.equal(rowOf({ key: "[", altKey: true })?.action, "mark");
  assert.equal(rowOf({ key: "[", metaKey: true }), undefined);
  assert.equal(rowOf({ key: "[", ctrlKey: true }), undefined);
  assert.equal(rowOf({ key: "a", altKey: true }), undefined);
});
