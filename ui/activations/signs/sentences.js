// What is said of the ways of two weights after some of their steps: how many steps went the same way in both, where a
// step sees one pattern, and how far the goal is. Nothing is said of a step that was not taken.

import { power } from "../../browser/numbers.js";

/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * A way after so many steps: steps in which both weights rose or both fell, and what is left to the goal.
 * @typedef {{ together: number, distance: number }} Gone
 */

/**
 * @param {number} step
 * @param {"1" | "4" | "40"} taken patterns in a step
 * @param {{ sigmoid: Gone, both: Gone }} ways `both`: the same answers, centred and doubled
 * @returns {Sentence}
 */
export function headlineAt(step, taken, { sigmoid, both }) {
  const headline = (/** @type {string} */ template, /** @type {string} */ text) => ({
    name: `activations.signs.headline.${template}`,
    text,
  });
  if (step === 0) return headline("before", "Two weights before their first step");
  const steps = step === 1 ? "1 step" : `${step} steps`;
  if (taken === "1" && sigmoid.together === step)
    return headline(
      "together",
      step === 1
        ? "After sigmoids the first step moves both weights the same way"
        : `After sigmoids each of the ${steps} moves both weights the same way`,
    );
  const [left, reached] = [distanceWords(sigmoid.distance), distanceWords(both.distance)];
  return headline(
    "distance",
    `After ${steps} sigmoids are ${left} from the goal; centred and doubled, ${reached}`,
  );
}

/** @param {number} distance */
export const distanceWords = (distance) => (distance < 1e4 ? distance.toFixed(2) : power(distance));

/**
 * Percent of the steps so far; nothing before the first.
 * @param {number} together
 * @param {number} step
 */
export const togetherWords = (together, step) => (step ? `${((100 * together) / step).toFixed(1)} %` : "–");

/**
 * @param {number[]} gradients of one pattern, wrt the weights into an output
 */
export function countWords(gradients) {
  const up = gradients.filter((g) => g > 0).length;
  const down = gradients.filter((g) => g < 0).length;
  const one = up === gradients.length || down === gradients.length;
  return `${up} positive, ${down} negative${one ? ", all of one sign" : ""}`;
}
