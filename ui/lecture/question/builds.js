// The builds of a scene: what Page Down does in it, one thing after the other. Each question is asked, then answered; the
// first one is asked from the beginning. How many builds are done stands in the link: "?scene=summary&build=3".

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
 * Which question a scene has come to, and whether it is answered.
 * @typedef {{ at: number, revealed: boolean }} Stand
 */

/**
 * The last build of a scene with so many questions.
 * @param {number} nQuestions
 */
export const lastBuild = (nQuestions) => 2 * nQuestions - 1;

/**
 * @param {number} build how many are done
 * @returns {Stand}
 */
export const standAfter = (build) => ({ at: Math.floor(build / 2), revealed: build % 2 === 1 });

/** @param {Stand} stand */
export const buildOf = ({ at, revealed }) => 2 * at + Number(revealed);

/**
 * The build that an address names for a scene; null where it names none, or another scene's.
 * @param {string} search the address's part from "?" on
 * @param {string} slug the scene's name
 * @param {number} nQuestions
 */
export function buildInLink(search, slug, nQuestions) {
  const said = new URLSearchParams(search),
    text = said.get(NAME) ?? "";
  if (sceneIn(said) !== slug || !/^\d{1,3}$/.test(text)) return null;
  return Math.min(Number(text), lastBuild(nQuestions));
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
