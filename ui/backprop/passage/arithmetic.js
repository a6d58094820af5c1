// The numbers of a passage as arithmetic writes them: a result has one decimal more than the matrices, its factors
// have two, so that whoever works with the factors comes to the result.

/** @import { Cell, Passage } from "./cells.js" */

import { cellOf } from "./cells.js";
import { given, rounded } from "./numbers.js";

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
   */
  constructor(passage, decimals) {
    this.passage = passage;
    this.decimals = decimals;
  }

  /** @param {string} name */
  result(name) {
    return rounded(this.passage.value(name), this.decimals + 1);
  }

  /** @param {string} name */
  factor(name) {
    const { kind } = cellOf(name);
    const value = this.passage.value(name);
    if (kind === "t") return String(value);
    return ["x", "W", "b"].includes(kind) ? given(value, this.decimals + 2) : this.text(value);
  }

  /**
   * A number without a name, as a factor.
   * @param {number} value
   */
  text(value) {
    return rounded(value, this.decimals + 2);
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
