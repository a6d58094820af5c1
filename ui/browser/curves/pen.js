// A pen on a canvas with axes: values in, ink out. Sizes are CSS pixels; text grows with the page's type, and lines
// on the stage. Where a scene covers the plot, the pen draws its axes alone: no ink comes into the frame, and no words
// but those of axes are written.

import { fitCanvas } from "../colours.js";
import { isCovered } from "../on_stage.js";

/** @import { Theme } from "../colours.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Tick } from "./ticks.js" */

/** @typedef {"circle" | keyof typeof CORNERS} Mark */
/** @typedef {{ align?: CanvasTextAlign, colour?: string, weight?: number, halo?: boolean, size?: number }} TextStyle */
/** @typedef {{ colour?: string, width?: number, dash?: number[] }} LineStyle */

/**
 * Corners of the marks that have some, to the right and down, in radii of the round one.
 */
const CORNERS = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  diamond: [
    [0, -1.3],
    [1.2, 0],
    [0, 1.3],
    [-1.2, 0],
  ],
  wedge: [
    [0, 1.2],
    [1.1, -0.8],
    [-1.1, -0.8],
  ],
  bar: [
    [-1.4, -0.55],
    [1.4, -0.55],
    [1.4, 0.55],
    [-1.4, 0.55],
  ],
};

/** @type {WeakSet<HTMLCanvasElement>} canvases whose frame lets no ink in */
const kept = new WeakSet();

export class Pen {
  /**
   * A new pen wipes its canvas.
   * @param {HTMLCanvasElement} canvas
   * @param {Frame} frame
   * @param {Theme} theme
   * @param {number} [outset] how far the canvas reaches beyond the frame's box, on all sides
   */
  constructor(canvas, frame, theme, outset = 0) {
    const width = frame.width + 2 * outset;
    const height = frame.height + 2 * outset;
    this.frame = frame;
    this.theme = theme;
    if (kept.delete(canvas)) canvas.width = 0; // it forgets its clip
    this.context = fitCanvas(canvas, width, height);
    this.context.clearRect(0, 0, width, height);
    this.context.translate(outset, outset);
    this.covered = isCovered(canvas);
    if (this.covered) this.keepOut(canvas, outset);
    tellFrame(canvas, frame);
  }

  /**
   * Let no ink into the frame.
   * @param {HTMLCanvasElement} canvas
   * @param {number} outset
   */
  keepOut(canvas, outset) {
    kept.add(canvas);
    const { left, right, top, base, width, height } = this.frame;
    const outside = new Path2D();
    outside.rect(-outset, -outset, width + 2 * outset, height + 2 * outset);
    outside.rect(left, top, right - left, base - top);
    this.context.clip(outside, "evenodd");
  }

  /** @param {number} weight */
  font(weight, size = 14) {
    return `${weight} ${size * this.theme.textScale}px ${this.theme.font}`;
  }

  /**
   * How wide a text will be.
   * @param {string} words
   * @param {TextStyle} [style]
   */
  widthOf(words, { weight = 400, size } = {}) {
    this.context.font = this.font(weight, size);
    return this.context.measureText(words).width;
  }

  /**
   * Words about the data.
   * @param {string} words
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} [style]
   */
  text(words, x, y, style) {
    if (!this.covered) this.axisText(words, x, y, style);
  }

  /**
   * Words of an axis, its name or a tick: they stand there under a cover too.
   * @param {string} words
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} [style]
   */
  axisText(words, x, y, { align = "left", colour = this.theme.soft, weight = 400, halo = false, size } = {}) {
    const { context, theme } = this;
    context.font = this.font(weight, size);
    context.textAlign = align;
    context.textBaseline = "middle";
    if (halo) {
      context.strokeStyle = theme.page;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeText(words, x, y);
    }
    context.fillStyle = colour;
    context.fillText(words, x, y);
  }

