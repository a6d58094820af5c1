// The gradient of a weight matrix as an outer product: a column of error signals, a row of what comes in, and at each
// crossing their product; beside it the weights that it moves. For a batch, one such table a pattern, and their sum.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { PassagesHeader } from "../passage/cells.js" */

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { hidesDetails } from "../../browser/on_stage.js";
import { OneStop } from "../../browser/one_stop.js";
import { Arithmetic, times } from "../passage/arithmetic.js";
import { nameOf, parse, Passage, range } from "../passage/cells.js";
import { given, rounded } from "../passage/numbers.js";
import { counted, say, segments, under } from "../passage/writing.js";
import { crossHtml, plainHtml, productsOf } from "./products.js";

/**
 * What `view.py` sends: `opened` is another number after each link, `pattern` and `pick` (W1 for the first layer)
 * are where the link looks.
 * @typedef {Block<PassagesHeader & { opened: number, pattern: number, pick: string | null }>} OuterBlock
 */

/**
 * Where the visitor looks, for the link.
 * @typedef {{ pattern: number, pick: string }} Look
 */

class Outer {
  /** @type {Ask} */
  ask = () => {};
  /** @type {OuterBlock} */
  run;
  /** @type {Passage} */
  passage;
  shown = 1; // which passage: the batch is 0
  layer = 0;
  /** @type {string} the crossing that is explained when nothing is pointed at: layer, row and column */
  pinned = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.stop = new OneStop(this.find(".products"), "[data-product]");
    const crossing = (/** @type {Event} */ event) => under(event, "[data-crossing]")?.dataset.crossing;
    root.addEventListener("pointerover", (event) => this.point(crossing(event) || this.pinned));
    root.addEventListener("pointerleave", () => this.point(this.pinned));
    root.addEventListener("focusin", (event) => {
      this.pinned = crossing(event) || this.pinned;
      this.point(this.pinned);
    });
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /** @param {OuterBlock} run */
  update(run) {
    if (!this.run || this.run.opened !== run.opened) {
      this.shown = run.pattern;
      this.layer = parse(run.pick ?? "")?.layer ?? 0;
    }
    this.run = run;
    if (this.shown >= run.passages.length) this.shown = 1;
    this.redraw();
  }

  get decimals() {
    return this.run.numbers === "full" ? 6 : 3;
  }

  /** Whether no number has more decimals than the usual ones: on the stage. */
  get brief() {
    return hidesDetails() && this.run.numbers !== "full";
  }

  redraw() {
    const { run } = this;
    makeTheme(run.palette, this.root);
    this.passage = new Passage(run.passages[this.shown], run);
    const { depth } = this.passage;
    this.layer = Math.min(this.layer || depth, depth);
    this.drawChoices();
    this.draw();
    if (!this.pinned.startsWith(`${this.layer}_`) || !this.passage.has(`dW${this.pinned}`))
      this.pinned = `${this.layer}_${this.strongest()}_1`;
    this.point(this.pinned);
  }

  drawChoices() {
    const { depth } = this.passage;
    const n = this.run.passages.length - 1;
    /** @type {[number, string][]} */
    const patterns = [...counted(range(n)), [0, `mean of ${n}`]];
    segments(this.find(".layers"), counted(depth > 1 ? range(depth) : []), this.layer, (layer) => {
      this.layer = layer;
      this.look();
    });
    segments(this.find(".patterns"), n > 1 ? patterns : [], this.shown, (pattern) => {
      this.shown = pattern;
      this.look();
    });
  }

  /** Show what was chosen, and have the link say so. */
  look() {
    this.redraw();
    /** @type {Look} */
    const wish = { pattern: this.shown, pick: `W${this.layer}` };
    this.ask("look", wish);
  }

  /** The unit with the largest error signal, over the patterns together. */
  strongest() {
    const { passage, layer } = this;
    const signals = (/** @type {number} */ k) =>
      range(passage.n).map((p) => Math.abs(passage.value(nameOf("g", layer, p, k))));
    const sizes = range(passage.sizes[layer]).map((k) => Math.max(...signals(k)));
    return sizes.indexOf(Math.max(...sizes)) + 1;
  }

