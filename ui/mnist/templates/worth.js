// What each hidden unit is worth at the moment that is shown, on the validation images. The server measures it, a slice
// in each answer; a visitor may stop that, and go on.

import { findAll, find } from "../../browser/find.js";
import { isWhole, toggled } from "../../browser/maps/switched_off.js";
import { page } from "../../browser/page.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { WorthTable } from "../../browser/worth/table.js";
import { writeHtml } from "../writing.js";

/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { GlanceBlock, Moment, RunBlock } from "./moments.js" */
/** @import { Off, Without } from "./without.js" */

/**
 * What this asks of the page.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(off: Unit[]) => void} choose units that are to be off
 * @property {() => void} ask begin to ask the server, once the hand rests
 */

/** @typedef {{ atRest: boolean, sample: string }} State whether the run rests; the validation images, in words */

const SAME = 1e-6; // epochs nearer to each other are one

export class Worth {
  isOpen = false;
  /** @type {Moment | undefined} */
  moment;
  /** @type {State} */
  state = { atRest: false, sample: "" };
  shown = ""; // the table that stands there
  stopped = ""; // the table on which a visitor has stopped the work
  epoch = 0; // of the table that stands there
  share = 0; // of the work that is done
  failed = false; // whether the table has no finite number

  /**
   * @param {HTMLElement} root
   * @param {Without} without
   * @param {Host} host
   */
  constructor(root, without, host) {
    this.box = find(root, ".worth");
    this.without = without;
    this.host = host;
    this.table = new WorthTable(this.box, "mnist.templates.worth.table", {
      pick: host.pick,
      toggle: (unit) => host.choose(toggled(without.units, unit)),
      canPick: ({ layer }) => layer === 0,
    });
    find(this.box, ".all-on").onclick = () => host.choose([]);
    find(this.box, ".worth-stop").onclick = () => this.stopOrGo();
    find(this.box, ".whole-layers").onclick = (event) => this.toggleLayer(event);
  }

  /** The table that belongs to the moment and to the units that are off. */
  get wanted() {
    return this.moment && this.without.sizes.length > 2 ? `${this.moment.epoch} ${this.without.choice}` : "";
  }

  /** The epoch of the table that the server is asked for; undefined while none is. */
  get asked() {
    const { wanted } = this,
      isWanted =
        this.isOpen && this.state.atRest && wanted && wanted !== this.shown && wanted !== this.stopped;
    return isWanted ? this.moment?.epoch : undefined;
  }

  stopOrGo() {
    this.stopped = this.stopped === this.wanted ? "" : this.wanted;
    this.write();
    if (!this.stopped) this.host.ask();
  }

  /** @param {MouseEvent} event */
  toggleLayer({ target }) {
    const button = target instanceof Element ? target.closest("button") : null,
      { units, sizes } = this.without;
    if (!button) return;
    const layer = Number(button.dataset.layer),
      others = units.filter((one) => one.layer !== layer),
      all = Array.from({ length: sizes[layer + 1] }, (_, unit) => ({ layer, unit }));
    this.host.choose(isWhole(units, layer, sizes) ? others : [...others, ...all]);
  }

  /**
   * @param {RunBlock | GlanceBlock} block
   * @param {Off} view
   */
  take({ worth, arrays }, { off, off_as: as }) {
    const isMine =
      worth && this.moment && worth.off === off && worth.off_as === as && this.isAt(worth.epoch, this.moment);
    if (!isMine || !this.wanted) return;
    this.share = worth.share;
    const { unit_worth: worths, unit_blame: blames } = arrays;
    if (worths && blames) {
      this.shown = this.wanted;
      this.epoch = worth.epoch;
      this.failed = !blames.every(Number.isFinite);
      const { sizes, units } = this.without,
        all = sizes
          .slice(1, -1)
          .flatMap((width, layer) => Array.from({ length: width }, (_, unit) => ({ layer, unit })));
      const names = new Set(units.map(({ layer, unit }) => `${layer} ${unit}`));
      this.table.show(
        this.failed
          ? []
          : all.map(({ layer, unit }, i) => {
              const isOff = names.has(`${layer} ${unit}`);
              return { layer, unit, worth: isOff ? NaN : worths[i], blame: blames[i], isOff };
            }),
      );
    }
    this.write();
  }

  /**
   * @param {number} epoch
   * @param {Moment} moment
   */
  isAt(epoch, moment) {
    return Math.abs(epoch - moment.epoch) < SAME;
  }

  /**
   * @param {Moment} moment
   * @param {State} state
   */
  paint(moment, state) {
    const before = `${this.wanted} ${this.state.atRest} ${this.isOpen}`;
    this.moment = moment;
    this.state = state;
    if (before === `${this.wanted} ${state.atRest} ${this.isOpen}`) return;
    this.share = 0;
    this.write();
    if (this.asked !== undefined) this.host.ask();
  }

  write() {
    const { box, without, wanted } = this,
      isWorking = this.asked !== undefined || Boolean(wanted && wanted === this.stopped);
    find(box, ".worth-words").textContent = this.words;
    find(box, ".worth-work").hidden = !isWorking;
    find(box, ".filled").style.width = `${100 * this.share}%`;
    find(box, ".track").setAttribute("aria-valuenow", String(Math.floor(100 * this.share)));
    find(box, ".worth-stop").textContent = wanted === this.stopped ? "Go on" : "Stop";
    find(box, ".worth-scroll").classList.toggle("old", wanted !== this.shown);
    find(box, ".worth-scroll").hidden = !wanted || !this.table.rows.length;
    find(box, ".all-on").hidden = !without.isOn;
    const layers = without.sizes.slice(1, -1).map((_, layer) => {
      const isOff = isWhole(without.units, layer, without.sizes);
      return `<button class="small" data-layer="${layer}" aria-pressed="${isOff}">Layer ${layer + 1} off</button>`;
    });
    writeHtml(find(box, ".whole-layers"), layers.join(""));
    for (const row of findAll(box, "tr[data-unit]")) this.markRow(row);
  }

  /**
   * A row's button says at once what it has done, before the table is measured anew.
   * @param {HTMLElement} row
   */
  markRow(row) {
    const [layer, unit] = (row.dataset.unit ?? "").split("-").map((number) => Number(number) - 1),
      isOff = this.without.has({ layer, unit });
    row.classList.toggle("off", isOff);
    find(row, ".toggle").setAttribute("aria-pressed", String(isOff));
  }

  /** What the numbers are, and how many units are worth less than nothing; or how far the work on them is. */
  get words() {
    const { wanted, table, state, share } = this;
    if (!this.moment || !this.isOpen) return "";
    if (!wanted) return "There is no hidden unit to be switched off.";
    if (!state.atRest) return "The table is measured where the run rests.";
    if (wanted !== this.shown) {
      if (page.hiddenLayersAlone) return "In a saved page the table stays as it was saved.";
      const at = `Measuring every unit at epoch ${formatEpoch(this.moment.epoch)}: ${Math.floor(100 * share)} % done`;
      return wanted === this.stopped ? `${at}, stopped.` : `${at}.`;
    }
    if (this.failed) return "The loss is no longer finite here: no unit has a worth.";
    const of = `Epoch ${formatEpoch(this.epoch)}, ${state.sample}`;
    return `${of}: loss without a unit less loss with it.${table.lessWords}`;
  }
}
