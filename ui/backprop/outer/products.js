// Tables of tiles: an outer product with its column of error signals and its row of what comes in, and matrices of
// the same shape without them. A tile is tinted by the share that its number has of the largest of its kind.

/** @import { Kind, Passage } from "../passage/cells.js" */

import { together } from "../passage/agreement.js";
import { times } from "../passage/arithmetic.js";
import { nameOf, range } from "../passage/cells.js";
import { cellText } from "../passage/matrices.js";
import { given, rounded } from "../passage/numbers.js";

/**
 * The numbers of one layer's outer products, by pattern, unit and what comes in; `most…` is the largest of each, 1
 * where all are 0.
 * @typedef {object} Products
 * @property {Passage} passage
 * @property {number} layer
 * @property {number} decimals
 * @property {number[]} rows
 * @property {number[]} columns
 * @property {(pattern: number, k: number) => number} signal
 * @property {(pattern: number, j: number) => number} input
 * @property {number} mostSignal
 * @property {number} mostInput
 * @property {number} mostProduct
 * @property {boolean} brief
 * @property {Digits} digits
 */

/**
 * Digits that numbers have beyond the usual ones, so that they come to what follows them; where they do not, the sign
 * is ≈. `edges` are error signals and inputs, `products` those of one pattern, `dW` the gradient, `W` the weights.
 * @typedef {object} Digits
 * @property {number} W also of the gradient, from which the new weights come
 * @property {number} products
 * @property {number} edges
 * @property {Record<"weights" | "sum" | "products", "=" | "≈">} signs
 */

/** @param {number[]} values */
const largest = (values) => Math.max(...values.map(Math.abs)) || 1;

/**
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} decimals
 * @param {boolean} [brief] no number has more
 * @returns {Products}
 */
export function productsOf(passage, layer, decimals, brief = false) {
  const rows = range(passage.sizes[layer]);
  const columns = range(passage.sizes[layer - 1]);
  const patterns = range(passage.n);
  /** @type {Products["signal"]} */
  const signal = (pattern, k) => passage.value(nameOf("g", layer, pattern, k));
  /** @type {Products["input"]} */
  const input = (pattern, j) => passage.value(passage.answer(layer - 1, pattern, j));
  const products = patterns.flatMap((p) =>
    rows.flatMap((k) => columns.map((j) => signal(p, k) * input(p, j))),
  );
  const mostSignal = largest(patterns.flatMap((p) => rows.map((k) => signal(p, k))));
  return {
    passage,
    layer,
    decimals,
    rows,
    columns,
    signal,
    input,
    mostSignal,
    mostInput: largest(patterns.flatMap((p) => columns.map((j) => input(p, j)))),
    mostProduct: largest(products),
    brief,
    digits: brief ? IN_BRIEF : digitsOf(passage, layer, decimals),
  };
}

/** On the stage numbers are rounded alike, and the signs are those of the formulas.
 * @type {Digits} */
const IN_BRIEF = { W: 0, products: 0, edges: 0, signs: { weights: "=", sum: "=", products: "=" } };

const RATE_DECIMALS = 6; // with which the line below says it

/**
 * From the last to the first: the new weights as they are usually written; the gradient and the weights that come to
 * them; the products of patterns that come to the gradient; error signals and inputs that come to the products.
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} decimals
 * @returns {Digits}
 */
function digitsOf(passage, layer, decimals) {
  const crossings = range(passage.sizes[layer]).flatMap((k) =>
    range(passage.sizes[layer - 1]).map((j) => [k, j]),
  );
  const patterns = range(passage.n);
  /** @type {(name: string, more: number) => string} */
  const text = (name, more) => cellText(name, passage.value(name), decimals, more);
  /** @type {(pattern: number, at: number[], more: number) => string} */
  const product = (pattern, at, more) => productText(passage, layer, pattern, at, decimals, more);
  const rate = given(passage.rate, RATE_DECIMALS);
  const isHeld = passage.isHeld({ kind: "W", layer });
  /** @type {(at: number[], more: number) => string} */
  const less = (at, more) => ` − ${times(rate, text(nameOf("dW", layer, ...at), more))}`;
  const weights = together(
    crossings.map((at) => ({
      write: (more) => text(nameOf("W", layer, ...at), more) + (isHeld ? "" : less(at, more)),
      result: text(nameOf("nW", layer, ...at), 0),
    })),
  );
  const sum = together(
    crossings.map((at) => ({
      write: (more) =>
        patterns.map((p) => `(${product(p, at, passage.n > 1 ? more : weights.more)})`).join(" + "),
      result: text(nameOf("dW", layer, ...at), weights.more),
    })),
  );
  const ofProducts = passage.n > 1 ? sum.more : weights.more;
  const edges = together(
    patterns.flatMap((p) =>
      crossings.map((at) => ({
        write: (/** @type {number} */ more) =>
          times(text(nameOf("g", layer, p, at[0]), more), text(passage.answer(layer - 1, p, at[1]), more)),
        result: product(p, at, ofProducts),
      })),
    ),
  );
  const signs = { weights: weights.sign, sum: sum.sign, products: edges.sign };
  return { W: weights.more, products: ofProducts, edges: edges.more, signs };
}

/**
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} pattern
 * @param {number[]} at unit and what comes in
 * @param {number} decimals
 * @param {number} more
 */
