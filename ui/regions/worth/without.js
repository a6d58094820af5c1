// The run without the units that a visitor has switched off, and with the weights that they have set by hand: every
// moment is shown as the network that this makes of it. Its curves are measured little by little, so that no picture
// waits for them.

import { measured, unitsNamed, unitsWords, UnitWorth } from "../../browser/maps/switched_off.js";
import { ForwardPass } from "../../browser/maps/network.js";
import { read, withSet } from "../by_hand/set_weights.js";

/** @import { MappedRun, RegionMap } from "../../browser/maps/map.js" */
/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { History, Moment } from "../../browser/playing/moments.js" */
/** @import { SetWeight } from "../by_hand/set_weights.js" */

/** @typedef {MappedRun & { id: string, frozen?: [weights: boolean, biases: boolean][] }} NamedRun */

/**
 * What of the view says which units are off, as in "1-3,2-5", what they answer, and which weights are set by hand.
 * @typedef {{ off: string, off_as: "zero" | "mean", by_hand: string }} Off
 */

const SLICE = 8; // ms of measuring between two pauses

export class Without {
  /** @type {MappedRun} */
  run;
  /** @type {UnitWorth} */
  whole;
  /** @type {ForwardPass} */
  left;
  /** @type {Unit[]} */
  units = [];
  byMean = false;
  /** @type {SetWeight[]} */
  set = [];
  choice = "";
  /**
   * Moments as they have been shown or measured, with the units that are off now.
   * @type {Map<Moment, Moment>}
   */
  known = new Map();
  /** @type {number | undefined} */
  timer = undefined;

  /**
   * @param {MappedRun} run
   * @param {RegionMap} map
   */
  setRun(run, map) {
    this.run = run;
    this.map = map;
    this.known.clear();
    const { pointsForward, labels, nTraining } = map;
    this.whole = new UnitWorth(run, pointsForward.points, labels, nTraining);
    this.left = new ForwardPass(run.sizes, run.activations, pointsForward.points, run.inputs);
  }

  /** @param {Off} view */
  choose({ off, off_as: as, by_hand: byHand }) {
    const choice = `${off} ${as} ${byHand}`;
    if (this.choice === choice) return;
    this.choice = choice;
    this.byMean = as === "mean";
    this.units = unitsNamed(off);
    this.set = read(byHand);
    this.known.clear();
  }

  /** Whether the network that is shown is another than the one trained. */
  get isOn() {
    return this.hasOff || this.set.length > 0;
  }

  get hasOff() {
    return this.units.length > 0;
  }

  /**
   * The weights of a moment with those that are set by hand, all units on.
   * @param {Moment} moment
   */
  handed({ params }) {
    return this.set.length && this.run ? withSet(params, this.run.sizes, this.set) : params;
  }

  /** @param {Unit} unit */
  has({ layer, unit }) {
    return this.units.some((one) => one.layer === layer && one.unit === unit);
  }

  /**
   * What a unit that is off answers, in words; "" for one that is on.
   * @param {Unit} unit
   */
  answerOf(unit) {
    return this.has(unit) ? (this.byMean ? "its mean" : "0") : "";
  }

  /**
   * A moment as it is without the units that are off; the moment itself while none is.
   * @param {Moment} moment
   * @returns {Moment}
   */
  at(moment) {
    if (!this.isOn || this.run.empty) return moment;
    const known = this.known.get(moment);
    if (known) return known;
    const { whole, left, map } = this;
    whole.take(this.handed(moment), this.byMean);
    const params = whole.without(this.units),
      scores = left.run(params),
      labels = map?.labels ?? [],
      training = measured(scores, left.n, labels, 0, whole.n),
      validation = measured(scores, left.n, labels, whole.n, left.n);
    const shown = {
      ...moment,
      params,
      training_error: training.error,
      training_accuracy: training.accuracy,
      validation_error: validation.error,
      validation_accuracy: validation.accuracy,
    };
    this.known.set(moment, shown);
    return shown;
  }

  /**
   * The curves without the units; null while they are not measured yet: they then come a little later.
   * @param {Moment[]} moments
   * @param {() => void} whenReady
   * @returns {History | null}
   */
  history(moments, whenReady) {
    window.clearTimeout(this.timer);
    if (!this.isOn || this.run.empty) return null;
    if (moments.every((moment) => this.known.has(moment)))
      return historyOfMoments(moments.map((m) => this.at(m)));
    const measure = () => {
      const until = performance.now() + SLICE;
      for (const moment of moments) {
        if (this.known.has(moment)) continue;
        if (performance.now() > until) {
          this.timer = window.setTimeout(measure);
          return;
        }
        this.at(moment);
      }
      whenReady();
    };
    this.timer = window.setTimeout(measure);
    return null;
  }

  forget() {
    window.clearTimeout(this.timer);
  }

  /** What is done to the network, in words: "Without layer 2", "With 3 weights set by hand". */
  get opening() {
    const { set, hasOff } = this,
      by = set.length === 1 ? "a weight set by hand" : `${set.length} weights set by hand`;
    const without = hasOff ? `Without ${this.words}` : "";
    if (!set.length) return without;
    return hasOff ? `${without}, with ${by}` : `With ${by}`;
  }

  /** The units that are off, in words: "unit 3 of layer 1", "5 of 32 units", "layer 2". */
  get words() {
    return unitsWords(this.units, this.run.sizes);
  }
}

/**
 * @param {Moment[]} moments
 * @returns {History}
 */
function historyOfMoments(moments) {
  return {
    epoch: Float32Array.from(moments, (m) => m.epoch),
    training_error: Float32Array.from(moments, (m) => m.training_error),
    training_accuracy: Float32Array.from(moments, (m) => m.training_accuracy),
    validation_error: Float32Array.from(moments, (m) => m.validation_error),
    validation_accuracy: Float32Array.from(moments, (m) => m.validation_accuracy),
  };
}
