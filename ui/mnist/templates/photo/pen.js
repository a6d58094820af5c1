// A thin line is drawn as thick as MNIST's strokes are, before it is made small: else it would fade to nothing. As
// datasets/photos/pen.py.

import { thickness } from "./blobs.js";
import { emptyPlane, largestInRows } from "./levels.js";
import { boxOf, cutOut } from "./rules.js";

/** @import { Plane } from "./levels.js" */

const BOX = 20; // pixels along the longer side of a digit of MNIST
export const THIN = 2; // pixels of that box: thinner strokes are drawn anew
const MEANT = 2.4; // how thick they are then

/**
 * The box around the ink, its strokes thick enough; and how thick they were, in pixels of a box of 20.
 * @param {Plane} ink with a pixel at least
 */
export function redrawn(ink) {
  const box = cutOut(ink, boxOf(ink) ?? { top: 0, left: 0, bottom: ink.height - 1, right: ink.width - 1 }),
    side = Math.max(box.width, box.height),
    thick = thickness(box),
    share = (BOX * thick) / side;
  if (share >= THIN) return { ink: box, share };
  return { ink: widened(box, (MEANT * side - BOX * thick) / (2 * (BOX - MEANT))), share };
}

/**
 * Ink drawn over with a round pen, and room for it all around.
 * @param {Plane} box
 * @param {number} radius
 */
function widened(box, radius) {
  const reach = Math.floor(radius),
    framed = emptyPlane(box.width + 2 * reach, box.height + 2 * reach),
    { width, height } = framed,
    wide = emptyPlane(width, height);
  for (let y = 0; y < box.height; y++)
    framed.values.set(box.values.subarray(y * box.width, (y + 1) * box.width), (y + reach) * width + reach);
  for (let dy = -reach; dy <= reach; dy++) {
    const rows = largestInRows(framed, Math.floor(Math.sqrt(radius * radius - dy * dy)));
    for (let y = Math.max(0, dy); y < height + Math.min(0, dy); y++)
      for (let x = 0; x < width; x++) wide.values[y * width + x] |= rows.values[(y - dy) * width + x];
  }
  return wide;
}
