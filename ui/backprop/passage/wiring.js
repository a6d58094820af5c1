// The network as boxes and lines: a column a layer, each unit with its numbers, each weight a line as wide as it is large,
// gold and whole where positive, violet and dashed where negative. Units are kept and only change their texts.

import { nameOf } from "./cells.js";
import { given, rounded } from "./numbers.js";
import { range } from "./reasons.js";

const ROOM_FOR_A_WEIGHT = 2.5; // rem between two columns; with less, a number on an edge would cover those in the boxes

export class Wiring {
  constructor(box) {
    this.box = box;
    box.innerHTML =
      '<svg class="edges" aria-hidden="true"></svg><div class="columns"></div><div class="labels" aria-hidden="true"></div>';
    [this.svg, this.columns, this.labels] = box.children;
    this.shape = "";
    this.hidden = new Set(); // names whose numbers are not to be seen
  }

  // words: what stands on an edge, and its sign, where that is not the weight.
  update(passage, step, decimals, backwards, words = null) {
    Object.assign(this, { passage, step, decimals: Math.min(decimals, 4), words });
    const shape = JSON.stringify([passage.sizes, passage.n]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build();
    }
    this.svg.classList.toggle("backwards", backwards);
    this.fill();
    this.layout();
  }

  // The mean over the batch where there is more than one pattern: of what a unit answers, and of its error signal N times.
  value(column, unit, what) {
    const { passage } = this,
      n = passage.n;
    const name = (pattern) =>
      what === "answer" ? passage.answer(column, pattern, unit) : nameOf(what, column, pattern, unit);
    const values = range(n).map((pattern) => passage.value(name(pattern)));
    return {
      name: n === 1 ? name(1) : "",
      value: values.reduce((a, b) => a + b, 0) / (what === "g" ? 1 : n),
    };
  }

  build() {
    const { passage } = this,
      last = passage.depth;
    this.columns.innerHTML = passage.sizes
      .map(
        (size, column) =>
          `<div class="column">${range(size)
            .map((unit) => {
              const letter = column === 0 ? "x" : column === last ? "y" : "h";
              const second = column
                ? '<button class="line signal" tabindex="-1"><i></i><b></b></button>'
                : "";
              return `<div class="unit" data-unit="${column}_${unit}"><button class="line main" tabindex="-1"><i>${letter}<sub>${unit}</sub></i><b></b></button>${second}</div>${column === last ? '<p class="target"></p>' : ""}`;
            })
            .join("")}</div>`,
      )
      .join("");
    this.columns.style.setProperty("--units", Math.max(...passage.sizes));
    this.box.style.setProperty("--layers", passage.sizes.length);
    this.svg.innerHTML =
      '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker></defs>';
    this.labels.innerHTML = "";
    this.edges = new Map();
    for (const layer of range(last))
      for (const j of range(passage.sizes[layer]))
        for (const i of range(passage.sizes[layer - 1])) {
          const line = document.createElementNS("http://www.w3.org/2000/svg", "line"),
            label = document.createElement("span");
          line.dataset.edge = label.dataset.edge = `${layer}_${j}_${i}`;
          this.svg.append(line);
          this.labels.append(label);
          this.edges.set(line.dataset.edge, { line, label, layer, j, i });
        }
  }

  fill() {
    const { passage, step, decimals } = this,
      last = passage.depth;
    this.columns.querySelectorAll(".unit").forEach((unit) => {
      const [column, index] = unit.dataset.unit.split("_").map(Number),
        [main, second] = unit.querySelectorAll(".line");
      const answer = this.value(column, index, "answer");
      main.lastChild.textContent = this.hidden.has(answer.name)
        ? "?"
        : column
          ? rounded(answer.value, decimals)
          : given(answer.value, decimals);
      main.dataset.cell = answer.name;
      if (!second) return;
      const known = step >= 4 || (step === 3 && column === last),
        what = known ? "g" : "z",
        { name, value } = this.value(column, index, what);
      second.firstChild.textContent = what;
      const shown = !this.hidden.has(name);
      second.lastChild.textContent = shown ? rounded(value, decimals) : "?";
      second.dataset.cell = name;
      second.classList.toggle("negative", shown && known && value < 0);
      second.classList.toggle("positive", shown && known && value > 0);
    });
    this.columns.querySelectorAll(".target").forEach((words, k) => {
      const share =
        range(passage.n).reduce((total, n) => total + passage.value(nameOf("t", 0, n, k + 1)), 0) / passage.n;
      words.textContent = `target ${Number(share.toFixed(2))}`;
    });
    const most = range(last).map(
      (layer) => Math.max(...passage.numbers.W[layer - 1].flat().map(Math.abs)) || 1,
    );
    for (const { line, label, layer, j, i } of this.edges.values()) {
      const weight = passage.value(nameOf("W", layer, j, i));
      line.setAttribute("class", weight < 0 ? "negative" : "positive");
      line.setAttribute("stroke-width", (1 + (4 * Math.abs(weight)) / most[layer - 1]).toFixed(2));
      label.textContent = this.words ? this.words(layer, j, i) : given(weight, decimals);
    }
  }

  layout() {
    const box = this.box.getBoundingClientRect();
    if (!box.width) return;
    this.svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    const places = new Map(
      [...this.columns.querySelectorAll(".unit")].map((unit) => {
        const r = unit.getBoundingClientRect();
        return [
          unit.dataset.unit,
          { left: r.left - box.left, right: r.right - box.left, y: (r.top + r.bottom) / 2 - box.top },
        ];
      }),
    );
    const room = ROOM_FOR_A_WEIGHT * parseFloat(getComputedStyle(document.documentElement).fontSize);
    for (const { line, label, layer, j, i } of this.edges.values()) {
      const from = places.get(`${layer - 1}_${i}`),
        to = places.get(`${layer}_${j}`);
      label.classList.toggle("cramped", to.left - from.right < room);
      for (const [key, value] of Object.entries({ x1: from.right, y1: from.y, x2: to.left, y2: to.y }))
        line.setAttribute(key, value.toFixed(1));
      const share = 0.5 + 0.13 * (((i + j) % 3) - 1) * (from.y === to.y ? 0 : 1);
      label.style.left = `${from.right + share * (to.left - from.right)}px`;
      label.style.top = `${from.y + share * (to.y - from.y)}px`;
    }
  }

  // Show what a number is made of: its units framed, its edges at full strength with their weights.
  light(names, picked) {
    const places = names.map((name) => this.passage.place(name)),
      units = new Set(places.map((p) => p.unit)),
      edges = new Set(places.map((p) => p.edge));
    const own = picked && this.passage.place(picked),
      unit = own && (own.unit || (own.edge && own.edge.split("_").slice(0, 2).join("_")));
    this.columns.querySelectorAll(".unit").forEach((box) => {
      box.classList.toggle(
        "lit",
        units.has(box.dataset.unit) || own?.unit === box.dataset.unit || box.dataset.unit === unit,
      );
    });
    this.box.classList.toggle("some", edges.size > 0 || Boolean(own?.edge));
    for (const [name, { line, label }] of this.edges) {
      const lit = edges.has(name) || own?.edge === name;
      line.classList.toggle("lit", lit);
      label.classList.toggle("lit", lit);
    }
  }
}
