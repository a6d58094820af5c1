// The gradient by one weight into the blamed unit: the unit's error signal times what the weight carries.

/** @import { Passage } from "../passage/cells.js" */

import { Arithmetic } from "../passage/arithmetic.js";
import { nameOf, parse } from "../passage/cells.js";
import { bracketed } from "../passage/numbers.js";

/**
 * The weight in hand where it leads to the unit, else the unit's first one; the formula, and where it comes from.
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} j
 * @param {string} weight that is nudged
 * @param {number} decimals
 * @param {boolean} [brief] no number has more
 */
export function productOf(passage, layer, j, weight, decimals, brief = false) {
  const cell = parse(weight);
  const isIts = cell?.kind === "W" && cell.layer === layer && cell.at[0] === j;
  const i = isIts ? cell.at[1] : 1;
  const own = nameOf("g", layer, 1, j);
  const source = passage.answer(layer - 1, 1, i);
  const name = nameOf("dW", layer, j, i);
  const arithmetic = new Arithmetic(passage, decimals, 0, brief);
  const product = arithmetic.leading(
    (a) => `${bracketed(a.factor(own))} · ${bracketed(a.factor(source))}`,
    arithmetic.result(name),
  );
  const html =
    `<p>${passage.symbolOf(name)} = ${passage.symbolOf(own)} · ${passage.symbolOf(source)}</p>` +
    `<p>${product} <b>${arithmetic.result(name)}</b></p>`;
  return { html, own, sources: [own, source], edge: `${layer}_${j}_${i}`, text: arithmetic.result(name) };
}
