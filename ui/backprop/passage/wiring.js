// The network as boxes and lines: a column a layer, each unit with its numbers, each weight a line as wide as it is
// large, gold and whole where positive, violet and dashed where negative. Units are kept and only change their texts.

/** @import { Passage } from "./cells.js" */

import { find, findAll } from "../../browser/find.js";
import { nameOf, range, total } from "./cells.js";
import { given, rounded } from "./numbers.js";
import { columnMark } from "./staying.js";
import { WeightsRead } from "./weights_read.js";

const ROOM_FOR_A_WEIGHT = 2.5; // rem between two columns; with less, a number on an edge would cover those in the boxes
const FIRST_STEP_OF_HIDDEN_SIGNALS = 4; // before it a hidden unit has no g yet, and an output has it one step earlier
const MOST_DECIMALS = 4; // that fit into a unit's box
const SVG = "http://www.w3.org/2000/svg";
const TIP =
  '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" ' +
  'markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker></defs>';

/**
 * What an edge stands for in place of its weight: of a layer, to unit j, from unit i.
 * @typedef {(layer: number, j: number, i: number) => number} Carried
 */

/** @typedef {{ line: SVGLineElement, label: HTMLElement, layer: number, j: number, i: number }} Edge */

export class Wiring {
  /** @type {Passage} */
  passage;
  decimals = MOST_DECIMALS;
  /** How far apart lines leave a unit, in rem, so that the heads of arrows to it do not meet. */
  between = 0;

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    box.innerHTML =
      '<svg class="edges" aria-hidden="true"></svg><div class="columns"></div>' +
      '<div class="labels" aria-hidden="true"></div>';
    /** @type {SVGElement} */
    this.svg = find(box, ".edges");
    this.columns = find(box, ".columns");
    this.labels = find(box, ".labels");
    this.weights = new WeightsRead(this);
    this.shape = "";
    /** @type {Set<string>} names whose numbers are not to be seen */
    this.hidden = new Set();
    /** @type {Map<string, Edge>} */
    this.edges = new Map();
    // The window's size may stand while the units in it find their places: where the stage begins, or a font comes.
    this.places = new ResizeObserver(() => this.passage && this.layout());
  }

  /**
   * @param {Passage} passage
   * @param {number} step
   * @param {number} decimals
   * @param {boolean} backwards
   * @param {Carried | null} carried
   */
  update(passage, step, decimals, backwards, carried = null) {
    this.passage = passage;
    this.decimals = Math.min(decimals, MOST_DECIMALS);
    const shape = JSON.stringify([passage.sizes, passage.n, passage.stays]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build();
    }
    this.svg.classList.toggle("backwards", backwards);
    this.fillUnits(step, this.decimals);
    this.fillTargets();
    this.fillEdges(carried ? decimals : this.decimals, carried);
    this.layout();
    this.weights.write();
  }

  /**
   * The mean over the batch where there is more than one pattern: of what a unit answers, and of its error signal
   * N times.
   * @param {number} column
   * @param {number} unit
   * @param {"answer" | "g" | "z"} what
   */
  value(column, unit, what) {
    const { passage } = this;
    const { n } = passage;
    const name = (/** @type {number} */ pattern) =>
      what === "answer" ? passage.answer(column, pattern, unit) : nameOf(what, column, pattern, unit);
    const sum = total(range(n).map((pattern) => passage.value(name(pattern))));
    return { name: n === 1 ? name(1) : "", value: sum / (what === "g" ? 1 : n) };
  }

  build() {
    const { sizes, depth } = this.passage;
    this.columns.innerHTML = sizes
      .map((size, column) => {
        const mark = columnMark(this.passage, column);
        return columnHtml(column, size, column === depth, nameOfColumn(column, depth), mark);
      })
      .join("");
    this.places.disconnect();
    for (const one of [this.box, ...findAll(this.columns, ".column, [data-unit]")]) this.places.observe(one);
    this.columns.style.setProperty("--units", String(Math.max(...sizes)));
    this.box.style.setProperty("--layers", String(sizes.length));
    this.weights.show({}); // its edge or unit goes
    this.svg.innerHTML = TIP;
    this.labels.innerHTML = "";
    this.edges = new Map();
    for (const layer of range(depth))
      for (const j of range(sizes[layer])) for (const i of range(sizes[layer - 1])) this.connect(layer, j, i);
  }

  /**
   * @param {number} layer
   * @param {number} j
   * @param {number} i
   */
  connect(layer, j, i) {
    const line = document.createElementNS(SVG, "line");
    const label = document.createElement("span");
    const edge = `${layer}_${j}_${i}`;
    line.dataset.edge = label.dataset.edge = edge;
    this.svg.append(line);
    this.labels.append(label);
    this.edges.set(edge, { line, label, layer, j, i });
  }

  /**
   * @param {number} step
   * @param {number} decimals
   */
  fillUnits(step, decimals) {
    for (const unit of findAll(this.columns, ".unit")) {
      const [column, index] = placeOf(unit);
      const [main, second] = findAll(unit, ".line");
      const answer = this.value(column, index, "answer");
      const seen = this.hidden.has(answer.name) ? "?" : (column ? rounded : given)(answer.value, decimals);
      main.dataset.cell = answer.name;
      find(main, "b").textContent = seen;
      if (second) this.fillSecond(second, column, index, step, decimals);
    }
  }

  /**
   * The second line of a unit: z on the way forward, g from the step on in which it is computed.
   * @param {HTMLElement} line
   * @param {number} column
   * @param {number} index
   * @param {number} step
   * @param {number} decimals
   */
  fillSecond(line, column, index, step, decimals) {
    const first = FIRST_STEP_OF_HIDDEN_SIGNALS - (column === this.passage.depth ? 1 : 0);
    const known = step >= first;
    const what = known ? "g" : "z";
    const { name, value } = this.value(column, index, what);
    const shown = !this.hidden.has(name);
    line.dataset.cell = name;
    find(line, "i").textContent = what;
    find(line, "b").textContent = shown ? rounded(value, decimals) : "?";
    line.classList.toggle("negative", shown && known && value < 0);
    line.classList.toggle("positive", shown && known && value > 0);
  }

  fillTargets() {
    const { passage } = this;
    findAll(this.columns, ".target").forEach((words, k) => {
      const targets = range(passage.n).map((n) => passage.value(nameOf("t", 0, n, k + 1)));
      words.textContent = `target ${Number((total(targets) / passage.n).toFixed(2))}`;
    });
  }

  /**
   * @param {number} decimals
   * @param {Carried | null} carried
   */
  fillEdges(decimals, carried) {
    const { passage } = this;
    const edges = [...this.edges.values()].map((edge) => {
      const { layer, j, i } = edge;
      return { ...edge, value: carried?.(layer, j, i) ?? passage.value(nameOf("W", layer, j, i)) };
    });
    /** @type {number[]} */
    const most = [];
    for (const { layer, value } of edges) most[layer] = Math.max(most[layer] ?? 0, Math.abs(value));
    for (const { line, label, layer, value } of edges) {
      line.setAttribute("class", value < 0 ? "negative" : "positive");
      line.setAttribute("stroke-width", (1 + (4 * Math.abs(value)) / (most[layer] || 1)).toFixed(2));
      label.textContent = (carried ? rounded : given)(value, decimals);
    }
  }

  /** Draw the lines between the boxes as these stand now. */
  layout() {
    const box = this.box.getBoundingClientRect();
    if (!box.width) return;
    this.svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    /** @type {Map<string, { left: number, right: number, y: number }>} */
    const places = new Map();
    for (const unit of findAll(this.columns, ".unit")) {
      const r = unit.getBoundingClientRect();
      const y = (r.top + r.bottom) / 2 - box.top;
      places.set(unit.dataset.unit ?? "", { left: r.left - box.left, right: r.right - box.left, y });
    }
    const nowhere = { left: 0, right: 0, y: 0 };
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = ROOM_FOR_A_WEIGHT * rem;
    for (const { line, label, layer, j, i } of this.edges.values()) {
      const unit = places.get(`${layer - 1}_${i}`) ?? nowhere;
      const from = { ...unit, y: unit.y + (j - (this.passage.sizes[layer] + 1) / 2) * this.between * rem };
      const to = places.get(`${layer}_${j}`) ?? nowhere;
      const ends = { x1: from.right, y1: from.y, x2: to.left, y2: to.y };
      for (const [key, value] of Object.entries(ends)) line.setAttribute(key, value.toFixed(1));
      // Labels of crossing lines stand at three distances, so that they do not cover each other.
      const share = 0.5 + 0.13 * (((i + j) % 3) - 1) * (from.y === to.y ? 0 : 1);
      label.classList.toggle("cramped", to.left - from.right < room);
      label.style.left = `${from.right + share * (to.left - from.right)}px`;
      label.style.top = `${from.y + share * (to.y - from.y)}px`;
    }
  }

  /**
   * Show what a number is made of: its units framed, its edges at full strength with their weights.
   * @param {string[]} names
   * @param {string} picked
   */
  light(names, picked) {
    const places = names.map((name) => this.passage.place(name));
    const own = picked ? this.passage.place(picked) : {};
    const units = new Set([...places.map((place) => place.unit), own.unit, own.edge && headOf(own.edge)]);
    const edges = new Set([...places.map((place) => place.edge), own.edge].filter(Boolean));
    for (const box of findAll(this.columns, ".unit"))
      box.classList.toggle("lit", units.has(box.dataset.unit ?? ""));
    this.box.classList.toggle("some", places.length > 0 || Boolean(own.edge));
    for (const [name, { line, label }] of this.edges) {
      line.classList.toggle("lit", edges.has(name));
      label.classList.toggle("lit", edges.has(name));
    }
  }

  /**
   * Light one more edge, with words in place of what it stands for.
   * @param {string} name
   * @param {string} html
   */
  writeOn(name, html) {
    const edge = this.edges.get(name);
    if (!edge) return;
    edge.label.innerHTML = html;
    for (const part of [edge.line, edge.label]) part.classList.add("lit");
  }
}

