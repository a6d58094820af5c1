// The matrices of each step with their shapes and numbers. All six steps' matrices stand on the page at once and one
// is shown, so that stepping creates nothing; a new pass changes texts. Weights, biases and inputs are fields to type
// in.

/** @import { Kind, Passage } from "../passage/cells.js" */
/** @import { Table } from "../passage/matrices.js" */

import { find, findAll } from "../../browser/find.js";
import { OneStop } from "../../browser/one_stop.js";
import { cellOf, range } from "../passage/cells.js";
import { cellText, matrixHtml, tablesOf, TYPED } from "../passage/matrices.js";
import { apart, numberIn } from "../passage/numbers.js";
import { say } from "../passage/writing.js";
import { rowsOf } from "./rows.js";

/**
 * Carries out what a visitor does with the cells.
 * @typedef {object} Editor
 * @property {(name: string, text: string) => void} edit
 * @property {(name: string) => boolean} waitsFor whether an edit of the cell has not been answered yet
 * @property {(pattern: number, k: number) => void} pickClass
 */

const TINTED = new Set(["W", "b", "dy", "J", "c", "g", "s", "dW", "db", "nW", "nb"]);
const STEP = 1e-6; // by which finite differences move a number
const ARROW_STEP = 0.1; // by which an arrow key changes a number

/**
 * The array that is moved to check a gradient, by the gradient's kind.
 * @type {Partial<Record<Kind, string>>}
 */
export const CHECKED = { dW: "W", db: "b", g: "z", s: "h" };

/**
 * What each step shows.
 * @param {Passage} passage
 * @returns {Table[][]}
 */
function stagesOf(passage) {
  const { batch, ofClasses, weights, biases, errors } = tablesOf(passage);
  const { n, depth: top, sizes } = passage;
  const all = range(top);
  const back = [...all].reverse();
  const hidden = back.slice(1);
  const classes = sizes[top];
  /** @type {Table[]} */
  const jacobians = range(n).map((pattern) => ({
    kind: "J",
    layer: 0,
    rows: classes,
    columns: classes,
    pattern,
    op: pattern === 1 ? "·" : "",
  }));
  const minus = { op: "− <i>η</i>" };
  const equals = { op: "=" };
  return [
    [
      batch("x"),
      ...all.flatMap((l) => [
        weights("W", l),
        biases("b", l),
        batch("z", l),
        l === top ? ofClasses("y") : batch("h", l),
      ]),
    ],
    [ofClasses("y"), ofClasses("t"), errors("E", n), ...(n > 1 ? [errors("ME")] : [])],
    [
      ofClasses("dy"),
      ...jacobians,
      { ...ofClasses("c"), op: "=" },
      ofClasses("y"),
      { ...ofClasses("t"), op: "−" },
      { ...batch("g", top), op: n > 1 ? `/ ${n} =` : "=" },
    ],
    [
      batch("g", top),
      ...hidden.flatMap((l, i) => [
        { ...weights("W", l + 1), below: i > 0 },
        batch("s", l),
        { ...batch("f", l), op: "⊙" },
        { ...batch("g", l), ...equals },
      ]),
    ],
    [...back.map((l) => batch("g", l)), ...back.flatMap((l) => [weights("dW", l), biases("db", l)])],
    [
      ...back.flatMap((l) => [
        weights("W", l),
        ...(passage.isHeld({ kind: "W", layer: l }) ? [] : [{ ...weights("dW", l), ...minus }]),
        { ...weights("nW", l), ...equals },
        biases("b", l),
        ...(passage.isHeld({ kind: "b", layer: l }) ? [] : [{ ...biases("db", l), ...minus }]),
        { ...biases("nb", l), ...equals },
      ]),
      errors("ME"),
      errors("NE"),
    ],
  ];
}

export class Matrices {
  /**
   * @param {HTMLElement} box
   * @param {Editor} editor
   */
  constructor(box, editor) {
    this.box = box;
    this.editor = editor;
    this.shape = "";
  }

  /**
   * Build where the network or the batch has another shape, or something else learns; else only the numbers change.
   * @param {Passage} passage
   * @param {number} decimals
   */
  update(passage, decimals) {
    const shape = JSON.stringify([passage.sizes, passage.n, passage.stays]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(passage);
    }
    for (const stage of findAll(this.box, ".stage")) this.fillStage(stage, passage, decimals);
    for (const line of findAll(this.box, ".difference")) fillDifference(line, passage);
  }

  /** @param {Passage} passage */
  build(passage) {
    const stages = stagesOf(passage).map((tables, step) => {
      const matrices = tables.map((table) =>
        matrixHtml(
          table,
          passage,
          (name) => cellHtml(name, passage),
          (columns) => differenceHtml(table, columns),
        ),
      );
      return `<div class="stage" data-step="${step + 1}" hidden>${matrices.join("")}</div>`;
    });
    this.box.innerHTML = stages.join("");
    for (const grid of findAll(this.box, ".grid")) new OneStop(grid, ".cell").refresh();
    /** @type {HTMLInputElement[]} */
    const fields = findAll(this.box, "input.cell");
    fields.forEach((field) => this.listen(field));
    for (const cell of findAll(this.box, ".cell[data-class]")) {
      const [pattern, k] = (cell.dataset.class ?? "").split("_").map(Number);
      cell.onclick = () => this.editor.pickClass(pattern, k);
    }
  }

