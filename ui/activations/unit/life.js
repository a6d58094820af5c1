// The numbers of all units at all moments of a run, as Python sent them once, found by place and moment.

/** @import { Moment } from "../views.js" */
/** @import { Place } from "./picker.js" */
/** @import { Count, Mean, UnitBlock } from "./unit.js" */

export class Life {
  /** @param {UnitBlock} state */
  constructor(state) {
    this.state = state;
    this.epochs = Array.from(state.arrays.snapshot_epoch, rounded);
    /** @type {number[]} */
    this.starts = [];
    this.nUnits = 0;
    for (const { width } of state.layers) {
      this.starts.push(this.nUnits);
      this.nUnits += width;
    }
  }

  /**
   * Where a unit's number stands in the arrays at moment i.
   * @param {number} i
   * @param {Place} place
   */
  index(i, { layer, unit }) {
    return i * this.nUnits + this.starts[layer] + unit;
  }

  /**
   * @param {Mean | Count} name
   * @param {number} i
   * @param {Place} place
   */
  value(name, i, place) {
    return this.state.arrays[name][this.index(i, place)];
  }

  /**
   * @param {Count} name
   * @param {number} i
   * @param {Place} place
   */
  share(name, i, place) {
    return this.value(name, i, place) / this.state.seen.n;
  }

  /**
   * @param {number} i
   * @param {Place} place
   */
  counts(i, place) {
    const n = this.state.n_bins;
    const start = this.index(i, place) * n;
    return Array.from(this.state.arrays.counts.subarray(start, start + n));
  }

  /**
   * All that sentences tell of a unit at moment i.
   * @param {number} i
   * @param {Place} place
   */
  unitAt(i, place) {
    const { epochs } = this;
    const { layers, finished, reached_at_end: all } = this.state;
    const isEnd = finished && i === epochs.length - 1;
    let later = i;
    while (later < epochs.length && this.value("reached", later, place) === 0) later++;
    return {
      epoch: epochs[i],
      isEnd,
      isOver: finished,
      canDie: layers[place.layer].can_die,
      saturated: this.value("saturated", i, place),
      reached: this.value("reached", i, place),
      staysUnreached: later === epochs.length,
      reachedByAll: isEnd && all ? all[this.index(0, place)] : null,
      passed: this.value("passed", i, place),
      meanOutput: this.value("mean_output", i, place),
      layer: place.layer + 1,
      unit: place.unit + 1,
    };
  }

  /**
   * @param {Place} place
   * @returns {Moment[]}
   */
  moments(place) {
    const { arrays, layers } = this.state;
    const { steepest } = layers[place.layer];
    const recordOf = new Map(Array.from(arrays.history_epoch, (epoch, h) => [rounded(epoch), h]));
    return this.epochs.map((epoch, i) => {
      const h = recordOf.get(epoch) ?? 0;
      return {
        epoch,
        i,
        training_error: arrays.history_training_error[h],
        validation_error: arrays.history_validation_error[h],
        share: this.value("passed", i, place) / steepest,
        saturated: this.share("saturated", i, place),
      };
    });
  }
}

/** @param {number} epoch */
const rounded = (epoch) => Math.round(epoch * 1e4) / 1e4;
