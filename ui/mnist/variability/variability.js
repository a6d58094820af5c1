// Variability: one digit under five sliders, and what two networks say of it. Everything follows the hand here in the
// browser; Python is told when the hand lets go, so that the link says the same.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { signed, withMinus } from "../../browser/numbers.js";
import { prefersNoMotion } from "../../browser/page.js";
import { listenToKeys } from "../../browser/playing/playback.js";
import { markPlay } from "../../browser/playing/transport.js";
import { say } from "../../browser/sentences.js";
import { aDigit } from "../digit_words.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { inksOf, N_PIXELS, paintPicture, SIDE, signedPlace } from "../picture.js";
import { changed } from "./change.js";
import { CLASSES, HIDDEN, layersOf, probabilities, Scores } from "./scores.js";
import { Sweep } from "./sweep.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Change } from "./change.js" */
/** @import { Both, Layer } from "./scores.js" */

/**
 * A kind of change, and how far its slider reaches.
 * @typedef {object} Kind
 * @property {keyof Change} name
 * @property {string} words
 * @property {string} unit
 * @property {number} low
 * @property {number} high
 * @property {number} step
 */

/**
 * What the block says: `variability_block` in `part.py`.
 * @typedef {object} Header
 * @property {Sentence} headline
 * @property {Change} values
 * @property {number} chosen the image's place
 * @property {number | null} answered the number of the wish that was heard last
 * @property {Kind[]} changes
 * @property {keyof Change | "none"} sweep the change that moves by itself
 * @property {string} trained_on
 * @property {{ tested: string } & Both<string>} proof of all test images
 * @property {string} waiting
 * @property {boolean} ready whether the networks are here
 * @property {string[]} names of the images, as in a link
 * @property {number[]} labels
 * @property {Palettes} palette
 *
 * @typedef {{ pixels: Uint8Array } & Partial<Both<Float32Array>>} Arrays
 * @typedef {Block<Header, Arrays>} VariabilityBlock
 */

/**
 * What Python is told: the image's name and the amounts, and the number of the wish.
 * @typedef {{ image: string, values: Change, nonce: number }} Wish
 */

const STILL = 200; // ms
const MOST_PATIENCE = 5000; // ms
const REACH = 0.8; // of the template's largest weight: where the colours of the pull end
/** @type {Change} */
const NOTHING = { shift_x: 0, shift_y: 0, rotation: 0, scale: 0, skew: 0 };

/**
 * With all its decimals, and its sign where it has one.
 * @param {number} value
 */
const amountWords = (value) => (value > 0 ? `+${value}` : withMinus(String(value)));

/** @param {Float64Array} shares */
const answerOf = (shares) => shares.indexOf(Math.max(...shares));

