import assert from "node:assert/strict";
import { test } from "node:test";

import { coverStyle } from "./covers.js";

test("a part that is covered is hidden with all that it holds, and so is what is spoken", () => {
  const sheet = coverStyle(["charts"]);
  assert.match(sheet, /:is\(\.charts, [^{]* \* \{ visibility: hidden !important; \}/);
  assert.match(sheet, /:is\(\.spoken, /);
});

test("a plot goes by its own name", () => {
  assert.match(coverStyle(["slopes"]), /\[data-plot="slopes"\]/);
});

test("of a plot the data are covered, and its axes are not", () => {
  const sheet = coverStyle(["charts"]);
  assert.match(
    sheet,
    /\[data-axes\]\) :is\(canvas, [^{]*\{ visibility: var\(--cover, visible\) !important; \}/,
  );
  assert.match(sheet, /\[data-axes\]\)::after \{[^}]*inset: var\(--frame\); \}/);
  assert.match(sheet, /:not\([^{]*:has\(\[data-axes\]\)\)::after \{[^}]*inset: 0; \}/);
});

test("beside the question what to look at can be covered, and nothing else", () => {
  assert.match(coverStyle(["look"]), /\.part\.question :is\(\.look, /);
  assert.doesNotMatch(coverStyle(["answer"]), /\.part\.question /);
});

test("what is drawn among other things is left out by whoever draws it", () => {
  assert.doesNotMatch(coverStyle(["regions"]), /regions/);
});

test("without covers nothing is hidden, and a name can only be a class", () => {
  assert.equal(coverStyle([]), "");
  assert.doesNotMatch(coverStyle(["a} body { display: none"]), /body/);
});
