// Single weights of the network beside the map as numbers: that of the edge under the pointer, the bias of the unit
// under it, or all of one unit in a list, after a finger's tap or where the keyboard's focus is. The numbers follow
// the moment that is shown.

import { find } from "../../browser/find.js";
import { exact32 } from "../../browser/numbers.js";
import { isFingers, WeightsBubble } from "../../browser/weights_bubble.js";
import { placeWords } from "./formula_words.js";
import { edgeAt, unitAt } from "./pointing.js";

/** @import { Words } from "../../browser/weights_bubble.js" */
/** @import { Network, Offset, Unit } from "../../browser/maps/network.js" */
/** @import { Diagram, ShownUnit } from "./diagram.js" */
/** @import { Edge } from "./pointing.js" */

/**
 * What this asks of the player.
 * @typedef {object} Weighed
 * @property {() => Float32Array | undefined} params of the moment that is shown, of the whole network
 * @property {(unit: Unit) => boolean} isOff whether a visitor has switched a hidden unit off
 * @property {() => boolean} lights whether something else lights edges
 * @property {(unit: ShownUnit, row: number) => void} edit a row of a unit's list was pressed
 */

/**
 * What the numbers are of: one edge, a unit's bias, or all of a unit's.
 * @typedef {{ edge?: Edge, bias?: ShownUnit, list?: ShownUnit }} Read
 */

export class WeightsRead {
  /** @type {Read} */
  read = {};

  /**
   * @param {HTMLElement} root
   * @param {Diagram} diagram
   * @param {Weighed} player
   */
  constructor(root, diagram, player) {
    this.root = root;
    this.diagram = diagram;
    this.player = player;
    this.bubble = new WeightsBubble(root, "regions.weight", () => find(root, ".chart[data-chart=loss]"));
    this.bubble.element.onclick = ({ target }) => this.edit(target);
    this.bubble.element.onmousedown = (event) => event.preventDefault(); // the unit keeps the focus, and its list stays
    this.clicked = (/** @type {MouseEvent} */ event) => this.click(event);
    document.addEventListener("click", this.clicked);
    this.listen();
  }

  listen() {
    const { box } = this.diagram;
    box.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point(event));
    box.addEventListener("pointerleave", () => this.read.list || this.show({}));
    box.addEventListener("focusin", ({ target }) => {
      const unit = this.unitOf(target);
      if (unit?.button.matches(":focus-visible")) this.show({ list: unit });
    });
    box.addEventListener("focusout", () => this.show({}));
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.show({}));
  }

  forget() {
    document.removeEventListener("click", this.clicked);
  }

  /** @param {EventTarget | null | undefined} target */
  unitOf(target) {
    const button = target instanceof Element ? target.closest(".unit") : null;
    return this.diagram.units.find((u) => u.button === button);
  }

  /**
   * A finger's tap on a unit lists its weights; the next one takes the list away.
   * @param {MouseEvent} event
   */
  click(event) {
    const path = event.composedPath(),
      unit = this.unitOf(path[0]);
    if (isFingers(event) && unit && unit !== this.read.list) this.show({ list: unit });
    else if (this.read.list && event.detail && !path.includes(this.bubble.element)) this.show({});
  }

  /**
   * A row of a list is set by hand.
   * @param {EventTarget | null} target
   */
  edit(target) {
    const { list } = this.read,
      row = [...this.bubble.element.children].findIndex(
        (one) => target instanceof Node && one.contains(target),
      );
    if (!list || row < 0) return;
    this.show({});
    this.player.edit(list, row);
  }

  /**
   * The edge under a pointer, where no unit lies over it.
   * @param {MouseEvent} event
   */
  edgeUnder({ clientX, clientY }) {
    const { diagram } = this,
      box = diagram.box.getBoundingClientRect(),
      [x, y] = [clientX - box.left, clientY - box.top];
    if (!diagram.drawn || !diagram.wide || unitAt(diagram.units, x, y)) return null;
    return edgeAt(diagram.units, diagram.drawn.forward.offsets, x, y);
  }

  /** @param {PointerEvent} event */
  point(event) {
    const { diagram } = this,
      { clientX, clientY } = event,
      box = diagram.box.getBoundingClientRect();
    if (this.read.list || !diagram.drawn) return;
    const unit = unitAt(diagram.units, clientX - box.left, clientY - box.top),
      edge = this.edgeUnder(event);
    diagram.box.classList.toggle("on-edge", Boolean(edge));
    if (edge) this.show({ edge }, { left: clientX, top: clientY, bottom: clientY });
    else this.show(unit?.layer ? { bias: unit } : {});
  }

  /**
   * @param {Read} read
   * @param {{ left: number, top: number, bottom: number }} [at] where, unless it is beside the unit
   */
  show(read, at) {
    const { diagram } = this,
      before = this.read,
      unit = read.list ?? read.bias;
    this.read = read;
    if (!this.player.lights() && before.edge?.weight !== read.edge?.weight) diagram.light(litBy(read.edge));
    this.bubble.element.classList.toggle("sets", Boolean(read.list));
    this.write();
    this.bubble.put(at ?? unit?.button.getBoundingClientRect(), read.list?.button ?? null);
  }

  /** The numbers of the moment that is shown now. */
  write() {
    const { read, diagram } = this,
      params = this.player.params();
    const words = params && !diagram.run?.empty ? this.wordsOf(read, params) : [];
    this.bubble.write(words, Boolean(read.list));
  }

  /**
   * @param {Read} read
   * @param {Float32Array} params
   * @returns {Words[]} a sentence each
   */
  wordsOf({ edge, bias, list }, params) {
    const { run, drawn } = this.diagram;
    if (edge) return [[...edgeWords(run, params, edge), this.offWords(edge.l, edge.from)]];
    if (!drawn || !(bias ?? list)) return [];
    const { offsets } = drawn.forward;
    if (bias) return [biasWords(run, params, offsets, bias)];
    return list ? listed(run, params, offsets, list) : [];
  }

  /**
   * @param {number} layer the inputs are 0
   * @param {number} unit
   */
  offWords(layer, unit) {
    return layer && this.player.isOff({ layer: layer - 1, unit }) ? " Its unit is switched off." : "";
  }
}

