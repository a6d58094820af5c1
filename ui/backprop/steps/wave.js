// The backward wave: arrows from the outputs back, as thick as what they carry, g·w, all on one scale. It moves layer
// by layer: an arrow grows from the unit that sends to the hidden unit that receives, whose g is then known.

/** @import { Passage } from "../passage/cells.js" */
/** @import { Edge } from "../passage/wiring.js" */

import { find } from "../../browser/find.js";
import { nameOf, range, total } from "../passage/cells.js";
import { rounded } from "../passage/numbers.js";
import { Wiring } from "../passage/wiring.js";

/** The step that the wave belongs to. */
export const WAVE_STEP = 4;

const SECONDS_A_LAYER = 1.6;
const SVG = "http://www.w3.org/2000/svg";

// In rem: the lines, their heads, the distance of two heads at one unit, and the room that numbers need.
const THINNEST = 0.07,
  THICKEST = 0.62,
  WIDEST = 0.3, // a line that stands for a weight
  LEAST_HEAD = 0.62,
  BETWEEN_HEADS = 0.4,
  ROOM_FOR_THREE_DECIMALS = 5.2,
  LEAST_ROOM = 1.05; // from a box to the middle of a number, which would cover those in the box

/** From the head of an arrow to its number, as a share of the arrow: there numbers of crossing arrows do not meet. */
const NUMBER_AT = 0.25;

/** The same where columns are near: as far as keeps the numbers of many units apart, and of three. */
const FARTHEST = 0.27,
  FARTHEST_OF_THREE = 0.4;

/** The share of the largest number from which a number is worth being read. */
const WORTH_A_NUMBER = 0.005;

/**
 * What an edge carries back: the error signal of the unit that it led to, times its weight; a batch's in all.
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} j
 * @param {number} i
 */
export function carried(passage, layer, j, i) {
  const weight = passage.value(nameOf("W", layer, j, i));
  return total(range(passage.n).map((n) => passage.value(nameOf("g", layer, n, j)) * weight));
}

/**
 * Whether all that comes back to hidden units also gets through: then what raises the sum raises g.
 * @param {Passage} passage
 */
export const allGetsThrough = ({ n, numbers }) => n === 1 && numbers.f.flat(2).every((slope) => slope > 0);

export class WaveWiring extends Wiring {
  /** Whether the lines show what they carry back, rather than their weights. */
  carries = false;
  /** How many layers the wave has passed; a fraction while it moves. */
  reached = Infinity;
  /** @type {Map<string, SVGPathElement>} */
  heads = new Map();
  /** The matrix that carries the error back between two columns. @type {{ label: HTMLElement, layer: number }[]} */
  through = [];
  /** The size of a layer's largest error signal, below its units. @type {{ label: HTMLElement, layer: number }[]} */
  most = [];
  /** Edges on which nothing goes back yet. @type {Map<string, SVGLineElement>} */
  resting = new Map();

  build() {
    super.build();
    this.heads = new Map();
    this.through = range(this.passage.depth)
      .slice(1)
      .map((layer) => {
        const label = document.createElement("p");
        label.className = "through";
        label.innerHTML = `← <b>W</b><sup>(${layer})</sup>ᵀ`;
        this.labels.append(label);
        return { label, layer };
      });
    this.most = range(this.passage.depth).map((layer) => {
      const label = document.createElement("p");
      label.className = "most";
      label.dataset.layer = String(layer);
      this.labels.append(label);
      return { label, layer };
    });
    this.resting = new Map();
    for (const [name, { layer, line }] of this.edges)
      if (layer > 1) {
        const rest = document.createElementNS(SVG, "line");
        line.before(rest);
        this.resting.set(name, rest);
        const head = document.createElementNS(SVG, "path");
        head.dataset.edge = name;
        this.svg.append(head);
        this.heads.set(name, head);
      }
  }

  /** How many hidden layers the wave has to pass. */
  get layers() {
    return this.passage.depth - 1;
  }

  /**
   * Before the wave arrives, a hidden unit has no g.
   * @param {HTMLElement} line
   * @param {number} column
   * @param {number} index
   * @param {number} step
   * @param {number} decimals
   */
  fillSecond(line, column, index, step, decimals) {
    const waits = this.carries && column < this.passage.depth - Math.floor(this.reached + 1e-9);
    super.fillSecond(line, column, index, waits ? WAVE_STEP - 1 : step, decimals);
  }

