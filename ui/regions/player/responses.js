// The response of each unit as a small map: its answer over the plane, on one scale for all units of its layer; and
// whether a unit is dead or saturated.

import { signedPixel } from "../../browser/colours.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { ActivationFacts } from "../../browser/maps/activations.js" */
/** @import { Extent, RegionMap } from "../../browser/maps/map.js" */
/** @import { Unit } from "../../browser/maps/network.js" */

/**
 * The colours of answers from `low` to `high`; `isSigned` where their middle is 0, or a sigmoid's ½.
 * @typedef {{ colours: Uint32Array, low: number, high: number, isSigned?: boolean }} Scale
 */

export const UNIT_PIXELS = 48; // along a side of a unit's map

const LARGEST_GAP = 60; // between two scores: e to that power is beyond any share that is seen

/**
 * From the limits of the answers, or from the extremes of those that there are.
 * @param {ActivationFacts["limits"]} limits
 * @param {Float32Array} answers of the whole layer
 * @param {Theme} theme
 * @returns {Scale}
 */
export function scaleOfLayer(limits, answers, theme) {
  if (limits) return { colours: theme.signed, low: limits[0], high: limits[1], isSigned: true };
  let least = 0,
    most = 1e-6;
  for (let i = 0; i < answers.length; i++) {
    if (answers[i] < least) least = answers[i];
    if (answers[i] > most) most = answers[i];
  }
  if (least === 0) return { colours: theme.positive, low: 0, high: most };
  const reach = Math.max(-least, most);
  return { colours: theme.signed, low: -reach, high: reach, isSigned: true };
}

/**
 * @param {number} unit
 * @param {Extent} extent
 * @param {Theme} theme
 * @returns {Scale}
 */
export function scaleOfInput(unit, [left, right, bottom, top], theme) {
  return { colours: theme.signed, low: unit ? bottom : left, high: unit ? top : right, isSigned: true };
}

/**
 * Paints a unit's map from its value at each point of the G × G grid.
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} pixels
 * @param {number} G
 * @param {(p: number) => number} valueAt
 * @param {Scale} scale
 */
export function paintResponse(context, pixels, G, valueAt, { colours, low, high, isSigned }) {
  const image = new Uint32Array(pixels.data.buffer),
    s = 255.99 / (high - low);
  for (let y = 0; y < UNIT_PIXELS; y++) {
    const row = Math.round((y * (G - 1)) / (UNIT_PIXELS - 1)) * G;
    for (let x = 0; x < UNIT_PIXELS; x++) {
      const value = valueAt(row + Math.round((x * (G - 1)) / (UNIT_PIXELS - 1)));
      const place = Math.max(0, Math.min(255, ((value - low) * s) | 0));
      image[y * UNIT_PIXELS + x] = isSigned ? signedPixel(colours, place, x, y) : colours[place];
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
 * Dead or saturated, judged as the engine does (`engine/questions/gradient_flow.py`): by how much of a gradient gets
 * through the unit at the training points. What saturates there for good is dead.
 * @param {Unit} unit
 * @param {ActivationFacts} facts
 * @param {RegionMap} map
 * @param {Float32Array} params
 */
export function judged({ layer, unit }, { flat, dead_share, can_die }, { pointsForward, nTraining }, params) {
  const sums = pointsForward.unitScores(params, layer, unit).subarray(0, nTraining);
  let shut = 0;
  for (const [from, to] of flat) {
    const low = from ?? -Infinity,
      high = to ?? Infinity;
    for (const z of sums) if (z >= low && z <= high) shut++;
  }
  const isShut = shut > 0 && shut >= dead_share * nTraining;
  return { isDead: can_die && isShut, isSaturated: !can_die && isShut };
}
