// What holds together: the parts of the digit are kept, specks and what hangs on the edge are not, two digits are said.
// As datasets/photos/blobs.py, which says why.

import { changed, largest } from "./levels.js";

/** @import { Plane } from "./levels.js" */

/**
 * Ink that holds together, give or take the gaps of a dry pen.
 * @typedef {object} Blob
 * @property {number} area
 * @property {number} top
 * @property {number} bottom
 * @property {number} left
 * @property {number} right
 * @property {number} height
 * @property {number} width
 * @property {number} length along its longer side
 * @property {boolean} atEdge
 */

/**
 * Width of strokes in pixels: twice the area over the outline; 0 without ink.
 * @param {Plane} ink
 */
export function thickness({ values, width, height }) {
  let area = 0,
    outline = 0;
  /**
   * @param {number} x
   * @param {number} y
   */
  const at = (x, y) => (x < width && y < height ? values[y * width + x] : 0);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = at(x, y);
      area += here;
      outline += Number(here !== at(x + 1, y)) + Number(here !== at(x, y + 1));
      if (x === 0) outline += here;
      if (y === 0) outline += here;
    }
  }
  return outline ? (2 * area) / outline : 0;
}

/**
 * The digit among what there is of ink, at least a pixel.
 * @param {Plane} ink
 */
export function digitOf(ink) {
  const { numbers, blobs } = blobsOf(ink, Math.max(1, Math.floor(0.6 * thickness(ink)))),
    pool = offTheEdge(blobs, Math.max(ink.width, ink.height));
  const main = pool.reduce((best, blob) =>
    blob.length > best.length || (blob.length === best.length && blob.area > best.area) ? blob : best,
  );
  const others = pool.filter((blob) => blob !== main),
    rivals = others.filter((blob) => isAnotherDigit(blob, main)),
    parts = others.filter((blob) => !rivals.includes(blob) && belongs(blob, main)),
    kept = new Set([main, ...parts].map((blob) => blobs.indexOf(blob) + 1));
  return {
    ink: changed(ink, (v, i) => (v && kept.has(numbers[i]) ? 1 : 0)),
    length: main.length,
    nDigits: 1 + rivals.length,
    nSpecks: blobs.length - kept.size - rivals.length,
  };
}

/**
 * Numbers of the blobs at the pixels, from 1, and the blobs; gaps of twice the reach are bridged.
 * @param {Plane} ink
 * @param {number} reach
 */
function blobsOf(ink, reach) {
  const { width, height, values } = ink,
    { numbers, count } = labelled(largest(ink, reach));
  /** @type {Blob[]} */
  const blobs = Array.from({ length: count }, () => ({
    area: 0,
    top: height,
    bottom: -1,
    left: width,
    right: -1,
    height: 0,
    width: 0,
    length: 0,
    atEdge: false,
  }));
  values.forEach((v, i) => {
    if (!v) return;
    const blob = blobs[numbers[i] - 1],
      x = i % width,
      y = (i - x) / width;
    blob.area++;
    blob.top = Math.min(blob.top, y);
    blob.bottom = y;
    blob.left = Math.min(blob.left, x);
    blob.right = Math.max(blob.right, x);
  });
  for (const blob of blobs) {
    blob.height = blob.bottom - blob.top + 1;
    blob.width = blob.right - blob.left + 1;
    blob.length = Math.max(blob.height, blob.width);
    blob.atEdge = !blob.top || !blob.left || blob.bottom === height - 1 || blob.right === width - 1;
  }
  return { numbers, blobs };
}

/**
 * Blobs without those at the picture's edge, such as a desk or a thumb, where something within is large enough.
 * @param {Blob[]} blobs
 * @param {number} side
 */
function offTheEdge(blobs, side) {
  const within = blobs.filter((blob) => !blob.atEdge);
  if (!within.length || within.length === blobs.length) return blobs;
  const best = longest(within),
    atEdge = longest(blobs.filter((blob) => blob.atEdge));
  return 10 * best >= side && 10 * best >= 3 * Math.min(atEdge, Math.floor(side / 2)) ? within : blobs;
}

/** @param {Blob[]} blobs */
const longest = (blobs) => blobs.reduce((most, blob) => Math.max(most, blob.length), 0);

/**
 * Whether a blob is about as high as the largest, and beside, above or below it.
 * @param {Blob} blob
 * @param {Blob} main
 */
function isAnotherDigit(blob, main) {
  const beside = Math.min(blob.right, main.right) - Math.max(blob.left, main.left) + 1,
    below = Math.min(blob.bottom, main.bottom) - Math.max(blob.top, main.top) + 1;
  const isApart =
      10 * beside <= 3 * Math.min(blob.width, main.width) ||
      10 * below <= 3 * Math.min(blob.height, main.height),
    isLarge = 20 * blob.height >= 9 * main.height && 20 * blob.length >= 9 * main.length;
  return isApart && isLarge && 20 * blob.area >= 3 * main.area;
}

/**
 * Whether a blob is a stroke of the digit: near it, and no speck.
 * @param {Blob} blob
 * @param {Blob} main
 */
function belongs(blob, main) {
  const across = Math.max(blob.left, main.left) - Math.min(blob.right, main.right),
    down = Math.max(blob.top, main.top) - Math.min(blob.bottom, main.bottom),
    gap = Math.max(across, down) - 1;
  return 20 * gap <= 3 * main.length && 25 * blob.area >= main.area;
}

/**
 * Numbers of connected parts from 1, in the order of their first pixels; corners connect.
 * @param {Plane} mask
 */
function labelled({ values, width, height }) {
  const numbers = new Int32Array(values.length),
    open = [];
  let count = 0;
  for (let start = 0; start < values.length; start++) {
    if (!values[start] || numbers[start]) continue;
    numbers[start] = ++count;
    open.push(start);
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      const x = i % width,
        y = (i - x) / width;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const j = row * width + column;
          if (!values[j] || numbers[j]) continue;
          numbers[j] = count;
          open.push(j);
        }
      }
    }
  }
  return { numbers, count };
}
