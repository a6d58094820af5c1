// The lab: one digit under five sliders, and what two networks say of it. Everything follows the hand here in the
// browser; Python is told when the hand lets go, so that the link says the same.

import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme, scale } from "../../browser/colours.js";
import { writeHeadline } from "../../browser/headline.js";
import { changed, SIDE } from "./change.js";
import { CLASSES, HIDDEN, layersOf, probabilities, Scores } from "./scores.js";

const STILL = 200; // ms
const MOST_PATIENCE = 5000; // ms
const NOTHING = { shift_x: 0, shift_y: 0, rotation: 0, scale: 0, skew: 0 };

// A number with a real minus and, where it may have either sign, a plus.
const signed = (value) => (value < 0 ? `−${-value}` : value > 0 ? `+${value}` : "0");

class Variability {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.scores = new Scores(this.find("table"));
    this.values = { ...NOTHING };
    this.find(".digits").innerHTML = Array.from(
      { length: CLASSES },
      (_, k) => `<button type="button">${k}</button>`,
    ).join("");
    this.digits = [...root.querySelectorAll(".digits button")];
    this.digits.forEach((button, k) => (button.onclick = () => this.choose(this.state.labels.indexOf(k))));
    this.find(".another").onclick = () => this.choose(this.nextOfTheSame());
    this.find(".as-it-is").onclick = () => {
      this.values = { ...NOTHING };
      this.show();
      this.tell();
    };
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  makeSliders(changes) {
    if (this.sliders) return;
    this.find(".sliders").innerHTML = changes
      .map(
        ({ name, words, unit, low, high, step }) =>
          `<label>${words}, ${unit}<output></output><input type="range" name="${name}" min="${low}" max="${high}" step="${step}"></label>`,
      )
      .join("");
    this.sliders = Object.fromEntries(
      [...this.root.querySelectorAll(".sliders input")].map((input) => [input.name, input]),
    );
    for (const [name, input] of Object.entries(this.sliders)) {
      input.oninput = () => {
        this.values[name] = Number(input.value);
        this.show();
      };
      input.onchange = () => this.tell();
    }
  }

  // A block from Python. What it says of the digit counts only if it is news, such as another link, and if Python has heard of
  // all that the hand did.
  update(state) {
    const before = this.state,
      { arrays } = state;
    this.state = state;
    this.makeSliders(state.changes);
    const said = JSON.stringify([state.values, state.names[state.chosen]]);
    if (state.answered === this.pending) this.pending = undefined;
    if (!before || (said !== this.said && !this.pending && !this.waiting)) {
      this.values = { ...state.values };
      this.image = state.chosen;
    } else {
      this.image = Math.max(0, state.names.indexOf(before.names[this.image]));
    }
    this.said = said;
    this.networks = state.ready
      ? {
          single: layersOf(arrays.single, [784, CLASSES]),
          multi: layersOf(arrays.multi, [784, HIDDEN, CLASSES]),
        }
      : null;
    this.root.classList.toggle("waits", !state.ready);
    writeHeadline(this.find(".headline"), state.headline);
    this.redraw();
  }

  get label() {
    return this.state.labels[this.image];
  }

  nextOfTheSame() {
    const { labels } = this.state,
      count = labels.length;
    for (let i = 1; i <= count; i++) {
      if (labels[(this.image + i) % count] === this.label) return (this.image + i) % count;
    }
    return this.image;
  }

  choose(image) {
    this.image = image;
    this.show();
    this.tell();
  }

