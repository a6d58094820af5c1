// Classes whose source is a Gaussian each: a circle of two standard deviations around each centre shows where they
// overlap, and the best rule answers with the class that is likeliest at a place. Python sends what they are made of.

/** @import { Theme } from "../colours.js" */
/** @import { Place } from "./contours.js" */

/** @typedef {{ prior: number, centre: [x: number, y: number], variance: number }} Gaussian */

/**
 * What this needs of the map that it draws on.
 * @typedef {object} Ground
 * @property {Theme} theme
 * @property {(x: number, y: number) => Place} toScreen
 */

const REACH = 2; // standard deviations
const LINE = 2.5;
const LINE_OVER_REGIONS = 1.6; // without a halo there: boundaries and rings are what is looked at
const DASHES = [[], [10, 6], [14, 4, 3, 4]]; // one for each class: colour is not the only sign

/**
 * The class that is likeliest at a place.
 * @param {Gaussian[]} gaussians
 * @param {number} x
 * @param {number} y
 */
export function bestClass(gaussians, x, y) {
  const likely = gaussians.map(
    ({ prior, centre, variance }) =>
      Math.log(prior / variance) - ((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * variance),
  );
  return likely.indexOf(Math.max(...likely));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Gaussian[]} gaussians
 * @param {boolean} [overRegions]
 */
export function drawGaussians(context, map, gaussians, overRegions = false) {
  const { theme } = map;
  gaussians.forEach(({ centre: [x, y], variance }, k) => {
    const reach = REACH * Math.sqrt(variance),
      [left, top] = map.toScreen(x - reach, y + reach),
      [right, bottom] = map.toScreen(x + reach, y - reach);
    context.beginPath();
    context.ellipse(
      (left + right) / 2,
      (top + bottom) / 2,
      (right - left) / 2,
      (bottom - top) / 2,
      0,
      0,
      2 * Math.PI,
    );
    context.setLineDash([]);
    context.strokeStyle = theme.halo;
    context.lineWidth = (LINE + 2.5) * theme.markScale;
    if (!overRegions) context.stroke();
    context.strokeStyle = theme.points[k % theme.points.length];
    context.lineWidth = (overRegions ? LINE_OVER_REGIONS : LINE) * theme.markScale;
    context.setLineDash(DASHES[k % DASHES.length].map((length) => length * theme.markScale));
    context.stroke();
    context.setLineDash([]);
  });
}
