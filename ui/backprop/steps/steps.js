// The microscope: the five steps of back-propagation and the update, on numbers that Python computed. Stepping, pointing and
// arithmetic need no word to the server; what is typed goes there, and comes back as a new pass.

import { Asking } from "../../browser/playing/asking.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { listenToKeys } from "../../browser/playing/playback.js";
import { parse, Passage } from "../passage/cells.js";
import { EDITABLE, Matrices } from "../passage/matrices.js";
import { rounded, say, segments } from "../passage/numbers.js";
import { range, Reasons } from "../passage/reasons.js";
import { Wiring } from "../passage/wiring.js";
import { batchWords, checkWords, headlineOf, slideNote, STEPS, usualPick } from "./words.js";

const REMEMBER_AFTER = 400; // ms that the hand rests before the link says where it is
const AGAIN_EVERY = 1000; // ms between two requests for one edit, which may get lost where several meet

class Steps {
  constructor(root) {
    this.root = root;
    const find = (selector) => root.querySelector(selector);
    this.find = find;
    this.step = 1;
    this.pins = {};
    this.pending = {};
    const edit = () => this.ask("edit", { cells: { ...this.pending }, nonce: this.sent });
    this.asking = new Asking({ every: AGAIN_EVERY, wanted: () => root.isConnected && this.waits, ask: edit });
    this.wiring = new Wiring(find(".net"));
    this.matrices = new Matrices(find(".tables"), this);
    find(".stepper").innerHTML = STEPS.map(
      (name, i) => `<button data-step="${i + 1}"><i>${i + 1}</i> ${name}</button>`,
    ).join("");
    this.listen();
  }

