// The words of the page that follow what is looked at, beside those that each part says itself; and which choices
// there are.

import { listenToChoices } from "../../browser/choices.js";
import { find } from "../../browser/find.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { className } from "../class_names.js";
import { aDigit } from "../digit_words.js";
import { writeHtml } from "../writing.js";
import { subscript, superscript } from "./names.js";
import { MOST_IN_VIEW } from "./pictures.js";

/** @import { Scene } from "./scene.js" */
/** @import { Source } from "./sources.js" */

/**
 * What stands above the row of pictures; nothing above templates.
 * @param {Scene} scene
 * @param {number} sortedAt the epoch of the weights that the units are sorted by
 */
function rowTitle({ multi, layers }, sortedAt) {
  if (!multi) return "";
  const count = layers[0].outputs,
    isDeep = layers.length > 2;
  const unit = `${isDeep ? "" : "hidden "}unit${count > 1 ? "s" : ""}`,
    units = `${count > 1 ? `${count} ` : ""}${unit}${isDeep ? " of the first hidden layer" : ""}`,
    sorting = `sorted by the ${isDeep ? "unit" : "digit"} that they speak for most at epoch ${formatEpoch(sortedAt)}`,
    more = count > MOST_IN_VIEW ? "; scroll for more" : "";
  return `<b><i>W</i>${superscript(1)}</b>: weights of the ${units}, ${sorting}${more}`;
}

/**
 * @param {Source} source
 * @param {boolean} edited
 */
function imageName({ kind, name, label }, edited) {
  const words = kind === "set" && label !== null ? `${name.replace("-", " ")}, ${aDigit(label)}` : name;
  return `${words}${edited ? ", changed" : ""}`.replace(/[<&]/g, "");
}

/**
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {Source} source
 * @param {boolean} paints whether the brush does
 */
function nameImage(root, { edited }, source, paints) {
  const caption = find(root, ".image figcaption span");
  writeHtml(caption, imageName(source, edited));
  const words = `Image x: ${caption.textContent}. Drag to ${paints ? "paint" : "erase"}`;
  find(root, ".image canvas").setAttribute(
    "aria-label",
    `${words}; or move with the arrow keys and press space.`,
  );
  /** @type {HTMLButtonElement} */
  const undo = find(root, ".undo");
  undo.disabled = !edited;
}

/**
 * Whose pull can be shown: the digit's alone, or held against its rival.
 * @param {HTMLElement} root
 * @param {Scene} scene
 */
function namePulls(root, { subject: { digit, rival }, multi, view }) {
  const input = `<i>${multi ? "h" : "x"}</i>`,
    mine = subscript("<i>W</i>", digit),
    theirs = subscript("<i>W</i>", rival);
  writeHtml(find(root, "[data-name=pair] [data-value='0']"), `${input} ⊙ ${mine}`);
  writeHtml(find(root, "[data-name=pair] [data-value='1']"), `${input} ⊙ (${mine} − ${theirs})`);
  writeHtml(find(root, ".against option"), `strongest${view.rival === "" ? ` (${className(rival)})` : ""}`);
}

/**
 * Which weights can be shown large: a unit's, and each matrix behind the first; no choice without hidden layers.
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {number} unit that a press of the button shows
 * @param {(name: string, value: string) => void} press
 */
function offerWeights(root, { layers, multi }, unit, press) {
  const matrices = layers
    .slice(1)
    .map((_, l) => `<button data-value="${l + 2}"><i>W</i>${superscript(l + 2)}</button>`);
  const buttons = [`<button data-value="unit">unit ${unit + 1}</button>`, ...matrices];
  const choice = find(root, "[data-name=of]");
  if (writeHtml(choice, multi ? buttons.join("") : "")) listenToChoices(choice, press);
}

/**
 * How weights are drawn is chosen beside the row's title; without one, beside the page's headline.
 * @param {HTMLElement} root
 * @param {boolean} multi
 */
function placeChoices(root, multi) {
  const choices = find(root, ".choices"),
    line = find(root, ".shown .line");
  if (multi && !line.contains(choices)) line.append(choices);
  if (!multi && line.contains(choices)) find(root, ".bar").before(choices);
}

/**
 * @param {object} part
 * @param {HTMLElement} part.root
 * @param {Scene} part.scene
 * @param {Source} part.source
 * @param {{ ink: number }} part.brush
 * @param {{ order: number[] }} part.pictures
 * @param {number} part.sortedAt the epoch of the weights that the units are sorted by
 * @param {(name: string, value: string) => void} press a choice is pressed
 */
export function sayScene({ root, scene, source, brush, pictures, sortedAt }, press) {
  const { subject, multi } = scene;
  const row = find(root, ".shown h2"),
    title = rowTitle(scene, sortedAt);
  writeHtml(row, title);
  row.hidden = !title; // a heading that says nothing is none
  nameImage(root, scene, source, Boolean(brush.ink));
  namePulls(root, scene);
  offerWeights(root, scene, subject.unit ?? pictures.order[0], press);
  find(root, ".stage").classList.toggle("multi", multi);
  placeChoices(root, multi);
}
