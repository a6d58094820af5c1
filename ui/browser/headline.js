// The page's finding as its headline. A scene that asks for just that finding holds it back until its answer is
// revealed; meanwhile other words stand in its place.

import { page } from "./page.js";
import { say } from "./sentences.js";

/** @import { Sentence } from "./sentences.js" */

const LONG = 40; // letters; a headline of more takes two lines on a phone, of smaller type

/**
 * @param {HTMLElement} heading
 * @param {Sentence} finding
 */
export function writeHeadline(heading, finding) {
  (page.hiddenLayersFindings ??= new Map()).set(heading, finding);
  showHeadlines();
}

function showHeadlines() {
  /** @type {Map<HTMLElement, Sentence>} */
  const findings = page.hiddenLayersFindings ?? new Map();
  for (const [heading, finding] of findings) {
    const instead = page.hiddenLayersInstead;
    heading.classList.toggle("long", (instead || finding.text).length > LONG);
    if (!heading.isConnected) findings.delete(heading);
    else if (instead) say(heading, "lecture.instead", instead);
    else say(heading, finding.name, finding.text);
  }
}

/**
 * An element asks: it holds every headline back. When it goes, it lets go, unless another one has asked since.
 * @param {Element | null} asker
 * @param {string} instead
 */
export function holdBack(asker, instead) {
  page.hiddenLayersAsker = asker;
  page.hiddenLayersInstead = instead;
  showHeadlines();
}

/**
 * @param {Element} asker
 * @returns {boolean} whether nobody has asked since
 */
export function letGo(asker) {
  const isLast = page.hiddenLayersAsker === asker;
  if (isLast) holdBack(null, "");
  return isLast;
}
