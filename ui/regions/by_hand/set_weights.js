// Weights and biases that are set by hand: how a link writes them, where they stand among a network's parameters, and
// the parameters with them. `ui/plane/by_hand.py` is the same in Python; a test holds the two against each other.

import { parameterOffsets } from "../../browser/maps/network.js";

/**
 * A weight from unit `from` of layer l to unit `to` of the next one, the inputs being layer 0; a bias has no `from`.
 * @typedef {{ l: number, to: number, from: number | null }} Weight
 */

/** @typedef {Weight & { value: number }} SetWeight */

export const MOST = 50; // set at once
export const LARGEST = 1000; // no weight is set further from 0

/** @param {Weight} weight as a link has it: layer, unit and input from 1, input 0 for the bias */
export const nameOf = ({ l, to, from }) => `${l + 1}-${to + 1}-${from === null ? 0 : from + 1}`;

/**
 * @param {string} text as in a link
 * @returns {SetWeight[]}
 */
export const read = (text) =>
  text
    .split(",")
    .filter(Boolean)
    .map((one) => {
      const [name, value] = one.split(":"),
        [layer, unit, source] = name.split("-").map(Number);
      return { l: layer - 1, to: unit - 1, from: source ? source - 1 : null, value: Number(value) };
    });

/**
 * Each value with as few digits as name it among all numbers of 64 bits.
 * @param {SetWeight[]} set
 */
export const write = (set) => set.map((one) => `${nameOf(one)}:${one.value}`).join(",");

/**
 * The place of a weight among the parameters, or -1 where the network has no such weight.
 * @param {Weight} weight
 * @param {number[]} sizes
 */
export function placeOf({ l, to, from }, sizes) {
  const layer = parameterOffsets(sizes)[l];
  if (!layer || to >= layer.outputs || (from ?? 0) >= layer.inputs) return -1;
  return from === null ? layer.biases + to : layer.weights + to * layer.inputs + from;
}

/**
 * @param {Float32Array} params they are left as they are
 * @param {number[]} sizes
 * @param {SetWeight[]} set
 */
export function withSet(params, sizes, set) {
  const handed = params.slice();
  for (const one of set) {
    const place = placeOf(one, sizes);
    if (place >= 0) handed[place] = one.value;
  }
  return handed;
}

/**
 * What was set, with one weight set to another value, or to what it was trained to: the latest stands last.
 * @param {SetWeight[]} set
 * @param {Weight} weight
 * @param {number | null} value null for the trained one
 */
export function changed(set, weight, value) {
  const others = set.filter((one) => nameOf(one) !== nameOf(weight));
  return value === null ? others : [...others, { l: weight.l, to: weight.to, from: weight.from, value }];
}

export const MOST_CUT = 100; // wires at once

/**
 * Wires with one more cut, or with one mended that was cut; or why it cannot be.
 * @param {string[]} cut names of wires
 * @param {Weight} weight
 * @param {number[]} sizes
 * @returns {{ text: string, fault: string }} what a link writes
 */
export function withCut(cut, weight, sizes) {
  const name = nameOf(weight),
    others = cut.filter((one) => one !== name),
    text = [...others, name].join(","),
    inLayer = others.filter((one) => one.startsWith(`${weight.l + 1}-`)).length;
  if (others.length < cut.length) return { text: others.join(","), fault: "" };
  if (cut.length >= MOST_CUT)
    return { text, fault: `${cut.length} wires are cut, and ${MOST_CUT} are the most.` };
  if (inLayer + 1 === sizes[weight.l] * sizes[weight.l + 1])
    return { text, fault: "It is the last wire of its layer: without it nothing would pass." };
  return { text, fault: "" };
}

/**
 * All numbers of a unit, in the order in which `listed` says them: its bias, the weights that arrive, those that leave.
 * @param {number[]} sizes
 * @param {{ layer: number, unit: number }} unit the inputs are layer 0
 * @returns {Weight[]}
 */
export function weightsOf(sizes, { layer, unit }) {
  const arrive = layer ? sizes[layer - 1] : 0,
    leave = sizes[layer + 1] ?? 0;
  /** @type {Weight[]} */
  const own = layer ? [{ l: layer - 1, to: unit, from: null }] : [];
  for (let from = 0; from < arrive; from++) own.push({ l: layer - 1, to: unit, from });
  for (let to = 0; to < leave; to++) own.push({ l: layer, to, from: unit });
  return own;
}

/**
 * A number as somebody types it, with a comma or a real minus too; or why it cannot be.
 * @param {string} text
 * @returns {{ value: number, fault?: undefined } | { value?: undefined, fault: string }}
 */
export function typed(text) {
  const plain = text
    .trim()
    .replace("−", "-")
    .replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain))
    return { fault: `“${brief(text)}” is not a number.` };
  const value = Number(plain);
  if (!(Math.abs(value) <= LARGEST))
    return { fault: `${brief(text.trim())} is not between −${LARGEST} and ${LARGEST}.` };
  return { value: value === 0 ? 0 : value };
}

/** @param {string} text */
const brief = (text) => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

/**
 * How far a slider reaches to either side: twice the largest of some weights, up to 1, 2 or 5 times a power of ten.
 * @param {number[]} weights
 */
export function reachOf(weights) {
  const wanted = Math.min(
    LARGEST,
    Math.max(2, 2 * Math.max(...weights.map(Math.abs).filter(Number.isFinite))),
  );
  const power = 10 ** Math.floor(Math.log10(wanted)),
    lead = [1, 2, 5, 10].find((one) => one * power >= wanted * (1 - 1e-9)) ?? 10;
  return lead * power;
}
