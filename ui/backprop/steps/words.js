// What is said of a step: its name, its finding as the headline, what the slides write otherwise, what the batch does
// to it.

/** @import { Kind, Passage } from "../passage/cells.js" */

import { cellOf, fraction, nameOf, pick, range, symbol, total } from "../passage/cells.js";
import { apart, given, rounded } from "../passage/numbers.js";
import { countUnused } from "../passage/staying.js";
import { CHECKED } from "./matrices.js";

export const STEPS = [
  "Forward",
  "Error",
  "Output gradients",
  "Hidden gradients",
  "Weight gradients",
  "Update",
];

/**
 * What each step takes, and what comes of it. The target stands out wherever it is needed.
 * @param {Passage} passage
 */
export function takesOf({ depth }) {
  const [x, h, y, g, W] = [..."xhygW"].map((name) => `<b>${name}</b>`),
    t = '<b class="needed">t</b>',
    gradient = "∂<i>E</i>/∂<b>W</b>",
    top = `${g}<sup>(${depth})</sup>`,
    below = depth > 2 ? `${g}<sup>(1)</sup> … ${g}<sup>(${depth - 1})</sup>` : `${g}<sup>(1)</sup>`;
  return [
    depth > 1 ? `${x} → ${h}, ${y}` : `${x} → ${y}`,
    `${y}, ${t} → <i>E</i>`,
    `${y}, ${t} → ${top}`,
    depth > 1 ? `${top}, ${W}, ${h} → ${below}` : "",
    depth > 1 ? `${g}, ${h}, ${x} → ${gradient}` : `${g}, ${x} → ${gradient}`,
    `${gradient} → ${W}`,
  ];
}

/**
 * Two numbers with as many decimals, from three to eight, as it takes to see which is larger.
 * @param {number} a
 * @param {number} b
 */
function toldApart(a, b) {
  let decimals = 3;
  while (decimals < 8 && a !== b && rounded(a, decimals) === rounded(b, decimals)) decimals += 1;
  return [rounded(a, decimals), rounded(b, decimals)];
}

/** @param {number} value */
const short = (value) => rounded(value, 3);

/**
 * The finding of a step, borne out by the numbers on the page.
 * @param {number} step
 * @param {Passage} passage
 */
export const headlineOf = (step, passage) => FINDINGS[step - 1](passage);

/** @type {((passage: Passage) => string)[]} */
const FINDINGS = [
  ({ n, numbers }) => {
    if (n > 1) return `${n} patterns go forward as the rows of one matrix`;
    const most = Math.max(...numbers.y[0]);
    return `Forward: class ${numbers.y[0].indexOf(most) + 1} is the most probable, y = ${short(most)}`;
  },
  ({ n, numbers }) => {
    if (n > 1) return `The mean error of ${n} patterns is E = ${short(numbers.ME)}`;
    const y = numbers.y[0][numbers.t[0].indexOf(1)];
    return `The right class gets y = ${short(y)}, so the error is ${short(numbers.ME)}`;
  },
  ({ n, numbers }) => {
    const isBroken = numbers.t.some((targets, i) => numbers.y[i][targets.indexOf(1)] === 0);
    if (isBroken) return "A probability of 0 breaks the chain; y − t does not break";
    if (!numbers.collapses) return "The chain does not come to y − t with the digits of 64 bits";
    return `Through the softmax, all that is left is ${n > 1 ? "(y − t)/N" : "y − t"}`;
  },
  (passage) => {
    const layer = passage.depth - 1;
    if (!layer) return "No hidden layer: the output gradients are all there is";
    if (passage.numbers.g[layer - 1].flat().every((g) => g === 0))
      return "No gradient gets through to the hidden units";
    if (!passage.isNeeded(layer)) return "No hidden layer learns: a step does not need their error signals";
    const ofLayer = layer > 1 ? ` of layer ${layer}` : "";
    const unit = strongest(passage, layer);
    const g = total(passage.numbers.g[layer - 1].map((signals) => signals[unit - 1]));
    const summed = passage.n > 1 ? `, summed over ${passage.n} patterns` : "";
    return `Hidden unit ${unit}${ofLayer} has the largest error signal${summed}: ${short(g)}`;
  },
  (passage) => {
    const { all, unused } = countUnused(passage);
    if (unused === all) return "Nothing learns: a step uses none of these gradients";
    if (unused) return `A step uses ${all - unused} of ${all} gradients: the rest is of what stays as drawn`;
    return passage.n > 1
      ? "Each gradient is a sum over the patterns of products"
      : "Every gradient is a product of parts you can name";
  },
  (passage) => {
    const { n, numbers } = passage,
      { dW, db, ME: before, NE: after } = numbers,
      { all, unused } = countUnused(passage);
    if (unused === all) return "Nothing moves: all weights and biases stay as drawn";
    const used = range(passage.depth).flatMap((layer) => [
      ...(passage.isHeld({ kind: "W", layer }) ? [] : dW[layer - 1].flat()),
      ...(passage.isHeld({ kind: "b", layer }) ? [] : db[layer - 1]),
    ]);
    if (used.every((slope) => slope === 0))
      return `Nothing moves: every gradient${unused ? " that a step uses" : ""} is 0`;
    const error = n > 1 ? `the mean error of ${n} patterns` : "the error";
    const [from, to] = toldApart(before, after);
    if (after < before) return `One update lowers ${error} from ${from} to ${to}`;
    if (after > before) return `One update raises ${error} from ${from} to ${to}`;
    return `One update leaves ${error} at ${from}`;
  },
];

