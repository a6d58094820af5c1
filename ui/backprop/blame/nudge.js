// One weight moved by ε: every value was computed by a forward pass in Python, for each place of the slider; the
// gradient's prediction is a straight line through where the weight stands.

/** @import { Passage, PassagesHeader } from "../passage/cells.js" */

import { find } from "../../browser/find.js";
import { equation, longer, MOST_BEYOND } from "../passage/agreement.js";
import { symbol } from "../passage/cells.js";
import { given, inPowers, rounded } from "../passage/numbers.js";
import { say } from "../passage/writing.js";

/**
 * A weight, by its name, with the error and the probabilities for each nudge of the slider.
 * @typedef {object} Nudge
 * @property {string} weight
 * @property {number} value
 * @property {number} gradient ∂E/∂w
 * @property {number[]} slopes ∂y/∂w, by class
 * @property {number[]} scale the nudges
 * @property {number[]} errors by nudge
 * @property {number[]} halves errors by nudge, where the weight has moved by half of it
 * @property {number[][]} probabilities by nudge, by class
 * @property {{ distances: number[], errors: number[] }} curve closer together, for the drawing
 */

/** @typedef {Pick<PassagesHeader, "numbers"> & { epsilon: number, nudge: Nudge }} NudgeHeader */

const FOOT = 22; // px below the curve, for its numbers
const HANGS_OVER = 6; // px that a prediction may leave the picture

export class NudgePanel {
  /** @type {NudgeHeader} */
  run;
  /** @type {Passage} */
  passage;
  at = -1; // place of the slider

  /**
   * @param {HTMLElement} box
   * @param {(epsilon: number) => void} moved
   */
  constructor(box, moved) {
    this.box = box;
    this.moved = moved;
    /** @type {HTMLInputElement} */
    this.slider = find(box, ".scale");
    this.slider.oninput = () => this.turn();
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.box, selector);
  }

  /** Show where the slider stands now. */
  turn() {
    this.at = Number(this.slider.value);
    this.draw();
    this.moved(this.run.nudge.scale[this.at]);
  }

  /** @param {number} by */
  move(by) {
    this.slider.value = String(this.at + by);
    this.turn();
  }

  /**
   * @param {NudgeHeader} run
   * @param {Passage} passage
   * @param {boolean} opened
   */
  update(run, passage, opened) {
    this.run = run;
    this.passage = passage;
    const { scale } = run.nudge;
    this.slider.max = String(scale.length - 1);
    if (opened || this.at < 0) {
      const off = scale.map((epsilon) => Math.abs(epsilon - run.epsilon));
      this.at = off.indexOf(Math.min(...off));
    }
    this.slider.value = String(this.at);
  }

  draw() {
    const { nudge } = this.run;
    const decimals = this.run.numbers === "full" ? 8 : 4;
    const epsilon = nudge.scale[this.at];
    const epsilonWords = epsilon ? epsilonText(epsilon) : "0";
    const before = nudge.errors[nudge.scale.indexOf(0)];
    const after = nudge.errors[this.at];
    say(this.find("h2"), `Nudge ${this.passage.symbolOf(nudge.weight)} = ${given(nudge.value, decimals)}`);
    this.find("output").textContent = epsilonWords;
    this.slider.setAttribute("aria-valuetext", `ε = ${epsilonWords}`);
    say(this.find("tbody"), changesHtml(nudge, this.at, decimals));
    say(this.find(".nudge-words"), wordsOf(nudge, this.at));
    this.drawCurve(before, epsilon, after);
  }

  /**
   * The error against the weight, with the tangent, and where weight and prediction stand.
   * @param {number} before
   * @param {number} epsilon
   * @param {number} after
   */
  drawCurve(before, epsilon, after) {
    const { curve, value, gradient } = this.run.nudge;
    /** @type {SVGElement} */
    const svg = find(this.box, "svg");
    const width = svg.clientWidth || 300;
    const height = svg.clientHeight || 190;
    const floor = height - FOOT;
    const first = curve.distances[0];
    const last = curve.distances[curve.distances.length - 1];
    const low = Math.min(...curve.errors);
    const high = Math.max(...curve.errors);
    const room = 0.12 * (high - low) || 0.1;
    const x = (/** @type {number} */ e) => (width * (e - first)) / (last - first);
    const y = (/** @type {number} */ v) => floor * (1 - (v - low + room) / (high - low + 2 * room));
    const guess = Math.max(-HANGS_OVER, Math.min(floor + HANGS_OVER, y(before + epsilon * gradient)));
    const path = curve.distances
      .map((d, i) => `${x(d).toFixed(1)} ${y(curve.errors[i]).toFixed(1)}`)
      .join("L");
    const ends = [first, last].map((d) => `${x(d)} ${y(before + d * gradient)}`).join("L");
    const ticks = [first, 0, last].map((d, i) => {
      const anchor = ["start", "middle", "end"][i];
      return `<text x="${x(d)}" y="${height - 3}" text-anchor="${anchor}">${given(value + d, 2)}</text>`;
    });
    const range = `from ${rounded(value + first, 2)} to ${rounded(value + last, 2)}`;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", `Error against the weight, ${range}`);
    say(
      svg,
      [
        `<line x1="${x(0)}" x2="${x(0)}" y1="0" y2="${floor}"/>`,
        `<line x1="0" x2="${width}" y1="${floor}" y2="${floor}"/>`,
        ...ticks,
        `<clipPath id="inside"><rect width="${width}" height="${floor}"/></clipPath>`,
        `<path class="tangent" clip-path="url(#inside)" d="M${ends}"/>`,
        `<path d="M${path}"/>`,
        `<line class="gap" x1="${x(epsilon)}" x2="${x(epsilon)}" y1="${guess}" y2="${y(after)}"/>`,
        `<circle class="hollow" cx="${x(epsilon)}" cy="${guess}" r="5.5"/>`,
        `<circle cx="${x(epsilon)}" cy="${y(after)}" r="6.5"/>`,
      ].join(""),
    );
  }
}

