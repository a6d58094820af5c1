// What each hidden unit is worth at the moment that is shown: the loss without it less the loss with it, beside what
// back-propagation blames it for. It is measured at rest, a few units at a time.

import { find } from "../../browser/find.js";
import { namesOf, toggled, UnitWorth } from "../../browser/maps/switched_off.js";
import { formatEpoch, formatPercent } from "../../browser/playing/timeline.js";
import { WorthTable } from "../../browser/worth/table.js";

/** @import { RegionMap } from "../../browser/maps/map.js" */
/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { Moment } from "../../browser/playing/moments.js" */
/** @import { Row } from "../../browser/worth/table.js" */
/** @import { NamedRun, Without } from "./without.js" */

/**
 * What this asks of the player.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(name: string, value: string) => void} choose
 */

const AT_REST = "The table is measured where the run rests.";
const SLICE = 8; // ms of measuring between two pauses
const WITHIN = 0.01; // how far the accuracy may fall while units are switched off
const ROUNDING = 1e-9;

export class Worth {
  /** @type {NamedRun | undefined} */
  run = undefined;
  /** @type {UnitWorth} */
  whole; // all units on
  /** @type {UnitWorth} */
  shown; // without those that are off
  isShown = false;
  signature = ""; // of what the rows were measured at
  epoch = 0;
  /**
   * Of what is measured in slices: the rows, or the search for the fewest units. One ends the other.
   * @type {number | undefined}
   */
  timer = undefined;

  /**
   * @param {HTMLElement} root
   * @param {Without} without
   * @param {Host} host
   */
  constructor(root, without, host) {
    this.box = find(root, ".worth");
    this.without = without;
    this.host = host;
    this.table = new WorthTable(this.box, "regions.worth.table", {
      pick: (unit) => host.pick(unit),
      toggle: (unit) => this.toggle(unit),
    });
    find(this.box, ".fewest").onclick = () => this.findFewest();
    find(this.box, ".all-on").onclick = () => this.choose([]);
  }

  /**
   * @param {NamedRun} run
   * @param {RegionMap} map
   */
  setRun(run, map) {
    const { pointsForward, labels, nTraining } = map;
    if (this.run?.id !== run.id) find(this.box, ".fewest-words").textContent = "";
    this.run = run;
    this.whole = new UnitWorth(run, pointsForward.points, labels, nTraining);
    this.shown = new UnitWorth(run, pointsForward.points, labels, nTraining);
    this.signature = "";
  }

  /** All hidden units. */
  get units() {
    return (this.run?.sizes ?? [])
      .slice(1, -1)
      .flatMap((width, layer) => Array.from({ length: width }, (_, unit) => ({ layer, unit })));
  }

  /**
   * @param {Moment} moment of the run itself
   * @param {boolean} atRest
   */
  paint(moment, atRest) {
    const { without } = this,
      signature = `${moment.epoch} ${without.choice}`;
    find(this.box, ".all-on").hidden = !without.hasOff;
    if (this.isShown && !atRest && !this.table.rows.length)
      find(this.box, ".worth-words").textContent = AT_REST;
    if (!this.isShown || !atRest || signature === this.signature) return;
    this.signature = signature;
    this.epoch = moment.epoch;
    this.measure(moment);
  }

  /** @param {Moment} moment */
  measure(moment) {
    const { whole, shown, without } = this;
    window.clearTimeout(this.timer);
    if (!this.run || this.run.empty || !this.run.activations.length) {
      this.write([]);
      return;
    }
    whole.take(without.handed(moment), without.byMean);
    shown.take(whole.without(without.units), false);
    shown.answers = whole.answers;
    const { error } = shown.whole,
      { blame } = shown,
      rows = this.units.map((unit) => ({
        ...unit,
        worth: NaN,
        blame: blame[unit.layer][unit.unit],
        isOff: without.has(unit),
      }));
    this.inSlices(
      rows,
      (row) => {
        if (!row.isOff) row.worth = shown.measure(row).error - error;
      },
      () => this.write(rows),
    );
  }

