// Where the numbers of the way back come from: error signals, gradients of the parameters, the update.

/** @import { Kind } from "./cells.js" */
/** @import { Arithmetic, Origin, OriginOf, Row } from "./arithmetic.js" */

import { withMinus } from "../../browser/numbers.js";
import { times } from "./arithmetic.js";
import { fraction, nameOf, range, symbol } from "./cells.js";
import { filled } from "./formulas.js";
import { bracketed } from "./numbers.js";

/** @type {OriginOf} */
function ofErrorByProbability(arithmetic, { at: [n, c] }, name) {
  const t = nameOf("t", 0, n, c);
  const y = nameOf("y", 0, n, c);
  const [over, overN] = arithmetic.over();
  const html = `−<i>t</i><sub>c</sub>/<i>y</i><sub>c</sub>${overN}`;
  return {
    boxes: [
      { ...arithmetic.box(t), html: `−${symbol("t", 0, c)}`, text: `−${arithmetic.factor(t)}` },
      arithmetic.box(y, "/"),
      ...(over ? [{ html: "<i>N</i>", op: "/", text: String(arithmetic.passage.n), names: [] }] : []),
    ],
    rows: [{ html, method: "CrossEntropyError.grad", step: 3 }],
    lines: [arithmetic.line((a) => `−${a.factor(t)} / ${a.factor(y)}${over}`, name)],
  };
}

/** @type {OriginOf} */
function ofProbabilityBySum(arithmetic, { at: [n, c, k] }, name) {
  const yc = nameOf("y", 0, n, c);
  const yk = nameOf("y", 0, n, k);
  const same = c === k ? "1" : "0";
  const rest = (/** @type {Arithmetic} */ a) => `${same} − ${a.factor(yk)}`;
  const html = "<i>y</i><sub>c</sub>(δ<sub>ck</sub> − <i>y</i><sub>k</sub>)";
  return {
    boxes: [
      arithmetic.box(yc),
      { ...arithmetic.box(yk), html: `(${same} − ${symbol("y", 0, k)})`, op: "·", text: rest(arithmetic) },
    ],
    rows: [{ html, method: "SoftmaxLayer.bprop", step: 3 }],
    lines: [
      arithmetic.line((a) => `${a.factor(yc)} · (${rest(a)})`, name),
      `δ is ${same} because c ${c === k ? "=" : "≠"} k.`,
    ],
  };
}

/**
 * The factors through the softmax: an output's z changes every y, and each y the error.
 * @param {Arithmetic} arithmetic
 * @param {number} n
 * @param {number} k
 */
function chain({ passage }, n, k) {
  const classes = range(passage.sizes[passage.depth]);
  return classes.map((c) => [nameOf("dy", 0, n, c), nameOf("J", 0, n, c, k)]);
}

/** @type {OriginOf} */
function ofChain(arithmetic, { at: [n, k] }, name) {
  const pairs = chain(arithmetic, n, k);
  const yc = symbol("y", 0, "c");
  return {
    boxes: [
      {
        html: `Σ<sub>c</sub> ${fraction(yc)} · ∂${yc}/∂${symbol("z", 0, k)}`,
        op: "",
        text: arithmetic.factor(name),
        names: pairs.flat(),
      },
    ],
    rows: [
      { html: "−<i>t</i>/<i>y</i>", method: "CrossEntropyError.grad", step: 3 },
      { html: "Σ<sub>c</sub> · ∂<i>y</i>/∂<i>z</i>", method: "SoftmaxLayer.bprop", step: 3 },
    ],
    lines: [
      arithmetic.line((a) => a.sum(pairs), name),
      ...(arithmetic.passage.numbers.collapses
        ? ["All fractions cancel: what is left is <i>y</i> − <i>t</i>."]
        : []),
    ],
  };
}

/** @type {OriginOf} */
function ofSignal(arithmetic, cell, name) {
  return cell.layer === arithmetic.passage.depth
    ? ofOutputSignal(arithmetic, cell, name)
    : ofHiddenSignal(arithmetic, cell, name);
}

