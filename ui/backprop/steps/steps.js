// The five steps of back-propagation and the update, on numbers that Python computed. Stepping, pointing and
// arithmetic need no word to the server; what is typed goes there, and comes back as a new pass.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { PassagesHeader } from "../passage/cells.js" */
/** @import { Reason } from "../passage/reasons.js" */

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { ICONS } from "../../browser/icons.js";
import { mounting } from "../../browser/mounting.js";
import { Asking } from "../../browser/playing/asking.js";
import { hidesDetails, onStage, tellSlot } from "../../browser/on_stage.js";
import { listenToKeys } from "../../browser/playing/playback.js";
import { cellOf, nameOf, Passage, range } from "../passage/cells.js";
import { rounded } from "../passage/numbers.js";
import { Reasons } from "../passage/reasons.js";
import { sayStaying } from "../passage/staying.js";
import { counted, say, segments, under } from "../passage/writing.js";
import { chainOf } from "./chain.js";
import { Matrices } from "./matrices.js";
import { peersOf } from "./peers.js";
import { allGetsThrough, stopsOf, WAVE_STEP, WaveClock, WaveWiring } from "./wave.js";
import { waysOf } from "./ways.js";
import {
  batchWords,
  checkWords,
  computedIn,
  FIRST_BACK,
  headlineOf,
  methodsOf,
  metHtml,
  requiredHtml,
  rulesOf,
  slideNote,
  STEPS,
  takesOf,
  usualPick,
} from "./words.js";

/**
 * What `view.py` sends: `opened` is another number after each link, `step`, `pick` and `pattern` are where the
 * link looks; `answered` is the number of the edit that was carried out last, `refused` a sentence, or "".
 * @typedef {object} StepsHeader
 * @property {number} opened
 * @property {number} step
 * @property {string | null} pick
 * @property {number} pattern
 * @property {number} updates that were taken
 * @property {number} most updates that can be taken
 * @property {number} answered
 * @property {number} done the order that was carried out last
 * @property {string} refused
 *
 * @typedef {Block<PassagesHeader & StepsHeader>} StepsBlock
 */

/**
 * What Python is asked for: to put typed texts in their cells, by the names that edits know; to note for the link
 * where the visitor looks; to take a step, or all steps back.
 * @typedef {object} Wishes
 * @property {{ cells: Record<string, string>, nonce: number }} edit
 * @property {{ step: number, pick: string | null, pattern: number }} look
 * @property {{ what: "update" | "restart", nonce: number }} do
 */

const PRODUCTS = 5; // the step that computes the gradients of weights
const REMEMBER_AFTER = 400; // ms that the hand rests before the link says where it is
const AGAIN_EVERY = 1000; // ms between two requests for one edit, which may get lost where several meet

/** What an edge of the network stands for; its weight where the step is not listed. */
const EDGE_KINDS = new Map([
  [5, "dW"],
  [6, "nW"],
]);

