// What stays as drawn, in words: which gradients a step does not use for it, and which error signals it does not need.

/** @import { Kind, Passage } from "./cells.js" */

import { cellOf, total } from "./cells.js";

/** What is found on the way back, of a layer's sums. @type {Set<Kind>} */
const SIGNALS = new Set(["dy", "J", "c", "g", "s", "f"]);

/** @type {Set<Kind>} */
const GRADIENTS = new Set(["dW", "db"]);

/** @type {Set<Kind>} */
const AFTER = new Set(["nW", "nb"]);

/**
 * Whether a step has no use for a number: the gradient of what stays as drawn, or a signal that leads to none that is
 * used.
 * @param {Passage} passage
 * @param {{ kind: Kind, layer: number }} cell layer 0 where the kind has none
 */
export const isUnused = (passage, { kind, layer }) =>
  (GRADIENTS.has(kind) && passage.isHeld({ kind, layer })) ||
  (SIGNALS.has(kind) && !passage.isNeeded(layer || passage.depth));

/**
 * Below a matrix: that a step does not use it, or leaves it as it is; "" where there is nothing to say.
 * @param {Passage} passage
 * @param {{ kind: Kind, layer: number }} table
 */
export function markOf(passage, table) {
  if (AFTER.has(table.kind) && passage.isHeld(table)) return "as drawn";
  if (!isUnused(passage, table)) return "";
  return GRADIENTS.has(table.kind) ? "not used" : "not needed";
}

/**
 * What is to be said of a number because something stays as drawn; "" where nothing is.
 * @param {Passage} passage
 * @param {string} name
 */
export function stayingWords(passage, name) {
  const { kind, layer } = cellOf(name);
  if (passage.isHeld({ kind, layer })) {
    const held = heldWords(passage, layer, /W$/.test(kind) ? "weights" : "biases");
    return GRADIENTS.has(kind) ? `Not used by a step: ${held}.` : `${held[0].toUpperCase()}${held.slice(1)}.`;
  }
  if (!isUnused(passage, { kind, layer })) return "";
  if (!passage.isNeeded(passage.depth)) return "Not needed for a step: nothing learns.";
  const up = layer > 1 ? `the layers up to ${layer} stay` : "layer 1 stays";
  return `Not needed for a step: ${up} as drawn.`;
}

/**
 * Say it in an element, which is hidden where there is nothing to say.
 * @param {HTMLElement} element
 * @param {Passage} passage
 * @param {string} name
 */
export function sayStaying(element, passage, name) {
  const words = name && stayingWords(passage, name);
  element.textContent = words;
  element.dataset.of = name;
  element.hidden = !words;
}

/**
 * @param {Passage} passage
 * @param {number} layer
 * @param {string} part weights or biases
 */
function heldWords({ stays, depth }, layer, part) {
  const name = layer === depth ? "the output layer" : `layer ${layer}`;
  return stays[layer - 1].every(Boolean) ? `${name} stays as drawn` : `${part} of ${name} stay as drawn`;
}

/**
 * What stays as drawn of the layer that leads to a column of units; "" where all of it learns.
 * @param {Passage} passage
 * @param {number} column
 */
export function columnMark({ stays }, column) {
  const [weights, biases] = stays[column - 1] ?? [];
  if (weights && biases) return "as drawn";
  return weights ? "weights as drawn" : biases ? "biases as drawn" : "";
}

/**
 * How many gradients there are, and how many of them a step does not use.
 * @param {Passage} passage
 */
export function countUnused({ sizes, stays }) {
  const counts = stays.map(([weights, biases], i) => {
    const [from, to] = [sizes[i], sizes[i + 1]];
    return { all: to * (from + 1), unused: to * (from * Number(weights) + Number(biases)) };
  });
  return { all: total(counts.map(({ all }) => all)), unused: total(counts.map(({ unused }) => unused)) };
}