  /**
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   * @param {LineStyle} [style]
   */
  segment(x1, y1, x2, y2, { colour = this.theme.line, width = 1, dash = [] } = {}) {
    const { context } = this;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * The ticks of y: a line across for each, its words on the left.
   * @param {Tick[]} ticks
   * @param {number} [gap] between the words and the frame
   */
  levels(ticks, gap = 7) {
    const { left, right } = this.frame;
    for (const [value, words] of ticks) {
      const y = Math.round(this.frame.y(value)) + 0.5;
      this.segment(left, y, right, y);
      this.axisText(words, left - gap, y, { align: "right" });
    }
  }

  /**
   * Both axes: the ticks of y, and below a line the ticks of x.
   * @param {Tick[]} xs
   * @param {Tick[]} ys
   */
  axes(xs, ys) {
    const { frame, theme } = this;
    this.levels(ys);
    this.segment(frame.left, frame.base + 0.5, frame.right, frame.base + 0.5, { colour: theme.soft });
    for (const [value, words] of xs)
      this.axisText(words, frame.x(value), frame.base + 15 * theme.textScale, { align: "center" });
  }

  /**
   * The way along some values. It breaks off where a value has no place.
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   * @param {number} [step] to draw only every second value, or fewer
   */
  path(xs, ys, step = 1) {
    const path = new Path2D();
    let down = false;
    for (let i = 0; i < xs.length; i += step) {
      const y = this.frame.y(ys[i]);
      const hasPlace = Number.isFinite(y);
      if (hasPlace && down) path.lineTo(this.frame.x(xs[i]), y);
      else if (hasPlace) path.moveTo(this.frame.x(xs[i]), y);
      down = hasPlace;
    }
    return path;
  }

  /**
   * A curve. Where values are not held at the axis' end, the frame cuts it off.
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   * @param {LineStyle & { alpha?: number, step?: number, cap?: CanvasLineCap }} [style]
   */
  curve(xs, ys, { dash = [], width = 2.6, colour, alpha = 1, step = 1, cap = "butt" } = {}) {
    if (this.covered) return;
    const { context, frame, theme } = this;
    context.save();
    if (!frame.held) {
      context.beginPath();
      context.rect(frame.left, frame.top - 2, frame.right - frame.left, frame.base - frame.top + 4);
      context.clip();
    }
    context.globalAlpha = alpha;
    context.setLineDash(dash);
    context.lineJoin = "round";
    context.lineCap = cap;
    context.strokeStyle = colour ?? theme.ink;
    context.lineWidth = width * theme.markScale;
    context.stroke(this.path(xs, ys, step));
    context.restore();
  }

  /**
   * A faint area between a curve and the base.
   * @param {ArrayLike<number>} xs
   * @param {ArrayLike<number>} ys
   */
  area(xs, ys) {
    if (this.covered) return;
    const { context, frame, theme } = this;
    const area = this.path(xs, ys);
    area.lineTo(frame.x(xs[xs.length - 1]), frame.base);
    area.lineTo(frame.x(xs[0]), frame.base);
    context.globalAlpha = 0.06;
    context.fillStyle = theme.ink;
    context.fill(area);
    context.globalAlpha = 1;
  }

  /**
   * A mark on a curve; the full one has a halo.
   * @param {number} x
   * @param {number} y
   * @param {{ kind?: Mark, hollow?: boolean, size?: number, colour?: string, edge?: number }} [style]
   */
  mark(x, y, { kind = "circle", hollow = false, size = 5.5, colour = this.theme.ink, edge = 2 } = {}) {
    if (this.covered) return;
    const { context, theme } = this;
    const r = size * theme.markScale;
    context.beginPath();
    if (kind === "circle") context.arc(x, y, r, 0, 2 * Math.PI);
    else for (const [right, down] of CORNERS[kind]) context.lineTo(x + right * r, y + down * r);
    context.closePath();
    context.strokeStyle = hollow ? colour : theme.page;
    context.lineJoin = "round";
    context.lineWidth = edge;
    context.fillStyle = hollow ? theme.page : colour;
    context.fill();
    context.stroke();
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {number} [width]
   */
  ring(x, y, radius, width = 2) {
    if (this.covered) return;
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = this.theme.ink;
    context.lineWidth = width;
    context.stroke();
  }

  /**
   * A cross where a run ended because it diverged.
   * @param {number} x
   * @param {number} y
   * @param {number} alpha
   */
  cross(x, y, alpha) {
    if (this.covered) return;
    const { context, theme } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = theme.ink;
    context.lineWidth = 2.6 * theme.markScale;
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(x - 6, y - 6 * side);
      context.lineTo(x + 6, y + 6 * side);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}

/**
 * Say on a plot's box where its frame is: a cover lies over that, and leaves the axes.
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 */
function tellFrame({ parentElement: box }, { left, right, top, base, width, height }) {
  if (!box) return;
  const insets = [top, width - right, height - base, left].map((inset) => `${inset.toFixed(1)}px`).join(" ");
  box.dataset.axes = "";
  if (box.style.getPropertyValue("--frame") !== insets) box.style.setProperty("--frame", insets);
}