/**
 * Error and probabilities before and after, their change, and what the gradient predicts of it.
 * @param {Nudge} nudge
 * @param {number} at
 * @param {number} decimals
 */
export function changesHtml({ errors, gradient, probabilities, scale, slopes }, at, decimals) {
  const middle = scale.indexOf(0);
  const written = (/** @type {number} */ value, more = 0) =>
    longer(value, decimals, more, Math.max(8, decimals + MOST_BEYOND));
  const signed = (/** @type {number} */ value) => (value > 0 ? "+" : "") + written(value);
  /** @type {(words: string, was: number, is: number, slope: number) => string} */
  const row = (words, was, is, slope) => {
    const { more, sign } = equation((m) => `${written(is, m)} − ${written(was, m)}`, written(is - was));
    const change = (sign === "≈" ? "≈ " : "") + signed(is - was);
    return (
      `<tr><td>${words}</td><td>${written(was, more)}</td><td>${written(is, more)}</td>` +
      `<td class="now">${change}</td><td>${signed(scale[at] * slope)}</td></tr>`
    );
  };
  const classes = slopes.map((slope, k) =>
    row(symbol("y", 0, k + 1), probabilities[middle][k], probabilities[at][k], slope),
  );
  return row("<i>E</i>", errors[middle], errors[at], gradient) + classes.join("");
}

/**
 * How far the prediction is off, and how far with half the step.
 * @param {Nudge} nudge
 * @param {number} at place of the slider
 */
export function wordsOf({ errors, gradient, halves, scale }, at) {
  const slope = "∂<i>E</i>/∂<i>w</i>";
  const known = `${slope} = ${rounded(gradient, 5)}`;
  const epsilon = scale[at];
  const before = errors[scale.indexOf(0)];
  const change = errors[at] - before;
  if (epsilon === 0) return `${known}. Move the slider: how far off will ε ${slope} be?`;
  if (gradient === 0) {
    const then = change === 0 ? ", and none comes" : ", but the error changes all the same";
    return `${known}: no change is predicted${then}.`;
  }
  const whole = comparison(epsilon * gradient, change);
  const offByHalf = percentOf(shareOff(halves[at] - before, (epsilon * gradient) / 2));
  return (
    `ε · ${slope} = ${whole.predicted}, the change is ${whole.change}: off by ${whole.off}. ` +
    `Half the step is off by ${offByHalf}.`
  );
}

/** @param {number} epsilon */
const epsilonText = (epsilon) => `${epsilon > 0 ? "+" : "−"}${Math.abs(epsilon)}`;

/**
 * The share of a predicted change by which the change differs.
 * @param {number} change
 * @param {number} predicted
 */
const shareOff = (change, predicted) => Math.abs(change - predicted) / Math.abs(predicted);

/** @param {number} share */
const percentOf = (share) =>
  `${share < 1e-4 ? inPowers(100 * share, 0) : rounded(100 * share, share < 0.1 ? 2 : 0)} %`;

/**
 * Prediction and change with the digits with which they are so many per cent apart.
 * @param {number} predicted
 * @param {number} change
 */
function comparison(predicted, change) {
  const off = percentOf(shareOff(change, predicted));
  const text = (/** @type {number} */ value, /** @type {number} */ more) => longer(value, 5, more, 8);
  const { more, sign } = equation(
    (m) => `100·|${text(change, m)} − (${text(predicted, m)})| / |${text(predicted, m)}|`,
    off.replace(" %", ""),
  );
  const about = sign === "≈" ? "about " : "";
  return { change: text(change, more), off: about + off, predicted: text(predicted, more) };
}
