// Ink is what differs from the paper around it: the local paper, the distance in colour from it, and a threshold. As
// datasets/photos/paper.py, which says why.

import { changed, closing, emptyPlane, quantile, softened, transposed } from "./levels.js";
import { edgeOf, three } from "./sheet.js";

/** @import { Plane } from "./levels.js" */
/** @import { Colours } from "./sheet.js" */

const LEAST_LIGHT = 32; // level of paper below which less light is not made up for
const GRAIN = 3; // times the paper's own variation that ink must differ from it; and six grey levels more
const SURE = 256; // times that the edge must speak for one side of the paper to decide against the rest

/**
 * A sheet whose ink has been found.
 * @typedef {object} Inked
 * @property {Colours} paper its colour as it would be without ink
 * @property {Plane} distance how far each pixel's colour is from it; the paper's own grain is 0
 * @property {number | null} threshold distances above it are ink; null where there is none
 * @property {boolean[]} darker for red, green and blue: whether ink is darker than paper
 */

/**
 * Paper and ink of a sheet.
 * @param {Colours} colours
 * @returns {Inked}
 */
export function inked(colours) {
  const [{ width, height }] = colours,
    reach = Math.max(2, Math.floor(Math.max(width, height) / 8)),
    squares = new Float64Array(width * height),
    /** @type {boolean[]} */
    darker = [];
  const paper = three((k) => {
    const levels = softened(colours[k]),
      isDarker = inkIsDarker(levels, reach),
      ground = isDarker ? paperOf(levels, reach) : flipped(paperOf(flipped(levels), reach));
    for (let i = 0; i < squares.length; i++)
      squares[i] += Math.max(0, farFrom(ground.values[i], levels.values[i], isDarker)) ** 2;
    darker.push(isDarker);
    return ground;
  });
  const raw = Int32Array.from(squares, (square) => Math.floor(Math.sqrt(square / 3))),
    level = quantile(raw, 0.4),
    grain = level - quantile(raw, 0.1),
    values = raw.map((far) => Math.max(0, far - level)),
    sure = values.filter((far) => far > GRAIN * grain + 6);
  return {
    paper,
    distance: { values, width, height },
    threshold: sure.length ? otsu(sure) : null,
    darker,
  };
}

/**
 * How far a level is from the paper's: of dark ink as a share of the light that falls there.
 * @param {number} paper
 * @param {number} level
 * @param {boolean} isDarker
 */
const farFrom = (paper, level, isDarker) =>
  isDarker ? Math.floor((255 * (paper - level)) / Math.max(paper, LEAST_LIGHT)) : level - paper;

/** @param {Plane} plane */
const flipped = (plane) => changed(plane, (v) => 255 - v);

/**
 * Whether narrow things are darker than most of what is around them, or lighter.
 * @param {Plane} levels
 * @param {number} reach
 */
function inkIsDarker(levels, reach) {
  const near = Math.max(2, Math.floor(reach / 2)),
    filled = closing(levels, near),
    cut = closing(flipped(levels), near);
  /** @param {(i: number) => number} middle */
  const votes = (middle) => {
    let dark = 0,
      light = 0;
    levels.values.forEach((v, i) => {
      dark += Math.min(filled.values[i] - v, Math.max(0, middle(i) - v)) ** 2;
      light += Math.min(cut.values[i] - 255 + v, Math.max(0, v - middle(i))) ** 2;
    });
    return { dark, light };
  };
  const edge = quantile(
    edgeOf(levels.width, levels.height).map((i) => levels.values[i]),
    0.5,
  );
  const first = votes(() => edge);
  if (Math.max(first.dark, first.light) > SURE * Math.min(first.dark, first.light))
    return first.dark >= first.light;
  const medians = localMedians(levels).values,
    second = votes((i) => medians[i]);
  return second.dark >= second.light;
}

/**
 * Where each quarter of a side begins and ends, and the window of half the side around it.
 * @param {number} side
 */
