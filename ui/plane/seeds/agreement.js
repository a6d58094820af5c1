// A map of agreement: at each place the regions' colours are mixed by the share of networks that give each answer, and
// the more networks answer otherwise than most, the larger are the ink dots of a screen over it. So a place where all
// are alike is plain, in colours and in grey.

import { contextOf, fitCanvas, pixel, rgb, SRGB } from "../../browser/colours.js";
import { drawBoundary } from "../../browser/maps/boundary.js";
import { drawSymbol } from "../../browser/symbols.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Extent, Points } from "../../browser/maps/map.js" */

/**
 * Shares of the networks for each class, on a grid of G × G points, row 0 on top.
 * @typedef {{ shares: Float32Array, G: number, nClasses: number }} Agreement
 */

const CELL = 7; // CSS pixels from a dot of the screen to the next
const REACH = 0.62; // of a cell: the radius of a dot where all but none disagree
const LEAST = 0.02; // a smaller share of other answers is a rounding between two places of the grid
const RADIUS = 3; // of a point, CSS pixels
const MOST_PIXELS = 720; // along a side

/**
 * Shares from votes; the last class has what the others leave. Of one class there is nothing to share.
 * @param {Uint8Array} votes of all classes but the last, one after the other
 * @param {number} nNetworks
 * @param {number} nClasses
 * @param {number} G
 * @returns {Agreement}
 */
export function sharesOf(votes, nNetworks, nClasses, G) {
  const n = G * G,
    shares = new Float32Array(n * nClasses);
  for (let p = 0; p < n; p++) {
    let rest = nNetworks;
    for (let k = 0; k < nClasses - 1; k++) {
      shares[k * n + p] = votes[k * n + p] / nNetworks;
      rest -= votes[k * n + p];
    }
    shares[(nClasses - 1) * n + p] = rest / nNetworks;
  }
  return { shares, G, nClasses };
}

/**
 * The share of the grid's places at which all networks answer alike.
 * @param {Agreement} agreement
 */
export function unanimous({ shares, G, nClasses }) {
  const n = G * G;
  let alike = 0;
  for (let p = 0; p < n; p++) {
    for (let k = 0; k < nClasses; k++) if (shares[k * n + p] === 1) alike++;
  }
  return alike / n;
}

/**
 * A pixel of the map.
 * @param {Float64Array} p shares of the classes, with sum 1
 * @param {number} away from the middle of a dot of the screen, in cells
 * @param {Theme} theme
 * @param {number} ink
 */
function pixelOf(p, away, theme, ink) {
  let best = 0,
    r = 0,
    g = 0,
    b = 0;
  for (let k = 0; k < p.length; k++) {
    if (p[k] > p[best]) best = k;
    const c = theme.regionsLinear[k];
    r += p[k] * c[0];
    g += p[k] * c[1];
    b += p[k] * c[2];
  }
  const otherwise = 1 - p[best];
  if (otherwise > LEAST && away < REACH * Math.sqrt(otherwise)) return ink;
  return pixel([r, g, b].map((light) => SRGB[Math.min(4096, Math.max(0, Math.round(4096 * light)))]));
}

/**
 * Fill an M × M image.
 * @param {Uint32Array} image
 * @param {number} M
 * @param {Agreement} agreement
 * @param {Theme} theme
 * @param {number} cell pixels from dot to dot
 */
export function paintAgreement(image, M, { shares, G, nClasses }, theme, cell) {
  const p = new Float64Array(nClasses),
    n = G * G,
    last = G - 1,
    ink = pixel(rgb(theme.ink));
  for (let py = 0; py < M; py++) {
    const gy = ((py + 0.5) / M) * last,
      y0 = Math.min(gy | 0, last - 1),
      fy = gy - y0,
      row = Math.floor(py / cell),
      dy = (py + 0.5) / cell - row - 0.5;
    for (let px = 0; px < M; px++) {
      const gx = ((px + 0.5) / M) * last,
        x0 = Math.min(gx | 0, last - 1),
        fx = gx - x0;
      for (let k = 0; k < nClasses; k++) {
        const a = k * n + y0 * G + x0,
          top = shares[a] + fx * (shares[a + 1] - shares[a]),
          low = shares[a + G] + fx * (shares[a + G + 1] - shares[a + G]);
        p[k] = top + fy * (low - top);
      }
      const along = (px + 0.5) / cell + (row % 2) / 2, // every second row is moved by half a cell
        dx = along - Math.floor(along) - 0.5;
      image[py * M + px] = pixelOf(p, Math.hypot(dx, dy), theme, ink);
    }
  }
}

export class AgreementMap {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    box.replaceChildren(this.canvas);
    this.image = document.createElement("canvas");
  }

  /**
   * @param {Agreement} agreement
   * @param {Points} points
   * @param {Extent} extent
   * @param {Theme} theme
   */
  draw(agreement, points, extent, theme) {
    const size = this.box.clientWidth;
    if (!size) return;
    const context = fitCanvas(this.canvas, size, size),
      M = Math.min(MOST_PIXELS, this.canvas.width);
    this.image.width = this.image.height = M;
    const pixels = contextOf(this.image).createImageData(M, M),
      cell = (CELL * theme.markScale * M) / size;
    paintAgreement(new Uint32Array(pixels.data.buffer), M, agreement, theme, cell);
    contextOf(this.image).putImageData(pixels, 0, 0);
    context.clearRect(0, 0, size, size);
    context.drawImage(this.image, 0, 0, size, size);
    drawBoundary(context, { ...agreement, scores: agreement.shares }, size, theme);
    this.drawPoints(context, points, extent, size, theme);
  }

  /**
   * The training points of the first run.
   * @param {CanvasRenderingContext2D} context
   * @param {Points} points
   * @param {Extent} extent
   * @param {number} size
   * @param {Theme} theme
   */
  drawPoints(context, { training_inputs: xy, training_labels: labels }, extent, size, theme) {
    const [left, right, bottom, top] = extent;
    labels.forEach((label, i) => {
      const x = ((xy[2 * i] - left) / (right - left)) * size,
        y = ((top - xy[2 * i + 1]) / (top - bottom)) * size;
      drawSymbol(context, label, x, y, RADIUS * theme.markScale, false, theme);
    });
  }
}
