// A run in the browser: the network at each of its moments, and the scales on which all its weights are drawn. Weights come
// as whole numbers of steps, each layer at each moment with a step of its own; of the moment where the run rests the rests of the steps come too.

import { parameterOffsets } from "../../browser/maps/network.js";

export const SIDE = 28;
export const MEASURES = ["training_error", "training_accuracy", "validation_error", "validation_accuracy"];

// The share of a moment's weights that the colours span; what lies beyond takes the colours at their ends.
const SPANNED = 0.995;

// A number with two digits that is not below another.
function roundUp(value) {
  if (!(value > 0)) return 0.1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}

// Parts of a step that rests count.
const RESTS_A_STEP = 65534;

export class Moments {
  // run: a block with networks; before: the Moments of the same run that were shown last, whose scales go on while it is played.
  constructor(run, before) {
    const { arrays, sizes } = run;
    Object.assign(this, { sizes, arrays, activations: run.activations, offsets: parameterOffsets(sizes) });
    this.nWeights = this.offsets.reduce((n, { inputs, outputs }) => n + inputs * outputs, 0);
    this.nBiases = sizes.slice(1).reduce((a, b) => a + b, 0);
    this.buffer = new Float32Array(this.nWeights + this.nBiases);
    this.list = Array.from(arrays.moment_epoch, (epoch, index) => ({
      index,
      epoch: Math.round(epoch * 1e4) / 1e4,
      ...Object.fromEntries(MEASURES.map((name) => [name, arrays[`moment_${name}`][index]])),
      training_wrong: 1 - arrays.moment_training_accuracy[index],
      validation_wrong: 1 - arrays.moment_validation_accuracy[index],
    }));
    if (arrays.exact_rests)
      this.exact = this.list.reduce((a, b) =>
        Math.abs(b.epoch - run.open_at) < Math.abs(a.epoch - run.open_at) ? b : a,
      ).index;
    this.measureScales(run.live && before ? before.scales : []);
  }

  // Numbers of steps of one layer at one moment.
  numbers(index, layer) {
    let start = index * this.nWeights;
    for (let l = 0; l < layer; l++) start += this.offsets[l].inputs * this.offsets[l].outputs;
    return this.arrays.moment_weights.subarray(
      start,
      start + this.offsets[layer].inputs * this.offsets[layer].outputs,
    );
  }

  // By how much a score may be off at a moment, as measured on test images; 0 where the network is exact.
  errorAt({ index }) {
    return index === this.exact ? 0 : this.arrays.moment_score_error[index];
  }

  // Weights and biases of every layer at a moment, valid until the next call.
  layersAt({ index }) {
    const params = this.buffer,
      rests = index === this.exact ? this.arrays.exact_rests : null;
    if (this.filled !== index) {
      let bias = index * this.nBiases,
        rest = 0;
      this.offsets.forEach(({ weights, biases, outputs }, layer) => {
        const numbers = this.numbers(index, layer),
          step = this.arrays.moment_steps[index * this.offsets.length + layer];
        if (rests)
          for (let i = 0; i < numbers.length; i++)
            params[weights + i] = (numbers[i] + rests[rest++] / RESTS_A_STEP) * step;
        else for (let i = 0; i < numbers.length; i++) params[weights + i] = numbers[i] * step;
        for (let k = 0; k < outputs; k++) params[biases + k] = this.arrays.moment_biases[bias++];
      });
      this.filled = index;
    }
    return this.offsets.map(({ weights, biases, inputs, outputs }) => ({
      inputs,
      outputs,
      weights: params.subarray(weights, weights + inputs * outputs),
      biases: params.subarray(biases, biases + outputs),
    }));
  }

  // For each layer, over all its units and all moments: the largest |w|, and what the colours span. A bias counts too, in the
  // first layer, whose pictures leave a bias four times the room, as far as it needs more.
  measureScales(before) {
    this.scales = this.offsets.map((offset, layer) => {
      let { largest, span } = before[layer] || { largest: 0, span: 0 };
      for (const { index } of this.list) {
        const step = this.arrays.moment_steps[index * this.offsets.length + layer];
        const bias = this.biasesAt(index, layer).reduce((most, b) => Math.max(most, Math.abs(b)), 0);
        largest = Math.max(largest, 127 * step, layer ? bias : bias / 4);
        span = Math.max(span, step * spanOf(this.numbers(index, layer)));
      }
      return { largest, span };
    });
  }

  biasesAt(index, layer) {
    const start = index * this.nBiases + this.sizes.slice(1, layer + 1).reduce((a, b) => a + b, 0);
    return this.arrays.moment_biases.subarray(start, start + this.sizes[layer + 1]);
  }

  // What a full square stands for, and the ends of the colours, in one layer: "largest" or the next "power" of two.
  scaleOf(layer, kind) {
    const { largest, span } = this.scales[layer];
    if (kind !== "power") return { limit: largest || 0.1, span: roundUp(span), largest };
    const power = (value) => 2 ** Math.ceil(Math.log2(value || 0.125) - 1e-9);
    return { limit: power(largest), span: power(span), largest };
  }
}

// The number of steps that all but a few weights stay within.
function spanOf(numbers) {
  const counts = new Uint32Array(128);
  for (let i = 0; i < numbers.length; i++) counts[Math.abs(numbers[i])]++;
  let left = Math.floor((1 - SPANNED) * numbers.length),
    top = 127;
  while (top > 1 && (left -= counts[top]) >= 0) top--;
  return top;
}

// In which order the units of each hidden layer are shown: by the unit of the next layer for which they speak most, digits
// first to last, and among those by how much.
export function sortedUnits(layers) {
  const orders = [];
  let places = null; // of the next layer's units, in their order
  for (let l = layers.length - 1; l > 0; l--) {
    const { inputs, outputs, weights } = layers[l];
    const best = Array.from({ length: inputs }, (_, j) => {
      let k = 0;
      for (let i = 1; i < outputs; i++) if (weights[i * inputs + j] > weights[k * inputs + j]) k = i;
      return { place: places ? places[k] : k, weight: weights[k * inputs + j] };
    });
    const order = best
      .map((_, j) => j)
      .sort((a, b) => best[a].place - best[b].place || best[b].weight - best[a].weight || a - b);
    places = [];
    order.forEach((j, place) => (places[j] = place));
    orders[l - 1] = order;
  }
  return orders; // orders[l]: of hidden layer l, from 0
}
