// The surroundings of the hidden space: a frame where it is flat, and the choice of layer and axes.

import { find, findAll } from "../../browser/find.js";
import { withMinus } from "../../browser/numbers.js";
import { niceStep } from "../../browser/playing/timeline.js";
import { labelWithHalo } from "../../browser/solids/cube.js";
import { axisName, chosenAxes } from "./axes.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Scene } from "./scene.js" */

/**
 * The visitor chooses a layer by its number (0: the last one), or axes as they stand in the link.
 * @typedef {(name: "layer" | "axes", value: number | string) => void} Choose
 */

/** @typedef {Network & { view: { layer: number, axes: string } }} ControlledRun */

/**
 * The plot on its canvas: pixels before it, its side, and how it is drawn.
 * @typedef {{ left: number, side: number, theme: Theme }} Plot
 */

const ROOM_BETWEEN = 24; // pixels between the last number and the name of the axis
const ROOM_ABOVE = 30; // pixels that the name of the second axis takes from its numbers
const NO_UNIT = "–";

/**
 * A frame with ticks, and the names of the two axes at their ends.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Plot} plot
 */
export function drawSpaceFrame(context, scene, { left, side, theme }) {
  const { axes, dots } = scene;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, 0.5, side - 1, side - 1);
  if (!scene.arrived) return;
  context.font = `${14 * theme.textScale}px ${theme.font}`;
  context.fillStyle = theme.soft;
  const wide = context.measureText(axisName(axes, 0)).width;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { at, text } of ticksOf(scene, 0, side))
    if (at < side - wide - ROOM_BETWEEN) context.fillText(text, left + at, side + 5);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, text } of dots.length > 1 ? ticksOf(scene, 1, side) : [])
    if (at < side - ROOM_ABOVE) context.fillText(text, left - 6, side - at);
  context.fillStyle = theme.ink;
  context.textBaseline = "top";
  context.fillText(axisName(axes, 0), left + side, side + 5);
  if (dots.length > 1) labelWithHalo(context, axisName(axes, 1), left + 6, 5, theme, "left");
}

/**
 * Numbers along an axis, and how many pixels from its beginning they stand; none close to its ends.
 * @param {Scene} scene
 * @param {number} k
 * @param {number} side
 */
function ticksOf({ range }, k, side) {
  const step = niceStep(2 * range.half, 5),
    low = range.middle[k] - range.half,
    ticks = [];
  for (let v = Math.ceil(low / step + 0.05) * step; v < low + 2 * range.half - 0.02 * step; v += step)
    ticks.push({ at: ((v - low) / (2 * range.half)) * side, text: withMinus(String(+v.toFixed(6))) });
  return ticks;
}

/**
 * Buttons for the layer and the axes; made anew only where they change, so that the focus stays.
 * @param {HTMLElement} box
 * @param {ControlledRun} run
 * @param {Choose} choose
 */
export function drawSpaceControls(box, run, choose) {
  const bar = find(box, ".space-controls"),
    axes = chosenAxes(run.sizes, run.view),
    signature = JSON.stringify([run.sizes, axes, run.view.axes]);
  if (bar.dataset.signature === signature) return;
  const again = focusedWithin(bar);
  bar.dataset.signature = signature;
  bar.innerHTML = controlsHtml(run);
  for (const button of findAll(bar, "button"))
    button.onclick = () => press(button.dataset.does ?? "", run, choose);
  /** @type {HTMLSelectElement[]} */
  const selects = findAll(bar, "select");
  selects.forEach((select, k) => {
    select.onchange = () => {
      const chosen = unitsAfter(axes.units ?? [], k, select.value);
      if (chosen.length > 1) choose("axes", chosen.join("-"));
      else {
        bar.dataset.signature = ""; // one unit is no plane: show the axes as they are
        drawSpaceControls(box, run, choose);
      }
    };
  });
  /** @type {HTMLElement | null} */
  const back = again ? bar.querySelector(`[data-does="${again}"]`) : null;
  back?.focus();
}

/**
 * The control that has the focus, by what it does.
 * @param {HTMLElement} bar
 */
function focusedWithin(bar) {
  const root = bar.getRootNode(),
    focused = root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
  return focused instanceof HTMLElement && bar.contains(focused) ? focused.dataset.does : undefined;
}

/**
 * @param {string} does
 * @param {string | number} words
 * @param {boolean} isPressed
 */
const buttonHtml = (does, words, isPressed) =>
  `<button data-does="${does}" aria-pressed="${isPressed}">${words}</button>`;

/**
 * @param {string} legend
 * @param {string[]} buttons
 */
const choiceHtml = (legend, buttons) =>
  `<fieldset class="choice"><legend>${legend}</legend>${buttons.join("")}</fieldset>`;

/** @param {ControlledRun} run */
function controlsHtml(run) {
  const axes = chosenAxes(run.sizes, run.view),
    depth = run.activations.length,
    canChoose = depth > 0 && axes.width > 2,
    now = axes.units ? "units" : `pca${axes.pca}`;
  const layers = run.activations.map((_, l) => buttonHtml(`layer ${l + 1}`, l + 1, axes.layer === l + 1)),
    kinds = [["pca2", "PCA"], ...(axes.width > 3 ? [["pca3", "PCA 3-D"]] : []), ["units", "units"]],
    buttons = kinds.map(([kind, words]) => buttonHtml(`kind ${kind}`, words, kind === now));
  return (
    (depth > 1 ? choiceHtml("Layer", layers) : "") +
    (canChoose ? choiceHtml("Axes", buttons) : "") +
    (canChoose && axes.units ? selectsHtml(axes.units, axes.width) : "")
  );
}

/**
 * A choice of the unit along each axis; the third one may have none.
 * @param {number[]} units
 * @param {number} width
 */
function selectsHtml(units, width) {
  /** @type {(isSelected: boolean, words: string | number) => string} */
  const option = (isSelected, words) => `<option ${isSelected ? "selected" : ""}>${words}</option>`;
  const selects = [0, 1, 2].map((k) => {
    const none = k === 2 ? option(units.length < 3, NO_UNIT) : "",
      options = Array.from({ length: width }, (_, unit) => option(units[k] === unit, unit + 1));
    return `<select data-does="axis ${k}" aria-label="Unit along axis ${k + 1}">${none}${options.join("")}</select>`;
  });
  return `<div class="choice">${selects.join("")}</div>`;
}

/**
 * @param {string} does
 * @param {ControlledRun} run
 * @param {Choose} choose
 */
function press(does, run, choose) {
  const [name, value] = does.split(" ");
  if (name === "kind") choose("axes", value === "units" ? "1-2" : value);
  else choose("layer", Number(value) === run.activations.length ? 0 : Number(value));
}

/**
 * The units from 1, as texts, after another one was chosen for the k-th axis: no unit stands along two axes.
 * @param {number[]} units
 * @param {number} k
 * @param {string} chosen
 */
function unitsAfter(units, k, chosen) {
  const texts = [0, 1, 2].map((i) => (i === k ? chosen : i in units ? String(units[i] + 1) : NO_UNIT));
  return texts.filter((unit, i) => unit !== NO_UNIT && (i === k || unit !== chosen));
}
