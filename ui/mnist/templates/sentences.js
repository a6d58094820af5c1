// What is said of a run at one of its moments. Python sends what it alone can know; the browser picks what belongs to
// the moment that is shown, and fills in what was measured there.

import { whole } from "../../browser/numbers.js";
import { formatEpoch, formatLoss, formatPercent } from "../../browser/playing/timeline.js";

/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Moment, Run } from "./moments.js" */

/**
 * What of a moment counts here. An `index` is its place among the moments of the run's block.
 * @typedef {Pick<Moment,
 *   "index" | "epoch" | "training_wrong" | "validation_wrong" | "training_error" | "validation_error">} Measured
 */

/**
 * What of a run counts here.
 * @typedef {Pick<Run,
 *   "headlines" | "headline_of" | "samples" | "test" | "finished" | "stop_message" | "n_epochs" | "trained_epoch" |
 *   "rates" | "seconds" | "images_per_second">} Told
 */

const SAME = 1e-3; // epochs nearer to each other are one: a batch takes longer

/**
 * An epoch of a record, to a hundredth.
 * @param {number} epoch
 */
const roundEpoch = (epoch) => formatEpoch(Math.round(100 * epoch) / 100);

/**
 * Whether a moment is the last one that the visitor has trained up to.
 * @param {Told} run
 * @param {Measured} moment
 */
export const isReached = ({ trained_epoch: reached }, { epoch }) => epoch > reached - SAME;

/**
 * @param {Told} run
 * @param {Measured} moment
 * @returns {Sentence}
 */
export const headlineAt = ({ headlines, headline_of: of }, { index }) => headlines[of[index]];

/**
 * What the test images say; only of the run's end, where the network was tested.
 * @param {Told} run
 * @param {Measured} moment
 */
export const testAt = (run, moment) => (run.test && isReached(run, moment) ? run.test.text : "");

/**
 * What was measured at a moment, and on which images.
 * @param {Told} run
 * @param {Measured} moment
 */
export function measuredAt({ samples, n_epochs: nEpochs }, moment) {
  const parts = /** @type {const} */ (["training", "validation"]).map(
    (part) =>
      `${formatPercent(moment[`${part}_wrong`])} % of ${samples[part]} are wrong, ` +
      `loss ${formatLoss(moment[`${part}_error`])}`,
  );
  return `Epoch ${formatEpoch(moment.epoch)} of ${nEpochs}: ${parts.join("; ")}.`;
}

/**
 * Where the run is, and where the moment that is shown: they are two things while an earlier one is shown.
 * @param {Told} run
 * @param {Measured} moment
 * @param {{ plays: boolean, live: boolean }} state
 */
export function stateAt(run, moment, { plays, live }) {
  const rates = ratesOf(run),
    reached = roundEpoch(run.trained_epoch);
  if (live || (plays && !run.finished)) {
    if (!plays) return "Pausing.";
    return `Training: epoch ${formatEpoch(Math.floor(run.trained_epoch))} of ${run.n_epochs}.${rates}`;
  }
  if (run.trained_epoch === 0) return "Before training. Press play.";
  if (!isReached(run, moment)) {
    const when = moment.epoch === 0 ? "Before training" : `Looking back at epoch ${roundEpoch(moment.epoch)}`;
    return `${when}; this run went on to epoch ${reached}.`;
  }
  if (run.finished) return `${run.stop_message}${run.stop_message.endsWith(".") ? "" : "."}${rates}`;
  return `Paused at epoch ${reached} of ${run.n_epochs}.${rates}`;
}

/**
 * How long the training took, beside the moment that it led to.
 * @param {Told} run
 * @param {Measured} moment
 */
export function paceAt(run, moment) {
  const { seconds, images_per_second: pace } = run;
  if (!pace || !isReached(run, moment)) return "";
  return `${seconds.toFixed(1)} s, ${whole(Math.round(Number(pace.toPrecision(3))))} images a second.`;
}

/**
 * Learning rates that were changed on the way.
 * @param {Told} run
 */
function ratesOf({ rates: [first, ...changes] }) {
  if (!changes.length) return "";
  const later = changes.map(([epoch, rate]) => `from epoch ${roundEpoch(epoch)} on ${rate}`);
  return ` Learning rate ${first[1]}, ${later.join(", ")}.`;
}
