// What a card of a scene shows before its question is answered: what the topic is about, and nothing that judges it.

import { find, findAll } from "../../browser/find.js";
import { inksOf, N_PIXELS, paintPicture, SIDE } from "../picture.js";
import { paintTemplate } from "./evidence.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Arrays } from "./evidence.js" */
/** @import { Question } from "./pros.js" */

const DIGITS = [...Array(10).keys()];

/** @param {string} label */
const picture = (label) =>
  `<canvas width="${SIDE}" height="${SIDE}" role="img" aria-label="${label}"></canvas>`;

/** Two runs on a straight way: how the loss goes from the one to the other is asked for. */
const WAY =
  '<svg class="between" viewBox="0 0 600 192" role="img" aria-label="Two runs, and the way between them">' +
  '<circle cx="48" cy="80" r="14"/><circle cx="552" cy="80" r="14"/>' +
  '<line x1="80" x2="232" y1="80" y2="80"/><line x1="368" x2="520" y1="80" y2="80"/>' +
  '<text x="300" y="100">?</text><text x="56" y="168">run 1</text><text x="544" y="168">run 2</text></svg>' +
  "<p>Two runs from other weights: is there a hill between them?</p>";

/**
 * @param {HTMLElement} box
 * @param {Question} question
 * @param {Theme} theme
 * @param {Arrays} arrays
 */
export function drawGlimpse(box, question, theme, arrays) {
  if (!question.ready) return;
  if (!box.firstChild) box.innerHTML = HTML[question.name];
  /** @type {HTMLCanvasElement[]} */
  const canvases = findAll(box, "canvas");
  if (question.name === "interpretable")
    canvases.forEach((canvas, k) => paintTemplate(canvas, arrays, k, question.evidence.limit, theme));
  if (question.name !== "shapes") return;
  const inks = inksOf(theme);
  find(box, "p").textContent = `Six ways to write a ${question.evidence.digit}`;
  canvases.forEach((canvas, i) => paintPicture(canvas, (p) => inks[arrays.shape_levels[N_PIXELS * i + p]]));
}

const PARAMETERS =
  "<p><b>784</b> pixels, <b>10</b> digits:<br>a weight for each pair, and a bias for each digit</p>";

const TEMPLATES = DIGITS.map((k) => `<figure>${picture(`Weights of the digit ${k}`)}${k}</figure>`).join("");

const SHAPES = `<figure>${picture("A way to write the digit")}</figure>`.repeat(6);

/** @type {Record<Question["name"], string>} */
const HTML = {
  parameters: PARAMETERS,
  convex: WAY,
  interpretable: `<div class="row">${TEMPLATES}</div>`,
  shapes: `<p></p><div class="row six">${SHAPES}</div>`,
};
