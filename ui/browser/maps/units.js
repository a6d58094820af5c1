// The visitor's own units on a map: the network sees a square from −5 to 5, and everything that is read has their
// numbers and names.

import { withMinus } from "../numbers.js";

/**
 * `own = origin + scale · plane` for each axis: `units_header` in `ui/plane/moments.py` packs it.
 * @typedef {object} Units
 * @property {string[]} classes names of three classes; their numbers where they have none
 * @property {number} named how many of them have a name of the visitor's
 * @property {[string, string]} axes
 * @property {[number, number]} origin
 * @property {[number, number]} scale
 */

/** @type {Units} */
export const PLAIN = {
  classes: ["1", "2", "3"],
  named: 0,
  axes: ["x1", "x2"],
  origin: [0, 0],
  scale: [1, 1],
};

const SIGNS = /[&<>"']/g;

/**
 * What a visitor wrote, as text in HTML.
 * @param {string} words
 */
export const escaped = (words) => words.replace(SIGNS, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * The visitor's own number at a place of the plane.
 * @param {Units | undefined} units
 * @param {0 | 1} axis
 * @param {number} value
 */
export const ownNumber = ({ origin, scale } = PLAIN, axis, value) => origin[axis] + scale[axis] * value;

/**
 * The place of the plane of an own number.
 * @param {Units | undefined} units
 * @param {0 | 1} axis
 * @param {number} own
 */
export const planeNumber = ({ origin, scale } = PLAIN, axis, own) => (own - origin[axis]) / scale[axis];

/**
 * The visitor's own number in words, to a hundredth of a unit of the plane.
 * @param {Units | undefined} units
 * @param {0 | 1} axis
 * @param {number} value
 */
export function ownWords(units = PLAIN, axis, value) {
  const own = ownNumber(units, axis, value),
    decimals = 2 - Math.floor(Math.log10(units.scale[axis]));
  if (decimals > 8 || Math.abs(own) >= 1e9) return withMinus(own.toPrecision(4));
  return withMinus(own.toFixed(Math.max(0, decimals)));
}

/**
 * An axis' name in HTML.
 * @param {Units | undefined} units
 * @param {0 | 1} axis
 */
export function axisName({ axes } = PLAIN, axis) {
  const name = axes[axis];
  return name === PLAIN.axes[axis] ? `<i>x</i><sub>${axis + 1}</sub>` : `<i>${escaped(name)}</i>`;
}

/**
 * A class' name as plain text: its number, where the visitor gave none.
 * @param {Units | undefined} units
 * @param {number} k
 */
export const className = ({ classes } = PLAIN, k) => classes[k] ?? String(k + 1);

/**
 * A class in words: "class 2", or the visitor's own name for it.
 * @param {Units | undefined} units
 * @param {number} k
 */
export const classWords = (units = PLAIN, k) =>
  k < units.named ? `class “${className(units, k)}”` : `class ${className(units, k)}`;

/**
 * How an input comes from the visitor's own number, in HTML; "" where it is this number.
 * @param {Units | undefined} units
 * @param {0 | 1} axis
 */
export function inputWords({ axes, origin, scale } = PLAIN, axis) {
  if (origin[axis] === 0 && scale[axis] === 1) return "";
  const sign = origin[axis] < 0 ? "+" : "−",
    away = `${sign} ${Math.abs(origin[axis])}`;
  return `<i>x</i><sub>${axis + 1}</sub> = (${escaped(axes[axis])} ${away}) / ${scale[axis]}`;
}