class Steps {
  /** @type {Ask} */
  ask = () => {};
  /** @type {StepsBlock} */
  run;
  /** @type {Passage} */
  passage;
  /** @type {Reasons} */
  reasons;
  /** @type {string | null} the cell under the pointer */
  pointed = null;
  /** @type {Record<number, string>} the cell that was picked last, by step */
  pins = {};
  /** @type {Record<string, string>} texts that were typed and are not answered yet */
  pending = {};
  /** @type {Wishes["do"][]} clicks that Python has not carried out yet, the first one first */
  orders = [];
  step = 1;
  shown = 1; // which passage: the batch is 0
  sent = 0;
  /** @type {number[]} steps that Python was told and has not said since */
  told = [];
  explained = ""; // the number whose origin stands there
  roomFor = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  remembering;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const edit = () => this.wish("edit", { cells: { ...this.pending }, nonce: this.sent });
    this.asking = new Asking({ every: AGAIN_EVERY, wanted: () => root.isConnected && this.waits, ask: edit });
    this.ordering = new Asking({
      every: AGAIN_EVERY,
      wanted: () => root.isConnected && this.orders.length,
      ask: () => this.wish("do", this.orders[0]),
    });
    this.wiring = new WaveWiring(this.find(".net"));
    this.clock = new WaveClock(
      () => this.wiring.layers,
      (reached) => this.showWave(reached),
    );
    this.matrices = new Matrices(this.find(".tables"), this);
    this.find(".stepper").innerHTML = STEPS.map(
      (name, i) =>
        `<button data-step="${i + 1}"><i>${i + 1}</i> <span>${name}</span> ` +
        '<small class="takes" data-shows="formula"></small></button>',
    ).join("");
    this.listen();
    const ofWave = () => (this.hasWave ? () => this.clock.toggle() : undefined);
    this.forget = listenToKeys({
      get toggle() {
        return ofWave();
      },
      stepEpoch: () => this.goTo(this.step + 1),
      stepBack: () => this.goTo(this.step - 1),
      rewind: () => this.goTo(1),
      toEnd: () => this.goTo(STEPS.length),
    });
    this.observer = new ResizeObserver(() => {
      if (!this.run) return;
      tellSlot(root);
      this.wiring.layout();
    });
    this.observer.observe(root);
    this.asks = root.dataset.asks;
    this.asked = new MutationObserver(() => this.followQuestion());
    this.asked.observe(root, { attributeFilter: ["data-asks"] });
  }

  /** Whether the step has a wave to show. */
  get hasWave() {
    return this.step === WAVE_STEP && this.passage.depth > 1;
  }

  /** While a scene's question is open, the wave has not begun; the answer sets it going. */
  followQuestion() {
    const before = this.asks;
    this.asks = this.root.dataset.asks;
    if (!this.run || before === this.asks || !this.hasWave) return;
    if (this.asks === "open") this.clock.stand(0);
    else if (before === "open") this.clock.play(0);
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /**
   * @template {keyof Wishes} Name
   * @param {Name} name
   * @param {Wishes[Name]} value
   */
  wish(name, value) {
    this.ask(name, value);
  }

  /**
   * Asked for until Python says that it is done: of two wishes that meet Streamlit keeps one.
   * @param {"update" | "restart"} what
   */
  order(what) {
    this.orders.push({ what, nonce: performance.timeOrigin + performance.now() });
    if (this.orders.length === 1) this.ordering.sendNow();
  }

  listen() {
    const { root } = this;
    for (const button of findAll(root, ".stepper button"))
      button.onclick = () => this.goTo(Number(button.dataset.step));
    this.find(".wave-play").onclick = () => this.clock.toggle();
    this.find(".take").onclick = () => this.order("update");
    this.find(".back").onclick = () => this.order("restart");
    root.addEventListener("pointerover", (event) => {
      const name = this.named(event);
      if (name) this.point(name);
      else if (under(event, ".net, .tables")) this.point(null);
    });
    root.addEventListener("pointerleave", () => this.point(null));
    root.addEventListener("click", (event) => {
      const name = this.named(event);
      if (name) this.pin(name);
    });
    root.addEventListener("focusin", (event) => {
      const name = under(event, ".tables [data-cell]")?.dataset.cell;
      if (name) this.pin(name);
    });
  }

  /**
   * The number that an event is about: that of a cell, or of an edge in the step that is shown.
   * @param {Event} event
   */
  named(event) {
    const edge = under(event, "[data-edge]")?.dataset.edge;
    const name = under(event, "[data-cell]")?.dataset.cell;
    return name || (edge && `${EDGE_KINDS.get(this.step) ?? "W"}${edge}`);
  }

  /**
   * A block from Python: other numbers, or a link that says where to look.
   * @param {StepsBlock} run
   */
  update(run) {
    const opened = !this.run || this.run.opened !== run.opened;
    const isOwn = this.isOwn(run.step);
    const leads = !opened && run.step !== this.run.step && !isOwn;
    this.run = run;
    if (opened) {
      this.step = run.step;
      this.shown = run.pattern;
      this.pins = run.pick ? { [run.step]: run.pick } : {};
      this.clock.rest();
      this.clock.at = this.asks === "open" ? 0 : Infinity;
    }
    if (leads) this.follow(run.step);
    if (run.answered >= this.sent) this.pending = {};
    this.orders = this.orders.filter(({ nonce }) => nonce > run.done);
    if (this.shown >= run.passages.length) this.shown = 1;
    this.redraw();
    this.asking.begin();
    this.ordering.begin();
  }

  /**
   * Whether Python says a step because it was told to.
   * @param {number} step
   */
  isOwn(step) {
    const at = this.told.indexOf(step);
    this.told.splice(0, at + 1);
    return at >= 0;
  }

  /**
   * Go to a step to which a scene leads, not the visitor.
   * @param {number} step
   */
  follow(step) {
    if (step === this.step) return;
    this.step = step;
    this.clock.rest();
    clearTimeout(this.remembering);
    if (this.hasWave) this.clock.play(0);
  }

  /** Whether an edit has not been answered yet. */
  get waits() {
    return Object.keys(this.pending).length > 0;
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  /** Whether no number has more decimals than those in the network: on the stage. */
  get brief() {
    return hidesDetails() && this.run.numbers !== "full";
  }

  /** Whether the steps themselves are the scene: then all that a step computes is lit, and its formula is large. */
  get isList() {
    return onStage() && this.root.dataset.focus === "steps";
  }

  redraw() {
    const { run, root } = this;
    makeTheme(run.palette, root);
    this.choosePassage();
    root.toggleAttribute("data-deep", this.passage.depth > 3);
    this.find(".refused").hidden = !run.refused;
    this.find(".refused").textContent = run.refused;
    this.find(".updates .back").hidden = !run.updates;
    this.show();
  }

  /** The update is the batch's, whichever of its patterns is looked at in the steps before. */
  get inView() {
    return this.step === STEPS.length && this.run.passages.length > 2 ? 0 : this.shown;
  }

  choosePassage() {
    this.passage = new Passage(this.run.passages[this.inView], this.run);
    this.reasons = new Reasons(this.passage, this.decimals, this.brief);
    this.matrices.update(this.passage, this.decimals);
  }

  drawPatterns() {
    const n = this.run.passages.length - 1;
    /** @type {[number, string][]} */
    const choices = [...counted(range(n)), [0, `mean of ${n}`]];
    segments(this.find(".patterns"), n > 1 ? choices : [], this.shown, (value) => this.choosePattern(value));
    this.find(".patterns").hidden ||= this.step === STEPS.length;
  }

  /** @param {number} pattern */
  choosePattern(pattern) {
    this.shown = pattern;
    this.pins = {};
    this.redraw();
    this.remember();
  }

  /** @param {number} step */
  goTo(step) {
    const before = this.inView;
    this.step = Math.max(1, Math.min(STEPS.length, step));
    this.pointed = null;
    if (this.inView !== before) this.choosePassage();
    this.clock.rest();
    this.show();
    if (this.hasWave) this.clock.play(0);
    this.remember();
  }

  /** Everything that depends on the step. */
  show() {
    const { step, passage, run } = this;
    for (const button of findAll(this.root, ".stepper button")) {
      if (Number(button.dataset.step) === step) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
    const takes = takesOf(passage);
    findAll(this.root, ".takes").forEach((box, i) => say(box, takes[i]));
    const headline = headlineOf(step, passage);
    this.drawPatterns();
    this.matrices.show(step);
    this.root.dataset.step = String(step);
    tellSlot(this.root);
    this.wiring.carries = this.hasWave;
    this.wiring.reached = this.clock.at;
    const isProduct = this.isList && step === PRODUCTS;
    const gradient = (/** @type {number} */ l, /** @type {number} */ j, /** @type {number} */ i) =>
      passage.value(nameOf("dW", l, j, i));
    this.wiring.update(passage, step, this.decimals, step === 3 || step === 4, isProduct ? gradient : null);
    say(
      this.find(".rule"),
      this.isList
        ? [
            ...rulesOf(step, passage),
            methodsOf(step, passage)
              .map((name) => `<code>${name}</code>`)
              .join("<br>"),
          ]
            .map((rule) => `<p>${rule}</p>`)
            .join("")
        : "",
    );
    writeHeadline(this.find(".headline"), { name: "backprop.steps.headline", text: headline });
    say(this.find(".required"), requiredHtml(step, passage, this.decimals));
    this.find(".required").hidden = !this.find(".required").innerHTML;
    say(this.find(".met"), this.hasWave ? metHtml(passage, this.decimals) : "");
    say(this.find(".slide-note"), slideNote(step, passage));
    this.find(".take").hidden = step !== STEPS.length || run.updates >= run.most;
    say(this.find(".error-words"), this.errorWords());
    say(this.find(".batch-words"), batchWords(step, passage.n, run.passages.length - 1, this.inView));
    this.explain();
    this.showTransport();
    this.find(".spoken").textContent = `Step ${step} of 6, ${STEPS[step - 1]}. ${headline}.`;
  }

  /** @param {number} reached */
  showWave(reached) {
    this.wiring.moveTo(reached);
    this.showTransport();
    if (this.explained !== this.picked) this.explain();
  }

  /** What the lines mean; where there is a wave, its button and its stops. */
  showTransport() {
    const { clock, hasWave, passage } = this;
    const what = allGetsThrough(passage) ? "<i>g</i>" : "Σ <i>g w</i>";
    const isProduct = this.isList && this.step === PRODUCTS;
    // What a line is, and its colour.
    const waits = hasWave && clock.at === 0; // then no line carries anything yet, and is its weight
    const carries = hasWave && !waits;
    const line = isProduct ? "∂<i>E</i>/∂<i>w</i>" : carries ? "<i>g w</i>" : "<i>w</i>";
    const does = (/** @type {string} */ verb) => (carries && !hidesDetails() ? `, ${verb} ${what}` : "");
    say(this.find(".sign .of-positive"), `${line} &gt; 0${does("raises")}`);
    say(this.find(".sign .of-negative"), `${line} &lt; 0${does("lowers")}`);
    say(this.find(".thickness"), `thickness |${line}|`);
    this.find(".thickness").hidden = waits || (!hasWave && !isProduct);
    this.find(".wave-controls").hidden = !hasWave;
    if (!hasWave) return;
    const ended = clock.at >= this.wiring.layers;
    const [icon, name] = clock.plays
      ? [ICONS.pause, "Pause the wave"]
      : [ended ? ICONS.replay : ICONS.play, "Play the wave"];
    const button = this.find(".wave-play");
    say(button, `<svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>`);
    button.setAttribute("aria-label", name);
    segments(this.find(".wave-stops"), stopsOf(this.wiring.layers), clock.stop, (stop) => clock.stand(stop));
  }

  errorWords() {
    const { n, numbers } = this.passage;
    const { updates } = this.run;
    const of = n > 1 ? `mean of ${n} patterns; the boxes show means, <i>g</i> their sum` : "one pattern";
    const after = updates ? ` after ${updates} update${updates > 1 ? "s" : ""}` : "";
    return `<i>E</i> = ${rounded(numbers.ME, this.decimals)}, ${of}${after}`;
  }

  get picked() {
    const pin = this.pins[this.step];
    if (pin && this.passage.has(pin)) return pin;
    const reached = this.passage.depth - (this.hasWave ? this.clock.stop : 1);
    return usualPick(this.step, this.passage, reached);
  }

  /** @param {string | null} name */
  point(name) {
    if (name === this.pointed) return;
    this.pointed = name;
    this.explain();
  }

  /** @param {string} name */
  pin(name) {
    if (this.pins[this.step] !== name) {
      this.pins[this.step] = name;
      this.remember();
    }
    this.pointed = null;
    this.explain();
  }

  /** The formula and the arithmetic of one number; its sources are lit. */
  explain() {
    const name = this.pointed && this.passage.has(this.pointed) ? this.pointed : this.picked;
    const reason = this.reasons.of(name);
    this.explained = name;
    say(this.find("h2"), reason.title);
    say(this.find(".formula"), formulaHtml(reason));
    say(this.find(".parts tbody"), rowsHtml(reason));
    const ways = this.step === WAVE_STEP ? waysOf(this.reasons.arithmetic, name) : "";
    say(this.find(".ways tbody"), ways);
    this.find(".ways").hidden = !ways;
    const peers = this.brief && this.step === PRODUCTS ? peersOf(this.reasons.arithmetic, name) : "";
    say(this.find(".peers tbody"), peers);
    this.find(".peers").hidden = !peers;
    const chain = this.showChain(name);
    const lines = ways ? reason.lines.slice(1) : reason.lines; // the first is the sum, which the ways show
    say(this.find(".lines"), (chain ? [] : lines).map((line) => `<p>${line}</p>`).join(""));
    say(this.find(".verdict"), checkWords(this.passage, name, this.decimals));
    sayStaying(this.find(".staying-words"), this.passage, name);
    const sources = new Set(reason.sources);
    for (const cell of findAll(this.root, ".tables [data-cell]")) {
      cell.classList.toggle("source", sources.has(cell.dataset.cell ?? ""));
      cell.classList.toggle("picked", cell.dataset.cell === name);
    }
    if (this.isList) this.wiring.light(computedIn(this.step, this.passage), "");
    else this.wiring.light(reason.sources, name);
    this.keepRoom();
  }

  /**
   * The chain through the softmax, where it is about a number; whether it is.
   * @param {string} name
   */
  showChain(name) {
    const table = this.find(".chain"),
      { head, factors, sums } =
        this.step === FIRST_BACK
          ? chainOf(this.reasons.arithmetic, name)
          : { head: "", factors: "", sums: "" };
    say(find(table, "thead"), head);
    say(find(table, ".factors"), factors);
    say(find(table, ".chain-sums"), sums);
    table.hidden = !head;
    return Boolean(head);
  }

  /**
   * The place of the formula grows where it must and never shrinks, so that what is pointed at does not move away; on
   * the stage it has its place.
   */
  keepRoom() {
    const box = this.find(".reason");
    if (onStage()) {
      box.style.minHeight = "";
      return;
    }
    const width = box.clientWidth;
    if (width !== this.roomFor) box.style.minHeight = "";
    this.roomFor = width;
    if (box.scrollHeight > parseFloat(getComputedStyle(box).minHeight))
      box.style.minHeight = `${Math.ceil(box.scrollHeight)}px`;
  }

  /**
   * The cell's name where edits know it: patterns are counted in the batch, not in the passage.
   * @param {string} name
   */
  edited(name) {
    const { kind, layer, at } = cellOf(name);
    return kind === "x"
      ? `x${this.inView || at[0]}_${at[1]}`
      : `${kind.toLowerCase()}${layer}_${at.join("_")}`;
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  edit(name, text) {
    this.send(this.edited(name), text);
  }

  /** @param {string} name */
  waitsFor(name) {
    return this.edited(name) in this.pending;
  }

  /**
   * @param {number} pattern
   * @param {number} k
   */
  pickClass(pattern, k) {
    this.send(`t${this.inView || pattern}`, String(k));
  }

  /**
   * All that is not answered yet goes together: of two wishes that reach Streamlit at once it keeps the later one
   * only.
   * @param {string} cell
   * @param {string} text
   */
  send(cell, text) {
    this.pending[cell] = text;
    this.sent = performance.timeOrigin + performance.now();
    this.asking.sendNow();
  }

  /** Say where the visitor looks; not while an edit or an order is under way, which it might overtake. */
  remember() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      if (!this.root.isConnected) return;
      const { step, shown: pattern } = this;
      this.told.push(step);
      if (this.waits || this.orders.length) this.remember();
      else this.wish("look", { step, pick: this.pins[step] || null, pattern });
    }, REMEMBER_AFTER);
  }

  destroy() {
    this.asking.rest();
    this.ordering.rest();
    clearTimeout(this.remembering);
    this.observer.disconnect();
    this.asked.disconnect();
    this.clock.rest();
    this.forget();
  }
}

/**
 * The number and its terms; the last one is marked where the step is about it.
 * @param {Reason} reason
 */
function formulaHtml({ head, sign, boxes, rows }) {
  const lit = rows.some((row) => row.lit);
  const terms = boxes.map((box, i) => {
    const op = box.op || i ? `<span class="op">${box.op || "·"}</span>` : "";
    const last = i && i === boxes.length - 1 && lit ? " last" : "";
    return `${op}<span class="term${last}"><span>${box.html}</span><b>${box.text}</b></span>`;
  });
  const equals = boxes.length ? `<span class="op">${sign}</span>` : "";
  return `<span class="term"><span>${head.html}</span><b>${head.text}</b></span>${equals}${terms.join("")}`;
}

/** @param {Reason} reason */
const rowsHtml = ({ rows }) =>
  rows
    .map(({ lit, html, method, step }) => {
      const cells = `<td>${html}</td><td>${method.replaceAll(".", "<wbr>.")}</td><td>step ${step}</td>`;
      return `<tr class="${lit ? "lit" : ""}">${cells}</tr>`;
    })
    .join("");

export default mounting("steps", Steps);
