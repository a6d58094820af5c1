// The moments of a run, from the arrays of a block: each has its epoch, its weights, and how well it does.
// `ui/plane/moments.py` writes what this reads.

/** @import { NumberArray } from "../blocks.js" */

/**
 * Error: cross-entropy. Accuracy: the share of points that are right, NaN where there are no such points.
 * @typedef {"training_error" | "training_accuracy" | "validation_error" | "validation_accuracy"} Measure
 */

/**
 * A run at one moment; `params` as `engine.architecture.Architecture` orders them.
 * @typedef {{ epoch: number, params: Float32Array } & Record<Measure, number>} Moment
 */

/**
 * All records of a run: the numbers at one place of all arrays are one record.
 * @typedef {{ epoch: Float32Array } & Record<Measure, Float32Array>} History
 */

/**
 * Several runs at one moment, in the order of the block.
 * @typedef {{ epoch: number, nets: Moment[] }} MomentTogether
 */

/** @typedef {Record<string, NumberArray | undefined>} Arrays */

/** @type {Measure[]} */
export const MEASURES = ["training_error", "training_accuracy", "validation_error", "validation_accuracy"];

/**
 * All records of a run's errors and accuracies. The prefix is "history_" or "snapshot_"; before it may stand whose
 * run it is.
 * @param {Arrays} arrays
 * @param {string} prefix
 * @returns {History}
 */
export function historyOf(arrays, prefix) {
  /** @param {string} name */
  const named = (name) => {
    const array = arrays[prefix + name];
    if (!(array instanceof Float32Array)) throw new Error(`this block has no numbers ${prefix + name}`);
    return array;
  };
  return {
    epoch: named("epoch"),
    training_error: named("training_error"),
    training_accuracy: named("training_accuracy"),
    validation_error: named("validation_error"),
    validation_accuracy: named("validation_accuracy"),
  };
}

/**
 * The prefix is "snapshot_", or "replay_" for every batch of an epoch; before it may stand whose run it is.
 * @param {Arrays} arrays
 * @param {string} prefix
 * @param {number} nParams
 * @returns {Moment[]}
 */
export function momentsOf(arrays, prefix, nParams) {
  const history = historyOf(arrays, prefix),
    params = arrays[`${prefix}params`];
  if (!(params instanceof Float32Array)) throw new Error(`this block has no numbers ${prefix}params`);
  return Array.from(history.epoch, (epoch, i) => ({
    epoch: Math.round(epoch * 1e4) / 1e4, // rid of the rounding to float32
    params: params.subarray(i * nParams, (i + 1) * nParams),
    training_error: history.training_error[i],
    training_accuracy: history.training_accuracy[i],
    validation_error: history.validation_error[i],
    validation_accuracy: history.validation_accuracy[i],
  }));
}

/**
 * Moments with further ones between them, where those are not there already.
 * @param {Moment[]} moments
 * @param {Moment[]} further
 */
export function withFurther(moments, further) {
  const known = new Set(moments.map((m) => m.epoch));
  return [...moments, ...further.filter((m) => !known.has(m.epoch))].sort((a, b) => a.epoch - b.epoch);
}

/**
 * Moments of several runs on one clock. At every epoch that any of them has, each run stands at its latest moment so
 * far; a run that has stopped stays as it is. No moment lies beyond `playable`.
 * @param {Moment[][]} lists
 * @param {number} playable
 * @returns {MomentTogether[]}
 */
export function momentsTogether(lists, playable) {
  const epochs = [...new Set(lists.flatMap((list) => list.map((m) => m.epoch)))].sort((a, b) => a - b);
  const next = lists.map(() => 0);
  return epochs
    .filter((epoch) => epoch <= playable + 1e-6)
    .map((epoch) => ({
      epoch,
      nets: lists.map((list, i) => {
        while (next[i] + 1 < list.length && list[next[i] + 1].epoch <= epoch + 1e-6) next[i]++;
        return list[next[i]];
      }),
    }));
}

/**
 * The epoch up to which several runs can be played together: the slowest of the unfinished ones sets it.
 * @param {{ finished: boolean, trained_epochs: number }[]} nets
 */
export const playableTogether = (nets) =>
  Math.min(...nets.map((net) => (net.finished ? Infinity : net.trained_epochs)));

/**
 * The share of points that are right: of the validation points, where there are some.
 * @param {Moment} moment
 */
export const rightOf = (moment) =>
  Number.isFinite(moment.validation_accuracy) ? moment.validation_accuracy : moment.training_accuracy;

/**
 * The share of points that are wrong: of the training points, and of the validation points where there are some.
 * @param {Moment} moment
 * @returns {[string, number][]}
 */
export function wrongOf(moment) {
  /** @type {[string, number][]} */
  const shares = [
    ["training", 1 - moment.training_accuracy],
    ["validation", 1 - moment.validation_accuracy],
  ];
  return shares.filter(([, share]) => Number.isFinite(share));
}
