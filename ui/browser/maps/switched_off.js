// A network of which some hidden units are switched off, and what each unit is worth: the reference is the engine's
// `questions.unit_worth`, and a test holds the two against each other. A unit that is off answers a constant, so that
// the network without it is one of the same shape.

import { ACTIVATE } from "./activations.js";
import { classOf, ForwardPass, parameterOffsets } from "./network.js";

/** @import { Network, Offset, Unit } from "./network.js" */

/**
 * How well a network does at some points: mean cross-entropy in nats, and the share that is right.
 * @typedef {{ error: number, accuracy: number }} Measured
 */

/**
 * The parameters of the network in which some units answer a constant: 0, or the mean answers that are given.
 * @param {Float32Array} params they are left as they are
 * @param {number[]} sizes
 * @param {Unit[]} off
 * @param {Float64Array[] | null} answers of each hidden layer
 */
export function switchedOff(params, sizes, off, answers) {
  const changed = params.slice(),
    offsets = parameterOffsets(sizes);
  for (const { layer, unit } of off) {
    const { weights, biases, inputs, outputs } = offsets[layer + 1];
    for (let k = 0; k < outputs; k++) {
      const at = weights + k * inputs + unit;
      if (answers) changed[biases + k] += changed[at] * answers[layer][unit];
      changed[at] = 0;
    }
  }
  return changed;
}

/**
 * The mean answers of each hidden layer's units at the first points of a forward pass that has been run.
 * @param {ForwardPass} forward
 * @param {number} n points that count
 */
export function meanAnswers({ layers, n: all }, n) {
  return layers.slice(0, -1).map((answers) => {
    const means = new Float64Array(answers.length / all);
    means.forEach((_, unit) => {
      let sum = 0;
      for (let p = unit * all; p < unit * all + n; p++) sum += answers[p];
      means[unit] = sum / n;
    });
    return means;
  });
}

/**
 * @param {Float32Array} scores feature-major, of `n` points
 * @param {number} n
 * @param {ArrayLike<number>} labels of the points
 * @param {number} from the first point that counts
 * @param {number} to behind the last one
 * @returns {Measured}
 */
export function measured(scores, n, labels, from, to) {
  const nClasses = scores.length / n;
  let error = 0,
    right = 0;
  for (let p = from; p < to; p++) {
    const best = classOf(scores, p, n, nClasses),
      top = scores[best * n + p];
    let sum = 0;
    for (let k = 0; k < nClasses; k++) sum += Math.exp(scores[k * n + p] - top);
    error += Math.log(sum) + top - scores[labels[p] * n + p];
    if (best === labels[p]) right++;
  }
  return { error: error / (to - from), accuracy: right / (to - from) };
}

/**
 * A network at the points that it is measured on, of which one unit after another can be switched off: only the layers
 * behind a unit are computed anew.
 */
export class UnitWorth {
  /** @type {Float32Array} */
  params;
  /**
   * What a unit answers while it is off; null for 0.
   * @type {Float64Array[] | null}
   */
  answers = null;

  /**
   * @param {Network} network
   * @param {Float32Array} points feature-major
   * @param {ArrayLike<number>} labels
   * @param {number} n points that count: the training points, which come first
   */
  constructor({ sizes, activations, inputs }, points, labels, n) {
    this.sizes = sizes;
    this.forward = new ForwardPass(sizes, activations, points, inputs);
    this.labels = labels;
    this.n = n;
    this.buffers = this.forward.layers.map((layer) => new Float32Array(layer.length));
  }

  /**
   * The network of one moment.
   * @param {Float32Array} params
   * @param {boolean} byMean whether a unit that is off answers its mean over the training points
   */
  take(params, byMean) {
    this.params = params;
    this.forward.run(params);
    this.answers = byMean ? meanAnswers(this.forward, this.n) : null;
  }

  /** @param {Unit[]} off */
  without(off) {
    return switchedOff(this.params, this.sizes, off, this.answers);
  }