  listen() {
    const { root, find } = this;
    root
      .querySelectorAll(".stepper button")
      .forEach((button) => (button.onclick = () => this.goTo(Number(button.dataset.step))));
    find(".take").onclick = () => this.ask("do", { what: "update", nonce: performance.now() });
    find(".back").onclick = () => this.ask("do", { what: "restart", nonce: performance.now() });
    const named = (event) => event.target.closest("[data-cell]")?.dataset.cell,
      edge = (event) => event.target.closest("[data-edge]")?.dataset.edge;
    root.addEventListener("pointerover", (event) => {
      const name = named(event) || (edge(event) && this.ofEdge(edge(event)));
      if (name) this.point(name);
      else if (event.target.closest(".net, .tables")) this.point(null);
    });
    root.addEventListener("pointerleave", () => this.point(null));
    root.addEventListener("click", (event) => {
      const name = named(event) || (edge(event) && this.ofEdge(edge(event)));
      if (name) this.pin(name);
    });
    root.addEventListener(
      "focusin",
      (event) => event.target.matches(".tables [data-cell]") && this.pin(named(event)),
    );
    this.forget = listenToKeys({
      stepEpoch: () => this.goTo(this.step + 1),
      stepBack: () => this.goTo(this.step - 1),
      rewind: () => this.goTo(1),
      toEnd: () => this.goTo(6),
    });
    this.observer = new ResizeObserver(() => this.run && this.wiring.layout());
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () => this.run && (this.theme.name === "dark") !== isDark(root) && this.paint(),
      400,
    );
  }

  ofEdge(edge) {
    return `${this.step === 5 ? "dW" : this.step === 6 ? "nW" : "W"}${edge}`;
  }

  // A block from Python: other numbers, or a link that says where to look.
  update(run) {
    const opened = !this.run || this.run.opened !== run.opened;
    this.run = run;
    if (opened) {
      Object.assign(this, { step: run.step, shown: run.pattern, pins: {} });
      if (run.pick) this.pins[run.step] = run.pick;
    }
    if (run.answered >= (this.sent || 0)) this.pending = {};
    if (this.shown >= run.passages.length) this.shown = 1;
    this.paint();
    this.asking.begin();
  }

  // Whether an edit has not been answered yet.
  get waits() {
    return Object.keys(this.pending).length > 0;
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  paint() {
    const { run, root } = this;
    this.theme = makeTheme(run.palette, root);
    this.passage = new Passage(run.passages[this.shown], run);
    this.reasons = new Reasons(this.passage, this.decimals);
    root.toggleAttribute("data-deep", run.passages[0].W.length > 3);
    this.matrices.update(this.passage, this.decimals);
    this.find(".refused").hidden = !run.refused;
    this.find(".refused").textContent = run.refused;
    this.find(".updates .back").hidden = !run.updates;
    this.drawPatterns();
    this.show();
  }

  drawPatterns() {
    const n = this.run.passages.length - 1,
      choices = [...range(n).map((i) => [i, String(i)]), [0, `mean of ${n}`]];
    segments(this.find(".patterns"), n > 1 ? choices : [], this.shown, (value) => this.choosePattern(value));
  }

  choosePattern(value) {
    this.shown = value;
    this.pins = {};
    this.paint();
    this.remember();
  }

  goTo(step) {
    this.step = Math.max(1, Math.min(6, step));
    this.pointed = null;
    this.show();
    this.remember();
  }

  // Everything that depends on the step.
  show() {
    const { step, passage, run } = this,
      { n } = passage;
    this.root.querySelectorAll(".stepper button").forEach((button) => {
      if (Number(button.dataset.step) === step) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    this.matrices.show(step);
    this.wiring.update(passage, step, this.decimals, step === 3 || step === 4);
    this.find(".headline").textContent = headlineOf(step, passage, run.passages[this.shown].collapses);
    say(this.find(".slide-note"), slideNote(step, passage));
    this.find(".take").hidden = step !== 6;
    const after = run.updates ? ` after ${run.updates} update${run.updates > 1 ? "s" : ""}` : "";
    say(
      this.find(".error-words"),
      `<i>E</i> = ${rounded(passage.numbers.ME, this.decimals)}, ${n > 1 ? `mean of ${n} patterns; the boxes show means, <i>g</i> their sum` : "one pattern"}${after}`,
    );
    say(this.find(".batch-words"), batchWords(step, n, run.passages.length - 1, this.shown));
    this.explain();
    this.find(".spoken").textContent =
      `Step ${step} of 6, ${STEPS[step - 1]}. ${this.find(".headline").textContent}.`;
  }

  get picked() {
    const pin = this.pins[this.step];
    return pin && this.passage.value(pin) !== undefined ? pin : usualPick(this.step, this.passage);
  }

  point(name) {
    if (name === this.pointed) return;
    this.pointed = name;
    this.explain();
  }

  pin(name) {
    if (this.pins[this.step] !== name) {
      this.pins[this.step] = name;
      this.remember();
    }
    this.pointed = null;
    this.explain();
  }

  // The formula and the arithmetic of one number; its sources are lit.
  explain() {
    const pointed = this.pointed && this.passage.value(this.pointed) !== undefined ? this.pointed : null;
    const name = pointed || this.picked,
      reason = this.reasons.of(name),
      sources = new Set(reason.sources);
    say(this.find("h2"), reason.title);
    const boxes = reason.boxes.map(
      (box, i) =>
        `${box.op || i ? `<span class="op">${box.op || "·"}</span>` : ""}<span class="term${i && i === reason.boxes.length - 1 && reason.rows.some((row) => row.lit) ? " last" : ""}"><span>${box.html}</span><b>${box.text}</b></span>`,
    );
    say(
      this.find(".formula"),
      `<span class="term"><span>${reason.head.html}</span><b>${reason.head.text}</b></span>${boxes.length ? `<span class="op">=</span>${boxes.join("")}` : ""}`,
    );
    say(
      this.find(".parts tbody"),
      reason.rows
        .map(
          (row) =>
            `<tr class="${row.lit ? "lit" : ""}"><td>${row.html}</td><td>${row.method}</td><td>step ${row.step}</td></tr>`,
        )
        .join(""),
    );
    say(this.find(".lines"), reason.lines.map((line) => `<p>${line}</p>`).join(""));
    say(this.find(".verdict"), checkWords(this.passage, name, this.decimals));
    this.root.querySelectorAll(".tables [data-cell]").forEach((cell) => {
      cell.classList.toggle("source", sources.has(cell.dataset.cell));
      cell.classList.toggle("picked", cell.dataset.cell === name);
    });
    this.wiring.light(reason.sources, name);
    this.keepRoom();
  }

  // The place of the formula grows where it must and never shrinks, so that what is pointed at does not move away.
  keepRoom() {
    const box = this.find(".reason"),
      width = box.clientWidth;
    if (width !== this.roomFor) box.style.minHeight = "";
    this.roomFor = width;
    if (box.scrollHeight > parseFloat(getComputedStyle(box).minHeight))
      box.style.minHeight = `${Math.ceil(box.scrollHeight)}px`;
  }

  // The cell's name where edits know it: patterns are counted in the batch, not in the passage.
  edited(name) {
    const { kind, layer, at } = parse(name);
    return kind === "x" ? `x${this.shown || at[0]}_${at[1]}` : `${EDITABLE[kind]}${layer}_${at.join("_")}`;
  }

  edit(name, text) {
    this.send(this.edited(name), text);
  }

  waitsFor(name) {
    return this.edited(name) in this.pending;
  }

  pickClass(pattern, k) {
    this.send(`t${this.shown || pattern}`, String(k));
  }

  // All that is not answered yet goes together: of two wishes that reach Streamlit at once it keeps the later one only.
  send(cell, text) {
    this.pending[cell] = text;
    this.sent = performance.timeOrigin + performance.now();
    this.asking.sendNow();
  }

  // Not while an edit is under way, which it might overtake.
  remember() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      if (!this.root.isConnected) return;
      if (this.waits) this.remember();
      else this.ask("look", { step: this.step, pick: this.pins[this.step] || null, pattern: this.shown });
    }, REMEMBER_AFTER);
  }

  destroy() {
    this.asking.rest();
    clearTimeout(this.remembering);
    clearInterval(this.themeWatch);
    this.observer.disconnect();
    this.forget();
  }
}

export default mounting("steps", Steps);
