// The answers to choose from: a button for each, with its number. The same on the scene's page and on the phones of a
// room; on the page the keys 1 to 4 choose too.

import { find, findAll } from "../../browser/find.js";

/**
 * Put the buttons of a question in place of those of the last one.
 * @param {Element} box
 * @param {string[]} choices
 * @param {(place: number) => void} choose called with the place of the chosen one, from 0
 */
export function makeAnswers(box, choices, choose) {
  box.replaceChildren(...choices.map((words, place) => buttonOf(words, place, choose)));
}

/**
 * @param {string} words
 * @param {number} place
 * @param {(place: number) => void} choose
 */
function buttonOf(words, place, choose) {
  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = "<kbd></kbd> <span></span>";
  find(button, "kbd").textContent = String(place + 1);
  find(button, "span").textContent = words;
  button.onclick = () => choose(place);
  return button;
}

/**
 * Mark the answer that was chosen.
 * @param {Element} box
 * @param {number | null | undefined} chosen its place, from 0
 * @returns {HTMLElement[]} all buttons, in their order
 */
export function markAnswer(box, chosen) {
  const buttons = findAll(box, "button");
  buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(place === chosen)));
  return buttons;
}