  draw() {
    const { passage, layer, decimals } = this;
    const products = productsOf(passage, layer, decimals, this.brief);
    const gradient = `∂<i>E</i>/∂<b>W</b><sup>(${layer})</sup>`;
    const crosses = range(passage.n).map((pattern) => crossHtml(products, pattern));
    const { signs } = products.digits;
    const sum = `<span class="sign">${signs.sum}</span>${plainHtml(products, "dW", gradient)}`;
    say(this.find(".products"), crosses.join(`<span class="sign">+</span>`) + (passage.n > 1 ? sum : ""));
    this.stop.refresh();
    const weights = `<b>W</b><sup>(${layer})</sup>`;
    const eta = `<small><i>η</i> = ${given(passage.rate, 6)}</small>`;
    const isHeld = passage.isHeld({ kind: "W", layer });
    const less = isHeld ? "" : `${eta}− <i>η</i> ∂<i>E</i>/∂<b>W</b> `;
    const minus = `<span class="sign">${less}${signs.weights}</span>`;
    say(
      this.find(".weights"),
      plainHtml(products, "W", weights) + minus + plainHtml(products, "nW", `new ${weights}`),
    );
    writeHeadline(this.find(".headline"), {
      name: "backprop.outer.headline",
      text: this.headline(),
    });
  }

  headline() {
    const { passage, layer } = this;
    if (passage.isHeld({ kind: "W", layer }))
      return "The weights of this layer stay as drawn: no step uses these gradients";
    if (passage.numbers.g[layer - 1].flat().every((g) => g === 0))
      return "No error signal gets here: no weight of this layer moves";
    if (passage.numbers.dW[layer - 1].flat().every((slope) => slope === 0))
      return "Every gradient is 0 here: no weight of this layer moves";
    if (passage.n > 1) return `${passage.n} outer products add up to one gradient`;
    const k = this.strongest();
    const unit = `${layer === passage.depth ? "output" : "hidden unit"} ${k}`;
    return `The strongest row is that of ${unit}, where g = ${rounded(passage.value(nameOf("g", layer, 1, k)), 3)}`;
  }

  /**
   * Light one crossing with its row, its column and the weight that it moves, and say what it comes to.
   * @param {string} crossing
   */
  point(crossing) {
    const { passage } = this;
    if (!crossing || !passage.has(`dW${crossing}`)) return;
    const [layer, k, j] = crossing.split("_").map(Number);
    this.root.toggleAttribute("data-rests", crossing === this.pinned);
    for (const tile of findAll(this.root, ".tile")) {
      const { crossing: own, row = "", column = "" } = tile.dataset;
      tile.classList.toggle("lit", own === crossing || row.endsWith(`_${k}`) || column.endsWith(`_${j}`));
      tile.classList.toggle("in-row", Boolean(own?.startsWith(`${layer}_${k}_`)) || row.endsWith(`_${k}`));
    }
    const arithmetic = new Arithmetic(passage, this.decimals);
    const parts = range(passage.n).map((p) => [nameOf("g", layer, p, k), passage.answer(layer - 1, p, j)]);
    const [name, weight, after] = [`dW${crossing}`, `W${crossing}`, `nW${crossing}`];
    const sum = arithmetic.line((a) => a.sum(parts), name);
    const rate = given(passage.rate, 6);
    const isHeld = passage.isHeld({ kind: "W", layer });
    const less = (/** @type {Arithmetic} */ a) => (isHeld ? "" : ` − ${times(rate, a.factor(name))}`);
    const step = arithmetic.line((a) => `${a.factor(weight)}${less(a)}`, after);
    const leads = isHeld ? "It stays as drawn:" : `With <i>η</i> = ${rate},`;
    const ofBatch = passage.n > 1 ? ` Each <i>g</i> has 1/${passage.n} in it.` : "";
    say(
      this.find(".reason"),
      `${passage.symbolOf(name)} = ${sum}. ${leads} ${passage.symbolOf(after)} = ${step}.${ofBatch}`,
    );
  }

  destroy() {}
}

export default mounting("outer", Outer);
