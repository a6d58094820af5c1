// One image before a network: the responses of every layer, the scores, and what pulls at a score. In double precision:
// a test holds the scores against the engine's.

import { ACTIVATE } from "../../browser/maps/activations.js";
import { softmax } from "../../browser/maps/network.js";

// inputs: what arrives at each layer, the image first; scores: z of each digit.
export function respond(layers, activations, image) {
  const inputs = [image];
  let scores = image;
  layers.forEach(({ weights, biases, inputs: n, outputs }, l) => {
    const from = inputs[l];
    scores = Float64Array.from({ length: outputs }, (_, k) => {
      let sum = 0;
      for (let i = 0, at = k * n; i < n; i++, at++) sum += weights[at] * from[i];
      return sum + biases[k];
    });
    if (l === layers.length - 1) return;
    ACTIVATE[activations[l]](scores);
    inputs.push(scores);
  });
  const ranked = Array.from(scores, (_, k) => k).sort((a, b) => scores[b] - scores[a]);
  return { inputs, scores, probabilities: softmax(scores), ranked };
}

// A row of weights with what arrives: w, x and b, and the sums of what is negative and positive among the w x.
class Pull {
  constructor(weights, inputs, bias) {
    Object.assign(this, { weights, inputs, bias, down: 0, up: 0 });
    for (let i = 0; i < weights.length; i++) {
      const part = weights[i] * inputs[i];
      if (part < 0) this.down += part;
      else this.up += part;
    }
  }

  get score() {
    return this.down + this.up + this.bias;
  }

  product(i) {
    return this.weights[i] * this.inputs[i];
  }

  // Σ w x over the first n inputs in an order, for n from 0 to all of them; the bias is not in it.
  runningSum(order) {
    const sums = new Float64Array(this.weights.length + 1);
    for (let n = 0; n < this.weights.length; n++) sums[n + 1] = sums[n] + this.product(order ? order[n] : n);
    return sums;
  }
}

// The pull at unit k of a layer; against a rival, the difference of the two.
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
