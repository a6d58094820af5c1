// The boundary between the classes of the largest scores as a line with a halo, on a square picture.

import { classBoundary } from "./contours.js";

/** @import { Theme } from "../colours.js" */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ scores: Float32Array, G: number, nClasses: number }} field on a grid of G * G, row 0 on top
 * @param {number} size of the picture, in the context's units
 * @param {Theme} theme
 */
export function drawBoundary(context, { scores, G, nClasses }, size, theme) {
  const path = new Path2D(),
    scale = size / (G - 1);
  classBoundary(scores, G, nClasses, (x1, y1, x2, y2) => {
    path.moveTo(x1 * scale, y1 * scale);
    path.lineTo(x2 * scale, y2 * scale);
  });
  context.lineCap = "round";
  for (const [colour, width] of /** @type {[string, number][]} */ ([
    [theme.halo, 5],
    [theme.boundary, 2],
  ])) {
    context.strokeStyle = colour;
    context.lineWidth = width * theme.markScale;
    context.stroke(path);
  }
}
