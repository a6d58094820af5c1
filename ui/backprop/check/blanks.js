// The sheet's matrices, from what is given to the gradients: numbers to read, and the blanks as fields that show how
// their answers were marked.

/** @import { Passage } from "../passage/cells.js" */
/** @import { Table } from "../passage/matrices.js" */

import { findAll } from "../../browser/find.js";
import { range } from "../passage/cells.js";
import { cellText, matrixHtml, tablesOf } from "../passage/matrices.js";

/**
 * What an answer is worth, and what is said of it.
 * @typedef {{ right: boolean, words: string }} Mark
 */

/**
 * The answers so far: names of the blank cells, texts that were typed and their marks by name, texts on their way
 * to Python.
 * @typedef {object} Answers
 * @property {string[]} blanks
 * @property {Record<string, string>} typed
 * @property {Record<string, Mark>} marks
 * @property {Record<string, string>} pending
 * @property {boolean} isRevealed whether empty cells show what belongs there
 */

/**
 * Carries out what a visitor does with the blanks.
 * @typedef {object} Desk
 * @property {(name: string) => void} take
 * @property {(name: string, text: string) => void} answer
 * @property {(field: HTMLInputElement) => void} next
 */

/**
 * The groups of the sheet, in the order of the algorithm.
 * @param {Passage} passage
 * @returns {[string, Table[]][]}
 */
function groupsOf(passage) {
  const { batch, ofClasses, weights, biases, errors } = tablesOf(passage);
  const all = range(passage.depth);
  const back = [...all].reverse();
  const answers = (/** @type {number} */ l) => (l === passage.depth ? ofClasses("y") : batch("h", l));
  return [
    ["Given", [batch("x"), ofClasses("t"), ...all.flatMap((l) => [weights("W", l), biases("b", l)])]],
    ["Forward", [...all.flatMap((l) => [batch("z", l), answers(l)]), errors(passage.n > 1 ? "ME" : "E")]],
    ["Error signals", back.map((l) => batch("g", l))],
    ["Gradients", back.flatMap((l) => [weights("dW", l), biases("db", l)])],
  ];
}

export class Blanks {
  /** @type {Answers} */
  answers;

  /**
   * @param {HTMLElement} box
   * @param {Desk} desk
   */
  constructor(box, desk) {
    this.box = box;
    this.desk = desk;
    this.shape = "";
  }

  /**
   * Build where the sheet has other blanks or another shape; else only numbers and marks change.
   * @param {Passage} passage
   * @param {Answers} answers
   * @param {number} decimals
   */
  update(passage, answers, decimals) {
    this.answers = answers;
    const shape = JSON.stringify([passage.sizes, passage.n, answers.blanks]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(passage);
    }
    for (const cell of findAll(this.box, "[data-cell]")) {
      const name = cell.dataset.cell ?? "";
      if (cell instanceof HTMLInputElement)
        this.fill(cell, name, answers.isRevealed ? cellText(name, passage.value(name), decimals) : "");
      else cell.textContent = cellText(name, passage.value(name), decimals);
    }
  }

  /** @param {Passage} passage */
  build(passage) {
    const groups = groupsOf(passage).map(([label, tables]) => {
      const matrices = tables.map((table) =>
        matrixHtml(table, passage, (name) => this.cellHtml(name, passage)),
      );
      return `<div class="stage"><p class="label">${label}</p><div>${matrices.join("")}</div></div>`;
    });
    this.box.innerHTML = groups.join("");
    /** @type {HTMLInputElement[]} */
    const fields = findAll(this.box, "input.cell");
    fields.forEach((field) => this.listen(field));
  }

  /**
   * @param {string} name
   * @param {Passage} passage
   */
  cellHtml(name, passage) {
    if (!this.answers.blanks.includes(name)) return `<span class="cell" data-cell="${name}"></span>`;
    const plain = 'inputmode="text" autocomplete="off" spellcheck="false"';
    const label = `aria-label="${passage.spoken(name)}"`;
    return `<span class="cell-box"><input class="cell blank" data-cell="${name}" ${plain} ${label}></span>`;
  }

  /** @param {HTMLInputElement} field */
  listen(field) {
    const name = field.dataset.cell ?? "";
    field.onfocus = () => this.desk.take(name);
    field.onchange = () => this.desk.answer(name, field.value);
    field.onkeydown = (event) => {
      if (event.key === "Enter" && field.value === (this.answers.typed[name] || "")) this.desk.next(field);
    };
  }

  /**
   * Show an answer as Python knows it, unless the visitor is typing another one, and its mark.
   * @param {HTMLInputElement} field
   * @param {string} name
   * @param {string} known what an empty cell shows
   */
  fill(field, name, known) {
    const root = /** @type {Document | ShadowRoot} */ (this.box.getRootNode());
    const mark = this.answers.marks[name];
    const typed = this.answers.typed[name] || known;
    const untouched = field !== root.activeElement || field.dataset.typed === field.value;
    if (this.answers.pending[name] === undefined && untouched) field.value = typed;
    field.dataset.typed = typed;
    field.classList.toggle("right", Boolean(mark?.right));
    field.classList.toggle("wrong", Boolean(mark && !mark.right));
    field.setAttribute("aria-invalid", String(Boolean(mark && !mark.right)));
    if (field.parentElement) field.parentElement.dataset.sign = mark ? signOf(mark) : "";
  }
}

/** @param {Mark} mark */
export const signOf = (mark) => (mark.right ? "✓" : "✗");
