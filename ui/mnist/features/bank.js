// One bank of pictures, ten in a row: templates, or features. The pointer or the arrow keys reach one of them. On the
// stage that one stands large below, with the digits that it counts for.

import { contextOf } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { signed } from "../../browser/numbers.js";
import { describe, onStage } from "../../browser/on_stage.js";
import { stepAlong } from "../../browser/arrows.js";
import { formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
import { paintSigned } from "../../browser/signed_picture.js";
import { N_PIXELS, SIDE, signedPlace } from "../picture.js";

/** @import { Theme } from "../../browser/colours.js" */

/** @typedef {"templates" | "features"} BankKind */

/**
 * What a bank is: `features_block` in `part.py`.
 * @typedef {{ title: string, words: string, images: string, varied: string, count: number, accuracy: number | null }}
 *   Head
 */

/**
 * The pictures of a network that is trained.
 * @typedef {object} Trained
 * @property {Int8Array} pictures whole numbers of steps, 784 for each picture
 * @property {number} step
 * @property {Float32Array} weights how much each picture counts
 * @property {Float32Array} leaving weights to the ten digits, of each feature; of templates there are none
 */

const ACROSS = 10;
const CELL = SIDE + 2; // a picture and the gap around it
const NONE = -1;
const SERVED = Array.from(
  { length: ACROSS },
  (_, k) => `<span data-shows="name">${k}<u><i></i></u></span>`,
).join("");

export class Bank {
  /** @type {Head} */
  bank;
  /** @type {Trained | null} */
  trained = null;
  limit = 1; // the weight at the ends of the colours
  picked = NONE;

  /**
   * @param {HTMLElement} section
   * @param {BankKind} kind
   * @param {(bank: Bank, n: number) => void} onPick
   */
  constructor(section, kind, onPick) {
    this.section = section;
    this.kind = kind;
    section.innerHTML =
      '<div class="head"><h2></h2><p></p><strong class="share"></strong></div>' +
      '<div class="names" data-shows="name" aria-hidden="true"></div><canvas tabindex="0" role="img"></canvas>' +
      `<figure class="serves"><canvas width="${SIDE}" height="${SIDE}" aria-hidden="true"></canvas>` +
      '<figcaption data-says="mnist.features.serves"><b></b> <span class="counts"></span></figcaption>' +
      `<div class="digits" data-says="mnist.features.leaving" role="img">${SERVED}</div></figure>`;
    /** @type {HTMLCanvasElement} */
    this.canvas = find(section, "canvas");
    if (kind === "templates")
      find(section, ".names").innerHTML = Array.from({ length: ACROSS }, (_, k) => `<span>${k}</span>`).join(
        "",
      );
    this.canvas.onpointermove = (event) => onPick(this, this.placeOf(event));
    this.canvas.onpointerdown = this.canvas.onpointermove;
    this.canvas.onfocus = () => onPick(this, Math.max(0, this.picked));
    this.canvas.onkeydown = (event) => {
      const step = stepAlong(event, ACROSS);
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      onPick(this, Math.max(0, this.picked) + step);
    };
  }

  /**
   * @param {Head} bank
   * @param {Int8Array} [pictures] none while the network is trained
   * @param {number} [step]
   * @param {Float32Array} [weights]
   * @param {Float32Array} [leaving]
   */
  set(bank, pictures, step, weights, leaving = new Float32Array()) {
    this.bank = bank;
    this.trained = pictures && step && weights ? { pictures, step, weights, leaving } : null;
    if (this.trained) this.limit = limitOf(this.trained);
    find(this.section, "h2").textContent = bank.title;
    say(find(this.section, ".head p"), "mnist.features.words", bank.words);
    const strong = find(this.section, "strong");
    strong.dataset.says = "mnist.features.accuracy";
    strong.innerHTML =
      bank.accuracy === null
        ? ""
        : `${formatPercent(bank.accuracy)} <small>% right of 10,000 ${bank.images}` +
          `${bank.varied && `<span class="varied">, ${bank.varied}</span>`}</small>`;
    this.section.classList.toggle("waits", !this.trained);
    if (this.picked >= bank.count) this.picked = NONE;
  }

  /** @param {Theme} theme */
  paint(theme) {
    const { canvas, bank, trained } = this,
      picked = this.picked === NONE && onStage() ? 0 : this.picked;
    canvas.width = ACROSS * CELL;
    canvas.height = Math.ceil(bank.count / ACROSS) * CELL;
    describe(canvas, { says: "mnist.features.bank", name: bank.title, text: this.label() });
    if (!trained) return;
    const context = contextOf(canvas),
      image = new ImageData(SIDE, SIDE),
      pixels = new Uint32Array(image.data.buffer);
    /** @param {number} n */
    const cornerOf = (n) =>
      /** @type {const} */ ([(n % ACROSS) * CELL + 1, Math.floor(n / ACROSS) * CELL + 1]);
    for (let n = 0; n < bank.count; n++) {
      for (let i = 0; i < N_PIXELS; i++) pixels[i] = theme.signed[this.tintOf(n, i)];
      context.putImageData(image, ...cornerOf(n));
    }
    if (picked !== NONE) {
      context.strokeStyle = theme.ink;
      context.lineWidth = 2;
      context.strokeRect(...cornerOf(picked), CELL - 2, CELL - 2);
    }
    this.paintServes(Math.max(0, picked), theme);
  }

  /**
   * One picture large, and for each digit how much it counts: a square whose area is the weight, or a template's own
   * digit alone.
   * @param {number} n
   * @param {Theme} theme
   */
  paintServes(n, theme) {
    const figure = find(this.section, ".serves"),
      row = find(figure, ".digits"),
      weights = this.leavingOf(n),
      most = Math.max(...weights.map(Math.abs));
    paintSigned(find(figure, "canvas"), SIDE, (i) => this.tintOf(n, i), theme.signed);
    const isTemplate = this.kind === "templates",
      name = this.words(n)[0];
    find(figure, "b").textContent = name;
    find(figure, "span").textContent = isTemplate
      ? "counts for this digit alone"
      : "counts for every digit: filled for it, hollow against it";
    findAll(row, "i").forEach((square, k) => {
      square.style.setProperty("--side", `${(100 * Math.sqrt(Math.abs(weights[k]) / most)).toFixed(1)}%`);
      square.className = isTemplate ? "own" : weights[k] < 0 ? "hollow" : "filled";
    });
    const told = isTemplate
      ? `counts for ${n % ACROSS} alone`
      : `weights to the digits 0 to 9: ${weights.map((weight) => signed(weight, 2)).join(", ")}`;
    row.setAttribute("aria-label", `${name}: ${told}`);
  }

  /**
   * How much a picture counts for each of the ten digits.
   * @param {number} n
   */
  leavingOf(n) {
    const { leaving } = /** @type {Trained} */ (this.trained);
    if (this.kind === "features") return [...leaving.subarray(n * ACROSS, (n + 1) * ACROSS)];
    return Array.from({ length: ACROSS }, (_, k) => Number(k === n % ACROSS));
  }

  /** The bank in words, for those who do not see it. */
  label() {
    const { title, words, images, accuracy } = this.bank;
    if (accuracy === null) return `${title}: ${words}. Not trained yet.`;
    const right = `${formatPercent(accuracy)} % of the 10,000 ${images} are right`;
    return `${title}: ${words}, ${right}. Arrow keys go from picture to picture.`;
  }

  /**
   * The place of a weight among the pixels of `theme.signed`.
   * @param {number} n the picture
   * @param {number} i the place in it
   */
  tintOf(n, i) {
    if (!this.trained) return signedPlace(0);
    const { pictures, step } = this.trained;
    return signedPlace((pictures[n * N_PIXELS + i] * step) / this.limit);
  }

  /** @param {PointerEvent} event */
  placeOf(event) {
    const box = this.canvas.getBoundingClientRect(),
      size = box.width / ACROSS;
    const row = Math.floor((event.clientY - box.top) / size),
      column = Math.floor((event.clientX - box.left) / size);
    return row * ACROSS + Math.min(ACROSS - 1, column);
  }

  /**
   * What a picture is, and how much it counts.
   * @param {number} n
   * @returns {[string, string]}
   */
  words(n) {
    const weight = this.trained ? this.trained.weights[n] : 0;
    if (this.kind === "features")
      return [`Feature ${n + 1}`, `Σ |w| to the ten digits: ${weight.toFixed(1)}`];
    const digit = n % ACROSS;
    if (this.bank.count <= ACROSS) return [`Template for digit ${digit}`, "speaks for all of them"];
    return [
      `Template ${Math.floor(n / ACROSS) + 1} for digit ${digit}`,
      `speaks for ${Math.round(100 * weight)} % of the ${this.bank.images} of ${digit}`,
    ];
  }
}

/**
 * The size that all but the largest half per cent of the weights stay below.
 * @param {Trained} trained
 */
function limitOf({ pictures, step }) {
  const sizes = Int8Array.from(pictures, Math.abs).sort();
  return Math.max(1, sizes[Math.floor(0.995 * (sizes.length - 1))]) * step;
}
