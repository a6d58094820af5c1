// The picker: a button for each unit, and on it the unit's gate, filled as far as gradients pass, struck out where
// next to none does.

import { find, findAll } from "../../browser/find.js";

/**
 * Where a unit stands, both counted from 0.
 * @typedef {{ layer: number, unit: number }} Place
 */

/** @typedef {{ button: HTMLButtonElement, fill: HTMLElement, place: Place }} Gate */

export class UnitPicker {
  /**
   * @param {HTMLElement} box
   * @param {(place: Place) => void} onPick
   */
  constructor(box, onPick) {
    this.box = box;
    this.onPick = onPick;
    this.shape = "";
    /** @type {Gate[]} */
    this.gates = [];
    /** @type {Place} */
    this.picked = { layer: 0, unit: 0 };
  }

  /**
   * Buttons stay the same nodes as long as the layers keep their widths.
   * @param {{ width: number, words: string }[]} layers
   * @param {Place | null} picked null where the visitor's pick stays
   */
  update(layers, picked) {
    const shape = JSON.stringify(layers.map(({ width }) => width));
    if (shape !== this.shape) this.makeGates(layers);
    this.shape = shape;
    findAll(this.box, "legend").forEach((legend, l) => {
      legend.textContent = `Layer ${l + 1}, ${layers[l].words}`;
    });
    if (picked) this.picked = picked;
    this.mark();
  }

  /** @param {{ width: number }[]} layers */
  makeGates(layers) {
    const unit = (/** @type {number} */ l, /** @type {number} */ j) =>
      `<button aria-label="Unit ${j + 1} of layer ${l + 1}"><i></i><span>${j + 1}</span></button>`;
    this.box.innerHTML = layers
      .map(({ width }, l) => {
        const units = Array.from({ length: width }, (_, j) => unit(l, j)).join("");
        return `<fieldset><legend data-shows="name"></legend><div class="units">${units}</div></fieldset>`;
      })
      .join("");
    const places = layers.flatMap(({ width }, layer) =>
      Array.from({ length: width }, (_, j) => ({ layer, unit: j })),
    );
    /** @type {HTMLButtonElement[]} */
    const buttons = findAll(this.box, "button");
    this.gates = buttons.map((button, i) => {
      button.onclick = () => this.pick(places[i]);
      return { button, fill: find(button, "i"), place: places[i] };
    });
  }

  /** @param {Place} place */
  pick(place) {
    this.picked = place;
    this.mark();
    this.onPick(place);
  }

  mark() {
    const { layer, unit } = this.picked;
    for (const { button, place } of this.gates)
      button.setAttribute("aria-pressed", String(place.layer === layer && place.unit === unit));
  }

  /** @param {(place: Place) => { open: number, shut: boolean }} gateOf */
  showGates(gateOf) {
    for (const { button, fill, place } of this.gates) {
      const { open, shut } = gateOf(place);
      fill.style.height = `${Math.max(0, Math.min(100, 100 * open)).toFixed(0)}%`;
      button.classList.toggle("shut", shut);
    }
  }
}
