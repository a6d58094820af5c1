// What stands beside the map: the network with its units, the hidden space, or the network under its formula.

import { find } from "../../browser/find.js";
import { HiddenSpace } from "../hidden_space/space.js";
import { weightsOf } from "../by_hand/set_weights.js";
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
/** @import { Place as UnitPlace } from "../by_hand/by_hand.js" */
/** @import { Weight } from "../by_hand/set_weights.js" */
/** @import { Without } from "../worth/without.js" */
/** @import { ByHand } from "../by_hand/by_hand.js" */

/**
 * What this asks of the player.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(name: string, value: string | number) => void} choose
 * @property {{ moment: Moment }} playback
 * @property {Moment} shown the moment without the units that are off
 * @property {Without} without
 * @property {ByHand} byHand
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
      params: () => player.playback.moment && player.without.handed(player.playback.moment),
      isOff: (/** @type {Unit} */ unit) => player.without.has(unit),
      lights: () => this.formula.on,
      edit: (/** @type {UnitPlace} */ place, /** @type {number} */ row) =>
        player.byHand.open(place, weightsOf(this.run.sizes, place)[row]),
    });
    this.byHand = player.byHand;
    this.diagram.isSet = (/** @type {Weight} */ weight) => Boolean(player.byHand.setTo(weight));
    this.diagram.box.addEventListener("click", (event) => this.click(event));
    this.worth = new Worth(root, player.without, player);
    this.diagram.offAnswer = (/** @type {Unit} */ unit) => player.without.answerOf(unit);
  }

  get units() {
    return this.diagram.units;
  }

  /**
   * On an edge its weight is set by hand; on an input or a class one of the unit's. A hidden unit is picked, and a
   * finger's tap lists the weights first.
   * @param {MouseEvent} event
   */
  click(event) {
    if ("pointerType" in event && event.pointerType === "touch") return;
    const { weights, diagram } = this,
      unit = weights.unitOf(event.target);
    if (unit) {
      if (diagram.kindOf(unit.layer) !== "hidden") this.byHand.open(unit);
      return;
    }
    const edge = weights.read.edge ?? weights.edgeUnder(event); // where edges cross, the one that is lit
    if (edge) this.byHand.openEdge(edge);
  }

  /** @param {Unit | null} picked set its weights by hand */
  setPicked(picked) {
    const shown = this.units.find((u) => picked && u.layer === picked.layer + 1 && u.unit === picked.unit);
    if (shown) this.byHand.open(shown);
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
