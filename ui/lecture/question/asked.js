// The question that stands on the page now, for whoever shows it elsewhere: a room's phones follow it.

import { page } from "../../browser/page.js";

/**
 * @typedef {object} AskedNow
 * @property {string} question its scene and its place there: "regions-single/0"
 * @property {boolean} isOpen whether its answer is still hidden
 * @property {boolean} played whether its scene has played to its point
 * @property {number} further how many builds after its last answer are done
 * @property {boolean} ended whether the lecture's end is shown
 * @property {number} build how many builds of its scene are done
 */

const TOLD = "hidden-layers-asked";

/**
 * @param {AskedNow | null} now null where no question stands on the page any more
 */
export function tellAsked(now) {
  page.hiddenLayersAsked = now;
  page.dispatchEvent(new Event(TOLD));
}

/** @returns {AskedNow | null} */
export const askedNow = () => page.hiddenLayersAsked ?? null;

/**
 * @param {() => void} act
 * @returns {() => void} ends it
 */
export function onAsked(act) {
  page.addEventListener(TOLD, act);
  return () => page.removeEventListener(TOLD, act);
}
