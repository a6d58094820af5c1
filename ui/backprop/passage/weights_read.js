// Single weights of the network as numbers: that of the edge under the pointer or a finger, or all of a unit that a
// finger taps. They follow the numbers of the passage.

import { isFingers, WeightsBubble } from "../../browser/weights_bubble.js";
import { nameOf, range } from "./cells.js";
import { given } from "./numbers.js";

/** @import { Place, Words } from "../../browser/weights_bubble.js" */
/** @import { Edge, Wiring } from "./wiring.js" */

const REACH = 7, // pixels around an edge within which a pointer is on it
  FINGERS_REACH = 22,
  MOST_DECIMALS = 7; // of a weight that is no round number

/** @typedef {{ edge?: Edge, unit?: HTMLElement }} Read an edge, or a unit's box */

export class WeightsRead {
  /** @type {Read} */
  read = {};

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.wiring = wiring;
    const { box } = wiring;
    this.bubble = new WeightsBubble(box, "backprop.weight");
    box.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point(event));
    box.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.show({}));
    box.addEventListener("click", (event) => isFingers(event) && this.tap(event));
    box.addEventListener("focusout", () => this.show({}));
  }

  /** @param {PointerEvent} event */
  point(event) {
    const edge = unitOf(event) ? undefined : this.edgeAt(event, REACH);
    this.show(edge ? { edge } : {}, at(event));
  }

  /** @param {MouseEvent} event */
  tap(event) {
    const unit = unitOf(event),
      edge = unit ? undefined : this.edgeAt(event, FINGERS_REACH);
    if (unit && unit !== this.read.unit) this.show({ unit }, unit.getBoundingClientRect());
    else if (edge && edge !== this.read.edge) this.show({ edge }, at(event));
    else this.show({});
  }

  /**
   * The nearest edge within reach.
   * @param {MouseEvent} event
   * @param {number} reach
   */
  edgeAt({ clientX, clientY }, reach) {
    const { left, top } = this.wiring.box.getBoundingClientRect();
    /** @type {Edge | undefined} */
    let best,
      least = reach;
    for (const edge of this.wiring.edges.values()) {
      const away = distanceTo(edge.line, clientX - left, clientY - top);
      if (away >= least) continue;
      best = edge;
      least = away;
    }
    return best;
  }

  /**
   * @param {Read} read
   * @param {Place} [place]
   */
  show(read, place) {
    this.read.edge?.line.classList.remove("aimed");
    this.read = read;
    this.write();
    this.bubble.put(place, null);
  }

  /** The numbers of the passage that is shown now; none while a question covers some. */
  write() {
    const { edge, unit } = this.read,
      isCovered = Boolean(this.wiring.box.closest("[data-covers]:not([data-covers=''])"));
    edge?.line.classList.add("aimed"); // lines are given their classes anew with each passage
    /** @type {Words[]} */
    let sentences = [];
    if (edge && !isCovered) sentences = [this.edgeWords(edge)];
    else if (unit && !isCovered) sentences = this.listed(unit);
    this.bubble.write(sentences, Boolean(unit));
  }

  /** @param {string} name */
  number(name) {
    return given(this.wiring.passage.value(name), MOST_DECIMALS);
  }

  /**
   * @param {Edge} edge
   * @param {"from" | "to"} [knows] the end that a list is of
   * @returns {Words}
   */
  edgeWords({ layer, j, i }, knows) {
    const number = this.number(nameOf("W", layer, j, i)),
      [start, end] = [`from ${this.placeWords(layer - 1, i)}`, `to ${this.placeWords(layer, j)}.`];
    if (knows === "from") return [number, ` is the weight ${start}`, ` ${end}`];
    return [number, " is the weight", ` ${start}`, ` ${end}`];
  }

  /**
   * All numbers of a unit: its bias, the weights that arrive and those that leave.
   * @param {HTMLElement} unit
   */
  listed(unit) {
    const [column, index] = (unit.dataset.unit ?? "").split("_").map(Number),
      { sizes } = this.wiring.passage,
      words = `is the bias of ${this.placeWords(column, index)}.`;
    /** @type {Words[]} */
    const rows = column ? [[`${this.number(nameOf("b", column, index))} ${words}`]] : [];
    for (const i of column ? range(sizes[column - 1]) : [])
      rows.push(this.edgeWords(this.edge(column, index, i), "to"));
    for (const j of column < sizes.length - 1 ? range(sizes[column + 1]) : [])
      rows.push(this.edgeWords(this.edge(column + 1, j, index), "from"));
    return rows;
  }

  /**
   * @param {number} layer
   * @param {number} j
   * @param {number} i
   */
  edge(layer, j, i) {
    return /** @type {Edge} */ (this.wiring.edges.get(`${layer}_${j}_${i}`));
  }

  /**
   * @param {number} column the inputs are 0
   * @param {number} unit
   */
  placeWords(column, unit) {
    if (column === 0) return `x${unit}`;
    return column === this.wiring.passage.depth ? `output ${unit}` : `unit ${unit} of layer ${column}`;
  }
}

/** @param {Event} event */
function unitOf({ target }) {
  const unit = target instanceof Element ? target.closest("[data-unit]") : null;
  return unit instanceof HTMLElement ? unit : undefined;
}

/** @param {MouseEvent} event */
const at = ({ clientX, clientY }) => ({ left: clientX, top: clientY, bottom: clientY });

/**
 * How far a place is from a line.
 * @param {SVGLineElement} line
 * @param {number} x
 * @param {number} y
 */
function distanceTo(line, x, y) {
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name))),
    [across, down] = [x2 - x1, y2 - y1],
    share = ((x - x1) * across + (y - y1) * down) / (across * across + down * down || 1),
    along = Math.max(0, Math.min(1, share));
  return Math.hypot(x1 + along * across - x, y1 + along * down - y);
}
