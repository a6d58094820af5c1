// The field for a layer, and what a run of one says: Tab, and messages that may be anything.

import assert from "node:assert/strict";
import { test } from "node:test";

import { indented } from "../../../ui/backprop/paste/editor.js";
import { endWords, momentWords, Outcome } from "../../../ui/backprop/paste/messages.js";

/** The text after a change, with what is selected between bars. @type {(field: string, back?: boolean) => string} */
function after(field, back = false) {
  const from = field.indexOf("|"),
    to = field.lastIndexOf("|") === from ? from : field.lastIndexOf("|") - 1,
    text = field.replaceAll("|", "");
  const change = indented({ text, from, to }, back),
    now = text.slice(0, change.at) + change.words + text.slice(change.until);
  const marked = `${now.slice(0, change.to)}|${now.slice(change.to)}`;
  return change.from === change.to ? marked : `${marked.slice(0, change.from)}|${marked.slice(change.from)}`;
}

test("Tab writes spaces up to the next stop", () => {
  assert.equal(after("|a"), "    |a");
  assert.equal(after("ab|c\nd"), "ab  |c\nd");
  assert.equal(after("x\n    |y"), "x\n        |y");
});

test("Tab with a selection moves whole lines, and leaves empty ones empty", () => {
  assert.equal(after("a\nb|b\n\ncc|\nd"), "a\n    b|b\n\n    cc|\nd");
});

test("shift Tab takes back what Tab gave", () => {
  assert.equal(after("    a|", true), "a|");
  assert.equal(after("  |  a", true), "|a");
  assert.equal(after("x\n        b|b\n    c|", true), "x\n    b|b\nc|");
  assert.equal(after("a|b", true), "a|b");
});

const PLANE = { points: { inputs: [0, 1, 2, 3], labels: [0, 2] }, extent: [-1, 1, -1, 1], grid: 2 };
const moment = (/** @type {number} */ epoch, /** @type {number} */ value = 1) => ({
  moment: epoch,
  error: 0.5,
  accuracy: 0.25,
  bytes: new Uint8Array(new Float32Array(12).fill(value).buffer),
});

test("findings, points and moments are taken, and told", () => {
  const outcome = new Outcome();
  assert.equal(outcome.headline, "Paste a layer: it is tried against central differences");
  assert.ok(outcome.take({ name: "Mine", kind: "activation" }));
  assert.ok(outcome.take({ check: "a", verdict: "right", sentence: "b", slip: null }));
  assert.equal(outcome.headline, "Mine: 1 right so far");
  assert.ok(outcome.take({ check: "a", verdict: "note", sentence: "b", slip: null }));
  assert.ok(outcome.take(PLANE));
  assert.ok(outcome.take(moment(0)));
  assert.deepEqual([...outcome.moments[0].scores], new Array(12).fill(1));
  assert.ok(outcome.take({ done: true }));
  assert.equal(outcome.headline, "Mine: its 1 check is right");
  outcome.take({ check: "c", verdict: "wrong", sentence: "d", slip: "sign" });
  assert.equal(outcome.headline, "Mine: 1 of 2 checks is wrong");
  assert.equal(momentWords(outcome.moments[0]), "After 0 epochs: error 0.500, 25 % of the points right");
});

test("what is no message is dropped", () => {
  const outcome = new Outcome();
  const strange = [
    null,
    7,
    "x",
    {},
    [],
    { verdict: "fine" },
    { moment: 1, error: 1, accuracy: 1 },
    moment(0),
  ];
  for (const one of strange) assert.equal(outcome.take(one), false);
  for (const one of [
    { ...PLANE, grid: 1e9 },
    { ...PLANE, grid: 2.5 },
    { ...PLANE, extent: [1, -1, -1, 1] },
    { ...PLANE, extent: ["<b>", 1, 2, 3] },
    { ...PLANE, points: { inputs: [0], labels: [0] } },
    { ...PLANE, points: { inputs: [0, 1], labels: [9] } },
  ])
    assert.equal(outcome.take(one), false);
  outcome.take(PLANE);
  assert.equal(outcome.take(moment(0, NaN)), false);
  assert.equal(outcome.take({ ...moment(0), bytes: new Uint8Array(4) }), false);
  assert.equal(outcome.take({ ...moment(0), error: "<img>" }), false);
});

test("a run that says too much is bounded", () => {
  const outcome = new Outcome();
  outcome.take(PLANE);
  for (let i = 0; i < 200; i++) {
    outcome.take({ printed: "x".repeat(1000) });
    outcome.take(moment(i));
    outcome.take({ check: "a", verdict: "right", sentence: "y".repeat(9000), slip: null });
  }
  assert.equal(outcome.moments.length, 30);
  assert.ok(outcome.findings.length <= 40);
  assert.ok(outcome.printed.length <= 5000);
  assert.ok(outcome.findings[0].sentence.length <= 1200);
});

test("each end has its sentence", () => {
  assert.equal(endWords("done"), "Done");
  assert.match(endWords("time"), /^Stopped after 5 s/);
  assert.equal(endWords("stopped"), "Stopped");
  assert.equal(
    endWords("failed: core.pack answered 404"),
    "Python could not be loaded: core.pack answered 404",
  );
});
