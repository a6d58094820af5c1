// What each hidden unit is worth at the moment that is shown: the loss without it less the loss with it, beside what
// back-propagation blames it for. It is measured at rest, a few units at a time.

import { find, findAll } from "../../browser/find.js";
import { namesOf, UnitWorth } from "../../browser/maps/switched_off.js";
import { OneStop } from "../../browser/one_stop.js";
import { fixed, signed } from "../../browser/numbers.js";
import { formatEpoch, formatPercent } from "../../browser/playing/timeline.js";

/** @import { RegionMap } from "../../browser/maps/map.js" */
/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { Moment } from "../../browser/playing/moments.js" */
/** @import { NamedRun, Without } from "./without.js" */

/**
 * A row of the table; of a unit that is off nothing is measured.
 * @typedef {Unit & { worth: number, blame: number, isOff: boolean }} Row
 */

/** @typedef {"unit" | "worth" | "blame"} Column */

/**
 * What this asks of the player.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(name: string, value: string) => void} choose
 */

const AT_REST = "The table is measured where the run rests.";
const SLICE = 8; // ms of measuring between two pauses
const WITHIN = 0.01; // how far the accuracy may fall while units are switched off
const LEAST = 0.5e-4; // of what is written with four decimals
const ROUNDING = 1e-9;

export class Worth {
  /** @type {NamedRun | undefined} */
  run = undefined;
  /** @type {UnitWorth} */
  whole; // all units on
  /** @type {UnitWorth} */
  shown; // without those that are off
  /** @type {Row[]} */
  rows = [];
  /** @type {Column} */
  sorted = "worth";
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
    this.body = find(this.box, "tbody");
    this.without = without;
    this.host = host;
    for (const button of findAll(this.box, "[data-sort]"))
      button.onclick = () => this.sort(/** @type {Column} */ (button.dataset.sort));
    find(this.box, ".fewest").onclick = () => this.findFewest();
    find(this.box, ".all-on").onclick = () => this.choose([]);
    this.stop = new OneStop(this.body, "button");
    this.body.onclick = (event) => this.pressed(event);
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
    if (this.isShown && !atRest && !this.rows.length) find(this.box, ".worth-words").textContent = AT_REST;
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
      this.rows = [];
      this.write();
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
      () => {
        this.rows = rows;
        this.write();
      },
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

  /** @param {Column} column */
  sort(column) {
    this.sorted = column;
    this.write();
  }

  write() {
    const { rows, sorted, box } = this;
    /** @type {Record<Column, (one: Row, other: Row) => number>} */
    const orders = {
      unit: () => 0,
      worth: (one, other) => (other.worth || -Infinity) - (one.worth || -Infinity) || 0,
      blame: (one, other) => other.blame - one.blame,
    };
    for (const button of findAll(box, "[data-sort]")) {
      const head = /** @type {Element} */ (button.parentElement),
        isSorted = button.dataset.sort === sorted;
      if (isSorted) head.setAttribute("aria-sort", sorted === "unit" ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    const most = (/** @type {"worth" | "blame"} */ name) =>
      Math.max(1e-12, ...rows.map((row) => Math.abs(row[name]) || 0));
    const [worth, blame] = [most("worth"), most("blame")];
    this.body.innerHTML = rows
      .toSorted(orders[sorted])
      .map((row) => rowHtml(row, worth, blame))
      .join("");
    this.stop.refresh();
    find(box, ".worth-words").textContent = this.sentence;
  }

  /** What the numbers are, and how many units are worth less than nothing. */
  get sentence() {
    const { rows, shown, run } = this;
    if (!run || run.empty) return "";
    if (!run.activations.length) return "There is no hidden unit to be switched off.";
    const less = rows.filter((row) => row.worth <= -LEAST).length,
      than = less
        ? ` ${less} ${less === 1 ? "is" : "are"} worth less than nothing: the loss is lower without.`
        : "";
    const of = `Epoch ${formatEpoch(this.epoch)}, ${shown.n} training points`;
    return `${of}: loss without a unit less loss with it.${than}${unusedWords(run)}`;
  }

  /** @param {MouseEvent} event */
  pressed({ target }) {
    const button = target instanceof Element ? target.closest("button") : null,
      name = button?.closest("tr")?.dataset.unit;
    if (!button || !name) return;
    const [layer, unit] = name.split("-").map((number) => Number(number) - 1);
    if (button.classList.contains("pick")) this.host.pick({ layer, unit });
    else this.toggle({ layer, unit });
  }

  /**
   * Switch a unit off, or on again.
   * @param {Unit} unit
   */
  toggle(unit) {
    const { without } = this,
      others = without.units.filter((one) => one.layer !== unit.layer || one.unit !== unit.unit),
      off = others.length < without.units.length ? others : [...without.units, unit];
    this.choose(off);
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

/**
 * @param {Row} row
 * @param {number} mostWorth
 * @param {number} mostBlame
 */
function rowHtml({ layer, unit, worth, blame, isOff }, mostWorth, mostBlame) {
  const name = `${layer + 1}-${unit + 1}`,
    words = `Unit ${unit + 1} of layer ${layer + 1}`;
  /** @type {(share: number, kind: string) => string} */
  const bar = (share, kind) =>
    `<span class="bar" aria-hidden="true"><i class="${kind}" style="--share:${share.toFixed(4)}"></i></span>`;
  const ofWorth = bar(Math.abs(worth) / mostWorth, worth < 0 ? "less" : ""),
    worthCell = `<span class="number">${isOff ? "–" : signed(worth, 4)}</span>${isOff ? "" : ofWorth}`;
  return (
    `<tr data-unit="${name}"${isOff ? ' class="off"' : ""}>` +
    `<td><button class="pick" aria-label="${words}">${layer + 1}.${unit + 1}</button></td>` +
    `<td>${worthCell}</td>` +
    `<td><span class="number">${fixed(blame, 4)}</span>${bar(blame / mostBlame, "")}</td>` +
    `<td><button class="toggle" aria-pressed="${isOff}" aria-label="${words} off">off</button></td></tr>`
  );
}
