// The curves: f and f′ of every activation, a cursor with their numbers, the rescaled tanh on the sigmoid, and the same
// network written twice. Every number is the engine's, taken at steps of 0.01: nothing is computed here.

import { Plot } from "../../browser/curves/plot.js";
import { evenTicks } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { fixed } from "../../browser/numbers.js";
import { covered } from "../../browser/on_stage.js";
import { say } from "../../browser/sentences.js";
import { dashOf, lineSample, markOf } from "../lines.js";
import { nameCurves } from "./curve_names.js";
import { headlineAt } from "./sentences.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Host, PageBlock } from "../views.js" */

/**
 * The same network written twice, as a table.
 * @typedef {{ head: string[], rows: string[][], words: string }} Rewritten
 */

/**
 * `costs`: nanoseconds a number, of f and of f′. `rewritten` is null while the network trains.
 * @typedef {object} CurvesHeader
 * @property {"curves"} view
 * @property {number} x
 * @property {boolean} overlay
 * @property {Record<string, number>} steepest
 * @property {AllFacts} facts
 * @property {Record<string, [number, number]>} costs
 * @property {string} cost_words
 * @property {string} identity_words
 * @property {Rewritten | null} rewritten
 *
 * @typedef {Record<`${"f" | "d"}_${string}`, Float32Array>} Drawn
 * @typedef {PageBlock<CurvesHeader, { inputs: Float32Array, rescaled: Float32Array } & Drawn>} CurvesBlock
 */

/**
 * One of both plots: which arrays it shows, its axes, and the places on x where the curves' names stand if they can.
 * @typedef {object} Half
 * @property {"f" | "d"} prefix
 * @property {Plot} plot
 * @property {[number, number]} range
 * @property {[number, number]} named
 * @property {number[]} places
 */

const ENDS = 8;

