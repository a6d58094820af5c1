// The cliff as a picture: for each activation a curve of accuracy against the learning rate, and below it, at the same
// rates, the share of units that are dead. A band goes through both at the rate of the picked run. Where a scene asks,
// the stage compares ReLU with sigmoid alone; until it is answered, a curve of units that can die ends where all is
// well.

import { Plot } from "../../browser/curves/plot.js";
import { percentTick } from "../../browser/curves/ticks.js";
import { find } from "../../browser/find.js";
import { covered, hidesDetails, said } from "../../browser/on_stage.js";
import { dashOf, markOf } from "../lines.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Tick } from "../../browser/curves/ticks.js" */
/** @import { CliffBlock, Outcome, Run } from "./cliff.js" */

const MARGINS = { left: 62, right: 8, top: 14, bottom: 30 };

export class Landscape {
  /**
   * @param {HTMLElement} section
   * @param {(run: Run) => void} pick called with the run that was clicked on
   */
  constructor(section, pick) {
    this.accuracy = new Plot(find(section, "[data-plot=accuracy]"));
    this.dead = new Plot(find(section, "[data-plot=dead]"));
    /** @type {CliffBlock | null} */
    this.state = null;
    for (const { box } of [this.accuracy, this.dead])
      box.onclick = (event) => {
        const run = this.runAt(event, box);
        if (run) pick(run);
      };
  }

  /** The initialiser whose runs are drawn: the picked one, where it is one of the table. */
  get start() {
    if (!this.state) return "";
    const { picked, starts } = this.state;
    return starts.includes(picked.start) ? picked.start : starts[0];
  }

  /**
   * What became of the runs of an activation at each rate, as far as they are trained.
   * @param {string} activation
   * @returns {(Outcome | undefined)[]}
   */
  outcomes(activation) {
    const { state, start } = this;
    return state ? state.rates.map((rate) => state.outcomes[`${activation}|${start}|${rate}`]) : [];
  }

  /**
   * The accuracies of an activation at each rate; a run that diverged is right nowhere.
   * @param {string} activation
   */
  accuracies(activation) {
    const ends = this.isAsked && this.canDie(activation) ? OPEN_UP_TO : Infinity;
    return this.outcomes(activation).map((one, i) => {
      if (!one || (this.state?.rates[i] ?? 0) > ends) return NaN;
      return one.diverged ? 0 : one.accuracy;
    });
  }

  /**
   * The run whose point is nearest to a click.
   * @param {MouseEvent} event
   * @param {HTMLElement} box
   * @returns {Run | null}
   */
  runAt(event, box) {
    const { state, start } = this;
    const { frame } = box === this.accuracy.box ? this.accuracy : this.dead;
    if (!state || !frame || this.isAsked) return null;
    const { left, top } = box.getBoundingClientRect();
    const x = event.clientX - left;
    const y = event.clientY - top;
    const away = (/** @type {number} */ rate) => Math.abs(frame.x(Math.log10(rate)) - x);
    const rate = state.rates.reduce((best, one) => (away(one) < away(best) ? one : best));
    const at = state.rates.indexOf(rate);
    const isDead = box === this.dead.box;
    const { drawn } = this;
    const distances = drawn.map((name) =>
      isDead ? Number(!this.canDie(name)) : Math.abs(frame.y(this.accuracies(name)[at]) - y),
    );
    const least = Math.min(...distances.filter(Number.isFinite));
    const activation = drawn[distances.indexOf(least)];
    return activation ? { activation, start, rate } : null;
  }

  /** Whether a scene's question stands over the stage, which shows what it asks for alone. */
  get isScene() {
    return hidesDetails() && said("asks") !== undefined;
  }

  /** Whether a scene covers what became of the runs that can die. */
  get isAsked() {
    return covered("cells");
  }

  /** The activations that are drawn. */
  get drawn() {
    const all = this.state?.names ?? [];
    return this.isScene ? all.filter((name) => COMPARED.includes(name)) : all;
  }

