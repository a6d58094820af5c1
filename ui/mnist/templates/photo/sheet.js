// The sheet itself: an opaque picture from one with transparency, without the frames and bars around it. As
// datasets/photos/sheet.py, which says why.

import { emptyPlane, quantile } from "./levels.js";

/** @import { Plane } from "./levels.js" */

/**
 * Pixels as a canvas gives them: red, green, blue and alpha, row by row.
 * @typedef {{ data: Uint8ClampedArray | Uint8Array, width: number, height: number }} Pixels
 */

/** @typedef {[Plane, Plane, Plane]} Colours red, green and blue */

const SOLID = 128; // alpha from which a pixel counts as painted
const SAME = 24; // grey levels by which the pixels of a frame differ at most
const OTHER = 40; // grey levels by which a frame differs from what it frames at least
const FRAMES = 3; // that may lie one within the other

/**
 * @template T
 * @param {(k: number) => T} make
 * @returns {[T, T, T]}
 */
export const three = (make) => [make(0), make(1), make(2)];

/**
 * The places along the edge: top, bottom, left, right.
 * @param {number} width
 * @param {number} height
 */
export function edgeOf(width, height) {
  const places = [];
  for (let x = 0; x < width; x++) places.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y++) places.push(y * width, y * width + width - 1);
  return places;
}

/**
 * Red, green and blue of a picture whose transparency has become paper, or ink.
 * @param {Pixels} pixels
 * @returns {Colours}
 */
export function opaque({ data, width, height }) {
  const n = width * height,
    edge = edgeOf(width, height).map((i) => data[4 * i + 3]),
    /** @type {number[]} */
    solid = [];
  for (let i = 0; i < n; i++) if (data[4 * i + 3] >= SOLID) solid.push(i);
  let fill = [255, 255, 255];
  if (quantile(edge, 0.5) < SOLID && solid.length) {
    fill = three((k) =>
      quantile(
        solid.map((i) => data[4 * i + k]),
        0.5,
      ),
    );
    const others = solid.filter((i) => fill.some((level, k) => Math.abs(data[4 * i + k] - level) > 2 * SAME));
    if (25 * others.length < solid.length) {
      const alpha = emptyPlane(width, height);
      for (let i = 0; i < n; i++) alpha.values[i] = data[4 * i + 3];
      return [alpha, alpha, alpha];
    }
  }
  return three((k) => {
    const plane = emptyPlane(width, height);
    for (let i = 0; i < n; i++) {
      const shown = data[4 * i + 3];
      plane.values[i] = Math.floor((data[4 * i + k] * shown + fill[k] * (255 - shown) + 127) / 255);
    }
    return plane;
  });
}

/**
 * Picture without frames of one colour, and without bars at its sides.
 * @param {Colours} colours
 */
export function peeled(colours) {
  let cut = colours;
  for (let round = 0; round < FRAMES; round++) {
    const before = cut;
    for (const side of SIDES) {
      const depth = frameDepth(cut, side);
      if (depth) cut = cutOff(cut, side, depth);
    }
    if (cut === before) break;
  }
  return cut;
}

/** @typedef {{ rows: boolean, backwards: boolean }} Side rows, or else columns, from the first, or from the last */

const SIDES = [
  { rows: true, backwards: false },
  { rows: true, backwards: true },
  { rows: false, backwards: false },
  { rows: false, backwards: true },
];

/**
 * How many of the first lines are a frame; 0 where the picture goes on in the same colour, as paper does.
 * @param {Colours} colours
 * @param {Side} side
 */
function frameDepth(colours, side) {
  const n = side.rows ? colours[0].height : colours[0].width,
    limit = Math.floor(n / 3),
    quarter = Math.floor(n / 4),
    colour = colourOf(lineOf(colours, side, 0));
  let depth = 0;
  while (depth < limit && isFrame(lineOf(colours, side, depth), colour)) depth++;
  if (depth === 0 || depth === limit) return 0;
  const others = [];
  for (let k = depth; k < Math.min(n, depth + quarter + 5); k++)
    others.push(apart(colourOf(lineOf(colours, side, k)), colour) > OTHER);
  const start = others.slice(0, 5).indexOf(true);
  if (start < 0) return 0;
  const after = others.slice(start, start + Math.max(1, quarter)),
    many = after.filter(Boolean).length;
  return 10 * many >= 9 * after.length ? depth + start + 2 : 0; // two more: the edge is blurred
}

/**
 * Whether nearly all pixels of a line have one colour, which is that of the frame.
 * @param {Int32Array[]} line
 * @param {number[]} colour
 */
function isFrame(line, colour) {
  const middle = colourOf(line),
    n = line[0].length;
  let alike = 0;
  for (let i = 0; i < n; i++)
    alike += Number(
      apart(
        line.map((levels) => levels[i]),
        middle,
      ) <= SAME,
    );
  return 20 * alike >= 19 * n && apart(middle, colour) <= SAME;
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
const apart = (one, other) => Math.max(...one.map((level, k) => Math.abs(level - other[k])));

/** @param {Int32Array[]} line */
const colourOf = (line) => line.map((levels) => quantile(levels, 0.5));

/**
 * Red, green and blue of a line, counted from its side.
 * @param {Colours} colours
 * @param {Side} side
 * @param {number} k
 */
function lineOf(colours, { rows, backwards }, k) {
  return colours.map(({ values, width, height }) => {
    const n = rows ? height : width,
      at = backwards ? n - 1 - k : k;
    if (rows) return values.slice(at * width, (at + 1) * width);
    return Int32Array.from({ length: height }, (_, y) => values[y * width + at]);
  });
}

/**
 * @param {Colours} colours
 * @param {Side} side
 * @param {number} depth
 */
function cutOff(colours, { rows, backwards }, depth) {
  const top = rows && !backwards ? depth : 0,
    left = !rows && !backwards ? depth : 0;
  return three((k) => {
    const { values, width, height } = colours[k],
      less = emptyPlane(width - (rows ? 0 : depth), height - (rows ? depth : 0));
    for (let y = 0; y < less.height; y++)
      for (let x = 0; x < less.width; x++)
        less.values[y * less.width + x] = values[(y + top) * width + x + left];
    return less;
  });
}
