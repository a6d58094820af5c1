// A table of what each hidden unit is worth, the loss without it less the loss with it, beside what back-propagation
// blames it for. A row picks its unit, or switches it off; a head sorts the rows.

import { find, findAll } from "../find.js";
import { fixed, signed } from "../numbers.js";
import { OneStop } from "../one_stop.js";

/** @import { Unit } from "../maps/network.js" */

/**
 * A row of the table; of a unit that is off nothing is measured.
 * @typedef {Unit & { worth: number, blame: number, isOff: boolean }} Row
 */

/** @typedef {"unit" | "worth" | "blame"} Column */

/**
 * What a row's buttons do. A unit that cannot be picked has its name as mere text.
 * @typedef {object} Host
 * @property {(unit: Unit) => void} pick
 * @property {(unit: Unit) => void} toggle
 * @property {(unit: Unit) => boolean} [canPick]
 */

const LEAST = 0.5e-4; // of what is written with four decimals

/** @type {Record<Column, (one: Row, other: Row) => number>} */
const ORDERS = {
  unit: () => 0,
  worth: (one, other) => (other.worth || -Infinity) - (one.worth || -Infinity) || 0,
  blame: (one, other) => other.blame - one.blame,
};

export class WorthTable {
  /** @type {Row[]} */
  rows = [];
  /** @type {Column} */
  sorted = "worth";

  /**
   * @param {HTMLElement} box that has the table
   * @param {string} says the name of what the table says
   * @param {Host} host
   */
  constructor(box, says, host) {
    this.box = find(box, ".worth-scroll");
    this.body = find(this.box, "tbody");
    this.body.dataset.says = says;
    this.host = host;
    for (const button of findAll(this.box, "[data-sort]"))
      button.onclick = () => this.sort(/** @type {Column} */ (button.dataset.sort));
    this.stop = new OneStop(this.body, "button");
    this.body.onclick = (event) => this.pressed(event);
  }

  /** @param {Column} column */
  sort(column) {
    this.sorted = column;
    this.write();
  }

  /** @param {Row[]} rows unit by unit */
  show(rows) {
    this.rows = rows;
    this.write();
  }

  write() {
    const { rows, sorted } = this,
      canPick = this.host.canPick ?? (() => true);
    for (const button of findAll(this.box, "[data-sort]")) {
      const head = /** @type {Element} */ (button.parentElement),
        isSorted = button.dataset.sort === sorted;
      if (isSorted) head.setAttribute("aria-sort", sorted === "unit" ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    const most = (/** @type {"worth" | "blame"} */ name) =>
      Math.max(1e-12, ...rows.map((row) => Math.abs(row[name]) || 0));
    const [worth, blame] = [most("worth"), most("blame")];
    this.body.innerHTML = rows
      .toSorted(ORDERS[sorted])
      .map((row) => rowHtml(row, worth, blame, canPick(row)))
      .join("");
    this.stop.refresh();
  }

  /** How many units are worth less than nothing, as a sentence that follows another; "" for none. */
  get lessWords() {
    const less = this.rows.filter((row) => row.worth <= -LEAST).length;
    if (!less) return "";
    return ` ${less} ${less === 1 ? "is" : "are"} worth less than nothing: the loss is lower without.`;
  }

  /** @param {MouseEvent} event */
  pressed({ target }) {
    const button = target instanceof Element ? target.closest("button") : null,
      name = button?.closest("tr")?.dataset.unit;
    if (!button || !name) return;
    const [layer, unit] = name.split("-").map((number) => Number(number) - 1);
    if (button.classList.contains("pick")) this.host.pick({ layer, unit });
    else this.host.toggle({ layer, unit });
  }
}

/**
 * @param {Row} row
 * @param {number} mostWorth
 * @param {number} mostBlame
 * @param {boolean} canPick
 */
function rowHtml({ layer, unit, worth, blame, isOff }, mostWorth, mostBlame, canPick) {
  const name = `${layer + 1}-${unit + 1}`,
    words = `Unit ${unit + 1} of layer ${layer + 1}`,
    short = `${layer + 1}.${unit + 1}`;
  /** @type {(share: number, kind: string) => string} */
  const bar = (share, kind) =>
    `<span class="amount" aria-hidden="true"><i class="${kind}" style="--share:${share.toFixed(4)}"></i></span>`;
  const ofWorth = bar(Math.abs(worth) / mostWorth, worth < 0 ? "less" : ""),
    worthCell = `<span class="number">${isOff ? "–" : signed(worth, 4)}</span>${isOff ? "" : ofWorth}`,
    named = canPick ? `<button class="pick" aria-label="${words}">${short}</button>` : short;
  return (
    `<tr data-unit="${name}"${isOff ? ' class="off"' : ""}>` +
    `<td>${named}</td>` +
    `<td>${worthCell}</td>` +
    `<td><span class="number">${fixed(blame, 4)}</span>${bar(blame / mostBlame, "")}</td>` +
    `<td><button class="toggle" aria-pressed="${isOff}" aria-label="${words} off">off</button></td></tr>`
  );
}
