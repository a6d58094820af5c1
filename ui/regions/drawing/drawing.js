// Own points as a value in the browser: their text, which stands in the link too, and the steps that undo goes back.

/** @import { Points } from "../../browser/maps/map.js" */

/**
 * A point that a hand has drawn, of class k, from 0.
 * @typedef {{ x: number, y: number, k: number }} DrawnPoint
 */

const PLACES_A_SIDE = 2001,
  STEPS_A_UNIT = 200,
  SIDE = 5; // as in datasets/point_table.py
const BITS = [18, 12, 6, 0]; // behind each of a point's four letters
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Four letters for each point: a number below 2²⁴, its highest six bits first.
 * @param {DrawnPoint[]} points
 */
export const encodePoints = (points) => points.map(encodePoint).join("");

/** @param {DrawnPoint} point */
function encodePoint({ x, y, k }) {
  const [column, row] = [x, y].map((v) => Math.round((v + SIDE) * STEPS_A_UNIT)),
    number = (k * PLACES_A_SIDE + column) * PLACES_A_SIDE + row;
  return BITS.map((shift) => LETTERS[(number >> shift) & 63]).join("");
}

/** @param {string} text */
export const decodePoints = (text) =>
  Array.from({ length: text.length / 4 }, (_, i) => decodePoint(text.slice(4 * i, 4 * i + 4)));

/**
 * @param {string} letters
 * @returns {DrawnPoint}
 */
function decodePoint(letters) {
  const number = [...letters].reduce((sum, letter) => 64 * sum + LETTERS.indexOf(letter), 0),
    rest = Math.floor(number / PLACES_A_SIDE);
  return {
    x: (rest % PLACES_A_SIDE) / STEPS_A_UNIT - SIDE,
    y: (number % PLACES_A_SIDE) / STEPS_A_UNIT - SIDE,
    k: Math.floor(rest / PLACES_A_SIDE),
  };
}

/** @param {number} v */
export const onGrid = (v) => Math.round(Math.min(SIDE, Math.max(-SIDE, v)) * STEPS_A_UNIT) / STEPS_A_UNIT;

/**
 * The same points as the arrays of a block: within each class every nth one is for validation (0: none is).
 * @param {DrawnPoint[]} points
 * @param {number} nth
 * @returns {Points}
 */
export function splitPoints(points, nth) {
  /** @type {DrawnPoint[]} */
  const training = [];
  /** @type {DrawnPoint[]} */
  const validation = [];
  const seen = [0, 0, 0];
  for (const point of points) {
    seen[point.k] += 1;
    (nth && seen[point.k] % nth === 0 ? validation : training).push(point);
  }
  return {
    training_inputs: inputsOf(training),
    training_labels: labelsOf(training),
    validation_inputs: inputsOf(validation),
    validation_labels: labelsOf(validation),
  };
}

/** @param {DrawnPoint[]} points */
const inputsOf = (points) => Float32Array.from(points.flatMap(({ x, y }) => [x, y]));

/** @param {DrawnPoint[]} points */
const labelsOf = (points) => Uint8Array.from(points, ({ k }) => k);

const MOST_UNDONE = 200;

/** Texts that were drawn one after the other, and the place among them where the hand is. */
export class Undo {
  /** @type {string[]} */
  texts = [];
  at = -1;

  /** @returns {string | undefined} */
  get text() {
    return this.texts[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.texts.length - 1;
  }

  /**
   * A new drawing: steps that had been undone before are forgotten.
   * @param {string} text
   */
  add(text) {
    if (text === this.text) return;
    this.texts = [...this.texts.slice(0, this.at + 1), text].slice(-MOST_UNDONE);
    this.at = this.texts.length - 1;
  }

  /**
   * One step back or forward; tells whether there was one.
   * @param {-1 | 1} step
   */
  go(step) {
    if (this.texts[this.at + step] === undefined) return false;
    this.at += step;
    return true;
  }
}