/** @type {OriginOf} */
function ofOutputSignal(arithmetic, { at: [n, k] }, name) {
  const { passage } = arithmetic;
  const y = nameOf("y", 0, n, k);
  const t = nameOf("t", 0, n, k);
  const [over, overN] = arithmetic.over();
  const [open, close] = over ? ["(", ")"] : ["", ""];
  const boxesOfBatch = [
    {
      html: `(${symbol("y", 0, k)} − ${symbol("t", 0, k)})`,
      op: "",
      text: arithmetic.text(passage.value(y) - passage.value(t)),
      names: [y, t],
    },
    { html: "<i>N</i>", op: "/", text: String(passage.n), names: [] },
  ];
  const html = `${open}<i>y</i><sub>k</sub> − <i>t</i><sub>k</sub>${close}${overN}`;
  const product = arithmetic.result(nameOf("c", 0, n, k));
  const byTheChain = arithmetic.leading((a) => a.sum(chain(a, n, k)), product);
  return {
    boxes: over ? boxesOfBatch : [arithmetic.box(y), arithmetic.box(t, "−")],
    rows: [{ html, method: "CrossEntropySoftmaxError.grad", step: 3 }],
    lines: [
      arithmetic.line((a) => `${open}${a.factor(y)} − ${a.factor(t)}${close}${over}`, name),
      `By the chain: ${byTheChain} ${product}`,
    ],
  };
}

/**
 * The factors of what comes back to a hidden unit: each error signal above, and the weight that it comes through.
 * @param {Arithmetic} arithmetic
 * @param {number} layer
 * @param {number} n
 * @param {number} j
 */
function arriving({ passage }, layer, n, j) {
  const above = range(passage.sizes[layer + 1]);
  return above.map((c) => [nameOf("g", layer + 1, n, c), nameOf("W", layer + 1, c, j)]);
}

/** @type {OriginOf} */
function ofHiddenSignal(arithmetic, { layer, at: [n, j] }, name) {
  const s = nameOf("s", layer, n, j);
  const f = nameOf("f", layer, n, j);
  const pairs = arriving(arithmetic, layer, n, j);
  return {
    boxes: [arithmetic.box(s), arithmetic.box(f, "·")],
    more: pairs.flat(),
    rows: hiddenRows(arithmetic, layer, "j"),
    lines: [
      arrivingLine(arithmetic, s, pairs),
      arithmetic.line((a) => times(a.factor(s), a.factor(f)), name),
    ],
  };
}

/**
 * @param {Arithmetic} arithmetic
 * @param {string} s
 * @param {string[][]} pairs
 */
function arrivingLine(arithmetic, s, pairs) {
  const result = arithmetic.result(s);
  return `${arithmetic.passage.symbolOf(s)} = ${arithmetic.leading((a) => a.sum(pairs), result)} ${result}`;
}

/**
 * @param {Arithmetic} arithmetic
 * @param {number} layer
 * @param {number | string} j
 * @returns {Row[]}
 */
function hiddenRows({ passage }, layer, j) {
  const html = `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, `c${j}`)}`;
  return [
    { html, method: "AffineLayer.bprop", step: 4 },
    { html: passage.slopeOf(layer, j), method: `${passage.activationOf(layer).layer}.bprop`, step: 4 },
  ];
}

/** @type {OriginOf} */
function ofArriving(arithmetic, { layer, at: [n, j] }, name) {
  const { passage } = arithmetic;
  const pairs = arriving(arithmetic, layer, n, j);
  const html = "Σ<sub>c</sub> <i>g</i><sub>c</sub> <i>w</i><sub>cj</sub>";
  return {
    boxes: [{ html: passage.symbolOf(name), op: "", text: arithmetic.factor(name), names: pairs.flat() }],
    rows: [{ html, method: "AffineLayer.bprop", step: 4 }],
    lines: [arithmetic.line((a) => a.sum(pairs), name)],
  };
}

