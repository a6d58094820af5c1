// Curves in ink, in as many panels as there are, with the numbers that matter above and a sentence below. They fill
// in as the numbers come; panels stay the same nodes.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { Panel } from "./panel.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { PanelData } from "./panel.js" */

/**
 * A table beside the panels: shares from 0 to 1, or null while they are not known.
 * @typedef {{ name: string, words: string, tone: "soft" | "ink", values: (number | null)[] }} Row
 * @typedef {{ columns: string[], rows: Row[] }} Numbers
 */

/**
 * `columns`: panels side by side; `height`: of a panel, in rem.
 * @typedef {object} LinesHeader
 * @property {Palettes} palette
 * @property {string} title
 * @property {string} sentence
 * @property {Numbers} numbers
 * @property {number} columns
 * @property {number} height
 * @property {PanelData[]} panels
 */

/** @typedef {Block<LinesHeader>} LinesBlock */

class Lines {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Ask} */
    this.ask = () => {};
    /** @type {LinesBlock | null} */
    this.state = null;
    /** @type {Panel[]} */
    this.panels = [];
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
  }

  /** @param {LinesBlock} state */
  update(state) {
    const { root } = this;
    const box = find(root, ".panels");
    this.state = state;
    find(root, ".title").textContent = state.title;
    find(root, ".sentence").textContent = state.sentence;
    box.style.setProperty("--columns", String(state.columns));
    root.style.setProperty("--height", `${state.height}rem`);
    this.showNumbers(state.numbers);
    while (this.panels.length < state.panels.length) {
      const figure = document.createElement("figure");
      figure.className = "one";
      box.append(figure);
      this.panels.push(new Panel(figure));
    }
    this.panels.splice(state.panels.length).forEach(({ figure }) => figure.remove());
    this.redraw();
  }

  redraw() {
    const { state, root } = this;
    if (!state) return;
    const theme = makeTheme(state.palette, root);
    state.panels.forEach((data, i) => this.panels[i].set(data, theme));
  }

  /**
   * A row for each name, a column for each way to count; a dash while a number is not known.
   * @param {Numbers} numbers
   */
  showNumbers({ columns, rows }) {
    /** @type {HTMLTableElement} */
    const table = find(this.root, ".numbers");
    table.hidden = !rows.length;
    find(this.root, ".body").classList.toggle("counted", rows.length > 0);
    const heads = columns.map((words) => `<th scope="col">${words}</th>`).join("");
    find(table, "thead").innerHTML = `<tr><td></td>${heads}</tr>`;
    find(table, "tbody").innerHTML = rows
      .map(({ name, words, tone, values }) => {
        const cells = values.map((value) => `<td>${numberWords(value)}</td>`).join("");
        return `<tr data-tone="${tone}"><th scope="row">${name}<span>${words}</span></th>${cells}</tr>`;
      })
      .join("");
  }

  destroy() {
    this.observer.disconnect();
  }
}

/** @param {number | null} value */
const numberWords = (value) => (value === null ? "–" : `${(100 * value).toFixed(1)} <small>%</small>`);

export default mounting("lines", Lines);
