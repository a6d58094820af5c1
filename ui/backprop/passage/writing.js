// Writing into a part's elements, where something else stands there: what does not change is not drawn anew.

import { listenToChoices, markChoices } from "../../browser/choices.js";

/** @type {WeakMap<Element, string>} */
const SAID = new WeakMap();

/**
 * @param {Element} element
 * @param {string} html
 */
export function say(element, html) {
  if (SAID.get(element) === html) return;
  SAID.set(element, html);
  element.innerHTML = html;
}

/**
 * Fill a choice with numbers and their words; it is hidden where there is nothing to choose.
 * @param {HTMLElement} box a fieldset.segmented
 * @param {[number, string][]} choices
 * @param {number} chosen
 * @param {(value: number) => void} choose
 */
export function segments(box, choices, chosen, choose) {
  const words = JSON.stringify(choices);
  box.hidden = choices.length === 0;
  if (box.dataset.words !== words) {
    box.dataset.words = words;
    box.querySelectorAll("button").forEach((button) => button.remove());
    choices.forEach(([value, text]) => {
      const button = Object.assign(document.createElement("button"), { textContent: text });
      button.dataset.value = String(value);
      box.append(button);
    });
  }
  listenToChoices(box, (_, value) => choose(Number(value)));
  markChoices(box, { [box.dataset.name ?? ""]: chosen });
}

/**
 * Numbers from 1, or others, as choices that are called as they are.
 * @param {number[]} numbers
 * @returns {[number, string][]}
 */
export const counted = (numbers) => numbers.map((number) => [number, String(number)]);

/**
 * The element under the pointer, or that has the focus, or the first around it that a selector names.
 * @param {Event} event
 * @param {string} selector
 */
export const under = (event, selector) =>
  event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(selector)) : null;
