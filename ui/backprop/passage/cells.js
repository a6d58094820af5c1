// Every number of a passage has a name: its kind, its layer, its indices from 1, as in W1_2_1 (layer 1, to unit 2, from
// input 1) or h1_2_3 (layer 1, pattern 2, unit 3). This knows what each is called on the slides and where its value is.

/** @import { Palettes } from "../../browser/colours.js" */
/** @import { AllFacts } from "../../browser/maps/activations.js" */

import { filled } from "./formulas.js";

/**
 * Every number of one forward and one backward pass, by its kind, as `passage_numbers` in `block.py` lists them.
 * Behind each stands what its lists go through, the outermost first.
 * @typedef {object} Numbers
 * @property {number[][]} x inputs: pattern, input
 * @property {number[][]} t targets: pattern, class
 * @property {number[][][]} W weights: layer, unit, unit below
 * @property {number[][]} b biases: layer, unit
 * @property {number[][][]} z sums: layer, pattern, unit
 * @property {number[][][]} h answers of hidden units: layer, pattern, unit
 * @property {number[][]} y probabilities: pattern, class
 * @property {number[]} E error: pattern
 * @property {number} ME mean of the errors
 * @property {number[][]} dy ∂E/∂y: pattern, class
 * @property {number[][][]} J ∂y/∂z: pattern, class of y, class of z
 * @property {number[][]} c product of the two: pattern, class
 * @property {number[][][]} g error signals: layer, pattern, unit
 * @property {number[][][]} s what comes back to hidden units, before the slope: layer, pattern, unit
 * @property {number[][][]} f slopes of the activations: layer, pattern, unit
 * @property {number[][][]} dW ∂E/∂w: layer, unit, unit below
 * @property {number[][]} db ∂E/∂b: layer, unit
 * @property {number[][][]} nW weights after the update: layer, unit, unit below
 * @property {number[][]} nb biases after the update: layer, unit
 * @property {number} NE error after the update
 *
 * @typedef {keyof Numbers} Kind
 */

/**
 * How gradients compare with central differences: `off` is the largest distance, the lists have the gradients' shape.
 * @typedef {{ agrees: boolean, off: number, differences: Nested, relative: Nested }} Check
 */

/**
 * A passage as Python sends it; `collapses` tells whether the chain through the softmax comes to y − t, `checks`
 * go by the name of the array that was moved: W1, b1, z1, h1.
 * @typedef {Numbers & { collapses: boolean, checks: Record<string, Check> }} PassageNumbers
 */

/**
 * What every part of the Backprop page is told, by `network_header` and by `exchange.header`.
 * @typedef {object} PassagesHeader
 * @property {Palettes} palette
 * @property {string[]} activations of each hidden layer
 * @property {AllFacts} activation_facts
 * @property {boolean[][]} [stays] of each layer whether its weights, and its biases, stay as drawn; none where left out
 * @property {number} rate
 * @property {"rounded" | "full"} numbers
 * @property {PassageNumbers[]} passages the batch, then each pattern alone
 */

/** @typedef {number | Nested[]} Nested */

/**
 * A name taken apart: layer 0 where the kind has none.
 * @typedef {{ kind: Kind, layer: number, at: number[] }} Cell
 */

/**
 * Numbers from 1 to n.
 * @param {number} n
 */
export const range = (n) => Array.from({ length: n }, (_, i) => i + 1);

/** @param {number[]} values */
export const total = (values) => values.reduce((a, b) => a + b, 0);

/**
 * @param {string} letter
 * @param {number} layer
 * @param {number | string} index
 */
export const symbol = (letter, layer, index) => {
  const above = `<span class="ix"><sup>(${layer})</sup><sub>${index}</sub></span>`;
  return `<i>${letter}</i>${layer ? above : `<sub>${index}</sub>`}`;
};

/** @param {string} below */
export const fraction = (below) => `∂<i>E</i>/∂${below}`;

