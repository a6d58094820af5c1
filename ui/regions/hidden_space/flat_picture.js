// The hidden space where it is flat, along one axis or two: the mesh, the boundary and the points in a frame. Where the
// layer has two units, every place of their plane has a class: there the rest of the network paints it, and the stage
// leaves out the mesh. Once a scene is answered, the lines on which two scores are equal go on beyond the boundary.

import { contextOf } from "../../browser/colours.js";
import { classBoundary, zeroLines } from "../../browser/maps/contours.js";
import { areHatched } from "../../browser/maps/look.js";
import { gridPoints, paintRegions } from "../../browser/maps/map.js";
import { classOf, ForwardPass } from "../../browser/maps/network.js";
import { hidesDetails, said } from "../../browser/on_stage.js";
import { MESH_CELLS } from "./scene.js";
import { drawSpaceFrame } from "./space_frame.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Look, RegionMap } from "../../browser/maps/map.js" */
/** @import { Dots } from "./dots.js" */
/** @import { Scene } from "./scene.js" */

const LEFT = 2.3 * 16; // pixels of ordinary text that the numbers of an axis take
const REST_GRID = 121; // points along a side of the painted plane
const PLAY_GRID = 44;
const PLAY_PIXELS = 200; // along a side of the painted plane while it plays
const BEYOND_DASH = [3, 6];

export class FlatPicture {
  /** @type {RegionMap} */
  map;
  /** @type {Theme} */
  theme;
  /** @type {ImageData | null} */
  pixels = null;
  left = 0; // pixels before the plot
  side = 0; // of the plot

  /** @param {Dots} dots */
  constructor(dots) {
    this.dots = dots;
    this.image = document.createElement("canvas");
  }

  /**
   * @param {Theme} theme
   * @param {RegionMap} map
   * @param {number} size
   */
  resize(theme, map, size) {
    this.theme = theme;
    this.map = map;
    this.left = LEFT * theme.textScale;
    this.side = Math.max(10, size - this.left);
  }

  /**
   * A place of the canvas for parts of the picture; without a second axis in the middle.
   * @param {number[]} parts
   * @returns {Place}
   */
  placeOf([u, v = 0]) {
    return [this.left + ((u + 1) / 2) * this.side, ((1 - v) / 2) * this.side];
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {object} options
   * @param {boolean} options.atRest
   * @param {Look} options.look
   * @param {Place | null} options.marked
   */
  paint(context, scene, { atRest, look, marked }) {
    const { left, side, theme } = this,
      { axes } = scene,
      isWhole = axes.units?.length === 2 && axes.width === 2 && scene.arrived;
    context.save();
    context.beginPath();
    context.rect(left, 0, side, side);
    context.clip();
    if (isWhole) this.paintRest(context, scene, axes.units ?? [], atRest, look);
    if (!isWhole || !hidesDetails()) this.strokeMesh(context, scene, isWhole);
    if (!isWhole) this.map.strokeWithHalo(context, this.boundaryPath(scene), theme.boundary, 2, []);
    this.dots.draw(
      context,
      Array.from(this.map.labels, (_, i) => this.placeOf(scene.partsOf(scene.dots, i))),
    );
    context.restore();
    if (marked) this.dots.mark(context, this.placeOf(scene.partsOf(scene.coordinatesAt(...marked), 0)));
    drawSpaceFrame(context, scene, this);
  }

  /** @param {Scene} scene */
  boundaryPath(scene) {
    const path = new Path2D();
    for (const line of scene.boundary())
      line.forEach((parts, i) => path[i ? "lineTo" : "moveTo"](...this.placeOf(parts)));
    return path;
  }

  /**
   * The plane of two units, painted by the layers that come after them: straight boundaries if none is in between.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number[]} units
   * @param {boolean} atRest
   * @param {Look} look
   */
  paintRest(context, { run, axes, range, params, forward, nClasses }, units, atRest, look) {
    const { left, side, theme } = this,
      [cx, cy] = range.middle,
      r = range.half,
      G = atRest ? REST_GRID : PLAY_GRID,
      M = areHatched(look, theme) || atRest ? Math.round(side) : PLAY_PIXELS;
    const grid = gridPoints([cx - r, cx + r, cy - r, cy + r], G);
    // The picture has the second unit along its first axis: the layers behind want the units in their own order.
    if (units[0] === 1) grid.set([...grid.subarray(G * G), ...grid.subarray(0, G * G)]);
    const rest = new ForwardPass(run.sizes.slice(axes.layer), run.activations.slice(axes.layer), grid);
    const scores = rest.run(params.subarray(forward.offsets[axes.layer].weights));
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    paintRegions(new Uint32Array(this.pixels.data.buffer), M, scores, G, nClasses, theme, look);
    contextOf(this.image).putImageData(this.pixels, 0, 0);
    context.drawImage(this.image, left, 0, side, side);
    const path = new Path2D(),
      step = side / (G - 1);
    classBoundary(scores, G, nClasses, (x1, y1, x2, y2) => {
      path.moveTo(left + x1 * step, y1 * step);
      path.lineTo(left + x2 * step, y2 * step);
    });
    if (hidesDetails() && said("asks") === "answered" && axes.layer === run.activations.length)
      this.map.strokeWithHalo(
        context,
        this.beyondPath(scores, G, nClasses),
        theme.boundary,
        1.6,
        BEYOND_DASH,
      );
    this.map.strokeWithHalo(context, path, theme.boundary, 2.6, []);
  }

  /**
   * The lines on which two classes have the same score, also where a third one has a higher.
   * @param {ArrayLike<number>} scores on the painted plane's grid, a class after the other
   * @param {number} G
   * @param {number} nClasses
   */
  beyondPath(scores, G, nClasses) {
    const { left, side } = this,
      step = side / (G - 1),
      path = new Path2D();
    for (let a = 0; a < nClasses; a++)
      for (let b = a + 1; b < nClasses; b++) {
        const apart = Float32Array.from(
          { length: G * G },
          (_, p) => scores[a * G * G + p] - scores[b * G * G + p],
        );
        for (const line of zeroLines(apart, G))
          line.forEach(([x, y], i) => path[i ? "lineTo" : "moveTo"](left + x * step, y * step));
      }
    return path;
  }

  /**
   * The lines along which x₁ or x₂ stays the same: ink over painted regions, else in the colour of the class.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {boolean} isPlain
   */
  strokeMesh(context, scene, isPlain) {
    const { theme } = this,
      { G, forward, mesh, nClasses } = scene,
      step = (G - 1) / MESH_CELLS,
      paths = theme.points.map(() => new Path2D()),
      places = Array.from({ length: G * G }, (_, p) => this.placeOf(scene.partsOf(mesh, p)));
    /** @type {(start: number, stride: number) => void} */
    const line = (start, stride) => {
      let last = -1;
      for (let i = 1; i < G; i++) {
        const p = start + (i - 1) * stride,
          k = isPlain ? 0 : classOf(forward.scores, p, G * G, nClasses);
        if (k !== last) paths[k].moveTo(...places[p]);
        paths[k].lineTo(...places[p + stride]);
        last = k;
      }
    };
    for (let i = 0; i <= MESH_CELLS; i++) {
      line(i * step * G, 1);
      line(i * step, G);
    }
    context.lineWidth = theme.markScale;
    context.lineJoin = "round";
    paths.forEach((path, k) => {
      context.globalAlpha = isPlain ? 0.4 : 0.7;
      context.strokeStyle = isPlain ? theme.boundary : theme.points[k];
      context.stroke(path);
    });
    context.globalAlpha = 1;
  }
}
