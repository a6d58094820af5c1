// The builds of a scene: what Page Down does in it, one thing after the other. A scene that names a point plays to it.
// Each question is asked, then answered; the first one is asked from the beginning. After the last answer come further
// builds, where a scene has some; after the last scene comes the end.
// How many builds are done stands in the link: "?scene=summary&build=3".

const NAME = "build";

/**
 * The scene that a link names: before its slug stands the uploaded lecture that it is from.
 * @param {URLSearchParams} said
 */
function sceneIn(said) {
  const scene = said.get("scene"),
    lecture = said.get("lecture");
  return scene && lecture ? `${lecture}/${scene}` : scene;
}

/**
 * What a scene goes through: how many questions, how many further builds after the last answer, whether it plays to its
 * point before the first answer, and whether the lecture ends with it.
 * @typedef {{ nQuestions: number, nFurther: number, plays: boolean, ends: boolean }} Course
 */

/**
 * What a scene has come to: whether it has played to its point, which question stands there, whether that is answered,
 * how many further builds are done, and whether the lecture's end is shown.
 * @typedef {{ played: boolean, at: number, revealed: boolean, further: number, ended: boolean }} Stand
 */

/**
 * The last build of a scene.
 * @param {Course} course
 */
export const lastBuild = ({ nQuestions, nFurther, plays, ends }) =>
  Number(plays) + 2 * nQuestions - 1 + nFurther + Number(ends);

/**
 * @param {number} build how many are done
 * @param {Course} course
 * @returns {Stand}
 */
export function standAfter(build, course) {
  const { nQuestions, nFurther, plays, ends } = course,
    last = 2 * nQuestions - 1,
    asked = Math.min(Math.max(0, build - Number(plays)), last);
  return {
    played: plays && build > 0,
    at: Math.floor(asked / 2),
    revealed: asked % 2 === 1,
    further: Math.min(Math.max(0, build - Number(plays) - last), nFurther),
    ended: ends && build >= lastBuild(course),
  };
}

/**
 * @param {Stand} stand
 * @param {Course} course
 */
export function buildOf({ played, at, revealed, further, ended }, course) {
  if (ended) return lastBuild(course);
  const asked = 2 * at + Number(revealed) + further;
  return asked ? Number(course.plays) + asked : Number(course.plays && played);
}

/**
 * The build that an address names for a scene; null where it names none, or another scene's.
 * @param {string} search the address's part from "?" on
 * @param {string} slug the scene's name
 * @param {Course} course
 */
export function buildInLink(search, slug, course) {
  const said = new URLSearchParams(search),
    text = said.get(NAME) ?? "";
  if (sceneIn(said) !== slug || !/^\d{1,3}$/.test(text)) return null;
  return Math.min(Number(text), lastBuild(course));
}

/**
 * An address that names a scene's build, or the same address where it needs no change.
 * @param {string} href
 * @param {string} slug the scene's name
 * @param {number} build
 */
export function withBuild(href, slug, build) {
  const link = new URL(href),
    said = link.searchParams;
  if (sceneIn(said) !== slug || (said.get(NAME) ?? "0") === String(build)) return href;
  if (build) said.set(NAME, String(build));
  else said.delete(NAME);
  return link.href.replace(/%2C/gi, ",");
}
