// What is said of the gradients of several networks at one moment: how large they are in the first layer, measured by
// the last. The network in which they differ most is named.

import { whole, power } from "../../browser/numbers.js";
import { formatEpoch } from "../../browser/playing/timeline.js";

/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * A network at a moment. `several`: its units in words, "sigmoids"; `first` and `last`: the mean size of the gradient
 * of a weight in these layers, NaN where the run had diverged before.
 * @typedef {{ several: string, first: number, last: number }} Measured
 */

/** @typedef {{ epoch: number, isEnd: boolean }} At `isEnd` of runs that will not go on */

const MANY_TIMES = 10; // from here on one gradient is called smaller than another

/** @param {At} at */
const when = ({ epoch, isEnd }) => {
  if (epoch === 0) return "Before training";
  return isEnd ? "At the end" : `At epoch ${formatEpoch(epoch)}`;
};

/**
 * Two significant digits, with commas.
 * @param {number} value
 */
export function roundWords(value) {
  if (value >= 1e7) return power(value);
  if (value < 9.95) return value.toFixed(1);
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return whole(Math.round(value / scale) * scale);
}

/**
 * @param {At} at
 * @param {Measured[]} networks
 * @returns {Sentence}
 */
export function headlineAt(at, networks) {
  const headline = (/** @type {string} */ template, /** @type {string} */ text) => ({
    name: `activations.depth.headline.${template}`,
    text: `${when(at)} ${text}`,
  });
  const known = networks.filter(({ first, last }) => Number.isFinite(first) && Number.isFinite(last));
  if (!known.length) return headline("diverged", "every network has diverged");
  const silent = known.filter(({ first }) => first === 0).map(({ several }) => several);
  if (silent.length) return headline("none", `no gradient reaches the first layer through ${listed(silent)}`);
  const ratio = (/** @type {Measured} */ { first, last }) => last / first;
  const sorted = [...known].sort((one, other) => ratio(one) - ratio(other));
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  if (ratio(most) >= MANY_TIMES)
    return headline(
      "smaller",
      `the first layer’s mean gradient is 1/${roundWords(ratio(most))} of the last one’s, through ${most.several}`,
    );
  if (ratio(least) <= 1 / MANY_TIMES) {
    const times = roundWords(1 / ratio(least));
    return headline(
      "larger",
      `the first layer’s mean gradient is ${times} times the last one’s, through ${least.several}`,
    );
  }
  return headline(
    "alike",
    `mean gradients of the first and the last layer are within a factor of ${MANY_TIMES}`,
  );
}

/** @param {string[]} words */
const listed = (words) =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
