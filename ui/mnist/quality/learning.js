// Loss and right answers while the network learned, up to the moment on view.

import { find } from "../../browser/find.js";
import { historyOf } from "../../browser/playing/moments.js";
import { Chart, lossCeiling } from "../../browser/playing/timeline.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { QualityBlock } from "./quality.js" */

const LOSS = {
  training: "training_error",
  validation: "validation_error",
  ceiling: lossCeiling(["training_error", "validation_error"]),
  /** @param {number} v */
  format: (v) => String(+v.toFixed(3)),
};

const RIGHT = {
  training: "training_accuracy",
  validation: "validation_accuracy",
  ceiling: () => 1,
  /** @param {number} v */
  format: (v) => `${+(100 * v).toFixed(1)} %`,
};

export class Learning {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const still = () => {}; // the moment is chosen in the view of the templates
    this.charts = [
      new Chart(find(root, "[data-chart=loss]"), LOSS, still),
      new Chart(find(root, "[data-chart=right]"), RIGHT, still),
    ];
  }

  /**
   * @param {QualityBlock} state
   * @param {Theme} theme
   */
  draw({ arrays, n_epochs: lastEpoch, stop_kind: stopped }, theme) {
    const history = historyOf(arrays, "history_"),
      last = history.epoch.length - 1;
    const head = {
      epoch: Math.round(history.epoch[last] * 1e4) / 1e4, // the last record's, rid of the rounding to float32
      training_error: history.training_error[last],
      training_accuracy: history.training_accuracy[last],
      validation_error: history.validation_error[last],
      validation_accuracy: history.validation_accuracy[last],
    };
    const above = {
      loss: head.validation_error > head.training_error,
      right: head.validation_accuracy > head.training_accuracy,
    };
    for (const [name, isAbove] of Object.entries(above))
      find(this.root, `[data-chart=${name}] + .ends .of-validation`).classList.toggle("above", isAbove);
    for (const chart of this.charts) {
      chart.setHistory({ ...history }, lastEpoch, stopped);
      chart.draw(theme);
      chart.moveTo(head);
    }
  }
}