class Variability {
  /** @type {Ask} */
  ask;
  /** @type {VariabilityBlock} */
  state;
  /** @type {Both<Layer[]> | null} */
  networks = null;
  /** @type {Both<Float64Array> | null} */
  found = null; // probabilities of the digit as it is changed
  values = { ...NOTHING };
  image = 0; // the place of the one that is shown
  pixels = new Uint8Array(N_PIXELS);
  said = ""; // what the last block said of the digit
  /** @type {Map<keyof Change, { input: HTMLInputElement, output: Element }>} */
  sliders = new Map();
  /** @type {Theme} */
  theme;
  inks = new Uint32Array(256);
  /** @type {number | undefined} */
  pending; // number of the wish that was not heard yet
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting;
  shown = 0; // pictures so far
  forgetKeys = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.scores = new Scores(find(root, "table"));
    find(root, ".digits").innerHTML = Array.from(
      { length: CLASSES },
      (_, k) => `<button type="button">${k}</button>`,
    ).join("");
    this.digits = findAll(root, ".digits button");
    this.digits.forEach((button, k) => (button.onclick = () => this.choose(this.state.labels.indexOf(k))));
    this.sweep = new Sweep((amount) => this.sweepTo(amount));
    find(root, ".play").onclick = () => this.toggle();
    for (const name of /** @type {const} */ (["pointerdown", "keydown"]))
      find(root, ".sliders").addEventListener(name, () => this.rest());
    find(root, ".another").onclick = () => this.choose(this.nextOfTheSame());
    find(root, ".as-it-is").onclick = () => {
      this.sweep.rest();
      this.values = { ...NOTHING };
      this.show();
      this.tell();
    };
  }

  /** @param {Kind[]} changes */
  makeSliders(changes) {
    if (this.sliders.size) return;
    find(this.root, ".sliders").innerHTML = changes.map(sliderOf).join("");
    for (const { name } of changes) {
      /** @type {HTMLInputElement} */
      const input = find(this.root, `.sliders [name=${name}]`),
        output = /** @type {Element} */ (input.previousElementSibling);
      input.oninput = () => {
        this.values[name] = Number(input.value);
        this.show();
      };
      input.onchange = () => this.tell();
      this.sliders.set(name, { input, output });
    }
  }

  /**
   * A block from Python. What it says of the digit counts only if it is news, such as another link, and if Python has
   * heard of all that the hand did.
   * @param {VariabilityBlock} state
   */
  update(state) {
    const before = this.state,
      { single, multi } = state.arrays;
    this.state = state;
    this.makeSliders(state.changes);
    const said = JSON.stringify([state.values, state.names[state.chosen]]);
    if (state.answered === this.pending) this.pending = undefined;
    if (!before || (said !== this.said && !this.pending && !this.waiting)) {
      this.values = { ...state.values };
      this.image = state.chosen;
      this.open(state.sweep);
    } else {
      this.image = Math.max(0, state.names.indexOf(before.names[this.image]));
    }
    this.said = said;
    if (state.sweep === "none") this.open("none");
    this.networks =
      single && multi
        ? {
            single: layersOf(single, [N_PIXELS, CLASSES]),
            multi: layersOf(multi, [N_PIXELS, HIDDEN, CLASSES]),
          }
        : null;
    this.root.classList.toggle("waits", !state.ready);
    writeHeadline(find(this.root, ".headline"), state.headline);
    this.redraw();
  }

  /**
   * The digit as a link opens it: a change that the link names moves by itself, unless the visitor prefers no motion.
   * @param {keyof Change | "none"} name
   */
  open(name) {
    const isSwept = name !== "none" && this.values[name] !== 0;
    this.sweep.open(isSwept ? this.values[name] : 0);
    this.forgetKeys();
    this.forgetKeys = isSwept ? listenToKeys({ toggle: () => this.toggle() }) : () => {};
    find(this.root, ".play").hidden = !isSwept;
    if (isSwept && !prefersNoMotion()) this.sweep.goOn();
  }

  toggle() {
    if (this.sweep.moves) return this.rest();
    this.sweep.goOn();
    this.speak();
  }

  /** What moved stays where it is. */
  rest() {
    if (!this.sweep.moves) return;
    this.sweep.rest();
    this.show();
    this.speak();
  }

  /** @param {number} amount */
  sweepTo(amount) {
    if (this.state.sweep !== "none") this.values[this.state.sweep] = amount;
    this.show();
  }

  get label() {
    return this.state.labels[this.image];
  }

  /** The image and its digit in words. */
  get name() {
    return `${this.state.names[this.image].replace("-", " ")}, ${aDigit(this.label)}`;
  }

  /** Between which amounts it moves by itself; nothing where it does not. */
  way() {
    const kind = this.state.changes.find(({ name }) => name === this.state.sweep),
      end = Math.abs(this.sweep.from);
    return kind && end ? `: ${kind.words} from −${end} to +${end} ${kind.unit}` : "";
  }

  nextOfTheSame() {
    const { labels } = this.state,
      count = labels.length;
    for (let i = 1; i <= count; i++) {
      if (labels[(this.image + i) % count] === this.label) return (this.image + i) % count;
    }
    return this.image;
  }

  /** @param {number} image */
  choose(image) {
    this.sweep.rest();
    this.image = image;
    this.show();
    this.tell();
  }

  /** Tell Python, once the hand has been still for a moment: an arrow key that is held down is one movement. */
  tell() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      const nonce = Math.max(Date.now(), (this.pending || 0) + 1);
      this.pending = nonce;
      setTimeout(() => this.giveUp(nonce), MOST_PATIENCE);
      this.speak();
      /** @type {Wish} */
      const wish = { image: this.state.names[this.image], values: this.values, nonce };
      this.ask("do", wish);
    }, STILL);
  }

  /**
   * A wish that was not heard by now was lost on the way.
   * @param {number} nonce
   */
  giveUp(nonce) {
    if (this.pending === nonce) this.pending = undefined;
  }

  redraw() {
    if (!this.state) return;
    this.theme = makeTheme(this.state.palette, this.root);
    this.inks = inksOf(this.theme);
    this.show();
    this.speak();
  }

  show() {
    const { state, label, root, networks, inks } = this,
      given = state.arrays.pixels.subarray(N_PIXELS * this.image, N_PIXELS * (this.image + 1)),
      pixels = changed(given, this.values);
    this.pixels = pixels;
    this.found = networks && {
      single: probabilities(networks.single, pixels),
      multi: probabilities(networks.multi, pixels),
    };
    paintPicture(find(root, ".large canvas"), (i) => inks[pixels[i]]);
    paintPicture(find(root, ".given"), (i) => inks[given[i]]);
    this.paintPull(pixels);
    this.scores.show(this.found, label);
    this.digits.forEach((button, k) => button.setAttribute("aria-pressed", String(k === label)));
    for (const kind of state.changes) this.showSlider(kind);
    find(root, ".which").textContent = this.name;
    find(root, ".way").textContent = this.way();
    find(root, ".another span").textContent = String(label);
    const verdict = find(root, ".verdict");
    verdict.dataset.says = networks ? "mnist.variability.verdict" : "mnist.variability.waiting";
    verdict.innerHTML = this.verdict();
    for (const name of /** @type {const} */ (["tested", "single", "multi"]))
      find(root, `.proof .${name}`).textContent = state.proof[name];
    markPlay(find(root, ".play"), { playing: this.sweep.moves, atEnd: false }, false);
    this.shown++;
  }

  /** @param {Kind} kind */
  showSlider({ name, unit }) {
    const slider = this.sliders.get(name);
    if (!slider) return;
    const value = this.values[name],
      words = amountWords(value);
    if (Number(slider.input.value) !== value) slider.input.value = String(value);
    slider.output.textContent = words;
    slider.input.setAttribute("aria-valuetext", `${words} ${unit}`);
  }

  /**
   * Where the ink lies on the template of its digit: gold speaks for it, violet against it.
   * @param {Uint8Array} pixels
   */
  paintPull(pixels) {
    const { networks, label, theme, root } = this,
      start = N_PIXELS * label;
    find(root, ".of").textContent = String(label);
    const template = networks
      ? networks.single[0].weights.subarray(start, start + N_PIXELS)
      : new Float32Array(N_PIXELS);
    const limit = template.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9) * REACH;
    /** @type {HTMLCanvasElement} */
    const canvas = find(root, ".pull");
    paintSigned(canvas, SIDE, (i) => signedPlace((template[i] * pixels[i]) / 255 / limit), theme.signed);
    const score = pixels.reduce((sum, level, i) => sum + (level / 255) * template[i], 0),
      words = networks ? signed(score, 1) : "not trained yet";
    canvas.setAttribute(
      "aria-label",
      `Inner product with the single layer's template of ${label}, without its bias: ${words}`,
    );
  }

  verdict() {
    if (!this.found) return this.state.waiting;
    /** @param {Float64Array} shares */
    const says = (shares) => {
      const answer = answerOf(shares);
      return answer === this.label ? `<b>${answer}</b>, right` : `<b>${answer}, wrong</b>`;
    };
    const { single, multi } = this.found;
    return (
      `The single layer says ${says(single)}; 100 hidden units say ${says(multi)}. <br>` +
      `<span>Both were trained on ${this.state.trained_on}.</span>`
    );
  }

  speak() {
    const { state, values, root } = this;
    if (this.sweep.moves) return this.speakOfTheSweep();
    const changes = state.changes
      .filter(({ name }) => values[name])
      .map(({ name, words, unit }) => `${words} ${amountWords(values[name])} ${unit}`);
    const what = `${this.name}, ${changes.join(", ") || "as it is"}`;
    find(root, ".large canvas").setAttribute("aria-label", what);
    find(root, ".given").setAttribute("aria-label", "The same digit as it is");
    const [headline, verdict] = [".headline", ".verdict"].map((selector) => find(root, selector).textContent);
    say(
      find(root, ".spoken"),
      "mnist.variability.spoken",
      `${headline}${headline?.endsWith("?") ? "" : "."} ${what}. ${verdict}`,
    );
  }

  /** While the digit moves, nothing is said of a place that it has left. */
  speakOfTheSweep() {
    const { changes, sweep } = this.state,
      kind = changes.find(({ name }) => name === sweep),
      end = Math.abs(this.sweep.from);
    if (!kind) return;
    const what = `${this.name}, ${kind.words} between −${end} and +${end} ${kind.unit}, moving`;
    find(this.root, ".large canvas").setAttribute("aria-label", what);
    say(find(this.root, ".spoken"), "mnist.variability.moves", `${what}. The play button holds it.`);
  }

  destroy() {
    this.sweep.rest();
    this.forgetKeys();
  }
}

/** @param {Kind} kind */
const sliderOf = ({ name, words, unit, low, high, step }) =>
  `<label>${words}, ${unit}<output></output>` +
  `<input type="range" name="${name}" min="${low}" max="${high}" step="${step}"></label>`;

export default mounting("variability", Variability);
