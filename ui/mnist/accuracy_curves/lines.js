// Curves in ink, in as many panels as there are, with the numbers that matter above and a sentence below. They fill in as the
// numbers come; panels stay the same nodes.

import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { Plot } from "./plot.js";

class Lines {
  constructor(root) {
    this.root = root;
    this.plots = [];
    this.observer = new ResizeObserver(() => this.plots.forEach((plot) => plot.draw()));
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () =>
        this.state &&
        (this.root.dataset.theme === "dark") !== isDark(root) &&
        makeTheme(this.state.palette, root),
      400,
    );
  }

  update(state) {
    const { root } = this,
      box = root.querySelector(".panels");
    this.state = state;
    makeTheme(state.palette, root);
    root.classList.toggle("projector", state.projector);
    root.querySelector(".title").textContent = state.title;
    root.querySelector(".sentence").textContent = state.sentence;
    box.style.setProperty("--columns", String(state.columns));
    root.style.setProperty("--height", `${state.height}rem`);
    this.showNumbers(state.numbers);
    while (this.plots.length < state.panels.length) {
      const figure = document.createElement("figure");
      figure.className = "one";
      box.append(figure);
      this.plots.push(new Plot(figure));
    }
    this.plots.splice(state.panels.length).forEach(({ figure }) => figure.remove());
    state.panels.forEach((panel, i) => this.plots[i].set(panel));
  }

  // A row for each name, a column for each way to count; a dash while a number is not known.
  showNumbers({ columns, rows }) {
    const table = this.root.querySelector(".numbers"),
      cell = (value) => (value === null ? "–" : `${(100 * value).toFixed(1)} <small>%</small>`);
    table.hidden = !rows.length;
    this.root.querySelector(".body").classList.toggle("counted", rows.length > 0);
    table.tHead.innerHTML = `<tr><td></td>${columns.map((words) => `<th scope="col">${words}</th>`).join("")}</tr>`;
    table.tBodies[0].innerHTML = rows
      .map(
        ({ name, words, tone, values }) =>
          `<tr data-tone="${tone}"><th scope="row">${name}<span>${words}</span></th>${values.map((value) => `<td>${cell(value)}</td>`).join("")}</tr>`,
      )
      .join("");
  }

  destroy() {
    this.observer.disconnect();
    clearInterval(this.themeWatch);
  }
}

export default mounting("lines", Lines);
