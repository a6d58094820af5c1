// The same sign: what arrives at one output for one pattern, g·h for each weight, after sigmoids and after tanh; and
// the way of two weights to their goal, after sigmoids, tanh, and sigmoids that are centred, doubled or both.

import { listenToChoices, markChoices } from "../../browser/choices.js";
import { Plot } from "../../browser/curves/plot.js";
import { evenTicks, percentTick } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { fixed } from "../../browser/numbers.js";
import { twoLines } from "../../browser/playing/timeline.js";
import { covered } from "../../browser/on_stage.js";
import { say } from "../../browser/sentences.js";
import { dashOf, lineSample, markOf } from "../lines.js";
import { countWords, distanceWords, headlineAt, togetherWords } from "./sentences.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Host, Moment, PageBlock, TimeHeader, ViewChart } from "../views.js" */

/** @typedef {"sigmoid" | "tanh"} Name */
/** @typedef {"1" | "4" | "40"} Taken patterns in a step */

/** @typedef {"sigmoid" | "centred" | "doubled" | "both" | "tanh"} WayName */

/**
 * What two weights learn from: answers to the same weighted sums, their mean and standard deviation.
 * @typedef {{ name: WayName, words: string, mean: number, spread: number }} Way
 */

/**
 * @typedef {object} SignsHeader
 * @property {"signs"} view
 * @property {string} network_words
 * @property {number} n_examples
 * @property {number} n_outputs
 * @property {number} width
 * @property {number} n_steps
 * @property {[number, number]} goal
 * @property {Way[]} ways
 * @property {number} example
 * @property {number} output
 * @property {Taken} taken
 *
 * @typedef {`${"places" | "distance"}_${WayName}_${Taken}`} OnTheWay
 * @typedef {Record<`${"h" | "g"}_${Name}` | OnTheWay | "signal", Float32Array>} Numbers
 * @typedef {Record<`together_${WayName}_${Taken}` | "labels", Uint8Array>} Flags
 * @typedef {PageBlock<SignsHeader & TimeHeader, Numbers & Flags>} SignsBlock
 */

/**
 * What arrives for one pattern: the answers of the hidden units, the gradients of the weights into the picked output,
 * and that output's error signal.
 * @typedef {{ answers: number[], gradients: number[], signal: number }} Arrived
 */

/** @type {Name[]} */
const NAMES = ["sigmoid", "tanh"];
/** @type {WayName[]} */
const DRAWN = ["sigmoid", "tanh", "both"];
const KEY = /** @type {[string, string]} */ (["after sigmoid", "after tanh"]);

