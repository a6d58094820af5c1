import assert from "node:assert/strict";
import { test } from "node:test";

import { beginningOf, buildsOf, due, nextWords, stepped } from "../../../ui/lecture/presenter/steps.js";
import { addressOfPresenter, addressOfStage, keptTimes, newId } from "../../../ui/lecture/presenter/tie.js";
import { entered, inMinutes, spentOn, started } from "../../../ui/lecture/presenter/times.js";

/** @import { Place, Planned } from "../../../ui/lecture/presenter/steps.js" */

const question = {
  words: "Which?",
  answer: "That.",
  choices: ["this", "that"],
  right: 1,
  number: null,
  unit: "",
  then: [],
};

/**
 * @param {string} name
 * @param {number} row
 * @param {number} many
 * @param {number} [further]
 * @returns {Planned}
 */
const scene = (name, row, many, further = 0) => ({
  name,
  row,
  title: name,
  look_at: "",
  said_of: [],
  minutes: 2,
  notes: "",
  pause: null,
  questions: Array.from({ length: many }, () => question),
  further: Array.from({ length: further }, () => []),
});

const scenes = [scene("softmax", 1, 1), scene("tanh", 2, 2)],
  first = beginningOf("softmax");

/**
 * @param {Place} place
 * @param {string[]} keys
 */
const after = (place, ...keys) => keys.reduce((now, key) => stepped(scenes, now, key), place);

test("further builds come after the last answer, each with its words", () => {
  const walked = [scene("five-steps", 22, 1, 2), scene("tanh", 27, 1)],
    opened = beginningOf("five-steps"),
    press = (/** @type {Place} */ place) => stepped(walked, place, "PageDown"),
    stands = [opened];
  for (let step = 0; step < 4; step++) stands.push(press(stands[step]));
  assert.deepEqual(
    stands.map(({ name, further }) => `${name} ${further}`),
    ["five-steps 0", "five-steps 0", "five-steps 1", "five-steps 2", "tanh 0"],
  );
  assert.equal(nextWords(walked, stands[1]), "Next step");
  assert.equal(nextWords(walked, stands[3]), "Next scene");
  assert.equal(stepped(walked, stands[3], "a").further, 0);
  assert.deepEqual(
    buildsOf(walked, stands[2]).map(({ words, when }) => `${words}: ${when}`),
    ["the question: done", "the answer: done", "step 1 of 2: now", "step 2 of 2: later", "scene 27: later"],
  );
});

test("a window that no stage follows walks as the stage does, to the end and back", () => {
  const on = "PageDown",
    stands = [first];
  for (let step = 0; step < 7; step++) stands.push(after(stands[step], on));
  assert.deepEqual(
    stands.map(({ name, at, revealed }) => `${name}${at}${revealed ? "!" : "?"}`),
    ["softmax0?", "softmax0!", "tanh0?", "tanh0!", "tanh1?", "tanh1!", "tanh1!", "tanh1!"],
  );
  assert.deepEqual(
    stands.map(({ ended }) => ended),
    [false, false, false, false, false, false, true, true],
  );
  assert.deepEqual(after(stands[5], "PageUp", "PageUp", "PageUp"), stands[2]);
  assert.equal(after(first, "PageUp"), first);
});

test("A reveals and hides, and no other key moves the window", () => {
  assert.ok(after(first, "a").revealed);
  assert.deepEqual(after(first, "a", "a"), first);
  assert.deepEqual(after(first, "b"), first);
  const nowhere = beginningOf("gone");
  assert.equal(after(nowhere, "PageDown"), nowhere);
});

test("one thing is due: the answer, then what comes after it", () => {
  const words = [first, after(first, "a"), { ...beginningOf("tanh"), at: 0, revealed: true }].map(
    (place) => `${due(place)}: ${nextWords(scenes, place)}`,
  );
  assert.deepEqual(words, ["reveal: Next", "next: Next scene", "next: Next question"]);
  const last = { ...beginningOf("tanh"), at: 1, revealed: true };
  assert.equal(nextWords(scenes, last), "The end");
  assert.equal(nextWords(scenes, { ...last, ended: true }), "Next");
});

test("a scene that names a point plays to it before its answer", () => {
  const plays = [{ ...scenes[0], pause: 60 }, scenes[1]],
    played = stepped(plays, first, "PageDown");
  assert.equal(nextWords(plays, first), "Play to its point");
  assert.deepEqual(played, { ...first, played: true });
  assert.ok(stepped(plays, played, "PageDown").revealed);
  assert.deepEqual(
    buildsOf(plays, played).map(({ words, when }) => `${words}: ${when}`),
    ["the question: done", "the run, to epoch 60: now", "the answer: later", "scene 2: later"],
  );
});

test("the builds of a scene are done, shown, or still to come", () => {
  const said = (/** @type {Place} */ place) =>
    buildsOf(scenes, place).map(({ words, when }) => `${words}: ${when}`);
  assert.deepEqual(said(after(first, "a")), ["the question: done", "the answer: now", "scene 2: later"]);
  assert.equal(said({ ...beginningOf("tanh"), at: 1, revealed: false })[2], "question 2: now");
  assert.equal(said({ ...beginningOf("tanh"), at: 1, revealed: false })[4], "the lecture’s end: later");
  assert.deepEqual(said({ ...beginningOf("gone"), at: 0, revealed: false }), []);
});

test("each scene has the time in which it was shown, also when it is shown again", () => {
  let times = started("softmax", 1000);
  times = entered(times, "softmax", 2000);
  times = entered(times, "tanh", 61_000);
  times = entered(times, "softmax", 66_000);
  assert.equal(spentOn(times, "softmax", 67_000), 61_000);
  assert.equal(spentOn(times, "tanh", 67_000), 5000);
  assert.equal(spentOn(times, "constructor", 67_000), 0);
  assert.equal(times.begun, 1000);
  assert.equal(keptTimes(), null); // without storage
});

test("times are minutes and seconds", () => {
  assert.deepEqual([0, 999, 59_999, 60_000, 3_852_000, -5].map(inMinutes), [
    "0:00",
    "0:00",
    "0:59",
    "1:00",
    "64:12",
    "0:00",
  ]);
});

test("both windows keep the origin that they were opened with", () => {
  for (const origin of ["http://localhost:8501", "http://127.0.0.1:8501", "https://hall.example/app"]) {
    const here = `${origin}/twin?scene=tanh&stage=1#top`;
    assert.equal(addressOfPresenter(here, "k3f9", "tanh", 1), `${origin}/?presenter=k3f9&scene=tanh&build=1`);
    assert.equal(addressOfStage(here, "tanh", 0), `${origin}/?stage=1&scene=tanh`);
  }
});

test("an uploaded lecture stands in both links", () => {
  const here = "http://localhost:8501/";
  assert.equal(
    addressOfPresenter(here, "1", "0123456789abcdef/mine", 0),
    `${here}?presenter=1&scene=mine&lecture=0123456789abcdef`,
  );
  assert.equal(
    addressOfStage(here, "0123456789abcdef/mine", 3),
    `${here}?stage=1&scene=mine&lecture=0123456789abcdef&build=3`,
  );
  assert.notEqual(newId(), newId());
});
