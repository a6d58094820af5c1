// The stack of blame of one hidden unit: bars that follow each other, each output's part, their sum, the gate of the
// activation, and what is left; and what is to be said of them.

/** @import { Passage } from "../passage/cells.js" */

import { equation, longer, MOST_BEYOND } from "../passage/agreement.js";
import { nameOf, range, symbol, total } from "../passage/cells.js";
import { bracketed, fixed, given, rounded } from "../passage/numbers.js";

const MOSTLY = 0.25; // of all blame: parts whose sum is smaller mostly cancel

/**
 * Error signals of the layer above times their weights, their `sum`, the `slope` of the activation, what is `left`.
 * @typedef {{ layer: number, j: number, parts: number[], sum: number, slope: number, left: number }} Stack
 */

/**
 * @param {Passage} passage
 * @param {number} layer
 * @param {number} j
 * @returns {Stack}
 */
export function stackOf(passage, layer, j) {
  const above = range(passage.sizes[layer + 1]);
  const signal = (/** @type {number} */ c) => passage.value(nameOf("g", layer + 1, 1, c));
  return {
    layer,
    j,
    parts: above.map((c) => signal(c) * passage.value(nameOf("W", layer + 1, c, j))),
    sum: passage.value(nameOf("s", layer, 1, j)),
    slope: passage.value(nameOf("f", layer, 1, j)),
    left: passage.value(nameOf("g", layer, 1, j)),
  };
}

/**
 * A result that stands alone: nothing before it where it is exactly what its parts come to.
 * @param {"=" | "≈"} sign
 * @param {string} text
 */
const signed = (sign, text) => (sign === "≈" ? `≈ ${text}` : text);

/**
 * The numbers of a stack with the digits with which its parts add up to its sum, and the gate leaves what is left.
 * @param {Stack} stack
 * @param {number} decimals
 * @param {boolean} [brief] no number has more decimals
 */
export function textsOf({ parts, sum, slope, left }, decimals, brief = false) {
  const text = (/** @type {number} */ value, /** @type {number} */ more) =>
    brief ? fixed(value, decimals) : longer(value, decimals, more, decimals + MOST_BEYOND);
  const leaves = (brief ? fixed : rounded)(left, decimals);
  const gate = equation((more) => `(${text(sum, more)})(${text(slope, more)})`, leaves);
  const together = text(sum, gate.more);
  const adding = equation((more) => parts.map((part) => `(${text(part, more)})`).join(" + "), together);
  return {
    parts: parts.map((part) => text(part, adding.more)),
    sum: signed(adding.sign, together),
    slope: text(slope, gate.more),
    left: signed(gate.sign, leaves),
  };
}

/**
 * @param {Passage} passage
 * @param {Stack} stack
 * @param {number} decimals
 * @param {boolean} [brief] no number has more decimals
 */
export function rowsHtml(passage, stack, decimals, brief = false) {
  const { layer, j, parts, sum, left } = stack;
  const texts = textsOf(stack, decimals, brief);
  const lengths = [...texts.parts, texts.sum, texts.slope, texts.left].map((text) => text.length);
  const rowHtml = rowOf(Math.max(...lengths));
  const ends = parts.reduce((list, part) => [...list, list[list.length - 1] + part], [0]);
  const { x, bar } = scaleOf([...ends, left]);
  const rows = parts.map((part, i) => {
    const g = fixed(passage.value(nameOf("g", layer + 1, 1, i + 1)), decimals),
      w = given(passage.value(nameOf("W", layer + 1, i + 1, j)), decimals),
      product = `<small class="factors">${bracketed(g)} · ${bracketed(w)}</small>`;
    const words = `${symbol("g", layer + 1, i + 1)} ${symbol("w", layer + 1, `${i + 1}${j}`)}${brief ? product : ""}`;
    const step = `<i class="step" style="left:${x(ends[i + 1])}%"></i>`;
    return rowHtml("", words, bar(ends[i], ends[i + 1]) + step, texts.parts[i]);
  });
  const [from, to] = [sum, left].map((value) => [x(Math.min(0, value)), x(Math.max(0, value))]);
  const gate =
    '<svg viewBox="0 0 100 100" preserveAspectRatio="none" ' +
    `class="${sum < 0 ? "negative" : "positive"}" aria-hidden="true">` +
    `<polygon points="${from[0]},0 ${from[1]},0 ${to[1]},100 ${to[0]},100"/></svg>`;
  rows.push(
    rowHtml("total", passage.symbolOf(nameOf("s", layer, 1, j)), bar(0, sum), texts.sum),
    rowHtml("gate", `· ${passage.slopeOf(layer, j)}`, sum ? gate : "", texts.slope),
    rowHtml("final", symbol("g", layer, j), bar(0, left), texts.left),
  );
  return rows.join("");
}

