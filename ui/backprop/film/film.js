// The gradient on MNIST as pictures: for one image it is the image itself, times each unit's error signal; for a
// thousand, the mean of such pictures; below, the weights that it moves. New moments arrive while the network trains.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { whole } from "../../browser/numbers.js";
import { inPowers, rounded } from "../passage/numbers.js";

/**
 * What `view.py` says of the film, and `film_block` adds.
 * @typedef {object} FilmHeader
 * @property {Palettes} palette
 * @property {string} id another one for another network
 * @property {boolean} hidden whether the units are hidden ones, rather than digits
 * @property {number} label class of the one image
 * @property {number} n_images
 * @property {number} n_units
 * @property {string} headline
 * @property {string} words
 */

/**
 * Pictures go by moment, unit and pixel, as whole numbers of a moment's step; a step is a 127th of the strongest
 * pixel.
 * @typedef {object} FilmArrays
 * @property {Float32Array} updates taken before each moment
 * @property {Float32Array} errors the mean error at each moment
 * @property {Float32Array} signals g for the one image: moment, unit
 * @property {Uint8Array} image
 * @property {Int8Array} gradient
 * @property {Float32Array} gradient_step
 * @property {Int8Array} weights
 * @property {Float32Array} weights_step
 */

/** @typedef {Block<FilmHeader, FilmArrays>} FilmBlock */

/** @typedef {"alone" | "gradient" | "weights"} Strip */

/** @type {Record<Strip, string>} */
const SPOKEN = { alone: "gradient of one image", gradient: "mean gradient", weights: "weights" };

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const STRONGEST = 127; // steps
const LEAST_WRITTEN = 0.0005; // below it three decimals would leave nothing

class Film {
  /** @type {Ask} */
  ask = () => {};
  /** @type {FilmBlock} */
  run;
  /** @type {Theme} */
  theme;
  follows = true; // whether the newest moment is shown as it arrives
  at = 0;
  last = 0;
  shape = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLInputElement} */
    this.slider = find(root, ".scrub-moment");
    this.slider.oninput = () => {
      this.at = Number(this.slider.value);
      this.follows = this.at === this.last;
      this.redraw();
    };
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /** @param {FilmBlock} run */
  update(run) {
    if (!this.run || this.run.id !== run.id) this.follows = true;
    this.run = run;
    this.last = run.arrays.updates.length - 1;
    this.at = this.follows ? this.last : Math.min(this.at, this.last);
    this.slider.max = String(Math.max(0, this.last));
    this.slider.value = String(this.at);
    this.build();
    this.redraw();
  }

  build() {
    const { run } = this;
    const shape = `${run.id} ${run.n_units}`;
    if (shape === this.shape) return;
    this.shape = shape;
    const unit = run.hidden ? "hidden unit" : "digit";
    const mean = `mean of the first ${whole(run.n_images)} training images, each ${unit} a picture`;
    const largest = '<i class="largest"></i>';
    const strips = [
      this.stripHtml(
        "alone",
        "One image: <i>g</i><sub>j</sub> <b>x</b>",
        `the image, times each ${unit}’s error signal`,
      ),
      this.stripHtml("gradient", "∂<i>E</i>/∂<b>W</b><sup>(1)</sup>", `${mean}; ${largest}`),
      this.stripHtml(
        "weights",
        "<b>W</b><sup>(1)</sup>",
        `the weights that it moves, one step against it at a time; ${largest}`,
      ),
    ];
    this.find(".strips").innerHTML = strips.join("");
  }

  /**
   * @param {Strip} kind
   * @param {string} title
   * @param {string} words
   */
  stripHtml(kind, title, words) {
    const { n_units: units } = this.run;
    const canvas = `<canvas width="${SIDE}" height="${SIDE}" role="img"></canvas>`;
    const figures = Array.from({ length: units }, (_, j) => {
      return `<figure>${canvas}<figcaption>${this.numberOf(j)}</figcaption></figure>`;
    });
    return (
      `<section class="strip" data-kind="${kind}"><h3>${title} <span>${words}</span></h3>` +
      `<div class="pictures" style="--columns:${units}">${figures.join("")}</div></section>`
    );
  }

  /**
   * Hidden units are counted from 1, digits from 0.
   * @param {number} j
   */
  numberOf(j) {
    return j + (this.run.hidden ? 1 : 0);
  }

  redraw() {
    const { run, at } = this;
    const { arrays, n_units: units } = run;
    this.theme = makeTheme(run.palette, this.root);
    this.find(".headline").textContent = run.headline;
    this.find(".words").textContent = run.words;
    if (at < 0) return;
    const words = momentWords(arrays.updates[at], arrays.errors[at], run.n_images);
    this.find("output").textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    const signals = arrays.signals.subarray(at * units, (at + 1) * units);
    const most = Math.max(...Array.from(signals, Math.abs)) || 1;
    this.drawStrip(
      "alone",
      (j, i) => (signals[j] / most) * (arrays.image[i] / 255),
      (j) => `${this.numberOf(j)}: ${pixelWords(signals[j])}`,
    );
    this.drawWeights("gradient", arrays.gradient, arrays.gradient_step);
    this.drawWeights("weights", arrays.weights, arrays.weights_step);
  }

  /**
   * @param {Strip} kind
   * @param {Int8Array} pictures
   * @param {Float32Array} steps
   */
  drawWeights(kind, pictures, steps) {
    const first = this.at * this.run.n_units * PIXELS;
    this.drawStrip(kind, (j, i) => pictures[first + j * PIXELS + i] / STRONGEST);
    this.find(`[data-kind=${kind}] .largest`).textContent =
      `the strongest pixel is ${pixelWords(STRONGEST * steps[this.at])}`;
  }

  /**
   * Paint each unit's picture from shares of the largest, −1 to 1.
   * @param {Strip} kind
   * @param {(unit: number, pixel: number) => number} share
   * @param {(unit: number) => string} [caption]
   */
  drawStrip(kind, share, caption) {
    const { run } = this;
    const box = this.find(`[data-kind=${kind}]`);
    const unit = run.hidden ? "hidden unit" : "digit";
    /** @type {HTMLCanvasElement[]} */
    const canvases = findAll(box, "canvas");
    canvases.forEach((canvas, j) => {
      this.paint(canvas, (i) => share(j, i));
      canvas.setAttribute("aria-label", `${SPOKEN[kind]}, ${unit} ${this.numberOf(j)}`);
      canvas.classList.toggle("source", !run.hidden && kind === "alone" && j === run.label);
    });
    if (caption) findAll(box, "figcaption").forEach((words, j) => (words.textContent = caption(j)));
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(pixel: number) => number} share
   */
  paint(canvas, share) {
    paintSigned(canvas, SIDE, (i) => Math.round(127.5 * (1 + share(i))), this.theme.signed);
  }

  destroy() {}
}

/**
 * @param {number} updates
 * @param {number} error
 * @param {number} count images that were looked at
 */
function momentWords(updates, error, count) {
  const when = updates === 0 ? "Before training" : `After ${whole(updates)} update${updates > 1 ? "s" : ""}`;
  return `${when}, E = ${error.toFixed(3)} on the first ${whole(count)} training images`;
}

/** @param {number} value */
const pixelWords = (value) =>
  Math.abs(value) < LEAST_WRITTEN && value !== 0 ? inPowers(value, 0) : rounded(value, 3);

export default mounting("film", Film);
