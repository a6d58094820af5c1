// Where a number comes from: the formula with its terms in boxes, the method of the course's framework that computes
// each, and the arithmetic with the numbers put in. A name goes in, a reason comes out.

/** @import { Box, Origin, OriginOf, Row } from "./arithmetic.js" */
/** @import { Kind, Passage } from "./cells.js" */

import { equation } from "./agreement.js";
import { Arithmetic } from "./arithmetic.js";
import { BACKWARD } from "./backward.js";
import { cellOf, fraction, symbol } from "./cells.js";
import { FORWARD } from "./forward.js";

/**
 * @typedef {object} Reason
 * @property {string} name
 * @property {string} title
 * @property {{ html: string, text: string }} head the number itself
 * @property {"=" | "≈"} sign whether the boxes, as they are written, come to the number
 * @property {Box[]} boxes
 * @property {Row[]} rows
 * @property {string[]} lines of arithmetic
 * @property {string[]} sources names of the numbers that it comes from
 */

/** @type {Partial<Record<Kind, OriginOf>>} */
const ORIGINS = { ...FORWARD, ...BACKWARD };

/** @type {Partial<Record<Kind, string>>} */
const GIVEN = {
  x: "drawn by the seed, or typed",
  W: "drawn by the seed, or typed",
  b: "drawn by the seed, or typed",
  t: "1 for the pattern's class, 0 for the others",
};

export class Reasons {
  /**
   * @param {Passage} passage
   * @param {number} decimals of the numbers in the matrices
   * @param {boolean} [brief] no number has more
   */
  constructor(passage, decimals, brief = false) {
    this.passage = passage;
    this.arithmetic = new Arithmetic(passage, decimals, 0, brief);
  }

  /**
   * @param {string} name
   * @returns {Reason}
   */
  of(name) {
    const cell = cellOf(name);
    const text = this.arithmetic.result(name);
    /** @param {number} more digits */
    const originWith = (more) =>
      ORIGINS[cell.kind]?.(this.arithmetic.with(more), cell, name) ?? ofGiven(cell.kind);
    const { more, sign } = equation((digits) => product(originWith(digits).boxes), text);
    const origin = originWith(more);
    const names = new Set(origin.boxes.flatMap((box) => box.names).concat(origin.more || []));
    names.delete(name);
    return {
      name,
      title: titleOf(this.passage, name),
      head: { html: this.passage.symbolOf(name), text },
      sign,
      boxes: origin.boxes,
      rows: origin.rows,
      lines: origin.lines,
      sources: [...names],
    };
  }
}

/**
 * Boxes as one text of arithmetic.
 * @param {Box[]} boxes
 */
const product = (boxes) => boxes.map(({ op, text }, i) => `${op || (i ? "·" : "")}(${text})`).join(" ");

/**
 * @param {Kind} kind
 * @returns {Origin}
 */
const ofGiven = (kind) => ({ boxes: [], rows: [], lines: [`Given: ${GIVEN[kind]}.`] });

/**
 * What a number is, in words.
 * @param {Passage} passage
 * @param {string} name
 */
function titleOf(passage, name) {
  const { kind, layer, at } = cellOf(name);
  const html = passage.symbolOf(name);
  const last = at[at.length - 1];
  const top = passage.depth;
  const ofLayer = top > 2 && layer ? ` of layer ${layer}` : "";
  const unit = layer === top ? `output ${last}` : `hidden unit ${last}${ofLayer}`;
  const from = `${layer === 1 ? "input" : "hidden unit"} ${at[1]}`;
  const way = `from ${from} to ${layer === top ? "output" : "hidden unit"} ${at[0]}`;
  /** @type {Record<Kind, string>} */
  const words = {
    x: `Input ${html}`,
    t: `Target ${html}`,
    W: `Weight ${html}, ${way}`,
    b: `Bias ${html} of ${unit}`,
    z: `What arrives at ${unit}`,
    h: `What ${unit} answers`,
    y: `Probability of class ${last}`,
    E: "Error of one pattern",
    ME: passage.n > 1 ? "Mean error of the batch" : "Error",
    NE: "Error after the update",
    dy: `How the error changes with ${symbol("y", 0, last)}`,
    J: `How ${symbol("y", 0, at[1])} changes with ${symbol("z", top, at[2])}`,
    c: `How the error changes with ${symbol("z", top, last)}: the chain`,
    g: `Error signal of ${unit}<span class="ratio">: ${fraction(symbol("z", layer, last))}</span>`,
    s: `Error signal that comes back to ${unit}`,
    f: `Slope of ${unit}`,
    dW: `How the error changes with ${symbol("w", layer, at.join(""))}, ${way}`,
    db: `How the error changes with ${symbol("b", layer, last)}, the bias of ${unit}`,
    nW: `Weight ${way}, one step on`,
    nb: `Bias of ${unit}, one step on`,
  };
  const ofOne = passage.n > 1 && /^([xtzhyEJcgsf]|dy)$/.test(kind);
  return words[kind] + (ofOne ? `, pattern ${at[0]} of ${passage.n}` : "");
}
