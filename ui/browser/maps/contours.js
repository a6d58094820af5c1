// Where a field on a square grid is zero: marching squares, with the ends of each piece placed by linear
// interpolation. Fields are Float32Array of G * G, row 0 on top; coordinates come back as column and row, as
// fractions.

import { classOf } from "./network.js";

/** @typedef {[number, number]} Place */
/** @typedef {Place[]} Line */
/** @typedef {(x1: number, y1: number, x2: number, y2: number) => void} DrawPiece */

/**
 * Pieces in one cell with corner values a b / c d (a top left, d bottom right).
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @returns {[number, number, number, number][]}
 */
function cellPieces(a, b, c, d) {
  /** @type {Place[]} */
  const ends = []; // top, right, bottom, left, as far as the line crosses them
  if (a > 0 !== b > 0) ends.push([a / (a - b), 0]);
  if (b > 0 !== d > 0) ends.push([1, b / (b - d)]);
  if (c > 0 !== d > 0) ends.push([c / (c - d), 1]);
  if (a > 0 !== c > 0) ends.push([0, a / (a - c)]);
  if (ends.length === 2) return [[...ends[0], ...ends[1]]];
  if (ends.length !== 4) return [];
  const [top, right, bottom, left] = ends;
  const joined = a > 0 === a + b + c + d > 0; // a saddle: the middle belongs to the corners a and d, or to b and c
  return joined
    ? [
        [...top, ...right],
        [...left, ...bottom],
      ]
    : [
        [...top, ...left],
        [...right, ...bottom],
      ];
}

/**
 * Draw each piece of the boundary between the classes of the largest scores.
 * @param {Float32Array} scores
 * @param {number} G
 * @param {number} nClasses
 * @param {DrawPiece} draw
 */
export function classBoundary(scores, G, nClasses, draw) {
  const n = G * G;
  const corner = new Float32Array(4 * nClasses);
  for (let row = 0; row < G - 1; row++) {
    for (let column = 0; column < G - 1; column++) {
      const p = row * G + column;
      const first = classOf(scores, p, n, nClasses);
      const same =
        classOf(scores, p + 1, n, nClasses) === first &&
        classOf(scores, p + G, n, nClasses) === first &&
        classOf(scores, p + G + 1, n, nClasses) === first;
      if (same) continue;
      for (let k = 0; k < nClasses; k++) {
        corner.set(
          [scores[k * n + p], scores[k * n + p + 1], scores[k * n + p + G], scores[k * n + p + G + 1]],
          4 * k,
        );
      }
      for (let a = 0; a < nClasses; a++) {
        for (let b = a + 1; b < nClasses; b++) pairBoundary(corner, a, b, nClasses, column, row, draw);
      }
    }
  }
}

/**
 * Within one cell, where scores a and b are equal and no third one is larger.
 * @param {Float32Array} corner the scores of each class at the four corners
 * @param {number} a
 * @param {number} b
 * @param {number} nClasses
 * @param {number} column
 * @param {number} row
 * @param {DrawPiece} draw
 */
function pairBoundary(corner, a, b, nClasses, column, row, draw) {
  /** @param {number} i */
  const difference = (i) => corner[4 * a + i] - corner[4 * b + i];
  for (const [x1, y1, x2, y2] of cellPieces(difference(0), difference(1), difference(2), difference(3))) {
    let from = 0,
      to = 1;
    for (let c = 0; c < nClasses; c++) {
      if (c === a || c === b) continue;
      // How far a is above c. Taken as linear along the piece: where it is 0, the part ends in which c is larger.
      /** @type {(x: number, y: number) => number} */
      const lead = (x, y) =>
        (1 - y) * ((1 - x) * (corner[4 * a] - corner[4 * c]) + x * (corner[4 * a + 1] - corner[4 * c + 1])) +
        y * ((1 - x) * (corner[4 * a + 2] - corner[4 * c + 2]) + x * (corner[4 * a + 3] - corner[4 * c + 3]));
      const start = lead(x1, y1),
        end = lead(x2, y2);
      if (start < 0 && end < 0) to = -1;
      else if (start < 0) from = Math.max(from, start / (start - end));
      else if (end < 0) to = Math.min(to, start / (start - end));
    }
    if (from < to) {
      draw(
        column + x1 + from * (x2 - x1),
        row + y1 + from * (y2 - y1),
        column + x1 + to * (x2 - x1),
        row + y1 + to * (y2 - y1),
      );
    }
  }
}

/**
 * The zero line of one field: pieces are joined, so that a dash runs on along the line.
 * @param {Float32Array} field
 * @param {number} G
 */
export function zeroLines(field, G) {
  /** @type {Line[]} */
  const pieces = [];
  for (let row = 0; row < G - 1; row++) {
    for (let column = 0; column < G - 1; column++) {
      const p = row * G + column;
      for (const [x1, y1, x2, y2] of cellPieces(field[p], field[p + 1], field[p + G], field[p + G + 1])) {
        pieces.push([
          [column + x1, row + y1],
          [column + x2, row + y2],
        ]);
      }
    }
  }
  return joinPieces(pieces);
}

/**
 * Polylines from pieces of two ends. Ends that meet are equal to within rounding, since both cells reckoned them
 * from the same two corners: a key of whole numbers finds them.
 * @param {Line[]} pieces
 */
export function joinPieces(pieces) {
  /** @param {Place} end */
  const key = ([x, y]) => Math.round(x * 4096) * 2097152 + Math.round(y * 4096);
  /** @type {Map<number, number[]>} */
  const at = new Map();
  pieces.forEach((piece, i) =>
    piece.forEach((end) => {
      const here = at.get(key(end));
      if (here) here.push(i);
      else at.set(key(end), [i]);
    }),
  );
  /** @type {Set<number>} */
  const used = new Set();
  /** @param {Line} line */
  const follow = (line) => {
    for (;;) {
      const end = line[line.length - 1];
      const next = (at.get(key(end)) ?? []).find((i) => !used.has(i));
      if (next === undefined) return line;
      used.add(next);
      const [a, b] = pieces[next];
      line.push(key(a) === key(end) ? b : a);
    }
  };
  /** @type {Line[]} */
  const lines = [];
  pieces.forEach((piece, i) => {
    if (used.has(i)) return;
    used.add(i);
    const forward = follow([...piece]);
    lines.push(follow(forward.reverse()));
  });
  return lines;
}
