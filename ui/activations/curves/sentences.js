// The headline of the curves: what the function that stands alone, the place of the cursor, or the overlay shows.

/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * @param {object} shown
 * @param {string | null} shown.alone
 * @param {boolean} shown.readings
 * @param {boolean} shown.overlay
 * @param {number} shown.x the cursor
 * @param {[number, number] | undefined} shown.relu a ReLU's answer and slope there
 * @param {number | undefined} shown.steepest the largest slope of a sigmoid
 * @returns {Sentence}
 */
export function headlineAt({ alone, readings, overlay, x, relu, steepest }) {
  const headline = (/** @type {string} */ template, /** @type {string} */ text) => ({
    name: `activations.curves.headline.${template}`,
    text,
  });
  if (overlay) return headline("overlay", "A sigmoid is a tanh of x/2, halved and lifted by ½");
  if (alone === "sigmoid" && readings) return headline("between", "A sigmoid answers between 0 and 1");
  if (alone === "tanh") return headline("tanh", "A tanh answers between −1 and 1");
  if (alone === "relu") return headline("relu", "Left of 0 a ReLU answers 0 and passes nothing back");
  if (alone !== "sigmoid" && x < 0 && relu && relu[0] === 0 && relu[1] === 0)
    return headline("relu", "Left of 0 a ReLU answers 0 and passes nothing back");
  if (steepest === 0.25 && (!alone || alone === "sigmoid"))
    return headline("sigmoid", "A sigmoid passes a quarter of a gradient at most");
  return headline("curves", "What a unit answers, and what it lets back through");
}
