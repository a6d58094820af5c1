// The outputs cut the space of three units: a plane for each pair of classes that are equally likely there, as far as
// no third one is likelier, within the cube.

import { rgb } from "../../browser/colours.js";
import { strokeInSpace } from "../../browser/solids/raster.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Raster } from "../../browser/solids/raster.js" */
/** @import { Turntable } from "../../browser/solids/turntable.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {[number, number, number]} Vector */
/** @typedef {Vector[]} Polygon */

/**
 * A linear function of the cube: slope · place + start.
 * @typedef {{ slope: Vector, start: number }} Linear
 */

const FAR = 4; // half the side of the square that is cut down; the cube reaches √3 from its middle
const RIM_PIECES = 24; // of each side of a plane
const VEIL = 0.13; // how much of a plane's ink lies over what is behind it

/** @type {Vector[]} */
const WALLS = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
];

/**
 * @param {number[]} a
 * @param {number[]} b
 */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * @param {Vector} a
 * @param {Vector} b
 * @returns {Vector}
 */
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/**
 * a + t · b
 * @param {Vector} a
 * @param {Vector} b
 * @param {number} t
 * @returns {Vector}
 */
const plus = (a, b, t) => [a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]];

/**
 * @param {Vector} a
 * @param {number} t
 * @returns {Vector}
 */
const times = (a, t) => [a[0] * t, a[1] * t, a[2] * t];

/**
 * @param {Vector} a
 * @param {Vector} b
 * @param {number} t
 */
const onTheWayTo = (a, b, t) => plus(a, plus(b, a, -1), t);

/**
 * @param {Linear} a
 * @param {Linear} b
 * @returns {Linear}
 */
const less = (a, b) => ({ slope: plus(a.slope, b.slope, -1), start: a.start - b.start });

/**
 * The part of a convex polygon on which a linear function is not negative.
 * @param {Polygon} polygon
 * @param {Linear} linear
 * @returns {Polygon}
 */
function keptSide(polygon, { slope, start }) {
  const sides = polygon.map((place) => dot(slope, place) + start);
  return polygon.flatMap((place, i) => {
    const j = (i + 1) % polygon.length,
      crosses = sides[i] < 0 !== sides[j] < 0;
    return [
      ...(sides[i] < 0 ? [] : [place]),
      ...(crosses ? [onTheWayTo(place, polygon[j], sides[i] / (sides[i] - sides[j]))] : []),
    ];
  });
}

/**
 * A square on the plane where a linear function is 0, around the place nearest to the middle; empty where there is no
 * such plane.
 * @param {Linear} linear
 * @returns {Polygon}
 */
function squareOn({ slope, start }) {
  const length = Math.sqrt(dot(slope, slope));
  if (!(length > 1e-9)) return [];
  const normal = times(slope, 1 / length),
    foot = times(normal, -start / length),
    sizes = normal.map(Math.abs),
    least = sizes.indexOf(Math.min(...sizes));
  /** @type {Vector} */
  const aside = [Number(least === 0), Number(least === 1), Number(least === 2)];
  const side = cross(normal, aside),
    u = times(side, 1 / Math.sqrt(dot(side, side))),
    w = cross(normal, u);
  return [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ].map(([s, t]) => plus(plus(foot, u, FAR * s), w, FAR * t));
}

/**
 * The planes as polygons of places in the cube; none unless the axes are all the units of the last hidden layer, and
 * three.
 * @param {Scene} scene
 * @returns {Polygon[]}
 */
export function cutsOf(scene) {
  const scores = scoresInCube(scene);
  return scores
    .flatMap((a, k) => scores.slice(k + 1).map((b) => cutOf(a, b, scores)))
    .filter((cut) => cut.length > 2);
}

/**
 * The score of each class as a function of the place in the cube, where it is one.
 * @param {Scene} scene
 * @returns {Linear[]}
 */
function scoresInCube({ run, axes, range, params, forward, arrived }) {
  const { units, width, layer } = axes;
  if (!arrived || units?.length !== 3 || width !== 3 || layer !== run.activations.length) return [];
  const { weights, biases, inputs, outputs } = forward.offsets[layer];
  return Array.from({ length: outputs }, (_, k) => {
    const [w0, w1, w2] = units.map((unit) => params[weights + k * inputs + unit]);
    return {
      slope: times([w0, w1, w2], range.half),
      start: params[biases + k] + dot([w0, w1, w2], range.middle),
    };
  });
}

/**
 * The part of the plane between two classes within the cube on which neither a third class is likelier.
 * @param {Linear} a
 * @param {Linear} b
 * @param {Linear[]} scores
 */
function cutOf(a, b, scores) {
  let polygon = squareOn(less(a, b));
  for (const slope of WALLS) polygon = keptSide(polygon, { slope, start: 1 });
  for (const c of scores) if (c !== a && c !== b) polygon = keptSide(polygon, less(a, c));
  return polygon;
}

/**
 * Each plane as a veil of ink before whatever lies behind it; the depths stay those of the surface.
 * @param {Raster} raster
 * @param {Turntable} turntable
 * @param {Polygon[]} cuts
 * @param {Theme} theme
 */
export function veilCuts(raster, turntable, cuts, theme) {
  const ink = rgb(theme.boundary),
    { pixels, depth } = raster,
    kept = depth.slice();
  for (const polygon of cuts) {
    const corners = polygon.map((place) => turntable.project(...place));
    for (let i = 2; i < corners.length; i++)
      raster.triangle(corners[0], corners[i - 1], corners[i], (_, at) => veiled(pixels[at], ink));
    depth.set(kept);
  }
}

/**
 * @param {number} under a pixel, perhaps transparent
 * @param {number[]} ink
 */
function veiled(under, ink) {
  const alpha = (under >>> 24) / 255,
    out = VEIL + alpha * (1 - VEIL);
  /** @type {(shift: number, i: number) => number} */
  const mixed = (shift, i) =>
    Math.round((VEIL * ink[i] + alpha * (1 - VEIL) * ((under >>> shift) & 255)) / out) << shift;
  return ((Math.round(255 * out) << 24) | mixed(16, 2) | mixed(8, 1) | mixed(0, 0)) >>> 0;
}

/**
 * Their rims, in short pieces, so that each is faint only where the surface covers it.
 * @param {CanvasRenderingContext2D} context
 * @param {Raster} raster
 * @param {Turntable} turntable
 * @param {Polygon[]} cuts
 * @param {number} scale
 */
export function strokeCuts(context, raster, turntable, cuts, scale) {
  for (const polygon of cuts) {
    polygon.forEach((place, i) => {
      const next = polygon[(i + 1) % polygon.length];
      const pieces = Array.from({ length: RIM_PIECES + 1 }, (_, t) =>
        turntable.project(...onTheWayTo(place, next, t / RIM_PIECES)),
      );
      strokeInSpace(context, raster, pieces, scale, 0.04, 0.7);
    });
  }
}
