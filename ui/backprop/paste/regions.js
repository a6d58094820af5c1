// The regions of a network whose forward pass only Python knows: painted from scores on a grid, moment by moment.

import { contextOf, fitCanvas } from "../../browser/colours.js";
import { drawBoundary } from "../../browser/maps/boundary.js";
import { paintRegions } from "../../browser/maps/map.js";
import { areHatched } from "../../browser/maps/look.js";
import { drawSymbol } from "../../browser/symbols.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Plane } from "./messages.js" */

const N_CLASSES = 3;
const RADIUS = 3; // of a point, CSS pixels
const MOST_PIXELS = 500; // along a side

export class GridMap {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    box.replaceChildren(this.canvas);
    this.image = document.createElement("canvas");
  }

  /**
   * @param {Float32Array} scores
   * @param {Plane} plane
   * @param {Theme} theme
   */
  draw(scores, plane, theme) {
    const size = this.box.clientWidth;
    if (!size) return;
    const look = "soft",
      M = Math.round(areHatched(look, theme) ? size : Math.min(size, MOST_PIXELS)),
      pixels = new ImageData(M, M);
    this.image.width = this.image.height = M;
    paintRegions(new Uint32Array(pixels.data.buffer), M, scores, plane.G, N_CLASSES, theme, look);
    contextOf(this.image).putImageData(pixels, 0, 0);
    const context = fitCanvas(this.canvas, size, size);
    context.drawImage(this.image, 0, 0, size, size);
    drawBoundary(context, { scores, G: plane.G, nClasses: N_CLASSES }, size, theme);
    const [left, right, bottom, top] = plane.extent;
    plane.labels.forEach((label, i) => {
      const x = ((plane.inputs[2 * i] - left) / (right - left)) * size,
        y = ((top - plane.inputs[2 * i + 1]) / (top - bottom)) * size;
      drawSymbol(context, label, x, y, RADIUS * theme.markScale, false, theme);
    });
  }
}
