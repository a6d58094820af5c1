// A walk from one scene to another takes a moment, in which the old scene's parts still stand on the page. A key that
// is pressed then is not theirs. "On" is what the walk does already. An answer would be one to a question that nobody
// has read. "Back" waits for the scene that comes.

import { page } from "./page.js";

/** @typedef {"link" | "question"} WalkingPart */

/**
 * @typedef {object} Walk
 * @property {string} to the scene's slug
 * @property {number} until when, in ms, nobody waits for it any more
 * @property {Set<WalkingPart>} missing the parts that do not show that scene yet
 * @property {string[]} held the keys that wait for it
 */

const MOST_UNDER_WAY = 20000; // ms

/** What does not wait: it belongs to the scene that is being left. */
const DROPPED = new Set(["next", "answer", "choose"]);

/** @param {string} to the scene's slug */
export function setOut(to) {
  const until = performance.now() + MOST_UNDER_WAY;
  page.hiddenLayersWalk = { to, until, missing: new Set(["link", "question"]), held: [] };
}

/** The scene that the visitor is on the way to, or "". */
export function underWay() {
  const walk = page.hiddenLayersWalk;
  return walk && walk.until > performance.now() ? walk.to : "";
}

/**
 * A part shows a scene. Once all do, the walk is over.
 * @param {WalkingPart} part
 * @param {string} slug
 * @param {(key: string) => unknown} press does what a held key stands for
 */
export function arrive(part, slug, press) {
  const walk = page.hiddenLayersWalk;
  if (walk?.to !== slug) return;
  walk.missing.delete(part);
  if (walk.missing.size) return;
  page.hiddenLayersWalk = null;
  setTimeout(() => walk.held.forEach(press), 0); // the part that has come last still opens its scene
}

/**
 * Take a key that is pressed under way.
 * @param {string} action what it stands for
 * @param {string} key
 * @returns {boolean} whether it is taken
 */
export function takenUnderWay(action, key) {
  if (!underWay()) return false;
  if (action === "back") page.hiddenLayersWalk?.held.push(key);
  return action === "back" || DROPPED.has(action);
}
