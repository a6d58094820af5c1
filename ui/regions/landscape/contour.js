// The landscape from above: shades, contour lines with their losses, and each run's path up to the moment shown.

import { rgb } from "../../browser/colours.js";
import { Plot } from "../../browser/curves/plot.js";
import { epochTicks } from "../../browser/curves/ticks.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import {
  between,
  contour,
  contourLevels,
  finiteEnds,
  heightsOf,
  inCells,
  levelWords,
  shades,
} from "./levels.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Line, Place } from "../../browser/maps/contours.js" */

/**
 * A run's path: where its snapshots are seen, in cells of the grid, and when.
 * @typedef {{ places: Place[], epochs: ArrayLike<number>, at: number }} Path
 *
 * @typedef {object} Ground
 * @property {number} side
 * @property {number[]} extent
 * @property {Float32Array} heights
 * @property {Float32Array} shades
 * @property {{ level: number, lines: Line[] }[]} contours
 */

const NO_MARGIN = { left: 0, right: 0, top: 0, bottom: 0 };
const CLOSE = 14; // CSS pixels from a larger mark within which a smaller one has no room
const APART = 30; // CSS pixels between two words
const DARKEST = 0.36; // how much ink the highest place has

/**
 * Everything of a grid that does not move with the playhead.
 * @param {Float32Array} losses
 * @param {number} side
 * @param {number[]} extent
 * @returns {Ground}
 */
export function groundOf(losses, side, extent) {
  const heights = heightsOf(losses),
    ends = finiteEnds(losses),
    levels = ends ? contourLevels(...ends) : [];
  return {
    side,
    extent,
    heights,
    shades: shades(heights),
    contours: levels.map((level) => ({ level, lines: contour(heights, side, level) })),
  };
}

/**
 * @param {Float32Array} shadows
 * @param {ArrayLike<number>} epochs
 * @param {Ground} ground
 * @returns {Path}
 */
export const pathOf = (shadows, epochs, ground) => ({
  places: inCells(shadows, ground.extent, ground.side),
  epochs,
  at: 0,
});

/**
 * The colour of a shade from 0 to 1: the page's own where the loss is lowest.
 * @param {Theme} theme
 * @param {number} shade
 * @param {number} [light] from 0 to 1, below 1 on slopes that turn away
 */
export function groundColour(theme, shade, light = 1) {
  const page = rgb(theme.page),
    ink = rgb(theme.ink),
    share = Math.min(1, DARKEST * shade + 0.3 * (1 - light));
  return page.map((channel, i) => Math.round(channel + share * (ink[i] - channel)));
}

export class ContourMap {
  /** @type {Ground | null} */
  ground = null;
  /** @type {HTMLCanvasElement | null} */
  shaded = null;
  /** @type {[number, number, number][]} what the map's words take: x, y, half of their width */
  taken = [];
  /** @type {[number, number, number][]} its larger marks: x, y, radius */
  marks = [];

  /** @param {HTMLElement} box */
  constructor(box) {
    this.plot = new Plot(box);
    this.box = box;
  }

