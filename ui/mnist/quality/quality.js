// How good is it: the network at the visitor's moment, judged on the images of a set. While the run is played, each
// block brings the counts of that moment; what is picked, a set or a cell, is asked for in Python, which has the
// images.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { sayTrains } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";
import { Asking } from "../../browser/playing/asking.js";
import { keepMoment } from "../../browser/playing/moment_in_link.js";
import { listenToKeys, onHistory } from "../../browser/playing/playback.js";
import { formatPercent } from "../../browser/playing/timeline.js";
import { markPlay } from "../../browser/playing/transport.js";
import { stepAlong } from "../../browser/arrows.js";
import { say } from "../../browser/sentences.js";
import { nameClasses } from "../class_names.js";
import { N_PIXELS } from "../picture.js";
import { Gallery } from "./gallery.js";
import { Learning } from "./learning.js";
import { Matrix } from "./matrix.js";
import { drawWall } from "./wall.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Image } from "./gallery.js" */
/** @import { Cell } from "./matrix.js" */

/**
 * How the network does on a set; what is not known yet is null, and so is a loss that is not finite.
 * @typedef {{ name: string, title: string, words: string, accuracy: number | null, error: number | null }} ImageSet
 */

/**
 * What the block says: `quality_block` in `part.py`.
 * @typedef {object} Header
 * @property {Sentence} headline
 * @property {string} epoch
 * @property {number} at the same as a number
 * @property {number} n_epochs
 * @property {string} sample the training images on which the curves are measured, or "" for all
 * @property {string} said
 * @property {boolean} live
 * @property {boolean} finished
 * @property {string} stop_kind
 * @property {ImageSet[]} sets
 * @property {string} set whose counts these are
 * @property {Cell | null} cell
 * @property {string} patterns the images that are counted, in words
 * @property {string} title
 * @property {string[]} class_names
 * @property {string} order
 * @property {string[]} names of the images
 * @property {string[]} codes of the images, as in a link
 * @property {Palettes} palette
 *
 * @typedef {object} Arrays
 * @property {Uint8Array} images
 * @property {Uint8Array} samples to look at while a question is open
 * @property {Float32Array} scores
 * @property {Uint8Array} labels
 * @property {Uint8Array} answers
 * @property {Float32Array} [counts]
 * @property {Float32Array} history_epoch
 * @property {Float32Array} history_training_error
 * @property {Float32Array} history_training_accuracy
 * @property {Float32Array} history_validation_error
 * @property {Float32Array} history_validation_accuracy
 *
 * @typedef {Block<Header, Arrays>} QualityBlock
 */

/**
 * What Python is asked for, each with a number.
 * @typedef {{ what: "play" | "pause" | "rewind" | "replay" }} DoWish
 * @typedef {{ set: string } | { cell: Cell | null } | { image: string }} PickWish
 */

const PER_CENT_RIGHT = "<small>% right</small>";
const SET =
  '<button class="set" role="radio" data-says="mnist.quality.set"><span class="name"></span>' +
  '<span class="count"></span><b></b><span class="loss"></span></button>';