  /** The mean size of the error signal at every hidden unit. */
  get blame() {
    return blameOf(this.forward, this.params, this.labels, this.n);
  }

  /** @returns {Measured} the whole network */
  get whole() {
    const { forward, labels, n } = this;
    return measured(forward.scores, forward.n, labels, 0, n);
  }

  /**
   * The network without one unit.
   * @param {Unit} unit
   * @returns {Measured}
   */
  measure({ layer, unit }) {
    const { forward, labels, n } = this;
    let sums = this.sumsWithout(layer, unit);
    for (let l = layer + 1; l < forward.activations.length; l++) {
      ACTIVATE[forward.activations[l]](sums);
      sums = this.sumsOf(l + 1, sums);
    }
    return measured(sums, forward.n, labels, 0, n);
  }

  /**
   * Weighted sums of the layer behind a unit, without what the unit sends.
   * @param {number} layer
   * @param {number} unit
   */
  sumsWithout(layer, unit) {
    const { forward, params, answers } = this,
      { outputs } = forward.offsets[layer + 1],
      sums = this.sumsOf(layer + 1, forward.layers[layer]),
      own = forward.layers[layer].subarray(unit * forward.n, (unit + 1) * forward.n),
      constant = answers ? answers[layer][unit] : 0;
    for (let k = 0; k < outputs; k++) {
      const w = params[weightAt(forward.offsets[layer + 1], k, unit)];
      for (let p = 0; p < forward.n; p++) sums[k * forward.n + p] += w * (constant - own[p]);
    }
    return sums;
  }

  /**
   * @param {number} l the layer whose sums these are
   * @param {Float32Array} h the answers of the layer before it
   */
  sumsOf(l, h) {
    const { forward, params } = this,
      { n } = forward,
      offset = forward.offsets[l],
      out = this.buffers[l];
    for (let k = 0; k < offset.outputs; k++) {
      const own = out.subarray(k * n, (k + 1) * n);
      own.fill(params[offset.biases + k]);
      for (let i = 0; i < offset.inputs; i++) {
        const w = params[weightAt(offset, k, i)];
        for (let p = 0; p < n; p++) own[p] += w * h[i * n + p];
      }
    }
    return out;
  }
}

/**
 * @param {Offset} offset
 * @param {number} row
 * @param {number} column
 */
const weightAt = ({ weights, inputs }, row, column) => weights + row * inputs + column;

/**
 * The mean size of the error signal at every hidden unit, ∂E/∂h of each pattern without its sign.
 * @param {ForwardPass} forward that has been run
 * @param {Float32Array} params
 * @param {ArrayLike<number>} labels
 * @param {number} count points that count
 * @returns {Float64Array[]} for each hidden layer
 */
export function blameOf(forward, params, labels, count) {
  const { n, offsets, activations } = forward,
    nClasses = forward.scores.length / n;
  /** @type {Float64Array} */
  let signal = signalAtOutputs(forward.scores, n, nClasses, labels, count);
  /** @type {Float64Array[]} */
  const blames = [];
  for (let l = activations.length - 1; l >= 0; l--) {
    const { inputs, outputs } = offsets[l + 1],
      back = new Float64Array(inputs * count);
    for (let k = 0; k < outputs; k++) {
      for (let i = 0; i < inputs; i++) {
        const w = params[weightAt(offsets[l + 1], k, i)];
        for (let p = 0; p < count; p++) back[i * count + p] += w * signal[k * count + p];
      }
    }
    blames.unshift(meanSizes(back, inputs, count));
    for (let i = 0; i < inputs; i++) {
      const slopes = slopesAt(activations[l], forward.unitScores(params, l, i).subarray(0, count));
      for (let p = 0; p < count; p++) back[i * count + p] *= slopes[p];
    }
    signal = back;
  }
  return blames;
}

const H = 1e-3; // of a weighted sum, to either side

