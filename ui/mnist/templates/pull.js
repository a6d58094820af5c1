// The pull at one score, part by part: the products w x (or w h of the hidden features) as a picture, and beside it
// their running sum, from the first row to the last; then the bias, and the score.

import { classHtml, shortHtml } from "../class_names.js";
import { fitCanvas } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { fixed } from "../../browser/numbers.js";
import { writeHtml } from "../writing.js";
import { sumWords } from "./arithmetic.js";
import { nameOfScore, nameOfTemplate, nameOfUnit, subscript } from "./names.js";
import { blockPlaces, pixelPlaces, Plate } from "./plate.js";

/** @import { PlateTheme } from "./plate.js" */
/** @import { Scene, Subject } from "./scene.js" */
/** @import { Pull } from "./scores.js" */

const DECIMALS = 2; // of the running sum, of its sides and of the score: with them these mostly add up as written

/**
 * The largest product is a full square: responses have no scale of their own.
 * @param {Pull} pull
 */
function scaleOf(pull) {
  let largest = 1e-9;
  for (let i = 0; i < pull.weights.length; i++) largest = Math.max(largest, Math.abs(pull.product(i)));
  return { limit: largest, span: largest };
}

export class PullPicture {
  /** @type {number[] | null} */
  order = null; // of the inputs; null where they are pixels
  size = 0;
  shape = ""; // what the places are for

  /** @param {HTMLElement} root */
  constructor(root) {
    this.product = find(root, ".product");
    this.plate = new Plate(find(this.product, "canvas"));
    this.running = find(root, ".running");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(this.running, "canvas");
    this.words = find(this.running, "p");
    this.sides = find(this.running, ".sides");
  }

  /**
   * @param {number} size
   * @param {number} rem
   */
  layout(size, rem) {
    this.size = size;
    this.running.classList.toggle("narrow", size < 9.2 * rem);
    this.shape = "";
  }

  /** @param {Scene} scene */
  paint(scene) {
    const { subject, theme } = scene,
      { pull, rivalPull } = subject;
    this.order = subject.pullLayer === 0 ? null : scene.orders[subject.pullLayer - 1];
    const shape = this.order ? this.order.join() : "square";
    if (this.shape !== shape) {
      this.plate.setPlaces(this.order ? blockPlaces(this.size, this.order) : pixelPlaces(this.size));
      this.shape = shape;
    }
    const [diagram, scale] = this.order ? [scene.view.diagram, scaleOf(pull)] : ["heat", subject.scale];
    this.plate.paint(diagram, (i) => pull.product(i), scale, theme);
    this.paintSums(rivalPull ? [pull, rivalPull] : [pull], theme);
    writeHtml(this.words, sumLine(subject));
    this.sides.textContent = sidesOf(subject);
  }

  /**
   * From top to bottom as the products stand in the picture; the last step is the bias.
   * @param {Pull[]} pulls
   * @param {PlateTheme} theme
   */
  paintSums(pulls, theme) {
    const { size } = this,
      context = fitCanvas(this.canvas, size, size),
      foot = 0.1 * size,
      height = size - foot;
    this.canvas.style.width = this.canvas.style.height = `${size}px`;
    const sums = pulls.map((pull) => pull.runningSum(this.order));
    let least = 0,
      most = 0;
    for (const [s, sum] of sums.entries()) {
      for (const v of sum) {
        if (v < least) least = v;
        if (v > most) most = v;
      }
      least = Math.min(least, pulls[s].score);
      most = Math.max(most, pulls[s].score);
    }
    const inner = size - 12;
    /** @param {number} v */
    const x = (v) => 6 + (inner * (v - least)) / (most - least || 1);
    context.clearRect(0, 0, size, size);
    context.lineWidth = 1;
    context.strokeStyle = theme.soft;
    context.beginPath();
    context.moveTo(Math.round(x(0)) + 0.5, 0);
    context.lineTo(Math.round(x(0)) + 0.5, size);
    context.moveTo(0, Math.round(height) + 0.5);
    context.lineTo(size, Math.round(height) + 0.5);
    context.stroke();
    context.strokeStyle = context.fillStyle = theme.ink;
    sums.forEach((sum, s) => {
      const n = sum.length - 1,
        end = pulls[s].score,
        isRival = s > 0;
      context.lineWidth = (isRival ? 1.6 : 2.4) * theme.markScale;
      context.setLineDash(isRival ? [5, 4] : []);
      context.beginPath();
      for (let i = 0; i <= n; i++) context.lineTo(x(sum[i]), (height * i) / n);
      context.lineTo(x(end), size - foot / 2);
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.arc(x(end), size - foot / 2, (isRival ? 3 : 4) * theme.markScale, 0, 2 * Math.PI);
      if (isRival) context.stroke();
      else context.fill();
    });
  }

