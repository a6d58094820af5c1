import assert from "node:assert/strict";
import { test } from "node:test";

import {
  buildInLink,
  buildOf,
  lastBuild,
  standAfter,
  withBuild,
} from "../../../ui/lecture/question/builds.js";

test("a scene with one question has one build, its answer", () => {
  assert.equal(lastBuild(1), 1);
  assert.deepEqual(standAfter(0), { at: 0, revealed: false });
  assert.deepEqual(standAfter(1), { at: 0, revealed: true });
});

test("builds ask and answer in turn, and end with the last answer", () => {
  const stands = Array.from({ length: lastBuild(3) + 1 }, (_, build) => standAfter(build));
  assert.deepEqual(
    stands.map(({ at, revealed }) => `${at}${revealed ? "!" : "?"}`),
    ["0?", "0!", "1?", "1!", "2?", "2!"],
  );
  stands.forEach((stand, build) => assert.equal(buildOf(stand), build));
});

test("a link names the build of its own scene alone", () => {
  assert.equal(buildInLink("?scene=summary&build=3", "summary", 5), 3);
  assert.equal(buildInLink("?scene=summary", "summary", 5), null);
  assert.equal(buildInLink("?scene=tanh&build=3", "summary", 5), null);
  assert.equal(buildInLink("?scene=mine&lecture=a1b2&build=1", "a1b2/mine", 1), 1);
  assert.equal(buildInLink("?scene=summary&build=99", "summary", 5), 9);
  for (const text of ["-1", "1.5", "x", "", "1e9"])
    assert.equal(buildInLink(`?scene=summary&build=${text}`, "summary", 5), null);
});

test("a build is written into its scene's link, and nothing else is changed", () => {
  const link = "http://hall/regions?scene=five&centres=2,2,-3,0&stage=1";
  assert.equal(withBuild(link, "five", 2), `${link}&build=2`);
  assert.equal(withBuild(`${link}&build=2`, "five", 0), link);
  assert.equal(withBuild(link, "five", 0), link);
  assert.equal(withBuild(link, "six", 2), link);
});
