// The biography of a unit: its batch's weighted sums as a histogram that lies on f and on f′, at any moment of
// training. Python sends the numbers of every unit and moment once. Below f′ a bar is filled as far as the slope lets
// gradients pass. Where the unit is saturated, both pictures have another ground; a question hides that at first.

import { Plot } from "../../browser/curves/plot.js";
import { evenTicks, percentTick } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { fixed, power } from "../../browser/numbers.js";
import { lossCeiling, twoLines } from "../../browser/playing/timeline.js";
import { said } from "../../browser/on_stage.js";
import { say } from "../../browser/sentences.js";
import { dashOf } from "../lines.js";
import { Life } from "./life.js";
import { UnitPicker } from "./picker.js";
import { beyondWords, gateWords, headlineAt, percentWords, spokenAt } from "./sentences.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Host, Moment, PageBlock, TimeHeader, ViewChart } from "../views.js" */
/** @import { Place } from "./picker.js" */
/** @import { Seen } from "./sentences.js" */

/**
 * A hidden layer. Its bins reach from −half_width to half_width, and `bin_slopes` has f′ in the middle of each.
 * A unit that is saturated on `dead_share` of the patterns is struck out; `can_die` as in `engine/portrait.py`.
 * @typedef {object} Layer
 * @property {string} words
 * @property {number} width
 * @property {number} half_width
 * @property {number} steepest
 * @property {number[]} bin_slopes
 * @property {number} dead_share
 * @property {boolean} can_die
 */

/**
 * What is known of every unit at every moment: means, and numbers of the patterns seen. `reached_at_end` counts for
 * every unit how many of all training patterns reach it at the run's end, if it is known. A unit is called saturated on
 * a pattern where f′ is less than `saturated_slope` of its steepest.
 * @typedef {"mean_output" | "passed"} Mean
 * @typedef {"saturated" | "reached"} Count
 *
 * @typedef {object} UnitHeader
 * @property {"unit"} view
 * @property {Layer[]} layers
 * @property {number} layer
 * @property {number} unit
 * @property {number} n_bins
 * @property {Seen} seen
 * @property {number} saturated_slope
 * @property {number[] | null} reached_at_end
 * @property {[training: string, validation: string]} loss_key
 *
 * @typedef {"epoch" | "training_error" | "validation_error" | "validation_accuracy"} Recorded
 * @typedef {Record<"snapshot_epoch" | Mean | `history_${Recorded}`, Float32Array>} Numbers
 * @typedef {Record<Count | "counts", Int16Array>} Counts
 * @typedef {Record<`${"x" | "f" | "d"}_${number}`, Float32Array>} Drawn
 * @typedef {PageBlock<UnitHeader & TimeHeader, Counts & Numbers & Drawn>} UnitBlock
 */