/**
 * Where a number stands between the least and the largest of some, in per cent, and a bar between two: none where
 * they are the same.
 * @param {number[]} values
 */
function scaleOf(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = 0.04 * (high - low || 1);
  const x = (/** @type {number} */ value) => (100 * (value - low + room)) / (high - low + 2 * room || 1);
  const bar = (/** @type {number} */ from, /** @type {number} */ to) => {
    const left = x(Math.min(from, to));
    const place = `left:${left}%;width:${x(Math.max(from, to)) - left}%`;
    const zero = `<i class="zero" style="left:${x(0)}%"></i>`;
    return from === to
      ? zero
      : `${zero}<i class="bar ${to < from ? "negative" : "positive"}" style="${place}"></i>`;
  };
  return { x, bar };
}

/**
 * Rows whose numbers have room for so many characters.
 * @param {number} characters
 * @returns {(kind: string, words: string, track: string, value: string) => string}
 */
const rowOf = (characters) => (kind, words, track, value) =>
  `<div class="row ${kind}" style="--characters:${characters}"><span>${words}</span>` +
  `<div class="track">${track}</div><b>${value}</b></div>`;

/**
 * @param {Passage} passage
 * @param {Stack} stack
 */
const isBelowOutputs = (passage, { layer }) => layer + 1 === passage.depth;

/**
 * @param {Passage} passage
 * @param {Stack} stack
 */
const unitWords = (passage, { layer, j }) =>
  `hidden unit ${j}${passage.depth > 2 ? ` of layer ${layer}` : ""}`;

/**
 * What the stack answers, as its heading.
 * @param {Passage} passage
 * @param {Stack} stack
 */
export function question(passage, stack) {
  return `What ${unitWords(passage, stack)} is blamed for`;
}

/**
 * The finding.
 * @param {Passage} passage
 * @param {Stack} stack
 */
export function headlineOf(passage, stack) {
  const { layer, parts, sum, slope } = stack;
  const unit = unitWords(passage, stack);
  const sizes = parts.map(Math.abs);
  const whole = total(sizes);
  if (whole === 0) return `Nobody blames ${unit}`;
  if (slope === 0) return `${unit[0].toUpperCase()}${unit.slice(1)} is shut: none of its blame gets through`;
  const outputs = isBelowOutputs(passage, stack);
  const above = `of layer ${layer + 1}`;
  if (Math.abs(sum) < MOSTLY * whole)
    return `${outputs ? "The outputs" : `The units ${above}`} mostly cancel in ${unit}`;
  const most = sizes.indexOf(Math.max(...sizes)) + 1;
  return `${outputs ? `Output ${most}` : `Unit ${most} ${above}`} blames ${unit} the most`;
}

/**
 * How much the gate lets through.
 * @param {Passage} passage
 * @param {Stack} stack
 */
export function gateWords(passage, { layer, slope }) {
  const percent = 100 * slope;
  const { gate, layer: method } = passage.activationOf(layer);
  return (
    `The gate lets <b>${rounded(percent, percent < 10 ? 1 : 0)} %</b> through: the slope of ${gate}. ` +
    `<code>AffineLayer.bprop</code>, then <code>${method}.bprop</code>.`
  );
}
