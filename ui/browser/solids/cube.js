// What stands around a picture in three dimensions: the edges of the cube from −1 to 1, and names for its axes.

/** @import { Theme } from "../colours.js" */
/** @import { Turntable } from "./turntable.js" */

// The twelve edges of the cube, as pairs of corners.
const CUBE_EDGES = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [0, 2],
  [1, 3],
  [4, 6],
  [5, 7],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
];

/**
 * @param {number} i
 * @returns {[number, number, number]}
 */
const cubeCorner = (i) => [i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? 1 : -1];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {CanvasTextAlign} align
 */
export function labelWithHalo(context, words, x, y, theme, align) {
  context.textAlign = align;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = theme.halo;
  context.strokeText(words, x, y);
  context.fillStyle = theme.ink;
  context.fillText(words, x, y);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Turntable} turntable
 * @param {number} scale
 * @param {Theme} theme
 */
export function drawCube(context, turntable, scale, theme) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  for (const [a, b] of CUBE_EDGES) {
    const [from, to] = [a, b].map((i) => turntable.project(...cubeCorner(i)));
    context.moveTo(from[0] * scale, from[1] * scale);
    context.lineTo(to[0] * scale, to[1] * scale);
  }
  context.stroke();
}

/**
 * The middles of the edges along each axis. The outermost of them bears the axis' name: below for the first two,
 * left for the third.
 * @type {[number, number, number][][]}
 */
const NAMED_EDGES = [
  [
    [0, -1, -1],
    [0, 1, -1],
  ],
  [
    [-1, 0, -1],
    [1, 0, -1],
  ],
  [
    [-1, -1, 0],
    [-1, 1, 0],
    [1, -1, 0],
    [1, 1, 0],
  ],
];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Turntable} turntable
 * @param {number} scale
 * @param {Theme} theme
 * @param {string[]} names
 */
export function nameCubeAxes(context, turntable, scale, theme, names) {
  const size = turntable.size * scale;
  context.font = `${14 * theme.textScale}px ${theme.font}`;
  context.textBaseline = "middle";
  NAMED_EDGES.forEach((edges, k) => {
    if (k === 2 && turntable.cp < 0.15) return; // seen from above, the third axis is a point
    const ends = edges.map((at) => turntable.project(1.12 * at[0], 1.12 * at[1], 1.12 * at[2]));
    const [x, y] = ends.reduce((best, end) => ((k === 2 ? end[0] < best[0] : end[1] > best[1]) ? end : best));
    const half = context.measureText(names[k]).width / 2 + 4;
    labelWithHalo(
      context,
      names[k],
      Math.max(half, Math.min(size - half, x * scale)),
      Math.max(10, Math.min(size - 10, y * scale)),
      theme,
      "center",
    );
  });
}
