// The axes along which a hidden layer is seen: its units where it has two or three or where some were chosen, else the
// directions in which the training points vary most.

import { inputsWords, inputText, titleHtml } from "../../browser/maps/derived_inputs.js";

/** @import { Input } from "../../browser/maps/derived_inputs.js" */
/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Axes as Directions } from "../../browser/solids/pca.js" */
/** @import { ActivationFacts } from "../../browser/maps/activations.js" */

/**
 * The layer, from 1, and its width; without a hidden layer the inputs are layer 0, with what they are.
 * @typedef {{ layer: number, width: number, inputs?: Input[] }} Layer
 */

/** @typedef {Layer & { units: number[], pca?: undefined }} UnitAxes */

/** @typedef {Layer & { pca: number, units?: undefined }} PcaChoice the number of directions */

/** @typedef {PcaChoice & Directions} PcaAxes */

/** @typedef {UnitAxes | PcaAxes} Axes */

/**
 * The middle of the picture, a number for each axis, and half its width.
 * @typedef {{ middle: number[], half: number }} Range
 */

const LIMIT_OF_UNITS = 3;
const AROUND_LIMITS = 1.08; // so that answers at their limits are not on the rim
const AROUND_CUBE = 1.02;
const AROUND_POINTS = 1.15;

/**
 * How the link's `layer` and `axes` are read for a network.
 * @param {number[]} sizes
 * @param {{ layer: number, axes: string }} view
 * @returns {UnitAxes | PcaChoice}
 */
export function chosenAxes(sizes, view) {
  const depth = sizes.length - 2,
    layer = view.layer >= 1 && view.layer <= depth ? view.layer : depth,
    width = sizes[layer];
  const units = /^\d/.test(view.axes) ? view.axes.split("-").map((text) => Number(text) - 1) : [];
  if (units.length && units.every((unit) => unit < width)) return { layer, width, units };
  if (view.axes === "pca3" && width > 3) return { layer, width, pca: 3 };
  if (width > LIMIT_OF_UNITS || (view.axes === "pca2" && width > 2)) return { layer, width, pca: 2 };
  return { layer, width, units: Array.from({ length: width }, (_, unit) => unit) };
}

/**
 * Coordinates of n feature-major answers, an array for each axis.
 * @param {Axes} axes
 * @param {Float32Array} h
 * @param {number} n
 */
export function alongAxes(axes, h, n) {
  if (axes.units) return axes.units.map((unit) => h.subarray(unit * n, (unit + 1) * n));
  const { mean, vectors } = axes;
  return vectors.map((vector) => {
    const out = new Float32Array(n);
    let shift = 0;
    vector.forEach((v, j) => {
      shift += v * mean[j];
      for (let p = 0; p < n; p++) out[p] += v * h[j * n + p];
    });
    for (let p = 0; p < n; p++) out[p] -= shift;
    return out;
  });
}

/**
 * The same unit along every axis: the picture holds the units' limits, or the room that the points fill.
 * @param {Axes} axes
 * @param {ActivationFacts["limits"]} limits
 * @param {Float32Array[]} coordinates
 * @returns {Range}
 */
export function rangeOf(axes, limits, coordinates) {
  const isLimited = Boolean(limits && axes.units),
    around = isLimited ? AROUND_LIMITS : coordinates.length > 2 ? AROUND_CUBE : AROUND_POINTS;
  const ends = coordinates.map((values) => (limits && axes.units ? limits : endsOf(values)));
  return {
    middle: ends.map(([low, high]) => (low + high) / 2),
    half: around * Math.max(1e-6, ...ends.map(([low, high]) => (high - low) / 2)),
  };
}

/** @param {Float32Array} values */
function endsOf(values) {
  let low = Infinity,
    high = -Infinity;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

/** @param {number} share */
const percent = (share) => `${Math.round(100 * share)} %`;

/**
 * The name of an axis, as words for a canvas.
 * @param {Axes} axes
 * @param {number} k
 */
export function axisName(axes, k) {
  if (axes.units)
    return axes.layer === 0 ? inputText(axes.inputs, axes.units[k]) : `unit ${axes.units[k] + 1}`;
  return `PC ${axes.ranks ? axes.ranks[k] : k + 1}, ${percent(axes.shares[k])}`;
}

/**
 * Everything that can be seen, in a sentence or two.
 * @param {Network} run
 * @param {Axes} axes
 * @param {number} nCuts planes between two classes that are seen
 */
export function axesWords(run, axes, nCuts) {
  const { layer, width, units } = axes,
    isLast = layer === run.activations.length;
  if (layer === 0) return inputSpaceWords(run, axes);
  const name = `<b>Layer ${layer}${isLast ? ", the last hidden one" : ""}.</b>`;
  if (units && units.length === width) return `${name} ${wholeWords(layer, width, isLast, nCuts)}`;
  const rest = isLast ? ` Boundaries are flat in all ${width} dimensions; in this view they may bend.` : "";
  if (axes.units) return `${name} ${axes.units.length} of its ${width} units.${rest}`;
  const share = percent(axes.shares.reduce((a, b) => a + b, 0));
  const whose = `of the variance of its ${width} units over the training points`;
  return `${name} PCA: ${axes.pca} directions with ${share} ${whose}.${rest}`;
}

/**
 * Words for the space of the inputs, which the outputs see where there is no hidden layer.
 * @param {Network} run
 * @param {Axes} axes
 */
function inputSpaceWords({ inputs }, axes) {
  if (!inputs)
    return "<b>No hidden layer.</b> The outputs see the input plane itself, and can only cut it straight.";
  const seen = titleHtml(inputsWords(inputs)),
    sees = `<b>No hidden layer.</b> The outputs see ${seen}`;
  if (!axes.units) {
    const share = percent(axes.shares.reduce((a, b) => a + b, 0));
    return `${sees}. PCA: ${axes.pca} directions with ${share} of their variance over the training points.`;
  }
  if (axes.units.length < inputs.length) return `${sees}; ${axes.units.length} of these are the axes here.`;
  const cut = { 1: "at points", 2: "straight" }[inputs.length] ?? "flat";
  return `${sees}: where these are the axes, they can only cut ${cut}.`;
}

/**
 * Words for a layer whose units are all seen.
 * @param {number} layer
 * @param {number} width
 * @param {boolean} isLast
 * @param {number} nCuts
 */
function wholeWords(layer, width, isLast, nCuts) {
  const plane = width === 1 ? "Its only unit is the axis" : `Its ${width} units are the axes`;
  if (!isLast) return `${plane}. Boundaries may bend here: layer ${layer + 1} is still to come.`;
  const flat = width === 1 ? "points" : width === 2 ? "straight" : "flat",
    planes = nCuts === 1 ? "The grey plane is" : "The grey planes are",
    veils = nCuts ? ` ${planes} where two classes tie.` : "";
  return `${plane}. Boundaries are ${flat} here: all that the outputs can do is cut.${veils}`;
}