class Quality {
  /** @type {Ask} */
  ask;
  /** @type {QualityBlock | undefined} */
  state;
  isOrdered = false; // whether the visitor's hand moves the moment: it then goes into the link
  moment = () => this.state?.at;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.matrix = new Matrix(find(root, ".matrix"), find(root, ".pair"), (cell) => this.pick({ cell }));
    this.gallery = new Gallery(root);
    this.learning = new Learning(root);
    this.sizes = new ResizeObserver(() => this.redraw());
    this.sizes.observe(find(root, ".chart"));
    this.asking = new Asking({
      every: 250,
      wanted: () => root.isConnected && this.state && this.state.live,
      ask: () => this.ask("more", performance.now()),
    });
    page.hiddenLayersMoment = this.moment;
    find(root, ".play").onclick = () => this.toggle();
    find(root, ".rewind").onclick = () => this.order({ what: "rewind" });
    find(root, ".tug-of-war").onclick = () =>
      this.pick({ image: this.gallery.images[this.gallery.picked].code });
    find(root, ".back").onclick = () => this.pick({ cell: null });
    this.forgets = [listenToKeys({ toggle: () => this.toggle() }), onHistory(() => this.asking.begin(2000))];
  }

  /** @param {DoWish} wish */
  order(wish) {
    this.isOrdered = true;
    this.wish("do", wish);
  }

  /** @param {PickWish} wish */
  pick(wish) {
    this.wish("pick", wish);
  }

  /**
   * Something that only Python can do. Nothing else is asked for until it has answered: of two wishes that reach
   * Streamlit together, it keeps the later one only.
   * @param {"do" | "pick"} name
   * @param {DoWish | PickWish} wish
   */
  wish(name, wish) {
    this.asking.rest();
    this.ask(name, { ...wish, nonce: performance.now() });
    this.asking.begin(3000);
  }

  toggle() {
    if (!this.state) return;
    const { live, finished } = this.state;
    this.order({ what: live ? "pause" : finished ? "replay" : "play" });
  }

  /** @param {QualityBlock} state */
  update(state) {
    this.state = state;
    nameClasses(state.class_names);
    this.redraw();
    sayTrains("quality", state.live && !state.finished);
    if (this.isOrdered) keepMoment(state.live ? null : state.at);
    this.asking.begin();
  }

  redraw() {
    const { state, root } = this;
    if (!state) return;
    const theme = makeTheme(state.palette, root);
    /**
     * @param {string} selector a class, and the last word of the sentence's name
     * @param {string} words
     */
    const write = (selector, words) => say(find(root, `.${selector}`), `mnist.quality.${selector}`, words);
    writeHeadline(find(root, ".headline"), state.headline);
    write("epoch", state.epoch);
    write("epochs", `of ${state.n_epochs}`);
    write("status", state.said);
    find(root, ".status").classList.toggle("wrong", state.stop_kind === "diverged");
    this.drawButton(state);
    this.drawSets(state);
    for (const sample of findAll(root, ".sample")) sample.textContent = state.sample && ` (${state.sample})`;
    this.learning.draw(state, theme);
    drawWall(find(root, ".wall"), state, theme);
    if (!state.arrays.counts) return;
    this.matrix.update(state.arrays.counts, state.cell, state.patterns);
    write("counted", `${state.patterns}; rows: the true digit, columns: the answer`);
    write("title", state.title);
    write("order", state.order);
    find(root, ".back").hidden = !state.cell;
    this.gallery.update(imagesOf(state), theme, !state.cell);
    if (!state.live) write("spoken", `${state.headline.text}. ${state.said} ${state.title}: ${state.order}.`);
  }

  /** @param {QualityBlock} state */
  drawButton({ live, finished }) {
    const button = find(this.root, ".play");
    markPlay(button, { playing: live, atEnd: true }, finished);
    button.title = button.getAttribute("aria-label") ?? "";
  }

  /** @param {QualityBlock} state */
  drawSets({ sets, set: chosen }) {
    const box = find(this.root, ".sets");
    if (!box.children.length) {
      box.innerHTML = SET.repeat(sets.length);
      findAll(box, ".set").forEach((button, i) => {
        button.onclick = () => this.pick({ set: sets[i].name });
        button.onkeydown = (event) => this.moveSet(event, i);
      });
    }
    findAll(box, ".set").forEach((button, i) => {
      const { name, title, words, accuracy, error } = sets[i],
        isKnown = accuracy !== null;
      button.dataset.set = name;
      button.setAttribute("aria-checked", String(name === chosen));
      button.tabIndex = name === chosen ? 0 : -1;
      find(button, ".name").textContent = title;
      find(button, ".count").textContent = words;
      find(button, "b").innerHTML = `${isKnown ? formatPercent(accuracy) : "–"} ${PER_CENT_RIGHT}`;
      find(button, ".loss").textContent = `loss ${isKnown ? (error?.toFixed(3) ?? "∞") : "–"}`;
    });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} i
   */
  moveSet(event, i) {
    const step = stepAlong(event);
    if (!step) return;
    event.preventDefault();
    const next = findAll(this.root, ".set")[(i + step + 3) % 3];
    next.focus();
    next.click();
  }

  destroy() {
    sayTrains("quality", false);
    this.asking.rest();
    this.sizes.disconnect();
    if (page.hiddenLayersMoment === this.moment) page.hiddenLayersMoment = undefined;
    this.forgets.forEach((forget) => forget());
  }
}

/**
 * @param {QualityBlock} state
 * @returns {Image[]}
 */
function imagesOf({ names, codes, arrays: { images, scores, labels, answers } }) {
  return names.map((name, i) => ({
    name,
    code: codes[i],
    levels: images.subarray(N_PIXELS * i, N_PIXELS * (i + 1)),
    scores: [...scores.subarray(10 * i, 10 * i + 10)],
    label: labels[i],
    answer: answers[i],
  }));
}

export default mounting("quality", Quality);