  /**
   * Another grid, or another theme.
   * @param {Ground | null} ground
   * @param {Theme} theme
   */
  setGround(ground, theme) {
    this.ground = ground;
    if (!ground) return;
    const { side } = ground,
      canvas = (this.shaded = document.createElement("canvas")),
      context = fitPixels(canvas, side),
      image = context.createImageData(side, side);
    ground.shades.forEach((shade, i) => {
      image.data.set([...groundColour(theme, shade), 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }

  /**
   * @param {Theme} theme
   * @param {Path[]} paths
   * @param {[string, string]} axes
   * @param {string} waits what stands there while there is no landscape yet
   */
  draw(theme, paths, axes, waits) {
    const { ground } = this,
      most = ground ? ground.side - 1 : 1,
      pen = this.plot.begin(theme, { x: [0, most], y: [most, 0] }, NO_MARGIN);
    if (!pen) return;
    this.taken = [];
    this.marks = [];
    const { right, base } = pen.frame,
      k = theme.textScale;
    if (ground && !pen.covered) this.drawGround(pen, ground);
    if (!ground) pen.axisText(waits, right / 2, base / 2, { align: "center" });
    const [across, upwards] = axes;
    pen.axisText(`${across} →`, right - 10 * k, base - 14 * k, {
      align: "right",
      colour: theme.ink,
      halo: true,
    });
    pen.axisText(`↑ ${upwards}`, 10 * k, base - (14 + (this.clash(pen, axes) ? 20 : 0)) * k, {
      colour: theme.ink,
      halo: true,
    });
    this.take(right - 50 * k, base - 14 * k, 60 * k);
    this.take(50 * k, base - 14 * k, 60 * k);
    if (!ground || pen.covered) return;
    paths.forEach((path, i) => this.drawPath(pen, path, i));
    ground.contours.forEach((one) => this.nameLevel(pen, one));
  }

  /**
   * Whether the names of both axes would meet in one line.
   * @param {Pen} pen
   * @param {[string, string]} axes
   */
  clash(pen, axes) {
    const wide = axes.reduce((sum, words) => sum + pen.widthOf(`↑ ${words}`), 0);
    return wide > pen.frame.right - 36 * pen.theme.textScale;
  }

  /**
   * @param {Pen} pen
   * @param {Ground} ground
   */
  drawGround(pen, ground) {
    const { context, frame, theme } = pen;
    if (this.shaded) {
      // The middle of a pixel is a place of the grid: half a pixel at each side stands beyond the map.
      const cell = frame.right / (ground.side - 1);
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = "high";
      context.drawImage(this.shaded, -cell / 2, -cell / 2, frame.right + cell, frame.base + cell);
    }
    context.strokeStyle = theme.soft;
    context.lineWidth = 1 * theme.markScale;
    for (const { lines } of ground.contours) context.stroke(strokeOf(pen, lines));
  }

  /**
   * Its words stand on the longest line of a level, as far from other words as they can.
   * @param {Pen} pen
   * @param {{ level: number, lines: Line[] }} one
   */
  nameLevel(pen, { level, lines }) {
    const { frame, theme } = pen,
      words = levelWords(level),
      half = pen.widthOf(words) / 2;
    const longest = [...lines].sort((a, b) => b.length - a.length)[0];
    if (!longest || longest.length < 8) return;
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const [column, row] = longest[Math.floor(share * (longest.length - 1))],
        [x, y] = [frame.x(column), frame.y(row)],
        edge = half + 8;
      if (x < edge || x > frame.right - edge || y < 14 || y > frame.base - 14 || !this.isFree(x, y, half))
        continue;
      this.take(x, y, half);
      pen.text(words, x, y, { align: "center", colour: theme.ink, halo: true });
      return;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} half
   */
  isFree(x, y, half) {
    return this.taken.every(
      ([tx, ty, other]) => Math.abs(x - tx) > half + other + 4 || Math.abs(y - ty) > APART / 1.5,
    );
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} half
   */
  take(x, y, half) {
    this.taken.push([x, y, half]);
  }

  /**
   * The way so far in ink, the rest in grey; the second run's is dashed, and its marks are diamonds.
   * @param {Pen} pen
   * @param {Path} path
   * @param {number} i
   */
  drawPath(pen, path, i) {
    const { theme, frame } = pen,
      { places, epochs, at } = path,
      dash = i ? [7, 5] : [],
      kind = i ? /** @type {const} */ ("diamond") : /** @type {const} */ ("circle");
    strokeWay(pen, places.slice(at), { colour: theme.soft, width: 2, dash, alpha: 0.75 });
    strokeWay(pen, places.slice(0, at + 1), { colour: theme.ink, width: 3, dash });
    const last = places.length - 1;
    const where = (/** @type {number} */ n) =>
      /** @type {const} */ ([frame.x(places[n][0]), frame.y(places[n][1])]);
    pen.mark(...where(last), { kind, hollow: true, size: 5 });
    pen.mark(...where(0), { kind, size: 5 });
    pen.mark(...where(at), { kind, size: 8.5 });
    for (const [n, size] of [
      [last, 5],
      [0, 5],
      [at, 8.5],
    ])
      this.marks.push([...where(n), size * theme.markScale]);
    this.nameEpoch(pen, where(at), at ? formatEpoch(epochs[at]) : `epoch ${formatEpoch(epochs[0])}`, true);
    if (at > 0) this.nameEpoch(pen, where(0), `epoch ${formatEpoch(epochs[0])}`);
    if (at < last) this.nameEpoch(pen, where(last), formatEpoch(epochs[last]));
    const marked = [at, 0, last].map(where);
    for (const tick of epochTicks(epochs[last], 5)) {
      const n = nearestTo(epochs, tick);
      if (n <= 0 || n >= last || n === at) continue;
      const [x, y] = where(n);
      if (marked.some(([mx, my]) => Math.hypot(x - mx, y - my) < CLOSE * theme.markScale)) continue;
      if (this.nameEpoch(pen, [x, y], formatEpoch(epochs[n]))) pen.mark(x, y, { kind, size: 4 });
    }
  }

  /**
   * An epoch's number above its place or below it; none where other words stand.
   * @param {Pen} pen
   * @param {readonly [number, number]} place
   * @param {string} words
   * @param {boolean} [bold]
   */
  nameEpoch(pen, [x, y], words, bold = false) {
    const { frame, theme } = pen,
      k = theme.textScale,
      weight = bold ? 700 : 400,
      half = pen.widthOf(words, { weight }) / 2,
      middle = Math.max(half + 6, Math.min(frame.right - half - 6, x));
    for (const side of bold ? [1, -1] : [-1, 1]) {
      const at = y + side * (bold ? 20 : 17) * k;
      if (at < 12 || at > frame.base - 12 || !this.isFree(middle, at, half)) continue;
      if (this.marks.some(([mx, my, r]) => Math.abs(middle - mx) < half + r && Math.abs(at - my) < 8 * k + r))
        continue;
      this.take(middle, at, half);
      pen.text(words, middle, at, { align: "center", colour: theme.ink, weight, halo: true });
      return true;
    }
    return false;
  }

  /**
   * The height of the ground below a place of a path.
   * @param {Place} place
   */
  shadeAt(place) {
    return this.ground ? between(this.ground.shades, this.ground.side, place) : 0;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} side
 */
function fitPixels(canvas, side) {
  canvas.width = canvas.height = side;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * @param {Pen} pen
 * @param {Line[]} lines
 */
function strokeOf({ frame }, lines) {
  const path = new Path2D();
  for (const line of lines)
    line.forEach(([column, row], i) => {
      if (i) path.lineTo(frame.x(column), frame.y(row));
      else path.moveTo(frame.x(column), frame.y(row));
    });
  return path;
}

/**
 * @param {Pen} pen
 * @param {Place[]} places
 * @param {{ colour: string, width: number, dash: number[], alpha?: number }} style
 */
function strokeWay(pen, places, { colour, width, dash, alpha = 1 }) {
  const { context, theme } = pen,
    path = strokeOf(pen, [places]);
  context.save();
  context.lineJoin = context.lineCap = "round";
  context.globalAlpha = alpha;
  context.strokeStyle = theme.page;
  context.lineWidth = (width + 2.5) * theme.markScale;
  context.stroke(path);
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width * theme.markScale;
  context.stroke(path);
  context.restore();
}

/**
 * @param {ArrayLike<number>} numbers sorted
 * @param {number} wanted
 */
export function nearestTo(numbers, wanted) {
  let best = 0;
  for (let i = 1; i < numbers.length; i++)
    if (Math.abs(numbers[i] - wanted) < Math.abs(numbers[best] - wanted)) best = i;
  return best;
}
