// A picture of MNIST: 28 × 28 cells on a canvas of that size, each with a colour of its own.

import { contextOf, scale } from "../browser/colours.js";

/** @import { Theme } from "../browser/colours.js" */

export const SIDE = 28;
export const N_PIXELS = SIDE * SIDE;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(i: number) => number} pixelOf the pixel of cell i; cells are counted row by row
 */
export function paintPicture(canvas, pixelOf) {
  const image = new ImageData(SIDE, SIDE),
    pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < N_PIXELS; i++) pixels[i] = pixelOf(i);
  contextOf(canvas).putImageData(image, 0, 0);
}

/**
 * Pixels for grey levels from 0, the page, to 255, ink.
 * @param {Pick<Theme, "page" | "ink">} theme
 */
export const inksOf = (theme) => scale([theme.page, theme.ink]);

/**
 * The place of a number from −1 to 1 among the 256 pixels of `theme.signed`; what lies beyond takes the ends.
 * @param {number} share
 */
export const signedPlace = (share) => Math.round(127.5 * (1 + Math.max(-1, Math.min(1, share))));
