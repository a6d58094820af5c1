// The biography of a unit: its batch's weighted sums as a histogram that lies on f and on f′, at any moment of
// training. Python sends the numbers of every unit and moment once. Below f′ a bar is filled as far as the slope lets
// gradients pass.

import { Plot } from "../../browser/curves/plot.js";
import { evenTicks, percentTick } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { fixed, power } from "../../browser/numbers.js";
import { formatEpoch, lossCeiling, twoLines } from "../../browser/playing/timeline.js";
import { dashOf } from "../lines.js";
import { UnitPicker } from "./picker.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Host, Moment, PageBlock, TimeHeader, ViewChart } from "../views.js" */
/** @import { Place } from "./picker.js" */

/**
 * A hidden layer. Its bins reach from −half_width to half_width, and `bin_slopes` has f′ in the middle of each. From
 * `dead_share` on of a batch that is saturated, a unit counts as dead.
 * @typedef {object} Layer
 * @property {string} words
 * @property {number} width
 * @property {number} half_width
 * @property {number} steepest
 * @property {number[]} bin_slopes
 * @property {number} dead_share
 */

/**
 * What is known of every unit at every moment.
 * @typedef {"mean_output" | "saturated" | "passed"} Measure
 *
 * @typedef {object} UnitHeader
 * @property {"unit"} view
 * @property {Layer[]} layers
 * @property {number} layer
 * @property {number} unit
 * @property {number} n_bins
 *
 * @typedef {"epoch" | "training_error" | "validation_error" | "validation_accuracy"} Recorded
 * @typedef {Record<"snapshot_epoch" | Measure | `history_${Recorded}`, Float32Array>} Numbers
 * @typedef {Record<`${"x" | "f" | "d"}_${number}`, Float32Array>} Drawn
 * @typedef {PageBlock<UnitHeader & TimeHeader, { shares: Uint8Array } & Numbers & Drawn>} UnitBlock
 */

export class UnitLife {
  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    this.values = new Plot(find(section, "[data-plot=values]"));
    this.slopes = new Plot(find(section, "[data-plot=slopes]"));
    this.picker = new UnitPicker(find(section, ".picker"), ({ layer, unit }) => {
      host.redraw();
      host.set({ layer: layer + 1, unit: unit + 1 });
    });
  }

  /**
   * @param {UnitBlock} state
   * @param {boolean} isNew
   */
  update(state, isNew) {
    this.life = new Life(state);
    this.picker.update(state.layers, isNew ? { layer: state.layer - 1, unit: state.unit - 1 } : null);
  }

  get picked() {
    return this.picker.picked;
  }

  /**
   * Shares of the batch in each bin, 0 to 1, at moment i.
   * @param {number} i
   */
  shares(i) {
    return this.life ? this.life.shares(i, this.picked) : [];
  }

  /** @returns {ViewChart[]} */
  get charts() {
    if (!this.life) return [];
    const { state, epochs } = this.life;
    const { history_epoch: epoch, history_training_error, history_validation_error } = state.arrays;
    const records = { epoch, training: history_training_error, validation: history_validation_error };
    const { moments } = this;
    const column = (/** @type {"share" | "saturated"} */ name) => moments.map((moment) => moment[name]);
    return [
      {
        title: "Loss <span>cross-entropy error</span>",
        key: ["training", "validation"],
        lines: twoLines(records.training, records.validation, epoch, state.stop_kind === "diverged"),
        axis: { top: lossCeiling(["training", "validation"])(records), format: (v) => String(+v.toFixed(3)) },
        dots: (moment) => [moment.training_error, moment.validation_error],
      },
      {
        title: "This unit",
        key: ["gradient passed", "saturated"],
        lines: twoLines(column("share"), column("saturated"), epochs, state.stop_kind === "diverged"),
        axis: { top: 1, format: percentTick },
        dots: (moment) => [moment.share, moment.saturated],
      },
    ];
  }

  /** @returns {Moment[]} */
  get moments() {
    return this.life ? this.life.moments(this.picked) : [];
  }

  /**
   * @param {Moment} moment
   * @param {Theme} theme
   */
  show({ i }, theme) {
    const { life, picked } = this;
    if (!life) return;
    const { layers, n_bins } = life.state;
    const { half_width: w } = layers[picked.layer];
    const shares = life.shares(i, picked);
    const bars = { shares, edges: Array.from({ length: n_bins + 1 }, (_, b) => -w + (2 * w * b) / n_bins) };
    this.drawValues(theme, life, bars);
    this.drawSlopes(theme, life, bars);
    this.read(life, i, shares);
    this.picker.showGates((place) => {
      const { steepest, dead_share } = layers[place.layer];
      return {
        open: life.value("passed", i, place) / steepest,
        shut: life.value("saturated", i, place) >= dead_share,
      };
    });
  }

  /**
   * @param {Theme} theme
   * @param {Life} life
   * @param {Bars} bars
   */
  drawValues(theme, { state }, bars) {
    const { layer: l } = this.picked;
    const { half_width: w, words } = state.layers[l];
    const f = state.arrays[`f_${l}`];
    const low = Math.min(0, f[0]);
    const high = Math.max(...f);
    const y = /** @type {[number, number]} */ ([low - 0.05 * (high - low), high + 0.1 * (high - low)]);
    const pen = this.values.begin(theme, { x: [-w, w], y }, { bottom: 8 });
    if (!pen) return;
    pen.axes([], evenTicks(low, high, 3));
    drawBars(pen, bars);
    pen.curve(state.arrays[`x_${l}`], f);
    writeName(pen, `f, ${words}`);
  }

  /**
   * @param {Theme} theme
   * @param {Life} life
   * @param {Bars} bars
   */
  drawSlopes(theme, { state }, bars) {
    const { layer: l } = this.picked;
    const { half_width: w, steepest, bin_slopes } = state.layers[l];
    const top = Math.max(1e-6, steepest);
    const pen = this.slopes.begin(theme, { x: [-w, w], y: [0, 1.12 * top] }, { bottom: 44 });
    if (!pen) return;
    const { frame } = pen;
    pen.axes(evenTicks(-w, w, 8), evenTicks(0, top, 3));
    drawBars(pen, bars, (b) => bin_slopes[b] / top);
    pen.curve(state.arrays[`x_${l}`], state.arrays[`d_${l}`], { dash: dashOf(1) });
    writeName(pen, `f′, at most ${power(top)}`);
    const words =
      frame.width > 420
        ? "weighted sum z of the unit, one for each pattern of the batch"
        : "weighted sum z, one for each pattern";
    pen.text(words, frame.right, frame.height - 9 * theme.textScale, { align: "right" });
  }

  /**
   * @param {Life} life
   * @param {number} i
   * @param {number[]} shares
   */
  read(life, i, shares) {
    const { section, picked } = this;
    const write = (/** @type {Measure} */ name, /** @type {string} */ words) =>
      (find(section, `[data-name=${name}] b`).textContent = words);
    write("mean_output", fixed(life.value("mean_output", i, picked), 3));
    write("saturated", (100 * life.value("saturated", i, picked)).toFixed(1));
    write("passed", fixed(life.value("passed", i, picked), 4));
    const { steepest } = life.state.layers[picked.layer];
    find(section, "[data-name=passed] small").textContent = `of ${power(steepest)}`;
    const beyond = shares[0] + shares[shares.length - 1];
    const percent = (100 * beyond).toFixed(0);
    find(section, ".beyond").textContent =
      beyond > 0.02 ? `${percent} % of the batch lies in the outer bins, which hold all that is beyond.` : "";
  }

  /** @param {Moment} moment */
  sentence({ i, epoch }) {
    const { life, picked } = this;
    if (!life) return "";
    const saturated = (100 * life.value("saturated", i, picked)).toFixed(0);
    return (
      `Unit ${picked.unit + 1} of layer ${picked.layer + 1} at epoch ${formatEpoch(epoch)}: ` +
      `mean output ${fixed(life.value("mean_output", i, picked), 2)}, ${saturated} % saturated, ` +
      `gradient passed ${fixed(life.value("passed", i, picked), 3)}.`
    );
  }
}

