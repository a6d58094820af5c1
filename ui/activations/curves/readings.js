// Three readings of what a sigmoid answers, beside the histogram of a unit's answers.

import { say } from "../../browser/sentences.js";

/** @import { Pen } from "../../browser/curves/pen.js" */

/** @type {Record<string, { name: string, hint: string, words: (answer: number) => string }>} */
const READINGS = {
  squashed: {
    name: "A squashed value",
    hint: "any sum, pressed between 0 and 1",
    words: (h) => h.toFixed(2),
  },
  probability: {
    name: "A probability",
    hint: "that the unit’s feature is there",
    words: (h) => `${(100 * h).toFixed(0)} %`,
  },
  rate: {
    name: "A firing rate",
    hint: "moments at which a neuron fires",
    words: (h) => `${(100 * h).toFixed(0)} in 100`,
  },
};

const MOMENTS = 100; // at so many a neuron may fire: a square for each

/** @param {HTMLElement} list */
export function makeReadings(list) {
  list.innerHTML = Object.entries(READINGS)
    .map(
      ([key, { name, hint }]) =>
        `<li data-name="${key}"><b></b><i>${key === "rate" ? "<s></s>".repeat(MOMENTS) : ""}</i>` +
        `<span data-shows="name">${name}</span> ` +
        `<small data-shows="hint">${hint}</small></li>`,
    )
    .join("");
}

/**
 * @param {HTMLElement} list
 * @param {number} answer
 */
export function showReadings(list, answer) {
  list.style.setProperty("--answer", answer.toFixed(3));
  const fired = Math.round(MOMENTS * answer);
  list.querySelectorAll("s").forEach((moment, k) => {
    const before = Math.floor((k * fired) / MOMENTS);
    moment.classList.toggle("fires", Math.floor(((k + 1) * fired) / MOMENTS) > before);
  });
  for (const [key, { words }] of Object.entries(READINGS)) {
    const number = /** @type {HTMLElement} */ (list.querySelector(`[data-name=${key}] b`));
    number.dataset.of = key;
    say(number, "activations.curves.read", words(answer));
  }
}

/**
 * Bars of a histogram: on the base for numbers along x, on the left for numbers along y.
 * @param {Pen} pen
 * @param {ArrayLike<number>} counts of even bins from one end of the numbers to the other
 * @param {{ along: "x" | "y", low: number, high: number, reach: number }} where `reach`: pixels of the longest bar
 */
export function drawHistogram({ context, frame, theme }, counts, { along, low, high, reach }) {
  const most = Math.max(1, ...Array.from(counts));
  const edge = (/** @type {number} */ i) => low + ((high - low) * i) / counts.length;
  context.fillStyle = theme.ink;
  context.globalAlpha = 0.24;
  for (let i = 0; i < counts.length; i++) {
    if (!counts[i]) continue;
    const long = Math.max(2, (reach * counts[i]) / most);
    if (along === "x") {
      const left = frame.x(edge(i)) + 0.5;
      context.fillRect(left, frame.base - long, frame.x(edge(i + 1)) - left - 0.5, long);
    } else {
      const top = frame.y(edge(i + 1)) + 0.5;
      context.fillRect(frame.left, top, long, frame.y(edge(i)) - top - 0.5);
    }
  }
  context.globalAlpha = 1;
}
