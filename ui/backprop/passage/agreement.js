// Written arithmetic that agrees with its own digits: who works with the numbers that are written comes to the result
// that is written. A text of arithmetic is read back, and its numbers get more digits until it comes to its result.

import { withMinus } from "../../browser/numbers.js";
import { inPowers, numberIn, rounded } from "./numbers.js";

/** @typedef {{ text: string, sign: "=" | "≈", more: number }} Equation digits beyond the usual ones: `more` */

/** @type {Record<string, (...given: number[]) => number>} */
const FUNCTIONS = { ln: Math.log, exp: Math.exp, tanh: Math.tanh, max: Math.max };

// Significant digits that a number may have beyond the decimals of the matrices: 8 beside 3.
export const MOST_BEYOND = 5;

const EXACT_ZERO = 1e-12; // "0" stands for 0 alone: what adding in float64 leaves of it is less than this
const TOKEN = /\s*(\d[\d.]*(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|[a-z]+|[-−+·/(),|²])\s*/y;

/**
 * A number with more digits than usual: so many decimals more, and no more significant digits than `most`.
 * @param {number} value
 * @param {number} decimals the usual ones
 * @param {number} more
 * @param {number} most
 */
export function longer(value, decimals, more, most) {
  const usual = rounded(value, decimals);
  if (value === 0 || more === 0) return usual;
  const size = Math.abs(value);
  if (usual.includes("·")) return inPowers(value, Math.min((size < 1 ? 1 : decimals) + more, most - 1));
  const room = most - 1 - Math.floor(Math.log10(size));
  return withMinus(value.toFixed(Math.max(decimals, Math.min(decimals + more, room))));
}

/**
 * Arithmetic with the fewest digits with which it comes to its result, the usual ones first. Where none are enough, for
 * most of it cancels or it ends on half a unit, it has its usual digits, and ≈ for =.
 * @param {(more: number) => string} write
 * @param {string} result
 * @returns {Equation}
 */
export function equation(write, result) {
  const { sign, more } = together([{ write, result }]);
  return { text: write(more), sign, more };
}

/**
 * Digits beyond the usual ones, the same for several texts of arithmetic: the fewest with which each comes to its
 * result; ≈ and the usual ones where no number of digits is enough for all.
 * @param {{ write: (more: number) => string, result: string }[]} all
 * @returns {{ sign: "=" | "≈", more: number }}
 */
export function together(all) {
  for (let more = 0, last = ""; ; more++) {
    const texts = all.map(({ write }) => write(more));
    if (texts.every((text, i) => comesTo(text, all[i].result))) return { sign: "=", more };
    if (texts.join("\n") === last) return { sign: "≈", more: 0 };
    last = texts.join("\n");
  }
}

/**
 * Whether a text of arithmetic, rounded as its result is, is its result. A text with other functions than these is
 * taken at its word.
 * @param {string} text
 * @param {string} result
 */
function comesTo(text, result) {
  const value = worth(text);
  if (value === undefined) return true;
  if (result === "0") return Math.abs(value) < EXACT_ZERO;
  const [factor, power = ""] = result.split("·");
  const unit = 10 ** -(factor.split(".")[1] || "").length * (power ? numberIn(`1·${power}`) : 1);
  return Math.abs(value - numberIn(result)) < (0.5 - 1e-7) * unit;
}

/**
 * The value of arithmetic as the page writes it; undefined where there is none or it cannot be read.
 * @param {string} html
 */
export function worth(html) {
  const text = html.replace(/e<sup>(.*?)<\/sup>/g, "exp($1)");
  /** @type {string[]} */
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    tokens.push(found[1]);
  }
  const known = tokens.every((token) => !/[a-z]/.test(token) || token in FUNCTIONS);
  return known && tokens.length ? new Reader(tokens).sum() : undefined;
}

/** Reads tokens from the left; each method takes what is its own. */
class Reader {
  at = 0;

  /** @param {string[]} tokens */
  constructor(tokens) {
    this.tokens = tokens;
  }

  /** @param {string[]} choices */
  takes(...choices) {
    return choices.includes(this.tokens[this.at]) ? this.tokens[this.at++] : "";
  }

  /** @returns {number} */
  sum() {
    let value = this.product();
    for (let op = this.takes("+", "−"); op; op = this.takes("+", "−"))
      value += (op === "+" ? 1 : -1) * this.product();
    return value;
  }

  /** @returns {number} */
  product() {
    let value = this.signed();
    for (;;) {
      if (this.takes("/")) value /= this.signed();
      else if (this.takes("·") || this.tokens[this.at] === "(") value *= this.signed();
      else return value;
    }
  }

  /** @returns {number} */
  signed() {
    if (this.takes("−")) return -this.signed();
    const value = this.single();
    return this.takes("²") ? value ** 2 : value;
  }

  /** A number, what is in brackets, or a function of either. */
  single() {
    if (this.takes("|")) return Math.abs(this.list("|")[0]);
    if (this.takes("(")) return this.list(")")[0];
    const token = this.tokens[this.at++];
    if (!(token in FUNCTIONS)) return numberIn(token);
    const given = this.takes("(") ? this.list(")") : [this.signed()];
    return FUNCTIONS[token](...given);
  }

  /**
   * @param {string} end
   * @returns {number[]}
   */
  list(end) {
    const values = [this.sum()];
    while (this.takes(",")) values.push(this.sum());
    this.takes(end);
    return values;
  }
}
