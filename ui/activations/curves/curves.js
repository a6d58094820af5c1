// The curves: f and f′ of every activation, a cursor with their numbers, the rescaled tanh on the sigmoid, and the same
// network written twice. Every number is the engine's, taken at steps of 0.01: nothing is computed here.

import { DASHES, evenTicks, lineSample, MARKS, Plot, SIGNED } from "../plot.js";

const F_RANGE = [-1.4, 2.2];
const SLOPE_RANGE = [-0.06, 1.12];

export class Curves {
  constructor(section, frame) {
    this.section = section;
    this.frame = frame;
    this.plots = Object.fromEntries(
      ["values", "slopes"].map((name) => [name, new Plot(section.querySelector(`[data-plot=${name}]`))]),
    );
    this.cursor = section.querySelector(".cursor");
    this.cursor.oninput = () => this.moveTo(Number(this.cursor.value));
    this.cursor.onchange = () => frame.set({ x: this.x });
    for (const plot of Object.values(this.plots)) {
      const follow = (event) => this.moveTo(plot.xAt(event.clientX - plot.box.getBoundingClientRect().left));
      plot.box.onpointerdown = (event) => (plot.box.setPointerCapture(event.pointerId), follow(event));
      plot.box.onpointermove = (event) =>
        (event.pointerType === "mouse" || plot.box.hasPointerCapture(event.pointerId)) && follow(event);
      plot.box.onpointerup = () => frame.set({ x: this.x });
    }
    section.querySelector(".overlay").onclick = () => frame.set({ overlay: !this.state.overlay });
    section.querySelector(".again").onclick = () => frame.ask("measure", performance.now());
  }

  update(state, isNew) {
    this.state = state;
    const { names, arrays } = state;
    this.inputs = arrays.inputs;
    if (isNew || this.x === undefined) this.x = state.x;
    this.section.querySelector(".numbers tbody").innerHTML = names
      .map(
        (name, k) =>
          `<tr data-name="${name}"><th scope="row">${lineSample(k)} ${state.words[name]}</th><td class="f"></td><td class="d"></td><td>${SIGNED(state.steepest[name], 2)}</td><td>${state.costs[name][0].toFixed(1)}</td><td>${state.costs[name][1].toFixed(1)}</td></tr>`,
      )
      .join("");
    this.rows = Object.fromEntries(
      names.map((name) => {
        const row = this.section.querySelector(`tr[data-name="${name}"]`);
        return [name, { f: row.querySelector(".f"), d: row.querySelector(".d") }];
      }),
    );
    this.section.querySelector(".repetitions").textContent = state.cost_words;
    this.section.querySelector(".overlay").setAttribute("aria-pressed", state.overlay);
    this.section.querySelector(".identity-words").textContent = state.identity_words;
    this.section.querySelector(".rewritten").innerHTML = state.rewritten
      ? rewrittenTable(state.rewritten)
      : "";
    this.section.querySelector(".rewritten-words").textContent = state.rewritten
      ? state.rewritten.words
      : "Training a network of sigmoids …";
  }

  get index() {
    return Math.max(
      0,
      Math.min(
        this.inputs.length - 1,
        Math.round((this.x - this.inputs[0]) / (this.inputs[1] - this.inputs[0])),
      ),
    );
  }

  moveTo(x) {
    this.x = Math.round(100 * Math.max(-8, Math.min(8, x))) / 100;
    this.draw(this.frame.theme);
  }

  // f and f′ at the cursor, by name: what the table says, unrounded.
  get atCursor() {
    return Object.fromEntries(
      this.state.names.map((name) => [
        name,
        [this.state.arrays[`f_${name}`][this.index], this.state.arrays[`d_${name}`][this.index]],
      ]),
    );
  }

  draw(theme) {
    const { arrays, names, words } = this.state,
      values = this.atCursor;
    this.cursor.value = String(this.x);
    this.section.querySelector(".x-value").textContent = SIGNED(this.x, 2);
    for (const name of names) {
      this.rows[name].f.textContent = SIGNED(values[name][0], 4);
      this.rows[name].d.textContent = SIGNED(values[name][1], 4);
    }
    for (const [key, prefix, range, places] of [
      ["values", "f_", F_RANGE, { sigmoid: -5.2, tanh: -5.2, relu: 1.8 }],
      ["slopes", "d_", SLOPE_RANGE, { sigmoid: 3.6, tanh: 1.35, relu: 4.6 }],
    ]) {
      const plot = this.plots[key];
      if (!plot.begin(theme, { x: [-8, 8], y: range })) continue;
      plot.axes(evenTicks(-8, 8, 8), evenTicks(key === "values" ? -1 : 0, key === "values" ? 2 : 1, 4));
      names.forEach((name, k) =>
        plot.curve(this.inputs, arrays[prefix + name], { dash: DASHES[k % 3], step: 4 }),
      );
      if (key === "values" && this.state.overlay)
        for (let i = 40; i < this.inputs.length; i += 50)
          plot.mark(plot.X(this.inputs[i]), plot.Y(arrays.rescaled[i]), { hollow: true, size: 4 });
      const x = plot.X(this.x);
      plot.segment(x, plot.top, x, plot.height - plot.bottom, { colour: theme.ink, width: 2 });
      names.forEach((name, k) => {
        const v = values[name][key === "values" ? 0 : 1],
          top = plot.Y(range[1]);
        plot.mark(x, Math.max(top, plot.Y(v)), { kind: MARKS[k % 3], hollow: plot.Y(v) < top });
        const at = places[name] ?? -6 + k,
          i = Math.round((at + 8) * 100),
          beside = name === "relu" && key === "values";
        const down = (beside ? 6 : name === "tanh" && key === "values" ? 14 : -13) * theme.textScale;
        plot.text(words[name], plot.X(at) + (beside ? 12 : 0), plot.Y(arrays[prefix + name][i]) + down, {
          colour: theme.ink,
          weight: 600,
          halo: true,
        });
      });
    }
    this.cursor.setAttribute("aria-valuetext", this.sentence());
  }

  sentence() {
    const values = this.atCursor;
    return (
      `At x = ${SIGNED(this.x, 2)}: ` +
      this.state.names
        .map(
          (name) =>
            `${this.state.words[name]} ${SIGNED(values[name][0], 3)}, slope ${SIGNED(values[name][1], 3)}`,
        )
        .join("; ") +
      "."
    );
  }
}

function rewrittenTable({ head, rows }) {
  const cells = (row, tag) =>
    row.map((cell, i) => (i ? `<${tag}>${cell}</${tag}>` : `<th scope="row">${cell}</th>`)).join("");
  return `<thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</tbody>`;
}
