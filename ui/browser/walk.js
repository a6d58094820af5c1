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
 * @property {number} asked how often the page has been asked for it
 */

const MOST_UNDER_WAY = 120000; // ms

// Streamlit loses a wish now and then, and once in some thousand walks hears no wish of a page any more. After so many
// wishes that met a page at rest, or so long a time, the browser goes to the scene by its link.
const MOST_ASKED = 4;
const MOST_AT_WORK = 60000; // ms

/** What does not wait: it belongs to the scene that is being left. */
const DROPPED = new Set(["next", "answer", "choose"]);

/** @param {string} to the scene's slug */
export function setOut(to) {
  const until = performance.now() + MOST_UNDER_WAY;
  page.hiddenLayersWalk = { to, until, missing: new Set(["link", "question"]), held: [], asked: 0 };
}

/** Note that the page is asked for the scene under way. */
export function askedOnceMore() {
  if (page.hiddenLayersWalk) page.hiddenLayersWalk.asked += 1;
}

/** Whether the page no longer goes to the scene under way by being asked. */
export function isStuck() {
  const walk = page.hiddenLayersWalk;
  if (!walk || !underWay()) return false;
  return walk.asked >= MOST_ASKED || walk.until - performance.now() < MOST_UNDER_WAY - MOST_AT_WORK;
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
