import assert from "node:assert/strict";
import { test } from "node:test";

import { enlargement } from "../../../ui/lecture/keys/large.js";
import { distance } from "../../../ui/lecture/keys/scroll.js";

const view = { width: 1000, height: 800 };

/**
 * Where a box comes to stand.
 * @param {{ left: number, top: number, width: number, height: number }} box
 */
function after(box) {
  const { scale, x, y } = enlargement(box, view);
  return {
    left: x + scale * box.left,
    right: x + scale * (box.left + box.width),
    top: y + scale * box.top,
    bottom: y + scale * (box.top + box.height),
  };
}

test("a part in the middle of the page fills the window's height", () => {
  const { top, bottom, left, right } = after({ left: 400, top: 300, width: 200, height: 200 });
  assert.ok(Math.abs(bottom - top - 0.94 * 800) < 1e-9);
  assert.ok(Math.abs(top - (800 - bottom)) < 1e-9);
  assert.ok(left > 0 && right < 1000);
});

test("the page's own edges never come within the window", () => {
  for (const left of [0, 900])
    for (const top of [0, 700]) {
      const { scale, x, y } = enlargement({ left, top, width: 100, height: 100 }, view);
      assert.ok(x <= 0 && y <= 0);
      assert.ok(x + scale * view.width >= view.width - 1e-9 && y + scale * view.height >= view.height - 1e-9);
    }
});

test("a part grows at least a little, however large it is", () => {
  assert.equal(enlargement({ left: 0, top: 0, width: 1000, height: 800 }, view).scale, 1.6);
});

test("keys scroll to the ends of the page and no further", () => {
  const box = { scrollTop: 100, scrollHeight: 1000, clientHeight: 400 };
  assert.equal(distance("End", box), 500);
  assert.equal(distance("Home", box), -100);
  assert.equal(distance(" ", box), 350);
  assert.equal(distance("ArrowUp", { ...box, scrollTop: 20 }), -20);
  assert.equal(distance("x", box), 0);
  assert.equal(distance("End", { ...box, scrollHeight: 400, scrollTop: 0 }), 0);
});
