// A drawn or uploaded picture made into what MNIST would have made of it. The arithmetic is that of
// datasets/drawings.py: a test holds the two against each other.

import { SIDE } from "../picture.js";

/**
 * Grey levels from 0 to 255, row by row.
 * @typedef {{ levels: Float64Array, width: number, height: number }} Grey
 */

const BOX = 20; // pixels along the longer side of a digit
const MIDDLE = 14; // where the centre of mass goes
const INK_SHARE = 0.2; // of the strongest ink; below it is the paper's grain

/**
 * The grey level of the paper: the median along the edge.
 * @param {Grey} picture
 */
function paperOf({ levels, width, height }) {
  const edge = [];
  for (let x = 0; x < width; x++) edge.push(levels[x], levels[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) edge.push(levels[y * width], levels[y * width + width - 1]);
  edge.sort((a, b) => a - b);
  return (edge[(edge.length - 1) >> 1] + edge[edge.length >> 1]) / 2;
}

/**
 * Ink on black from dark on light paper, or light on dark: the paper is what most of the edge shows.
 * @param {Grey} picture
 * @returns {Grey}
 */
export function inkOf(picture) {
  const { levels, width, height } = picture,
    paper = paperOf(picture);
  const ink = levels.map((level) => Math.max(paper > 127.5 ? paper - level : level - paper, 0));
  const most = ink.reduce((a, b) => Math.max(a, b), 0);
  if (!most) return { levels: ink, width, height };
  const stretched = ink.map((v) => (v * (255 / most) < INK_SHARE * 255 ? 0 : v * (255 / most)));
  return { levels: stretched.map((v) => Math.floor(v + 0.5)), width, height };
}

/**
 * For each new pixel the old ones that it covers, with their shares.
 * @param {number} before how many pixels there are along a side
 * @param {number} after how many there will be
 */
function coverage(before, after) {
  return Array.from({ length: after }, (_, i) => {
    const from = (i * before) / after,
      to = ((i + 1) * before) / after;
    /** @type {[number, number][]} */
    const parts = [];
    for (let j = Math.floor(from); j < Math.min(before, Math.ceil(to)); j++) {
      const share = (Math.min(to, j + 1) - Math.max(from, j)) * (after / before);
      if (share > 0) parts.push([j, share]);
    }
    return parts;
  });
}

/**
 * Rounded half to even, as Python does.
 * @param {number} value
 */
function roundEven(value) {
  const below = Math.floor(value),
    rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/**
 * Where rows or columns of so much ink begin, so that their centre of mass stands in the middle.
 * @param {number[]} masses
 */
function cornerOf(masses) {
  let total = 0,
    moment = 0;
  masses.forEach((mass, i) => {
    total += mass;
    moment += mass * i;
  });
  const nearest = Math.ceil(MIDDLE - moment / total - 0.5 - 1e-9);
  return Math.max(0, Math.min(SIDE - masses.length, nearest));
}

/**
 * The box around all ink; null where there is none.
 * @param {Grey} picture
 */
function boxOf({ levels, width, height }) {
  let top = height,
    bottom = -1,
    left = width,
    right = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!levels[y * width + x]) continue;
      if (y < top) top = y;
      bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
    }
  }
  return bottom < 0 ? null : { top, left, tall: bottom - top + 1, wide: right - left + 1 };
}

/**
 * 784 grey levels, or null where there is no ink: the box around all ink made 20 pixels long, its centre of mass at
 * (14, 14).
 * @param {Grey} picture
 */
export function centreAsMnist(picture) {
  const box = boxOf(picture);
  if (!box) return null;
  const { levels, width } = picture,
    { top, left, tall, wide } = box,
    factor = BOX / Math.max(tall, wide);
  const rows = coverage(tall, Math.max(1, roundEven(tall * factor))),
    columns = coverage(wide, Math.max(1, roundEven(wide * factor)));
  const small = rows.map((parts) => {
    const line = new Float64Array(wide);
    for (const [j, share] of parts)
      for (let x = 0; x < wide; x++) line[x] += share * levels[(top + j) * width + left + x];
    return columns.map((pieces) => pieces.reduce((sum, [x, share]) => sum + share * line[x], 0));
  });
  const down = cornerOf(small.map((line) => line.reduce((a, b) => a + b, 0)));
  const across = cornerOf(columns.map((_, x) => small.reduce((sum, line) => sum + line[x], 0)));
  const centred = new Uint8Array(SIDE * SIDE);
  small.forEach((line, y) =>
    line.forEach((v, x) => (centred[(down + y) * SIDE + across + x] = Math.floor(v + 0.5))),
  );
  return centred;
}
