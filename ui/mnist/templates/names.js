// What the page calls weights and scores, as html: W with its layer above and its digit below.

/** @import { Subject } from "./scene.js" */

/** @param {number} layer from 1 */
export const superscript = (layer) => `<sup>(${layer})</sup>`;

/**
 * @param {string} name
 * @param {number} k
 */
export const subscript = (name, k) => `${name}<sub>${k}</sub>`;

/**
 * The templates of a digit, or of a digit against its rival.
 * @param {Subject} subject
 * @param {number} layer from 0
 */
export function nameOfTemplate({ digit, rival, pair, nHidden }, layer) {
  const matrix = `<i>W</i>${nHidden ? superscript(layer + 1) : ""}`;
  return pair ? `${subscript(matrix, digit)} − ${subscript(matrix, rival)}` : subscript(matrix, digit);
}

/** @param {number} unit of the first hidden layer, from 0 */
export const nameOfUnit = (unit) => `<i>w</i>${superscript(1)}<sub>${unit + 1}</sub>`;

/**
 * The weights that are shown large.
 * @param {Subject} subject
 */
export function nameOf(subject) {
  if (subject.unit !== null) return nameOfUnit(subject.unit);
  if (subject.kind === "matrix") return `<i>W</i>${superscript(subject.layer + 1)}`;
  return nameOfTemplate(subject, subject.layer);
}

/**
 * What the running sum ends at.
 * @param {Subject} subject
 */
export function nameOfScore({ digit, rival, unit, pair }) {
  if (unit !== null) return subscript(`<i>z</i>${superscript(1)}`, unit + 1);
  const score = subscript("<i>z</i>", digit);
  return pair ? `${score} − ${subscript("<i>z</i>", rival)}` : score;
}
