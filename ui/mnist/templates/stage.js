// The stage: one set of weights large. A digit's template, a hidden unit's weights, the difference of two templates, or a
// whole matrix between hidden units and digits; the pointer, or a cursor moved by keys, reads single weights off it.

import { SIDE } from "./moments.js";
import { signed, superscript, weightText } from "./pictures.js";
import { matrixPlaces, Plate, squarePlaces, TALL } from "./plate.js";

export const subscript = (name, k) => `${name}<sub>${k}</sub>`;

// What the page calls the weights that are shown, as html.
export function nameOf({ kind, layer, digit, rival, unit, pair, nHidden }) {
  const of = nHidden ? superscript(layer + 1) : "";
  if (kind === "unit") return `<i>w</i>${superscript(1)}<sub>${unit + 1}</sub>`;
  if (kind === "matrix") return `<i>W</i>${superscript(layer + 1)}`;
  return pair
    ? `${subscript(`<i>W</i>${of}`, digit)} − ${subscript(`<i>W</i>${of}`, rival)}`
    : subscript(`<i>W</i>${of}`, digit);
}

export class Stage {
  // point(unit): the weight that is read belongs to this unit of the first hidden layer, or, null, to none.
  constructor(root, point) {
    this.root = root.querySelector(".stage");
    this.point = point;
    this.canvas = this.root.querySelector(".large");
    this.plate = new Plate(this.canvas);
    this.words = this.root.querySelector(".reading");
    this.cursor = -1;
    this.canvas.onpointermove = (event) => this.read(this.plate.placeAt(event.clientX, event.clientY));
    this.canvas.onpointerdown = this.canvas.onpointermove;
    this.canvas.onpointerleave = () => this.read(-1);
    this.canvas.onblur = () => this.read(-1);
    this.canvas.onkeydown = (event) => this.moveCursor(event);
  }

  // size: width of what is square; across: of a matrix.
  layout(size, across) {
    Object.assign(this, { size, across });
    this.shape = null;
  }

  paint(scene) {
    const { subject, theme } = scene,
      { kind, layer } = subject;
    this.scene = scene;
    const shape =
      kind === "matrix" ? `${layer} ${scene.layers[layer].outputs} ${scene.orders.join(";")}` : "square";
    if (this.shape !== shape) this.setShape(shape);
    this.plate.paint(scene.view.diagram, this.valueOf(), subject.scale, theme);
    if (kind === "matrix" && layer === scene.layers.length - 1) this.nameRows(subject.digit, theme);
    if (kind !== "matrix") this.writeBias(subject.pull.bias, theme);
    if (this.cursor >= 0) this.frame(this.cursor, theme.ink);
    this.say();
  }

  setShape(shape) {
    const { subject, layers, orders } = this.scene,
      { size, across } = this;
    const { inputs, outputs } = layers[subject.layer],
      last = subject.layer === layers.length - 1;
    this.plate.setPlaces(
      subject.kind === "matrix"
        ? matrixPlaces(
            across,
            size * TALL,
            outputs,
            inputs,
            orders[subject.layer - 1],
            orders[subject.layer] || Array.from({ length: outputs }, (_, k) => k),
            last ? 16 * this.scene.theme.textScale : 0,
          )
        : squarePlaces(size),
    );
    this.shape = shape;
    this.cursor = -1;
  }

  valueOf() {
    const { subject, layers } = this.scene,
      { weights, biases } = layers[subject.layer],
      { pull } = subject;
    if (subject.kind !== "matrix") return (i) => (i < pull.weights.length ? pull.weights[i] : pull.bias);
    return (i) => (i < weights.length ? weights[i] : biases[i - weights.length]);
  }

  outline(x, y, width, height, ink) {
    const { context, ratio } = this.plate;
    context.strokeStyle = ink;
    context.lineWidth = 2 * ratio;
    context.strokeRect(
      x * ratio + ratio,
      y * ratio + ratio,
      width * ratio - 2 * ratio,
      height * ratio - 2 * ratio,
    );
  }

  // The bias in numbers, beside its square.
  writeBias(bias, theme) {
    const { context, ratio, places } = this.plate;
    Object.assign(context, {
      textAlign: "left",
      textBaseline: "middle",
      fillStyle: theme.soft,
      font: `${14 * theme.textScale * ratio}px ${theme.font}`,
    });
    context.fillText(`bias ${signed(bias)}`, 2.5 * places.cell * ratio, 29.6 * places.cell * ratio);
  }

  frame(i, ink) {
    const { x, y, cell } = this.plate.places;
    this.outline(x[i] - 1, y[i] - 1, cell + 2, cell + 2, ink);
  }