/** The numbers of all units, found by place and moment. */
class Life {
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
   * @param {Measure} name
   * @param {number} i
   * @param {Place} place
   */
  value(name, i, place) {
    return this.state.arrays[name][this.index(i, place)];
  }

  /**
   * @param {number} i
   * @param {Place} place
   */
  shares(i, place) {
    const n = this.state.n_bins;
    const start = this.index(i, place) * n;
    return Array.from(this.state.arrays.shares.subarray(start, start + n), (v) => v / 255);
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
        saturated: this.value("saturated", i, place),
      };
    });
  }
}

/** @param {number} epoch */
const rounded = (epoch) => Math.round(epoch * 1e4) / 1e4;

/** @typedef {{ shares: number[], edges: number[] }} Bars */

/**
 * The histogram on the base of the frame.
 * @param {Pen} pen
 * @param {Bars} bars
 * @param {(bin: number) => number} [fill] the part of a bar that is filled
 */
function drawBars({ context, frame, theme }, { shares, edges }, fill) {
  const highest = Math.max(...shares, 0.02);
  const tallest = (frame.base - frame.top) * 0.82;
  context.fillStyle = theme.ink;
  shares.forEach((share, b) => {
    if (!share) return;
    const left = frame.x(edges[b]) + 0.5;
    const width = frame.x(edges[b + 1]) - left - 0.5;
    const height = Math.max(1.5, (share / highest) * tallest);
    context.globalAlpha = 0.16;
    context.fillRect(left, frame.base - height, width, height);
    if (fill) {
      context.globalAlpha = 0.5;
      context.fillRect(left, frame.base - height * fill(b), width, height * fill(b));
    }
    context.globalAlpha = 1;
  });
}

/**
 * @param {Pen} pen
 * @param {string} words
 */
function writeName(pen, words) {
  const { frame, theme } = pen;
  pen.text(words, frame.left + 8, frame.top + 8, { colour: theme.ink, weight: 600, halo: true });
}
