// The hidden space at one moment: the input plane as a mesh, and the points, pushed through a hidden layer and seen
// along some axes. A slider leads both there from the input plane, and back.

import { classBoundary, joinPieces } from "../../browser/maps/contours.js";
import { ForwardPass } from "../../browser/maps/network.js";
import { alongAxes, rangeOf } from "./axes.js";

/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Extent, Picture } from "../../browser/maps/map.js" */
/** @import { Line } from "../../browser/maps/contours.js" */
/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Axes } from "./axes.js" */

export const MESH_CELLS = 20; // between the lines of the mesh, along a side

export class Scene {
  /**
   * @param {object} moment
   * @param {Network & { extent: Extent, activation_facts: AllFacts }} moment.run
   * @param {Float32Array} moment.params
   * @param {Picture} moment.picture the forward pass of the mesh
   * @param {ForwardPass} moment.pointsForward
   * @param {Axes} moment.axes
   * @param {number} moment.warp 0: the input plane, as it is; 1: the layer
   */
  constructor({ run, params, picture: { forward, G }, pointsForward, axes, warp }) {
    this.run = run;
    this.params = params;
    this.forward = forward;
    this.G = G;
    this.axes = axes;
    this.warp = warp;
    this.nClasses = run.sizes[run.sizes.length - 1];
    const mesh = this.answersAlong(forward),
      dots = this.answersAlong(pointsForward);
    const limits = axes.layer ? run.activation_facts[run.activations[axes.layer - 1]].limits : null;
    // Derived inputs grow beyond the points: a square is larger at the map's rim than at any of them.
    this.range = rangeOf(axes, limits, axes.layer || run.inputs ? dots : mesh);
    /** Coordinates of the mesh, an array for each axis. */
    this.mesh = this.onTheWay(mesh, forward);
    /** The same of the points. */
    this.dots = this.onTheWay(dots, pointsForward);
  }

  /** Whether the layer's own space is seen, not a step on the way there. */
  get arrived() {
    return this.warp === 1 || !this.axes.layer;
  }

  /**
   * The layer's answers in a forward pass, along the axes.
   * @param {ForwardPass} pass
   */
  answersAlong(pass) {
    const { axes } = this;
    return alongAxes(axes, axes.layer ? pass.layers[axes.layer - 1] : pass.inputs, pass.n);
  }

  /**
   * Coordinates on the way from the input plane, which fills the picture, to the layer.
   * @param {Float32Array[]} coordinates
   * @param {ForwardPass} pass
   */
  onTheWay(coordinates, { points, n }) {
    if (this.arrived) return coordinates;
    const [left, right, bottom, top] = this.run.extent,
      { middle, half } = this.range,
      t = this.warp;
    /** @type {(k: number, p: number) => number} */
    const flat = (k, p) => {
      if (k === 0) return (2 * (points[p] - left)) / (right - left) - 1;
      return k === 1 ? (2 * (points[n + p] - bottom)) / (top - bottom) - 1 : 0;
    };
    return coordinates.map((values, k) =>
      values.map((value, p) => t * value + (1 - t) * (middle[k] + half * flat(k, p))),
    );
  }

  /**
   * Coordinates of one place of the input plane.
   * @param {number} x
   * @param {number} y
   */
  coordinatesAt(x, y) {
    const one = new ForwardPass(this.run.sizes, this.run.activations, Float32Array.of(x, y), this.run.inputs);
    one.run(this.params);
    return this.onTheWay(this.answersAlong(one), one);
  }

  /**
   * From −1 to 1 within the picture, for the k-th axis.
   * @param {number} k
   * @param {number} value
   */
  part(k, value) {
    return (value - this.range.middle[k]) / this.range.half;
  }

  /**
   * The parts of the p-th of some coordinates, one for each axis.
   * @param {Float32Array[]} coordinates
   * @param {number} p
   */
  partsOf(coordinates, p) {
    return coordinates.map((values, k) => this.part(k, values[p]));
  }

  /** The boundary of the input plane, taken along by the layer: polylines of parts, at least two for each place. */
  boundary() {
    /** @type {Line[]} */
    const pieces = [];
    classBoundary(this.forward.scores, this.G, this.nClasses, (x1, y1, x2, y2) =>
      pieces.push([
        [x1, y1],
        [x2, y2],
      ]),
    );
    return joinPieces(pieces).map((line) => line.map(([x, y]) => this.between(x, y)));
  }

  /**
   * The parts of a place between the points of the mesh, at a column and a row with fractions.
   * @param {number} x
   * @param {number} y
   */
  between(x, y) {
    const { G } = this,
      c = Math.min(G - 2, Math.floor(x)),
      r = Math.min(G - 2, Math.floor(y)),
      u = x - c,
      v = y - r,
      p = r * G + c;
    const parts = this.mesh.map((m, k) =>
      this.part(k, (1 - v) * ((1 - u) * m[p] + u * m[p + 1]) + v * ((1 - u) * m[p + G] + u * m[p + G + 1])),
    );
    return parts.length > 1 ? parts : [parts[0], 0];
  }
}
