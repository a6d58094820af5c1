// The boundary of an earlier moment as a broad band under the one that is shown: where the line has not moved since, it
// runs along the middle of its band.

import { writeName } from "./truth.js";

/** @import { Line } from "./contours.js" */
/** @import { Ground } from "./truth.js" */

const BAND = 13; // pixels
const INK = 0.3;
const NAMED_AT = 0.14; // the share of the lowest line, from its lower end, behind which its name stands
const ASIDE = 12; // pixels between the line and its name

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Line[]} lines in pixels of the map
 */
export function drawEarlier(context, map, lines) {
  const path = new Path2D();
  for (const line of lines) line.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  context.save();
  context.globalAlpha = INK;
  context.lineCap = "butt";
  context.lineJoin = "round";
  context.strokeStyle = map.theme.ink;
  context.lineWidth = BAND * map.theme.markScale;
  context.stroke(path);
  context.restore();
}

/**
 * Its name beside the line that reaches lowest, over the points.
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Line[]} lines
 * @param {string} name
 */
export function nameEarlier(context, map, lines, name) {
  if (!lines.length || map.isSmall) return;
  const upwards = lines.map((line) => (line[0][1] < line[line.length - 1][1] ? line.toReversed() : line)),
    lowest = upwards.reduce((a, b) => (b[0][1] > a[0][1] ? b : a)),
    [x, y] = lowest[Math.floor(NAMED_AT * (lowest.length - 1))];
  writeName(context, map, name, (wide) => [
    x > wide + 2 * ASIDE ? x - wide - ASIDE : x + ASIDE,
    Math.max(2 * ASIDE, Math.min(map.size - ASIDE, y)),
  ]);
}
