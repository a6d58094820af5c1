// A wall of images, to look at while a scene's question is open: they say what it asks about, and nothing of the
// answer.

import { contextOf } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { inksOf, N_PIXELS, SIDE } from "../picture.js";

/** @import { Theme } from "../../browser/colours.js" */

const ACROSS = 8;
const CELL = SIDE + 2; // an image and the gap around it

/**
 * @param {HTMLElement} figure
 * @param {{ set: string, arrays: { samples: Uint8Array } }} block
 * @param {Theme} theme
 */
export function drawWall(figure, { set, arrays: { samples } }, theme) {
  const caption = find(figure, "figcaption");
  /** @type {HTMLCanvasElement} */
  const canvas = find(figure, "canvas");
  const count = samples.length / N_PIXELS,
    inks = inksOf(theme),
    image = new ImageData(SIDE, SIDE),
    pixels = new Uint32Array(image.data.buffer);
  caption.textContent = `Some of the ${set} images`;
  canvas.setAttribute("aria-label", caption.textContent);
  canvas.width = ACROSS * CELL;
  canvas.height = Math.ceil(count / ACROSS) * CELL;
  const context = contextOf(canvas);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < N_PIXELS; i++) pixels[i] = inks[samples[n * N_PIXELS + i]];
    context.putImageData(image, (n % ACROSS) * CELL + 1, Math.floor(n / ACROSS) * CELL + 1);
  }
}
