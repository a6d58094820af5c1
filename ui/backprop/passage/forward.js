// Where the numbers of the way forward come from: sums, answers, probabilities, errors.

/** @import { Kind } from "./cells.js" */
/** @import { Arithmetic, OriginOf } from "./arithmetic.js" */

import { nameOf, range, symbol, total } from "./cells.js";
import { filled } from "./formulas.js";
import { bracketed } from "./numbers.js";

const EXP_MAY_OVERFLOW = 20; // above this score the softmax is shown with the largest one taken off

/** @type {OriginOf} */
function ofSum(arithmetic, { layer, at: [n, j] }, name) {
  const { passage } = arithmetic;
  const sources = range(passage.sizes[layer - 1]);
  const pairs = sources.map((i) => [nameOf("W", layer, j, i), passage.answer(layer - 1, n, i)]);
  const bias = nameOf("b", layer, j);
  const products = total(pairs.map(([w, x]) => passage.value(w) * passage.value(x)));
  const worked = arithmetic.line((a) => `${a.sum(pairs)} + ${bracketed(a.factor(bias))}`, name);
  return {
    boxes: [
      {
        html: `Σ<sub>i</sub> ${symbol("w", layer, `${j}i`)}${passage.entering(layer, "i")}`,
        op: "",
        text: arithmetic.text(products),
        names: pairs.flat(),
      },
      arithmetic.box(bias, "+"),
    ],
    rows: [{ html: "Σ <i>w x</i> + <i>b</i>", method: "AffineLayer.fprop", step: 1 }],
    lines: [`${passage.symbolOf(name)} = ${worked}`],
  };
}

/** @type {OriginOf} */
function ofAnswer(arithmetic, { layer, at: [n, j] }, name) {
  const { passage } = arithmetic;
  const z = nameOf("z", layer, n, j);
  const kind = passage.activations[layer - 1];
  const { formula, layer: method } = passage.activationOf(layer);
  const number = arithmetic.factor(z);
  const text = filled(formula, { z: number, h: arithmetic.factor(name) });
  const answer = `${passage.symbolOf(name)} = <b>${arithmetic.result(name)}</b>`;
  return {
    boxes: [{ ...arithmetic.box(z), html: `${kind}(${passage.symbolOf(z)})`, text }],
    rows: [{ html: `${kind}(<i>z</i>)`, method: `${method}.fprop`, step: 1 }],
    lines: [`${passage.symbolOf(z)} = ${number}, so ${answer}`],
  };
}

/** @type {OriginOf} */
function ofProbability(arithmetic, { at: [n, k] }, name) {
  const { passage } = arithmetic;
  const layer = passage.depth;
  const scores = range(passage.sizes[layer]).map((c) => nameOf("z", layer, n, c));
  const values = scores.map((z) => passage.value(z));
  const most = Math.max(...values);
  const shift = most > EXP_MAY_OVERFLOW ? most : 0;
  const less = shift ? " − max" : "";
  const powers = values.map((z) => Math.exp(z - shift));
  const sum = arithmetic.with(0).text(total(powers));
  const worked = arithmetic.leading((a) => powers.map((power) => a.text(power)).join(" + "), sum);
  const power = (/** @type {number | string} */ c) => `e<sup>${symbol("z", 0, c)}${less}</sup>`;
  return {
    boxes: [
      { html: power(k), op: "", text: arithmetic.text(powers[k - 1]), names: [scores[k - 1]] },
      { html: `Σ<sub>c</sub> ${power("c")}`, op: "/", text: arithmetic.text(total(powers)), names: scores },
    ],
    rows: [{ html: "softmax(<i>z</i>)", method: "SoftmaxLayer.fprop", step: 1 }],
    lines: [
      `Σ e<sup>z${less}</sup> = ${worked} ${sum}`,
      `${passage.symbolOf(name)} = <b>${arithmetic.result(name)}</b>`,
    ],
  };
}

/** @type {OriginOf} */
function ofError(arithmetic, { at: [n] }, name) {
  const { passage } = arithmetic;
  const classes = range(passage.sizes[passage.depth]);
  const targets = classes.map((c) => nameOf("t", 0, n, c));
  const k = 1 + targets.findIndex((t) => passage.value(t) === 1);
  const y = nameOf("y", 0, n, k);
  const terms = (/** @type {Arithmetic} */ a) =>
    targets.map((t, i) => `${a.factor(t)}·ln ${a.factor(nameOf("y", 0, n, i + 1))}`);
  const html = "−Σ<sub>k</sub> <i>t</i><sub>k</sub> ln <i>y</i><sub>k</sub>";
  return {
    boxes: [{ ...arithmetic.box(y), html: `−ln ${symbol("y", 0, k)}`, text: `−ln ${arithmetic.factor(y)}` }],
    more: targets,
    rows: [{ html, method: "CrossEntropySoftmaxError", step: 2 }],
    lines: [arithmetic.line((a) => `−(${terms(a).join(" + ")})`, name)],
  };
}

/** @type {OriginOf} */
function ofMeanError(arithmetic, _, name) {
  const { n, numbers } = arithmetic.passage;
  const errors = range(n).map((pattern) => nameOf("E", 0, pattern));
  const terms = (/** @type {Arithmetic} */ a) => errors.map((e) => a.factor(e)).join(" + ");
  return {
    boxes: [
      { html: `1/<i>N</i>`, op: "", text: `1/${n}`, names: [] },
      {
        html: "Σ<sub>n</sub> <i>E</i><sup>n</sup>",
        op: "·",
        text: arithmetic.text(total(numbers.E)),
        names: errors,
      },
    ],
    rows: [{ html: "mean over the batch", method: "CrossEntropySoftmaxError", step: 2 }],
    lines: [arithmetic.line((a) => `(${terms(a)}) / ${n}`, name)],
  };
}

/** @type {Partial<Record<Kind, OriginOf>>} */
export const FORWARD = { z: ofSum, h: ofAnswer, y: ofProbability, E: ofError, ME: ofMeanError };