/**
 * What the slides write otherwise, said where it matters.
 * @param {number} step
 * @param {Passage} passage
 */
export const slideNote = (step, passage) => NOTES[step - 1](passage);

const ON_THE_SLIDES = "<b>On the slides</b>";

/** @type {((passage: Passage) => string)[]} */
const NOTES = [
  ({ depth }) => {
    const biases = range(depth).map((layer) => `<b>b</b><sup>(${layer})</sup>`);
    return (
      `${ON_THE_SLIDES} the biases carry no layer number; here they are ${biases.join(", ")}. ` +
      "<code>model.fprop</code> gives every activation, and its last ones, the framework's <code>outputs</code>, " +
      "are the <i>z</i> before the softmax."
    );
  },
  () =>
    `${ON_THE_SLIDES} <i>E</i><sup>n</sup> is the error of one pattern. <code>CrossEntropySoftmaxError</code> gives ` +
    "the mean over the batch, and takes the <i>z</i>, not the <i>y</i>: it applies the softmax itself.",
  ({ n }) => {
    const ofBatch = `, here ${n}: who checks by hand without it is off by the factor ${n}`;
    return (
      "<b>The slide's <code>error.grad</code></b> is <i>y</i> − <i>t</i>, for one pattern. The framework's " +
      "<code>CrossEntropySoftmaxError.grad</code> divides by the batch size <i>N</i>" +
      `${n > 1 ? ofBatch : "; with <i>N</i> = 1, as here, the two agree"}. ` +
      "<code>CrossEntropyError</code> after a <code>SoftmaxLayer</code> gives the same, by the long way."
    );
  },
  ({ sizes, depth }) =>
    `${ON_THE_SLIDES} this is called ∂<i>E</i><sup>n</sup>/∂<i>a</i><sub>j</sub> once: <i>a</i><sub>j</sub> is ` +
    "the <i>z</i><sub>j</sub> of the other formulas. Their sums run to <i>C</i>, to <i>K</i> and to <i>k</i>: " +
    `all three are the number of classes, ${sizes[depth]}.`,
  ({ n, depth }) => {
    const ofBatch =
      ", summed over the batch; the 1/<i>N</i> is in <b>g</b> already, from <code>error.grad</code>";
    return (
      `${ON_THE_SLIDES} one weight is called <i>w</i><sub>ki</sub> and <i>w</i><sub>kj</sub>: ` +
      `${symbol("w", depth, "kj")} leads from unit <i>j</i> to output <i>k</i>. Their exercise, ` +
      `∂<i>E</i>/∂<i>b</i>, is <b>g</b> itself${n > 1 ? ofBatch : ""}.`
    );
  },
  ({ rate }) =>
    "<code>update_params</code> changes the parameters in place: the next forward pass uses the new ones. " +
    `A learning rate of <i>η</i> = ${given(rate, 6)}.`,
];

/**
 * What the batch size does to the numbers in view: nothing before the error is.
 * @param {number} step
 * @param {number} n patterns in view
 * @param {number} inBatch
 * @param {number} pattern
 */