/**
 * @param {Edge | undefined} edge
 */
const litBy = (edge) =>
  edge
    ? {
        units: (/** @type {number} */ layer, /** @type {number} */ unit) =>
          unit === (layer === edge.l ? edge.from : layer === edge.l + 1 ? edge.to : -1),
        edges: (/** @type {number} */ l, /** @type {number} */ to, /** @type {number} */ from) =>
          l === edge.l && to === edge.to && from === edge.from,
      }
    : null;

/**
 * @param {Network} run
 * @param {Float32Array} params
 * @param {Edge} edge
 * @param {"from" | "to"} [knows] the end that a list is of
 * @returns {Words}
 */
function edgeWords(run, params, { l, to, from, weight }, knows) {
  const number = exact32(params[weight]),
    [start, end] = [`from ${placeWords(run, l, from)}`, `to ${placeWords(run, l + 1, to)}`];
  if (knows === "from") return [number, ` is the weight ${start}`, ...inLayer(` ${end}.`)];
  const [seen, layer] = inLayer(` ${start}`);
  return [number, " is the weight", seen, `${layer} ${end}.`];
}

/**
 * An end of an edge, and the layer that a list's other rows name as well.
 * @param {string} words
 */
function inLayer(words) {
  const at = words.search(/ of layer \d+\.?$/);
  return at < 0 ? [words, ""] : [words.slice(0, at), words.slice(at)];
}

/**
 * @param {Network} run
 * @param {Float32Array} params
 * @param {Offset[]} offsets
 * @param {{ layer: number, unit: number }} unit
 * @returns {Words}
 */
const biasWords = (run, params, offsets, { layer, unit }) => [
  `${exact32(params[offsets[layer - 1].biases + unit])} is the bias of ${placeWords(run, layer, unit)}.`,
];

/**
 * All numbers of a unit: its bias, the weights that arrive and those that leave.
 * @param {Network} run
 * @param {Float32Array} params
 * @param {Offset[]} offsets
 * @param {{ layer: number, unit: number }} shown
 * @returns {Words[]}
 */
export function listed(run, params, offsets, shown) {
  const { layer, unit } = shown,
    [before, behind] = [offsets[layer - 1], offsets[layer]],
    rows = before ? [biasWords(run, params, offsets, shown)] : [];
  for (let from = 0; before && from < before.inputs; from++) {
    const weight = before.weights + unit * before.inputs + from;
    rows.push(edgeWords(run, params, { l: layer - 1, to: unit, from, weight }, "to"));
  }
  for (let to = 0; behind && to < behind.outputs; to++) {
    const weight = behind.weights + to * behind.inputs + unit;
    rows.push(edgeWords(run, params, { l: layer, to, from: unit, weight }, "from"));
  }
  return rows;
}
