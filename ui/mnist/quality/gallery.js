// Images of a cell with their scores: many small ones, of which one is picked and shown large, with z and softmax of
// every digit. Pictures keep their canvases.

import { find, findAll } from "../../browser/find.js";
import { softmax } from "../../browser/maps/network.js";
import { signed } from "../../browser/numbers.js";
import { stepAlong } from "../../browser/arrows.js";
import { className } from "../class_names.js";
import { aDigit, bold } from "../digit_words.js";
import { inksOf, paintPicture, SIDE } from "../picture.js";

/** @import { Theme } from "../../browser/colours.js" */

/**
 * An image and what the network makes of it.
 * @typedef {object} Image
 * @property {string} name
 * @property {string} code as in a link
 * @property {Uint8Array} levels
 * @property {number[]} scores
 * @property {number} label
 * @property {number} answer
 */

/** @typedef {Record<"digit" | "bar" | "z" | "p" | "is", HTMLElement[]>} Columns of the table, a cell for each digit */

const HEADS = ["", "", "<i>z</i>", "softmax"].map((head) => `<span class="head">${head}</span>`).join("");

/** @param {number} k */
const scoreRow = (k) =>
  `<span class="digit">${k}</span><div class="bar"><i></i></div>` +
  '<span class="z"></span><span class="p"></span><span class="is"></span>';

/** @param {number} z */
const scoreWords = (z) => signed(z, Math.abs(z) < 99.95 ? 1 : 0);

/**
 * A probability as a per cent that never says 100 or 0 where it is not.
 * @param {number} p
 */
function percentWords(p) {
  const percent = 100 * p;
  if (percent >= 99.95 && p < 1) return "> 99.9 %";
  if (percent < 0.05 && p > 0) return "< 0.1 %";
  return `${percent.toFixed(1)} %`;
}

/**
 * How sure the network is of its answer.
 * @param {Image} image
 */
const sureWords = ({ scores, answer }) => percentWords(softmax(scores)[answer]);

export class Gallery {
  /** @type {HTMLElement[]} */
  thumbs = [];
  /** @type {Image[]} */
  images = [];
  picked = 0;
  inks = new Uint32Array(256);

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.box = find(root, ".thumbs");
    this.rows = this.makeScores();
    this.box.onkeydown = (event) => this.move(event);
  }

  /** @returns {Columns} */
  makeScores() {
    const box = find(this.root, ".scores");
    box.innerHTML = `${HEADS}<span class="head is"></span>${[...Array(10).keys()].map(scoreRow).join("")}`;
    return {
      digit: findAll(box, ".digit"),
      bar: findAll(box, ".bar i"),
      z: findAll(box, ".z"),
      p: findAll(box, ".p"),
      is: findAll(box, ".is:not(.head)"),
    };
  }

  /**
   * @param {Image[]} images
   * @param {Theme} theme
   * @param {boolean} areMixed whether they are of several cells
   */
  update(images, theme, areMixed) {
    const areSame = images.map(({ name }) => name).join() === this.images.map(({ name }) => name).join();
    this.images = images;
    this.inks = inksOf(theme);
    while (this.thumbs.length < images.length) this.thumbs.push(this.makeThumb(this.thumbs.length));
    this.thumbs.forEach((thumb, i) => (thumb.hidden = i >= images.length));
    images.forEach((image, i) => {
      const thumb = this.thumbs[i],
        sure = sureWords(image);
      this.paint(find(thumb, "canvas"), image.levels);
      find(thumb, "span").textContent = areMixed
        ? `${className(image.label)} → ${className(image.answer)}`
        : sure;
      const digits = `true digit ${className(image.label)}, answer ${className(image.answer)}`;
      thumb.setAttribute("aria-label", `${image.name}: ${digits} with ${sure}`);
    });
    this.sayEmpty(images.length === 0);
    if (!areSame) {
      this.picked = 0;
      this.box.scrollTop = 0;
    }
    this.pick(this.picked);
  }

  /** @param {boolean} isEmpty */
  sayEmpty(isEmpty) {
    find(this.root, ".detail").style.visibility = isEmpty ? "hidden" : "";
    const [words = this.makeEmptyWords()] = findAll(this.box, ".empty");
    words.hidden = !isEmpty;
  }

  makeEmptyWords() {
    const words = document.createElement("p");
    words.className = "empty";
    words.textContent = "There is no such image.";
    this.box.append(words);
    return words;
  }

  /** @param {number} index */
  makeThumb(index) {
    const thumb = document.createElement("button");
    thumb.className = "thumb";
    thumb.setAttribute("role", "option");
    thumb.innerHTML = `<canvas width="${SIDE}" height="${SIDE}"></canvas><span></span>`;
    thumb.onclick = () => this.reach(index);
    this.box.append(thumb);
    return thumb;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Uint8Array} levels
   */
  paint(canvas, levels) {
    paintPicture(canvas, (i) => this.inks[levels[i]]);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const step = stepAlong(event, getComputedStyle(this.box).gridTemplateColumns.split(" ").length);
    if (!step) return;
    event.preventDefault();
    const next = this.picked + step;
    if (next >= 0 && next < this.images.length) this.reach(next);
  }

  /** @param {number} index */
  reach(index) {
    this.pick(index);
    this.thumbs[this.picked].focus({ preventScroll: false });
  }

  /**
   * Show one image large, with its scores.
   * @param {number} index
   */
  pick(index) {
    this.picked = Math.max(0, Math.min(index, this.images.length - 1));
    this.thumbs.forEach((thumb, i) => {
      thumb.setAttribute("aria-selected", String(i === this.picked));
      thumb.tabIndex = i === this.picked ? 0 : -1;
    });
    const image = this.images[this.picked];
    if (!image) return;
    const { name, label, answer } = image,
      isRight = label === answer;
    /** @type {HTMLCanvasElement} */
    const large = find(this.root, ".large");
    this.paint(large, image.levels);
    this.showScores(image);
    const verdict = isRight
      ? `${aDigit(label, bold)}, and the answer is right`
      : `${aDigit(label, bold)}, taken for ${aDigit(answer, bold)}`;
    find(this.root, ".caption").innerHTML = `${name}: ${verdict}`;
    const words = `${aDigit(label)}, ${isRight ? "answered rightly" : `taken for ${aDigit(answer)}`}`;
    large.setAttribute("aria-label", `${name}: ${words} with ${sureWords(image)}`);
  }

  /** @param {Image} image */
  showScores({ scores, label, answer }) {
    const { rows } = this,
      probabilities = softmax(scores);
    scores.forEach((z, k) => {
      rows.digit[k].textContent = className(k);
      rows.z[k].textContent = scoreWords(z);
      rows.p[k].textContent = percentWords(probabilities[k]);
      rows.bar[k].style.width = `${100 * probabilities[k]}%`;
      rows.is[k].textContent = k === label ? "true" : k === answer ? "answer" : "";
      for (const cell of [rows.digit[k], rows.z[k], rows.p[k]])
        cell.classList.toggle("strong", k === label || k === answer);
    });
  }
}
