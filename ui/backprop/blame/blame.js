// Blame: what each output makes of a hidden unit, added up with its sign, and what the gate of its activation lets
// through; beside it, one weight moved by hand, the forward pass taken anew, and what the gradient had said would
// happen.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { PassagesHeader } from "../passage/cells.js" */
/** @import { Nudge } from "./nudge.js" */

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { covered, hidesDetails } from "../../browser/on_stage.js";
import { listenToKeys } from "../../browser/playing/playback.js";
import { nameOf, parse, Passage, range } from "../passage/cells.js";
import { placeOf, Wiring } from "../passage/wiring.js";
import { sayStaying } from "../passage/staying.js";
import { counted, say, segments, under } from "../passage/writing.js";
import { NudgePanel } from "./nudge.js";
import { productOf } from "./product.js";
import { gateWords, headlineOf, question, rowsHtml, stackOf } from "./stack.js";

/**
 * What `view.py` sends: `opened` is another number after each link, `unit`, `pattern` and `epsilon` are where the link
 * looks.
 * @typedef {object} BlameHeader
 * @property {number} opened
 * @property {string | null} unit
 * @property {number} pattern
 * @property {number} epsilon
 * @property {Nudge} nudge
 *
 * @typedef {Block<PassagesHeader & BlameHeader>} BlameBlock
 */

/**
 * Where the visitor looks, for the link and for the next block.
 * @typedef {{ unit?: string, weight?: string, pattern?: number, nudge?: number }} Look
 */

const BETWEEN_HEADS = 0.5; // rem
const REMEMBER_AFTER = 400; // ms that the hand rests before the link says where it is