/** @type {OriginOf} */
function ofSlope(arithmetic, { layer, at: [n, j] }, name) {
  const { passage } = arithmetic;
  const facts = passage.activationOf(layer);
  const h = nameOf("h", layer, n, j);
  const z = nameOf("z", layer, n, j);
  const letters = (/** @type {Arithmetic} */ a) => ({ z: a.factor(z), h: a.factor(h) });
  const side = `${arithmetic.with(0).factor(z)} ${sideWords(passage.value(z), facts.kinks[0])}`;
  const line = facts.slope_in_numbers
    ? arithmetic.line((a) => filled(facts.slope_in_numbers, letters(a)), name)
    : `${side}: the slope is <b>${arithmetic.result(name)}</b>`;
  const source = /\{\(?h/.test(facts.slope) ? h : z;
  const html = passage.slopeOf(layer, j);
  return {
    boxes: [{ ...arithmetic.box(source), html, text: arithmetic.factor(name) }],
    rows: [{ html: passage.slopeOf(layer, "j"), method: `${facts.layer}.bprop`, step: 4 }],
    lines: [line],
  };
}

/**
 * On which side of a kink a sum lies.
 * @param {number} z
 * @param {number} kink
 */
const sideWords = (z, kink) => `${z > kink ? "is" : "is not"} above ${withMinus(String(kink))}`;

/** @type {OriginOf} */
function ofWeight(arithmetic, cell, name) {
  const { passage } = arithmetic;
  const { layer, at } = cell;
  if (passage.n > 1) return ofWeightOverTheBatch(arithmetic, cell, name);
  const product = { html: `· ${passage.entering(layer, at[1])}`, method: "AffineLayer.grads_wrt_params" };
  const last = { ...product, step: 5, lit: true };
  return layer === passage.depth
    ? ofOutputWeight(arithmetic, cell, name, last)
    : ofHiddenWeight(arithmetic, cell, name, last);
}

/** @type {OriginOf} */
function ofWeightOverTheBatch(arithmetic, { layer, at: [j, i] }, name) {
  const { passage } = arithmetic;
  const pairs = range(passage.n).map((n) => [nameOf("g", layer, n, j), passage.answer(layer - 1, n, i)]);
  const html = `Σ<sub>n</sub> ${symbol("g", layer, j)}${passage.entering(layer, i)}`;
  return {
    boxes: [{ html, op: "", text: arithmetic.factor(name), names: pairs.flat() }],
    rows: [
      { html: "<i>g</i> has 1/<i>N</i> in it", method: "CrossEntropySoftmaxError.grad", step: 3 },
      { html: "Σ over the batch", method: "AffineLayer.grads_wrt_params", step: 5, lit: true },
    ],
    lines: [arithmetic.line((a) => a.sum(pairs), name)],
  };
}

/** @type {(...given: [...Parameters<OriginOf>, Row]) => Origin} */
function ofOutputWeight(arithmetic, { layer, at: [j, i] }, name, last) {
  const { passage } = arithmetic;
  const source = passage.answer(layer - 1, 1, i);
  const y = nameOf("y", 0, 1, j);
  const t = nameOf("t", 0, 1, j);
  const g = nameOf("g", layer, 1, j);
  const signal = arithmetic.with(0).factor(g);
  const difference = arithmetic.leading((a) => `${a.factor(y)} − ${a.factor(t)}`, signal);
  return {
    boxes: [
      { ...arithmetic.box(g), html: `(${symbol("y", 0, j)} − ${symbol("t", 0, j)})` },
      arithmetic.box(source, "·"),
    ],
    more: [y, t],
    rows: [outputRow(layer, "k"), last],
    lines: [
      `${symbol("g", layer, j)} = ${difference} ${signal}`,
      arithmetic.line((a) => times(a.factor(g), a.factor(source)), name),
    ],
  };
}

/** @type {(...given: [...Parameters<OriginOf>, Row]) => Origin} */
function ofHiddenWeight(arithmetic, { layer, at: [j, i] }, name, last) {
  const { passage } = arithmetic;
  const source = passage.answer(layer - 1, 1, i);
  const s = nameOf("s", layer, 1, j);
  const f = nameOf("f", layer, 1, j);
  const pairs = arriving(arithmetic, layer, 1, j);
  const firstRows = layer + 1 === passage.depth ? [outputRow(layer + 1, "c")] : [];
  return {
    boxes: arithmetic.brief
      ? [arithmetic.box(nameOf("g", layer, 1, j)), arithmetic.box(source, "·")]
      : [arithmetic.box(s), arithmetic.box(f, "·"), arithmetic.box(source, "·")],
    more: [...pairs.flat(), nameOf("g", layer, 1, j)],
    rows: [...firstRows, ...hiddenRows(arithmetic, layer, j), last],
    lines: [
      arrivingLine(arithmetic, s, pairs),
      arithmetic.line((a) => `${times(a.factor(s), a.factor(f))}(${a.factor(source)})`, name),
    ],
  };
}

/**
 * @param {number} layer
 * @param {string} index
 * @returns {Row}
 */
const outputRow = (layer, index) => ({
  html: `${symbol("g", layer, index)} = <i>y</i><sub>${index}</sub> − <i>t</i><sub>${index}</sub>`,
  method: "CrossEntropySoftmaxError.grad",
  step: 3,
});

/** @type {OriginOf} */
function ofBias(arithmetic, { layer, at: [j] }, name) {
  const { passage } = arithmetic;
  const signals = range(passage.n).map((n) => nameOf("g", layer, n, j));
  const html = symbol("g", layer, j);
  const terms = (/** @type {Arithmetic} */ a) => signals.map((g) => bracketed(a.factor(g)));
  const first =
    layer === passage.depth
      ? { html, method: "CrossEntropySoftmaxError.grad", step: 3 }
      : { html, method: `${passage.activationOf(layer).layer}.bprop`, step: 4 };
  return {
    boxes: [
      {
        html: `${signals.length > 1 ? "Σ<sub>n</sub> " : ""}${html}`,
        op: "",
        text: arithmetic.factor(name),
        names: signals,
      },
    ],
    rows: [first, { html: "· 1", method: "AffineLayer.grads_wrt_params", step: 5, lit: true }],
    lines: [
      arithmetic.line((a) => terms(a).join(" + "), name),
      "A bias is a weight from an input that is always 1.",
    ],
  };
}

/**
 * A parameter after a step: kind of the parameter, and of its gradient.
 * @param {Kind} kind
 * @param {Kind} gradient
 * @returns {OriginOf}
 */
const updated =
  (kind, gradient) =>
  (arithmetic, { layer, at }, name) => {
    const before = nameOf(kind, layer, ...at);
    const grad = nameOf(gradient, layer, ...at);
    const rate = (/** @type {Arithmetic} */ a) => a.given(a.passage.rate, 6);
    if (arithmetic.passage.isHeld({ kind, layer })) {
      const learns = kind === "W" ? "learn_weights" : "learn_biases";
      return {
        boxes: [arithmetic.box(before)],
        rows: [{ html: "<i>w</i>, as drawn", method: `AffineLayer(${learns}=False)`, step: 6 }],
        lines: [arithmetic.line((a) => a.factor(before), name)],
      };
    }
    const method = "GradientDescentLearningRule.update_params";
    return {
      boxes: [
        arithmetic.box(before),
        { html: "<i>η</i>", op: "−", text: rate(arithmetic), names: [] },
        arithmetic.box(grad, "·"),
      ],
      rows: [{ html: "<i>w</i> − <i>η</i> ∂<i>E</i>/∂<i>w</i>", method, step: 6 }],
      lines: [arithmetic.line((a) => `${a.factor(before)} − ${times(rate(a), a.factor(grad))}`, name)],
    };
  };

/** @type {OriginOf} */
const ofErrorAfter = () => ({
  boxes: [],
  rows: [{ html: "<i>E</i>", method: "CrossEntropySoftmaxError", step: 6 }],
  lines: ["The same patterns sent forward through the new weights."],
});

/** @type {Partial<Record<Kind, OriginOf>>} */
export const BACKWARD = {
  dy: ofErrorByProbability,
  J: ofProbabilityBySum,
  c: ofChain,
  g: ofSignal,
  s: ofArriving,
  f: ofSlope,
  dW: ofWeight,
  db: ofBias,
  nW: updated("W", "dW"),
  nb: updated("b", "db"),
  NE: ofErrorAfter,
};