  /** @param {number} reached */
  moveTo(reached) {
    this.reached = reached;
    this.fillUnits(WAVE_STEP, this.decimals);
    this.layout();
  }

  layout() {
    super.layout();
    this.svg.classList.toggle("wave", this.carries);
    this.svg.classList.toggle("begins", this.carries && this.reached === 0);
    this.labels.classList.toggle("wave", this.carries);
    const box = this.box.getBoundingClientRect();
    if (!box.width) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const all = [...this.edges.values()].filter(({ layer }) => layer > 1);
    const most = Math.max(...all.map(({ layer, j, i }) => Math.abs(carried(this.passage, layer, j, i)))) || 1;
    for (const { label, layer } of this.through) {
      const [before, after] = [layer - 1, layer].map((column) => this.boxOf(column));
      label.hidden = !this.carries || this.reached <= this.passage.depth - layer;
      label.style.left = `${(before.right + after.left) / 2 - box.left}px`;
    }
    for (const { label, layer } of this.most) {
      const { left, right } = this.boxOf(layer);
      label.hidden = !this.carries || this.reached < this.passage.depth - layer;
      label.innerHTML = `max |<i>g</i>| = <b>${rounded(this.largest(layer), this.decimals)}</b>`;
      const isLast = layer === this.passage.depth; // it ends with its box: beside it stands the arithmetic
      label.classList.toggle("last", isLast);
      label.style.left = `${(isLast ? right : (left + right) / 2) - box.left}px`;
    }
    for (const [name, edge] of this.edges) {
      const head = this.heads.get(name);
      if (head) head.toggleAttribute("hidden", !this.carries);
      if (!this.carries) edge.label.classList.remove("arrived");
      else if (head) {
        this.layResting(name, edge);
        this.layArrow(edge, head, most, rem);
      } else edge.line.setAttribute("class", "rests");
    }
  }

  /**
   * The size of a layer's largest error signal; a batch's are added up.
   * @param {number} layer
   */
  largest(layer) {
    const units = range(this.passage.sizes[layer]);
    return Math.max(...units.map((unit) => Math.abs(this.value(layer, unit, "g").value)));
  }

  /**
   * The edge itself, as long as no arrow covers all of it; until the wave begins, as wide as its weight is large.
   * @param {string} name
   * @param {Edge} edge
   */
  layResting(name, { line, layer, j, i }) {
    const rest = this.resting.get(name);
    const weights = this.passage.numbers.W[layer - 1].flat();
    const weight = this.passage.value(nameOf("W", layer, j, i));
    const share = Math.abs(weight) / (Math.max(...weights.map(Math.abs)) || 1);
    rest?.style.setProperty("--wide", `${(THINNEST + (WIDEST - THINNEST) * share).toFixed(3)}rem`);
    for (const key of ["x1", "y1", "x2", "y2"]) rest?.setAttribute(key, line.getAttribute(key) ?? "");
    const isCovered = this.reached >= this.passage.depth - layer + 1;
    rest?.setAttribute("class", `rests way${weight < 0 ? " negative" : ""}${isCovered ? " covered" : ""}`);
  }

  /**
   * Where the first unit of a column stands in the window.
   * @param {number} column
   */
  boxOf(column) {
    return find(this.columns, `[data-unit="${column}_1"]`).getBoundingClientRect();
  }

