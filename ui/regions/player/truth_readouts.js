// With the truth shown, the readouts speak of errors: wrong by training, by validation, by fresh points, and the error
// that nobody can beat. The losses, which stay in the curve, make room for them.

import { find } from "../../browser/find.js";
import { hidesDetails } from "../../browser/on_stage.js";
import { formatPercent } from "../../browser/playing/timeline.js";

/** @import { Truth } from "../../browser/maps/truth.js" */
/** @import { Measure, Moment } from "../../browser/playing/moments.js" */

/** @typedef {{ box: HTMLElement, value: HTMLElement, unit: HTMLElement }} Readout */
/** @typedef {Record<Measure | "epoch" | "params", Readout>} Readouts */

/**
 * The words of each readout without the truth, and with it; then those on the stage, where two of them stand alone.
 * @type {[Measure, string, string, string?][]}
 */
const WORDS = [
  ["training_accuracy", "Accuracy, training", "Wrong, training"],
  ["validation_accuracy", "Accuracy, validation", "Wrong, validation"],
  ["training_error", "Loss, training", "Wrong, fresh points", "Wrong: this network"],
  ["validation_error", "Loss, validation", "Best rule (Bayes)", "Wrong: best rule (Bayes)"],
];

/**
 * @param {Readouts} readouts
 * @param {{ truth: Truth | null }} run
 * @param {Moment} moment
 * @param {number[] | undefined} judged the true error at this moment, undefined until Python has answered
 */
export function showTruth(readouts, run, moment, judged) {
  const { truth } = run;
  for (const [name, without, withTruth, onTheStage = withTruth] of WORDS) {
    const label = find(readouts[name].box, "span"),
      words = truth ? (hidesDetails() ? onTheStage : withTruth) : without;
    if (label.textContent !== words) label.textContent = words;
  }
  readouts.epoch.box.parentElement?.toggleAttribute("data-truth", Boolean(truth));
  if (!truth) return;
  /** @type {(name: Measure, share: number) => void} */
  const set = (name, share) => {
    readouts[name].value.textContent = Number.isFinite(share) ? formatPercent(share) : "…";
    readouts[name].unit.textContent = "%";
  };
  set("training_accuracy", 1 - moment.training_accuracy);
  set("validation_accuracy", 1 - moment.validation_accuracy);
  set("training_error", judged ? judged[0] : NaN);
  set("validation_error", truth.bayes_error);
}
