// Two banks of pictures with as many parameters each: T templates for every digit, and H features. What is pointed
// at, or reached with the arrow keys, is shown large between them.

import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { writeHeadline } from "../../browser/headline.js";

const SIDE = 28;
const ACROSS = 10;
const CELL = SIDE + 2; // a picture and the gap around it
const KINDS = ["templates", "features"];
const percent = (share) => `${(100 * share).toFixed(1)}`;
const weightWords = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

class Bank {
  constructor(section, kind, onPick) {
    Object.assign(this, { section, kind });
    section.innerHTML = `<div class="head"><h2></h2><p></p><strong></strong></div><div class="names" aria-hidden="true"></div><canvas tabindex="0" role="img"></canvas>`;
    this.canvas = section.querySelector("canvas");
    if (kind === "templates")
      section.querySelector(".names").innerHTML = Array.from(
        { length: ACROSS },
        (_, k) => `<span>${k}</span>`,
      ).join("");
    this.canvas.onpointermove = (event) => onPick(this, this.placeOf(event));
    this.canvas.onpointerdown = this.canvas.onpointermove;
    this.canvas.onfocus = () => onPick(this, Math.max(0, this.picked));
    this.canvas.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ACROSS, ArrowDown: ACROSS }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      onPick(this, Math.max(0, this.picked) + step);
    };
    this.picked = -1;
  }

  // bank: { title, words, accuracy or null, unit }; pictures: whole numbers of steps, 784 for each; weights: one for each.
  set(bank, pictures, step, weights) {
    Object.assign(this, { bank, pictures, step, weights });
    const find = (selector) => this.section.querySelector(selector);
    find("h2").textContent = bank.title;
    find(".head p").textContent = bank.words;
    find("strong").innerHTML = bank.accuracy === null ? "" : `${percent(bank.accuracy)} <small>%</small>`;
    this.section.classList.toggle("waits", !pictures);
    if (this.picked >= bank.count) this.picked = -1;
  }

  // The end of the colours: what all but the largest half per cent of the weights stay below.
  get limit() {
    const sizes = Int8Array.from(this.pictures, Math.abs).sort();
    return Math.max(1, sizes[Math.floor(0.995 * (sizes.length - 1))]) * this.step;
  }

  paint(theme) {
    const { canvas, bank, pictures } = this,
      rows = Math.ceil(bank.count / ACROSS);
    canvas.width = ACROSS * CELL;
    canvas.height = rows * CELL;
    const context = canvas.getContext("2d");
    if (!pictures) return;
    const limit = this.limit,
      image = new ImageData(SIDE, SIDE),
      cells = new Uint32Array(image.data.buffer);
    for (let n = 0; n < bank.count; n++) {
      this.fill(cells, n, limit, theme);
      context.putImageData(image, (n % ACROSS) * CELL + 1, Math.floor(n / ACROSS) * CELL + 1);
    }
    if (this.picked >= 0) {
      context.strokeStyle = theme.ink;
      context.lineWidth = 2;
      context.strokeRect(
        (this.picked % ACROSS) * CELL + 1,
        Math.floor(this.picked / ACROSS) * CELL + 1,
        CELL - 2,
        CELL - 2,
      );
    }
    canvas.setAttribute(
      "aria-label",
      `${bank.title}: ${bank.words}${bank.accuracy === null ? "" : `, ${percent(bank.accuracy)} % right`}. Arrow keys go from picture to picture.`,
    );
  }

  fill(cells, n, limit, theme) {
    for (let i = 0; i < cells.length; i++) {
      const share = (this.pictures[n * cells.length + i] * this.step) / limit;
      cells[i] = theme.signed[Math.max(0, Math.min(255, Math.round(127.5 * (1 + share))))];
    }
  }

  placeOf(event) {
    const box = this.canvas.getBoundingClientRect(),
      size = box.width / ACROSS;
    return (
      Math.floor((event.clientY - box.top) / size) * ACROSS +
      Math.min(ACROSS - 1, Math.floor((event.clientX - box.left) / size))
    );
  }

  // What picture n is, and how much it counts.
  words(n) {
    if (this.kind === "features")
      return [`Feature ${n + 1}`, `Σ |w| to the ten digits: ${this.weights[n].toFixed(1)}`];
    const digit = n % ACROSS,
      several = this.bank.count > ACROSS;
    return [
      `Template${several ? ` ${Math.floor(n / ACROSS) + 1}` : ""} of ${digit}`,
      several
        ? `speaks for ${Math.round(100 * this.weights[n])} % of the ${digit}s`
        : "speaks for all of them",
    ];
  }
}

class Features {
  constructor(root) {
    this.root = root;
    this.banks = KINDS.map(
      (kind) => new Bank(root.querySelector(`[data-bank=${kind}]`), kind, (bank, n) => this.pick(bank, n)),
    );
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  update(state) {
    this.state = state;
    this.banks.forEach((bank) =>
      bank.set(
        state.banks[bank.kind],
        state.arrays[bank.kind],
        state.steps[bank.kind],
        state.arrays[`${bank.kind}_weights`],
      ),
    );
    const headline = this.root.querySelector(".headline"),
      spoken = this.root.querySelector(".spoken");
    writeHeadline(headline, state.headline);
    if (spoken.textContent !== headline.textContent) spoken.textContent = headline.textContent;
    if (!this.shown || this.shown.picked < 0) [this.shown] = this.banks;
    this.redraw();
  }

  redraw() {
    this.theme = makeTheme(this.state.palette, this.root);
    this.banks.forEach((bank) => bank.paint(this.theme));
    this.showOne();
  }

  pick(bank, n) {
    if (!bank.pictures || n < 0 || n >= bank.bank.count || (bank === this.shown && n === bank.picked)) return;
    this.banks.forEach((other) => (other.picked = other === bank ? n : -1));
    this.shown = bank;
    this.banks.forEach((each) => each.paint(this.theme));
    this.showOne();
    this.root.querySelector(".spoken").textContent = bank.words(n).join(", ");
  }

  showOne() {
    const bank = this.shown,
      n = Math.max(0, bank.picked),
      figure = this.root.querySelector(".one"),
      canvas = figure.querySelector("canvas");
    figure.classList.toggle("waits", !bank.pictures);
    if (!bank.pictures) return;
    const limit = bank.limit,
      image = new ImageData(SIDE, SIDE),
      [name, words] = bank.words(n);
    bank.fill(new Uint32Array(image.data.buffer), n, limit, this.theme);
    canvas.getContext("2d").putImageData(image, 0, 0);
    figure.querySelector("b").textContent = name;
    figure.querySelector("figcaption span").textContent = words;
    figure.querySelector(".ends").innerHTML =
      `<span class="low">${weightWords(-limit)}</span><span>weight</span><span class="high">${weightWords(limit)}</span>`;
    canvas.setAttribute("aria-label", `${name}, large: ${words}`);
  }

  destroy() {
    clearInterval(this.themeWatch);
  }
}

export default mounting("features", Features);