  /**
   * @param {Edge} edge
   * @param {SVGPathElement} head
   * @param {number} most what the thickest arrow carries
   * @param {number} rem
   */
  layArrow({ line, label, layer, j, i }, head, most, rem) {
    const value = carried(this.passage, layer, j, i);
    const share = Math.abs(value) / most;
    const lit = line.classList.contains("lit") ? " lit" : "";
    const sign = value < 0 ? "negative" : value > 0 ? "positive" : "nothing";
    const [x2, y2, x1, y1] = ["x1", "y1", "x2", "y2"].map((key) => Number(line.getAttribute(key)));
    const senders = this.passage.sizes[layer];
    const end = { x: x2, y: y2 + (j - (senders + 1) / 2) * BETWEEN_HEADS * rem };
    const length = Math.hypot(end.x - x1, end.y - y1) || 1;
    const way = { x: (end.x - x1) / length, y: (end.y - y1) / length };
    const thick = (THINNEST + (THICKEST - THINNEST) * share) * rem;
    const size = Math.max(LEAST_HEAD * rem, 1.9 * thick);
    const done = Math.max(0, Math.min(1, this.reached - (this.passage.depth - layer)));
    const tip = { x: x1 + way.x * length * done, y: y1 + way.y * length * done };
    const back = Math.min(size, length * done);
    const neck = { x: tip.x - way.x * back, y: tip.y - way.y * back };
    line.setAttribute("class", `${sign}${lit}${done ? "" : " waits"}`);
    line.setAttribute("stroke-width", thick.toFixed(2));
    for (const [key, at] of Object.entries({ x1, y1, x2: neck.x, y2: neck.y }))
      line.setAttribute(key, at.toFixed(1));
    const aside = { x: -way.y * back * 0.48, y: way.x * back * 0.48 };
    const [a, b] = [1, -1].map((side) => `${neck.x + side * aside.x} ${neck.y + side * aside.y}`);
    head.setAttribute("d", `M${a} L${tip.x} ${tip.y} L${b} Z`);
    head.setAttribute("class", `${sign}${lit}${done && value ? "" : " waits"}`);
    const isSmall = Math.max(senders, this.passage.sizes[layer - 1]) <= 3;
    this.layNumber(
      label,
      value,
      { end, x1, y1 },
      { rem, most, farthest: isSmall ? FARTHEST_OF_THREE : FARTHEST },
    );
    label.classList.toggle("arrived", done > 1 - NUMBER_AT);
    label.dataset.sign = sign;
  }

  /**
   * @param {HTMLElement} label
   * @param {number} value
   * @param {{ end: { x: number, y: number }, x1: number, y1: number }} arrow
   * @param {{ rem: number, most: number, farthest: number }} among the others
   */
  layNumber(label, value, { end, x1, y1 }, { rem, most, farthest }) {
    const isWide = Math.abs(end.x - x1) > ROOM_FOR_THREE_DECIMALS * rem;
    const decimals = isWide ? this.decimals : 2;
    const plus = value > 0 ? "+" : "";
    label.textContent = plus + rounded(value, decimals);
    label.classList.toggle("tiny", Math.abs(value) < Math.max(0.5 * 10 ** -decimals, WORTH_A_NUMBER * most));
    const free = ((isWide ? 2.7 : 2.3) * rem) / Math.max(1, x1 - end.x); // where the number leaves the head alone
    const share = free > FARTHEST ? farthest : Math.max(NUMBER_AT, free); // at a third the arrows of three units cross
    label.classList.toggle("cramped", share * (x1 - end.x) < LEAST_ROOM * rem);
    label.style.left = `${end.x + share * (x1 - end.x)}px`;
    label.style.top = `${end.y + share * (y1 - end.y)}px`;
  }

  /**
   * @param {string[]} names
   * @param {string} picked
   */
  light(names, picked) {
    super.light(names, picked);
    for (const [name, head] of this.heads)
      head.classList.toggle("lit", this.edges.get(name)?.line.classList.contains("lit") ?? false);
  }
}

/** Moves the wave by itself, from the outputs to layer 1; under reduced motion it leaps. */
export class WaveClock {
  frame = 0;
  at = Infinity;

  /**
   * @param {() => number} layers how many the wave has to pass
   * @param {(reached: number) => void} show
   */
  constructor(layers, show) {
    this.layers = layers;
    this.show = show;
  }

  get plays() {
    return this.frame !== 0;
  }

  /** The last stop that the wave has passed. */
  get stop() {
    return Math.floor(Math.min(this.at, this.layers()) + 1e-9);
  }

  toggle() {
    if (this.plays) return this.stand(this.at);
    this.play(this.at >= this.layers() ? 0 : this.at);
  }

  /** @param {number} from */
  play(from) {
    cancelAnimationFrame(this.frame);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.stand(this.layers());
    let last = performance.now();
    this.at = from;
    const move = (/** @type {number} */ now) => {
      this.at += Math.max(0, now - last) / 1000 / SECONDS_A_LAYER;
      last = now;
      if (this.at >= this.layers()) return this.stand(this.layers());
      this.frame = requestAnimationFrame(move);
      this.show(this.at);
    };
    this.frame = requestAnimationFrame(move);
    this.show(this.at);
  }

  /** @param {number} at */
  stand(at) {
    this.rest();
    this.at = at;
    this.show(at);
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}

/**
 * The names of the wave's stops: the outputs, then each hidden layer.
 * @param {number} layers
 * @returns {[number, string][]}
 */
export const stopsOf = (layers) => [
  [0, "outputs"],
  .../** @type {[number, string][]} */ (range(layers).map((k) => [k, `layer ${layers + 1 - k}`])),
];
