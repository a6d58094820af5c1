// What the outputs do in the space of three units: a plane for each pair of classes that are equally likely there, as far
// as no third one is likelier, within the cube.

import { rgb } from "../../browser/colours.js";
import { strokeInSpace } from "../../browser/solids/raster.js";

const FAR = 4; // half the side of the square that is cut down; the cube reaches √3 from its middle
const VEIL = 0.13; // how much of a plane's ink lies over what is behind it

const dot3 = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross3 = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const onTheWayTo = (a, b, t) => a.map((v, i) => v + t * (b[i] - v));

// The part of a convex polygon on which slope · place + start is not negative.
function keptSide(polygon, slope, start) {
  const sides = polygon.map((place) => dot3(slope, place) + start);
  return polygon.flatMap((place, i) => {
    const j = (i + 1) % polygon.length,
      crosses = sides[i] < 0 !== sides[j] < 0;
    return [
      ...(sides[i] < 0 ? [] : [place]),
      ...(crosses ? [onTheWayTo(place, polygon[j], sides[i] / (sides[i] - sides[j]))] : []),
    ];
  });
}

// A square around the place nearest to the middle on the plane slope · place + start = 0; null where there is no such plane.
function squareOn(slope, start) {
  const length = Math.sqrt(dot3(slope, slope));
  if (!(length > 1e-9)) return null;
  const normal = slope.map((v) => v / length),
    foot = normal.map((v) => (-v * start) / length);
  const least = normal.reduce((best, v, i) => (Math.abs(v) < Math.abs(normal[best]) ? i : best), 0);
  const side = cross3(
      normal,
      [0, 1, 2].map((i) => (i === least ? 1 : 0)),
    ),
    size = Math.sqrt(dot3(side, side));
  const u = side.map((v) => v / size),
    w = cross3(normal, u);
  return [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ].map(([s, t]) => foot.map((v, i) => v + FAR * (s * u[i] + t * w[i])));
}

// The planes as polygons of places in the cube; none unless the axes are all the units of the last hidden layer, and three.
export function cutsOf({ run, axes, range, params, forward, arrived }) {
  const isWhole =
    arrived &&
    axes.units &&
    axes.units.length === 3 &&
    axes.width === 3 &&
    axes.layer === run.activations.length;
  if (!isWhole) return [];
  const { weights, biases, inputs, outputs } = forward.offsets[axes.layer];
  const scores = Array.from({ length: outputs }, (_, k) => {
    const w = axes.units.map((unit) => params[weights + k * inputs + unit]);
    return { slope: w.map((v) => v * range.half), start: params[biases + k] + dot3(w, range.middle) };
  });
  const less = (a, b) => [a.slope.map((v, i) => v - b.slope[i]), a.start - b.start];
  const pairs = scores.flatMap((a, k) => scores.slice(k + 1).map((b) => [a, b]));
  return pairs
    .map(([a, b]) => {
      let polygon = squareOn(...less(a, b));
      for (const axis of [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ])
        for (const sign of [1, -1])
          polygon =
            polygon &&
            keptSide(
              polygon,
              axis.map((v) => sign * v),
              1,
            );
      for (const c of scores) if (polygon && c !== a && c !== b) polygon = keptSide(polygon, ...less(a, c));
      return polygon;
    })
    .filter((polygon) => polygon && polygon.length > 2);
}

// Each plane as a veil of ink before whatever lies behind it; the depths stay those of the surface.
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

function veiled(under, ink) {
  const alpha = (under >>> 24) / 255,
    out = VEIL + alpha * (1 - VEIL),
    mixed = (shift, i) =>
      Math.round((VEIL * ink[i] + alpha * (1 - VEIL) * ((under >>> shift) & 255)) / out) << shift;
  return ((Math.round(255 * out) << 24) | mixed(16, 2) | mixed(8, 1) | mixed(0, 0)) >>> 0;
}

// Their rims, in short pieces, so that each is faint only where the surface covers it.
export function strokeCuts(context, raster, turntable, cuts, scale) {
  for (const polygon of cuts) {
    polygon.forEach((place, i) => {
      const next = polygon[(i + 1) % polygon.length],
        pieces = Array.from({ length: 25 }, (_, t) => turntable.project(...onTheWayTo(place, next, t / 24)));
      strokeInSpace(context, raster, pieces, scale, 0.04, 0.7);
    });
  }
}
