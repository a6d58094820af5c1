// Depth: the size of error signals and of weight gradients, layer by layer on an axis of powers of ten, at any moment
// of training; a line for each activation. The axes hold for the whole run, so that a line that moves has moved. Of
// untrained networks the stage shows weights' gradients alone, and how far those of sigmoids fall; tanh and ReLU come
// with a scene's answer. While a scene covers the lower layers, each line is its last point alone.

import { listenToChoices, markChoices } from "../../browser/choices.js";
import { Plot } from "../../browser/curves/plot.js";
import { percentTick, powerOfTen, powerTicks } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { covered, hidesDetails } from "../../browser/on_stage.js";
import { formatEpoch, formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
import { dashOf, lineSample, markOf } from "../lines.js";
import { headlineAt, roundWords } from "./sentences.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Host, Moment, PageBlock, TimeHeader, ViewChart } from "../views.js" */

/**
 * What is measured of a layer: its error signal's length, its weights' gradient as a matrix, and that of a mean weight.
 * @typedef {"signal" | "matrix" | "weight"} Kind
 *
 * `several`: units of each activation in words; `held_out`: the patterns on which accuracy is measured.
 * @typedef {object} DepthHeader
 * @property {"depth"} view
 * @property {Record<string, string>} several
 * @property {string} held_out
 * @property {string} network_words
 * @property {string} start the initial weights, in words
 * @property {number} n_layers
 * @property {string} measure
 * @property {boolean} untrained whether the networks before training are all there is
 *
 * @typedef {Record<`${Kind | "accuracy"}_${string}`, Float32Array>} Sizes
 * @typedef {PageBlock<DepthHeader & TimeHeader, { snapshot_epoch: Float32Array } & Sizes>} DepthBlock
 */

/** @type {Record<Kind, string>} */
const SIZES = { signal: "‖g⁽ˡ⁾‖", matrix: "‖∂E/∂W⁽ˡ⁾‖", weight: "mean |∂E/∂w|" };
const KINDS = /** @type {Kind[]} */ (Object.keys(SIZES));
const FALLS_FROM = 10; // times from which on a fall has its arrow

export class Depth {
  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    /** @type {DepthBlock | null} */
    this.state = null;
    /** @type {Kind} */
    this.measure = "weight";
    this.left = new Plot(find(section, "[data-plot=signal]"));
    this.right = new Plot(find(section, "[data-plot=gradient]"));
    find(section, ".train").onclick = () => host.set({ untrained: false });
    listenToChoices(section, (_, value) => {
      this.measure = value === "matrix" ? "matrix" : "weight";
      host.set({ measure: value });
      host.redraw();
    });
  }

  /**
   * @param {DepthBlock} state
   * @param {boolean} isNew
   */
  update(state, isNew) {
    this.state = state;
    if (isNew) this.measure = state.measure === "matrix" ? "matrix" : "weight";
    this.section.toggleAttribute("data-untrained", state.untrained);
    find(this.section, ".train").hidden = !state.untrained;
    say(find(this.section, ".network-words"), "activations.depth.network", state.network_words);
    say(find(this.section, ".accuracy-of"), "activations.depth.held_out", `right, of ${state.held_out}`);
  }

  /**
   * Sizes of one kind at moment i, a number for each affine layer.
   * @param {Kind} kind
   * @param {string} name
   * @param {number} i
   */
  row(kind, name, i) {
    if (!this.state) return [];
    const { arrays, n_layers: n } = this.state;
    return Array.from(arrays[`${kind}_${name}`].subarray(i * n, (i + 1) * n));
  }

  /**
   * Last : first layer.
   * @param {Kind} kind
   * @param {string} name
   * @param {number} i
   */
  ratio(kind, name, i) {
    const row = this.row(kind, name, i);
    return row[row.length - 1] / row[0];
  }

  /** @returns {ViewChart[]} */
  get charts() {
    if (!this.state) return [];
    const { names, arrays, held_out } = this.state;
    const epoch = arrays.snapshot_epoch;
    const powers = names.map((name) =>
      Array.from(epoch, (_, i) => finite(Math.log10(this.ratio("weight", name, i)))),
    );
    const known = powers.flat().filter(Number.isFinite);
    const floor = Math.floor(Math.min(0, ...known));
    const top = Math.max(floor + 1, Math.ceil(Math.max(0, ...known)));
    const line = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ k) => ({
      epoch,
      values,
      width: 2.2,
      dash: dashOf(k),
    });
    return [
      {
        title: "Last : first layer, mean |∂E/∂w|",
        lines: powers.map((values, k) =>
          line(
            values.map((v) => v - floor), // a chart stands on 0
            k,
          ),
        ),
        axis: { top: top - floor, format: (v) => (Number.isInteger(v) ? powerOfTen(v + floor) : "") },
        playhead: ["line"],
      },
      {
        title: `Right <span>of ${held_out}</span>`,
        lines: names.map((name, k) => line(arrays[`accuracy_${name}`], k)),
        axis: { top: 1, format: percentTick },
        playhead: ["line"],
      },
    ];
  }

  /** @returns {Moment[]} */
  get moments() {
    const epochs = this.state?.arrays.snapshot_epoch ?? [];
    return Array.from(epochs, (epoch, i) => ({ epoch: Math.round(epoch * 1e4) / 1e4, i }));
  }

  /**
   * @param {Moment} moment
   * @param {Theme} theme
   */
  show({ i }, theme) {
    const { state, section } = this;
    if (!state) return;
    const measure = this.isAlone ? "weight" : this.measure;
    this.drawLayers(this.left, "signal", i, theme, state);
    this.drawLayers(this.right, measure, i, theme, state);
    const where = this.isAlone ? ` over a layer’s weights, before training; ${state.start}` : "";
    say(find(section, ".measure-name"), "activations.depth.measure", SIZES[measure] + where);
    markChoices(section, { measure });
    find(section, ".ratios tbody").innerHTML = state.names
      .map((name, k) => {
        const ratios = KINDS.map(
          (kind) =>
            `<td data-says="activations.depth.ratio" data-of="${kind} ${name}">${this.ratioWords(kind, name, i)}</td>`,
        ).join("");
        const right = formatPercent(state.arrays[`accuracy_${name}`][i]);
        const head = `<th scope="row">${lineSample(k)} ${state.words[name]}</th>`;
        const share = right === "–" ? right : `${right} %`;
        return `<tr>${head}${ratios}<td data-says="activations.depth.accuracy" data-of="${name}">${share}</td></tr>`;
      })
      .join("");
  }

  /** Whether weights' gradients stand alone: on the stage, of untrained networks. */
  get isAlone() {
    return Boolean(this.state?.untrained) && hidesDetails();
  }

  /**
   * @param {Plot} plot
   * @param {Kind} kind
   * @param {number} i
   * @param {Theme} theme
   * @param {DepthBlock} state
   */
  drawLayers(plot, kind, i, theme, { names: all, words, n_layers: n, arrays }) {
    const y = powersAround(all.map((name) => arrays[`${kind}_${name}`]));
    const isOpen = covered("lower-layers");
    const names = this.isAlone ? sigmoidFirst(all, isOpen) : all;
    /** @type {[number, number]} */
    const x = [0.7, n + (this.isAlone ? 0.7 : 1.25)];
    const pen = plot.begin(theme, { x, y, log: true }, { left: 50, right: 6, bottom: 44 });
    if (!pen) return;
    const { frame } = pen;
    const layers = Array.from({ length: n }, (_, l) => l + 1);
    const ends = names.map((name, k) => {
      const row = this.row(kind, name, i);
      const sizes = row.map((v, l) => (isOpen && l < n - 1 ? NaN : Math.max(v, y[0])));
      return { words: words[name], sizes, k };
    });
    pen.axes(
      layers.map((l) => [l, String(l)]),
      isOpen ? [] : powerTicks(...y), // how far they reach is the answer
    );
    const middle = (frame.left + frame.right) / 2;
    const low = frame.height - 9 * theme.textScale;
    const axis = this.isAlone ? "layer, from the first to that of the outputs" : "layer, first to last";
    pen.axisText(axis, middle, low, { align: "center" });
    if (isOpen) askForFirst(pen, n, { last: ends[0].sizes[n - 1], low: y[0] });
    else if (this.isAlone) drawFall(pen, ends[0].sizes);
    for (const { sizes, k } of ends) {
      pen.curve(layers, sizes, { dash: dashOf(k), width: this.isAlone && k === 0 ? 5 : 2.4 });
      sizes.forEach((size, l) => {
        if (!Number.isFinite(size)) return;
        pen.mark(frame.x(l + 1), frame.y(size), { kind: markOf(k), size: this.isAlone && k === 0 ? 8 : 5 });
      });
    }
    nameEnds(
      pen,
      frame.x(n) + (this.isAlone ? 18 : 10),
      ends.map(({ words: name, sizes }) => ({ name, y: frame.y(sizes[n - 1]) })),
    );
  }

  /**
   * First : last as people say it, 1 : 13,000; where the first is the larger, 2 : 1.
   * @param {Kind} kind
   * @param {string} name
   * @param {number} i
   */
  ratioWords(kind, name, i) {
    const ratio = this.ratio(kind, name, i);
    if (!Number.isFinite(ratio) || ratio <= 0) return "–";
    return ratio >= 1 ? `1 : ${roundWords(ratio)}` : `${roundWords(1 / ratio)} : 1`;
  }

  /** @param {Moment} moment */
  headline({ epoch, i }) {
    if (!this.state) return { name: "", text: "" };
    const { names, several, finished, arrays } = this.state;
    const isEnd = finished && i === arrays.snapshot_epoch.length - 1;
    return headlineAt(
      { epoch, isEnd },
      names.map((name) => {
        const row = this.row("weight", name, i);
        return { several: several[name], first: row[0], last: row[row.length - 1] };
      }),
    );
  }

  /** @param {Moment} moment */
  sentence({ epoch, i }) {
    if (!this.state) return "";
    const { names, words } = this.state;
    const ratios = names.map((name) => `${words[name]} ${this.ratioWords("weight", name, i)}`);
    return `Epoch ${formatEpoch(epoch)}: mean gradient of a weight, first to last layer: ${ratios.join(", ")}.`;
  }
}

