// A square of the plane to draw on.

import { contextOf, fitCanvas } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { drawAxes } from "../browser/maps/map.js";
import { labelWithHalo } from "../browser/solids/cube.js";
import { between } from "./lines_of_the_plane.js";

/** @import { Theme } from "../browser/colours.js" */
/** @import { Units } from "../browser/maps/units.js" */
/** @import { Extent, Place } from "./lines_of_the_plane.js" */

/** @typedef {{ width?: number, dash?: number[], colour?: string, halo?: boolean }} Stroke */

export class Stage {
  /** @type {Theme} */
  theme;
  /** @type {ImageData | undefined} */
  pixels;
  /** @type {Units | undefined} the visitor's own, in which the axes are written */
  units;

  /**
   * @param {HTMLElement} figure
   * @param {Extent} extent
   */
  constructor(figure, extent) {
    this.figure = figure;
    this.extent = extent;
    this.box = find(figure, ".map");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(figure, "canvas:last-of-type");
    this.image = document.createElement("canvas");
    this.size = 0;
  }

  /** @param {Theme} theme */
  resize(theme) {
    this.theme = theme;
    this.size = this.box.clientWidth;
    drawAxes(this.figure, this.extent, this.units);
  }

  /** A clean canvas, in CSS pixels. */
  begin() {
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.clearRect(0, 0, this.size, this.size);
    return context;
  }

  /**
   * @param {Place} place
   * @returns {Place}
   */
  toScreen([x, y]) {
    const [left, right, bottom, top] = this.extent;
    return [((x - left) / (right - left)) * this.size, ((top - y) / (top - bottom)) * this.size];
  }

  /**
   * @param {PointerEvent} event
   * @returns {Place}
   */
  toPlane(event) {
    const box = this.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.extent;
    return [
      left + ((event.clientX - box.left) / box.width) * (right - left),
      top - ((event.clientY - box.top) / box.height) * (top - bottom),
    ];
  }

  /** @param {Place} place */
  within([x, y], margin = 0) {
    const [left, right, bottom, top] = this.extent;
    return x >= left - margin && x <= right + margin && y >= bottom - margin && y <= top + margin;
  }

  /**
   * A picture of M × M pixels under everything else.
   * @param {CanvasRenderingContext2D} context
   * @param {number} M
   * @param {(pixels: Uint32Array, M: number) => void} fill
   */
  paint(context, M, fill) {
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    fill(new Uint32Array(this.pixels.data.buffer), M);
    contextOf(this.image).putImageData(this.pixels, 0, 0);
    context.drawImage(this.image, 0, 0, this.size, this.size);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Place[]} places
   * @param {Stroke} [stroke]
   */
  stroke(context, places, { width = 2, dash = [], colour = this.theme.boundary, halo = true } = {}) {
    context.beginPath();
    places.forEach((place, i) => context[i ? "lineTo" : "moveTo"](...this.toScreen(place)));
    context.lineCap = dash.length ? "butt" : "round";
    context.setLineDash([]);
    if (halo) {
      context.strokeStyle = this.theme.halo;
      context.lineWidth = (width + 3) * this.theme.markScale;
      context.stroke();
    }
    context.strokeStyle = colour;
    context.lineWidth = width * this.theme.markScale;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * An arrow that ends `short` pixels before its goal, where a handle stands.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} from
   * @param {Place} goal
   * @param {Stroke & { short?: number }} [options]
   */
  arrow(context, from, goal, { short = 0, ...stroke } = {}) {
    const start = this.toScreen(from),
      end = this.toScreen(goal);
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]),
      share = (length - short) / length;
    if (!(length > short + 2)) return;
    this.stroke(context, [from, between(from, goal, share)], { width: 2.6, ...stroke });
    this.arrowHead(context, between(start, end, share), Math.atan2(end[1] - start[1], end[0] - start[0]));
    context.fillStyle = stroke.colour || this.theme.boundary;
    context.strokeStyle = this.theme.halo;
    context.lineWidth = 1.5;
    context.stroke();
    context.fill();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Place} tip on the screen
   * @param {number} angle
   */
  arrowHead(context, [x, y], angle) {
    const r = 13 * this.theme.markScale;
    context.beginPath();
    context.lineTo(x - r * Math.cos(angle + 0.42), y - r * Math.sin(angle + 0.42));
    context.lineTo(x, y);
    context.lineTo(x - r * Math.cos(angle - 0.42), y - r * Math.sin(angle - 0.42));
    context.closePath();
  }

  /**
   * Words in ink, so many pixels (of ordinary text) away from a place.
   * @param {CanvasRenderingContext2D} context
   * @param {string} words
   * @param {Place} place
   */
  label(context, words, place, dx = 0, dy = 0) {
    const [x, y] = this.toScreen(place),
      half = context.measureText(words).width / 2 + 6,
      s = this.theme.textScale;
    context.font = `600 ${16 * this.theme.textScale}px ${this.theme.font}`;
    context.textBaseline = "middle";
    labelWithHalo(
      context,
      words,
      Math.max(half, Math.min(this.size - half, x + s * dx)),
      Math.max(14, Math.min(this.size - 14, y + s * dy)),
      this.theme,
      "center",
    );
  }
}
