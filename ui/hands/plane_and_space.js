// One unit and three planes share this as views: a square of the plane where a hand moves things, and beside it the
// same in three dimensions.

import { fitCanvas } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { nameCubeAxes } from "../browser/solids/cube.js";
import { Raster, strokeInSpace } from "../browser/solids/raster.js";
import { Turntable } from "../browser/solids/turntable.js";
import { between } from "./lines_of_the_plane.js";
import { Stage } from "./stage.js";

/** @import { Theme } from "../browser/colours.js" */
/** @import { Seen } from "../browser/solids/raster.js" */
/** @import { Host } from "./hands.js" */
/** @import { Extent, Place, Segment } from "./lines_of_the_plane.js" */

export const REACH = 5; // half a side of the square, in units of the axes

/** @type {Extent} */
export const SQUARE = [-REACH, REACH, -REACH, REACH];

/**
 * Where the third axis puts a place of the plane: heights go from −1 to 1 within the cube.
 * @typedef {(at: Place) => number} HeightOf
 */

export class PlaneAndSpace {
  /** @type {Theme} */
  theme;
  /** Names of the three axes. */
  axes = ["x₁", "x₂", "z"];
  size = 0;
  scale = 1; // pixels of the canvas for one of the raster

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   * @param {{ yaw: number, pitch: number, zoom?: number, above?: number }} start how the cube is seen at first
   * @param {{ still: number, moving: number }} pixels of the surfaces, along a side, at most
   */
  constructor(section, host, start, pixels) {
    this.section = section;
    this.host = host;
    this.mostPixels = pixels;
    this.stage = new Stage(find(section, ".map-figure"), SQUARE);
    this.cube = find(section, ".cube");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(this.cube, "canvas");
    this.raster = new Raster();
    this.turntable = new Turntable(this.cube, () => host.drawSoon(this, () => this.drawSpace()), start);
  }

  /** @param {Theme} theme */
  resize(theme) {
    this.theme = theme;
    this.stage.resize(theme);
    this.size = this.cube.clientWidth;
  }

  draw() {
    if (!this.theme || !this.stage.size) return;
    this.drawPlane(this.stage.begin());
    this.drawSpace();
    this.host.say(this);
  }

  drawSpace() {
    if (!this.theme || !this.size) return;
    const { turntable, raster, theme, size, mostPixels } = this,
      M = Math.min(this.host.still ? mostPixels.still : mostPixels.moving, Math.round(size)),
      context = fitCanvas(this.canvas, size, size);
    this.scale = size / M;
    turntable.look(M);
    raster.clear(M);
    this.raiseSurfaces();
    context.clearRect(0, 0, size, size);
    this.drawBehind(context);
    raster.drawOn(context, size);
    context.strokeStyle = theme.boundary;
    context.lineWidth = theme.markScale;
    this.drawBefore(context);
    nameCubeAxes(context, turntable, this.scale, theme, this.axes);
  }

  /**
   * A place of the plane at a height of the cube, as the turntable shows it.
   * @param {Place} at
   * @param {number} height
   */
  spot(at, height) {
    return this.turntable.project(at[0] / REACH, at[1] / REACH, height);
  }

  /**
   * A straight line over the plane in 40 pieces, so that each is faint only where a surface covers it.
   * @param {CanvasRenderingContext2D} context
   * @param {Segment} ends
   * @param {HeightOf} heightOf
   * @param {number} slack
   * @param {number} [alpha]
   */
  strokeOver(context, [from, to], heightOf, slack, alpha) {
    const spots = Array.from({ length: 41 }, (_, i) => {
      const at = between(from, to, i / 40);
      return this.spot(at, heightOf(at));
    });
    this.strokeSpots(context, spots, slack, alpha);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Seen[]} spots
   * @param {number} slack
   * @param {number} [alpha]
   */
  strokeSpots(context, spots, slack, alpha) {
    strokeInSpace(context, this.raster, spots, this.scale, slack, alpha);
  }

  /**
   * The picture of the plane, with handles, fields and words that go with it.
   * @param {CanvasRenderingContext2D} _context
   */
  drawPlane(_context) {}

  /** Triangles of the surfaces, on the raster. */
  raiseSurfaces() {}

  /**
   * Lines that every surface covers.
   * @param {CanvasRenderingContext2D} _context
   */
  drawBehind(_context) {}

  /**
   * Lines and symbols that a surface covers only where it is nearer.
   * @param {CanvasRenderingContext2D} _context
   */
  drawBefore(_context) {}

  headline() {
    return "";
  }

  words() {
    return "";
  }
}
