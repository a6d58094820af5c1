// The landscape as a surface that a hand turns: its cells from back to front, contour lines on them, the paths above.

import { fitCanvas } from "../../browser/colours.js";
import { isCovered } from "../../browser/on_stage.js";
import { Turntable } from "../../browser/solids/turntable.js";
import { groundColour } from "./contour.js";
import { between } from "./levels.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Seen } from "../../browser/solids/raster.js" */
/** @import { Ground, Path } from "./contour.js" */

const HIGH = 0.85; // of the surface, for a side of 2
const ROOM = 10; // CSS pixels around it, for dots and lines at its edge
const UNIT = 100; // pixels a side for which it is projected before it is fitted into its box
const SPREAD = 2; // rows of cells that are drawn before a line: else its neighbours cover half of it
const LIGHT = [-0.45, 0.35, 0.82]; // where it comes from

export class Surface {
  /** @type {Theme} */
  theme;
  /** @type {Ground | null} */
  ground = null;
  /** @type {Path[]} */
  paths = [];
  scale = 1; // pixels of the box for one of the projection
  left = 0; // and how far that is moved
  top = 0;
  stale = true; // whether the ground's own picture has to be drawn anew

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    box.replaceChildren(this.canvas);
    this.still = document.createElement("canvas"); // the ground without paths
    this.turntable = new Turntable(box, () => this.turned(), { yaw: -0.45, pitch: 0.62, zoom: 1 });
  }

  turned() {
    this.stale = true;
    this.draw(this.paths);
  }

  /**
   * Another grid, theme or size.
   * @param {Ground | null} ground
   * @param {Theme} theme
   */
  setGround(ground, theme) {
    this.ground = ground;
    this.theme = theme;
    this.stale = true;
  }

  /** @param {Path[]} paths */
  draw(paths) {
    this.paths = paths;
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!width || !height || !this.theme) return;
    const context = fitCanvas(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    if (!this.ground || isCovered(this.canvas)) return;
    if (this.stale) {
      this.fit(this.ground, width, height);
      const ground = fitCanvas(this.still, width, height);
      ground.clearRect(0, 0, width, height);
      this.drawGround(ground, this.ground);
      this.stale = false;
    }
    context.drawImage(this.still, 0, 0, width, height);
    paths.forEach((path, i) => this.drawPath(context, path, i));
  }

  /**
   * Scale the surface to its box, and put it in the middle.
   * @param {Ground} ground
   * @param {number} width
   * @param {number} height
   */
  fit({ side, shades }, width, height) {
    this.turntable.look(UNIT);
    this.scale = 1;
    this.left = this.top = 0;
    const seen = Array.from(shades, (shade, i) => this.spot(i % side, Math.floor(i / side), shade)),
      xs = seen.map(([x]) => x),
      ys = seen.map(([, y]) => y),
      [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    this.scale = Math.min(
      (width - 2 * ROOM) / (east - west),
      (height - 2 * ROOM) / Math.max(1, south - north),
    );
    this.left = width / 2 - (this.scale * (west + east)) / 2;
    this.top = height / 2 - (this.scale * (north + south)) / 2;
  }

  /**
   * Where a place of the grid at a height from 0 to 1 is seen.
   * @param {number} column
   * @param {number} row
   * @param {number} height
   * @returns {Seen}
   */
  spot(column, row, height) {
    const most = (this.ground?.side ?? 2) - 1,
      [x, y, near] = this.turntable.project(
        (2 * column) / most - 1,
        1 - (2 * row) / most,
        HIGH * (height - 0.5),
      );
    return [this.left + this.scale * x, this.top + this.scale * y, near];
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Ground} ground
   */
  drawGround(context, ground) {
    const { side, shades } = ground,
      corners = Array.from(shades, (shade, i) => this.spot(i % side, Math.floor(i / side), shade)),
      lines = linesByCell(ground),
      cells = Array.from({ length: (side - 1) ** 2 }, (_, i) => {
        const at = Math.floor(i / (side - 1)) * side + (i % (side - 1));
        return { at, near: corners[at][2] + corners[at + side + 1][2] };
      }).sort((a, b) => a.near - b.near);
    context.lineJoin = "round";
    const behind = SPREAD * (side - 1);
    cells.forEach(({ at }, i) => {
      this.drawCell(context, ground, corners, at);
      if (i >= behind) this.drawLines(context, ground, lines.get(cells[i - behind].at));
    });
    cells.slice(-behind).forEach(({ at }) => this.drawLines(context, ground, lines.get(at)));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Ground} ground
   * @param {Seen[]} corners
   * @param {number} at its top left corner
   */
  drawCell(context, { side, shades }, corners, at) {
    const four = [at, at + 1, at + side + 1, at + side],
      mean = four.reduce((sum, i) => sum + shades[i], 0) / 4,
      colour = groundColour(this.theme, mean, this.lightOn(shades, side, at));
    context.beginPath();
    four.forEach((i) => context.lineTo(corners[i][0], corners[i][1]));
    context.closePath();
    context.fillStyle = context.strokeStyle = `rgb(${colour.join(",")})`;
    context.lineWidth = 0.8; // else the page shows between two cells
    context.fill();
    context.stroke();
  }

  /**
   * From 0, where a cell turns away from the light, to 1.
   * @param {Float32Array} shades
   * @param {number} side
   * @param {number} at
   */
  lightOn(shades, side, at) {
    const slope = (HIGH * (side - 1)) / 2,
      x = -slope * (shades[at + 1] - shades[at]),
      y = slope * (shades[at + side] - shades[at]),
      cosine = (x * LIGHT[0] + y * LIGHT[1] + LIGHT[2]) / Math.hypot(x, y, 1);
    return Math.max(0, Math.min(1, 0.25 + 0.9 * cosine));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Ground} ground
   * @param {[Place, Place][] | undefined} lines
   */
  drawLines(context, { side, shades }, lines) {
    if (!lines) return;
    context.beginPath();
    for (const ends of lines)
      ends.forEach((place, k) => {
        const [x, y] = this.spot(...place, between(shades, side, place));
        if (k) context.lineTo(x, y);
        else context.moveTo(x, y);
      });
    context.strokeStyle = this.theme.soft;
    context.lineWidth = this.theme.markScale;
    context.stroke();
  }

  /**
   * A path at the height of the ground below it; it is seen through the surface.
   * @param {CanvasRenderingContext2D} context
   * @param {Path} path
   * @param {number} i
   */
  drawPath(context, { places, at }, i) {
    const { ground, theme } = this;
    if (!ground) return;
    const seen = places.map((place) => this.spot(...place, between(ground.shades, ground.side, place)));
    /** @type {(some: Seen[], colour: string, width: number, dash: number[]) => void} */
    const stroke = (some, colour, width, dash) => {
      context.beginPath();
      some.forEach(([x, y]) => context.lineTo(x, y));
      context.setLineDash(dash);
      context.strokeStyle = colour;
      context.lineWidth = width * theme.markScale;
      context.stroke();
      context.setLineDash([]);
    };
    const dash = i ? [6, 5] : [];
    context.lineJoin = context.lineCap = "round";
    stroke(seen, theme.page, 5, []);
    stroke(seen.slice(at), theme.soft, 2, dash);
    stroke(seen.slice(0, at + 1), theme.ink, 2.6, dash);
    this.dot(context, seen[0], 4, theme.ink);
    this.dot(context, seen[at], 6.5, theme.ink);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Seen} place
   * @param {number} radius
   * @param {string} colour
   */
  dot(context, [x, y], radius, colour) {
    context.beginPath();
    context.arc(x, y, radius * this.theme.markScale, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.strokeStyle = this.theme.page;
    context.lineWidth = 2;
    context.fill();
    context.stroke();
  }
}

/**
 * Each piece of the contour lines, by the cell that it lies in.
 * @param {Ground} ground
 */
function linesByCell({ contours, side }) {
  /** @type {Map<number, [Place, Place][]>} */
  const found = new Map();
  for (const { lines } of contours)
    for (const line of lines)
      for (let i = 1; i < line.length; i++) {
        const [a, b] = [line[i - 1], line[i]],
          at = Math.floor((a[1] + b[1]) / 2) * side + Math.floor((a[0] + b[0]) / 2),
          here = found.get(at);
        if (here) here.push([a, b]);
        else found.set(at, [[a, b]]);
      }
  return found;
}
