// On the stage, where the classes' centres can be dragged, the data are the scene: beside the map stands what made them
// in place of a network. Each class is a Gaussian with its share of the points, its centre and its variance.

import { find } from "../../browser/find.js";
import { withMinus } from "../../browser/numbers.js";
import { hidesDetails } from "../../browser/on_stage.js";
import { symbolSvg } from "../../browser/symbols.js";

/** @import { Gaussian } from "../../browser/maps/gaussians.js" */
/** @import { RegionMap } from "../../browser/maps/map.js" */
/** @import { Truth } from "../../browser/maps/truth.js" */

/**
 * What made the points, where it is shown.
 * @param {{ truth: Truth | null, edit: { centres: unknown } }} run
 */
export const recipeOf = ({ truth, edit }) =>
  truth && edit.centres && hidesDetails() ? truth.gaussians : null;

/** @param {number} value */
const short = (value) => withMinus(String(+value.toFixed(2)));

/**
 * @param {Gaussian} gaussian
 * @param {number} k
 */
const rowOf = ({ prior, centre, variance }, k) =>
  `<tr><th>${symbolSvg(k, { size: 20, word: `Class ${k + 1}` })}</th><td>${short(prior)}</td>` +
  `<td>(${centre.map(short).join(", ")})</td><td>${short(variance)}</td></tr>`;

export class Recipe {
  rows = ""; // what was written last
  ringed = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.box = find(root, ".recipe");
  }

  /** @param {RegionMap} map */
  show(map) {
    const { gaussians } = map;
    this.box.hidden = !gaussians;
    if (!gaussians) return;
    const rows = gaussians.map(rowOf).join(""),
      ringed = map.isCovered ? "" : `${map.wrongByBestRule(gaussians).length} of ${map.nShown}`;
    if (rows !== this.rows) find(this.box, "tbody").innerHTML = rows;
    if (ringed !== this.ringed)
      find(this.box, ".ringed").innerHTML = ringed && `<u></u> ${ringed} points: wrong by the best rule`;
    Object.assign(this, { rows, ringed });
  }
}
