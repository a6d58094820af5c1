// Where a walk stands, what comes next, and the walk of a presenter's window that no stage follows: as the stage goes,
// question by question, answer by answer, scene by scene.

import { buildOf, lastBuild, standAfter } from "../question/builds.js";

/** @import { Course, Stand } from "../question/builds.js" */
/** @import { Then } from "../question/opening.js" */
/** @import { Asked } from "../question/question.js" */

/**
 * A scene as the lecturer prepared it: `Scene` in `ui/lecture/scene.py`.
 * @typedef {object} Planned
 * @property {string} name
 * @property {number} row
 * @property {string} title
 * @property {string} look_at
 * @property {string[]} said_of settings that the answers depend on, by their names in the link
 * @property {number} minutes
 * @property {string} notes
 * @property {number | null} pause the epoch to which Page Down plays before it reveals the answer
 * @property {Asked[]} questions
 * @property {Then[]} further what changes with each build after the last answer
 */

/** @typedef {{ name: string } & Stand} Place */

/**
 * A build of the scene: whether it is done, shown now or comes later.
 * @typedef {{ words: string, when: "done" | "now" | "later" }} Build
 */

/**
 * @param {Planned[]} scenes
 * @param {string} name
 */
export const sceneAfter = (scenes, name) => scenes[scenes.findIndex((scene) => scene.name === name) + 1];

/**
 * A scene as it opens.
 * @param {string} name
 * @returns {Place}
 */
export const beginningOf = (name) => ({
  name,
  at: 0,
  revealed: false,
  played: false,
  further: 0,
  ended: false,
});

/**
 * What a scene goes through; the last one ends the lecture.
 * @param {Planned[]} scenes
 * @param {string} name
 * @returns {Course}
 */
export function courseOf(scenes, name) {
  const scene = scenes.find((one) => one.name === name);
  return {
    nQuestions: scene?.questions.length ?? 1,
    nFurther: scene?.further.length ?? 0,
    plays: (scene?.pause ?? null) !== null,
    ends: !sceneAfter(scenes, name),
  };
}

/**
 * Where a key leads.
 * @param {Planned[]} scenes
 * @param {Place} place
 * @param {string} key "PageDown", "PageUp" or "a"
 * @returns {Place}
 */
export function stepped(scenes, place, key) {
  const here = scenes.findIndex(({ name }) => name === place.name),
    course = courseOf(scenes, place.name),
    build = buildOf(place, course);
  if (here < 0) return place;
  if (key === "a") return place.ended ? place : { ...place, revealed: !place.revealed, further: 0 };
  if (key !== "PageUp" && key !== "PageDown") return place;
  const next = build + (key === "PageDown" ? 1 : -1);
  if (next >= 0 && next <= lastBuild(course)) return { name: place.name, ...standAfter(next, course) };
  const scene = scenes[here + (key === "PageDown" ? 1 : -1)];
  return scene ? beginningOf(scene.name) : place;
}

/**
 * The next thing to do: reveal the answer, or go on.
 * @param {Place} place
 * @returns {"reveal" | "next"}
 */
export const due = ({ revealed }) => (revealed ? "next" : "reveal");

/**
 * What Page Down goes to, in words.
 * @param {Planned[]} scenes
 * @param {Place} place
 */
export function nextWords(scenes, place) {
  const { nQuestions, nFurther, plays, ends } = courseOf(scenes, place.name);
  if (!place.revealed) return plays && !place.played && place.at === 0 ? "Play to its point" : "Next";
  if (place.at + 1 < nQuestions) return "Next question";
  if (place.further < nFurther) return "Next step";
  if (!ends) return "Next scene";
  return place.ended ? "Next" : "The end";
}

/**
 * The builds of a scene, and the scene that comes after them.
 * @param {Planned[]} scenes
 * @param {Place} place
 * @returns {Build[]}
 */
export function buildsOf(scenes, place) {
  const scene = scenes.find(({ name }) => name === place.name);
  if (!scene) return [];
  const now = buildOf(place, courseOf(scenes, place.name)),
    many = scene.questions.length > 1,
    following = sceneAfter(scenes, place.name);
  const words = scene.questions.flatMap((_, at) =>
    many ? [`question ${at + 1}`, `answer ${at + 1}`] : ["the question", "the answer"],
  );
  if (scene.pause !== null) words.splice(1, 0, `the run, to epoch ${scene.pause}`);
  words.push(...scene.further.map((_, at) => `step ${at + 1} of ${scene.further.length}`));
  words.push(following ? `scene ${following.row}` : "the lecture’s end");
  return words.map((text, build) => ({
    words: text,
    when: build < now ? "done" : build === now ? "now" : "later",
  }));
}
