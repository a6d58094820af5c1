// The drawing pad: strokes become ink by our own arithmetic, pixel by pixel. The canvas only shows them. Nothing is
// read back from it, for some browsers alter what a page reads.

import { pixel } from "../../browser/colours.js";

export const PAD = 280; // pixels along a side
const PEN = 22;

export class InkPad {
  ink = new Uint8ClampedArray(PAD * PAD);
  inkColour = [0, 0, 0];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  clear() {
    this.ink.fill(0);
    this.draw();
  }

  /** @param {Uint8ClampedArray} ink as it was before */
  restore(ink) {
    this.ink.set(ink);
    this.draw();
  }

  /**
   * A stroke of a round pen: each pixel has as much ink as its distance from the stroke leaves it.
   * @param {[number, number]} from
   * @param {[number, number]} to
   */
  line(from, to) {
    const reach = PEN / 2 + 1,
      /** @type {(k: 0 | 1) => [number, number]} */
      span = (k) => [
        Math.max(0, Math.floor(Math.min(from[k], to[k]) - reach)),
        Math.min(PAD, Math.ceil(Math.max(from[k], to[k]) + reach)),
      ];
    const [left, right] = span(0),
      [top, bottom] = span(1);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const far = farFrom(x + 0.5, y + 0.5, from, to),
          cover = Math.round(255 * Math.max(0, Math.min(1, PEN / 2 + 0.5 - far))),
          i = y * PAD + x;
        if (cover > this.ink[i]) this.ink[i] = cover;
      }
    }
    this.draw();
  }

  /** @param {number[]} colour red, green and blue of the ink */
  recolour(colour) {
    this.inkColour = colour;
    this.draw();
  }

  draw() {
    const image = new ImageData(PAD, PAD),
      pixels = new Uint32Array(image.data.buffer),
      opaque = pixel(this.inkColour);
    for (let i = 0; i < pixels.length; i++) pixels[i] = ((opaque & 0xffffff) | (this.ink[i] << 24)) >>> 0;
    this.context.putImageData(image, 0, 0);
  }
}

/**
 * Distance of a point from a stretch.
 * @param {number} x
 * @param {number} y
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
function farFrom(x, y, from, to) {
  const along = [to[0] - from[0], to[1] - from[1]],
    square = along[0] ** 2 + along[1] ** 2,
    share = square ? ((x - from[0]) * along[0] + (y - from[1]) * along[1]) / square : 0,
    held = Math.max(0, Math.min(1, share));
  return Math.hypot(x - from[0] - held * along[0], y - from[1] - held * along[1]);
}
