// The boundary of an earlier moment as a broad band under the one that is shown: where the line has not moved since, it
// runs along the middle of its band.

import { writeName } from "./truth.js";

/** @import { Line } from "./contours.js" */
/** @import { Ground } from "./truth.js" */

const BAND = 13; // pixels
const INK = 0.3;
const NAMED_AT = 0.25; // the share of the line, from its lower end, behind which its name stands
const ASIDE = 12; // pixels between the line and its name

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Line[]} lines in pixels of the map
 * @param {string} name
 */
export function drawEarlier(context, map, lines, name) {
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
  if (!lines.length || map.isSmall) return;
  const longest = lines.reduce((a, b) => (b.length > a.length ? b : a)),
    upwards = longest[0][1] < longest[longest.length - 1][1] ? longest.toReversed() : longest,
    [x, y] = upwards[Math.floor(NAMED_AT * (upwards.length - 1))];
  writeName(context, map, name, (wide) => [
    x + wide + 2 * ASIDE > map.size ? x - wide - ASIDE : x + ASIDE,
    Math.max(2 * ASIDE, Math.min(map.size - ASIDE, y)),
  ]);
}
