// Matrices that stand in a row as an equation: the digits with which the numbers that are shown come to each other.

/** @import { Kind, Passage } from "../passage/cells.js" */

import { together } from "../passage/agreement.js";
import { times } from "../passage/arithmetic.js";
import { nameOf, range } from "../passage/cells.js";
import { cellText } from "../passage/matrices.js";
import { given } from "../passage/numbers.js";

/**
 * A row: the matrix that it comes to, the matrices that go in, their digits beyond the usual ones, and whether all of
 * the result is what it comes to with them.
 * @typedef {{ result: string, factors: string[], more: number, sign: "=" | "≈" }} Row
 */

/**
 * Each number of a matrix, by its name, as arithmetic of texts.
 * @typedef {object} Plan
 * @property {string} result
 * @property {string[]} factors
 * @property {[name: string, write: (text: (name: string) => string) => string][]} cells
 */

const RATE_DECIMALS = 6; // with which the note below the matrices says it

/**
 * @param {number} step
 * @param {Passage} passage
 * @param {number} decimals
 * @returns {Row[]}
 */
export const rowsOf = (step, passage, decimals) =>
  (PLANS[step]?.(passage) ?? []).map(({ result, factors, cells }) => {
    /** @type {(name: string, more?: number) => string} */
    const text = (name, more = 0) => cellText(name, passage.value(name), decimals, more);
    const all = cells.map(([name, write]) => ({
      write: (/** @type {number} */ more) => write((factor) => text(factor, more)),
      result: text(name),
    }));
    return { result, factors, ...together(all) };
  });

/** @type {Partial<Record<number, (passage: Passage) => Plan[]>>} */
const PLANS = { 3: outputSignals, 4: hiddenSignals, 6: updates };

/**
 * The chain through the softmax, and what is left of it.
 * @param {Passage} passage
 * @returns {Plan[]}
 */
function outputSignals({ depth, n, sizes }) {
  const classes = range(sizes[depth]);
  const over = n > 1 ? ` / ${n}` : "";
  /** @type {(cell: (n: number, k: number) => Plan["cells"][0]) => Plan["cells"]} */
  const forAll = (cell) => range(n).flatMap((pattern) => classes.map((k) => cell(pattern, k)));
  return [
    {
      result: "c",
      factors: ["dy", "J"],
      cells: forAll((pattern, k) => [
        nameOf("c", 0, pattern, k),
        (text) =>
          classes
            .map((c) => times(text(nameOf("dy", 0, pattern, c)), text(nameOf("J", 0, pattern, c, k))))
            .join(" + "),
      ]),
    },
    {
      result: nameOf("g", depth),
      factors: ["y", "t"],
      cells: forAll((pattern, k) => [
        nameOf("g", depth, pattern, k),
        (text) => `(${text(nameOf("y", 0, pattern, k))} − ${text(nameOf("t", 0, pattern, k))})${over}`,
      ]),
    },
  ];
}

/**
 * What comes back to hidden units, times their slopes.
 * @param {Passage} passage
 * @returns {Plan[]}
 */
function hiddenSignals({ depth, n, sizes }) {
  return range(depth - 1).map((layer) => ({
    result: nameOf("g", layer),
    factors: [nameOf("s", layer), nameOf("f", layer)],
    cells: range(n).flatMap((pattern) =>
      range(sizes[layer]).map((j) => {
        const [g, s, f] = /** @type {Kind[]} */ (["g", "s", "f"]).map((kind) =>
          nameOf(kind, layer, pattern, j),
        );
        return /** @type {Plan["cells"][0]} */ ([g, (text) => times(text(s), text(f))]);
      }),
    ),
  }));
}

/**
 * Weights and biases less their gradients times the learning rate; as they were where they stay as drawn.
 * @param {Passage} passage
 * @returns {Plan[]}
 */
function updates(passage) {
  const { depth, rate, sizes } = passage;
  const step = given(rate, RATE_DECIMALS);
  /** @type {(kinds: Kind[], layer: number, places: number[][]) => Plan} */
  const row = ([kind, gradient, after], layer, places) => {
    const isHeld = passage.isHeld({ kind, layer });
    return {
      result: nameOf(after, layer),
      factors: [nameOf(kind, layer), ...(isHeld ? [] : [nameOf(gradient, layer)])],
      cells: places.map((at) => [
        nameOf(after, layer, ...at),
        (text) =>
          text(nameOf(kind, layer, ...at)) +
          (isHeld ? "" : ` − ${times(step, text(nameOf(gradient, layer, ...at)))}`),
      ]),
    };
  };
  return range(depth).flatMap((layer) => {
    const units = range(sizes[layer]);
    const pairs = units.flatMap((j) => range(sizes[layer - 1]).map((i) => [j, i]));
    return [
      row(["W", "dW", "nW"], layer, pairs),
      row(
        ["b", "db", "nb"],
        layer,
        units.map((j) => [j]),
      ),
    ];
  });
}
