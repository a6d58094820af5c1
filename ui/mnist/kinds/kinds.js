// Templates side by side: a row for each way to come by them, ten pictures in it, each row on a scale of its own.

import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";

const SIDE = 28;
const DIGITS = [...Array(10).keys()];
const percent = (share) => (100 * share).toFixed(1);
const real = (value) =>
  value
    .toFixed(Math.abs(value) < 9.95 ? 1 : 0)
    .replace(/^-(?=0\.0$)/, "")
    .replace("-", "−");

class Kinds {
  constructor(root) {
    this.root = root;
    this.image = new ImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  update(state) {
    this.state = state;
    this.redraw();
  }

  redraw() {
    const { root, state } = this;
    this.theme = makeTheme(state.palette, root);
    const write = (element, words) => element.textContent === words || (element.textContent = words);
    write(root.querySelector(".headline"), state.headline);
    write(root.querySelector(".lead"), state.lead);
    write(root.querySelector(".note"), state.note);
    this.makeRows();
    state.rows.forEach((row, i) => this.drawRow(row, i));
    if (state.finished)
      write(
        root.querySelector(".spoken"),
        `${state.headline}. ${state.rows.map((row) => `${row.name}: ${percent(row.accuracy)} % right`).join("; ")}.`,
      );
  }

  makeRows() {
    const box = this.root.querySelector(".rows");
    if (box.children.length) return;
    box.innerHTML = this.state.rows
      .map(
        ({ name, formula }) => `<section class="kind" aria-label="${name}">
      <div class="what"><b class="name">${name}</b><span class="formula">${formula}</span><p class="share"></p><p class="state"></p></div>
      <div class="pictures">${DIGITS.map((k) => `<figure><span class="digit" aria-hidden="true">${k}</span><canvas width="${SIDE}" height="${SIDE}" role="img"></canvas><span class="right"></span><span class="bias"></span></figure>`).join("")}</div>
    </section>`,
      )
      .join("");
  }

  drawRow(row, i) {
    const section = this.root.querySelectorAll(".kind")[i],
      known = row.accuracy !== null;
    section.querySelector(".share").innerHTML = known
      ? `${percent(row.accuracy)} <small>% right</small>`
      : "– <small>% right</small>";
    section.querySelector(".state").textContent = row.state;
    if (!known) return;
    const { arrays } = this.state,
      size = SIDE * SIDE,
      weights = arrays.weights.subarray(10 * size * i, 10 * size * (i + 1));
    const limit = row.limit || 1;
    section.querySelectorAll("figure").forEach((figure, k) => {
      for (let p = 0; p < size; p++) {
        const share = Math.max(-1, Math.min(1, weights[size * k + p] / limit));
        this.pixels[p] = this.theme.signed[Math.round(127.5 * (1 + share))];
      }
      const canvas = figure.querySelector("canvas"),
        right = arrays.class_accuracies[10 * i + k],
        bias = arrays.biases[10 * i + k];
      canvas.getContext("2d").putImageData(this.image, 0, 0);
      figure.querySelector(".right").textContent = `${(100 * right).toFixed(0)} %`;
      figure.querySelector(".bias").textContent = row.has_bias ? `b ${real(bias)}` : "";
      canvas.setAttribute(
        "aria-label",
        `${row.name}: template of the digit ${k}, ${percent(right)} % of its test images are right${row.has_bias ? `, bias ${real(bias)}` : ""}`,
      );
    });
  }

  destroy() {
    clearInterval(this.themeWatch);
  }
}

export default mounting("kinds", Kinds);
