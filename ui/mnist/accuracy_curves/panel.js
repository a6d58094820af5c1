// One panel: curves in ink over an axis, their names on the lines, and the numbers under the pointer in its head. A
// rule marks the place that is read, so that a pointer that moves redraws nothing.

import { Frame } from "../../browser/curves/frame.js";
import { Pen } from "../../browser/curves/pen.js";
import { find } from "../../browser/find.js";
import { whole } from "../../browser/numbers.js";
import { formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
import { placesOfNames } from "./names.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Tick } from "../../browser/curves/ticks.js" */

/**
 * One curve: shares from 0 to 1 over places on the axis. `dots`: each point is marked; `picked`: the place that is
 * ringed.
 * @typedef {object} Series
 * @property {string} name
 * @property {"soft" | "ink"} tone
 * @property {number[]} x
 * @property {number[]} y
 * @property {boolean} dots
 * @property {number | null} picked
 */

/**
 * `signs`: a plus is written; `near`: places so near to each other are read as one.
 * @typedef {{ low: number, high: number, ticks: Tick[], unit: string, signs: boolean, near: number }} XAxis
 * @typedef {{ low: number, high: number, ticks: number[] }} YAxis
 * @typedef {{ title: string, words: string, x: XAxis, y: YAxis, series: Series[] }} PanelData
 */

const SPACE = { left: 44, right: 10, top: 8, bottom: 26 };
const OUTSET = 16; // the canvas reaches so far beyond its box: names and the words of ticks may stand there
const WIDTHS = { ink: 2.6, soft: 2.2 };
const ALPHAS = { ink: 1, soft: 0.75 };
const STEPS = new Map([
  ["ArrowLeft", -1],
  ["ArrowRight", 1],
]);

/** @param {number} share */
const percentText = (share) => `${formatPercent(share)} %`;

export class Panel {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    figure.tabIndex = 0;
    figure.innerHTML = `<figcaption><b data-shows="name"></b><span></span></figcaption>
      <div class="axes" role="img"><canvas></canvas><i class="rule" hidden></i></div>`;
    this.box = find(figure, ".axes");
    this.rule = find(figure, ".rule");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(figure, "canvas");
    /** @type {PanelData | null} */
    this.data = null;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {number | null} */
    this.at = null; // the place that is read
    this.name = ""; // the first words of the names of what is said
    this.listen();
  }

  listen() {
    const { figure, box } = this;
    box.onpointermove = (event) => this.pointAt(this.nearest(event));
    box.onpointerleave = () => this.pointAt(null);
    figure.onkeydown = (event) => {
      const step = STEPS.get(event.key);
      const places = this.places();
      if (!step || !places.length) return;
      event.preventDefault();
      event.stopPropagation();
      const before = step > 0 ? -1 : places.length;
      const now = this.at === null ? before : places.indexOf(this.at);
      this.pointAt(places[Math.max(0, Math.min(places.length - 1, now + step))]);
    };
    figure.onblur = () => this.pointAt(null);
  }

  /**
   * @param {PanelData} data
   * @param {Theme} theme
   * @param {string} name the first words of the names of what is said
   */
  set(data, theme, name) {
    this.data = data;
    this.name = name;
    this.box.dataset.says = `${name}.last`;
    find(this.figure, "b").textContent = data.title;
    this.draw(theme);
  }

  /** All places at which there is a number, from left to right. */
  places() {
    return [...new Set(this.data?.series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  }

  /** @param {PointerEvent} event */
  nearest(event) {
    const { frame } = this;
    if (!frame) return null;
    const x = event.clientX - this.box.getBoundingClientRect().left;
    const away = (/** @type {number} */ at) => Math.abs(frame.x(at) - x);
    return this.places().reduce(
      (/** @type {number | null} */ best, at) => (best === null || away(at) < away(best) ? at : best),
      null,
    );
  }

  /**
   * @param {Theme} theme
   */
  draw(theme) {
    const { data, canvas } = this;
    const box = { width: this.box.clientWidth, height: this.box.clientHeight };
    if (!data || !box.width || !box.height) return;
    const k = theme.textScale;
    const { x, y, series } = data;
    const margins = { ...SPACE, left: SPACE.left * k, bottom: SPACE.bottom * k };
    this.frame = new Frame(box, margins, { x: [x.low, x.high], y: [y.low, y.high], held: true });
    canvas.style.cssText =
      `left: ${-OUTSET}px; top: ${-OUTSET}px; ` +
      `width: ${box.width + 2 * OUTSET}px; height: ${box.height + 2 * OUTSET}px`;
    const pen = new Pen(canvas, this.frame, theme, OUTSET);
    pen.levels(
      y.ticks.map((share) => [share, `${+(100 * share).toFixed(1)} %`]),
      8,
    );
    for (const [at, words] of x.ticks) drawTick(pen, at, words);
    for (const one of series)
      pen.curve(one.x, one.y, {
        colour: theme[one.tone],
        width: WIDTHS[one.tone],
        alpha: ALPHAS[one.tone],
        cap: "round",
      });
    for (const one of series) drawDots(pen, one, x.near);
    for (const { one, x: middle, y: low } of placesOfNames(series, this.frame, k))
      pen.text(one.name, middle, low, {
        align: "center",
        colour: theme.ink,
        weight: one.tone === "ink" ? 600 : 400,
        halo: true,
      });
    this.rule.style.top = `${this.frame.top}px`;
    this.rule.style.height = `${this.frame.base - this.frame.top}px`;
    this.box.setAttribute("aria-label", `${data.title}, ${data.words}: ${this.lastWords() || "nothing yet"}`);
    this.pointAt(this.at);
  }

  /** The last number of each curve. */
  lastWords() {
    const known = this.data?.series.filter(({ x }) => x.length) ?? [];
    return known
      .map(({ name, x, y }) => {
        const last = x.length - 1;
        return `${name} ${percentText(y[last])} at ${this.amount(x[last])}`;
      })
      .join(", ");
  }

  /** @param {number} at */
  amount(at) {
    const { unit = "", signs = false } = this.data?.x ?? {};
    const plus = at > 0 && signs ? "+" : "";
    return `${at < 0 ? "−" : plus}${whole(Math.abs(at))}${unit}`;
  }

  /**
   * The numbers of all curves at one place, in the head; without a place the panel's own words.
   * @param {number | null} at
   */
  pointAt(at) {
    const { data, frame, rule } = this;
    const words = find(this.figure, "figcaption span");
    this.at = at;
    rule.hidden = at === null || !frame;
    if (!data) return;
    if (at === null) {
      say(words, `${this.name}.words`, data.words);
      return;
    }
    const numbers = data.series
      .map(({ name, x, y }) => ({
        name,
        share: y[x.findIndex((place) => Math.abs(place - at) <= data.x.near)],
      }))
      .filter(({ share }) => share !== undefined)
      .map(({ name, share }) => `${name} ${percentText(share)}`);
    say(words, `${this.name}.point`, `${this.amount(at)}: ${numbers.join(", ")}`);
    if (frame) rule.style.left = `${frame.x(at) - 0.5}px`;
  }
}

/**
 * @param {Pen} pen
 * @param {number} at
 * @param {string} words
 */
function drawTick(pen, at, words) {
  const { frame, theme } = pen;
  const x = frame.x(at);
  pen.segment(x, frame.base, x, frame.base + 4, { colour: theme.soft });
  pen.axisText(words, x, frame.base + 15 * theme.textScale, { align: "center" });
}

/**
 * @param {Pen} pen
 * @param {Series} series
 * @param {number} near
 */
function drawDots(pen, { x, y, tone, dots, picked }, near) {
  const { frame, theme } = pen;
  const isSoft = tone === "soft";
  const style = { hollow: isSoft, size: 4 * theme.textScale, colour: theme[tone], edge: isSoft ? 2 : 1.5 };
  x.forEach((at, i) => {
    const place = /** @type {const} */ ([frame.x(at), frame.y(y[i])]);
    if (dots) pen.mark(...place, style);
    if (picked !== null && Math.abs(picked - at) <= near) pen.ring(...place, 8 * theme.textScale, 2.5);
  });
}
