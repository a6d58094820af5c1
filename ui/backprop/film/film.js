// The gradient on MNIST as pictures: for one image it is the image itself, times each unit's error signal; for a thousand, the
// mean of such pictures; below, the weights that it moves. New moments arrive while the network trains.

import { inPowers, rounded } from "../passage/numbers.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";

class Film {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.follows = true;
    this.slider = this.find(".scrub-moment");
    this.slider.oninput = () => {
      this.at = Number(this.slider.value);
      this.follows = this.at === this.last;
      this.draw();
    };
    this.themeWatch = setInterval(
      () => this.run && (this.theme.name === "dark") !== isDark(root) && this.draw(),
      400,
    );
  }

  update(run) {
    if (!this.run || this.run.id !== run.id) this.follows = true;
    this.run = run;
    this.last = run.arrays.updates.length - 1;
    this.at = this.follows ? this.last : Math.min(this.at, this.last);
    this.slider.max = String(Math.max(0, this.last));
    this.slider.value = String(this.at);
    this.build();
    this.draw();
  }

  build() {
    const { run } = this,
      shape = `${run.id} ${run.n_units}`;
    if (shape === this.shape) return;
    this.shape = shape;
    const unit = run.hidden ? "hidden unit" : "digit",
      strips = [
        [
          "alone",
          `One image: <i>g</i><sub>j</sub> <b>x</b> <span>the image, times each ${unit}’s error signal</span>`,
        ],
        [
          "gradient",
          `∂<i>E</i>/∂<b>W</b><sup>(1)</sup> <span>mean of ${run.n_images.toLocaleString("en-GB")} images, each ${unit} a picture; <i class="largest"></i></span>`,
        ],
        [
          "weights",
          `<b>W</b><sup>(1)</sup> <span>the weights that it moves, one step against it at a time; <i class="largest"></i></span>`,
        ],
      ];
    this.find(".strips").innerHTML = strips
      .map(
        ([kind, title]) =>
          `<section class="strip" data-kind="${kind}"><h3>${title}</h3><div class="pictures" style="--columns:${run.n_units}">${Array.from({ length: run.n_units }, (_, j) => `<figure><canvas width="28" height="28" role="img"></canvas><figcaption>${j + (run.hidden ? 1 : 0)}</figcaption></figure>`).join("")}</div></section>`,
      )
      .join("");
  }

  draw() {
    const { run, at } = this,
      { arrays, n_units: units } = run;
    this.theme = makeTheme(run.palette, this.root);
    this.find(".headline").textContent = run.headline;
    this.find(".words").textContent = run.words;
    if (at < 0) return;
    const updates = arrays.updates[at];
    this.find("output").textContent =
      `${updates === 0 ? "Before training" : `After ${updates.toLocaleString("en-GB")} update${updates > 1 ? "s" : ""}`}, E = ${arrays.errors[at].toFixed(3)}`;
    this.slider.setAttribute("aria-valuetext", this.find("output").textContent);
    const signals = arrays.signals.subarray(at * units, (at + 1) * units),
      most = Math.max(...Array.from(signals, Math.abs)) || 1;
    const words = (value) =>
      Math.abs(value) < 0.0005 && value !== 0 ? inPowers(value, 0) : rounded(value, 3);
    this.strip(
      "alone",
      (j, i) => (signals[j] / most) * (arrays.image[i] / 255),
      (j) => `${j + (run.hidden ? 1 : 0)}: ${words(signals[j])}`,
    );
    for (const kind of ["gradient", "weights"]) {
      const numbers = arrays[kind].subarray(at * units * 784, (at + 1) * units * 784);
      this.strip(kind, (j, i) => numbers[j * 784 + i] / 127);
      this.find(`[data-kind=${kind}] .largest`).textContent =
        `the strongest pixel is ${words(127 * arrays[`${kind}_step`][at])}`;
    }
  }

  // Each unit's picture from shares of the largest, −1 to 1.
  strip(kind, share, caption) {
    const box = this.find(`[data-kind=${kind}]`),
      names = { alone: "gradient of one image", gradient: "mean gradient", weights: "weights" };
    box.querySelectorAll("canvas").forEach((canvas, j) => {
      const context = canvas.getContext("2d"),
        picture = context.createImageData(28, 28),
        pixels = new Uint32Array(picture.data.buffer);
      for (let i = 0; i < 784; i++) pixels[i] = this.theme.signed[Math.round(127.5 * (1 + share(j, i)))];
      context.putImageData(picture, 0, 0);
      canvas.setAttribute(
        "aria-label",
        `${names[kind]}, ${this.run.hidden ? "hidden unit" : "digit"} ${j + (this.run.hidden ? 1 : 0)}`,
      );
      canvas.classList.toggle("source", !this.run.hidden && kind === "alone" && j === this.run.label);
    });
    if (caption) box.querySelectorAll("figcaption").forEach((words, j) => (words.textContent = caption(j)));
  }

  destroy() {
    clearInterval(this.themeWatch);
  }
}

export default mounting("film", Film);
