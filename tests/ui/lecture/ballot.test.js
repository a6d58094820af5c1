import assert from "node:assert/strict";
import { test } from "node:test";

import { guessOf, guessWords, headingOf, linesOf, phoneNumber } from "../../../ui/lecture/rooms/ballot.js";

const ballot = {
  room: "KRTX",
  fault: "",
  was_closed: false,
  gone: "",
  told: "",
  question: "regions-single/0",
  is_open: true,
  answered: 0,
  chosen: /** @type {number | null} */ (null),
  words: "Which?",
  choices: ["this", "that"],
  is_number: false,
  unit: "",
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
  assert.equal(linesOf({ ...ballot, gone: "Not just now." }, 1).said, "Not just now.");
  assert.equal(linesOf({ ...ballot, told: "No." }, null).said, "No.");
  assert.equal(
    linesOf({ ...ballot, chosen: 0, told: "One vote." }, null).said,
    "You chose 1: this. One vote.",
  );
  assert.equal(linesOf({ ...ballot, is_open: false }, null).said, "This question is closed.");
  assert.equal(linesOf({ ...ballot, choices: [] }, null).said, "There is nothing to choose here.");
  assert.match(linesOf({ ...ballot, question: "" }, null).said, /comes here by itself/);
});

test("the heading is the question, or tells a room that was closed from one that never was", () => {
  assert.equal(headingOf(ballot), "Which?");
  assert.equal(headingOf({ ...ballot, words: "" }), "Between two questions");
  assert.equal(headingOf({ ...ballot, words: "", gone: "Not just now." }), "");
  assert.equal(headingOf({ ...ballot, fault: "There is no room KRTX." }), "No such room");
  assert.equal(headingOf({ ...ballot, fault: "It is closed.", was_closed: true }), "This room was closed");
});

test("one phone has answered, two have", () => {
  assert.equal(linesOf({ ...ballot, chosen: 0, answered: 1 }, null).count, "1 has answered");
  assert.equal(linesOf({ ...ballot, chosen: 0, answered: 2 }, null).count, "2 have answered");
});

test("a phone's number stays, and is random", () => {
  assert.match(phoneNumber(), /^[0-9a-f]{32}$/);
  assert.equal(phoneNumber(), phoneNumber());
});

test("a number is read as people write it", () => {
  for (const [text, number] of /** @type {[string, number][]} */ ([
    ["92", 92],
    [" 92,5 % ", 92.5],
    ["92.5%", 92.5],
    ["−3", -3],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["7,850", 7850],
    ["1,234,567.5", 1234567.5],
    ["0,850", 0.85],
    ["1e12", NaN],
    ["1000000000000", 1e12],
    ["10000000000000", NaN],
    ["", NaN],
    ["-", NaN],
    ["Infinity", NaN],
    ["0x10", NaN],
    ["1,2,3", NaN],
    ["<b>7</b>", NaN],
  ]))
    assert.equal(guessOf(text, "%"), number, text);
  assert.equal(guessWords(-92.5, "%"), "−92.5 %");
  assert.equal(guessWords(0.1 + 0.2, ""), "0.3");
});

test("a guess is said with its unit, before and after it has arrived", () => {
  const asked = { ...ballot, choices: [], is_number: true, unit: "%" };
  assert.equal(linesOf(asked, null).said, "One guess each.");
  assert.equal(linesOf(asked, 92).said, "Your guess is on its way.");
  assert.equal(linesOf({ ...asked, chosen: 92.5, answered: 1 }, null).said, "You guessed 92.5 %.");
  assert.equal(linesOf({ ...asked, chosen: 0, answered: 1 }, null).said, "You guessed 0 %.");
});
