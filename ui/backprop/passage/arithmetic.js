// The numbers of a passage as arithmetic writes them: a result has one decimal more than the matrices, its factors
// have two, or as many as it takes so that whoever works with the factors comes to the result. In brief, as on the
// stage, all have the decimals of the matrices: there a number is written in one way everywhere.

/** @import { Cell, Passage } from "./cells.js" */

import { equation, longer, MOST_BEYOND } from "./agreement.js";
import { cellOf } from "./cells.js";
import { exactly, fixed, rounded } from "./numbers.js";

/**
 * A term of a formula: its symbols, its number, and the names of the numbers that it stands for. `op` leads to it.
 * @typedef {{ html: string, op: string, text: string, names: string[] }} Box
 */

/**
 * What the course's framework computes, by which method, in which step; `lit` marks what the step is about.
 * @typedef {{ html: string, method: string, step: number, lit?: boolean }} Row
 */

/**
 * Where a number comes from. `more` names sources that stand in no box.
 * @typedef {{ boxes: Box[], rows: Row[], lines: string[], more?: string[] }} Origin
 */

/** @typedef {(arithmetic: Arithmetic, cell: Cell, name: string) => Origin} OriginOf */

/**
 * @param {string} a
 * @param {string} b
 */
export const times = (a, b) => `(${a})(${b})`;

const MOST_TERMS = 8; // of a sum that is written out

export class Arithmetic {
  /**
   * @param {Passage} passage
   * @param {number} decimals of the numbers in the matrices
   * @param {number} [more] digits of the factors beyond their usual ones
   * @param {boolean} [brief]
   */
  constructor(passage, decimals, more = 0, brief = false) {
    this.passage = passage;
    this.decimals = decimals;
    this.more = brief ? 0 : more;
    this.brief = brief;
  }

  /** Decimals of a result, and of a factor. */
  get places() {
    return this.brief ? [this.decimals, this.decimals] : [this.decimals + 1, this.decimals + 2];
  }

  /**
   * The same with other digits.
   * @param {number} more
   */
  with(more) {
    return new Arithmetic(this.passage, this.decimals, more, this.brief);
  }

  /** @param {string} name */
  result(name) {
    return (this.brief ? fixed : rounded)(this.passage.value(name), this.places[0]);
  }

  /** @param {string} name */
  factor(name) {
    const { kind } = cellOf(name);
    const value = this.passage.value(name);
    if (kind === "t") return String(value);
    return ["x", "W", "b"].includes(kind) ? this.given(value, this.places[1]) : this.text(value);
  }

  /**
   * A number without a name, as a factor.
   * @param {number} value
   */
  text(value) {
    if (this.brief) return fixed(value, this.decimals);
    return longer(value, this.places[1], this.more, this.decimals + MOST_BEYOND);
  }

  /**
   * A number that may be exact, such as a weight that was typed.
   * @param {number} value
   * @param {number} decimals
   */
  given(value, decimals) {
    const most = Math.max(decimals, this.decimals + MOST_BEYOND);
    return exactly(value, decimals + this.more) ?? longer(value, decimals, this.more, most);
  }

  /**
   * Arithmetic up to its sign, = or ≈, with the digits that its result takes.
   * @param {(digits: Arithmetic) => string} write
   * @param {string} result
   */
  leading(write, result) {
    const { text, sign } = equation((more) => write(this.with(more)), result);
    return `${text} ${sign}`;
  }

  /**
   * Arithmetic that comes to a number of the passage.
   * @param {(digits: Arithmetic) => string} write
   * @param {string} name
   */
  line(write, name) {
    const result = this.result(name);
    return `${this.leading(write, result)} <b>${result}</b>`;
  }

  /**
   * One number in a box of its own.
   * @param {string} name
   * @param {string} [op]
   * @returns {Box}
   */
  box(name, op = "") {
    return { html: this.passage.symbolOf(name), op, text: this.factor(name), names: [name] };
  }

  /**
   * A sum of products, its first terms written out.
   * @param {string[][]} pairs
   */
  sum(pairs) {
    const terms = pairs.slice(0, MOST_TERMS).map(([a, b]) => times(this.factor(a), this.factor(b)));
    return terms.join(" + ");
  }

  /** Division by the size of the batch, with the number and with its letter; nothing for one pattern. */
  over() {
    return this.passage.n > 1 ? [` / ${this.passage.n}`, "/<i>N</i>"] : ["", ""];
  }
}
