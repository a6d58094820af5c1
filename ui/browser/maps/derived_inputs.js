// What a network is given for places of the plane: the coordinates, or functions of them, each with its line from
// `datasets/derived_inputs.py`. Arrays are feature-major, as in `network.js`.

import { axisName, escaped, PLAIN } from "./units.js";

/** @import { Units } from "./units.js" */

/**
 * One input of a network: its name in the link, and what the page calls it. A network without a list of them has the
 * coordinates.
 * @typedef {{ name: string, title: string }} Input
 */

/**
 * From an input's name to what writes its values at places (x, y), each a loop of its own.
 * @type {Record<string, (x: Float32Array, y: Float32Array, out: Float32Array) => void>}
 */
const DERIVE = {
  // Python writes here: the line of each input in datasets.derived_inputs.DERIVED_INPUTS.
};

/**
 * The inputs of n places; the places themselves where these are the inputs.
 * @param {Input[] | undefined} inputs
 * @param {Float32Array} points x of all places, then y
 */
export function derivedInputs(inputs, points) {
  if (!inputs) return points;
  const n = points.length / 2,
    out = new Float32Array(inputs.length * n);
  writeInputs(inputs, points, out);
  return out;
}

/**
 * The same into an array that is there, after the places have moved.
 * @param {Input[]} inputs
 * @param {Float32Array} points
 * @param {Float32Array} out
 */
export function writeInputs(inputs, points, out) {
  const n = points.length / 2;
  inputs.forEach(({ name }, i) => {
    if (!DERIVE[name]) throw new Error(`derived_inputs.js has no line for ${name}`);
    DERIVE[name](points.subarray(0, n), points.subarray(n), out.subarray(i * n, (i + 1) * n));
  });
}

/**
 * An input as plain text.
 * @param {Input[] | undefined} inputs
 * @param {number} i
 */
export const inputText = (inputs, i) => (inputs ? inputs[i].title : `x${"₁₂"[i]}`);

/**
 * An input in HTML: the letters of a formula, or for a coordinate the visitor's own name of its axis.
 * @param {Input[] | undefined} inputs
 * @param {number} i
 * @param {Units} [units]
 */
export function inputHtml(inputs, i, units) {
  if (!inputs) return axisName(units, i ? 1 : 0);
  const axis = PLAIN.axes.indexOf(inputs[i].name);
  return axis < 0 ? titleHtml(inputs[i].title) : axisName(units, axis ? 1 : 0);
}

/**
 * A title with its letters slanted, and its signs below and above the line.
 * @param {string} title
 */
export const titleHtml = (title) =>
  escaped(title)
    .replace(/x(?![a-z])/g, "<i>x</i>")
    .replace(/[₁₂]/g, (sign) => `<sub>${"₁₂".indexOf(sign) + 1}</sub>`)
    .replace(/[²³]/g, (sign) => `<sup>${"²³".indexOf(sign) + 2}</sup>`);

/**
 * Several inputs in words, as in "x₁², x₂² and |x|".
 * @param {Input[]} inputs
 */
export function inputsWords(inputs) {
  const titles = inputs.map(({ title }) => title),
    last = titles[titles.length - 1];
  return titles.length > 1 ? `${titles.slice(0, -1).join(", ")} and ${last}` : last;
}
