import assert from "node:assert/strict";
import { test } from "node:test";

import { linkOfScene } from "./scene_link.js";

test("a scene opens from any page, and what belongs to the hall goes along", () => {
  assert.equal(
    linkOfScene("hall://app/sub/mnist?scene=lab&stage=1&build=2&epochs=5&hide=a#x", "depth"),
    "hall://app/sub/?stage=1&hide=a&scene=depth",
  );
});

test("a scene of an uploaded lecture names it", () => {
  assert.equal(linkOfScene("hall://app/lecture", "ab12/mine"), "hall://app/?scene=mine&lecture=ab12");
});