  // Tell Python, once the hand has been still for a moment: an arrow key that is held down is one movement.
  tell() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      this.pending = Math.max(Date.now(), (this.pending || 0) + 1);
      setTimeout(
        (nonce) => nonce === this.pending && (this.pending = undefined),
        MOST_PATIENCE,
        this.pending,
      ); // it was lost
      this.speak();
      this.ask("do", { image: this.state.names[this.image], values: this.values, nonce: this.pending });
    }, STILL);
  }

  redraw() {
    this.theme = makeTheme(this.state.palette, this.root);
    this.ink = scale([this.state.palette[this.theme.name].page, this.state.palette[this.theme.name].ink]);
    this.show();
    this.speak();
  }

  show() {
    const { state, label } = this,
      given = state.arrays.pixels.subarray(784 * this.image, 784 * (this.image + 1));
    const pixels = changed(given, this.values);
    this.pixels = pixels;
    this.found = this.networks
      ? {
          single: probabilities(this.networks.single, pixels),
          multi: probabilities(this.networks.multi, pixels),
        }
      : { single: null, multi: null };
    paintPixels(this.find(".large canvas"), (i) => this.ink[pixels[i]]);
    paintPixels(this.find(".given"), (i) => this.ink[given[i]]);
    this.paintPull(pixels);
    this.scores.show(this.found, label);
    this.digits.forEach((button, k) => button.setAttribute("aria-pressed", String(k === label)));
    for (const [name, input] of Object.entries(this.sliders)) {
      if (Number(input.value) !== this.values[name]) input.value = String(this.values[name]);
      input.previousElementSibling.textContent = signed(this.values[name]);
      input.setAttribute(
        "aria-valuetext",
        `${signed(this.values[name])} ${state.changes.find((c) => c.name === name).unit}`,
      );
    }
    this.find(".which").textContent = `${state.names[this.image].replace("-", " ")}, a ${label}`;
    this.find(".another span").textContent = String(label);
    this.find(".verdict").innerHTML = this.verdict();
    this.shown = (this.shown || 0) + 1;
  }

  // Where the ink lies on the template of its digit: gold speaks for it, violet against it.
  paintPull(pixels) {
    const { networks, label, theme } = this,
      canvas = this.find(".pull");
    this.find(".of").textContent = String(label);
    const { weights } = networks ? networks.single[0] : { weights: new Float32Array(784 * CLASSES) };
    const mine = weights.subarray(784 * label, 784 * (label + 1));
    const limit = mine.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9) * 0.8;
    paintPixels(
      canvas,
      (i) =>
        theme.signed[
          Math.max(0, Math.min(255, Math.round(127.5 * (1 + (mine[i] * pixels[i]) / 255 / limit))))
        ],
    );
    const score = pixels.reduce((sum, level, i) => sum + (level / 255) * mine[i], 0);
    canvas.setAttribute(
      "aria-label",
      `Inner product with the template of ${label}: ${signed(Number(score.toFixed(1)))}`,
    );
  }

  verdict() {
    if (!this.networks) return this.state.waiting;
    const says = (shares) => shares.indexOf(Math.max(...shares));
    const word = (shares) => `<b>${says(shares)}</b>, ${says(shares) === this.label ? "right" : "wrong"}`;
    return `The single layer says ${word(this.found.single)}; 784–100–10 says ${word(this.found.multi)}.<br>Both were trained on ${this.state.trained_on}.`;
  }

  speak() {
    const { state, values } = this,
      names = state.changes
        .filter(({ name }) => values[name])
        .map(({ name, words, unit }) => `${words} ${signed(values[name])} ${unit}`);
    const what = `${state.names[this.image].replace("-", " ")}, a ${this.label}, ${names.join(", ") || "as it is"}`;
    this.find(".large canvas").setAttribute("aria-label", what);
    this.find(".given").setAttribute("aria-label", `The same digit as it is`);
    this.find(".spoken").textContent =
      `${this.find(".headline").textContent}. ${what}. ${this.find(".verdict").textContent}`;
  }

  destroy() {
    clearInterval(this.themeWatch);
  }
}

function paintPixels(canvas, colour) {
  const context = canvas.getContext("2d"),
    image = new ImageData(SIDE, SIDE),
    cells = new Uint32Array(image.data.buffer);
  for (let i = 0; i < cells.length; i++) cells[i] = colour(i);
  context.putImageData(image, 0, 0);
}

export default mounting("variability", Variability);