export class Signs {
  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    /** @type {SignsBlock | null} */
    this.state = null;
    /** @type {Theme | null} */
    this.theme = null;
    this.example = 1;
    this.output = "1";
    /** @type {Taken} */
    this.taken = "1";
    this.bars = NAMES.map((name) => new Plot(find(section, `[data-plot=${name}]`)));
    for (const { box } of this.bars) box.append(gradientsCover());
    this.path = new Plot(find(section, "[data-plot=path]"));
    /** @type {HTMLInputElement} */
    this.slider = find(section, ".example");
    this.slider.oninput = () => {
      this.example = Number(this.slider.value);
      this.drawBars();
    };
    this.slider.onchange = () => host.set({ example: this.example });
    listenToChoices(section, (name, value) => {
      Object.assign(this, { [name]: value });
      host.set({ [name]: value });
      host.reload();
    });
  }

  /**
   * @param {SignsBlock} state
   * @param {boolean} isNew
   */
  update(state, isNew) {
    this.state = state;
    if (isNew) {
      this.example = state.example;
      this.output = String(state.output);
      this.taken = state.taken;
    }
    this.slider.max = String(state.n_examples);
    say(find(this.section, ".network-words"), "activations.signs.network", state.network_words);
  }

  /** @returns {ViewChart[]} */
  get charts() {
    const { moments } = this;
    const epoch = moments.map((moment) => moment.epoch);
    const column = (/** @type {string} */ name) => moments.map((moment) => moment[name]);
    const [sigmoid, tanh] = [column("sigmoid"), column("tanh")];
    return [
      {
        title: "Distance to the goal",
        key: KEY,
        lines: twoLines(sigmoid, tanh, epoch),
        axis: { top: 1.1 * Math.max(...sigmoid, ...tanh), format: (v) => String(+v.toFixed(2)) },
        dots: (moment) => [moment.sigmoid, moment.tanh],
      },
      {
        title: "Both weights the same way",
        key: KEY,
        lines: twoLines(column("share_sigmoid"), column("share_tanh"), epoch),
        axis: { top: 1, format: percentTick },
        dots: (moment) => [moment.share_sigmoid, moment.share_tanh],
      },
    ];
  }

  /** @returns {Moment[]} */
  get moments() {
    const { state, taken } = this;
    if (!state) return [];
    const { arrays, n_steps } = state;
    const distance = { sigmoid: arrays[`distance_sigmoid_${taken}`], tanh: arrays[`distance_tanh_${taken}`] };
    const share = {
      sigmoid: shareSoFar(arrays[`together_sigmoid_${taken}`]),
      tanh: shareSoFar(arrays[`together_tanh_${taken}`]),
    };
    return Array.from({ length: n_steps + 1 }, (_, i) => ({
      epoch: i,
      i,
      sigmoid: distance.sigmoid[i],
      tanh: distance.tanh[i],
      share_sigmoid: share.sigmoid[i],
      share_tanh: share.tanh[i],
    }));
  }

  /**
   * @param {Moment} moment
   * @param {Theme} theme
   */
  show(moment, theme) {
    this.theme = theme;
    markChoices(this.section, { output: this.output, taken: this.taken });
    this.drawBars();
    this.drawPath(moment, theme);
    find(this.section, ".ways tbody").innerHTML =
      this.state?.ways.map((way) => this.row(way, moment.i)).join("") ?? "";
  }

  /**
   * A row of the table of ways.
   * @param {Way} way
   * @param {number} step
   */
  row({ name, words, mean, spread }, step) {
    const { together, distance } = this.gone(name, step);
    const cell = (/** @type {string} */ template, /** @type {string} */ text) =>
      `<td data-of="${name}" data-says="activations.signs.way.${template}">${text}</td>`;
    const line = DRAWN.includes(name) ? lineSample(DRAWN.indexOf(name)) : "";
    return (
      `<tr><th scope="row" data-shows="name">${line} ${words}</th>` +
      cell("mean", fixed(mean, 2)) +
      cell("spread", fixed(spread, 2)) +
      cell("share", togetherWords(together, step)) +
      `${cell("distance", distanceWords(distance))}</tr>`
    );
  }

  /**
   * A way after so many steps.
   * @param {WayName} name
   * @param {number} step
   */
  gone(name, step) {
    if (!this.state) return { together: 0, distance: 0 };
    const { arrays } = this.state;
    const flags = arrays[`together_${name}_${this.taken}`].subarray(0, step);
    return {
      together: flags.reduce((sum, flag) => sum + flag, 0),
      distance: arrays[`distance_${name}_${this.taken}`][step],
    };
  }

  drawBars() {
    const { theme, state, example, section } = this;
    if (!theme || !state) return;
    this.slider.value = String(example);
    const shown = `${example} of ${state.n_examples}, class ${state.arrays.labels[example - 1] + 1}`;
    say(find(section, ".example-value"), "activations.signs.pattern", shown);
    const both = NAMES.map((name) => arrived(state, name, example - 1, Number(this.output) - 1));
    const most = Math.max(1e-9, ...both.flatMap(({ gradients }) => gradients.map(Math.abs)));
    NAMES.forEach((name, row) => {
      const { answers, gradients, signal } = both[row];
      const axes = { x: /** @type {[number, number]} */ ([-0.5, answers.length - 0.5]), y: BARS_Y };
      const pen = this.bars[row].begin(theme, axes, { left: 104, right: 8, top: 4, bottom: 6 });
      if (!pen) return;
      drawTwoRows(pen, { "inputs h": answers, "gradients g · h": gradients.map((g) => g / most) });
      const words = `g = ${fixed(signal, 3)}: ${countWords(gradients)}`;
      say(find(section, `[data-count=${name}]`), "activations.signs.count", words);
    });
  }

  /**
   * Where both weights stand after each step.
   * @param {WayName} name
   */
  places(name) {
    const flat = this.state?.arrays[`places_${name}_${this.taken}`] ?? [];
    return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  }

  /**
   * @param {Moment} moment
   * @param {Theme} theme
   */
  drawPath(moment, theme) {
    const paths = DRAWN.map((name) => this.places(name));
    const near = paths.flat(2).filter((v) => Math.abs(v) < 6);
    const low = Math.min(-2, Math.floor(2 * Math.min(...near)) / 2);
    const high = Math.max(2, Math.ceil(2 * Math.max(...near)) / 2);
    const pen = this.path.begin(theme, { x: [low, high], y: [low, high] }, { left: 40, right: 18 });
    if (!pen || !this.state) return;
    const { frame } = pen;
    pen.axes(evenTicks(low, high, 6), evenTicks(low, high, 6));
    pen.text("w₁", frame.right + 4, frame.y(low) - 12, { align: "right", colour: theme.ink });
    pen.text("w₂", frame.left + 4, frame.top + 6, { colour: theme.ink });
    paths.forEach((places, k) => drawWay(pen, places, places.slice(0, moment.i + 1), k));
    const [x, y] = [frame.x(this.state.goal[0]), frame.y(this.state.goal[1])];
    this.drawLegend(pen);
    for (const radius of [6, 11]) pen.ring(x, y, radius * theme.markScale);
    const strong = { colour: theme.ink, weight: 600, halo: true };
    pen.text("goal", x + 16, y, strong);
    pen.text("start", frame.x(0) - 10, frame.y(0) - 14, { align: "right", ...strong });
  }

  /**
   * Which way is drawn how, where no way leads.
   * @param {Pen} pen
   */
  drawLegend(pen) {
    const { frame, theme } = pen,
      line = 19 * theme.textScale;
    DRAWN.forEach((name, k) => {
      const words = this.state?.ways.find((way) => way.name === name)?.words ?? name,
        y = frame.top + (k + 1.7) * line;
      pen.segment(frame.right - 34, y, frame.right - 4, y, {
        dash: dashOf(k),
        width: 2.2,
        colour: theme.ink,
      });
      pen.mark(frame.right - 19, y, { kind: markOf(k), hollow: k > 0, size: 5 });
      pen.text(words, frame.right - 42, y, { align: "right", colour: theme.ink, halo: true });
    });
  }

  /** @param {Moment} moment */
  headline({ i }) {
    return headlineAt(i, this.taken, { sigmoid: this.gone("sigmoid", i), both: this.gone("both", i) });
  }

  /** @param {Moment} moment */
  sentence({ i }) {
    const told = this.state?.ways.map(({ name, words }) => {
      const { together, distance } = this.gone(name, i);
      return `${words} ${distanceWords(distance)} and ${togetherWords(together, i)}`;
    });
    return `Step ${i}: distance from the goal, and steps that moved both weights the same way: ${told?.join("; ")}.`;
  }
}