/**
 * The slope of an activation, from its forward line alone: a central difference.
 * @param {string} activation
 * @param {Float32Array} sums
 */
function slopesAt(activation, sums) {
  const after = Float64Array.from(sums, (z) => z + H),
    before = Float64Array.from(sums, (z) => z - H);
  ACTIVATE[activation](after);
  ACTIVATE[activation](before);
  return after.map((answer, p) => (answer - before[p]) / (2 * H));
}

/**
 * Outputs less targets.
 * @param {Float32Array} scores
 * @param {number} n
 * @param {number} nClasses
 * @param {ArrayLike<number>} labels
 * @param {number} count
 */
function signalAtOutputs(scores, n, nClasses, labels, count) {
  const signal = new Float64Array(nClasses * count);
  for (let p = 0; p < count; p++) {
    const top = scores[classOf(scores, p, n, nClasses) * n + p];
    let total = 0;
    for (let k = 0; k < nClasses; k++) total += signal[k * count + p] = Math.exp(scores[k * n + p] - top);
    for (let k = 0; k < nClasses; k++) signal[k * count + p] /= total;
    signal[labels[p] * count + p] -= 1;
  }
  return signal;
}

/**
 * @param {Float64Array} values of `width` units, `count` each
 * @param {number} width
 * @param {number} count
 */
function meanSizes(values, width, count) {
  const means = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let p = i * count; p < (i + 1) * count; p++) sum += Math.abs(values[p]);
    means[i] = sum / count;
  }
  return means;
}

/**
 * Units in a link: layer and unit from 1, joined by hyphens, as in "1-3,2-5". Where the network is known a layer's
 * number alone names all its units, as in "1-3,2".
 * @param {string} text
 * @param {number[]} [sizes] of the network
 * @returns {Unit[]}
 */
export const unitsNamed = (text, sizes = []) =>
  text
    .split(",")
    .filter(Boolean)
    .flatMap((name) => {
      const [layer, unit] = name.split("-").map(Number);
      if (unit !== undefined) return [{ layer: layer - 1, unit: unit - 1 }];
      return Array.from({ length: sizes[layer] ?? 0 }, (_, one) => ({ layer: layer - 1, unit: one }));
    });

/**
 * @param {Unit[]} units
 * @param {number[]} [sizes] of the network, where a layer that is off as a whole is to be named by its number alone
 */
export function namesOf(units, sizes = []) {
  const names = units
    .toSorted((one, other) => one.layer - other.layer || one.unit - other.unit)
    .map(({ layer, unit }) => (isWhole(units, layer, sizes) ? `${layer + 1}` : `${layer + 1}-${unit + 1}`));
  return [...new Set(names)].join(",");
}

/**
 * Whether all units of a layer are among these, each of which is there once.
 * @param {Unit[]} units
 * @param {number} layer
 * @param {number[]} sizes of the network
 */
export const isWhole = (units, layer, sizes) =>
  units.filter((one) => one.layer === layer).length === sizes[layer + 1];

/**
 * Some hidden units in words: "unit 3 of layer 1", "5 of 32 units", "layer 2".
 * @param {Unit[]} units
 * @param {number[]} sizes of the network
 */
export function unitsWords(units, sizes) {
  const [{ layer, unit }] = units,
    n = sizes.slice(1, -1).reduce((sum, width) => sum + width, 0);
  if (units.length === 1) return `unit ${unit + 1} of layer ${layer + 1}`;
  const isLayer = isWhole(units, layer, sizes) && units.every((one) => one.layer === layer);
  return isLayer ? `layer ${layer + 1}` : `${units.length} of ${n} units`;
}

/**
 * The units without one of them, or with it where it was not among them.
 * @param {Unit[]} units
 * @param {Unit} unit
 */
export function toggled(units, unit) {
  const others = units.filter((one) => one.layer !== unit.layer || one.unit !== unit.unit);
  return others.length < units.length ? others : [...units, unit];
}
