// One layer or two: curves of accuracy of both networks, a curve for each start; beside them a point for each start at
// the end, with the range of each network. On the stage stands a network instead, as a list of layers: with one
// hidden layer while a scene's question is open, else with those that the strip says; what the last one adds is framed.

import { makeTheme } from "../../browser/colours.js";
import { Plot } from "../../browser/curves/plot.js";
import { evenTicks, percentTick } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { describe, said } from "../../browser/on_stage.js";
import { DASH } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * What the block says: `part.py`.
 * @typedef {object} Header
 * @property {Sentence} headline
 * @property {number} epochs
 * @property {[low: string, high: string][]} ends
 * @property {string} made
 * @property {string} spoken
 * @property {[asked: string[], shown: string[]]} stacks calls that make the layers
 * @property {number[]} added places in the second of them
 * @property {Palettes} palette
 *
 * @typedef {Block<Header, Record<"one" | "two", Float32Array>>} LabBlock
 */

/** How a network is drawn: its name on an axis, its curves and its points. */
const NETWORKS = /** @type {const} */ ([
  { key: "one", words: "one layer", dash: DASH, width: 2, hollow: true },
  { key: "two", words: "two layers", dash: [], width: 2, hollow: false },
]);

const SHARES = /** @type {[number, number]} */ ([0.9, 1]); // what is below it is the first epoch
const BELOW = 26; // pixels between a range and the words at its end
const STEP = 0.001; // the axis of the ends begins and ends at a multiple of it

class Lab {
  /** @type {Ask} */
  ask = () => {};
  /** @type {LabBlock | undefined} */
  state;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.curves = new Plot(find(root, "[data-plot=curves]"));
    this.ends = new Plot(find(root, "[data-plot=ends]"));
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
  }

  /** @param {LabBlock} state */
  update(state) {
    this.state = state;
    this.redraw();
  }

  redraw() {
    const { root, state } = this;
    if (!state) return;
    const theme = makeTheme(state.palette, root);
    writeHeadline(find(root, ".headline"), state.headline);
    say(find(root, ".made"), "mnist.lab.made", state.made);
    say(find(root, ".spoken"), "mnist.lab.spoken", state.spoken);
    describe(find(root, ".both"), { says: "mnist.lab.spoken", name: "Picture", text: state.spoken });
    this.drawStack(state);
    this.drawCurves(theme, state);
    this.drawEnds(theme, state);
  }

  /** @param {LabBlock} state */
  drawStack({ stacks: [asked, shown], added }) {
    const isOpen = said("asks") === "open",
      calls = isOpen ? asked : shown,
      stack = find(this.root, ".stack"),
      list = find(this.root, ".list");
    /** @param {number} place */
    const look = (place) => (!isOpen && added.includes(place) ? "added" : "");
    const boxes = calls.map((call, place) => {
      const [kind, widths] = call.replace(")", "").split("(");
      return `<div class="${look(place)}"><b>${kind}</b><span>${widths.replace(", ", " → ")}</span></div>`;
    });
    stack.innerHTML =
      '<p class="way">inputs <span></span> <b>fprop</b> <span class="on"></span> outputs</p>' +
      `<div class="boxes">${boxes.join("")}</div>` +
      '<p class="way"><span class="back"></span> <b>bprop</b> <span></span> gradients</p>';
    stack.setAttribute("aria-label", `Layers from the inputs to the outputs: ${calls.join(", ")}`);
    const lines = calls.map((call, place) => `<span class="${look(place)}">    ${call},</span>`);
    list.innerHTML = ["layers = [", ...lines, "]", "model = MultipleLayerModel(layers)"].join("\n");
  }

  /**
   * @param {Theme} theme
   * @param {LabBlock} state
   */
  drawCurves(theme, { epochs: last, arrays }) {
    const pen = this.curves.begin(theme, { x: [0, last], y: SHARES }, { left: 56, bottom: 48 });
    if (!pen) return;
    const { frame } = pen;
    pen.axes(evenTicks(0, last, 5), evenTicks(...SHARES, 5, percentTick));
    pen.axisText("epoch", frame.right, frame.height - 9 * theme.textScale, { align: "right" });
    const epochs = Array.from({ length: last + 1 }, (_, epoch) => epoch);
    for (const { key, dash, width } of NETWORKS)
      for (const shares of runsOf(arrays[key], last)) pen.curve(epochs, shares, { dash: [...dash], width });
  }

  /**
   * @param {Theme} theme
   * @param {LabBlock} state
   */
  drawEnds(theme, { epochs: last, ends, arrays }) {
    const found = NETWORKS.map(({ key }) => runsOf(arrays[key], last).map((shares) => shares[last]));
    const low = STEP * (Math.floor(Math.min(...found.flat()) / STEP) - 1);
    const high = STEP * (Math.ceil(Math.max(...found.flat()) / STEP) + 1);
    const pen = this.ends.begin(theme, { x: [-0.6, 1.6], y: [low, high] }, { left: 64, bottom: 48 });
    if (!pen) return;
    const tick = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
    pen.axes(
      NETWORKS.map(({ words }, k) => [k, words]),
      pen.covered ? [] : evenTicks(low, high, 5, tick), // how near both are to each other is the answer
    );
    NETWORKS.forEach(({ hollow }, k) => drawRange(pen, k, found[k], ends[k], hollow));
  }

  destroy() {
    this.observer.disconnect();
  }
}

/**
 * Each start's shares, before training and after each epoch.
 * @param {Float32Array} shares
 * @param {number} last epoch
 */
const runsOf = (shares, last) =>
  Array.from({ length: shares.length / (last + 1) }, (_, run) =>
    shares.subarray(run * (last + 1), (run + 1) * (last + 1)),
  );

/**
 * The points of a network, and a bar from the lowest to the highest, with its ends in words.
 * @param {Pen} pen
 * @param {number} place
 * @param {number[]} shares
 * @param {[low: string, high: string]} words
 * @param {boolean} hollow
 */
function drawRange(pen, place, shares, [lowest, highest], hollow) {
  const { frame, theme } = pen;
  const x = frame.x(place);
  const [top, base] = [frame.y(Math.max(...shares)), frame.y(Math.min(...shares))];
  pen.segment(x, top, x, base, { width: 22 * theme.markScale });
  const style = /** @type {const} */ ({ align: "center", colour: theme.ink, weight: 600, halo: true });
  pen.text(highest, x, top - BELOW * theme.textScale, style);
  pen.text(lowest, x, base + BELOW * theme.textScale, style);
  const apart = 14 * theme.markScale;
  shares.forEach((share, i) =>
    pen.mark(x + (i - (shares.length - 1) / 2) * apart, frame.y(share), { hollow, size: 7 }),
  );
}

export default mounting("lab", Lab);