  /** @param {string} name */
  canDie(name) {
    return this.state?.dead_limits[name] === 0;
  }

  /**
   * @param {Theme} theme
   * @param {CliffBlock} state
   */
  draw(theme, state) {
    this.state = state;
    const places = state.rates.map(Math.log10);
    /** @type {[number, number]} */
    const x = [places[0] - 0.16, places[places.length - 1] + 0.4];
    this.drawAccuracy(theme, state, places, x);
    this.drawDead(theme, state, places, x);
  }

  /**
   * @param {Theme} theme
   * @param {CliffBlock} state
   * @param {number[]} places
   * @param {[number, number]} x
   */
  drawAccuracy(theme, { names: all, words, rates, chance, picked }, places, x) {
    const pen = this.accuracy.begin(theme, { x, y: [0, 1.2] }, { ...MARGINS, bottom: 8 });
    if (!pen) return;
    const { frame } = pen;
    const lines = this.drawn.map((name) => /** @type {const} */ ([name, all.indexOf(name)]));
    if (!this.isAsked) drawBand(pen, places, rates.indexOf(picked.rate));
    pen.axes([], SHARES);
    const level = frame.y(chance);
    pen.segment(frame.left, level, frame.right, level, { colour: theme.soft, dash: [2, 5], width: 1.5 });
    const room = frame.right - 2 - pen.widthOf("chance") - frame.x(places[places.length - 1]),
      beneath = room < 12 * theme.markScale; // the curves that have fallen to it end where its name would stand
    const away = beneath ? 19 * theme.textScale : -11 * theme.textScale;
    pen.text("chance", frame.right - 2, level + away, { align: "right", halo: true });
    lines.forEach(([name, k]) => {
      const values = this.accuracies(name);
      const mortal = this.canDie(name);
      const known = values.map((value) => (Number.isFinite(value) ? value : 0));
      if (mortal && !this.isAsked) for (let layer = 0; layer < 2; layer++) pen.area(places, known);
      pen.curve(places, values, { dash: mortal ? [] : dashOf(k), width: mortal ? 6 : 3 });
    });
    lines.forEach(([name, k]) => {
      this.accuracies(name).forEach((value, i) => {
        if (!Number.isFinite(value)) return;
        const [right, down] = [frame.x(places[i]), frame.y(value)];
        if (this.outcomes(name)[i]?.diverged) pen.cross(right, down, 1);
        else pen.mark(right, down, { kind: markOf(k), size: this.canDie(name) ? 8 : 6 });
      });
    });
    const at = rates.indexOf(picked.rate);
    const value = this.accuracies(picked.activation)[at];
    const isDrawn = picked.start === this.start && this.drawn.includes(picked.activation) && !this.isAsked;
    if (isDrawn && Number.isFinite(value))
      pen.ring(frame.x(places[at]), frame.y(value), 14 * theme.markScale, 2.5);
    this.nameEdges(pen, words, places);
    if (this.isScene && !this.isAsked) this.nameShares(pen, places, at);
  }

  /**
   * The accuracies at the picked rate, beside their points.
   * @param {Pen} pen
   * @param {number[]} places
   * @param {number} at
   */
  nameShares(pen, places, at) {
    const { frame, theme } = pen;
    for (const name of this.drawn) {
      const value = this.accuracies(name)[at];
      if (!Number.isFinite(value)) continue;
      const style = { colour: theme.ink, weight: 600, halo: true, size: 18 };
      const [x, y, k] = [frame.x(places[at]), frame.y(value), theme.textScale];
      if (this.canDie(name)) pen.text(percentTick(value), x + 22 * k, y - 20 * k, style);
      else pen.text(percentTick(value), x, y + 28 * k, { ...style, align: "center" });
    }
  }