function quarters(side) {
  const margin = Math.floor(side / 8);
  return [0, 1, 2, 3].map((k) => {
    const from = Math.floor((k * side) / 4),
      to = Math.floor(((k + 1) * side) / 4);
    return { from, to, first: Math.max(0, from - margin), last: Math.min(side, to + margin) };
  });
}

/**
 * Median around each sixteenth of the picture, in a window of half its sides.
 * @param {Plane} plane
 */
function localMedians({ values, width, height }) {
  const medians = emptyPlane(width, height);
  for (const rows of quarters(height)) {
    for (const columns of quarters(width)) {
      if (rows.to === rows.from || columns.to === columns.from) continue;
      const window = [];
      for (let y = rows.first; y < rows.last; y++)
        for (let x = columns.first; x < columns.last; x++) window.push(values[y * width + x]);
      const middle = quantile(window, 0.5);
      for (let y = rows.from; y < rows.to; y++)
        medians.values.fill(middle, y * width + columns.from, y * width + columns.to);
    }
  }
  return medians;
}

/**
 * Closing of a picture that goes on beyond its edges as its paper does there.
 * @param {Plane} levels
 * @param {number} reach
 */
function paperOf(levels, reach) {
  const { width, height } = levels,
    ground = closing(levels, reach),
    tall = extended(levels, ground, reach),
    tallGround = extended(ground, ground, reach),
    wide = transposed(extended(transposed(tall), transposed(tallGround), reach)),
    whole = closing(wide, reach),
    paper = emptyPlane(width, height);
  for (let y = 0; y < height; y++) {
    const from = (y + 2 * reach) * wide.width + 2 * reach;
    paper.values.set(whole.values.subarray(from, from + width), y * width);
  }
  return paper;
}

/**
 * Lines of a picture, with twice the reach more before and behind them.
 * @param {Plane} levels
 * @param {Plane} ground
 * @param {number} reach
 * @returns {Plane}
 */
function extended({ values, width, height }, ground, reach) {
  const more = 2 * reach,
    long = emptyPlane(width, height + 2 * more);
  long.values.set(values, more * width);
  for (let x = 0; x < width; x++) {
    for (const isBehind of [false, true]) {
      const [first, second, third] = [1, 2, 3].map((k) => {
        const line = Math.min(height - 1, k * reach);
        return ground.values[(isBehind ? height - 1 - line : line) * width + x];
      });
      for (let k = 1; k <= more; k++) {
        const y = isBehind ? more + height - 1 + k : more - k;
        long.values[y * width + x] = beyond(first, second, third, reach, k);
      }
    }
  }
  return long;
}

/**
 * So many pixels out the paper falls on as it does inside, in a line or a parabola, whichever is darker.
 * @param {number} first its level one reach inside
 * @param {number} second two reaches inside
 * @param {number} third
 * @param {number} reach
 * @param {number} k
 */
function beyond(first, second, third, reach, k) {
  const out = reach + k,
    line = first + Math.floor(((first - second) * out) / reach),
    bend = (first - 2 * second + third) * out * (out + reach),
    parabola = first + Math.floor(((first - second) * out * 2 * reach + bend) / (2 * reach * reach));
  return Math.max(Math.min(first, line, parabola), Math.floor(first / 3));
}

/**
 * Threshold that parts levels into two classes with the largest variance between them (Otsu, 1979).
 * @param {Int32Array} levels
 */
function otsu(levels) {
  const counts = new Float64Array(levels.reduce((a, b) => Math.max(a, b), 0) + 1);
  levels.forEach((level) => counts[level]++);
  const sum = counts.reduce((all, count, level) => all + count * level, 0);
  let below = 0,
    sumBelow = 0,
    most = -1,
    best = 0;
  counts.forEach((count, level) => {
    below += count;
    sumBelow += count * level;
    const apart = sum * below - levels.length * sumBelow,
      sizes = below * (levels.length - below);
    const between = sizes > 0 ? (apart * apart) / sizes : -1;
    if (between > most) {
      most = between;
      best = level;
    }
  });
  return best;
}