  // The digits beside their rows, and a frame around the picked one's, in every band.
  nameRows(digit, theme) {
    const { cell, across, bands, margin } = this.plate.places,
      { context, ratio } = this.plate,
      { inputs, outputs } = this.scene.layers[this.scene.subject.layer];
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let band = 0; band < bands; band++) {
      const top = band * (outputs + 1) * cell;
      this.outline(
        margin,
        top + digit * cell,
        Math.min(across, inputs - band * across) * cell,
        cell,
        theme.ink,
      );
      for (let k = 0; k < outputs; k++) {
        if (cell < 11 * theme.textScale && k !== digit) continue; // no room for all
        context.font = `${k === digit ? 700 : 400} ${14 * theme.textScale * ratio}px ${theme.font}`;
        context.fillStyle = k === digit ? theme.ink : theme.soft;
        context.fillText(String(k), 0.45 * margin * ratio, (top + (k + 0.55) * cell) * ratio);
      }
    }
  }

  // The weight at a place in words; without one, what a full square stands for.
  read(place) {
    if (place === this.cursor) return;
    this.cursor = place;
    if (!this.scene) return;
    this.paint(this.scene);
    const { subject, layers } = this.scene,
      { inputs, weights } = layers[subject.layer];
    this.point(
      subject.kind === "matrix" && subject.layer === 1 && place >= 0 && place < weights.length
        ? place % inputs
        : null,
    );
  }

  moveCursor(event) {
    const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const { x, y, cell } = this.plate.places,
      from = Math.max(0, this.cursor);
    const box = this.canvas.getBoundingClientRect();
    const next =
      this.cursor < 0
        ? 0
        : this.plate.placeAt(
            box.left + x[from] + (by[0] + 0.5) * cell,
            box.top + y[from] + (by[1] + 0.5) * cell,
          );
    if (next >= 0) this.read(next);
  }

  say() {
    const words = this.cursor < 0 ? this.legend() : this.reading(this.cursor);
    if (this.words.innerHTML !== words) this.words.innerHTML = words;
  }

  sortingWords() {
    const { subject, layers } = this.scene,
      l = subject.layer,
      by = l < layers.length - 1 ? "by what they speak for most" : "by the digit they speak for most";
    return `Rows: ${l < layers.length - 1 ? `units of hidden layer ${l + 1}` : "digits"}; columns: ${layers[l].inputs} hidden units, sorted ${by}; framed: biases`;
  }

  legend() {
    const { subject, view } = this.scene,
      { limit, span, twice } = subject.scale;
    if (view.diagram === "heat") return `full colour: ±${weightText(span)}`;
    return `area = |<i>w</i>|; full square: ±${weightText(limit)}${view.full === "power" ? "" : twice ? ", twice the largest of the run" : ", the largest of the run"}`;
  }

  reading(i) {
    const { subject, layers, answer, image } = this.scene,
      value = this.valueOf()(i),
      { weights } = layers[subject.layer];
    const product = (w, x, letter) =>
      `<i>w</i> ${signed(w)} × <i>${letter}</i> ${x.toFixed(2)} = ${signed(w * x)}`;
    if (subject.kind !== "matrix") {
      if (i >= SIDE * SIDE) return `bias <i>b</i> ${signed(value)}`;
      return `row ${Math.floor(i / SIDE)}, column ${i % SIDE}: ${product(value, image[i], "x")}`;
    }
    const { inputs } = layers[subject.layer],
      last = subject.layer === layers.length - 1;
    const to = (k) => (last ? `digit ${k}` : `unit ${k + 1}`);
    if (i >= weights.length) return `bias of ${to(i - weights.length)}: ${signed(value)}`;
    const unit = i % inputs;
    return `unit ${unit + 1} to ${to(Math.floor(i / inputs))}: ${product(value, answer.inputs[subject.layer][unit], "h")}`;
  }

  // The head and the words for those who do not see it; when something else is shown, or the run rests.
  describe(scene, epoch) {
    const { subject, layers, view } = scene,
      word = view.diagram === "hinton" ? "Hinton diagram" : "Heat map";
    const set = (element, html) => element.innerHTML === html || (element.innerHTML = html);
    set(this.root.querySelector("h2"), `<b>${word} of ${nameOf(subject)}</b>`);
    set(this.root.querySelector(".sorting"), subject.kind === "matrix" ? this.sortingWords() : "");
    const plain = this.root.querySelector("h2 b").textContent;
    this.canvas.setAttribute(
      "aria-label",
      `${plain} at epoch ${epoch}; gold and filled is positive, violet and hollow negative. ${this.words.textContent}. Arrow keys read single weights.`,
    );
  }
}
