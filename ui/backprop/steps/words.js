// What the microscope says: names of the steps, the finding of each as its headline, and what the slides write otherwise.

import { nameOf, parse, symbol } from "../passage/cells.js";
import { apart, given, rounded } from "../passage/numbers.js";
import { range } from "../passage/reasons.js";

export const STEPS = [
  "Forward",
  "Error",
  "Output gradients",
  "Hidden gradients",
  "Weight gradients",
  "Update",
];

// The finding of a step, borne out by the numbers on the page.
export function headlineOf(step, passage, collapses) {
  const { numbers, n } = passage,
    last = passage.depth,
    number = (value) => rounded(value, 3);
  const classes = range(passage.sizes[last]);
  if (step === 1) {
    if (n > 1) return `${n} patterns go forward as the rows of one matrix`;
    const best = classes.reduce((a, k) => (numbers.y[0][k - 1] > numbers.y[0][a - 1] ? k : a));
    return `Forward: class ${best} is the most probable, y = ${number(numbers.y[0][best - 1])}`;
  }
  if (step === 2) {
    const k = classes.find((c) => numbers.t[0][c - 1] === 1);
    return n > 1
      ? `The mean error of ${n} patterns is E = ${number(numbers.ME)}`
      : `The right class gets y = ${number(numbers.y[0][k - 1])}, so the error is ${number(numbers.ME)}`;
  }
  if (step === 3) {
    if (!collapses) return "A probability of 0 breaks the chain; y − t does not break";
    return n > 1
      ? "Through the softmax, all that is left is (y − t)/N"
      : "Through the softmax, all that is left is y − t";
  }
  if (step === 4) {
    if (last === 1) return "No hidden layer: the output gradients are all there is";
    const most = strongest(passage, last - 1),
      nothing = range(n).every((p) => numbers.g[last - 2][p - 1].every((g) => g === 0));
    return nothing
      ? "No gradient gets through to the hidden units"
      : `Hidden unit ${most}${last > 2 ? ` of layer ${last - 1}` : ""} bears the largest share of the error`;
  }
  if (step === 5)
    return n > 1
      ? "Each gradient is a sum over the patterns of products"
      : "Every gradient is a product of parts you can name";
  const after = numbers.NE,
    before = numbers.ME,
    still = [numbers.dW, numbers.db].flat(4).every((slope) => slope === 0);
  return still
    ? "Nothing moves: every gradient is 0"
    : after < before
      ? `One update lowers the error from ${number(before)} to ${number(after)}`
      : after > before
        ? `The step is too large: the error rises from ${number(before)} to ${number(after)}`
        : `The step is too small to be seen: the error stays at ${number(before)}`;
}

// What the slides write otherwise, said where it matters.
export function slideNote(step, passage) {
  const { n } = passage,
    top = passage.depth;
  return [
    `<b>On the slides</b> the biases carry no layer number; here they are ${range(top)
      .map((l) => `<b>b</b><sup>(${l})</sup>`)
      .join(
        ", ",
      )}. <code>model.fprop</code> gives every activation, and its last ones, the framework's <code>outputs</code>, are the <i>z</i> before the softmax.`,
    `<b>On the slides</b> <i>E</i><sup>n</sup> is the error of one pattern. <code>CrossEntropySoftmaxError</code> gives the mean over the batch, and takes the <i>z</i>, not the <i>y</i>: it applies the softmax itself.`,
    `<b>The slide's <code>error.grad</code></b> is <i>y</i> − <i>t</i>, for one pattern. The framework's <code>CrossEntropySoftmaxError.grad</code> divides by the batch size <i>N</i>${n > 1 ? `, here ${n}: who checks by hand without it is off by the factor ${n}` : "; with <i>N</i> = 1, as here, the two agree"}. <code>CrossEntropyError</code> after a <code>SoftmaxLayer</code> gives the same, by the long way.`,
    `<b>On the slides</b> this is called ∂<i>E</i><sup>n</sup>/∂<i>a</i><sub>j</sub> once: <i>a</i><sub>j</sub> is the <i>z</i><sub>j</sub> of the other formulas. Their sums run to <i>C</i>, to <i>K</i> and to <i>k</i>: all three are the number of classes, ${passage.sizes[top]}.`,
    `<b>On the slides</b> one weight is called <i>w</i><sub>ki</sub> and <i>w</i><sub>kj</sub>: ${symbol("w", top, "kj")} leads from unit <i>j</i> to output <i>k</i>. Their exercise, ∂<i>E</i>/∂<i>b</i>, is <b>g</b> itself${n > 1 ? `, summed over the batch; the 1/<i>N</i> is in <b>g</b> already, from <code>error.grad</code>` : ""}.`,
    `<code>update_params</code> changes the parameters in place: the next forward pass uses the new ones. A learning rate of <i>η</i> = ${given(passage.rate, 6)}.`,
  ][step - 1];
}

// What the batch size does to the numbers in view: nothing before the error is.
export function batchWords(step, n, inBatch, pattern) {
  if (step < 2) return "";
  if (n > 1)
    return step === 2
      ? `<i>N</i> = ${n}: the mean over the batch.`
      : `<i>N</i> = ${n}: <code>error.grad</code> has divided by it, and every <i>g</i> after it carries the 1/${n}.`;
  if (inBatch > 1)
    return `Pattern ${pattern} alone, as on the slides: <i>N</i> = 1. In the framework's batch of ${inBatch}, each <i>g</i> is divided by ${inBatch}.`;
  return step === 2 ? "" : "<i>N</i> = 1 here. For a batch the framework divides <i>g</i> by <i>N</i>.";
}

// The unit of a layer whose error signals, added up over the patterns, are the largest.
function strongest(passage, layer) {
  const sizes = range(passage.sizes[layer]).map((j) =>
    Math.abs(range(passage.n).reduce((total, n) => total + passage.value(nameOf("g", layer, n, j)), 0)),
  );
  return sizes.indexOf(Math.max(...sizes)) + 1;
}

// What is picked when a step is opened and nothing has been pointed at yet: a number whose parts can all be seen.
export function usualPick(step, passage) {
  const top = passage.depth,
    output = nameOf(
      "g",
      top,
      1,
      range(passage.sizes[top]).find((k) => passage.value(nameOf("t", 0, 1, k)) === 1),
    );
  if (step === 1) return nameOf("z", 1, 1, Math.min(2, passage.sizes[1]));
  if (step === 2) return passage.n > 1 ? "ME" : nameOf("E", 0, 1);
  if (step === 3 || (step === 4 && top === 1)) return output;
  if (step === 4) return nameOf("g", top - 1, 1, strongest(passage, top - 1));
  return nameOf(step === 5 ? "dW" : "nW", 1, strongest(passage, 1), 1);
}

// Both values of a gradient, and how far they are apart.
export function checkWords(passage, name, decimals) {
  const { kind, layer, at } = parse(name),
    array = { dW: "W", db: "b", g: "z", s: "h" }[kind];
  if (!array) return "";
  const check = passage.numbers.checks[`${array}${layer}`],
    pick = (rows) => at.reduce((found, index) => found[index - 1], rows);
  const own = pick(check.relative),
    tick = check.agrees ? "✓" : "✗";
  return `<b>${tick}</b> finite difference ${rounded(pick(check.differences), Math.max(8, decimals))}, back-propagation ${rounded(passage.value(name), Math.max(8, decimals))}; relative error ${apart(own)}`;
}
