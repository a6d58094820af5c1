// Formulas of activations as their layers say them in Python: with letters to be put in, symbols or numbers.

import { bracketed } from "./numbers.js";

/**
 * A formula with its letters put in: `{z}`, `{h}`, and `{(z)}`, `{(h)}` with brackets around what is negative.
 * @param {string} formula
 * @param {{ z: string, h: string }} letters
 */
export const filled = (formula, letters) =>
  formula
    .replace(/\{([zh])\}/g, (_, letter) => letters[/** @type {"z" | "h"} */ (letter)])
    .replace(/\{\(([zh])\)\}/g, (_, letter) => bracketed(letters[/** @type {"z" | "h"} */ (letter)]));
