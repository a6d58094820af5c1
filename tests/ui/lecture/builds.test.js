import assert from "node:assert/strict";
import { test } from "node:test";

import {
  buildInLink,
  buildOf,
  lastBuild,
  standAfter,
  withBuild,
} from "../../../ui/lecture/question/builds.js";

import { listOfScenes } from "../../../ui/lecture/question/end.js";

/** @import { Course } from "../../../ui/lecture/question/builds.js" */

/** @type {(nQuestions: number, more?: Partial<Course>) => Course} */
const course = (nQuestions, { nFurther = 0, plays = false, ends = false } = {}) => ({
  nQuestions,
  nFurther,
  plays,
  ends,
});

test("a scene with one question has one build, its answer", () => {
  const one = course(1);
  assert.equal(lastBuild(one), 1);
  const begins = { played: false, at: 0, revealed: false, further: 0, ended: false };
  assert.deepEqual(standAfter(0, one), begins);
  assert.deepEqual(standAfter(1, one), { ...begins, revealed: true });
});

test("builds ask and answer in turn, and end with the last answer", () => {
  assert.deepEqual(said(course(3)), ["0?", "0!", "1?", "1!", "2?", "2!"]);
});

/** @param {import("../../../ui/lecture/question/builds.js").Course} scene */
function said(scene) {
  const stands = Array.from({ length: lastBuild(scene) + 1 }, (_, build) => standAfter(build, scene));
  stands.forEach((stand, build) => assert.equal(buildOf(stand, scene), build));
  return stands.map(
    ({ played, at, revealed, further, ended }) =>
      `${played ? "played " : ""}${at}${revealed ? "!" : "?"}${"+".repeat(further)}${ended ? " end" : ""}`,
  );
}

test("a scene that names a point plays to it before the answer", () => {
  assert.deepEqual(said(course(1, { plays: true })), ["0?", "played 0?", "played 0!"]);
});

test("the last scene of a lecture ends with the end", () => {
  assert.deepEqual(said(course(2, { ends: true })), ["0?", "0!", "1?", "1!", "1! end"]);
  assert.deepEqual(said(course(1, { plays: true, ends: true })), [
    "0?",
    "played 0?",
    "played 0!",
    "played 0! end",
  ]);
});

test("further builds come after the last answer, and before the end", () => {
  assert.deepEqual(said(course(2, { nFurther: 2 })), ["0?", "0!", "1?", "1!", "1!+", "1!++"]);
  assert.deepEqual(said(course(1, { nFurther: 1, plays: true, ends: true })), [
    "0?",
    "played 0?",
    "played 0!",
    "played 0!+",
    "played 0!+ end",
  ]);
});

test("an answer that was asked for before the scene has played takes that build along", () => {
  const stand = { played: false, at: 0, revealed: true, further: 0, ended: false };
  assert.equal(buildOf(stand, course(1, { plays: true })), 2);
});

test("a link names the build of its own scene alone", () => {
  assert.equal(buildInLink("?scene=summary&build=3", "summary", course(5)), 3);
  assert.equal(buildInLink("?scene=summary", "summary", course(5)), null);
  assert.equal(buildInLink("?scene=tanh&build=3", "summary", course(5)), null);
  assert.equal(buildInLink("?scene=mine&lecture=a1b2&build=1", "a1b2/mine", course(1)), 1);
  assert.equal(buildInLink("?scene=summary&build=99", "summary", course(5)), 9);
  for (const text of ["-1", "1.5", "x", "", "1e9"])
    assert.equal(buildInLink(`?scene=summary&build=${text}`, "summary", course(5)), null);
});

test("a build is written into its scene's link, and nothing else is changed", () => {
  const link = "http://hall/regions?scene=five&centres=2,2,-3,0&stage=1";
  assert.equal(withBuild(link, "five", 2), `${link}&build=2`);
  assert.equal(withBuild(`${link}&build=2`, "five", 0), link);
  assert.equal(withBuild(link, "five", 0), link);
  assert.equal(withBuild(link, "six", 2), link);
});

test("the end leads to the list of the lecture's scenes", () => {
  assert.equal(listOfScenes("http://hall/twin?scene=summary&stage=1&build=10"), "http://hall/lecture");
  assert.equal(
    listOfScenes("https://hall/us/?scene=mine&lecture=a1b2"),
    "https://hall/us/lecture?lecture=a1b2",
  );
});
