// The two charts of a run: its loss, and the share of points that it gets right.

import { find } from "../find.js";
import { lossCeiling } from "./timeline.js";

/** @import { Measure } from "./moments.js" */

/** @type {Measure} */
const TRAINING_ERROR = "training_error";
/** @type {Measure} */
const VALIDATION_ERROR = "validation_error";

const LOSS = {
  training: TRAINING_ERROR,
  validation: VALIDATION_ERROR,
  ceiling: lossCeiling([TRAINING_ERROR, VALIDATION_ERROR]),
  format: (/** @type {number} */ value) => String(+value.toFixed(3)),
  namesLowest: true,
};

export const ACCURACY = {
  training: "training_accuracy",
  validation: "validation_accuracy",
  ceiling: () => 1,
  format: (/** @type {number} */ value) => `${Math.round(100 * value)} %`,
};

/**
 * @template Chart
 * @param {Element} root
 * @param {(box: HTMLElement, options: typeof LOSS | typeof ACCURACY) => Chart} make
 */
export const lossAndAccuracy = (root, make) => [
  make(find(root, "[data-chart=loss]"), LOSS),
  make(find(root, "[data-chart=accuracy]"), ACCURACY),
];