/**
 * The cell that a text names, if it is built as a name is; whether there is such a number depends on the network.
 * @param {string} name
 * @returns {Cell | undefined}
 */
export function parse(name) {
  const found = /^([a-zA-Z]+)(\d*)((?:_\d+)*)$/.exec(name);
  if (!found) return undefined;
  const [, kind, layer, rest] = found;
  const at = rest ? rest.slice(1).split("_").map(Number) : [];
  return { kind: /** @type {Kind} */ (kind), layer: Number(layer) || 0, at };
}

/**
 * The cell of a name that is one.
 * @param {string} name
 */
export function cellOf(name) {
  const cell = parse(name);
  if (!cell) throw new Error(`“${name}” names no number`);
  return cell;
}

/**
 * @param {Kind} kind
 * @param {number} layer
 * @param {number[]} at
 */
export const nameOf = (kind, layer, ...at) => `${kind}${layer || ""}${at.map((i) => `_${i}`).join("")}`;

/**
 * The number, or the list, behind indices from 1; undefined where there is none.
 * @param {Nested | undefined} numbers
 * @param {number[]} at
 */
export const pick = (numbers, at) =>
  at.reduce((found, index) => (Array.isArray(found) ? found[index - 1] : undefined), numbers);

// One passage: a single pattern as on the slides, or the batch as in the framework.
export class Passage {
  /**
   * @param {PassageNumbers} numbers
   * @param {Pick<PassagesHeader, "activations" | "activation_facts" | "rate" | "stays">} run
   */
  constructor(numbers, run) {
    this.numbers = numbers;
    this.activations = run.activations;
    this.facts = run.activation_facts;
    this.rate = run.rate;
    this.n = numbers.x.length;
    this.depth = numbers.W.length; // affine layers
    this.stays = run.stays ?? range(this.depth).map(() => [false, false]);
    this.sizes = [numbers.x[0].length, ...numbers.b.map((biases) => biases.length)];
  }

  /**
   * What is known of a hidden layer's activation.
   * @param {number} layer
   */
  activationOf(layer) {
    return this.facts[this.activations[layer - 1]];
  }

  /** @param {string} name */
  has(name) {
    return this.found(name) !== undefined;
  }

  /** @param {string} name */
  value(name) {
    const value = this.found(name);
    if (value === undefined) throw new Error(`no number ${name} in this passage`);
    return value;
  }

  /** @param {string} name */
  found(name) {
    const cell = parse(name);
    if (!cell) return undefined;
    const { kind, layer, at } = cell;
    const found = pick(this.numbers[kind], layer ? [layer, ...at] : at);
    return typeof found === "number" ? found : undefined;
  }

  /**
   * Whether a weight or bias stays as drawn; the kind is its own, its gradient's, or that of what becomes of it.
   * @param {{ kind: Kind, layer: number }} cell
   */
  isHeld({ kind, layer }) {
    const [weights, biases] = this.stays[layer - 1] ?? [];
    return (/W$/.test(kind) && weights) || (/b$/.test(kind) && biases) || false;
  }

  /**
   * Whether a step needs the error signals of a layer: something learns there, or below.
   * @param {number} layer
   */
  isNeeded(layer) {
    return this.stays.slice(0, layer).some((both) => both.includes(false));
  }

  /**
   * The name of a unit's answer: an input, a hidden unit's h, or an output's y.
   * @param {number} layer
   * @param {number} pattern
   * @param {number} unit
   */
  answer(layer, pattern, unit) {
    if (layer === 0) return nameOf("x", 0, pattern, unit);
    return layer === this.depth ? nameOf("y", 0, pattern, unit) : nameOf("h", layer, pattern, unit);
  }

  /**
   * The letter for what enters an affine layer: x into the first, h into the others.
   * @param {number} layer
   * @param {number | string} unit
   */
  entering(layer, unit) {
    return layer === 1 ? symbol("x", 0, unit) : symbol("h", layer - 1, unit);
  }

