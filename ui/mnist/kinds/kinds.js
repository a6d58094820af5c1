// Templates side by side: a row for each way to come by them, ten pictures in it, each row on a scale of its own.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { fixed } from "../../browser/numbers.js";
import { formatPercent as percent } from "../../browser/playing/timeline.js";
import { className, nameClasses } from "../class_names.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { N_PIXELS, SIDE, signedPlace } from "../picture.js";
import { say } from "../../browser/sentences.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * A way to come by templates.
 * @typedef {object} Row
 * @property {string} name
 * @property {string} formula html
 * @property {number | null} accuracy null while there are no templates
 * @property {string} state
 * @property {number} limit the weight at the ends of the colours
 * @property {boolean} has_bias
 */

/**
 * What the block says: `part.py`.
 * @typedef {object} Header
 * @property {Sentence} headline
 * @property {string} lead
 * @property {string} note
 * @property {boolean} finished
 * @property {Row[]} rows
 * @property {string[]} class_names
 * @property {Palettes} palette
 *
 * @typedef {Record<"weights" | "biases" | "class_accuracies", Float32Array>} Arrays
 * @typedef {Block<Header, Arrays>} KindsBlock
 */

const DIGITS = [...Array(10).keys()];

/** @param {number} bias */
const biasWords = (bias) => fixed(bias, Math.abs(bias) < 9.95 ? 1 : 0);

/** @param {Row} row */
function sectionOf({ name, formula }) {
  const what =
    `<b class="name" data-shows="name">${name}</b>` +
    `<span class="formula" data-shows="formula">${formula}</span>`;
  const figures = DIGITS.map(
    (k) =>
      `<figure data-digit="${k}"><span class="digit" data-shows="name" aria-hidden="true">${k}</span>` +
      `<canvas width="${SIDE}" height="${SIDE}" role="img" data-says="mnist.kinds.template"></canvas>` +
      '<span class="right" data-says="mnist.kinds.right"></span>' +
      '<span class="bias" data-says="mnist.kinds.bias"></span></figure>',
  );
  return `<section class="kind" aria-label="${name}">
      <div class="what">${what}<p class="share" data-says="mnist.kinds.share"></p>
        <p class="state" data-says="mnist.kinds.state"></p></div>
      <div class="pictures">${figures.join("")}</div>
    </section>`;
}

class Kinds {
  /** @type {Ask} */
  ask;
  /** @type {KindsBlock | undefined} */
  state;
  /** @type {Theme | undefined} */
  theme;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {KindsBlock} state */
  update(state) {
    this.state = state;
    this.redraw();
  }

  redraw() {
    const { root, state } = this;
    if (!state) return;
    const theme = (this.theme = makeTheme(state.palette, root)),
      { headline, lead, note, rows, finished } = state;
    nameClasses(state.class_names);
    writeHeadline(find(root, ".headline"), headline);
    say(find(root, ".lead"), "mnist.kinds.lead", lead);
    say(find(root, ".note"), "mnist.kinds.note", note);
    const box = find(root, ".rows");
    if (!box.children.length) box.innerHTML = rows.map(sectionOf).join("");
    findAll(box, ".digit").forEach((digit, i) => (digit.textContent = className(i % DIGITS.length)));
    findAll(box, ".kind").forEach((section, i) => drawRow(section, state, i, theme));
    const found = rows.map((row) => `${row.name}: ${percent(row.accuracy ?? 0)} % right`),
      more = finished ? ` ${found.join("; ")}.` : "";
    say(find(root, ".spoken"), "mnist.kinds.spoken", `${headline.text}.${more}`);
  }

  destroy() {}
}

/**
 * @param {HTMLElement} section
 * @param {KindsBlock} state
 * @param {number} i the row's place
 * @param {Theme} theme
 */
function drawRow(section, { rows, arrays }, i, theme) {
  const { name, accuracy, state, limit, has_bias: hasBias } = rows[i],
    share = accuracy === null ? "–" : percent(accuracy);
  find(section, ".share").innerHTML = `${share} <small>% right</small>`;
  find(section, ".state").textContent = state;
  if (accuracy === null) return;
  findAll(section, "figure").forEach((figure, k) => {
    const place = 10 * i + k,
      weights = arrays.weights.subarray(N_PIXELS * place, N_PIXELS * (place + 1)),
      right = arrays.class_accuracies[place],
      bias = biasWords(arrays.biases[place]);
    /** @type {HTMLCanvasElement} */
    const canvas = find(figure, "canvas");
    paintSigned(canvas, SIDE, (p) => signedPlace(weights[p] / (limit || 1)), theme.signed);
    find(figure, ".right").textContent = `${(100 * right).toFixed(0)} %`;
    find(figure, ".bias").textContent = hasBias ? `b ${bias}` : "";
    const words = `${name}: template of the digit ${className(k)}, ${percent(right)} % of its test images are right`;
    canvas.setAttribute("aria-label", `${words}${hasBias ? `, bias ${bias}` : ""}`);
  });
}

export default mounting("kinds", Kinds);