/**
 * @param {number} column
 * @param {number} size
 * @param {boolean} last
 * @param {string} name
 * @param {string} mark what of the layer stays as drawn
 */
function columnHtml(column, size, last, name, mark) {
  const letter = column === 0 ? "x" : last ? "y" : "h";
  const of = last ? "output" : "hidden"; // a scene covers error signals by the class of their layer
  const second = column
    ? `<button class="line signal ${of}-signal" tabindex="-1"><i></i><b></b></button>`
    : "";
  const units = range(size).map((unit) => {
    const main = `<button class="line main" tabindex="-1"><i>${letter}<sub>${unit}</sub></i><b></b></button>`;
    const box = `<div class="unit" data-unit="${column}_${unit}">${main}${second}</div>`;
    return last ? `<div class="aimed">${box}<p class="target"></p></div>` : box;
  });
  const staying = mark ? `<p class="column-mark" data-shows="name">${mark}</p>` : "";
  const below = `<p class="column-name" data-shows="name">${name}</p>`;
  return `<div class="column">${staying}${units.join("")}${below}</div>`;
}

/**
 * @param {number} column
 * @param {number} depth
 */
function nameOfColumn(column, depth) {
  if (column === 0) return "Inputs";
  if (column === depth) return "Outputs";
  return depth === 2 ? "Hidden" : `Layer ${column}`;
}

/**
 * Column and number of a unit's box.
 * @param {HTMLElement} unit
 */
export const placeOf = (unit) => (unit.dataset.unit ?? "").split("_").map(Number);

/**
 * The unit that an edge leads to.
 * @param {string} edge
 */
const headOf = (edge) => edge.split("_").slice(0, 2).join("_");
