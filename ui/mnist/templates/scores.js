// One image before a network: the responses of every layer, the scores, and what pulls at a score. In double
// precision: a test holds the scores against the engine's.

import { ACTIVATE } from "../../browser/maps/activations.js";
import { softmax } from "../../browser/maps/network.js";

/** @import { Layer } from "./moments.js" */

/**
 * What a network makes of an image.
 * @typedef {object} Answer
 * @property {Float64Array[]} inputs what arrives at each layer, the image first
 * @property {Float64Array} scores z of each digit
 * @property {Float64Array} probabilities
 * @property {number[]} ranked the digits, the one with the highest score first
 */

/**
 * @param {Layer} layer
 * @param {Float64Array} from
 */
function affine({ weights, biases, inputs, outputs }, from) {
  return Float64Array.from({ length: outputs }, (_, k) => {
    let sum = 0;
    for (let i = 0, at = k * inputs; i < inputs; i++, at++) sum += weights[at] * from[i];
    return sum + biases[k];
  });
}

/**
 * @param {Layer[]} layers
 * @param {string[]} activations of the hidden layers
 * @param {Float64Array} image
 * @returns {Answer}
 */
export function respond(layers, activations, image) {
  const inputs = [image];
  activations.forEach((activation, l) => {
    const responses = affine(layers[l], inputs[l]);
    ACTIVATE[activation](responses);
    inputs.push(responses);
  });
  const scores = affine(layers[layers.length - 1], inputs[layers.length - 1]);
  const ranked = Array.from(scores, (_, k) => k).sort((a, b) => scores[b] - scores[a]);
  return { inputs, scores, probabilities: softmax(scores), ranked };
}

/** A row of weights with what arrives: w, x and b, and the sums of what is negative and positive among the w x. */
export class Pull {
  /**
   * @param {Float32Array | Float64Array} weights
   * @param {Float64Array} inputs
   * @param {number} bias
   */
  constructor(weights, inputs, bias) {
    this.weights = weights;
    this.inputs = inputs;
    this.bias = bias;
    this.down = 0;
    this.up = 0;
    for (let i = 0; i < weights.length; i++) {
      const part = weights[i] * inputs[i];
      if (part < 0) this.down += part;
      else this.up += part;
    }
  }

  get score() {
    return this.down + this.up + this.bias;
  }

  /** The largest of the numbers of its row in the tug-of-war. */
  get reach() {
    return Math.max(-this.down, this.up, Math.abs(this.score));
  }

  /** @param {number} i */
  product(i) {
    return this.weights[i] * this.inputs[i];
  }

  /**
   * Σ w x over the first n inputs in an order, for n from 0 to all of them; the bias is not in it.
   * @param {number[] | null} order
   */
  runningSum(order) {
    const sums = new Float64Array(this.weights.length + 1);
    for (let n = 0; n < this.weights.length; n++) sums[n + 1] = sums[n] + this.product(order ? order[n] : n);
    return sums;
  }
}

/**
 * The pull at unit k of a layer; against a rival, the difference of the two.
 * @param {Layer} layer
 * @param {Float64Array} inputs
 * @param {number} k
 * @param {number | null} [rival]
 */
export function pullAt({ weights, biases, inputs: n }, inputs, k, rival = null) {
  const row = weights.subarray(k * n, (k + 1) * n);
  if (rival === null) return new Pull(row, inputs, biases[k]);
  const other = weights.subarray(rival * n, (rival + 1) * n);
  return new Pull(
    Float64Array.from(row, (w, i) => w - other[i]),
    inputs,
    biases[k] - biases[rival],
  );
}

/**
 * The pulls at all digits.
 * @param {Layer[]} layers
 * @param {Answer} answer
 */
export function pullsOf(layers, answer) {
  const last = layers.length - 1;
  return Array.from(answer.scores, (_, k) => pullAt(layers[last], answer.inputs[last], k));
}
