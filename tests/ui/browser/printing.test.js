import assert from "node:assert/strict";
import { test } from "node:test";

import { onSheets } from "../../../ui/browser/printing.js";

test("a page is never larger on paper, and as wide and as high as two sheets across at most", () => {
  for (const [width, height] of [
    [390, 700],
    [1440, 900],
    [1920, 1080],
    [1440, 9000],
  ]) {
    const zoom = onSheets({ width, height });
    assert.ok(zoom > 0 && zoom <= 1);
    assert.ok(zoom * width <= 1060 && zoom * height <= 2 * 730);
  }
});

test("what is nearly one sheet high stands on one", () => {
  const [width, height] = [1060, 900];
  assert.ok(onSheets({ width, height }) * height <= 730 + 1e-9);
});