const BARS_Y = /** @type {[number, number]} */ ([-1.25, 1.25]);

/**
 * @param {SignsBlock} state
 * @param {Name} name
 * @param {number} pattern
 * @param {number} output
 * @returns {Arrived}
 */
function arrived({ arrays, width, n_outputs }, name, pattern, output) {
  const place = pattern * n_outputs + output;
  const answers = arrays[`h_${name}`].subarray(pattern * width, (pattern + 1) * width);
  const gradients = arrays[`g_${name}`].subarray(place * width, (place + 1) * width);
  return { answers: [...answers], gradients: [...gradients], signal: arrays.signal[place] };
}

/**
 * The share of the steps so far that went the same way in both weights; before the first step, as after it.
 * @param {Uint8Array} flags
 */
function shareSoFar(flags) {
  let sum = 0;
  const shares = Array.from(flags, (flag, i) => (sum += flag) / (i + 1));
  return [shares[0], ...shares];
}

/** What lies over the second row while a scene covers it. */
function gradientsCover() {
  const cover = document.createElement("i");
  cover.className = "gradients";
  return cover;
}

/**
 * Two rows of bars, one above the other, each with its name in two lines.
 * @param {Pen} pen
 * @param {Record<string, number[]>} rows values from −1 to 1
 */
function drawTwoRows(pen, rows) {
  const { frame, theme } = pen;
  const middle = frame.height / 2;
  pen.segment(frame.left, middle, frame.right, middle);
  Object.entries(rows).forEach(([name, values], row) => {
    const y = frame.height * (row ? 0.77 : 0.27);
    const room = (frame.width - frame.left) / values.length - 6;
    const size = Math.max(8, Math.min(34 * theme.textScale, room));
    const [words, ...letters] = name.split(" ");
    const line = 20 * theme.textScale;
    pen.axisText(words, 0, y - line / 2, { colour: theme.ink, size: 17, weight: 600 });
    pen.axisText(letters.join(" "), 0, y + line / 2, { colour: theme.ink, size: 17 });
    if (row && covered("gradients")) return;
    values.forEach((value, i) => drawBar(pen, frame.x(i), y, value, size));
  });
}

/**
 * Positive: gold and filled, upwards; negative: violet and hollow, downwards.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} value
 * @param {number} size
 */
function drawBar(pen, x, y, value, size) {
  const { context, theme, frame } = pen;
  const height = Math.max(1, Math.abs(value) * 0.22 * frame.height);
  const isPositive = value > 0;
  pen.segment(x - size / 2, y, x + size / 2, y, { colour: theme.soft });
  if (!value) return;
  context.fillStyle = isPositive ? theme.weights[3] : theme.weights[2];
  context.strokeStyle = isPositive ? theme.soft : theme.negative;
  context.lineWidth = (isPositive ? 1.5 : 2.5) * theme.markScale;
  context.beginPath();
  context.rect(x - 0.4 * size, isPositive ? y - height : y, 0.8 * size, height);
  context.fill();
  context.stroke();
}

/**
 * The way of two weights: faint as a whole, in ink with a mark at each step as far as it has been seen.
 * @param {Pen} pen
 * @param {number[][]} places
 * @param {number[][]} seen
 * @param {number} k
 */
function drawWay(pen, places, seen, k) {
  const { frame } = pen;
  const column = (/** @type {number[][]} */ rows, /** @type {0 | 1} */ axis) => rows.map((row) => row[axis]);
  const style = { kind: markOf(k), hollow: k > 0 };
  pen.curve(column(places, 0), column(places, 1), { dash: dashOf(k), width: 1.5, alpha: 0.25 });
  pen.curve(column(seen, 0), column(seen, 1), { dash: dashOf(k), width: 2.2 });
  seen.forEach(([x, y]) => pen.mark(frame.x(x), frame.y(y), { ...style, size: 2.6 }));
  const [x, y] = seen[seen.length - 1];
  pen.mark(frame.x(x), frame.y(y), { ...style, size: 6 });
}
