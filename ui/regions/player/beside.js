// What stands beside the map: the network with its units, the hidden space, or the network under its formula.

import { find } from "../../browser/find.js";
import { HiddenSpace } from "../hidden_space/space.js";
import { Worth } from "../worth/worth.js";
import { Diagram } from "./diagram.js";
import { Formula } from "./formula.js";
import { WeightsRead } from "./weights_read.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Picture, RegionMap } from "../../browser/maps/map.js" */
/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { Moment } from "../../browser/playing/moments.js" */
/** @import { PlayerBlock } from "./player.js" */
/** @import { Without } from "../worth/without.js" */

/**
 * What this asks of the player.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(name: string, value: string | number) => void} choose
 * @property {{ moment: Moment }} playback
 * @property {Moment} shown the moment without the units that are off
 * @property {Without} without
 */

export class Beside {
  /** @type {PlayerBlock} */
  run;
  /** @type {Theme} */
  theme;
  shows = "";
  showsUnits = true; // on a phone also beside the hidden space

  /**
   * @param {HTMLElement} root
   * @param {Host} player
   */
  constructor(root, player) {
    this.box = find(root, ".network");
    this.diagram = new Diagram(root, (/** @type {Unit} */ unit) => player.pick(unit));
    this.space = new HiddenSpace(root, (/** @type {string} */ name, /** @type {string | number} */ value) =>
      player.choose(name, value),
    );
    this.formula = new Formula(root, this.diagram, () => player.shown.params);
    this.weights = new WeightsRead(root, this.diagram, {
      params: () => player.playback.moment?.params,
      isOff: (/** @type {Unit} */ unit) => player.without.has(unit),
      lights: () => this.formula.on,
    });
    this.worth = new Worth(root, player.without, player);
    this.diagram.offAnswer = (/** @type {Unit} */ unit) => player.without.answerOf(unit);
  }

  get units() {
    return this.diagram.units;
  }

  /** What decides which part is in view, and how it is laid out. */
  get choice() {
    const { view } = this.run;
    return JSON.stringify([view.beside, view.layer, view.axes]);
  }

  /**
   * @param {PlayerBlock} run
   * @param {RegionMap} map
   */
  setRun(run, map) {
    this.run = run;
    this.diagram.setRun(run, map);
    this.space.setRun(run, map);
    this.formula.setRun(run);
    this.worth.setRun(run, map);
  }

  /**
   * The part that is in view gets its size; another one, when it comes into view.
   * @param {Theme} theme
   */
  resize(theme) {
    const { beside } = this.run.view;
    this.theme = theme;
    this.box.dataset.beside = beside;
    this.shows = this.choice;
    this.formula.show(beside === "formula");
    this.worth.isShown = beside === "worth";
    this.showsUnits = getComputedStyle(this.diagram.box).display !== "none";
    if (beside === "space") this.space.resize(theme);
    if (this.showsUnits) this.diagram.resize(theme);
  }

  /**
   * @param {Float32Array} params
   * @param {Picture} picture
   * @param {Unit | null} picked
   * @param {boolean} atRest
   */
  paint(params, picture, picked, atRest) {
    const { beside } = this.run.view;
    if (this.shows !== this.choice) this.resize(this.theme);
    if (beside === "space") this.space.paint(params, picture, atRest);
    if (this.showsUnits) this.diagram.paint(params, picture, picked, atRest);
    if (beside === "formula") this.formula.pick(picked);
    this.weights.write();
  }

  /** @param {Place | null} place under the pointer on the map */
  mark(place) {
    if (this.run && this.run.view.beside === "space") this.space.mark(place);
  }
}