export function batchWords(step, n, inBatch, pattern) {
  if (step < 2) return "";
  if (n > 1 && step === STEPS.length)
    return `<i>N</i> = ${n}: the step is the batch's, along the mean gradient of its ${n} patterns.`;
  if (n > 1)
    return step === 2
      ? `<i>N</i> = ${n}: the mean over the batch.`
      : `<i>N</i> = ${n}: <code>error.grad</code> has divided by it, and every <i>g</i> after it carries the 1/${n}.`;
  if (inBatch > 1)
    return (
      `Pattern ${pattern} alone, as on the slides: <i>N</i> = 1. In the framework's batch of ${inBatch}, ` +
      `each <i>g</i> is divided by ${inBatch}.`
    );
  return step === 2 ? "" : "<i>N</i> = 1 here. For a batch the framework divides <i>g</i> by <i>N</i>.";
}

/** The step that begins the way back: what it is for stands above it. */
export const FIRST_BACK = 3;

/**
 * The error as a formula.
 * @param {Passage} passage
 */
function errorOf({ n }) {
  const mean = n > 1 ? "1/<i>N</i> Σ<sub>n</sub> " : "";
  return `<i>E</i> = −${mean}Σ<sub>k</sub> <i>t</i><sub>k</sub> ln <i>y</i><sub>k</sub>`;
}

/**
 * The error, and the gradients that the way back is for, as the slide lists them; "" in other steps.
 * @param {number} step
 * @param {Passage} passage
 * @param {number} decimals
 */
export function requiredHtml(step, passage, decimals) {
  const { depth, numbers } = passage;
  if (step !== FIRST_BACK) return "";
  const layers = range(depth).reverse();
  /** @type {(kind: Kind) => number[]} */
  const learning = (kind) => layers.filter((layer) => !passage.isHeld({ kind, layer }));
  const weight = (/** @type {number} */ layer) => (layer === depth ? "kj" : "ji");
  const unit = (/** @type {number} */ layer) => (layer === depth ? "k" : "j");
  const gradients = [
    ...learning("W").map((layer) => fraction(symbol("w", layer, weight(layer)))),
    ...learning("b").map((layer) => fraction(symbol("b", layer, unit(layer)))),
  ];
  const list = gradients.map((gradient) => `<span>${gradient}</span>`).join("");
  const words = gradients.length
    ? "Required, and all made from <i>g</i>:"
    : "Required: none, for nothing learns";
  return (
    `<p>${errorOf(passage)} = ${rounded(numbers.ME, decimals)}</p>` + `<p><span>${words}</span>${list}</p>`
  );
}

/**
 * The weights that the error meets on its way back to the hidden units, those of the outputs first.
 * @param {Passage} passage
 * @param {number} decimals
 */
export function metHtml(passage, decimals) {
  const { depth, sizes } = passage;
  /** @param {number} layer */
  const table = (layer) =>
    range(sizes[layer]).map((j) => {
      const cells = range(sizes[layer - 1]).map((i) =>
        given(passage.value(nameOf("W", layer, j, i)), decimals),
      );
      return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
    });
  const layers = range(depth).slice(1).reverse();
  return layers
    .map((layer) => `<p><b>W</b><sup>(${layer})</sup></p><table>${table(layer).join("")}</table>`)
    .join("");
}

/**
 * What a step computes, in one formula or two, by the indices of the slides.
 * @param {number} step
 * @param {Passage} passage
 */
export const rulesOf = (step, passage) => RULES[step - 1](passage);

/**
 * The methods of the course's framework that compute a step, in their order.
 * @param {number} step
 * @param {Passage} passage
 */
export function methodsOf(step, passage) {
  const hidden = range(passage.depth - 1).map((layer) => passage.activationOf(layer).layer);
  const each = [...new Set(hidden)];
  const methods = [
    ["AffineLayer", ...each].map((layer) => `${layer}.fprop`),
    ["error(outputs, targets)"],
    ["error.grad(outputs, targets)"],
    each.length ? ["AffineLayer", ...each].map((layer) => `${layer}.bprop`) : [],
    ["AffineLayer.grads_wrt_params"],
    ["update_params"],
  ];
  return methods[step - 1];
}

/**
 * An affine layer's sums, as matrices.
 * @param {Passage} passage
 * @param {number} layer
 */
const affine = ({ depth }, layer) => {
  const above = (/** @type {number} */ one) => (depth > 1 ? `<sup>(${one})</sup>` : "");
  const entering = layer === 1 ? "<b>x</b>" : `<b>h</b>${above(layer - 1)}`;
  return `<b>W</b>${above(layer)}${entering} + <b>b</b>${above(layer)}`;
};

