// The response of each unit as a small map: its answer over the plane, on one scale for all units of its layer; and
// whether a unit is dead or saturated.

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Extent, RegionMap } from "../../browser/maps/map.js" */

/**
 * The colours of answers from `low` to `high`.
 * @typedef {{ colours: Uint32Array, low: number, high: number }} Scale
 */

/** @typedef {[low: number, high: number]} Limits */

export const UNIT_PIXELS = 48; // along a side of a unit's map

const FLAT = 0.013; // of the range of sigmoid or tanh: so near its limits the slope is below 5 % of the steepest
const NEARLY_EVERY = 0.95; // of the training points
const LARGEST_GAP = 60; // between two scores: e to that power is beyond any share that is seen

/**
 * Limits of the answers; without a line here their extremes are the scale.
 * @type {Record<string, Limits | undefined>}
 */
export const LIMITS = { sigmoid: [0, 1], tanh: [-1, 1] };

/**
 * @param {Limits | undefined} limits
 * @param {Float32Array} answers of the whole layer
 * @param {Theme} theme
 * @returns {Scale}
 */
export function scaleOfLayer(limits, answers, theme) {
  if (limits) return { colours: theme.signed, low: limits[0], high: limits[1] };
  let least = 0,
    most = 1e-6;
  for (let i = 0; i < answers.length; i++) {
    if (answers[i] < least) least = answers[i];
    if (answers[i] > most) most = answers[i];
  }
  if (least === 0) return { colours: theme.positive, low: 0, high: most };
  const reach = Math.max(-least, most);
  return { colours: theme.signed, low: -reach, high: reach };
}

/**
 * @param {number} unit
 * @param {Extent} extent
 * @param {Theme} theme
 * @returns {Scale}
 */
export function scaleOfInput(unit, [left, right, bottom, top], theme) {
  return { colours: theme.signed, low: unit ? bottom : left, high: unit ? top : right };
}

/**
 * Paints a unit's map from its value at each point of the G × G grid.
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} pixels
 * @param {number} G
 * @param {(p: number) => number} valueAt
 * @param {Scale} scale
 */
export function paintResponse(context, pixels, G, valueAt, { colours, low, high }) {
  const image = new Uint32Array(pixels.data.buffer),
    s = 255.99 / (high - low);
  for (let y = 0; y < UNIT_PIXELS; y++) {
    const row = Math.round((y * (G - 1)) / (UNIT_PIXELS - 1)) * G;
    for (let x = 0; x < UNIT_PIXELS; x++) {
      const value = valueAt(row + Math.round((x * (G - 1)) / (UNIT_PIXELS - 1)));
      image[y * UNIT_PIXELS + x] = colours[Math.max(0, Math.min(255, ((value - low) * s) | 0))];
    }
  }
  context.putImageData(pixels, 0, 0);
}

/**
 * Softmax of one class at a point, from feature-major scores of n points.
 * @param {Float32Array} scores
 * @param {number} p
 * @param {number} n
 * @param {number} k
 */
export function probability(scores, p, n, k) {
  let sum = 0;
  for (let at = p; at < scores.length; at += n)
    sum += Math.exp(Math.min(LARGEST_GAP, scores[at] - scores[k * n + p]));
  return 1 / sum;
}

/**
 * Dead or saturated, judged as the engine does (`engine/questions/gradient_flow.py`): by the unit's answers to the
 * training points.
 * @param {number} layer of the hidden ones, from 0
 * @param {number} unit
 * @param {Limits | undefined} limits
 * @param {RegionMap} map
 */
export function judged(layer, unit, limits, { pointsForward: { layers, n }, nTraining }) {
  const answers = layers[layer].subarray(unit * n, unit * n + nTraining);
  let flat = 0;
  for (const value of answers) if (isFlat(value, limits)) flat++;
  return {
    isDead: !limits && flat === nTraining && flat > 0,
    isSaturated: Boolean(limits) && flat > NEARLY_EVERY * nTraining,
  };
}

/**
 * @param {number} value
 * @param {Limits | undefined} limits
 */
function isFlat(value, limits) {
  if (!limits) return value === 0;
  const [low, high] = limits,
    margin = FLAT * (high - low);
  return value < low + margin || value > high - margin;
}
