// The curves: f and f′ of every activation, or of one alone; a cursor with their numbers, which sweeps along a
// function that stands alone; the rescaled tanh on the sigmoid, and the same network written twice. Every number is the
// engine's, taken at steps of 0.01: nothing is computed here.

import { Plot } from "../../browser/curves/plot.js";
import { evenTicks } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { followHand } from "../../browser/hand.js";
import { fixed } from "../../browser/numbers.js";
import { covered, hidesDetails, said } from "../../browser/on_stage.js";
import { say } from "../../browser/sentences.js";
import { dashOf, lineSample, markOf } from "../lines.js";
import { nameCurves } from "./curve_names.js";
import { drawHistogram, makeReadings, showReadings } from "./readings.js";
import { headlineAt } from "./sentences.js";
import { isAsked, Sweep } from "./sweep.js";
import { makeTwice, showTwice } from "./twice.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Host, PageBlock } from "../views.js" */

/**
 * The same network written twice, as a table.
 * @typedef {{ head: string[], rows: string[][], words: string }} Rewritten
 */

/**
 * `curve`: the function that stands alone, or "all"; `readings`: whether its answers are read in three ways. `written`:
 * function and slope in HTML. `batch`: whose sums and answers the histograms count.
 * `costs`: nanoseconds a number, of f and of f′. `rewritten` is null while the network trains.
 * @typedef {object} CurvesHeader
 * @property {"curves"} view
 * @property {string} curve
 * @property {boolean} readings
 * @property {Record<string, [f: string, d: string]>} written
 * @property {string | null} batch
 * @property {number} x
 * @property {boolean} overlay
 * @property {Record<string, number>} steepest
 * @property {AllFacts} facts
 * @property {Record<string, [number, number]>} costs
 * @property {string} cost_words
 * @property {string} identity_words
 * @property {Rewritten | null} rewritten
 *
 * @typedef {{ inputs: Float32Array, rescaled: Float32Array }} Always
 * @typedef {{ sum_counts?: Int16Array, answer_counts?: Int16Array }} Counted
 * @typedef {Record<`${"f" | "d"}_${string}`, Float32Array>} Drawn
 * @typedef {PageBlock<CurvesHeader, Always & Counted & Drawn>} CurvesBlock
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
const SWEPT = 6; // how far the cursor goes by itself
const ASKED = -4; // where it stands while a scene asks and the answer is at 0; elsewhere it stands at 0
const THICK = 6;
const JUMP = 0.5; // so far apart two values at inputs 0.01 apart are a step, which no line joins

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
    this.asks = said("asks");
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
    this.answers = plotOf("answers");
    this.sweep = new Sweep(section, { reach: SWEPT, show: (x) => this.moveTo(x) });
    makeReadings(find(section, ".three-readings"));
    makeTwice(find(section, ".twice div"));
    this.listen();
  }

  listen() {
    const { section, host, cursor, sweep } = this;
    cursor.oninput = () => (sweep.take(), this.moveTo(Number(cursor.value)));
    cursor.onchange = () => host.set({ x: this.x });
    for (const { plot } of this.halves) {
      const { box } = plot;
      const follow = (/** @type {PointerEvent} */ event) => {
        sweep.take();
        const pixel = event.clientX - box.getBoundingClientRect().left;
        if (plot.frame) this.moveTo(plot.frame.xAt(pixel));
      };
      let before = this.x;
      followHand(box, {
        take: (event) => {
          before = this.x;
          follow(event);
        },
        move: follow,
        release: () => host.set({ x: this.x }),
        takeBack: () => this.moveTo(before),
      });
      box.onpointermove = (event) => event.pointerType === "mouse" && !event.buttons && follow(event);
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
    const opens = isNew || !this.state;
    this.state = state;
    if (opens) this.place();
    this.makeTable(state);
    this.arrange(state);
    find(section, ".readings:not(.three-readings)").innerHTML = readings(state);
    say(find(section, ".repetitions"), "activations.curves.costs_of", state.cost_words);
    find(section, ".overlay").setAttribute("aria-pressed", String(state.overlay));
    say(find(section, ".identity-words"), "activations.curves.identity", state.identity_words);
    const table = find(section, ".rewritten");
    table.innerHTML = state.rewritten ? rewrittenTable(state.rewritten) : "";
    table.dataset.says = "activations.curves.rewritten";
    const words = state.rewritten?.words ?? "Training a network of sigmoids …";
    say(find(section, ".rewritten-words"), "activations.curves.rewritten_words", words);
  }

  /**
   * The cursor of a function that stands alone moves by itself: once to and fro while a scene asks, and not under its
   * answer. There it stands where the link has it, at the input that the answer names. Three readings are those of one
   * answer, and a unit that is written twice is that of one input: there it rests too.
   */
  place() {
    const { alone, state, sweep } = this;
    if (!state) return;
    this.asks = said("asks");
    const moves = alone !== null && !state.readings && !this.isWrittenTwice;
    const asked = moves && isAsked();
    this.x = !asked ? state.x : state.x ? 0 : ASKED;
    if (moves && this.asks !== "answered") sweep.begin(this.x, { once: asked });
    else sweep.rest();
  }

  /** The function that stands alone; null where all are shown. */
  get alone() {
    const { state } = this;
    return state && state.names.includes(state.curve) ? state.curve : null;
  }

  /** Whether a unit is written twice in place of the slopes: on the stage, as a scene's picture. */
  get isWrittenTwice() {
    const { state, alone } = this;
    return Boolean(alone && state?.overlay) && hidesDetails() && said("asks") !== undefined;
  }

  /** The functions that are drawn: one alone, and with the identity the sigmoid too. */
  get drawn() {
    const { state, alone } = this;
    if (!state) return [];
    const { names, overlay } = state;
    return alone ? names.filter((name) => name === alone || (overlay && name === "sigmoid")) : names;
  }

  /**
   * What belongs to one function or to all of them.
   * @param {CurvesBlock} state
   */
  arrange({ readings: three, written, batch, overlay }) {
    const { section, alone } = this;
    section.dataset.curve = alone ?? "all";
    section.classList.toggle("read", Boolean(alone && three));
    find(section, ".answers").hidden = find(section, ".three-readings").hidden = !(alone && three);
    find(section, ".readings:not(.three-readings)").hidden = Boolean(alone);
    find(section, ".and").hidden = !(alone && overlay);
    const rewriting = /** @type {HTMLElement} */ (find(section, ".rewritten").parentElement);
    rewriting.hidden = Boolean(alone && !overlay);
    for (const [k, name] of ["values", "slopes"].entries()) {
      const caption = find(section, `.${name} .of`);
      caption.dataset.plain ??= caption.innerHTML;
      const words = alone ? written[alone][k] : caption.dataset.plain;
      if (caption.dataset.words !== words) caption.innerHTML = caption.dataset.words = words;
    }
    const names = alone ? written[alone] : ["", "f′(x) ="];
    const [function_, slope] = names.map((words) => words.split(" =")[0]);
    find(section, ".values .value-of").textContent = alone && `${function_} =`;
    find(section, ".slopes .value-of").textContent = alone && `${slope} =`;
    find(section, ".axis-name").textContent = `${slope.split(/[ (]/)[0]}, the slope`;
    say(find(section, ".batch"), "activations.curves.batch", batch ?? "");
  }

  /** @param {CurvesBlock} state */
  makeTable({ names: all, words, steepest, costs }) {
    const names = this.drawn;
    const body = find(this.section, ".numbers tbody");
    const row = (/** @type {string} */ name) => {
      const cell = (/** @type {string} */ template, /** @type {string} */ text) =>
        `<td data-says="activations.curves.${template}" data-of="${name}">${text}</td>`;
      const [f, d] = costs[name]?.map((cost) => cost.toFixed(1)) ?? ["–", "–"];
      return `<tr data-name="${name}"><th scope="row">${lineSample(all.indexOf(name))} ${words[name]}</th>
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

  /** f and f′ at the cursor, in the table and beside the captions. */
  writeNumbers() {
    this.cursor.value = String(this.x);
    say(find(this.section, ".x-value"), "activations.curves.x", fixed(this.x, 2));
    const { atCursor, alone } = this;
    for (const name of this.drawn) {
      const [f, d] = atCursor[name];
      say(this.rows[name].f, "activations.curves.f", fixed(f, 4));
      say(this.rows[name].d, "activations.curves.d", fixed(d, 4));
    }
    for (const [i, template] of ["f", "d"].entries()) {
      const value = find(this.section, `.${i ? "slopes" : "values"} .value`);
      value.dataset.of = alone ?? "";
      say(value, `activations.curves.${template}`, alone ? fixed(atCursor[alone][i], 4) : "");
    }
  }

  /** @param {Theme} theme */
  draw(theme) {
    const { state } = this;
    if (!state) return;
    if (this.asks !== said("asks") || (this.isWrittenTwice && this.sweep.moving)) this.place();
    const { alone, section } = this;
    find(section, ".twice").hidden = !this.isWrittenTwice;
    section.toggleAttribute("data-twice", this.isWrittenTwice);
    find(section, ".slopes").hidden = this.isWrittenTwice || Boolean(alone && state.readings);
    showTwice(find(section, ".twice"), this.x);
    this.writeNumbers();
    for (const half of this.halves) {
      const y = alone ? this.rangeOf(half.prefix) : half.range;
      const pen = half.plot.begin(theme, { x: [-ENDS, ENDS], y });
      if (pen && alone) this.drawAlone(pen, half.prefix, alone, state);
      else if (pen) this.drawHalf(pen, half, state);
    }
    if (alone && state.readings) this.drawAnswers(theme, alone, state);
    if (!this.sweep.moving) this.cursor.setAttribute("aria-valuetext", this.sentence());
  }

  /**
   * The values that hold what is drawn, in twentieths.
   * @param {"f" | "d"} prefix
   */
  endsOf(prefix) {
    const { drawn, state } = this;
    const values = drawn.flatMap((name) => (state ? [...state.arrays[`${prefix}_${name}`]] : []));
    const low = Math.floor(20 * Math.min(0, ...values) + 0.1) / 20;
    const high = Math.ceil(20 * Math.max(0, ...values) - 0.1) / 20;
    return { low, high: Math.max(high, low + 0.05) };
  }

  /**
   * The same with room around them.
   * @param {"f" | "d"} prefix
   * @returns {[number, number]}
   */
  rangeOf(prefix) {
    const { low, high } = this.endsOf(prefix);
    return [low - 0.06 * (high - low), high + 0.1 * (high - low)];
  }

  /**
   * One function, thick: with its tangent at the cursor, which is its slope.
   * @param {Pen} pen
   * @param {"f" | "d"} prefix
   * @param {string} alone
   * @param {CurvesBlock} state
   */
  drawAlone(pen, prefix, alone, { names, words, overlay, readings: three, arrays }) {
    const { frame, theme } = pen;
    const { inputs, rescaled } = arrays;
    const isF = prefix === "f";
    const { low, high } = this.endsOf(prefix);
    pen.axes(evenTicks(-ENDS, ENDS, 8), evenTicks(low, high, 5));
    pen.segment(frame.x(0), frame.top, frame.x(0), frame.base, { dash: [2, 5], colour: theme.soft });
    if (isF && three && arrays.sum_counts && !hidesDetails()) {
      const reach = 0.34 * (frame.base - frame.top);
      drawHistogram(pen, arrays.sum_counts, { along: "x", low: -ENDS, high: ENDS, reach });
      pen.text("bars: how often x occurs", frame.left + 6, frame.base - reach - 14 * theme.textScale, {
        halo: true,
      });
    }
    for (const name of this.drawn) {
      const dash = name === alone ? [] : dashOf(names.indexOf("tanh"));
      pen.curve(inputs, broken(arrays[`${prefix}_${name}`]), { dash, width: name === alone ? THICK : 3 });
    }
    if (isF && overlay && !isAsked())
      for (let i = 40; i < inputs.length; i += 50)
        pen.mark(frame.x(inputs[i]), frame.y(rescaled[i]), { hollow: true, size: 4 });
    if (this.drawn.length > 1)
      for (const name of this.drawn) this.nameCurve(pen, prefix, name, alone, words[name]);
    if (!this.isWrittenTwice) this.markPlace(pen, isF, alone, three);
  }

  /**
   * Write a curve's name above it.
   * @param {Pen} pen
   * @param {"f" | "d"} prefix
   * @param {string} name
   * @param {string} alone the scene's own function
   * @param {string} words
   */
  nameCurve(pen, prefix, name, alone, words) {
    const { frame, theme } = pen;
    const place = prefix === "f" ? -6.5 : name === alone ? -7.4 : 2.2;
    const value = /** @type {CurvesBlock} */ (this.state).arrays[`${prefix}_${name}`][
      Math.round(100 * (place + ENDS))
    ];
    const y = frame.y(value) - 17 * theme.textScale;
    pen.text(words, frame.x(place), y, { colour: theme.ink, weight: 600, halo: true });
  }

  /**
   * The cursor on a function that stands alone.
   * @param {Pen} pen
   * @param {boolean} isF
   * @param {string} alone
   * @param {boolean} three whether its answer is read in three ways
   */
  markPlace(pen, isF, alone, three) {
    const { frame, theme } = pen;
    const [f, d] = this.atCursor[alone];
    const x = frame.x(this.x);
    const y = frame.y(isF ? f : d);
    pen.segment(x, frame.top, x, frame.base, { colour: theme.soft, width: 1.5 });
    if (isF && !three && !isAsked()) {
      const ends = [this.x - 1.8, this.x + 1.8];
      pen.curve(
        ends,
        ends.map((end) => f + d * (end - this.x)),
        { width: 2.4, colour: theme.accent },
      );
    }
    if (three) pen.segment(frame.left, y, x, y, { colour: theme.soft, width: 1.5, dash: [5, 4] });
    pen.mark(x, y, { size: 8 });
  }

  /**
   * The histogram of the answers, on the same axis as the curve's answers.
   * @param {Theme} theme
   * @param {string} alone
   * @param {CurvesBlock} state
   */
  drawAnswers(theme, alone, { arrays }) {
    const pen = this.answers.begin(theme, { x: [0, 1], y: this.rangeOf("f") });
    const answer = this.atCursor[alone][0];
    if (pen) {
      const { frame } = pen;
      pen.axes([], evenTicks(0, 1, 5));
      if (arrays.answer_counts)
        drawHistogram(pen, arrays.answer_counts, {
          along: "y",
          low: 0,
          high: 1,
          reach: 0.96 * (frame.right - frame.left),
        });
      const y = frame.y(answer);
      pen.segment(frame.left, y, frame.right, y, { colour: theme.soft, width: 1.5, dash: [5, 4] });
      pen.mark(frame.left, y, { size: 8 });
    }
    showReadings(find(this.section, ".three-readings"), answer);
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
      alone: this.alone,
      readings: state?.readings ?? false,
      overlay: state?.overlay ?? false,
      x,
      relu: atCursor.relu,
      steepest: state?.steepest.sigmoid,
    });
  }

  sentence() {
    const { atCursor, state } = this;
    const told = this.drawn.map((name) => {
      const [f, d] = atCursor[name];
      return `${state?.words[name]} ${fixed(f, 3)}, slope ${fixed(d, 3)}`;
    });
    return `At x = ${fixed(this.x, 2)}: ${told.join("; ")}.`;
  }
}

/**
 * The values with a gap where they jump.
 * @param {Float32Array} values
 */
const broken = (values) => values.map((value, i) => (Math.abs(value - values[i - 1]) > JUMP ? NaN : value));

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
