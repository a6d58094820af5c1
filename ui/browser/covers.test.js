import assert from "node:assert/strict";
import { test } from "node:test";

import { coverStyle } from "./covers.js";

test("a part that is covered is hidden with all that it holds, and so is what is spoken", () => {
  const sheet = coverStyle(["charts"]);
  assert.match(sheet, /\.charts, [^{]* \.charts \* \{ visibility: hidden !important; \}/);
  assert.match(sheet, /\.spoken, /);
});

test("what is drawn among other things is left out by whoever draws it", () => {
  assert.doesNotMatch(coverStyle(["regions"]), /regions/);
});

test("without covers nothing is hidden, and a name can only be a class", () => {
  assert.equal(coverStyle([]), "");
  assert.doesNotMatch(coverStyle(["a} body { display: none"]), /body/);
});
