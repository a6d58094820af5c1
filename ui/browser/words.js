// Words about runs that play: how far training is, which unit is picked, the sentence for screen readers, the values
// under the pointer.

import { whole, withMinus } from "./numbers.js";
import { formatEpoch, formatLoss, formatPercent } from "./playing/timeline.js";
import { axisName, className, escaped, ownWords } from "./maps/units.js";
import { symbolSvg } from "./symbols.js";

/** @import { Units } from "./maps/units.js" */
/** @import { Unit } from "./maps/network.js" */
/** @import { Moment } from "./playing/moments.js" */

const WORK =
  "A multiply-add: one product of a weight and a number, added to a sum. So many does one point cost.";
/** The word for a network's work, with its help. */
export const MULTIPLY_ADDS = `<span tabindex="0" data-help="${WORK}">multiply-adds</span>`;

/**
 * How far an unfinished run is, and how long the rest will take at the pace since it was first seen.
 * @param {{ trained_epochs: number, n_epochs: number }} run
 * @param {{ epoch: number, now: number }} seen
 * @param {number} now
 */
export function progressWords(run, seen, now) {
  const words = `Training: epoch ${whole(Math.floor(run.trained_epochs))} of ${whole(run.n_epochs)}`;
  const speed = (run.trained_epochs - seen.epoch) / (now - seen.now);
  if (!(speed > 0) || now - seen.now < 2000) return words;
  const left = (run.n_epochs - run.trained_epochs) / speed / 1000;
  return `${words}, about ${left > 90 ? `${Math.round(left / 60)} min` : `${Math.max(1, Math.round(left))} s`} left`;
}

/**
 * Whole epochs, and beside them in small print the batch within one, or how many there will be.
 * @param {{ steps_per_epoch: number, n_epochs: number }} run
 * @param {number} epoch
 */
export function epochReadout(run, epoch) {
  const batch = Math.round((epoch % 1) * run.steps_per_epoch);
  return {
    epoch: whole(Math.floor(epoch + 1e-6)),
    small: batch ? `batch ${batch} of ${run.steps_per_epoch}` : `of ${whole(run.n_epochs)}`,
  };
}

const LINE_WORDS = {
  dashed: " Dashed on the map: where its z is 0.",
  nowhere: " Its z is 0 nowhere on the map.",
  hidden: "",
};

/**
 * The words below the network: about its size, and about the picked unit.
 * @param {{ n_params: number, n_multiply_adds: number, empty: boolean, activations: string[] }} run
 * @param {Unit | null} picked
 * @param {(Unit & { state?: string })[]} units with their layers counted from 1
 * @param {"dashed" | "nowhere" | "hidden"} line where the picked unit's z is 0; hidden in a look without zero lines
 */
export function unitWords(run, picked, units, line) {
  const network = `${whole(run.n_params)} parameters, ${whole(run.n_multiply_adds)} ${MULTIPLY_ADDS} a point.`;
  if (run.empty) return network;
  if (!run.activations.length) return `<b>No hidden layer.</b> ${network}`;
  if (!picked) return `${network} Pick a unit for its zero line.`;
  const state = units.find((u) => u.layer === picked.layer + 1 && u.unit === picked.unit)?.state;
  const name = `<b>Unit ${picked.unit + 1} of layer ${picked.layer + 1}</b>`;
  return `${name}${state ? `, ${state}` : ""}.${LINE_WORDS[line]}`;
}

/**
 * A share that is right, with its set and its size; of a single point, whether it is.
 * @param {number} share
 * @param {number} n
 * @param {"training" | "validation"} kind
 */
export function rightWords(share, n, kind) {
  if (n === 1) return `the only ${kind} point is ${share > 0.5 ? "right" : "wrong"}`;
  return `${formatPercent(share)} % of the ${whole(n)} ${kind} points are right`;
}

/** @param {number} n */
export const pointsWords = (n) => `${whole(n)} ${n === 1 ? "point" : "points"}`;

/**
 * Everything that can be seen, in a sentence or two.
 * @param {{ n_epochs: number }} run
 * @param {Moment} m
 * @param {string} opening without a full stop
 * @param {{ training: number, validation: number, wrong: number, all: number }} counts of points
 */
export function spokenWords(run, m, opening, { training, validation, wrong, all }) {
  const held = validation
    ? `${rightWords(m.validation_accuracy, validation, "validation")}, loss ${formatLoss(m.validation_error)}; `
    : "";
  return (
    `${opening}. Epoch ${formatEpoch(m.epoch)} of ${run.n_epochs}: ` +
    `${rightWords(m.training_accuracy, training, "training")}, loss ${formatLoss(m.training_error)}; ` +
    `${held}${whole(wrong)} of the ${pointsWords(all)} on the map ${wrong === 1 ? "is" : "are"} wrong.`
  );
}

/** @param {number} value */
export const coordinate = (value) => withMinus(value.toFixed(2));

/**
 * z and y of each class at a place, as a small table.
 * @param {number} x
 * @param {number} y
 * @param {number[]} scores
 * @param {number[]} probabilities
 * @param {Units} [units]
 */
export function valuesTable(x, y, scores, probabilities, units) {
  const rows = scores.map(
    (z, k) =>
      `<tr><td>${symbolSvg(k, { size: 13 })} ${escaped(className(units, k))}</td>` +
      `<td>${coordinate(z)}</td><td>${probabilities[k].toFixed(3)}</td></tr>`,
  );
  return (
    `<p>${axisName(units, 0)} ${ownWords(units, 0, x)} &ensp; ${axisName(units, 1)} ${ownWords(units, 1, y)}</p>` +
    `<table><tr><td></td><th scope="col"><i>z</i></th><th scope="col"><i>y</i></th></tr>${rows.join("")}</table>`
  );
}
