// Ruled and squared paper: straight thin lines from side to side are taken out of the ink. As datasets/photos/rules.py,
// which says why.

import { emptyPlane, transposed } from "./levels.js";

/** @import { Plane } from "./levels.js" */

const LEAST_SIDE = 40; // pixels; a smaller picture has no lines that could be told from strokes

/**
 * Ink without ruled lines, horizontal ones and then vertical ones; and how many lines there were.
 * @param {Plane} ink
 */
export function unruled(ink) {
  const rows = withoutRows(ink),
    columns = withoutRows(transposed(rows.ink));
  return { ink: transposed(columns.ink), nLines: rows.nLines + columns.nLines };
}

/**
 * Rows by which a line that drops by a slant over the width has dropped at a column.
 * @param {number} x
 * @param {number} slant
 * @param {number} width
 */
const dropAt = (x, slant, width) => Math.floor((2 * x * slant + width) / (2 * width));

/**
 * Ink in each slanted row, in the columns from one to before another.
 * @param {Plane} ink
 * @param {number} slant
 * @param {number} from
 * @param {number} to
 */
function countRows({ values, width, height }, slant, from, to) {
  const most = Math.floor(width / 20),
    counts = new Int32Array(height + 2 * most);
  for (let x = from; x < to; x++) {
    const drop = most - dropAt(x, slant, width);
    for (let y = 0; y < height; y++) counts[y + drop] += values[y * width + x];
  }
  return counts;
}

/**
 * Ink without lines that run from left to right.
 * @param {Plane} ink
 */
function withoutRows(ink) {
  const { width, height, values } = ink,
    most = Math.floor(width / 20),
    margin = Math.floor(width / 8);
  if (Math.min(width, height) < LEAST_SIDE || !values.includes(1)) return { ink, nLines: 0 };
  let slant = 0,
    sharpest = -1,
    counts = new Int32Array();
  for (let s = -most; s <= most; s += 2) {
    const tried = countRows(ink, s, 0, width),
      sharp = tried.reduce((sum, count) => sum + count * count, 0);
    if (sharp > sharpest) [slant, sharpest, counts] = [s, sharp, tried];
  }
  const left = countRows(ink, slant, 0, margin),
    right = countRows(ink, slant, width - margin, width);
  const bands = runsOf(counts, (count) => 2 * count >= width).filter(
    ([first, last]) =>
      last - first <= Math.max(3, Math.floor(height / 60)) &&
      [left, right].every((side) => 3 * Math.max(...side.subarray(first, last)) >= margin),
  );
  const rest = { ...ink, values: values.slice() };
  for (const [first, last] of bands) takeOut(rest, ink, first - 2 - most, last + 2 - most, slant);
  return isBetter(rest, bands.length) ? { ink: rest, nLines: bands.length } : { ink, nLines: 0 };
}

/**
 * Where each run of values that hold begins and ends.
 * @param {Int32Array} values
 * @param {(value: number) => boolean} holds
 */
function runsOf(values, holds) {
  /** @type {[number, number][]} */
  const runs = [];
  let first = -1;
  for (let i = 0; i <= values.length; i++) {
    const isIn = i < values.length && holds(values[i]);
    if (isIn && first < 0) first = i;
    if (!isIn && first >= 0) {
      runs.push([first, i]);
      first = -1;
    }
  }
  return runs;
}

/**
 * Clears slanted rows, but where there is ink both above and below them.
 * @param {Plane} rest
 * @param {Plane} ink
 * @param {number} top
 * @param {number} bottom the row behind the last one
 * @param {number} slant
 */
function takeOut(rest, { values, width, height }, top, bottom, slant) {
  /**
   * @param {number} row
   * @param {number} x
   */
  const hasInk = (row, x) => {
    const y = row + dropAt(x, slant, width);
    return x >= 0 && x < width && y >= 0 && y < height && values[y * width + x] === 1;
  };
  /**
   * @param {number} row
   * @param {number} x
   */
  const nearInk = (row, x) => [-2, -1, 0, 1, 2].some((k) => hasInk(row, x + k));
  for (let x = 0; x < width; x++) {
    if (nearInk(top - 1, x) && nearInk(bottom, x)) continue;
    const drop = dropAt(x, slant, width);
    for (let y = Math.max(0, top + drop); y < Math.min(height, bottom + drop); y++)
      rest.values[y * width + x] = 0;
  }
}

/**
 * Whether there is something left to read; a single line must go on to both sides of it, else it is a stroke.
 * @param {Plane} rest
 * @param {number} nLines
 */
function isBetter(rest, nLines) {
  const box = boxOf(rest),
    { width, height } = rest;
  if (!nLines || !box || rest.values.reduce((sum, v) => sum + v, 0) < 20) return false;
  const long = Math.max(box.right - box.left, box.bottom - box.top);
  if (12 * long < Math.max(width, height)) return false;
  return nLines > 1 || (20 * box.left >= width && 20 * box.right < 19 * width);
}

/**
 * First and last row and column with ink; null where there is none.
 * @param {Plane} ink
 */
export function boxOf({ values, width, height }) {
  const box = { top: height, bottom: -1, left: width, right: -1 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!values[y * width + x]) continue;
      if (y < box.top) box.top = y;
      box.bottom = y;
      if (x < box.left) box.left = x;
      if (x > box.right) box.right = x;
    }
  }
  return box.bottom < 0 ? null : box;
}

/**
 * @param {Plane} plane
 * @param {{ top: number, bottom: number, left: number, right: number }} box
 */
export function cutOut({ values, width }, { top, bottom, left, right }) {
  const cut = emptyPlane(right - left + 1, bottom - top + 1);
  for (let y = 0; y < cut.height; y++)
    for (let x = 0; x < cut.width; x++) cut.values[y * cut.width + x] = values[(y + top) * width + x + left];
  return cut;
}
