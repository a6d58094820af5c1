import assert from "node:assert/strict";
import { test } from "node:test";

import { isShown, ledTo, saidOfOpening } from "../../../ui/lecture/question/opening.js";

/** @type {import("../../../ui/lecture/question/opening.js").Then[]} */
const THENS = [[["rate", "0.2"]], [], [["depth", "1"], ["rate", "0.5"]]]; // prettier-ignore

test("an address that shows no answer has nothing of what one changes", () => {
  assert.ok(!isShown("?rate=0.2", THENS, 0));
  assert.ok(isShown("?rate=0.7", THENS, 0));
});

test("an address shows what the first answers change, the later over the earlier", () => {
  assert.ok(isShown("?scene=one", THENS, 0));
  assert.ok(!isShown("?scene=one", THENS, 1));
  assert.ok(isShown("?scene=one&rate=0.2", THENS, 1));
  assert.ok(isShown("?scene=one&rate=0.2", THENS, 2));
  assert.ok(!isShown("?scene=one&rate=0.2", THENS, 3));
  assert.ok(isShown("?scene=one&depth=1&rate=0.5", THENS, 3));
});

test("what an answer itself has changed does not make it one of the scene as it opens", () => {
  const said = (/** @type {string} */ search) => saidOfOpening("So.", ["rate", "depth"], search, THENS);
  assert.equal(said("?rate=0.2"), "So.");
  assert.equal(said("?rate=0.3"), "As the scene opens: So.");
  assert.equal(said("?rate=0.5&depth=1"), "So.");
  assert.equal(said("?rate=0.5&depth=2"), "As the scene opens: So.");
});

test("answers lead to the epoch that the last of them names, and back once they are taken back", () => {
  /** @type {import("../../../ui/lecture/question/opening.js").Then[]} */
  const thens = [[["depth", "1"]], [["at", "40"], ["rate", "0.5"]], [], [["at", "7.5"]]]; // prettier-ignore
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((count) => ledTo(thens, count)),
    [undefined, undefined, "40", "40", "7.5"],
  );
});
