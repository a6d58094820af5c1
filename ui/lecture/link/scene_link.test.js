import assert from "node:assert/strict";
import { test } from "node:test";

import { linkOfScene } from "./scene_link.js";

test("a scene opens from any page, and what belongs to the hall goes along", () => {
  assert.equal(
    linkOfScene("http://127.0.0.1:8501/sub/mnist?scene=lab&stage=1&build=2&epochs=5&hide=a#x", "depth"),
    "http://127.0.0.1:8501/sub/?stage=1&hide=a&scene=depth",
  );
});

test("a scene of an uploaded lecture names it", () => {
  assert.equal(
    linkOfScene("http://127.0.0.1/lecture", "ab12/mine"),
    "http://127.0.0.1/?scene=mine&lecture=ab12",
  );
});
