// Two banks of pictures with as many parameters each: T templates for every digit, and H features. What is pointed
// at, or reached with the arrow keys, is shown large between them.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { signed } from "../../browser/numbers.js";
import { say } from "../../browser/sentences.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { SIDE } from "../picture.js";
import { Bank } from "./bank.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { BankKind, Head } from "./bank.js" */

/**
 * What the block says: `features_block` in `part.py`. Arrays and steps are there for networks that are trained.
 * @typedef {object} Header
 * @property {Sentence} headline
 * @property {Record<BankKind, Head>} banks
 * @property {Partial<Record<BankKind, number>>} steps
 * @property {Palettes} palette
 *
 * @typedef {Partial<Record<BankKind, Int8Array> & Record<`${BankKind}_${"weights" | "leaving"}`, Float32Array>>} Arrays
 * @typedef {Block<Header, Arrays>} FeaturesBlock
 */

/** @type {BankKind[]} */
const KINDS = ["templates", "features"];

class Features {
  /** @type {Ask} */
  ask;
  /** @type {FeaturesBlock | undefined} */
  state;
  /** @type {Theme | undefined} */
  theme;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.banks = KINDS.map(
      (kind) => new Bank(find(root, `[data-bank=${kind}]`), kind, (bank, n) => this.pick(bank, n)),
    );
    this.shown = this.banks[0];
  }

  /** @param {FeaturesBlock} state */
  update(state) {
    const { banks, arrays, steps } = state;
    this.state = state;
    for (const bank of this.banks)
      bank.set(
        banks[bank.kind],
        arrays[bank.kind],
        steps[bank.kind],
        arrays[`${bank.kind}_weights`],
        arrays[`${bank.kind}_leaving`],
      );
    const headline = find(this.root, ".headline");
    writeHeadline(headline, state.headline);
    say(find(this.root, ".spoken"), "mnist.features.spoken", headline.textContent ?? "");
    if (this.shown.picked < 0) this.shown = this.banks[0];
    this.redraw();
  }

  redraw() {
    if (!this.state) return;
    this.theme = makeTheme(this.state.palette, this.root);
    this.paint(this.theme);
  }

  /** @param {Theme} theme */
  paint(theme) {
    for (const bank of this.banks) bank.paint(theme);
    this.showOne(theme);
  }

  /**
   * @param {Bank} bank
   * @param {number} n
   */
  pick(bank, n) {
    const isShown = bank === this.shown && n === bank.picked;
    if (!this.theme || !bank.trained || n < 0 || n >= bank.bank.count || isShown) return;
    for (const each of this.banks) each.picked = each === bank ? n : -1;
    this.shown = bank;
    this.paint(this.theme);
    say(find(this.root, ".spoken"), "mnist.features.spoken", bank.words(n).join(", "));
  }

  /** @param {Theme} theme */
  showOne(theme) {
    const bank = this.shown,
      n = Math.max(0, bank.picked),
      figure = find(this.root, ".one");
    figure.classList.toggle("waits", !bank.trained);
    const [name, words] = bank.trained ? bank.words(n) : ["", ""];
    /** @type {HTMLCanvasElement} */
    const canvas = find(figure, "canvas");
    find(figure, "b").textContent = name;
    find(figure, "figcaption span").textContent = words;
    canvas.setAttribute("aria-label", name && `${name}, large: ${words}`);
    if (!bank.trained) return;
    paintSigned(canvas, SIDE, (i) => bank.tintOf(n, i), theme.signed);
    const [low, high] = [-bank.limit, bank.limit].map((weight) => signed(weight, 2));
    find(figure, ".ends").innerHTML =
      `<span class="low">${low}</span><span>weight</span><span class="high">${high}</span>`;
  }

  destroy() {}
}

export default mounting("features", Features);
