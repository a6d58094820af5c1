// The network without the units that a visitor has switched off. Its weights are changed here, so that pictures, pulls
// and answers follow at once. How good it is, and what units answer on average, the server measures moment by moment.

import { switchedOff, unitsNamed, unitsWords } from "../../browser/maps/switched_off.js";
import { formatPercent } from "../../browser/playing/timeline.js";

/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { History } from "../../browser/playing/moments.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Moment, Numbers, Run, Seen } from "./moments.js" */

/** @typedef {{ off: string, off_as: string }} Off what of the view says which units are off, and what they answer */

const N_MEASURES = 4;
const EPOCHS = 1e4; // parts of an epoch that count: so moments are rounded

/** @param {number} epoch */
const rounded = (epoch) => Math.round(epoch * EPOCHS) / EPOCHS;

export class Without {
  /** @type {Unit[]} */
  units = [];
  byMean = false;
  /** @type {number[]} */
  sizes = [];
  id = ""; // of the run
  choice = "";
  isOwed = false; // whether the server still has to measure moments
  /**
   * By its epoch what was measured at a moment.
   * @type {Map<number, Float32Array>}
   */
  measures = new Map();
  /**
   * By its epoch the mean answers of the whole network's units, of each hidden layer.
   * @type {Map<number, Float64Array[]>}
   */
  means = new Map();

  /**
   * @param {Off} view
   * @param {{ id: string, sizes: number[] }} run
   */
  choose({ off, off_as: as }, { id, sizes }) {
    const choice = `${id} ${sizes} ${off} ${as}`;
    if (choice === this.choice) return;
    this.choice = choice;
    if (id !== this.id) this.means.clear();
    this.id = id;
    this.sizes = sizes;
    this.byMean = as === "mean";
    this.units = unitsNamed(off, sizes).filter(
      ({ layer, unit }) => layer < sizes.length - 2 && unit < sizes[layer + 1],
    );
    this.measures.clear();
    this.isOwed = false;
  }

  /**
   * What a block brings: of other units than those that are off now, nothing is taken.
   * @param {Pick<Seen, "without"> & { arrays: Partial<Numbers> }} block
   * @param {Off} view
   */
  take({ without, arrays }, { off, off_as: as }) {
    const { off_epochs: epochs, off_measures: measures, off_answers: answers } = arrays;
    if (!this.isOn || !without || without.off !== off || without.off_as !== as) return;
    this.isOwed = without.owed;
    if (!epochs || !measures || !answers) return;
    const nHidden = answers.length / Math.max(1, epochs.length);
    epochs.forEach((epoch, i) => {
      this.measures.set(rounded(epoch), measures.subarray(N_MEASURES * i, N_MEASURES * (i + 1)));
      if (nHidden)
        this.means.set(rounded(epoch), this.byLayer(answers.subarray(nHidden * i, nHidden * (i + 1))));
    });
  }

  /** @param {Float32Array} answers of all hidden units */
  byLayer(answers) {
    let start = 0;
    return this.sizes
      .slice(1, -1)
      .map((width) => Float64Array.from(answers.subarray(start, (start += width))));
  }

  get isOn() {
    return this.units.length > 0;
  }

  /** @param {Unit} unit */
  has({ layer, unit }) {
    return this.units.some((one) => one.layer === layer && one.unit === unit);
  }

  /** What a unit that is off answers, in words. */
  get answer() {
    return this.byMean ? "its mean" : "0";
  }

  /**
   * Whether the network without the units is known at a moment: their means may still be to come.
   * @param {number} epoch
   */
  isKnownAt(epoch) {
    return !this.byMean || this.means.has(epoch);
  }

  /**
   * The weights and biases of a moment without the units; its own where none is off, or their means are still to come.
   * @param {Float32Array} params
   * @param {number} epoch
   */
  paramsOf(params, epoch) {
    if (!this.isOn || !this.isKnownAt(epoch)) return params;
    const answers = this.byMean ? (this.means.get(epoch) ?? null) : null;
    return switchedOff(params, this.sizes, this.units, answers);
  }

  /**
   * A moment with what was measured of it without the units; no number where nothing was yet.
   * @param {Moment} moment
   * @returns {Moment}
   */
  measured(moment) {
    if (!this.isOn) return moment;
    const [trainingError, trainingAccuracy, validationError, validationAccuracy] =
      this.measures.get(moment.epoch) ?? new Float32Array(N_MEASURES).fill(NaN);
    return {
      ...moment,
      training_error: trainingError,
      training_accuracy: trainingAccuracy,
      validation_error: validationError,
      validation_accuracy: validationAccuracy,
      training_wrong: 1 - trainingAccuracy,
      validation_wrong: 1 - validationAccuracy,
    };
  }

  /**
   * The curves without the units, as far as they are measured.
   * @returns {History}
   */
  get history() {
    const epochs = [...this.measures.keys()].sort((one, other) => one - other);
    /** @param {number} column */
    const of = (column) =>
      Float32Array.from(epochs, (epoch) => /** @type {Float32Array} */ (this.measures.get(epoch))[column]);
    return {
      epoch: Float32Array.from(epochs),
      training_error: of(0),
      training_accuracy: of(1),
      validation_error: of(2),
      validation_accuracy: of(3),
    };
  }

  /** What is done to the network, in words. */
  get opening() {
    return `Without ${unitsWords(this.units, this.sizes)}`;
  }

  /**
   * The headline: how good the network is without the units, where that is measured.
   * @param {Pick<Run, "samples" | "live">} run
   * @param {Pick<Moment, "epoch">} moment
   * @returns {Sentence}
   */
  sentenceAt({ samples, live }, moment) {
    const share = this.measures.get(moment.epoch)?.[3] ?? NaN,
      name = "mnist.templates.headline.without";
    if (!this.isKnownAt(moment.epoch))
      return { name, text: `${this.opening}: what it answers is being measured` };
    if (live || !Number.isFinite(share)) return { name, text: this.opening };
    return { name, text: `${this.opening}: ${formatPercent(share)} % of ${samples.validation} are right` };
  }
}