  /**
   * Do something with each of many, and let pictures be drawn in between.
   * @template T
   * @param {T[]} all
   * @param {(one: T) => void} act
   * @param {() => void} done
   */
  inSlices(all, act, done) {
    let next = 0;
    const slice = () => {
      const until = performance.now() + SLICE;
      while (next < all.length && performance.now() < until) act(all[next++]);
      if (next < all.length) this.timer = window.setTimeout(slice);
      else done();
    };
    slice();
  }

  /** @param {Row[]} rows */
  write(rows) {
    this.table.show(rows);
    find(this.box, ".worth-words").textContent = this.sentence;
  }

  /** What the numbers are, and how many units are worth less than nothing. */
  get sentence() {
    const { table, shown, run } = this;
    if (!run || run.empty) return "";
    if (!run.activations.length) return "There is no hidden unit to be switched off.";
    const of = `Epoch ${formatEpoch(this.epoch)}, ${shown.n} training points`;
    return `${of}: loss without a unit less loss with it.${table.lessWords}${unusedWords(run)}`;
  }

  /**
   * Switch a unit off, or on again.
   * @param {Unit} unit
   */
  toggle(unit) {
    this.choose(toggled(this.without.units, unit));
  }

  /**
   * What was said of the fewest is no longer so.
   * @param {Unit[]} off
   */
  choose(off) {
    find(this.box, ".fewest-words").textContent = "";
    this.host.choose("off", namesOf(off));
  }

  /** Greedy: each unit is tried once, those of the least worth first. */
  findFewest() {
    const { whole, without, run } = this;
    if (!run || run.empty || !this.moment) return;
    window.clearTimeout(this.timer);
    this.signature = ""; // rows that were not yet measured are owed
    whole.take(without.handed(this.moment), without.byMean);
    const { error, accuracy } = whole.whole,
      tried = this.units.map((unit) => ({ ...unit, worth: 0 })),
      /** @type {Unit[]} */ off = [];
    let left = accuracy;
    const rank = () => {
      tried.sort((one, other) => one.worth - other.worth);
      this.inSlices(tried, tryWithout, tell);
    };
    const tryWithout = (/** @type {Unit} */ unit) => {
      const found = this.accuracyWithout([...off, unit]);
      if (found < accuracy - WITHIN - ROUNDING) return;
      off.push({ layer: unit.layer, unit: unit.unit });
      left = found;
    };
    const tell = () => {
      this.choose(off);
      find(this.box, ".fewest-words").textContent =
        `${tried.length - off.length} of ${tried.length} units do it: ${formatPercent(left)} % of the training ` +
        `points are right, ${formatPercent(accuracy)} % with all. Each was tried once, the least worth first: a ` +
        `smaller set may exist.`;
    };
    this.inSlices(tried, (row) => (row.worth = whole.measure(row).error - error), rank);
  }

  /** @param {Unit[]} off */
  accuracyWithout(off) {
    const { whole, shown } = this;
    shown.take(whole.without(off), false);
    return shown.whole.accuracy;
  }

  /**
   * The run's own moment that is shown.
   * @type {Moment | undefined}
   */
  moment = undefined;

  forget() {
    window.clearTimeout(this.timer);
  }
}

/**
 * Of hidden layers that stay as drawn, from the inputs on: nothing that their units are blamed for is ever used.
 * @param {NamedRun} run
 */
function unusedWords({ activations, frozen = [] }) {
  const learns = frozen.findIndex((both) => !both.every(Boolean)),
    n = Math.min(activations.length, learns < 0 ? frozen.length : learns);
  if (!n) return "";
  const layers = n === 1 ? "Layer 1 stays" : `Layers 1 to ${n} stay`;
  return ` ${layers} as drawn: no weight learns from the blame there.`;
}