  /** @param {Scene} scene */
  describe({ subject, multi, answer }) {
    const { pull, pair, unit, pullLayer } = subject,
      letter = multi && unit === null ? "h" : "x";
    const template = nameOfTemplate(subject, pullLayer),
      row = unit === null ? (pair ? `(${template})` : template) : nameOfUnit(unit);
    const meaning = pullLayer === 0 ? "<small>ink × weight: </small>" : "";
    writeHtml(find(this.product, "figcaption"), `${meaning}<i>${letter}</i> ⊙ ${row}`);
    const key = unit === null ? keyOf(subject) : responseOf(unit, answer.inputs[1][unit]);
    writeHtml(find(this.running, "figcaption"), `<em>Running</em> sum <span>${key}</span>`);
    this.canvas.setAttribute(
      "aria-label",
      `Running sum from the first row of the picture to the last: ${this.words.textContent}`,
    );
    this.plate.canvas.setAttribute("aria-label", `Products of ${letter} and the weights: ${partsOf(pull)}`);
  }
}

/**
 * The running sum's end, the bias, and the score that they give, as html.
 * @param {Subject} subject
 */
export function sumLine(subject) {
  const { pull, pair, digit, rival, unit } = subject,
    { terms, total, sign } = sumWords([pull.down + pull.up, pull.bias], pull.score, DECIMALS);
  const b = "<i>b</i>",
    bias = pair && unit === null ? `${subscript(b, digit)} − ${subscript(b, rival)}` : b;
  return `Σ ${terms[0]}, ${bias} = ${terms[1]}: ${nameOfScore(subject)} ${sign} <b>${total}</b>`;
}

/**
 * What is below zero, what is above, and both together.
 * @param {Pull} pull
 */
export function partsOf({ down, up }) {
  const { terms, total, sign } = sumWords([down, up], down + up);
  return `${terms[0]} in all below zero, ${terms[1]} above, together ${sign === "=" ? "" : "about "}${total}`;
}

/**
 * What speaks for either side, by the colours of the products.
 * @param {Pick<Subject, "pull" | "pair" | "unit" | "digit" | "rival">} subject
 */
export function sidesOf({ pull: { down, up }, pair, unit, digit, rival }) {
  const [against, pro] = sumWords([down, up], down + up, DECIMALS).terms,
    mine = unit === null ? classHtml(digit) : `unit ${unit + 1}`;
  const other = pair && unit === null ? `for ${classHtml(rival)}` : "against it";
  return `gold ${pro} for ${mine}, violet ${against} ${other}`;
}

/**
 * Whose running sums the lines are.
 * @param {Subject} subject
 */
const keyOf = ({ pair, digit, rival }) =>
  pair
    ? `<i class="solid"></i>${shortHtml(digit)} − ${shortHtml(rival)}`
    : `<i class="solid"></i>${shortHtml(digit)} <i class="dashed"></i>${shortHtml(rival)}`;

/**
 * @param {number} unit
 * @param {number} response
 */
const responseOf = (unit, response) => `<i>h</i><sub>${unit + 1}</sub> = ${fixed(response, 2)}`;
