// Sentences that claim something. The element that shows one carries the name of its template in `data-says`; the
// referee in `tests/browser/referee` has a check for every name. What stands on a page and claims nothing says so in
// `data-shows`: "hint" (how to steer), "name" (of a part, a network, a class), "tick" (of an axis), "formula".

/**
 * `Said` in `ui/sentences.py`: "mnist.templates.before" and the text as it is shown.
 * @typedef {{ name: string, text: string }} Sentence
 */

/**
 * Write a sentence, where it is another one: screen readers read what is written again.
 * @param {HTMLElement | SVGElement} element
 * @param {string} name
 * @param {string} text
 */
export function say(element, name, text) {
  if (element.dataset.says !== name) element.dataset.says = name;
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A sentence in HTML that is being written; the caller has escaped what visitors wrote.
 * @param {string} name
 * @param {string} html
 */
export const saying = (name, html) => `<span data-says="${name}">${html}</span>`;