class Blame {
  /** @type {Ask} */
  ask = () => {};
  /** @type {BlameBlock} */
  run;
  /** @type {Passage} */
  passage;
  /** @type {string} the hidden unit that is blamed, by its answer; "" where there is none */
  unit = "";
  shown = 1; // which passage: a pattern alone
  /** @type {Look} what Python has not been told yet */
  wishes = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  remembering;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.wiring = new Wiring(this.find(".net"));
    this.wiring.between = BETWEEN_HEADS;
    this.nudge = new NudgePanel(this.find(".nudge"), (epsilon) => this.remember({ nudge: epsilon }));
    this.find(".net").addEventListener("click", (event) => this.pick(event));
    this.forget = listenToKeys({ stepEpoch: () => this.nudge.move(1), stepBack: () => this.nudge.move(-1) });
    this.observer = new ResizeObserver(() => this.run && this.wiring.layout());
    this.observer.observe(root);
    this.asked = new MutationObserver(() => this.run && this.redraw());
    this.asked.observe(root, { attributeFilter: ["data-asks", "data-asked"] });
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /** @param {BlameBlock} run */
  update(run) {
    const opened = !this.run || this.run.opened !== run.opened;
    this.run = run;
    if (opened) {
      this.unit = run.unit ?? "";
      this.shown = Math.max(1, run.pattern);
    }
    if (this.shown >= run.passages.length) this.shown = 1;
    this.passage = new Passage(run.passages[this.shown], run);
    if (!this.isHidden(this.unit)) this.unit = this.usualUnit();
    this.nudge.update(run, this.passage, opened);
    this.redraw();
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  /** Whether no number has more decimals than those in the network: on the stage. */
  get brief() {
    return hidesDetails() && this.run.numbers !== "full";
  }

  /**
   * Whether a name is that of a hidden unit of this network.
   * @param {string} name
   */
  isHidden(name) {
    const { depth, sizes } = this.passage;
    const cell = parse(name);
    if (!cell || cell.at.length !== 1) return false;
    return cell.layer >= 1 && cell.layer < depth && cell.at[0] <= sizes[cell.layer];
  }

  /** A unit of the last hidden layer, where there is one. */
  usualUnit() {
    const { depth, sizes } = this.passage;
    return depth > 1 ? nameOf("h", depth - 1, Math.min(2, sizes[depth - 1])) : "";
  }

  /** @param {Event} event */
  pick(event) {
    const edge = under(event, "[data-edge]");
    const box = under(event, ".unit");
    if (edge) return this.remember({ weight: `W${edge.dataset.edge}` }, 0);
    const [column, index] = box ? placeOf(box) : [0, 0];
    return column > 0 && column < this.passage.depth ? this.choose(nameOf("h", column, index)) : undefined;
  }

  /** @param {string} unit */
  choose(unit) {
    this.unit = unit;
    this.redraw();
    this.remember({ unit });
  }

  redraw() {
    const { passage, run } = this;
    const { layer = 0, at: [j] = [0] } = parse(this.unit) || {};
    makeTheme(run.palette, this.root);
    this.root.toggleAttribute("data-deep", passage.depth > 3);
    this.drawChoices(layer, j);
    const isGradient = this.isAboutWeight; // then a line is what the answer writes on one of them
    const carried = (/** @type {number} */ l, /** @type {number} */ c, /** @type {number} */ i) =>
      isGradient
        ? passage.value(nameOf("dW", l, c, i))
        : passage.value(nameOf("g", l, 1, c)) * passage.value(nameOf("W", l, c, i));
    const line = isGradient ? "∂<i>E</i>/∂<i>w</i>" : this.asksFirst ? "<i>w</i>" : "<i>g w</i>";
    say(this.find(".of-positive"), `${line} &gt; 0`);
    say(this.find(".of-negative"), `${line} &lt; 0`);
    this.wiring.update(passage, 4, this.decimals, !this.asksFirst, this.asksFirst ? null : carried);
    this.find(".stack").hidden = !layer;
    this.find(".hint").textContent =
      `${layer ? "Pick a hidden unit to see who blames it; pick" : "Pick"} a line to nudge its weight.`;
    if (layer) this.drawStack(layer, j);
    else this.head("No hidden layer: each output answers for itself");
    sayStaying(this.find(".of-unit"), passage, layer ? nameOf("g", layer, 1, j) : "");
    sayStaying(this.find(".of-weight"), passage, run.nudge.weight.replace(/^[Wb]/, "d$&"));
    this.markNudged(run.nudge.weight);
    this.nudge.draw();
    const spoken = [".stack-words", ".nudge-words"].map((selector) => this.find(selector).textContent);
    this.find(".spoken").textContent = `${this.find(".headline").textContent}. ${spoken.join(" ")}`;
  }

  /**
   * @param {number} layer
   * @param {number} j
   */
  drawChoices(layer, j) {
    const { passage, run } = this;
    const patterns = range(run.passages.length - 1);
    const hidden = range(passage.depth - 1);
    const units = range(layer ? passage.sizes[layer] : 0);
    segments(this.find(".patterns"), counted(patterns.length > 1 ? patterns : []), this.shown, (value) =>
      this.remember({ pattern: value }, 0),
    );
    segments(this.find(".layers"), counted(hidden.length > 1 ? hidden : []), layer, (value) =>
      this.choose(nameOf("h", value, 1)),
    );
    segments(this.find(".units"), counted(units), j, (value) => this.choose(nameOf("h", layer, value)));
  }

  /**
   * @param {number} layer
   * @param {number} j
   */
  drawStack(layer, j) {
    const { passage } = this;
    const stack = stackOf(passage, layer, j);
    say(this.find(".rows"), rowsHtml(passage, stack, this.decimals, this.brief));
    say(this.find(".stack h2"), question(passage, stack));
    this.head(headlineOf(passage, stack));
    say(this.find(".stack-words"), gateWords(passage, stack));
    const { weight } = this.run.nudge,
      product = productOf(passage, layer, j, weight, this.decimals, this.brief);
    say(this.find(".product"), product.html);
    if (this.isAboutWeight) {
      const isOpen = covered("product");
      this.wiring.light(isOpen ? [] : product.sources, product.own);
      if (!isOpen) this.wiring.writeOn(product.edge, `∂<i>E</i>/∂<i>w</i> = ${product.text}`);
      return;
    }
    const leaving = range(stack.parts.length).map((c) => nameOf("W", layer + 1, c, j)),
      arriving = range(passage.sizes[layer - 1]).map((i) => nameOf("W", layer, j, i)),
      signals = range(stack.parts.length).map((c) => nameOf("g", layer + 1, 1, c));
    const sources = [...leaving, ...(this.asksFirst ? arriving : signals)];
    this.wiring.light(sources, nameOf("h", layer, 1, j));
  }

  /** Whether a scene asks where the error comes from: until that is answered, lines and their numbers are weights. */
  get asksFirst() {
    return covered("stack");
  }

  /** Whether a scene asks its second question, which is about a weight. */
  get isAboutWeight() {
    return this.root.dataset.asked === "2";
  }

  /** @param {string} text */
  head(text) {
    writeHeadline(this.find(".headline"), { name: "backprop.blame.headline", text });
  }

  /**
   * Mark the line of the weight that is nudged; a bias has none.
   * @param {string} name
   */
  markNudged(name) {
    for (const line of findAll(this.root, ".edges line"))
      line.classList.toggle("chosen", name === `W${line.dataset.edge}`);
  }

  /**
   * @param {Look} wishes
   * @param {number} wait ms
   */
  remember(wishes, wait = REMEMBER_AFTER) {
    Object.assign(this.wishes, wishes);
    if (wishes.pattern) this.shown = wishes.pattern;
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      if (this.root.isConnected) this.ask("look", this.wishes);
      this.wishes = {};
    }, wait);
  }

  destroy() {
    clearTimeout(this.remembering);
    this.observer.disconnect();
    this.asked.disconnect();
    this.forget();
  }
}

export default mounting("blame", Blame);
