// Own points as a value in the browser: their text, which stands in the link too, and the steps that undo goes back.

/** @import { Points } from "../../browser/maps/map.js" */

/**
 * A point on the plane, of class k, from 0; `own` are the visitor's own numbers, where the text says them exactly.
 * @typedef {{ x: number, y: number, k: number, own?: [number, number] }} DrawnPoint
 */

/**
 * What stands in front of the points in their text, which stays as points come and go, and the way to own numbers.
 * @typedef {object} Form
 * @property {string} prefix
 * @property {boolean} isExact
 * @property {[number, number]} origin
 * @property {[number, number]} scale
 */

const PLACES_A_SIDE = 2001,
  STEPS_A_UNIT = 200,
  SIDE = 5; // as in datasets/point_table.py
const BITS = [18, 12, 6, 0]; // behind each of a point's four letters
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const BYTES = 18; // of an exact point: two of its class, eight of each number
const DIGITS = 10; // of the numbers of a point that a hand has set among exact ones
const PLAIN_PREFIX = "..";

/** @type {Pick<Form, "origin" | "scale">} */
const AS_THEY_ARE = { origin: [0, 0], scale: [1, 1] };

/**
 * A text as `datasets/point_table.py` writes it: points, and what stands in front of them.
 * @param {string} text
 * @returns {{ form: Form, points: DrawnPoint[] }}
 */
export function openText(text) {
  const hasPrefix = text === "" || ".~".includes(text[0]),
    prefix = text === "" ? PLAIN_PREFIX : hasPrefix ? text.slice(0, text.indexOf(".", 1) + 1) : "",
    isExact = prefix[0] === "~",
    form = { prefix, isExact, ...(isExact ? unitsIn(prefix) : AS_THEY_ARE) },
    letters = text.slice(text === "" ? 0 : prefix.length);
  return { form, points: isExact ? decodeExact(letters, form) : decodePoints(letters) };
}

/**
 * The text of these points; none have none, so that a drawing begun anew has no names of an old one.
 * @param {Form} form
 * @param {DrawnPoint[]} points
 */
export function writeText(form, points) {
  if (!points.length) return "";
  return form.prefix + (form.isExact ? encodeExact(points, form) : encodePoints(points));
}

/**
 * Origin and scale from the names and units in a prefix.
 * @param {string} prefix
 */
function unitsIn(prefix) {
  const told = prefix.slice(1, -1).replaceAll("-", "+").replaceAll("_", "/");
  if (!told) return AS_THEY_ARE;
  const bytes = Uint8Array.from(atob(told), (letter) => letter.charCodeAt(0)),
    [, , origin, scale] = JSON.parse(new TextDecoder().decode(bytes));
  return { origin, scale };
}

/**
 * @param {string} letters
 * @param {Form} form
 * @returns {DrawnPoint[]}
 */
function decodeExact(letters, { origin, scale }) {
  const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
      one.charCodeAt(0),
    ),
    view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / BYTES }, (_, i) => {
    /** @type {[number, number]} */
    const own = [view.getFloat64(BYTES * i + 2), view.getFloat64(BYTES * i + 10)];
    return {
      x: (own[0] - origin[0]) / scale[0],
      y: (own[1] - origin[1]) / scale[1],
      k: view.getUint16(BYTES * i),
      own,
    };
  });
}

/**
 * @param {DrawnPoint[]} points
 * @param {Form} form
 */
function encodeExact(points, { origin, scale }) {
  const view = new DataView(new ArrayBuffer(BYTES * points.length));
  points.forEach(({ x, y, k, own }, i) => {
    const numbers =
      own ?? [x, y].map((v, axis) => Number((origin[axis] + scale[axis] * v).toPrecision(DIGITS)));
    view.setUint16(BYTES * i, k);
    view.setFloat64(BYTES * i + 2, numbers[0]);
    view.setFloat64(BYTES * i + 10, numbers[1]);
  });
  let raw = "";
  for (let at = 0; at < view.byteLength; at++) raw += String.fromCharCode(view.getUint8(at));
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_");
}

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