  /**
   * The name of each curve above the last rate at which it is as high as anywhere: the edge of its cliff.
   * @param {Pen} pen
   * @param {Record<string, string>} words
   * @param {number[]} places
   */
  nameEdges(pen, words, places) {
    const { frame, theme } = pen;
    /** @type {Record<number, number>} */
    const free = {};
    for (const name of this.drawn) {
      const values = this.accuracies(name);
      const top = Math.max(...values.filter(Number.isFinite));
      const edge = values.findLastIndex((value) => value > top - NEAR);
      if (edge < 0) continue;
      const y = Math.min(frame.y(values[edge]) - 22 * theme.textScale, free[edge] ?? Infinity);
      free[edge] = y - 18 * theme.textScale;
      pen.text(words[name], frame.x(places[edge]), y, {
        align: "center",
        colour: theme.ink,
        weight: 600,
        halo: true,
      });
    }
  }

  /**
   * @param {Theme} theme
   * @param {CliffBlock} state
   * @param {number[]} places
   * @param {[number, number]} x
   */
  drawDead(theme, { names, words, rates, picked }, places, x) {
    const pen = this.dead.begin(theme, { x, y: [0, 1.25] }, MARGINS);
    if (!pen) return;
    const { context, frame } = pen;
    drawBand(pen, places, rates.indexOf(picked.rate));
    pen.axes(
      places.map((place, i) => [place, String(rates[i])]),
      [SHARES[0], SHARES[2], SHARES[4]],
    );
    const [last, axis] = [frame.x(places[places.length - 1]), "learning rate"];
    if (frame.right - last > pen.widthOf(axis) + 12 * theme.textScale)
      pen.axisText(axis, frame.right, frame.base + 15 * theme.textScale, { align: "right" });
    if (pen.covered) return;
    const mortal = names.filter((name) => this.canDie(name));
    const step = (frame.x(places[1]) - frame.x(places[0])) * 0.5;
    const wide = step / Math.max(1, mortal.length);
    mortal.forEach((name, k) =>
      this.outcomes(name).forEach((one, i) => {
        if (!one) return;
        const left = frame.x(places[i]) - step / 2 + k * wide;
        const top = frame.y(one.dead_share);
        context.fillStyle = theme.ink;
        context.fillRect(left, Math.min(top, frame.base - 1), wide, Math.max(1, frame.base - top));
        pen.text(percentTick(one.dead_share), left + wide / 2, top - 11 * theme.textScale, {
          align: "center",
          colour: theme.ink,
          weight: 600,
          halo: true,
        });
      }),
    );
    const end = frame.x(places[places.length - 1]) + step / 2 + 8 * theme.textScale,
      fits = (/** @type {string} */ name) =>
        end + pen.widthOf(words[name], { weight: 600 }) <= frame.right + MARGINS.right;
    mortal.forEach((name, k) => {
      const style = { colour: theme.ink, weight: 600, halo: true };
      if (fits(name)) pen.text(words[name], end, frame.base - (12 + 18 * k) * theme.textScale, style);
      else pen.text(words[name], frame.left + 2, frame.top + (9 + 18 * k) * theme.textScale, style);
    });
  }
}

/**
 * A pale band over one of the rates.
 * @param {Pen} pen
 * @param {number[]} places
 * @param {number} at the rate's place, -1 for none
 */
function drawBand(pen, places, at) {
  if (at < 0 || pen.covered) return;
  const { context, frame, theme } = pen;
  const wide = frame.x(places[1]) - frame.x(places[0]);
  context.fillStyle = theme.chosen;
  context.fillRect(frame.x(places[at]) - 0.42 * wide, frame.top, 0.84 * wide, frame.base - frame.top);
}

const COMPARED = ["sigmoid", "relu"];

/** The largest rate up to which the curve of units that can die is drawn while a question about them is open. */
const OPEN_UP_TO = 0.3;

/** @type {Tick[]} */
const SHARES = [0, 0.25, 0.5, 0.75, 1].map((share) => [share, percentTick(share)]);

const NEAR = 0.03; // so much below its best accuracy a curve still counts as high
