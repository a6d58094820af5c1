// A run in the browser: the network at each of its moments, and the scales on which all its weights are drawn.
// Weights come as whole numbers of steps, each layer at each moment with a step of its own. Of the moment at which
// the run rests the rests of the steps come too.

import { parameterOffsets } from "../../browser/maps/network.js";
import { MEASURES } from "../../browser/playing/moments.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Measure } from "../../browser/playing/moments.js" */
/** @import { Mark } from "../../browser/playing/story.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Without } from "./without.js" */

/**
 * What the visitor looks at, as a link writes it; "" leaves a choice to the image or to the network.
 * @typedef {Record<
 *   "image" | "drawn" | "digit" | "rival" | "pair" | "unit" | "matrix" | "row" | "diagram" | "full" | "beside" |
 *   "off" | "off_as", string>} View
 */

/**
 * A page of a gallery of test images; its pixels are an array of the block.
 * @typedef {object} Gallery
 * @property {"images" | "mistakes"} kind
 * @property {number | null} digit
 * @property {number} page
 * @property {number} n_pages
 * @property {number} count
 * @property {number[]} numbers
 * @property {number[]} labels
 * @property {number[]} answers
 * @property {number[]} confidences
 * @property {number} epoch
 * @property {string} [without] the units that are off, in words; "" for none
 */

/**
 * What every block says: `glance` in `part.py`.
 * @typedef {object} Seen
 * @property {string} networks the name of those that the block has, or that the browser has; "" while the run is played
 * @property {number} answered the number of the order that was carried out last
 * @property {number | null} looked the number of the wish to look that was heard last
 * @property {View} view
 * @property {{ name: string, label: number }} image
 * @property {string[]} class_names
 * @property {Gallery | null} gallery
 * @property {Mark[]} story the moments at which something happened, where they were asked for
 * @property {boolean} story_owed whether they are still to come
 * @property {{ off: string, off_as: string, owed: boolean } | null} without what is measured without the units that are
 *   off, and whether more is to come; null where none is off
 * @property {{ epoch: number, off: string, off_as: string, share: number, seconds_left: number | null } | null} worth
 *   the table of each unit's worth that was asked for, and how much of the work on it is done
 *
 * @typedef {Record<"off_epochs" | "off_measures" | "off_answers" | "unit_worth" | "unit_blame", Float32Array>} Numbers
 * @typedef {{ image: Uint8Array, gallery?: Uint8Array } & Partial<Numbers>} Shown
 */

/**
 * What a block with networks says besides: `templates_block` in `part.py`.
 * @typedef {object} Run
 * @property {string} id
 * @property {string} title names the set of images
 * @property {Sentence[]} headlines each once
 * @property {number[]} headline_of for each moment the number of its headline
 * @property {Record<"training" | "validation", string>} samples the images that were measured, in words
 * @property {number[]} sizes
 * @property {string[]} activations
 * @property {boolean} live
 * @property {number} tick seconds between two requests at least
 * @property {boolean} finished
 * @property {string} stop_kind
 * @property {string} stop_message
 * @property {number} n_epochs
 * @property {number} steps_per_epoch
 * @property {number} trained_epoch
 * @property {number} open_at the epoch of the playhead
 * @property {string} returning the run that a visit is on its way back to, which a server before had come to, or ""
 * @property {number} begins not 0 where it plays from there by itself, once for each number
 * @property {number} seconds
 * @property {number} images_per_second
 * @property {string} sample in short, how many training images are measured; "" for all
 * @property {Sentence | null} test what the test images say of the run's end
 * @property {[number, number][]} rates epochs, and the learning rate from each on
 * @property {Palettes} palette
 *
 * @typedef {object} Networks
 * @property {Int8Array} moment_weights
 * @property {Float32Array} moment_steps
 * @property {Float32Array} moment_biases
 * @property {Float32Array} moment_score_error
 * @property {Int16Array} [exact_rests]
 *
 * @typedef {Record<`${"moment" | "history"}_${Measure | "epoch"}`, Float32Array>} Measured
 */

/** @typedef {Block<Seen & { glance: true }, Shown>} GlanceBlock */
/** @typedef {Block<Seen & Run & { glance?: undefined }, Shown & Networks & Measured>} RunBlock */

