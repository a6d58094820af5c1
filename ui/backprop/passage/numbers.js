// Numbers as the Backprop page writes them: a real minus, a fixed number of decimals, powers of ten where rounding
// would leave nothing.

import { withMinus } from "../../browser/numbers.js";

const PLAIN = "-0123456789";
const RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} number */
const superscript = (number) => [...String(number)].map((sign) => RAISED[PLAIN.indexOf(sign)]).join("");

/**
 * As 1.2·10⁻⁵.
 * @param {number} value
 * @param {number} digits of the factor, behind its point
 */
export function inPowers(value, digits) {
  const [factor, power] = value.toExponential(digits).split("e");
  return withMinus(`${factor}·10${superscript(Number(power))}`);
}

/**
 * A number to so many decimals; exactly 0 is "0".
 * @param {number} value
 * @param {number} decimals
 */
export function rounded(value, decimals) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.5 * 10 ** -decimals || size >= 1e6) return inPowers(value, size < 1 ? 1 : decimals);
  return withMinus(value.toFixed(decimals));
}

/**
 * A number to so many decimals, and never in powers of ten: what is smaller is 0.000.
 * @param {number} value
 * @param {number} decimals
 */
export const fixed = (value, decimals) =>
  value === 0 ? "0" : withMinus(value.toFixed(decimals)).replace(/^−(0\.0*)$/, "$1");

/**
 * A number that may be exact, such as a weight that was typed: all of it where it fits in so many decimals, two at
 * least.
 * @param {number} value
 * @param {number} decimals
 */
export const given = (value, decimals) => exactly(value, decimals) ?? rounded(value, decimals);

/**
 * All of a number, with two decimals at least, where it fits in fewer than so many decimals.
 * @param {number} value
 * @param {number} decimals
 */
export function exactly(value, decimals) {
  if (value === 0) return "0.00";
  for (let short = 2; short < decimals; short++)
    if (Number(value.toFixed(short)) === value) return withMinus(value.toFixed(short));
  return undefined;
}

/**
 * A number as a factor, or under a power.
 * @param {string} text
 */
export const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/**
 * How far two numbers are apart, in words that fit beside a tick.
 * @param {number} value
 */
export const apart = (value) => (value === 0 ? "0" : inPowers(value, 0).replace(/^1·/, ""));

/**
 * The number that a text of these stands for.
 * @param {string} text
 */
export function numberIn(text) {
  const [factor, power] = text.replace(/−/g, "-").split("·10");
  if (power === undefined) return Number(factor);
  return Number(`${factor}e${[...power].map((sign) => PLAIN[RAISED.indexOf(sign)]).join("")}`);
}
