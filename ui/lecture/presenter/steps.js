// Where a walk stands, what comes next, and the walk of a presenter's window that no stage follows: as the stage goes,
// question by question, answer by answer, scene by scene.

import { buildOf, lastBuild, standAfter } from "../question/builds.js";

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
 * @property {Asked[]} questions
 */

/** @typedef {{ name: string, at: number, revealed: boolean }} Place */

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
 * Where a key leads.
 * @param {Planned[]} scenes
 * @param {Place} place
 * @param {string} key "PageDown", "PageUp" or "a"
 * @returns {Place}
 */
export function stepped(scenes, place, key) {
  const here = scenes.findIndex(({ name }) => name === place.name),
    build = buildOf(place);
  if (here < 0) return place;
  if (key === "a") return { ...place, revealed: !place.revealed };
  if (key === "PageUp" && build > 0) return { name: place.name, ...standAfter(build - 1) };
  if (key === "PageDown" && build < lastBuild(scenes[here].questions.length))
    return { name: place.name, ...standAfter(build + 1) };
  const next = scenes[here + (key === "PageDown" ? 1 : -1)];
  return next ? { name: next.name, at: 0, revealed: false } : place;
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
  const scene = scenes.find(({ name }) => name === place.name);
  if (!place.revealed) return "Next";
  if (scene && place.at + 1 < scene.questions.length) return "Next question";
  return sceneAfter(scenes, place.name) ? "Next scene" : "Next";
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
  const now = buildOf(place),
    many = scene.questions.length > 1,
    following = sceneAfter(scenes, place.name);
  const words = scene.questions.flatMap((_, at) =>
    many ? [`question ${at + 1}`, `answer ${at + 1}`] : ["the question", "the answer"],
  );
  words.push(following ? `scene ${following.row}` : "the lecture’s end");
  return words.map((text, build) => ({
    words: text,
    when: build < now ? "done" : build === now ? "now" : "later",
  }));
}