/**
 * @param {string[]} names
 * @param {boolean} isAlone whether no other activation is shown
 */
const sigmoidFirst = (names, isAlone) => [
  "sigmoid",
  ...names.filter((name) => name !== "sigmoid" && !isAlone),
];

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : NaN);

/**
 * The powers of ten that hold all sizes.
 * @param {Float32Array[]} sizes
 * @returns {[low: number, high: number]}
 */
function powersAround(sizes) {
  const values = sizes.flatMap((each) => [...each]).filter((v) => v > 0 && Number.isFinite(v));
  if (!values.length) return [1e-3, 1];
  const low = Math.max(1e-12, Math.min(...values));
  const high = Math.max(...values);
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
}

/**
 * A "?" over the first layer, whose gradient is asked for, and a line for each power of ten that it may lie lower.
 * @param {Pen} pen
 * @param {number} n layers
 * @param {{ last: number, low: number }} sizes the last layer's gradient, and the least that the axis holds
 */
function askForFirst(pen, n, { last, low }) {
  const { frame, theme } = pen,
    k = theme.textScale,
    [left, right] = [frame.x(1) + 56 * k, frame.x(n)];
  for (let times = 1; last / times >= low; times *= 10) {
    const y = frame.y(last / times),
      words = times === 1 ? "as large" : `÷ ${times.toLocaleString("en")}`;
    pen.segment(left, y, right - 14 * k, y, { colour: theme.soft, width: 1.5, dash: [6, 6] });
    pen.text(words, (left + right) / 2, y + 15 * k, { align: "center", colour: theme.ink, size: 18 });
  }
  const middle = (frame.top + frame.base) / 2;
  pen.text("?", frame.x(1), middle, { align: "center", colour: theme.soft, halo: true, size: 64 });
}