  /**
   * As on the slides, with all its indices.
   * @param {string} name
   */
  symbolOf(name) {
    const { kind, layer, at } = cellOf(name);
    const last = at[at.length - 1];
    const pair = at.slice(-2).join("");
    const of = {
      x: () => symbol("x", 0, last),
      t: () => symbol("t", 0, last),
      W: () => symbol("w", layer, pair),
      b: () => symbol("b", layer, last),
      z: () => symbol("z", layer, last),
      h: () => symbol("h", layer, last),
      y: () => symbol("y", 0, last),
      E: () => (at.length && this.n > 1 ? `<i>E</i><sup>${at[0]}</sup>` : "<i>E</i>"),
      ME: () => "<i>E</i>",
      NE: () => "<i>E</i> after",
      dy: () => fraction(symbol("y", 0, last)),
      J: () => `∂${symbol("y", 0, at[1])}/∂${symbol("z", 0, at[2])}`,
      c: () => fraction(symbol("z", this.depth, last)),
      g: () => symbol("g", layer, last),
      s: () => `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, `c${last}`)}`,
      f: () => this.slopeOf(layer, last),
      dW: () => fraction(symbol("w", layer, pair)),
      db: () => fraction(symbol("b", layer, last)),
      nW: () => `new ${symbol("w", layer, pair)}`,
      nb: () => `new ${symbol("b", layer, last)}`,
    };
    return of[kind]();
  }

  /**
   * The slope of a unit's activation, as a formula.
   * @param {number} layer
   * @param {number | string} unit
   */
  slopeOf(layer, unit) {
    const letters = { z: symbol("z", layer, unit), h: symbol("h", layer, unit) };
    return filled(this.activationOf(layer).slope, letters);
  }

  /**
   * Which unit or edge of the drawn network a number belongs to.
   * @param {string} name
   * @returns {{ unit?: string, edge?: string }}
   */
  place(name) {
    const { kind, layer, at } = cellOf(name);
    if (["W", "dW", "nW"].includes(kind)) return { edge: `${layer}_${at[0]}_${at[1]}` };
    if (["E", "ME", "NE"].includes(kind)) return {};
    const column = kind === "x" ? 0 : layer || this.depth;
    return { unit: `${column}_${at[at.length - 1]}` };
  }

  /**
   * In words, for screen readers and titles.
   * @param {string} name
   */
  spoken(name) {
    const { kind, layer, at } = cellOf(name);
    const words = SPOKEN[kind];
    const from = layer === 1 ? "input" : "from unit";
    if (/W$/.test(kind)) return `${words}, layer ${layer}, unit ${at[0]}, ${from} ${at[1]}`;
    if (kind === "J") return `${words}, y ${at[1]}, z ${at[2]}`;
    const ofPattern = this.n > 1 ? `, pattern ${at[0]}` : "";
    if (["E", "ME", "NE"].includes(kind)) return words + (kind === "E" ? ofPattern : "");
    const inLayer = layer ? `, layer ${layer}` : "";
    const unit = `${kind === "x" ? "input" : "unit"} ${at[at.length - 1]}`;
    return `${words}${inLayer}${at.length > 1 ? ofPattern : ""}, ${unit}`;
  }
}

/** @type {Record<Kind, string>} */
const SPOKEN = {
  x: "input",
  t: "target",
  W: "weight",
  b: "bias",
  z: "sum z",
  h: "answer h",
  y: "probability y",
  E: "error",
  ME: "mean error",
  NE: "error after the update",
  dy: "gradient of the error by y",
  J: "gradient of y by z",
  c: "product of the chain",
  g: "error signal g",
  s: "weighted sum of error signals",
  f: "slope of the activation",
  dW: "gradient by weight",
  db: "gradient by bias",
  nW: "new weight",
  nb: "new bias",
};