/**
 * A moment of the run, by its place among the block's moments.
 * @typedef {{ index: number, epoch: number, training_wrong: number, validation_wrong: number }
 *   & Record<Measure, number>} Moment
 */

/** @typedef {{ inputs: number, outputs: number, weights: Float32Array, biases: Float32Array }} Layer */

/**
 * What a full square stands for, and the weight at the ends of the colours. `of`: what the full square is measured by.
 * @typedef {{ limit: number, span: number, of?: string }} Scale
 */

/**
 * The largest |w| of a layer at any moment, and the most that the colours span at any. `ofBias`: a bias is larger.
 * @typedef {{ largest: number, span: number, ofBias?: boolean }} Extent
 */

// The share of a moment's weights that the colours span; what lies beyond takes the colours at their ends.
const SPANNED = 0.995;

/**
 * The next number with two digits; never below the value.
 * @param {number} value
 */
function roundUp(value) {
  if (!(value > 0)) return 0.1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}

// Parts of a step that rests count.
const RESTS_A_STEP = 65534;

/**
 * @param {RunBlock["arrays"]} arrays
 * @param {number} index
 * @returns {Moment}
 */
function momentAt(arrays, index) {
  const measures = /** @type {Record<Measure, number>} */ (
    Object.fromEntries(MEASURES.map((name) => [name, arrays[`moment_${name}`][index]]))
  );
  return {
    index,
    epoch: Math.round(arrays.moment_epoch[index] * 1e4) / 1e4,
    ...measures,
    training_wrong: 1 - measures.training_accuracy,
    validation_wrong: 1 - measures.validation_accuracy,
  };
}

export class Moments {
  /** @type {Extent[]} */
  scales = [];

  /**
   * @param {RunBlock} run
   * @param {Moments | null} before of the same run, shown last: while it is played, their scales go on
   * @param {Pick<Without, "paramsOf">} without what is changed in the network of each moment
   */
  constructor(run, before, without) {
    const { arrays, sizes } = run;
    this.without = without;
    this.sizes = sizes;
    this.arrays = arrays;
    this.activations = run.activations;
    this.offsets = parameterOffsets(sizes);
    this.nWeights = this.offsets.reduce((n, { inputs, outputs }) => n + inputs * outputs, 0);
    this.nBiases = sizes.slice(1).reduce((a, b) => a + b, 0);
    this.buffer = new Float32Array(this.nWeights + this.nBiases);
    this.filled = -1; // the moment whose network is in the buffer
    this.list = Array.from(arrays.moment_epoch, (_, index) => momentAt(arrays, index));
    this.exact = -1; // the moment that has rests
    if (arrays.exact_rests)
      this.exact = this.list.reduce((a, b) =>
        Math.abs(b.epoch - run.open_at) < Math.abs(a.epoch - run.open_at) ? b : a,
      ).index;
    this.scales = this.measured(run.live && before ? before.scales : []);
  }

  /**
   * Numbers of steps of one layer at one moment.
   * @param {number} index
   * @param {number} layer
   */
  numbers(index, layer) {
    let start = index * this.nWeights;
    for (let l = 0; l < layer; l++) start += this.offsets[l].inputs * this.offsets[l].outputs;
    return this.arrays.moment_weights.subarray(
      start,
      start + this.offsets[layer].inputs * this.offsets[layer].outputs,
    );
  }

  /**
   * The most that a score may be off at a moment, as measured on test images; 0 where the network is exact.
   * @param {Moment} moment
   */
  errorAt({ index }) {
    return index === this.exact ? 0 : this.arrays.moment_score_error[index];
  }

  /**
   * Weights and biases of every layer at a moment without the units that are off, valid until the next call.
   * @param {Moment} moment
   */
  layersAt(moment) {
    return this.layersOf(this.without.paramsOf(this.paramsAt(moment), moment.epoch));
  }

  /**
   * The same of the whole network.
   * @param {Moment} moment
   */
  wholeAt(moment) {
    return this.layersOf(this.paramsAt(moment));
  }

  /** @param {Moment} moment */
  paramsAt({ index }) {
    if (this.filled !== index) this.fill(index);
    return this.buffer;
  }