/** @type {((passage: Passage) => string[])[]} */
const RULES = [
  (passage) => [
    ...range(passage.depth - 1).map(
      (layer) =>
        `<b>h</b><sup>(${layer})</sup> = ${passage.activationOf(layer).word}(${affine(passage, layer)})`,
    ),
    `<b>y</b> = softmax(${affine(passage, passage.depth)})`,
  ],
  (passage) => [errorOf(passage)],
  ({ depth, n }) => [
    `<b>g</b><sup>(${depth})</sup> = ${n > 1 ? "(<b>y</b> − <b>t</b>)/<i>N</i>" : "<b>y</b> − <b>t</b>"}`,
  ],
  (passage) => {
    const layer = passage.depth - 1;
    if (!layer) return [];
    const sum = `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, "cj")}`;
    return [`${symbol("g", layer, "j")} = ${sum} · ${passage.slopeOf(layer, "j")}`];
  },
  (passage) =>
    range(passage.depth)
      .reverse()
      .map((layer) => {
        const [to, from] = layer === passage.depth ? ["k", "j"] : ["j", "i"];
        const sum = passage.n > 1 ? "Σ<sub>n</sub> " : "";
        const product = `${symbol("g", layer, to)} ${passage.entering(layer, from)}`;
        return `${fraction(symbol("w", layer, to + from))} = ${sum}${product}`;
      }),
  () => ["<b>W</b> − <i>η</i> ∂<i>E</i>/∂<b>W</b>"],
];

/**
 * Names of all that a step computes: it is lit where the steps are the scene.
 * @param {number} step
 * @param {Passage} passage
 */
export function computedIn(step, { depth, sizes }) {
  const units = (/** @type {number} */ from, /** @type {number} */ to, /** @type {Kind} */ kind) =>
    range(depth)
      .filter((layer) => layer >= from && layer <= to)
      .flatMap((layer) => range(sizes[layer]).map((j) => nameOf(kind, layer, 1, j)));
  const edges = (/** @type {number} */ from) =>
    range(depth)
      .filter((layer) => layer >= from)
      .flatMap((layer) =>
        range(sizes[layer]).flatMap((j) => range(sizes[layer - 1]).map((i) => nameOf("W", layer, j, i))),
      );
  if (step === 1) return [...units(1, depth, "z"), ...edges(1)];
  if (step === 2 || step === 3) return units(depth, depth, "g");
  if (step === 4) return [...units(1, depth - 1, "g"), ...edges(2)];
  return edges(1);
}

/**
 * The unit of a layer whose error signals, added up over the patterns, are the largest.
 * @param {Passage} passage
 * @param {number} layer
 */
function strongest(passage, layer) {
  const signals = (/** @type {number} */ j) =>
    range(passage.n).map((n) => passage.value(nameOf("g", layer, n, j)));
  const sizes = range(passage.sizes[layer]).map((j) => Math.abs(total(signals(j))));
  return sizes.indexOf(Math.max(...sizes)) + 1;
}

/**
 * What is picked when a step is opened and nothing has been pointed at yet: a number whose parts can all be seen. In
 * the step of the wave it is of the layer that the wave has reached.
 * @param {number} step
 * @param {Passage} passage
 * @param {number} reached a layer
 */
export function usualPick(step, passage, reached) {
  const { depth: top, n, numbers, sizes } = passage;
  if (step === 1) return nameOf("z", 1, 1, Math.min(2, sizes[1]));
  if (step === 2) return n > 1 ? "ME" : nameOf("E", 0, 1);
  if (step === 3 || (step === 4 && top === 1)) return nameOf("g", top, 1, numbers.t[0].indexOf(1) + 1);
  if (step === 4) return nameOf("g", reached, 1, strongest(passage, reached));
  return nameOf(step === 5 ? "dW" : "nW", 1, strongest(passage, 1), 1);
}

/**
 * Both values of a gradient, and how far they are apart.
 * @param {Passage} passage
 * @param {string} name
 * @param {number} decimals
 */
export function checkWords(passage, name, decimals) {
  const { kind, layer, at } = cellOf(name);
  const array = CHECKED[kind];
  if (!array) return "";
  const { agrees, differences, relative } = passage.numbers.checks[`${array}${layer}`];
  const written = (/** @type {number} */ value) => rounded(value, Math.max(8, decimals));
  return (
    `<b>${agrees ? "✓" : "✗"}</b> finite difference ${written(Number(pick(differences, at)))}, ` +
    `back-propagation ${written(passage.value(name))}; relative error ${apart(Number(pick(relative, at)))}`
  );
}