export class Curves {
  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    this.host = host;
    /** @type {CurvesBlock | null} */
    this.state = null;
    this.x = 0;
    /** @type {Record<string, { f: HTMLElement, d: HTMLElement }>} */
    this.rows = {};
    const plotOf = (/** @type {string} */ name) => new Plot(find(section, `[data-plot=${name}]`));
    /** @type {Half[]} */
    this.halves = [
      {
        prefix: "f",
        plot: plotOf("values"),
        range: [-1.4, 2.2],
        named: [-1, 2],
        places: [-5.2, -5.2, 1.8, -7.6, -2.6, 4.2, -6.4, 0.6, 3, 5.6],
      },
      {
        prefix: "d",
        plot: plotOf("slopes"),
        range: [-0.06, 1.12],
        named: [0, 1],
        places: [3.6, 1.35, 4.6, -5.2, -7.6, -2.6, 2.4, -6.4, -3.8, 6.2],
      },
    ];
    /** @type {HTMLInputElement} */
    this.cursor = find(section, ".cursor");
    this.listen();
  }

  listen() {
    const { section, host, cursor } = this;
    cursor.oninput = () => this.moveTo(Number(cursor.value));
    cursor.onchange = () => host.set({ x: this.x });
    for (const { plot } of this.halves) {
      const { box } = plot;
      const follow = (/** @type {PointerEvent} */ event) => {
        const pixel = event.clientX - box.getBoundingClientRect().left;
        if (plot.frame) this.moveTo(plot.frame.xAt(pixel));
      };
      box.onpointerdown = (event) => (box.setPointerCapture(event.pointerId), follow(event));
      box.onpointermove = (event) =>
        (event.pointerType === "mouse" || box.hasPointerCapture(event.pointerId)) && follow(event);
      box.onpointerup = () => host.set({ x: this.x });
    }
    find(section, ".overlay").onclick = () => host.set({ overlay: !this.state?.overlay });
    find(section, ".again").onclick = () => host.ask("measure", performance.now());
  }

  /**
   * @param {CurvesBlock} state
   * @param {boolean} isNew
   */
  update(state, isNew) {
    const { section } = this;
    if (isNew || !this.state) this.x = state.x;
    this.state = state;
    this.makeTable(state);
    find(section, ".readings").innerHTML = readings(state);
    say(find(section, ".repetitions"), "activations.curves.costs_of", state.cost_words);
    find(section, ".overlay").setAttribute("aria-pressed", String(state.overlay));
    say(find(section, ".identity-words"), "activations.curves.identity", state.identity_words);
    const table = find(section, ".rewritten");
    table.innerHTML = state.rewritten ? rewrittenTable(state.rewritten) : "";
    table.dataset.says = "activations.curves.rewritten";
    const words = state.rewritten?.words ?? "Training a network of sigmoids …";
    say(find(section, ".rewritten-words"), "activations.curves.rewritten_words", words);
  }

  /** @param {CurvesBlock} state */
  makeTable({ names, words, steepest, costs }) {
    const body = find(this.section, ".numbers tbody");
    const row = (/** @type {string} */ name, /** @type {number} */ k) => {
      const cell = (/** @type {string} */ template, /** @type {string} */ text) =>
        `<td data-says="activations.curves.${template}" data-of="${name}">${text}</td>`;
      const [f, d] = costs[name].map((cost) => cost.toFixed(1));
      return `<tr data-name="${name}"><th scope="row">${lineSample(k)} ${words[name]}</th>
        <td class="f" data-of="${name}"></td><td class="d" data-of="${name}"></td>
        ${cell("steepest", fixed(steepest[name], 2))}${cell("costs", f)}${cell("costs", d)}</tr>`;
    };
    body.innerHTML = names.map(row).join("");
    this.rows = Object.fromEntries(
      names.map((name) => {
        const cells = find(body, `tr[data-name="${name}"]`);
        return [name, { f: find(cells, ".f"), d: find(cells, ".d") }];
      }),
    );
  }

  /** @param {number} x */
  moveTo(x) {
    this.x = Math.round(100 * Math.max(-ENDS, Math.min(ENDS, x))) / 100;
    if (!this.host.theme) return;
    this.draw(this.host.theme);
    this.host.head(this.headline());
  }

  /**
   * f and f′ at the cursor, by name: the numbers of the table, unrounded.
   * @returns {Record<string, [number, number]>}
   */
  get atCursor() {
    if (!this.state) return {};
    const { names, arrays } = this.state;
    const { inputs } = arrays;
    const nearest = Math.round((this.x - inputs[0]) / (inputs[1] - inputs[0]));
    const at = Math.max(0, Math.min(inputs.length - 1, nearest));
    return Object.fromEntries(
      names.map((name) => [name, [arrays[`f_${name}`][at], arrays[`d_${name}`][at]]]),
    );
  }

  /** @param {Theme} theme */
  draw(theme) {
    const { state } = this;
    if (!state) return;
    this.cursor.value = String(this.x);
    say(find(this.section, ".x-value"), "activations.curves.x", fixed(this.x, 2));
    for (const [name, [f, d]] of Object.entries(this.atCursor)) {
      say(this.rows[name].f, "activations.curves.f", fixed(f, 4));
      say(this.rows[name].d, "activations.curves.d", fixed(d, 4));
    }
    for (const half of this.halves) {
      const pen = half.plot.begin(theme, { x: [-ENDS, ENDS], y: half.range });
      if (pen) this.drawHalf(pen, half, state);
    }
    this.cursor.setAttribute("aria-valuetext", this.sentence());
  }

  /**
   * @param {Pen} pen
   * @param {Half} half
   * @param {CurvesBlock} state
   */
  drawHalf(pen, { prefix, range, named, places }, { names, words, overlay, arrays }) {
    const { frame, theme } = pen;
    const { inputs, rescaled } = arrays;
    const isF = prefix === "f";
    pen.axes(evenTicks(-ENDS, ENDS, 8), evenTicks(...named, 4));
    names.forEach((name, k) => pen.curve(inputs, arrays[`${prefix}_${name}`], { dash: dashOf(k), step: 4 }));
    if (isF && overlay && !covered("rewritten"))
      for (let i = 40; i < inputs.length; i += 50)
        pen.mark(frame.x(inputs[i]), frame.y(rescaled[i]), { hollow: true, size: 4 });
    const x = frame.x(this.x);
    const top = frame.y(range[1]);
    if (!covered("cursor-row")) {
      pen.segment(x, frame.top, x, frame.base, { colour: theme.ink, width: 2 });
      names.forEach((name, k) => {
        const y = frame.y(this.atCursor[name][isF ? 0 : 1]);
        pen.mark(x, Math.max(top, y), { kind: markOf(k), hollow: y < top });
      });
    }
    const curves = names.map((name) => ({ word: words[name], values: arrays[`${prefix}_${name}`] }));
    nameCurves(pen, inputs, curves, places);
  }

  headline() {
    const { state, x, atCursor } = this;
    return headlineAt({
      overlay: state?.overlay ?? false,
      x,
      relu: atCursor.relu,
      steepest: state?.steepest.sigmoid,
    });
  }

  sentence() {
    const said = Object.entries(this.atCursor).map(
      ([name, [f, d]]) => `${this.state?.words[name]} ${fixed(f, 3)}, slope ${fixed(d, 3)}`,
    );
    return `At x = ${fixed(this.x, 2)}: ${said.join("; ")}.`;
  }
}

/**
 * What is said of each activation, as a list.
 * @param {CurvesBlock} state
 */
function readings({ names, words, facts }) {
  const told = names.filter((name) => facts[name].reading);
  const item = (/** @type {string} */ name) =>
    `<li data-says="activations.curves.reading" data-of="${name}"><b>${words[name]}</b> ${facts[name].reading}</li>`;
  return told.map(item).join("\n");
}

/** @param {Rewritten} rewritten */
function rewrittenTable({ head, rows }) {
  const row = (/** @type {string[]} */ [name, ...cells]) =>
    `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const heads = head.map((cell) => `<th scope="col">${cell}</th>`).join("");
  return `<thead><tr>${heads}</tr></thead><tbody>${rows.map(row).join("")}</tbody>`;
}
