// A picture of signed numbers, such as weights at their pixels' places: each cell has pixels enough for the hatch of
// what is negative, so that its sign is seen without hues.

import { contextOf, signedPixel } from "./colours.js";

export const FINE = 4; // pixels along a side of a cell

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} side cells along a side
 * @param {(i: number) => number} placeOf the place of cell i among the 256 pixels of `signed`; cells go row by row
 * @param {Uint32Array} signed
 */
export function paintSigned(canvas, side, placeOf, signed) {
  const size = FINE * side;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const image = new ImageData(size, size),
    pixels = new Uint32Array(image.data.buffer),
    places = Uint8Array.from({ length: side * side }, (_, i) => placeOf(i));
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const place = places[side * Math.floor(y / FINE) + Math.floor(x / FINE)];
      pixels[y * size + x] = signedPixel(signed, place, x, y);
    }
  contextOf(canvas).putImageData(image, 0, 0);
}
