// Sums and products whose written digits give the written result: terms and factors get the digits that this takes.
// Where eight decimals are not enough, the sign says that it is only near.

import { fixed, signed } from "../../browser/numbers.js";
import { signedWeight, weightText } from "./pictures.js";

const MOST_DECIMALS = 8;
const MOST = 1e4; // from here on numbers have a power of ten

/**
 * The fewest decimals with which the written numbers give the written result; null where there are none.
 * @param {number} result
 * @param {number} decimals of the result
 * @param {(round: (value: number) => number) => number} valueWhen what the written numbers give when so rounded
 * @param {number} [least] decimals to begin with
 */
function decimalsFor(result, decimals, valueWhen, least = decimals) {
  const shown = Number(result.toFixed(decimals)),
    most = 0.5 * 10 ** -decimals - 1e-9;
  for (let digits = least; digits <= MOST_DECIMALS; digits++)
    if (Math.abs(valueWhen((value) => Number(value.toFixed(digits))) - shown) < most) return digits;
  return null;
}

/**
 * A sum: its terms, what they give, and the sign between both.
 * @param {number[]} terms
 * @param {number} total
 * @param {number} [decimals] of the total
 */
export function sumWords(terms, total, decimals = 1) {
  if ([...terms, total].some((value) => !(Math.abs(value) < MOST)))
    return { terms: terms.map(signedWeight), total: signedWeight(total), sign: "≈" };
  const digits = decimalsFor(total, decimals, (round) => terms.reduce((sum, term) => sum + round(term), 0));
  return {
    terms: terms.map((term) => signed(term, digits ?? decimals)),
    total: signed(total, decimals),
    sign: digits === null ? "≈" : "=",
  };
}

/**
 * A weight times what arrives there, as html.
 * @param {number} w
 * @param {number} x
 * @param {string} letter of what arrives
 */
export function productWords(w, x, letter) {
  const product = w * x,
    [weight, input] = ["w", letter].map((name) => `<i>${name}</i>`);
  if ([w, x, product].some((value) => !(Math.abs(value) < MOST)))
    return `${weight} ${signedWeight(w)} × ${input} ${weightText(x)} ≈ ${signedWeight(product)}`;
  const decimals = Math.abs(product) < 10 ? 2 : 0,
    digits = decimalsFor(product, decimals, (round) => round(w) * round(x), 2),
    written = digits ?? 2;
  const factors = `${weight} ${signed(w, written)} × ${input} ${fixed(x, written)}`;
  return `${factors} ${digits === null ? "≈" : "="} ${signed(product, decimals)}`;
}
