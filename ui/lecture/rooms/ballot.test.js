import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, phoneNumber } from "./ballot.js";

const ballot = {
  room: "KRTX",
  fault: "",
  told: "",
  question: "regions-single/0",
  is_open: true,
  answered: 0,
  chosen: /** @type {number | null} */ (null),
  words: "Which?",
  choices: ["this", "that"],
};

test("what is kept is said before the tap", () => {
  const { said, more } = linesOf(ballot, null);
  assert.equal(said, "One answer each.");
  assert.match(more, /Kept for a day.*No name\./);
});

test("a vote is on its way until the server has it, and is then said in words", () => {
  assert.equal(linesOf(ballot, 1).said, "Your vote is on its way.");
  const voted = { ...ballot, chosen: 1, answered: 37 };
  assert.deepEqual(linesOf(voted, null), {
    said: "You chose 2: that.",
    more: "The answer comes on the screen in front.",
    count: "37 have answered",
  });
  assert.equal(linesOf({ ...voted, is_open: false }, null).more, "The answer is on the screen in front.");
});

test("what is refused is a sentence", () => {
  assert.equal(linesOf({ ...ballot, fault: "There is no room KRTX." }, null).said, "There is no room KRTX.");
  assert.equal(linesOf({ ...ballot, told: "No." }, null).said, "No.");
  assert.equal(
    linesOf({ ...ballot, chosen: 0, told: "One vote." }, null).said,
    "You chose 1: this. One vote.",
  );
  assert.equal(linesOf({ ...ballot, is_open: false }, null).said, "This question is closed.");
  assert.equal(linesOf({ ...ballot, choices: [] }, null).said, "There is nothing to choose here.");
  assert.match(linesOf({ ...ballot, question: "" }, null).said, /comes here by itself/);
});

test("one phone has answered, two have", () => {
  assert.equal(linesOf({ ...ballot, chosen: 0, answered: 1 }, null).count, "1 has answered");
  assert.equal(linesOf({ ...ballot, chosen: 0, answered: 2 }, null).count, "2 have answered");
});

test("a phone's number stays, and is random", () => {
  assert.match(phoneNumber(), /^[0-9a-f]{32}$/);
  assert.equal(phoneNumber(), phoneNumber());
});
