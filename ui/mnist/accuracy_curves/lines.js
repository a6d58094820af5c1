// Curves in ink, in as many panels as there are, with the numbers that matter above and a sentence below. They fill
// in as the numbers come; panels stay the same nodes.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
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
 * `name`: the first words of the names of what is said here; `columns`: panels side by side; `height`: of a panel, in
 * rem.
 * @typedef {object} LinesHeader
 * @property {Palettes} palette
 * @property {string} name
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
    say(find(root, ".title"), `${state.name}.title`, state.title);
    say(find(root, ".sentence"), `${state.name}.sentence`, state.sentence);
    box.style.setProperty("--columns", String(state.columns));
    root.style.setProperty("--height", `${state.height}rem`);
    this.showNumbers(state.numbers, state.name);
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
    state.panels.forEach((data, i) => this.panels[i].set(data, theme, state.name));
  }

  /**
   * A row for each name, a column for each way to count; a dash while a number is not known.
   * @param {Numbers} numbers
   * @param {string} name the first words of the names of what is said
   */
  showNumbers({ columns, rows }, name) {
    /** @type {HTMLTableElement} */
    const table = find(this.root, ".numbers");
    table.hidden = !rows.length;
    find(this.root, ".body").classList.toggle("counted", rows.length > 0);
    const heads = columns.map((words) => `<th scope="col" data-says="${name}.column">${words}</th>`).join("");
    find(table, "thead").innerHTML = `<tr><td></td>${heads}</tr>`;
    find(table, "tbody").innerHTML = rows
      .map(({ name: row, words, tone, values }) => {
        const cells = values.map(
          (value, i) =>
            `<td data-says="${name}.number" data-row="${row}" data-column="${columns[i]}">${numberWords(value)}</td>`,
        );
        const head = `<th scope="row" data-says="${name}.row">${row}<span>${words}</span></th>`;
        return `<tr data-tone="${tone}">${head}${cells.join("")}</tr>`;
      })
      .join("");
  }

  destroy() {
    this.observer.disconnect();
  }
}

/** @param {number | null} value */
const numberWords = (value) => (value === null ? "–" : `${formatPercent(value)} <small>%</small>`);

export default mounting("lines", Lines);
