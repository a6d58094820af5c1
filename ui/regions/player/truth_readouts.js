// With the truth shown, the readouts speak of errors: wrong by training, by validation, by fresh points, and the error that
// nobody can beat. The losses, which stay in the curve, make room for them.

import { formatPercent } from "../../browser/playing/timeline.js";

const READOUT_WORDS = {
  training_accuracy: ["Accuracy, training", "Wrong, training"],
  validation_accuracy: ["Accuracy, validation", "Wrong, validation"],
  training_error: ["Loss, training", "Wrong, true"],
  validation_error: ["Loss, validation", "Bayes error"],
};

// judged: the true error at this moment and its standard error, or undefined until Python has answered.
export function showTruth(readouts, run, moment, judged) {
  const shown = Boolean(run.truth);
  for (const [name, words] of Object.entries(READOUT_WORDS)) {
    const label = readouts[name].box.querySelector("span");
    if (label.textContent !== words[Number(shown)]) label.textContent = words[Number(shown)];
  }
  readouts.epoch.box.parentElement.toggleAttribute("data-truth", shown);
  if (!shown) return;
  const set = (name, share) => {
    readouts[name].value.textContent = Number.isFinite(share) ? formatPercent(share) : "…";
    readouts[name].unit.textContent = "%";
  };
  set("training_accuracy", 1 - moment.training_accuracy);
  set("validation_accuracy", 1 - moment.validation_accuracy);
  set("training_error", judged ? judged[0] : NaN);
  set("validation_error", run.truth.bayes_error);
}