const LEAST_SHOWN = 0.0005; // of a mean output, which has three decimals

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
    say(find(this.section, ".gates"), "activations.unit.gates", gateWords(state.layers, state.seen));
    say(
      find(this.section, ".meaning"),
      "activations.unit.meaning",
      `Saturated: f′ is below ${percentWords(state.saturated_slope)} of its steepest.`,
    );
    this.picker.update(state.layers, isNew ? { layer: state.layer - 1, unit: state.unit - 1 } : null);
  }

  get picked() {
    return this.picker.picked;
  }

  /**
   * Numbers of the patterns seen in each bin, at moment i.
   * @param {number} i
   */
  counts(i) {
    return this.life ? this.life.counts(i, this.picked) : [];
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
        key: state.loss_key,
        lines: twoLines(records.training, records.validation, epoch, state.stop_kind === "diverged"),
        axis: { top: lossCeiling(["training", "validation"])(records), format: (v) => String(+v.toFixed(3)) },
        dots: (moment) => [moment.training_error, moment.validation_error],
      },
      {
        title: "This unit",
        key: ["mean f′, of its steepest", "saturated"],
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
    const counts = life.counts(i, picked);
    const bars = {
      shares: counts.map((count) => count / life.state.seen.n),
      edges: Array.from({ length: n_bins + 1 }, (_, b) => -w + (2 * w * b) / n_bins),
    };
    this.drawValues(theme, life, bars);
    this.drawSlopes(theme, life, bars);
    this.read(life, i, counts);
    this.picker.showGates((place) => {
      const { steepest, dead_share } = layers[place.layer];
      return {
        open: life.value("passed", i, place) / steepest,
        shut: life.share("saturated", i, place) >= dead_share,
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
    const zones = this.saturatedZones(state);
    drawZones(pen, zones);
    pen.axes([], evenTicks(low, high, 3));
    drawBars(pen, bars);
    pen.curve(state.arrays[`x_${l}`], f, { width: THICK });
    writeName(pen, `${letterOf(words)}, ${words}`);
    pen.text("bars: how often z occurs", pen.frame.left + 6, pen.frame.top + 32 * theme.textScale, {
      halo: true,
      colour: theme.ink,
    });
    nameZones(pen, zones, "saturated", (pen.frame.top + pen.frame.base) / 2);
  }

  /**
   * From where to where on z the picked unit is saturated; nowhere while a question is open.
   * @param {UnitBlock} state
   */
  saturatedZones({ arrays, layers, saturated_slope: limit }) {
    const { layer: l } = this.picked;
    const [x, d] = [arrays[`x_${l}`], arrays[`d_${l}`]];
    /** @type {[from: number, to: number][]} */
    const zones = [];
    if (said("asks") === "open") return zones;
    for (let i = 1, inside = false; i < x.length; i++) {
      const isFlat = d[i] < limit * layers[l].steepest && d[i - 1] < limit * layers[l].steepest;
      if (isFlat && inside) zones[zones.length - 1][1] = x[i];
      else if (isFlat) zones.push([x[i - 1], x[i]]);
      inside = isFlat;
    }
    return zones;
  }

  /**
   * @param {Theme} theme
   * @param {Life} life
   * @param {Bars} bars
   */
  drawSlopes(theme, { state }, bars) {
    const { layer: l } = this.picked;
    const { half_width: w, steepest, bin_slopes, words: name } = state.layers[l];
    const slope = `${letterOf(name)}′`;
    const top = Math.max(1e-6, steepest);
    const pen = this.slopes.begin(theme, { x: [-w, w], y: [0, 1.12 * top] }, { bottom: 44 });
    if (!pen) return;
    const { frame } = pen;
    const zones = this.saturatedZones(state);
    drawZones(pen, zones);
    pen.axes(evenTicks(-w, w, 8), evenTicks(0, top, 3));
    drawBars(pen, bars, (b) => bin_slopes[b] / top);
    pen.curve(state.arrays[`x_${l}`], state.arrays[`d_${l}`], { dash: dashOf(1), width: THICK });
    writeName(pen, `${slope}, at most ${power(top)}`);
    pen.text(
      `solid: the share that ${slope} lets through`,
      frame.right - 6,
      frame.top + 10 * theme.textScale,
      {
        align: "right",
        halo: true,
        colour: theme.ink,
      },
    );
    nameZones(pen, zones, `${slope} almost 0`, (frame.top + frame.base) / 2);
    const { words } = state.seen;
    const room = frame.width > 620 ? `, one for each of ${words}` : ", one for each pattern";
    pen.axisText(`weighted sum z of the unit${room}`, frame.right, frame.height - 9 * theme.textScale, {
      align: "right",
    });
  }

  /**
   * @param {Life} life
   * @param {number} i
   * @param {number[]} counts
   */
  read(life, i, counts) {
    const { section, picked } = this;
    const write = (/** @type {string} */ name, /** @type {string} */ words) =>
      say(find(section, `[data-name=${name}] b`), `activations.unit.readout.${name}`, words);
    write("mean_output", fixed(life.value("mean_output", i, picked), 3));
    write("saturated", (100 * life.share("saturated", i, picked)).toFixed(1));
    write("passed", fixed(life.value("passed", i, picked), 4));
    const { steepest } = life.state.layers[picked.layer];
    const limit = find(section, "[data-name=passed] small");
    say(limit, "activations.unit.readout.steepest", `of ${power(steepest)}`);
    const isCentred = Math.min(...life.state.arrays[`f_${picked.layer}`]) < 0;
    const isAbove = !isCentred && life.value("mean_output", i, picked) >= LEAST_SHOWN;
    const centre = find(section, "[data-name=mean_output] small");
    say(centre, "activations.unit.readout.centre", isAbove ? "> 0: not centred" : "");
    say(find(section, ".beyond"), "activations.unit.beyond", beyondWords(counts, life.state.seen));
  }

  /** @param {Moment} moment */
  headline({ i }) {
    const { life, picked } = this;
    return life ? headlineAt(life.unitAt(i, picked), life.state.seen) : { name: "", text: "" };
  }

  /** @param {Moment} moment */
  sentence({ i }) {
    const { life, picked } = this;
    return life ? spokenAt(life.unitAt(i, picked), life.state.seen) : "";
  }
}

/**
 * @param {Pen} pen
 * @param {[from: number, to: number][]} zones
 */
function drawZones({ context, frame, theme }, zones) {
  context.fillStyle = theme.chosen;
  for (const [from, to] of zones)
    context.fillRect(frame.x(from), frame.top, frame.x(to) - frame.x(from), frame.base - frame.top);
}

/**
 * Words in the middle of each zone that has room for them.
 * @param {Pen} pen
 * @param {[from: number, to: number][]} zones
 * @param {string} words
 * @param {number} y
 */
function nameZones(pen, zones, words, y) {
  const { frame, theme } = pen;
  const style = /** @type {const} */ ({
    align: "center",
    colour: theme.ink,
    weight: 600,
    halo: true,
    size: 17,
  });
  for (const [from, to] of zones)
    if (frame.x(to) - frame.x(from) > pen.widthOf(words, style) + 12)
      pen.text(words, (frame.x(from) + frame.x(to)) / 2, y, style);
}

/**
 * A sigmoid has a letter of its own, as on the slides.
 * @param {string} words the activation's
 */
const letterOf = (words) => (words === "sigmoid" ? "σ" : "f");

const THICK = 3.4; // of the curve, before the bars

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
    context.globalAlpha = 0.3;
    context.fillRect(left, frame.base - height, width, height);
    if (fill) {
      context.globalAlpha = 0.8;
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
