// One hidden unit and what becomes of its answer, written with a sigmoid and with tanh: other weights and biases, and
// the same output at every x.

import { fixed } from "../../browser/numbers.js";
import { say, saying } from "../../browser/sentences.js";

/** @typedef {{ w: number, b: number, v: number, c: number }} Way weight and bias into the unit, and into the output */

/** @type {Way} */
const SIGMOID = { w: 2, b: 1, v: 3, c: 0.5 };

/** σ(z) = (1 + tanh(z/2)) / 2: what arrives is halved, what leaves too, and the output's bias takes the other half. */
const TANH = { w: SIGMOID.w / 2, b: SIGMOID.b / 2, v: SIGMOID.v / 2, c: SIGMOID.c + SIGMOID.v / 2 };

/** @type {Record<string, { word: string, way: Way, squash: (z: number) => number }>} */
const WRITTEN = {
  sigmoid: { word: "σ", way: SIGMOID, squash: (z) => 1 / (1 + Math.exp(-z)) },
  tanh: { word: "tanh", way: TANH, squash: Math.tanh },
};

/** @param {HTMLElement} box */
export function makeTwice(box) {
  const node = (/** @type {string} */ name, /** @type {string} */ of, /** @type {string} */ word) =>
    `<div class="node"><small data-shows="name">${word}</small>` +
    `<b data-says="activations.curves.twice" data-of="${name} ${of}"></b></div>`;
  const edge = (/** @type {number} */ weight, /** @type {number} */ bias) =>
    `<div class="edge" data-shows="formula"><span>· ${weight}</span><span>+ ${bias}</span></div>`;
  const [first, second] = Object.entries(WRITTEN).map(
    ([name, { word, way }]) =>
      node(name, "x", "x") +
      edge(way.w, way.b) +
      node(name, "h", word) +
      edge(way.v, way.c) +
      node(name, "y", "output"),
  );
  const rule = (/** @type {string} */ bias) =>
    `<p class="rule" data-shows="formula">weight · ½<br>bias ${bias}</p>`;
  const rules =
    `<p></p>${rule("· ½")}<p></p>${rule(`+ ${SIGMOID.v}/2`)}` +
    `<p class="rule same">${saying("activations.curves.same", "the same")}</p>`;
  box.innerHTML = `${first}<div class="written-again">${rules}${second}</div>`;
}

/**
 * @param {HTMLElement} box
 * @param {number} x
 */
export function showTwice(box, x) {
  for (const [name, { way, squash }] of Object.entries(WRITTEN)) {
    const h = squash(way.w * x + way.b);
    const numbers = { x: fixed(x, 2), h: fixed(h, 3), y: fixed(way.v * h + way.c, 3) };
    for (const [of, words] of Object.entries(numbers)) {
      const element = /** @type {HTMLElement} */ (box.querySelector(`[data-of="${name} ${of}"]`));
      say(element, "activations.curves.twice", words);
    }
  }
}
