// What two networks say of a picture: the softmax of each, as a row for every digit with a bar and a number for
// either.

import { find, findAll } from "../../browser/find.js";
import { softmax } from "../../browser/maps/network.js";

/** @typedef {{ weights: Float32Array, biases: Float32Array }} Layer */

/**
 * Something of each of both networks.
 * @template T
 * @typedef {{ single: T, multi: T }} Both
 */

export const CLASSES = 10;
export const HIDDEN = 100;

/**
 * One affine layer: row j of the weights holds those arriving at unit j.
 * @param {Float64Array} inputs
 * @param {Layer} layer
 */
function affine(inputs, { weights, biases }) {
  return Float64Array.from(biases, (bias, j) => {
    let sum = bias;
    for (let i = 0, at = j * inputs.length; i < inputs.length; i++, at++) sum += weights[at] * inputs[i];
    return sum;
  });
}

/**
 * The layers of a network from its flat parameters: W, b, W, b, … in the order of `Architecture.split`.
 * @param {Float32Array} params
 * @param {number[]} sizes
 */
export function layersOf(params, sizes) {
  /** @type {Layer[]} */
  const layers = [];
  for (let l = 0, at = 0; l + 1 < sizes.length; l++) {
    const count = sizes[l] * sizes[l + 1];
    layers.push({
      weights: params.subarray(at, at + count),
      biases: params.subarray(at + count, at + count + sizes[l + 1]),
    });
    at += count + sizes[l + 1];
  }
  return layers;
}

/**
 * Probabilities of the digits for 784 grey levels; hidden units are ReLU.
 * @param {Layer[]} layers
 * @param {Uint8Array} pixels
 */
export function probabilities(layers, pixels) {
  let values = Float64Array.from(pixels, (level) => level / 255);
  layers.forEach((layer, l) => {
    values = affine(values, layer);
    if (l + 1 < layers.length) values = values.map((v) => Math.max(0, v));
  });
  return softmax(values);
}

/** @param {number} share */
const shareWords = (share) => `${(100 * share).toFixed(share > 0.0005 && share < 0.9995 ? 1 : 0)} %`;

/** @type {(keyof Both<unknown>)[]} */
const NETWORKS = ["single", "multi"];

/**
 * @param {string} name
 * @param {number} digit
 */
const cellsOf = (name, digit) =>
  `<td class="${name}"><div class="bar"><i></i></div></td>` +
  `<td class="${name} share" data-says="mnist.variability.share" data-network="${name}" data-digit="${digit}"></td>`;

export class Scores {
  /** @param {HTMLElement} table */
  constructor(table) {
    find(table, "tbody").innerHTML = Array.from(
      { length: CLASSES },
      (_, k) =>
        `<tr><th class="ticks" scope="row" data-shows="name">${k}</th>` +
        `${NETWORKS.map((name) => cellsOf(name, k)).join("")}</tr>`,
    ).join("");
    this.rows = findAll(table, "tbody tr");
  }

  /**
   * @param {Both<Float64Array> | null} found probabilities of both networks, once they are trained
   * @param {number} label the digit that the picture shows
   */
  show(found, label) {
    this.rows.forEach((row, k) => {
      row.toggleAttribute("data-true", k === label);
      for (const name of NETWORKS) {
        const shares = found?.[name],
          share = shares ? shares[k] : 0;
        find(row, `.${name} i`).style.width = `${100 * share}%`;
        const cell = find(row, `.${name}.share`);
        cell.textContent = shares ? shareWords(share) : "–";
        cell.toggleAttribute("data-answer", Boolean(shares) && share === Math.max(...(shares ?? [])));
      }
    });
  }
}
