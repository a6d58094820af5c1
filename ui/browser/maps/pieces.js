// The pieces of the plane on which a network is linear, by clipping: `engine.questions.linear_pieces` is the reference,
// and a test holds the two against each other. Within a piece every unit stays on one side of its kinks.

import { parameterOffsets } from "./network.js";

/** @import { ActivationFacts } from "./activations.js" */
/** @import { Extent } from "./map.js" */
/** @import { Network, Offset } from "./network.js" */

/**
 * A convex polygon, and the affine map that the network is there: score k is `weights[2k] x + weights[2k + 1] y +
 * biases[k]`. Corners stand one after the other, x before y, in units of the plane.
 * @typedef {object} Piece
 * @property {number[]} corners
 * @property {number[]} above for each hidden layer the number of units that are above their last kink: of relus, on
 * @property {Float64Array} weights
 * @property {Float64Array} biases
 */

/** @typedef {Pick<ActivationFacts, "kinks" | "segments">} Straight */

const ON_THE_LINE = 1e-12; // a corner so close to a line lies on it, as a share of the largest distance of a corner

/** A network with more pieces gets none drawn: they would take seconds, and no eye tells them apart. */
export const MOST_PIECES = 6000;

/**
 * Most pieces into which so many straight lines cut the plane.
 * @param {number} n
 */
export const mostOfOneLayer = (n) => 1 + n + (n * (n - 1)) / 2;

/**
 * What a line leaves of a polygon on each side: two polygons, or the polygon itself where the line misses it.
 * @param {number[]} corners
 * @param {number} a the line is where a x + b y + c is 0
 * @param {number} b
 * @param {number} c
 */
export function halves(corners, a, b, c) {
  const n = corners.length / 2;
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < n; i++) {
    const sum = a * corners[2 * i] + b * corners[2 * i + 1] + c;
    if (sum < low) low = sum;
    if (sum > high) high = sum;
  }
  const close = ON_THE_LINE * Math.max(Math.abs(low), Math.abs(high));
  return high > close && low < -close ? cutInTwo(corners, a, b, c, close) : [corners];
}

/**
 * @param {number[]} corners
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} close
 */
function cutInTwo(corners, a, b, c, close) {
  /** @type {number[]} */
  const below = [];
  /** @type {number[]} */
  const above = [];
  let x = corners[corners.length - 2],
    y = corners[corners.length - 1],
    before = a * x + b * y + c;
  for (let i = 0; i < corners.length; i += 2) {
    const u = corners[i],
      v = corners[i + 1],
      here = a * u + b * v + c;
    if ((before > close && here < -close) || (before < -close && here > close)) {
      const share = before / (before - here),
        p = x + (u - x) * share,
        q = y + (v - y) * share;
      below.push(p, q);
      above.push(p, q);
    }
    if (here <= close) below.push(u, v);
    if (here >= -close) above.push(u, v);
    x = u;
    y = v;
    before = here;
  }
  return [below, above];
}

/**
 * The weighted sums of one layer within a piece, as affine maps of the plane: three numbers a unit.
 * @param {Float32Array | number[]} params
 * @param {Offset} offset
 * @param {Piece} piece
 */
function sumsWithin(params, { weights, biases, inputs, outputs }, piece) {
  const maps = new Float64Array(3 * outputs);
  for (let j = 0; j < outputs; j++) {
    let a = 0,
      b = 0,
      c = params[biases + j];
    for (let i = 0; i < inputs; i++) {
      const w = params[weights + j * inputs + i];
      a += w * piece.weights[2 * i];
      b += w * piece.weights[2 * i + 1];
      c += w * piece.biases[i];
    }
    maps[3 * j] = a;
    maps[3 * j + 1] = b;
    maps[3 * j + 2] = c;
  }
  return maps;
}

/**
 * The same piece behind the layer's activation: each unit goes on along the segment on which the piece lies.
 * @param {Piece} piece
 * @param {number[]} corners
 * @param {Float64Array} maps
 * @param {Straight} straight
 * @returns {Piece}
 */
