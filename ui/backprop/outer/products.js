// Tables of tiles: an outer product with its column of error signals and its row of what comes in, and matrices of
// the same shape without them. A tile is tinted by the share that its number has of the largest of its kind.

/** @import { Kind, Passage } from "../passage/cells.js" */

import { nameOf, range } from "../passage/cells.js";
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
 * @property {boolean} nothing whether every product is 0, for want of error signals
 */

/** @param {number[]} values */
const largest = (values) => Math.max(...values.map(Math.abs)) || 1;

/**
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} decimals
 * @returns {Products}
 */
export function productsOf(passage, layer, decimals) {
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
    nothing: mostSignal === 1 && products.every((product) => product === 0),
  };
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
  const { passage, layer, decimals, rows, columns, signal, input } = products;
  const batch = passage.n > 1;
  /** @type {(data: string, name: string) => string} */
  const edge = (data, name) => `data-${data} tabindex="-1" aria-label="${passage.spoken(name)}"`;
  /** @type {(kind: string, value: number, most: number, attributes: string) => string} */
  const tile = (kind, value, most, attributes) =>
    tileHtml(kind, value, most, attributes, rounded(value, decimals));
  const top = columns.map((j) => {
    const attributes = edge(`column="${pattern}_${j}"`, passage.answer(layer - 1, pattern, j));
    return tile("edge", input(pattern, j), products.mostInput, attributes);
  });
  const body = rows.map((k) => {
    const g = signal(pattern, k);
    const attributes = edge(`row="${pattern}_${k}"`, nameOf("g", layer, pattern, k));
    const crossings = columns.map((j) => {
      const crossing = `data-crossing="${layer}_${k}_${j}" data-product="${pattern}"`;
      return tile("", g * input(pattern, j), products.mostProduct, crossing);
    });
    return tile("edge", g, products.mostSignal, attributes) + crossings.join("");
  });
  const title = batch ? `pattern ${pattern}` : formulaOf(layer);
  const corner = `<span class="corner">g ╲ ${layer === 1 ? "x" : "h"}</span>`;
  const cross = `<div class="cross" ${styleOf(columns)}>${corner}${top.join("")}${body.join("")}</div>`;
  return `<div class="${batch ? "small" : ""}"><p class="title">${title}</p>${cross}</div>`;
}

/**
 * A matrix of the weights' shape: their gradient, themselves, or what becomes of them.
 * @param {Products} products
 * @param {Kind} kind
 * @param {string} title
 */
export function plainHtml({ passage, layer, decimals, rows, columns, mostProduct }, kind, title) {
  const crossings = rows.flatMap((k) => columns.map((j) => `${layer}_${k}_${j}`));
  const values = crossings.map((crossing) => passage.value(`${kind}${crossing}`));
  const most = kind === "dW" ? mostProduct : largest(values);
  const text = kind === "W" ? given : rounded;
  const tiles = crossings.map((crossing, i) => {
    const attributes = `data-crossing="${crossing}" data-cell="${kind}${crossing}" tabindex="-1"`;
    return tileHtml("", values[i], most, attributes, text(values[i], decimals));
  });
  const plain = `<div class="plain" ${styleOf(columns)}>${tiles.join("")}</div>`;
  return `<div><p class="title">${title}</p>${plain}</div>`;
}

/** @param {number} layer */
function formulaOf(layer) {
  const entering = layer === 1 ? "<b>x</b>" : `<b>h</b><sup>(${layer - 1})</sup>`;
  return `<b>g</b><sup>(${layer})</sup> ${entering}ᵀ = ∂<i>E</i>/∂<b>W</b><sup>(${layer})</sup>`;
}

/** @param {number[]} columns */
const styleOf = (columns) => `style="--columns:${columns.length}"`;
