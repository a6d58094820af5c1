// What a headline says of a moment that bears no finding out: `Moment` in `headlines.py`, with the moment's shares.

import { whole } from "../browser/numbers.js";
import { rightOf } from "../browser/playing/moments.js";
import { formatPercent } from "../browser/playing/timeline.js";

/** @import { Points } from "../browser/maps/map.js" */
/** @import { MomentTogether } from "../browser/playing/moments.js" */
/** @import { Sentence } from "../browser/sentences.js" */

/** @typedef {{ name: string, apart: string, alike: string }} Between */

/**
 * @param {Between} between
 * @param {MomentTogether} moment
 * @returns {Sentence}
 */
export function headlineOf({ name, apart, alike }, moment) {
  const right = moment.nets.map(rightOf),
    [first, second] = right.map(shareWords),
    low = shareWords(Math.min(...right)),
    high = shareWords(Math.max(...right));
  /** @type {Record<string, string>} */
  const shares = {
    first,
    second,
    high,
    low: apart.includes("{high}") && low !== high ? low.slice(0, -2) : low,
  };
  const words = low === high ? alike : apart;
  return { name, text: words.replace(/\{(\w+)\}/g, (_, place) => shares[place]) };
}

/** @param {number} share */
const shareWords = (share) => `${formatPercent(share)} %`;

/**
 * How many points `rightOf` looks at, and what they are: "300 validation points".
 * @param {Points} arrays
 */
export function measuredPoints(arrays) {
  const validation = arrays.validation_labels.length,
    n = validation || arrays.training_labels.length;
  return `${whole(n)} ${validation ? "validation" : "training"} point${n === 1 ? "" : "s"}`;
}

/**
 * Whether a run has ended where the playhead stands.
 * @param {{ finished: boolean, trained_epochs: number }} net
 * @param {{ epoch: number }} moment
 */
export const hasStopped = (net, moment) => net.finished && moment.epoch >= net.trained_epochs - 1e-6;