function productText(passage, layer, pattern, [k, j], decimals, more) {
  const value =
    passage.value(nameOf("g", layer, pattern, k)) * passage.value(passage.answer(layer - 1, pattern, j));
  return cellText(nameOf("dW", layer, k, j), value, decimals, more);
}

/**
 * @param {string} kind
 * @param {number} value
 * @param {number} most
 * @param {string} attributes
 * @param {string} text
 */
function tileHtml(kind, value, most, attributes, text) {
  const share = Math.round((100 * Math.abs(value)) / most);
  const sign = value < 0 ? "negative" : value > 0 ? "positive" : "";
  return `<button class="tile ${kind} ${sign}" style="--share:${share}%" ${attributes}>${text}</button>`;
}

/**
 * The outer product of one pattern.
 * @param {Products} products
 * @param {number} pattern
 */
export function crossHtml(products, pattern) {
  const { passage, layer, decimals, digits, rows, columns, signal, input } = products;
  const batch = passage.n > 1;
  /** @type {(data: string, name: string) => string} */
  const edge = (data, name) => `data-${data} tabindex="-1" aria-label="${passage.spoken(name)}"`;
  /** @type {(name: string, value: number) => string} */
  const text = (name, value) => cellText(name, value, decimals, digits.edges);
  const whoHtml = (/** @type {string} */ words) => `<span class="who">${words}</span>`;
  const names = ["", "", ...columns.map((j) => passage.entering(layer, j))].map(whoHtml);
  const top = columns.map((j) => {
    const [name, value] = [passage.answer(layer - 1, pattern, j), input(pattern, j)];
    const attributes = edge(`column="${pattern}_${j}"`, name);
    return tileHtml("edge", value, products.mostInput, attributes, text(name, value));
  });
  const body = rows.map((k) => {
    const [name, g] = [nameOf("g", layer, pattern, k), signal(pattern, k)];
    const attributes = edge(`row="${pattern}_${k}"`, name);
    const crossings = columns.map((j) => {
      const crossing = `data-crossing="${layer}_${k}_${j}" data-product="${pattern}"`;
      const words = productText(passage, layer, pattern, [k, j], decimals, digits.products);
      return tileHtml("inner", g * input(pattern, j), products.mostProduct, crossing, words);
    });
    const tile = tileHtml("edge", g, products.mostSignal, attributes, text(name, g));
    return whoHtml(rowWords(products, pattern, k)) + tile + crossings.join("");
  });
  const { products: sign } = digits.signs;
  const title = batch
    ? `pattern ${pattern}${sign === "≈" ? `: ≈ ${productOf(layer)}` : ""}`
    : `${productOf(layer)} ${sign} ∂<i>E</i>/∂<b>W</b><sup>(${layer})</sup>`;
  const corner = `<span class="corner">g ╲ ${layer === 1 ? "x" : "h"}</span>`;
  const inside = [...names, whoHtml(""), corner, ...top, ...body].join("");
  const cross = `<div class="cross" ${styleOf(columns)}>${inside}</div>`;
  return `<div class="${batch ? "small" : ""}"><p class="title">${title}</p>${cross}</div>`;
}

/**
 * Whose row it is; of an output also what its error signal is made of.
 * @param {Products} products
 * @param {number} pattern
 * @param {number} k
 */
function rowWords({ passage, layer, decimals }, pattern, k) {
  if (layer < passage.depth) return `hidden unit ${k}`;
  const [y, t] = [nameOf("y", 0, pattern, k), nameOf("t", 0, pattern, k)];
  const difference = `${rounded(passage.value(y), decimals)} − ${passage.value(t)}`;
  const over = passage.n > 1 ? `(${difference}) / ${passage.n}` : difference;
  return `output ${k}: <i>y</i> − <i>t</i> = ${over} =`;
}

/**
 * A matrix of the weights' shape: their gradient, themselves, or what becomes of them.
 * @param {Products} products
 * @param {Kind} kind
 * @param {string} title
 */
export function plainHtml({ passage, layer, decimals, digits, rows, columns, mostProduct }, kind, title) {
  const crossings = rows.flatMap((k) => columns.map((j) => `${layer}_${k}_${j}`));
  const values = crossings.map((crossing) => passage.value(`${kind}${crossing}`));
  const most = kind === "dW" ? mostProduct : largest(values);
  const more = kind === "nW" ? 0 : digits.W;
  const tiles = crossings.map((crossing, i) => {
    const attributes = `data-crossing="${crossing}" data-cell="${kind}${crossing}" tabindex="-1"`;
    return tileHtml(
      "",
      values[i],
      most,
      attributes,
      cellText(`${kind}${crossing}`, values[i], decimals, more),
    );
  });
  const plain = `<div class="plain" ${styleOf(columns)}>${tiles.join("")}</div>`;
  return `<div class="${kind === "nW" ? "updated" : ""}"><p class="title">${title}</p>${plain}</div>`;
}

/**
 * Error signals times what comes in.
 * @param {number} layer
 */
function productOf(layer) {
  const entering = layer === 1 ? "<b>x</b>" : `<b>h</b><sup>(${layer - 1})</sup>`;
  return `<b>g</b><sup>(${layer})</sup> ${entering}ᵀ`;
}

/** @param {number[]} columns */
const styleOf = (columns) => `style="--columns:${columns.length}"`;
