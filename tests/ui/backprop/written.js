// What the microscope writes of numbers, for tests of its arithmetic.

import { crossHtml, plainHtml, productsOf } from "../../../ui/backprop/outer/products.js";
import { cellOf, Passage, range } from "../../../ui/backprop/passage/cells.js";
import { cellText } from "../../../ui/backprop/passage/matrices.js";
import { Reasons } from "../../../ui/backprop/passage/reasons.js";
import { markOf, stayingWords } from "../../../ui/backprop/passage/staying.js";
import { differenceWords } from "../../../ui/backprop/steps/matrices.js";
import { rowsOf } from "../../../ui/backprop/steps/rows.js";
import { headlineOf } from "../../../ui/backprop/steps/words.js";

/** @import { Cell, PassageNumbers, PassagesHeader } from "../../../ui/backprop/passage/cells.js" */

/**
 * Of each number: its name, its lines, its boxes as texts, the sign between, the number itself.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {number} decimals
 * @param {string[]} names
 */
export function written(numbers, run, decimals, names) {
  const reasons = new Reasons(new Passage(numbers, run), decimals);
  return names.map((name) => {
    const { lines, boxes, sign, head } = reasons.of(name);
    return [name, lines, boxes.map(({ op, text }, i) => `${op || (i ? "·" : "")}(${text})`), sign, head.text];
  });
}

/**
 * The matrices of a step that stand in a row as an equation: what each comes to, the sign, and its numbers and those
 * that go in, as they are shown, by their names.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {number} decimals
 * @param {number} step
 */
export function tables(numbers, run, decimals, step) {
  const passage = new Passage(numbers, run);
  return rowsOf(step, passage, decimals).map(({ result, factors, more, sign }) => {
    const texts = (/** @type {string} */ matrix, digits = 0) =>
      namesIn(matrix, passage.numbers).map((name) => [
        name,
        cellText(name, passage.value(name), decimals, digits),
      ]);
    const goesIn = factors.flatMap((matrix) => texts(matrix, more));
    return [result, sign, Object.fromEntries([...texts(result), ...goesIn])];
  });
}

/**
 * @param {string} matrix
 * @param {PassageNumbers} numbers
 */
function namesIn(matrix, numbers) {
  const { kind, layer } = cellOf(matrix);
  /** @type {(found: any, name: string) => string[]} */
  const down = (found, name) =>
    Array.isArray(found) ? found.flatMap((part, i) => down(part, `${name}_${i + 1}`)) : [name];
  const all = /** @type {any} */ (numbers[kind]);
  return down(layer ? all[layer - 1] : all, matrix);
}

/**
 * The outer products of a layer as HTML: those of each pattern, the gradient, the weights and the new ones.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {number} decimals
 * @param {number} layer
 */
export function outerProducts(numbers, run, decimals, layer) {
  const passage = new Passage(numbers, run);
  const products = productsOf(passage, layer, decimals);
  const crosses = range(passage.n).map((pattern) => crossHtml(products, pattern));
  const plain = /** @type {const} */ (["dW", "W", "nW"]).map((kind) => plainHtml(products, kind, ""));
  return { crosses, plain, signs: products.digits.signs };
}

/**
 * The headline of a step.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {number} step
 */
export const headline = (numbers, run, step) => headlineOf(step, new Passage(numbers, run));

/**
 * The line below a gradient.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {string} array
 */
export const difference = (numbers, run, array) => differenceWords(new Passage(numbers, run), array, true);

/**
 * What stands below each matrix because something stays as drawn.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {Cell[]} cells kind and layer of each
 */
export const marks = (numbers, run, cells) => cells.map((cell) => markOf(new Passage(numbers, run), cell));

/**
 * What is said of a number because something stays as drawn.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {string} name
 */
export const staying = (numbers, run, name) => stayingWords(new Passage(numbers, run), name);
