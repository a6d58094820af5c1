// A sheet of numbers with blanks, to be worked out by hand. Answers are marked in Python; hints come in three depths,
// from the rule in symbols to the arithmetic with everything but its result.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { PassagesHeader } from "../passage/cells.js" */
/** @import { Reason } from "../passage/reasons.js" */
/** @import { Mark } from "./blanks.js" */

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { hidesDetails } from "../../browser/on_stage.js";
import { cellOf, Passage } from "../passage/cells.js";
import { rounded } from "../passage/numbers.js";
import { Reasons } from "../passage/reasons.js";
import { Wiring } from "../passage/wiring.js";
import { say } from "../passage/writing.js";
import { Blanks, signOf } from "./blanks.js";
import { methodsHtml, rulesHtml } from "./rules.js";

/**
 * What `view.py` sends; of passages there is one, the sheet's own.
 * @typedef {object} CheckHeader
 * @property {string} id another one for another sheet
 * @property {number} student
 * @property {string[]} blanks names of the blank cells
 * @property {Record<string, string>} typed
 * @property {Record<string, Mark>} marks
 * @property {number} answered number of the answer that was marked last
 * @property {number} tolerance
 * @property {[number, [string, number][]][]} sheets for the lecturer: each student's answers by the cells' names
 *
 * @typedef {Block<PassagesHeader & CheckHeader>} CheckBlock
 */

/**
 * Texts to be marked, by the cells' names.
 * @typedef {{ cells: Record<string, string>, nonce: number }} Answer
 */

const ALL_HINTS = 3;
const FROM_THE_NUMBERS = 2; // hints from which on the numbers that go in are lit