  /** @param {HTMLInputElement} field */
  listen(field) {
    const name = field.dataset.cell ?? "";
    const shown = () => field.dataset.shown ?? "";
    field.onfocus = () => field.select();
    field.onchange = () => this.editor.edit(name, field.value);
    field.onblur = () => {
      if (!this.editor.waitsFor(name)) field.value = shown(); // what was refused is let go
    };
    field.onkeydown = (event) => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.key === "Escape") field.value = shown();
      if (!direction || !Number.isFinite(numberIn(field.value))) return;
      event.preventDefault();
      field.value = String(Math.round(1e6 * (numberIn(field.value) + direction * ARROW_STEP)) / 1e6);
      this.editor.edit(name, field.value);
    };
  }

  /**
   * The numbers of a step; what stands in a row as an equation has the digits that its results take.
   * @param {HTMLElement} stage
   * @param {Passage} passage
   * @param {number} decimals
   */
  fillStage(stage, passage, decimals) {
    /** @type {Record<string, number>} */
    const more = {};
    for (const row of rowsOf(Number(stage.dataset.step), passage, decimals)) {
      for (const key of row.factors) more[key] = row.more;
      const op = find(stage, `[data-leads=${row.result}]`);
      op.innerHTML = op.innerHTML.replace(/[=≈]/, row.sign);
    }
    for (const matrix of findAll(stage, ".matrix"))
      this.fill(matrix, passage, decimals, more[matrix.dataset.matrix ?? ""] ?? 0);
  }

  /**
   * @param {HTMLElement} matrix
   * @param {Passage} passage
   * @param {number} decimals
   * @param {number} more digits
   */
  fill(matrix, passage, decimals, more) {
    const cells = findAll(matrix, ".cell");
    const names = cells.map((cell) => cell.dataset.cell ?? "");
    const values = names.map((name) => passage.value(name));
    const texts = names.map((name, i) => cellText(name, values[i], decimals, more));
    const most = Math.max(...values.map(Math.abs)) || 1;
    const tinted = TINTED.has(matrix.dataset.kind ?? "");
    matrix.style.setProperty("--characters", String(Math.max(...texts.map((text) => text.length))));
    cells.forEach((cell, i) => {
      const share = tinted ? Math.round((100 * Math.abs(values[i])) / most) : 0;
      if (cell instanceof HTMLInputElement) this.fillField(cell, texts[i]);
      else {
        cell.textContent = texts[i];
        cell.setAttribute("aria-label", `${cell.dataset.spoken}: ${texts[i]}`);
      }
      cell.classList.toggle("negative", tinted && values[i] < 0);
      cell.classList.toggle("positive", tinted && values[i] > 0);
      cell.style.setProperty("--share", `${share}%`);
    });
  }

  /**
   * Show a number in its field, unless the visitor is typing another one there.
   * @param {HTMLInputElement} field
   * @param {string} text
   */
  fillField(field, text) {
    const root = /** @type {Document | ShadowRoot} */ (this.box.getRootNode());
    const untouched = field.value === (field.dataset.shown ?? "");
    const same = Number(text.replace("−", "-")) === Number(field.value);
    if (field !== root.activeElement || untouched || same) field.value = text;
    field.dataset.shown = text;
  }

  /** @param {number} step */
  show(step) {
    for (const stage of findAll(this.box, ".stage")) stage.hidden = Number(stage.dataset.step) !== step;
  }
}

/**
 * @param {string} name
 * @param {Passage} passage
 */
function cellHtml(name, passage) {
  const { kind, at } = cellOf(name);
  const says = passage.spoken(name);
  if (TYPED.has(kind)) {
    const plain = 'inputmode="text" autocomplete="off" spellcheck="false"';
    return `<input class="cell" data-cell="${name}" ${plain} aria-label="${says}">`;
  }
  const choice = kind === "t" ? ` data-class="${at[0]}_${at[1]}"` : "";
  return `<button class="cell" data-cell="${name}"${choice} data-spoken="${says}"></button>`;
}

/**
 * A line that tells how far a gradient is from its finite difference.
 * @param {Table} table
 * @param {number} columns
 */
function differenceHtml({ kind, layer }, columns) {
  const array = CHECKED[kind];
  const wide = columns > 2 ? " data-wide=1" : "";
  return array ? `<p class="difference" data-difference="${array}${layer}"${wide}></p>` : "";
}

/**
 * @param {HTMLElement} line
 * @param {Passage} passage
 */
function fillDifference(line, passage) {
  say(line, differenceWords(passage, line.dataset.difference ?? "", Boolean(line.dataset.wide)));
}

/**
 * @param {Passage} passage
 * @param {string} array that was moved: W1, b1, z1, h1
 * @param {boolean} isWide whether there is room for more words
 */
export function differenceWords(passage, array, isWide) {
  const { agrees, off } = passage.numbers.checks[array];
  if (agrees) return `<b>✓</b> ${isWide ? "finite difference " : ""}off by ${apart(off)}`;
  const bent = bentWithin(passage, array);
  return `<b>✗</b> off by ${apart(off)}${bent ? `: a kink of the ${bent} lies within the step` : ""}`;
}

/**
 * The activation of which a kink is as near to a unit's z as the moved number can take it; "" where there is none.
 * @param {Passage} passage
 * @param {string} array
 */
function bentWithin(passage, array) {
  const { kind, layer: own } = cellOf(array);
  const layer = kind === "h" ? own + 1 : own;
  if (layer >= passage.depth) return "";
  const { x, h, W, z } = passage.numbers;
  const by = { W: (layer === 1 ? x : h[layer - 2]).flat(), h: W[layer - 1].flat() };
  const reach =
    STEP * Math.max(...((kind === "W" || kind === "h") && by[kind] ? by[kind].map(Math.abs) : [1]));
  const { kinks, word } = passage.activationOf(layer);
  const isBent = z[layer - 1].flat().some((value) => kinks.some((kink) => Math.abs(value - kink) <= reach));
  return isBent ? word : "";
}
