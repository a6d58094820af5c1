// A class is a symbol before it is a colour: 1 a circle, 2 a cross, 3 a triangle. Filled: training; hollow:
// validation.

import { className, escaped } from "./maps/units.js";

/** @import { Theme } from "./colours.js" */
/** @import { Units } from "./maps/units.js" */

// Corners of outlines around a symbol whose circle has the radius 1.
const CROSS = [
  [1, 0],
  [2.4, 1.4],
  [1.4, 2.4],
  [0, 1],
  [-1.4, 2.4],
  [-2.4, 1.4],
  [-1, 0],
  [-2.4, -1.4],
  [-1.4, -2.4],
  [0, -1],
  [1.4, -2.4],
  [2.4, -1.4],
];
const TRIANGLE = [
  [0, -1.25],
  [1.15, 0.8],
  [-1.15, 0.8],
];
const OUTLINES = [null, CROSS.map(([x, y]) => [x * 0.44, y * 0.44]), TRIANGLE];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} k
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function traceSymbol(context, k, x, y, r) {
  context.beginPath();
  const outline = OUTLINES[k % 3];
  if (!outline) context.arc(x, y, r, 0, 2 * Math.PI);
  else
    outline.forEach(([dx, dy], i) =>
      i ? context.lineTo(x + r * dx, y + r * dy) : context.moveTo(x + r * dx, y + r * dy),
    );
  context.closePath();
}

/**
 * A point of class k (from 0) at (x, y), with a radius.
 * @param {CanvasRenderingContext2D} context
 * @param {number} k
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {boolean} hollow
 * @param {Theme} theme
 */
export function drawSymbol(context, k, x, y, r, hollow, theme) {
  context.lineJoin = "round";
  traceSymbol(context, k, x, y, r);
  context.strokeStyle = theme.halo;
  context.lineWidth = (hollow ? 4.5 : Math.min(2.4, 0.7 * r)) * theme.markScale;
  context.stroke();
  context.fillStyle = hollow ? theme.halo : theme.points[k];
  context.fill();
  if (!hollow) return;
  context.strokeStyle = theme.points[k];
  context.lineWidth = 1.8 * theme.markScale;
  context.stroke();
}

/**
 * The same symbols as inline SVG, coloured by the CSS variable of the class.
 * @param {number} k
 * @param {{ hollow?: boolean, ring?: boolean, size?: number, word?: string }} [options] `word` names the symbol
 */
export function symbolSvg(k, { hollow = false, ring = false, size = 16, word = "" } = {}) {
  const outline = OUTLINES[k % 3];
  const shape = outline
    ? `<polygon points="${outline.map(([x, y]) => `${5 * x},${5 * y}`).join(" ")}"`
    : `<circle r="5"`;
  const paint = hollow
    ? `fill="var(--halo)" stroke="var(--points-${k + 1})" stroke-width="2"`
    : `fill="var(--points-${k + 1})"`;
  const outer = ring ? `<circle r="9" fill="none" stroke="var(--boundary)" stroke-width="2"/>` : "";
  const side = size * 1.4,
    spoken = word ? `role="img" aria-label="${word}"` : 'aria-hidden="true"';
  return (
    `<svg class="symbol" viewBox="-11 -11 22 22" width="${side}" height="${side}" ${spoken}>` +
    `${outer}${shape} ${paint}/></svg>`
  );
}

const SHAPES = ["Circle", "Cross", "Triangle"];
const VALIDATION = `<span>${symbolSvg(0, { hollow: true, word: "Hollow" })} validation</span>`;
const RING = "A ring: the network’s answer for this point is wrong.";
const RINGED = symbolSvg(0, { ring: true, size: 20, word: "With a ring" });
const WRONG = `<span tabindex="0" data-help="${RING}">${RINGED} wrong</span>`;

/**
 * A legend of the classes; `markHatches` (look.js) writes into the `<em>` of each.
 * @param {Units} [units]
 * @param {number} [nClasses]
 */
export const classLegend = (units, nClasses = SHAPES.length) =>
  SHAPES.slice(0, nClasses)
    .map((word, k) => {
      const name = escaped(className(units, k)),
        words = units?.named || k ? name : `class ${name}`;
      return `<span>${symbolSvg(k, { word })} ${words}<em></em></span>`;
    })
    .join("");

/**
 * A legend of everything that stands for a point on a map.
 * @param {Units} [units]
 * @param {number} [nClasses]
 */
export const pointLegend = (units, nClasses) => classLegend(units, nClasses) + VALIDATION + WRONG;
