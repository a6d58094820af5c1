import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnImage, drawnText } from "../../../ui/mnist/templates/drawn.js";

test("an image comes back from its text within half a level of sixteen", () => {
  const image = Float64Array.from({ length: 784 }, (_, i) => (i % 97) / 96),
    text = drawnText("pad", image);
  assert.match(text, /^pad-[A-Za-z0-9_-]{523}$/);
  const { kind, image: back } = drawnImage(text);
  assert.equal(kind, "pad");
  assert.ok(back.every((level, i) => Math.abs(level - image[i]) <= 0.5 / 15 + 1e-12));
  assert.equal(drawnText("brush", back), text.replace("pad", "brush"));
});
