// Triangles with a depth for each pixel: surfaces that cut and cover each other come out right, at any turn.

import { contextOf } from "../colours.js";

/**
 * A place as `Turntable.project` gives it: pixels from the top left, and a depth that grows towards the eye.
 * @typedef {[number, number, number]} Seen
 */

/**
 * A corner of a triangle: where it is seen, then values to be mixed between the corners.
 * @typedef {number[]} Corner
 */

/**
 * The pixel for the values between the corners, at a place in the picture. The values are overwritten afterwards.
 * @typedef {(values: Float64Array, at: number) => number} Shade
 */

const EDGE = 1e-6; // so that no pixel falls between two triangles

/**
 * The first pixel of a row at which start + step · pixel is not negative.
 * @param {number} start
 * @param {number} step
 */
const firstWithin = (start, step) =>
  step > 0 ? Math.ceil((-EDGE - start) / step) : start + EDGE < 0 && step === 0 ? Infinity : -Infinity;

/**
 * The last such pixel.
 * @param {number} start
 * @param {number} step
 */
const lastWithin = (start, step) => (step < 0 ? Math.floor((-EDGE - start) / step) : Infinity);

export class Raster {
  /** @type {ImageData} */
  image;
  /** @type {Uint32Array} */
  pixels;
  /** @type {Float32Array} */
  depth;

  constructor() {
    this.canvas = document.createElement("canvas");
    this.M = 0;
    this.values = new Float64Array(0);
  }

  /**
   * An empty picture of M × M pixels.
   * @param {number} M
   */
  clear(M) {
    if (this.M !== M) {
      this.canvas.width = this.canvas.height = M;
      this.image = new ImageData(M, M);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.depth = new Float32Array(M * M);
    }
    this.M = M;
    this.pixels.fill(0);
    this.depth.fill(-Infinity);
  }

  /**
   * One triangle. The shares u, v, w of the corners are linear along a row of pixels: where all are positive the row
   * is within.
   * @param {Corner} a
   * @param {Corner} b
   * @param {Corner} c
   * @param {Shade} shade
   */
  triangle(a, b, c, shade) {
    const { M, pixels, depth } = this,
      n = a.length - 3;
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    if (!(Math.abs(area) > 1e-9)) return;
    if (this.values.length !== n) this.values = new Float64Array(n);
    const { values } = this,
      x = 0.5 - a[0];
    const dv = (c[1] - a[1]) / area,
      dw = (a[1] - b[1]) / area,
      du = -dv - dw;
    const top = Math.max(0, Math.ceil(Math.min(a[1], b[1], c[1]) - 0.5)),
      end = Math.min(M - 1, Math.floor(Math.max(a[1], b[1], c[1]) - 0.5));
    const left = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0]) - 0.5)),
      right = Math.min(M - 1, Math.floor(Math.max(a[0], b[0], c[0]) - 0.5));
    for (let py = top; py <= end; py++) {
      const y = py + 0.5 - a[1],
        v0 = x * dv - ((c[0] - a[0]) * y) / area,
        w0 = x * dw + ((b[0] - a[0]) * y) / area,
        u0 = 1 - v0 - w0;
      const from = Math.max(left, firstWithin(u0, du), firstWithin(v0, dv), firstWithin(w0, dw));
      const to = Math.min(right, lastWithin(u0, du), lastWithin(v0, dv), lastWithin(w0, dw));
      for (let px = from; px <= to; px++) {
        const v = v0 + dv * px,
          w = w0 + dw * px,
          u = 1 - v - w,
          near = u * a[2] + v * b[2] + w * c[2],
          at = py * M + px;
        if (near <= depth[at]) continue;
        for (let i = 0; i < n; i++) values[i] = u * a[3 + i] + v * b[3 + i] + w * c[3 + i];
        depth[at] = near;
        pixels[at] = shade(values, at);
      }
    }
  }

  /**
   * A lattice of corners, rows one after another, as two triangles a cell.
   * @param {Corner[]} corners
   * @param {number} columns
   * @param {Shade} shade
   */
  lattice(corners, columns, shade) {
    const rows = corners.length / columns;
    for (let r = 0; r + 1 < rows; r++) {
      for (let c = 0; c + 1 < columns; c++) {
        const p = r * columns + c;
        this.triangle(corners[p], corners[p + 1], corners[p + columns], shade);
        this.triangle(corners[p + columns + 1], corners[p + columns], corners[p + 1], shade);
      }
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} size
   */
  drawOn(context, size) {
    contextOf(this.canvas).putImageData(this.image, 0, 0);
    context.drawImage(this.canvas, 0, 0, size, size);
  }

  /**
   * Whether nothing lies between the eye and a place that was projected for this picture's size.
   * @param {Seen} place
   */
  sees([x, y, near], slack = 0.03) {
    const px = Math.round(x - 0.5),
      py = Math.round(y - 0.5);
    return px < 0 || py < 0 || px >= this.M || py >= this.M || near >= this.depth[py * this.M + px] - slack;
  }
}

/**
 * A line through places, dark where it is seen and faint where a surface covers it.
 * @param {CanvasRenderingContext2D} context
 * @param {Raster} raster
 * @param {Seen[]} places
 * @param {number} scale from pixels of the raster to the context's
 * @param {number} [slack]
 */
export function strokeInSpace(context, raster, places, scale, slack, alpha = 1) {
  for (const seen of [false, true]) {
    context.beginPath();
    for (let i = 1; i < places.length; i++) {
      const [a, b] = [places[i - 1], places[i]];
      if ((raster.sees(a, slack) && raster.sees(b, slack)) !== seen) continue;
      context.moveTo(a[0] * scale, a[1] * scale);
      context.lineTo(b[0] * scale, b[1] * scale);
    }
    context.globalAlpha = alpha * (seen ? 1 : 0.15);
    context.stroke();
  }
  context.globalAlpha = 1;
}
