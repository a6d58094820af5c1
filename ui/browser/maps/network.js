// The forward pass of a small network over many points, unit by unit. `engine.questions.probe` is the reference: a
// browser test holds the two against each other. Arrays are feature-major: unit j of n points stands at [j * n, (j +
// 1) * n).

import { ACTIVATE } from "./activations.js";
import { derivedInputs, writeInputs } from "./derived_inputs.js";

/** @import { Input } from "./derived_inputs.js" */
/** @import { Units } from "./units.js" */

/**
 * The widths of all layers, the inputs first, and the activation behind each hidden layer: `engine.architecture`; and
 * what the inputs are, where they are not the coordinates.
 * @typedef {{ sizes: number[], activations: string[], inputs?: Input[], units?: Units }} Network
 */

/**
 * A hidden unit: its number in its layer; both count from 0.
 * @typedef {{ layer: number, unit: number }} Unit
 */

/**
 * Where the parameters of one layer begin in the flat parameters, and its widths.
 * @typedef {{ weights: number, biases: number, inputs: number, outputs: number }} Offset
 */

/**
 * Where each layer's weights and biases begin in the flat parameters, in the order of the engine's Architecture.
 * @param {number[]} sizes
 */
export function parameterOffsets(sizes) {
  /** @type {Offset[]} */
  const offsets = [];
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    offsets.push({
      weights: start,
      biases: start + sizes[l] * sizes[l - 1],
      inputs: sizes[l - 1],
      outputs: sizes[l],
    });
    start += sizes[l] * (sizes[l - 1] + 1);
  }
  return offsets;
}

/**
 * out[p] = bias + Σ_i weights[i] h_i[p]; four inputs at a time, since the loop over points is bound by memory.
 * @param {Float32Array} out
 * @param {Float32Array} h
 * @param {Float32Array} params
 * @param {number} weights
 * @param {number} bias
 * @param {number} inputs
 * @param {number} n
 */
function affineUnit(out, h, params, weights, bias, inputs, n) {
  out.fill(params[bias]);
  let i = 0;
  for (; i + 3 < inputs; i += 4) {
    const w0 = params[weights + i],
      w1 = params[weights + i + 1];
    const w2 = params[weights + i + 2],
      w3 = params[weights + i + 3];
    const a = i * n,
      b = a + n,
      c = b + n,
      d = c + n;
    for (let p = 0; p < n; p++) out[p] += w0 * h[a + p] + w1 * h[b + p] + w2 * h[c + p] + w3 * h[d + p];
  }
  for (; i < inputs; i++) {
    const w = params[weights + i],
      a = i * n;
    for (let p = 0; p < n; p++) out[p] += w * h[a + p];
  }
}

export class ForwardPass {
  /**
   * @param {number[]} sizes
   * @param {string[]} activations
   * @param {Float32Array} points feature-major
   * @param {Input[]} [inputs] what the network is given of each point, where that is not the point itself
   */
  constructor(sizes, activations, points, inputs) {
    const unknown = activations.filter((name) => !ACTIVATE[name]);
    if (unknown.length) throw new Error(`activations.js has no forward line for ${unknown}`);
    this.n = points.length / (inputs ? 2 : sizes[0]);
    this.points = points;
    this.derived = inputs;
    this.inputs = derivedInputs(inputs, points);
    this.activations = activations;
    this.offsets = parameterOffsets(sizes);
    this.layers = sizes.slice(1).map((width) => new Float32Array(width * this.n)); // the last one holds the scores z
    this.scores = this.layers[this.layers.length - 1];
    this.field = new Float32Array(this.n);
  }

  /** The points have been moved where they stand. */
  moved() {
    if (this.derived) writeInputs(this.derived, this.points, this.inputs);
  }

  /**
   * The scores z of the last layer, which are overwritten by the next run.
   * @param {Float32Array} params
   */
  run(params) {
    let h = this.inputs;
    this.offsets.forEach(({ weights, biases, inputs, outputs }, l) => {
      const layer = this.layers[l];
      for (let j = 0; j < outputs; j++) {
        const out = layer.subarray(j * this.n, (j + 1) * this.n);
        affineUnit(out, h, params, weights + j * inputs, biases + j, inputs, this.n);
      }
      if (l < this.activations.length) ACTIVATE[this.activations[l]](layer);
      h = layer;
    });
    return this.scores;
  }

  /**
   * z of one unit at every point, after run(): what is zero on the unit's zero line. The next call overwrites it.
   * @param {Float32Array} params
   * @param {number} layer
   * @param {number} unit
   */
  unitScores(params, layer, unit) {
    const { weights, biases, inputs } = this.offsets[layer];
    const h = layer === 0 ? this.inputs : this.layers[layer - 1];
    affineUnit(this.field, h, params, weights + unit * inputs, biases + unit, inputs, this.n);
    return this.field;
  }
}

/**
 * Softmax of the scores of one point, shifted by their maximum so that nothing overflows.
 * @template {number[] | Float64Array} Scores
 * @param {Scores} scores
 * @returns {Scores}
 */
export function softmax(scores) {
  const top = Math.max(...scores);
  const powers = scores.map((z) => Math.exp(z - top));
  let total = 0;
  for (const p of powers) total += p;
  return /** @type {Scores} */ (powers.map((p) => p / total));
}

/**
 * The class of the largest of K feature-major scores at point p.
 * @param {Float32Array} scores
 * @param {number} p
 * @param {number} n
 * @param {number} nClasses
 */
export function classOf(scores, p, n, nClasses) {
  let best = 0;
  for (let k = 1; k < nClasses; k++) if (scores[k * n + p] > scores[best * n + p]) best = k;
  return best;
}