class Check {
  /** @type {Ask} */
  ask = () => {};
  /** @type {CheckBlock} */
  run;
  /** @type {Passage} */
  passage;
  /** @type {Reasons} */
  reasons;
  /** @type {Record<string, string>} answers that are on their way to Python */
  pending = {};
  /** @type {Record<string, number>} hints that were given, by cell */
  depths = {};
  /** @type {string | undefined} the blank in hand */
  taken;
  sent = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.wiring = new Wiring(this.find(".net"));
    this.blanks = new Blanks(this.find(".tables"), this);
    this.find(".hint").onclick = () => this.hint();
    this.find(".print").onclick = () => window.print();
    this.observer = new ResizeObserver(() => this.run && this.wiring.layout());
    this.observer.observe(root);
    this.asked = new MutationObserver(() => {
      if (!this.run) return;
      this.fill();
      this.help();
    });
    this.asked.observe(root, { attributeFilter: ["data-asks"] });
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /** @param {CheckBlock} run */
  update(run) {
    if (!this.run || this.run.id !== run.id) {
      this.depths = {};
      this.pending = {};
      this.taken = undefined;
      this.sent = 0;
    }
    this.run = run;
    if (run.answered >= this.sent) this.pending = {};
    this.redraw();
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  /** Whether the sheet's numbers have no more decimals than those in the network: on the stage. */
  get brief() {
    return hidesDetails() && this.run.numbers !== "full";
  }

  redraw() {
    const { run, root } = this;
    makeTheme(run.palette, root);
    this.passage = new Passage(run.passages[0], run);
    this.reasons = new Reasons(this.passage, this.decimals, this.brief);
    root.toggleAttribute("data-deep", this.passage.depth > 3);
    this.fill();
    this.taken ??= find(root, ".tables").querySelector(/** @type {"input"} */ ("input.blank"))?.dataset.cell;
    this.wiring.hidden = new Set(run.blanks.filter((name) => this.isOpen(name)));
    this.wiring.update(this.passage, 4, this.decimals, true);
    this.find(".headline").textContent = headlineOf(run.blanks.length, this.wiring.hidden.size);
    this.find(".who").textContent = this.who();
    say(this.find(".slide-note"), slideNote(this.passage.n));
    say(this.find(".methods"), methodsHtml(this.passage));
    this.help();
    this.answers();
  }

  /** The sheet; once a scene's answer has been revealed, whatever was left blank is filled. */
  fill() {
    const answers = { ...this.run, pending: this.pending, isRevealed: this.isRevealed };
    this.blanks.update(this.passage, answers, this.brief ? this.decimals : this.decimals + 2);
  }

  get isRevealed() {
    return this.root.dataset.asks === "answered";
  }

  /**
   * Whether a cell is blank and has no right answer yet.
   * @param {string} name
   */
  isOpen(name) {
    return this.run.blanks.includes(name) && !this.run.marks[name]?.right;
  }

  /** Whose sheet it is, of what, and how close an answer must be. */
  who() {
    const { student, tolerance } = this.run;
    const { activations, facts, depth, n } = this.passage;
    const kinds = [...new Set(activations)].map((name) => facts[name].word).join(", ");
    const whose = student ? `Student ${student}` : "The page's own network";
    const ofBatch = n > 1 ? `, mean over ${n} patterns` : "";
    return `${whose}${ofBatch} · ${depth > 1 ? `hidden units: ${kinds} · ` : ""}right within ${tolerance}`;
  }

  /** @param {string} name */
  take(name) {
    this.taken = name;
    this.help();
  }

  /** @param {HTMLInputElement} field */
  next(field) {
    const fields = findAll(this.root, "input.blank");
    fields[(fields.indexOf(field) + 1) % fields.length].focus();
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  answer(name, text) {
    this.pending[name] = text;
    this.sent = performance.timeOrigin + performance.now();
    /** @type {Answer} */
    const wish = { cells: { ...this.pending }, nonce: this.sent };
    this.ask("answer", wish);
  }

  hint() {
    if (this.taken === undefined) return;
    this.depths[this.taken] = Math.min(ALL_HINTS, (this.depths[this.taken] || 0) + 1);
    this.help();
  }

  /** What helps with the blank in hand: the rule, the numbers that go in, the arithmetic without its result. */
  help() {
    const name = this.taken;
    this.find(".help").hidden = !name;
    if (!name) return;
    const reason = this.reasons.of(name);
    const mark = this.run.marks[name];
    const depth = this.depths[name] || 0;
    const marked =
      mark && `<b>${signOf(mark)}</b> ${mark.words.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`)}`;
    say(this.find("h2"), reason.title);
    const waits = this.isRevealed ? "" : "Type your answer into the cell with the thick frame.";
    say(this.find(".mark"), marked ?? waits);
    const button = this.find(".hint");
    button.hidden = Boolean(mark?.right) || depth === ALL_HINTS;
    button.textContent = depth ? `Hint ${depth + 1} of ${ALL_HINTS}` : "Hint";
    const hints = hintsOf(reason, (cell) => this.isOpen(cell)).slice(0, depth);
    say(this.find(".hints"), hints.map((words) => `<p>${words}</p>`).join(""));
    say(this.find(".rules tbody"), rulesHtml(this.reasons.arithmetic, name));
    const sources = this.isRevealed ? this.allSources() : depth >= FROM_THE_NUMBERS ? reason.sources : [];
    this.wiring.light(sources, name);
    for (const cell of findAll(this.root, ".tables [data-cell]")) {
      cell.classList.toggle("source", sources.includes(cell.dataset.cell ?? ""));
      cell.classList.toggle("picked", cell.dataset.cell === name);
    }
  }

  /** The numbers that all blanks come from: with the answer of a scene it is seen how they are related. */
  allSources() {
    return this.run.blanks.flatMap((name) => this.reasons.of(name).sources);
  }

  /** For the lecturer: every student's answers, to print. */
  answers() {
    const { sheets, tolerance } = this.run;
    const rows = sheets.map(([student, cells]) => {
      const answers = cells.map(([name, value]) => this.answerHtml(name, value)).join(" ");
      return `<tr><td>Student ${student}</td><td>${answers}</td></tr>`;
    });
    this.find(".answers").hidden = !sheets.length;
    say(this.find(".answers tbody"), rows.join(""));
    this.find(".answers-words").textContent =
      `Right within ${tolerance}. Each student has the link of this page with ?view=check&student=… ` +
      `and a number from 1 to ${sheets.length}.`;
  }

  /**
   * @param {string} name
   * @param {number} value
   */
  answerHtml(name, value) {
    const { kind, at } = cellOf(name);
    const ofBatch = this.passage.n > 1 && ["z", "h", "y", "g"].includes(kind);
    const words = `${this.passage.symbolOf(name)}${ofBatch ? ` (pattern ${at[0]})` : ""}`;
    return `<span class="one">${words} = ${rounded(value, 4)}</span>`;
  }

  destroy() {
    this.observer.disconnect();
    this.asked.disconnect();
  }
}

/**
 * @param {number} all
 * @param {number} open
 */
function headlineOf(all, open) {
  const right = all - open;
  if (!all) return "Nothing is blank on this sheet";
  if (!open) return all === 1 ? "The number is right" : `All ${all} numbers are right`;
  if (right) return `${right} of ${all} numbers are right`;
  return all === 1 ? "One number is missing: work it out" : `${all} numbers are missing: work them out`;
}

/** @param {number} n */
function slideNote(n) {
  return n > 1
    ? `<b>N = ${n}:</b> here <b>g</b> is the framework's, divided by <i>N</i> in <code>error.grad</code>; ` +
        "the slide's <i>y</i> − <i>t</i> is for one pattern."
    : "<b>One pattern:</b> here <b>g</b> is <i>y</i> − <i>t</i>, as on the slide. " +
        "The slides leave ∂<i>E</i>/∂<i>b</i> to you: what is a bias multiplied with?";
}

/**
 * The hints for one number, from the rule to the arithmetic.
 * @param {Reason} reason
 * @param {(name: string) => boolean} isOpen
 */
function hintsOf({ boxes, head, lines, rows }, isOpen) {
  const ops = boxes.map((box, i) => `${i || box.op ? ` ${box.op || "·"} ` : ""}${box.html}`);
  const rules = rows.map((row) => row.method).join(", then ");
  const parts = boxes.map(({ html, names, text }) => {
    const open = names.length === 1 && isOpen(names[0]);
    return `${html} = ${open ? "still blank" : text}`;
  });
  const arithmetic = lines.map((line) => line.replace(/<b>[^<]*<\/b>/, "<b>?</b>"));
  return [
    `<b>The rule:</b> ${head.html} = ${ops.join("")} <span class="from">${rules}</span>`,
    `<b>What goes in:</b> ${parts.join(", &ensp;")}`,
    `<b>The arithmetic:</b> ${arithmetic.join("<br>")}`,
  ];
}

export default mounting("check", Check);
