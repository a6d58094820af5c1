// The hidden space along three axes: a surface that a hand turns, with the mesh, the boundary, and the points.

import { mixClasses } from "../../browser/maps/map.js";
import { drawCube, nameCubeAxes } from "../../browser/solids/cube.js";
import { Raster, strokeInSpace } from "../../browser/solids/raster.js";
import { axisName } from "./axes.js";
import { cutsOf, strokeCuts, veilCuts } from "./cuts.js";
import { MESH_CELLS } from "./scene.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Look, RegionMap } from "../../browser/maps/map.js" */
/** @import { Seen } from "../../browser/solids/raster.js" */
/** @import { Turntable } from "../../browser/solids/turntable.js" */
/** @import { Polygon } from "./cuts.js" */
/** @import { Dots } from "./dots.js" */
/** @import { Scene } from "./scene.js" */

const MOST_PIXELS = 700; // along a side of the surface at rest
const PLAY_PIXELS = 220;
const MOST_CORNERS = 80; // between the corners of the surface, along a side

/**
 * The corners of the surface's cells, row by row, `side` of them along each side: where each is seen, and the number of
 * its point in the mesh.
 * @typedef {{ seen: Seen[], points: number[], side: number }} Surface
 */

export class CubePicture {
  /** @type {RegionMap} */
  map;
  /** @type {Theme} */
  theme;
  /**
   * The planes between classes, where they are seen.
   * @type {Polygon[]}
   */
  cuts = [];
  size = 0;
  scale = 1; // pixels of the canvas for one of the raster

  /**
   * @param {Turntable} turntable
   * @param {Dots} dots
   */
  constructor(turntable, dots) {
    this.turntable = turntable;
    this.dots = dots;
    this.raster = new Raster();
  }

  /**
   * @param {Theme} theme
   * @param {RegionMap} map
   * @param {number} size
   */
  resize(theme, map, size) {
    this.theme = theme;
    this.map = map;
    this.size = size;
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
    const { raster, turntable, theme, size } = this,
      sharp = Math.round(Math.min(size * Math.min(2, window.devicePixelRatio || 1), MOST_PIXELS)),
      M = atRest ? sharp : PLAY_PIXELS;
    this.scale = size / M;
    turntable.look(M);
    raster.clear(M);
    const surface = this.surfaceOf(scene);
    this.raise(scene, surface, look);
    drawCube(context, turntable, this.scale, theme);
    this.cuts = cutsOf(scene);
    veilCuts(raster, turntable, this.cuts, theme);
    raster.drawOn(context, size);
    this.strokeLines(context, scene, surface);
    this.drawPoints(context, scene, marked);
    const names = scene.mesh.map((_, k) => axisName(scene.axes, k));
    if (scene.arrived) nameCubeAxes(context, turntable, this.scale, theme, names);
  }

  /** @param {number[]} parts */
  spot([x, y, z]) {
    return this.turntable.project(x, y, z);
  }

  /**
   * Fewer corners than the mesh has points: a surface of cells below a pixel's size takes longer and looks the same.
   * @param {Scene} scene
   * @returns {Surface}
   */
  surfaceOf(scene) {
    const { G, mesh } = scene,
      step = Math.max(1, Math.round((G - 1) / MOST_CORNERS)),
      side = Math.floor((G - 1) / step) + 1,
      points = Array.from({ length: side * side }, (_, i) => {
        const r = Math.floor(i / side),
          c = i % side;
        return r * step * G + c * step;
      });
    return { seen: points.map((p) => this.spot(scene.partsOf(mesh, p))), points, side };
  }

  /**
   * The surface in the colours of the classes, on the raster.
   * @param {Scene} scene
   * @param {Surface} surface
   * @param {Look} look
   */
  raise({ forward, G, nClasses }, { seen, points, side }, look) {
    const { raster, theme } = this;
    const corners = seen.map((place, i) => {
      /** @type {number[]} */
      const corner = [...place];
      for (let k = 0; k < nClasses; k++) corner.push(forward.scores[k * G * G + points[i]]);
      return corner;
    });
    raster.lattice(corners, side, (z) => {
      let best = 0;
      for (let k = 1; k < nClasses; k++) if (z[k] > z[best]) best = k;
      return look === "soft" ? mixClasses(z, best, nClasses, theme) : theme.regionPixels[best];
    });
  }

  /**
   * The mesh, the rims of the cuts, and the boundary.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {Surface} surface
   */
  strokeLines(context, scene, { seen, side }) {
    const { raster, turntable, theme, scale } = this,
      cell = (side - 1) / MESH_CELLS;
    /** @type {(start: number, stride: number) => Seen[]} */
    const along = (start, stride) => Array.from({ length: side }, (_, i) => seen[start + i * stride]);
    context.strokeStyle = theme.boundary;
    context.lineWidth = theme.markScale;
    for (let i = 0; i <= MESH_CELLS; i++)
      for (const line of [along(i * cell * side, 1), along(i * cell, side)])
        strokeInSpace(context, raster, line, scale, 0.04, 0.28);
    strokeCuts(context, raster, turntable, this.cuts, scale);
    context.lineWidth = 2.4 * theme.markScale;
    for (const line of scene.boundary()) {
      const spots = line.map((parts) => this.spot(parts));
      strokeInSpace(context, raster, spots, scale, 0.06);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {Place | null} marked
   */
  drawPoints(context, scene, marked) {
    const { raster, scale, dots } = this,
      spots = Array.from(this.map.labels, (_, i) => this.spot(scene.partsOf(scene.dots, i)));
    /** @type {(spot: Seen) => Place} */
    const onCanvas = ([x, y]) => [x * scale, y * scale];
    dots.draw(context, spots.map(onCanvas), (i) => raster.sees(spots[i], 0.08));
    if (!marked) return;
    const coordinates = scene.coordinatesAt(...marked);
    dots.mark(context, onCanvas(this.spot(scene.partsOf(coordinates, 0))));
  }
}