  /**
   * @param {Float32Array} params
   * @returns {Layer[]}
   */
  layersOf(params) {
    return this.offsets.map(({ weights, biases, inputs, outputs }) => ({
      inputs,
      outputs,
      weights: params.subarray(weights, weights + inputs * outputs),
      biases: params.subarray(biases, biases + outputs),
    }));
  }

  /** @param {number} index */
  fill(index) {
    const params = this.buffer,
      rests = index === this.exact ? this.arrays.exact_rests : null;
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

  /**
   * The extent of each layer over all its units and all moments. Biases count too. A picture of the first layer has
   * four times the room for a bias, so a bias counts a quarter there.
   * @param {Extent[]} before
   * @returns {Extent[]}
   */
  measured(before) {
    return this.offsets.map((_, layer) => {
      let { largest, span, ofBias } = before[layer] || { largest: 0, span: 0, ofBias: false };
      for (const { index } of this.list) {
        const step = this.arrays.moment_steps[index * this.offsets.length + layer];
        const bias = this.biasesAt(index, layer).reduce((most, b) => Math.max(most, Math.abs(b)), 0);
        const weight = 127 * step,
          counted = layer ? bias : bias / 4;
        if (Math.max(weight, counted) > largest) ofBias = counted > weight;
        largest = Math.max(largest, weight, counted);
        span = Math.max(span, step * spanOf(this.numbers(index, layer)));
      }
      return { largest, span, ofBias };
    });
  }

  /**
   * @param {number} index
   * @param {number} layer
   */
  biasesAt(index, layer) {
    const start = index * this.nBiases + this.sizes.slice(1, layer + 1).reduce((a, b) => a + b, 0);
    return this.arrays.moment_biases.subarray(start, start + this.sizes[layer + 1]);
  }

  /**
   * The scale of a layer, by the setting `full`: it ends at the "largest" weight, or at the next "power" of two.
   * @param {number} layer
   * @param {string} full
   * @returns {Scale}
   */
  scaleOf(layer, full) {
    const { largest, span, ofBias } = this.scales[layer];
    if (full !== "power") {
      const of = ofBias ? `${layer ? "" : "a quarter of "}the largest bias` : "the largest weight";
      return { limit: largest || 0.1, span: roundUp(span), of };
    }
    /** @param {number} value */
    const power = (value) => 2 ** Math.ceil(Math.log2(value || 0.125) - 1e-9);
    return { limit: power(largest), span: power(span) };
  }
}

/**
 * The number of steps that all but a few weights stay within; a weight may lie half a step beyond its whole number.
 * @param {Int8Array} numbers
 */
export function spanOf(numbers) {
  const counts = new Uint32Array(128);
  for (let i = 0; i < numbers.length; i++) counts[Math.abs(numbers[i])]++;
  let left = Math.floor((1 - SPANNED) * numbers.length),
    top = 127;
  while (top > 1 && (left -= counts[top]) >= 0) top--;
  return Math.min(127, top + 0.5);
}

/**
 * For each hidden layer, its units in the order in which they are shown: by the unit of the next layer for which they
 * speak most, digits first to last, and among those by how much.
 * @param {Layer[]} layers
 */
export function sortedUnits(layers) {
  /** @type {number[][]} */
  const orders = [];
  /**
   * Of the next layer's units, in their order.
   * @type {number[] | null}
   */
  let places = null;
  for (let l = layers.length - 1; l > 0; l--) {
    const order = sortedByNext(layers[l], places);
    places = [];
    for (const [place, j] of order.entries()) places[j] = place;
    orders[l - 1] = order;
  }
  return orders;
}

/**
 * The units that a layer's weights come from, sorted by the unit for which they speak most.
 * @param {Layer} layer
 * @param {number[] | null} places of the units that the weights lead to; null where they stand as they are counted
 */
function sortedByNext({ inputs, outputs, weights }, places) {
  const best = Array.from({ length: inputs }, (_, j) => {
    let k = 0;
    for (let i = 1; i < outputs; i++) if (weights[i * inputs + j] > weights[k * inputs + j]) k = i;
    return { place: places ? places[k] : k, weight: weights[k * inputs + j] };
  });
  return best
    .map((_, j) => j)
    .sort((a, b) => best[a].place - best[b].place || best[b].weight - best[a].weight || a - b);
}