/**
 * How far the first layer's gradient lies below the last one's: an arrow down from the last one's, and the factor.
 * @param {Pen} pen
 * @param {number[]} sizes
 */
function drawFall(pen, sizes) {
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  const times = last / first;
  if (!(times >= FALLS_FROM && Number.isFinite(times))) return;
  const { frame, theme } = pen;
  const k = theme.textScale;
  const [x, top, bottom] = [frame.x(1) - 24 * k, frame.y(last), frame.y(first)]; // clear of the other lines
  const style = { colour: theme.accent, width: 3 * theme.markScale };
  pen.segment(x, top, frame.x(sizes.length), top, { colour: theme.soft, width: 1.5, dash: [6, 6] });
  pen.segment(x, top, x, bottom - 8 * k, style);
  for (const side of [-1, 1]) pen.segment(x, bottom, x + side * 7 * k, bottom - 12 * k, style);
  pen.segment(x, bottom - 8 * k, x, bottom, style);
  const words = { colour: theme.ink, weight: 600, halo: true };
  pen.text(`${roundWords(times)} times smaller`, x + 16 * k, top + 30 * k, { ...words, size: 24 });
}

/**
 * The names at the curves' ends, one below the other where they would meet.
 * @param {Pen} pen
 * @param {number} x
 * @param {{ name: string, y: number }[]} ends
 */
function nameEnds(pen, x, ends) {
  const { theme } = pen;
  let free = 0;
  const known = ends.filter(({ y }) => Number.isFinite(y)).sort((a, b) => a.y - b.y);
  for (const { name, y } of known) {
    const at = Math.max(y, free);
    pen.text(name, x, at, { colour: theme.ink, weight: 600, halo: true });
    free = at + 18 * theme.textScale;
  }
}
