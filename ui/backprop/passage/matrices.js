// A matrix of numbers on the page, with its name and shape. A batch stands as in the framework, a row a pattern; a
// pattern alone stands as on the slides, as a column.

/** @import { Kind, Passage } from "./cells.js" */

import { longer, MOST_BEYOND } from "./agreement.js";
import { cellOf, nameOf, range } from "./cells.js";
import { exactly } from "./numbers.js";
import { isUnused, markOf } from "./staying.js";

/**
 * A matrix to be shown. In a `batch` the rows are patterns; `pattern` is the one that the matrix belongs to. `op`
 * leads to it from the matrix in front; `below` begins a new line.
 * @typedef {object} Table
 * @property {Kind} kind
 * @property {number} layer
 * @property {number} rows
 * @property {number} columns
 * @property {boolean} [batch]
 * @property {number} [pattern]
 * @property {string} [op]
 * @property {boolean} [below]
 */

/** @type {Record<Kind, (layer: number) => string>} */
const TITLES = {
  x: () => "<b>x</b>",
  t: () => "<b>t</b>",
  y: () => "<b>y</b>",
  E: () => "<i>E</i>",
  ME: () => "<i>E</i>",
  NE: () => "<i>E</i> after",
  W: (l) => `<b>W</b><sup>(${l})</sup>`,
  b: (l) => `<b>b</b><sup>(${l})</sup>`,
  z: (l) => `<b>z</b><sup>(${l})</sup>`,
  h: (l) => `<b>h</b><sup>(${l})</sup>`,
  dy: () => "∂<i>E</i>/∂<b>y</b>",
  J: () => "∂<b>y</b>/∂<b>z</b>",
  c: () => "their product",
  g: (l) => `<b>g</b><sup>(${l})</sup>`,
  s: (l) => `Σ <i>g w</i> <sup>(${l})</sup>`,
  f: (l) => `<i>f</i>′<sup>(${l})</sup>`,
  dW: (l) => `∂<i>E</i>/∂<b>W</b><sup>(${l})</sup>`,
  db: (l) => `∂<i>E</i>/∂<b>b</b><sup>(${l})</sup>`,
  nW: (l) => `new <b>W</b><sup>(${l})</sup>`,
  nb: (l) => `new <b>b</b><sup>(${l})</sup>`,
};

/** Numbers that are typed rather than computed: their own decimals are shown, not rounded ones. */
export const TYPED = new Set(["W", "b", "x"]);

/**
 * How the tables of a passage are made: a row a pattern, or as large as a layer's weights or biases.
 * @param {Passage} passage
 */
export function tablesOf({ n, sizes, depth }) {
  return {
    /** @type {(kind: Kind, layer?: number, width?: number) => Table} */
    batch: (kind, layer = 0, width = sizes[layer]) => ({ kind, layer, rows: n, columns: width, batch: true }),
    /** @type {(kind: Kind) => Table} */
    ofClasses: (kind) => ({ kind, layer: 0, rows: n, columns: sizes[depth], batch: true }),
    /** @type {(kind: Kind, layer: number) => Table} */
    weights: (kind, layer) => ({ kind, layer, rows: sizes[layer], columns: sizes[layer - 1] }),
    /** @type {(kind: Kind, layer: number) => Table} */
    biases: (kind, layer) => ({ kind, layer, rows: sizes[layer], columns: 1 }),
    /** @type {(kind: Kind, rows?: number) => Table} */
    errors: (kind, rows = 1) => ({ kind, layer: 0, rows, columns: 1 }),
  };
}

/**
 * What a matrix is called among those of a step: its kind, and its layer where it has one.
 * @param {{ kind: Kind, layer: number }} table
 */
const keyOf = ({ kind, layer }) => nameOf(kind, layer);

/**
 * @param {Table} table
 * @param {Passage} passage
 * @param {(name: string) => string} cell html of one number
 * @param {(columns: number) => string} foot html below them
 */
export function matrixHtml(table, passage, cell, foot = () => "") {
  const alone = Boolean(table.batch) && passage.n === 1;
  const rows = alone ? table.columns : table.rows;
  const columns = alone ? 1 : table.columns;
  const cells = range(rows).flatMap((row) =>
    range(columns).map((column) => cell(cellName(table, row, column, alone))),
  );
  const of = table.pattern && passage.n > 1 ? ` pattern ${table.pattern}` : "";
  const title = `${TITLES[table.kind](table.layer)} <span>${shapeWords(rows, columns, alone)}${of}</span>`;
  const below = table.below ? `<span class="break"></span>` : "";
  const op = table.op ? `<span class="between" data-leads="${keyOf(table)}">${table.op}</span>` : "";
  const grid = `<div class="grid" style="--columns:${columns}">${cells.join("")}</div>`;
  const unused = isUnused(passage, table) ? ' data-unused=""' : "";
  const mark = markOf(passage, table);
  const staying = mark ? `<p class="staying" data-shows="name">${mark}</p>` : "";
  return (
    `${below}${op}<div class="matrix" data-kind="${table.kind}" data-matrix="${keyOf(table)}"${unused}>` +
    `<p class="name">${title}</p>${grid}${staying}${foot(columns)}</div>`
  );
}

/**
 * @param {number} rows
 * @param {number} columns
 * @param {boolean} alone
 */
function shapeWords(rows, columns, alone) {
  if (rows === 1 && columns === 1) return "";
  return alone || columns === 1 ? String(rows) : `${rows} × ${columns}`;
}

/**
 * The name of the number at a place of a table.
 * @param {Table} table
 * @param {number} row
 * @param {number} column
 * @param {boolean} alone
 */
function cellName({ kind, layer, batch, pattern, columns }, row, column, alone) {
  if (pattern) return nameOf(kind, 0, pattern, row, column);
  if (batch) return alone ? nameOf(kind, layer, 1, row) : nameOf(kind, layer, row, column);
  if (kind === "ME" || kind === "NE") return kind;
  return columns === 1 && !/W$/.test(kind) ? nameOf(kind, layer, row) : nameOf(kind, layer, row, column);
}

/**
 * A number as its cell shows it.
 * @param {string} name
 * @param {number} value
 * @param {number} decimals
 * @param {number} [more] digits beyond the usual ones
 */
export function cellText(name, value, decimals, more = 0) {
  const { kind } = cellOf(name);
  if (kind === "t") return String(value);
  const text = longer(value, decimals, more, decimals + MOST_BEYOND);
  return TYPED.has(kind) ? (exactly(value, decimals + more) ?? text) : text;
}
