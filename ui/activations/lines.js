// How the line of each activation looks: all are ink, so that dashes and marks tell them apart.

/** @import { Mark } from "../browser/curves/pen.js" */

const DASHES = [[], [9, 5], [2, 5], [14, 4, 2, 4], [5, 3], [20, 6]];
/** @type {Mark[]} */
const MARKS = ["circle", "square", "triangle", "diamond", "wedge", "bar"];

/** @param {number} index */
export const dashOf = (index) => DASHES[index % DASHES.length];

/** @param {number} index */
export const markOf = (index) => MARKS[index % MARKS.length];

/**
 * The small picture of a line, for legends and tables.
 * @param {number} index
 */
export function lineSample(index) {
  const stroke = `stroke="currentColor" stroke-width="2.6" stroke-dasharray="${dashOf(index).join(" ")}"`;
  return (
    `<svg class="sample" viewBox="0 0 34 10" aria-hidden="true">` +
    `<path d="M1 5H33" ${stroke} fill="none"/></svg>`
  );
}
