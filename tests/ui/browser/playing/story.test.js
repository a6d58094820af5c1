import assert from "node:assert/strict";
import { test } from "node:test";

import { besideMark, markAt, Story, storyText } from "../../../../ui/browser/playing/story.js";

/** @import { Mark } from "../../../../ui/browser/playing/story.js" */

/** @type {Mark[]} */
const MARKS = [
  [4, "moves", "The boundary moves most"],
  [28.5, "splits", "The region of class 2 splits"],
  [48, "best", "The validation loss is at its lowest"],
];

test("keys go to the nearest mark on their side, and stay at the ends", () => {
  /** @type {(epoch: number, isOn: boolean) => number | undefined} */
  const at = (epoch, isOn) => besideMark(MARKS, epoch, isOn)?.[0];
  assert.deepEqual(
    [0, 4, 10, 28.5, 48, 60].map((epoch) => at(epoch, true)),
    [4, 28.5, 28.5, 48, undefined, undefined],
  );
  assert.deepEqual(
    [0, 4, 10, 28.5, 48, 60].map((epoch) => at(epoch, false)),
    [undefined, undefined, 4, 4, 28.5, 48],
  );
});

test("a moment has the mark of its own epoch alone", () => {
  assert.equal(markAt(MARKS, 28.5 + 1e-9)?.[1], "splits");
  assert.equal(markAt(MARKS, 28), undefined);
});

test("the list is copied as a line for each mark, under a line of its own", () => {
  assert.equal(
    storyText({ title: "Spiral, three arms", n_epochs: 250, story: MARKS }),
    "Spiral, three arms: what happened in 250 epochs\n" +
      "Epoch 4: The boundary moves most.\n" +
      "Epoch 28.50: The region of class 2 splits.\n" +
      "Epoch 48: The validation loss is at its lowest.\n",
  );
  assert.equal(storyText({ title: "Own points", n_epochs: 1 }), "Own points: what happened in 1 epoch\n");
});

test("while a scene's question is open no mark is told", (t) => {
  const page = { dataset: /** @type {Record<string, string>} */ ({ asks: "open" }) };
  Object.assign(globalThis, { document: { documentElement: page } });
  t.after(() => Reflect.deleteProperty(globalThis, "document"));
  /** @type {unknown} */
  const part = { querySelectorAll: () => [] };
  const gone = /** @type {number[]} */ ([]),
    playhead = { epoch: () => 10, go: (/** @type {number} */ epoch) => gone.push(epoch), along: () => 0 },
    story = new Story(/** @type {HTMLElement} */ (part), playhead);
  story.take({ title: "Own points", n_epochs: 60, story: MARKS });
  assert.equal(story.at(4), undefined);
  assert.equal(story.step(true), false);
  page.dataset.asks = "answered";
  assert.equal(story.at(4)?.name, "plane.story.moves");
  assert.equal(story.step(true), true);
  assert.deepEqual(gone, [28.5]);
});