function behind(piece, corners, maps, { kinks, segments }) {
  const width = maps.length / 3,
    weights = new Float64Array(2 * width),
    biases = new Float64Array(width),
    n = corners.length / 2;
  let x = 0,
    y = 0,
    above = 0;
  for (let i = 0; i < n; i++) {
    x += corners[2 * i] / n;
    y += corners[2 * i + 1] / n;
  }
  for (let j = 0; j < width; j++) {
    const a = maps[3 * j],
      b = maps[3 * j + 1],
      c = maps[3 * j + 2],
      sum = a * x + b * y + c;
    let side = kinks.length;
    while (side > 0 && sum <= kinks[side - 1]) side--;
    const [slope, shift] = segments[side];
    weights[2 * j] = slope * a;
    weights[2 * j + 1] = slope * b;
    biases[j] = slope * c + shift;
    if (side === kinks.length) above++;
  }
  return { corners, above: [...piece.above, above], weights, biases };
}

/**
 * All pieces of a network within a part of the plane; null where they are more than `MOST_PIECES`, or where a
 * parameter is not finite.
 * @param {Network} network its activations are straight between their kinks
 * @param {Float32Array | number[]} params
 * @param {Extent} extent
 * @param {Record<string, Straight>} facts of its activations
 * @returns {Piece[] | null}
 */
export function linearPieces({ sizes, activations }, params, [left, right, bottom, top], facts) {
  const offsets = parameterOffsets(sizes),
    square = [left, bottom, right, bottom, right, top, left, top];
  /** @type {Piece[]} */
  let pieces = [
    { corners: square, above: [], weights: Float64Array.of(1, 0, 0, 1), biases: new Float64Array(2) },
  ];
  for (let l = 0; l < activations.length; l++) {
    const straight = facts[activations[l]];
    /** @type {Piece[]} */
    const cut = [];
    for (const piece of pieces) {
      const maps = sumsWithin(params, offsets[l], piece);
      for (const polygon of cutBy(piece.corners, maps, straight.kinks))
        cut.push(behind(piece, polygon, maps, straight));
      if (cut.length > MOST_PIECES) return null;
    }
    pieces = cut;
  }
  const output = offsets[offsets.length - 1];
  for (const piece of pieces) {
    const maps = sumsWithin(params, output, piece);
    piece.weights = Float64Array.from({ length: 2 * output.outputs }, (_, i) => maps[3 * (i >> 1) + (i & 1)]);
    piece.biases = Float64Array.from({ length: output.outputs }, (_, k) => maps[3 * k + 2]);
  }
  return pieces.every(({ biases }) => biases.every(Number.isFinite)) ? pieces : null;
}

/**
 * @param {number[]} corners
 * @param {Float64Array} maps
 * @param {number[]} kinks
 */
function cutBy(corners, maps, kinks) {
  const polygons = [corners];
  for (let j = 0; j < maps.length; j += 3) {
    for (const kink of kinks) {
      const before = polygons.length;
      for (let i = 0; i < before; i++) {
        const [first, second] = halves(polygons[i], maps[j], maps[j + 1], maps[j + 2] - kink);
        polygons[i] = first;
        if (second) polygons.push(second);
      }
    }
  }
  return polygons;
}

/**
 * The piece in which a place lies; undefined outside of all.
 * @param {Piece[]} pieces
 * @param {number} x
 * @param {number} y
 */
export function pieceAt(pieces, x, y) {
  return pieces.find(({ corners }) => {
    let u = corners[corners.length - 2],
      v = corners[corners.length - 1];
    for (let i = 0; i < corners.length; i += 2) {
      const p = corners[i],
        q = corners[i + 1];
      if ((p - u) * (y - v) - (q - v) * (x - u) < 0) return false;
      u = p;
      v = q;
    }
    return true;
  });
}

/**
 * Why a network has no pieces: the name of the first activation that is curved; "" where it has some.
 * @param {Network} network
 * @param {Record<string, ActivationFacts>} facts
 */
export function curvedIn({ activations }, facts) {
  const curved = activations.find((name) => !facts[name].segments.length);
  return curved === undefined ? "" : facts[curved].word;
}
