// Words below the formula: about a term, a unit with its own numbers, or a weight.

import { inputHtml, inputsWords, inputText, titleHtml } from "../../browser/maps/derived_inputs.js";
import { classWords, escaped, inputWords as scaledWords } from "../../browser/maps/units.js";
import { whole, withMinus } from "../../browser/numbers.js";

/** @import { Network, Offset } from "../../browser/maps/network.js" */
/** @import { Units } from "../../browser/maps/units.js" */
/** @import { Does, FormulaLine } from "./formula_lines.js" */

const MOST_TERMS = 3; // weights that are written out
const MOST_INPUTS = 5; // the same of derived inputs: with both squares and the product all of a conic

/**
 * @param {Network} run
 * @param {FormulaLine} line
 * @param {Does} does
 */
export function termWords({ sizes, inputs, units: own }, line, does) {
  const isOutput = line.of === "y",
    hidden = line.layers.length > 1 ? "units of the later layers" : `units of layer ${line.layers[0]}`,
    target = isOutput ? "classes" : hidden,
    weights = line.layers.reduce((sum, l) => sum + sizes[l] * sizes[l - 1], 0),
    units = line.layers.reduce((sum, l) => sum + sizes[l], 0),
    all = units === 1 ? `unit of layer ${line.layers[0]}` : `${units} ${target}`;
  /** @type {Record<Does, string>} */
  const words = {
    out: units === 1 ? `What the ${all} answers.` : `What the ${all} answer.`,
    f: isOutput ? `Softmax turns the ${units} scores into probabilities.` : `The activation of the ${all}.`,
    sum: "Everything that arrives at a unit, weighed and added up.",
    weight: `${whole(weights)} weights: gold and solid positive, violet and dashed negative.`,
    source:
      line.source[0] === "h" ? "The answers of the layer before." : `${sourceWords(inputs)}${fromOwn(own)}.`,
    bias: units === 1 ? `The bias of the ${all}.` : `${units} biases, one for each of the ${target}.`,
  };
  return words[does];
}

/**
 * What feeds the first layer.
 * @param {Network["inputs"]} inputs
 */
function sourceWords(inputs) {
  if (!inputs) return "The two inputs";
  const which = titleHtml(inputsWords(inputs));
  return inputs.length === 1 ? `The only input ${which}` : `The ${inputs.length} inputs ${which}`;
}

/**
 * How both inputs come from the visitor's own numbers, to go on with; "" where they are these.
 * @param {Units | undefined} own
 */
function fromOwn(own) {
  const both = [scaledWords(own, 0), scaledWords(own, 1)].filter(Boolean);
  return both.length ? `: ${both.join(", ")}` : "";
}

/**
 * A unit's own line with its numbers, as far as there are few of them.
 * @param {Network} run
 * @param {Float32Array} params
 * @param {Offset[]} offsets
 * @param {number} layer
 * @param {number} unit
 */
export function unitFormula(run, params, offsets, layer, unit) {
  if (layer === 0) return inputWords(run, unit);
  const { weights, biases, inputs } = offsets[layer - 1],
    bias = params[biases + unit],
    place = placeHtml(run, layer, unit),
    name = `<b>${place[0].toUpperCase()}${place.slice(1)}</b>`;
  if (inputs > (layer === 1 && run.inputs ? MOST_INPUTS : MOST_TERMS))
    return `${name}: ${inputs} weights arrive; the bias is ${withMinus(bias.toFixed(2))}.`;
  const w = params.subarray(weights + unit * inputs, weights + (unit + 1) * inputs),
    letters = (/** @type {number} */ s) =>
      layer === 1 ? inputLetters(run, s) : `<i>h</i><sub>${s + 1}</sub>`;
  const sum = Array.from(w, (v, s) => `${added(v, s === 0)} ${letters(s)}`).join("");
  return `${name}: <i>z</i> = ${sum}${added(bias, false)}`;
}

/**
 * @param {Network} run
 * @param {number} unit
 */
function inputWords({ sizes, inputs }, unit) {
  const next = sizes.length === 2 ? "classes" : "units of layer 1",
    name = inputs ? `Input ${inputHtml(inputs, unit)}` : `Input ${unit + 1}`;
  return `${name} goes to ${sizes[1] === 1 ? "the only unit of layer 1" : `all ${sizes[1]} ${next}`}.`;
}

/**
 * A number as it is added to those before it.
 * @param {number} v
 * @param {boolean} isFirst
 */
function added(v, isFirst) {
  const size = Math.abs(v).toFixed(2);
  if (isFirst) return v < 0 ? `−${size}` : size;
  return `${v < 0 ? " − " : " + "}${size}`;
}

/**
 * @param {Network} run
 * @param {number} w
 * @param {number} l the layer that the weight comes from
 * @param {number} to
 * @param {number} from
 */
export function edgeWords(run, w, l, to, from) {
  const ends = `from ${placeHtml(run, l, from)} to ${placeHtml(run, l + 1, to)}`;
  return `<b>${withMinus(w.toFixed(3))}</b> is the weight ${ends}.`;
}

/**
 * @param {Network} run
 * @param {number} layer
 * @param {number} unit
 */
const placeHtml = (run, layer, unit) =>
  layer === 0 ? inputLetters(run, unit) : escaped(placeWords(run, layer, unit));

/**
 * An input as it stands in a formula.
 * @param {Network} run
 * @param {number} unit
 */
const inputLetters = ({ inputs }, unit) =>
  inputs ? titleHtml(inputs[unit].title) : `<i>x</i><sub>${unit + 1}</sub>`;

/**
 * Text, with a visitor's own words for a class as they are.
 * @param {Network} run
 * @param {number} layer
 * @param {number} unit
 */
export function placeWords(run, layer, unit) {
  if (layer === 0) return run.inputs ? inputText(run.inputs, unit) : `x${unit + 1}`;
  return layer === run.sizes.length - 1 ? classWords(run.units, unit) : `unit ${unit + 1} of layer ${layer}`;
}
