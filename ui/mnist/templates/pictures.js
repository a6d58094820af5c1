// The row of pictures: for each digit, or each unit of the first hidden layer, the weights that arrive from the 784
// pixels, all on one scale. Picking one shows it large.

import { contextOf, signedPixel } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { classHtml, className } from "../class_names.js";
import { stepAlong } from "../../browser/arrows.js";
import { whereLargest } from "../../browser/whereabouts.js";
import { N_PIXELS, SIDE } from "../picture.js";
import { hitOf } from "../pointing.js";
import { Plate, squarePlaces, TALL } from "./plate.js";

/** @import { Layer, Scale } from "./moments.js" */
/** @import { PlateTheme } from "./plate.js" */

/** @typedef {"digits" | "units"} PicturesKind */

const TARGET = 2.75; // rem that a finger hits: pictures stand no closer, and what has no room is scrolled to
/** Whether the hand that points is a finger. */
const hasFingers = () => window.matchMedia("(pointer: coarse)").matches;

/** @param {number} rem */
const leastPitch = (rem) => (hasFingers() ? TARGET * rem : 0);

export const MOST_IN_VIEW = 100; // units that are laid out to be seen at once; the rest is scrolled to
const BAR_ROWS = 12; // pixels of the bar's height
const LEAST_NAMED = 50; // width in pixels from which a unit's picture has its number above it

/**
 * A weight in words: three digits, a real minus, and a power of ten where it has run away.
 * @param {number} value
 */
export function weightText(value) {
  const size = Math.abs(value),
    sign = value < 0 ? "−" : "";
  if (size < 10) return sign + size.toFixed(2);
  if (size < 1e4) return sign + String(Math.round(size));
  const [digits, power] = size.toExponential(1).split("e+");
  return `${sign}${digits} · 10${[...power].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)]).join("")}`;
}

/** @param {number} value */
export const signedWeight = (value) => (value < 0 ? "" : "+") + weightText(value);

/**
 * @param {string} end
 * @param {boolean} clipped whether weights lie beyond
 */
export const barWords = (end, clipped) =>
  `Scale of the weights: violet −${end}, grey 0, gold +${end}` +
  (clipped ? "; weights beyond take the colours of its ends" : "");

export class Pictures {
  /** @type {Plate[]} */
  plates = [];
  /** @type {HTMLElement[]} */
  ones = []; // the buttons
  /** @type {string[]} */
  names = [];
  /** @type {number[]} */
  order = [];
  count = 0;
  nHidden = 0;
  /** @type {PicturesKind} */
  kind = "digits";
  sized = ""; // for which size the plates have their places
  marked = ""; // what is framed
  barTheme = ""; // for which theme the bar is painted
  /** @type {string[]} */
  answers = []; // of units that are off, in words
  scored = false; // whether each picture leaves room for its digit's score

  /**
   * @param {HTMLElement} root
   * @param {(i: number) => void} pick
   */
  constructor(root, pick) {
    this.root = root;
    this.box = find(root, ".pictures");
    this.bar = find(root, ".bar");
    this.box.onclick = (event) => {
      const one = hitOf(event, ".one");
      if (one) pick(Number(one.dataset.index));
    };
    this.box.onkeydown = (event) => {
      const step = stepAlong(event),
        one = hitOf(event, ".one");
      if (!step || !one) return;
      event.preventDefault();
      const beside = step > 0 ? one.nextElementSibling : one.previousElementSibling;
      const next = /** @type {HTMLElement} */ (beside ?? one);
      next.focus();
      pick(Number(next.dataset.index));
    };
  }

  /**
   * Digits are named 0 to 9, units 1 to n. The canvases stay as long as these do.
   * @param {PicturesKind} kind
   * @param {number} count
   * @param {number} nHidden layers
   * @param {number[]} order in which they stand
   */
  setNames(kind, count, nHidden, order) {
    const names = Array.from({ length: count }, (_, i) => (kind === "digits" ? className(i) : String(i + 1)));
    const isSame = this.kind === kind && this.nHidden === nHidden && this.names.join() === names.join();
    if (!isSame) {
      this.kind = kind;
      this.nHidden = nHidden;
      this.count = count;
      this.names = names;
      this.make();
    }
    if (order.join() !== this.order.join()) this.box.append(...order.map((i) => this.ones[i]));
    this.order = order;
  }

  make() {
    const { box, kind } = this;
    box.innerHTML = this.names
      .map(
        (name, i) =>
          `<button class="one" role="radio" data-index="${i}">` +
          `<span aria-hidden="true">${kind === "digits" ? classHtml(i) : name}<em></em></span>` +
          `<canvas></canvas><small class="score" data-says="mnist.templates.score" data-digit="${i}" ` +
          'aria-hidden="true"></small></button>',
      )
      .join("");
    this.ones = /** @type {HTMLElement[]} */ ([...box.children]);
    this.plates = this.ones.map((one) => new Plate(find(one, "canvas")));
    this.order = [];
    this.sized = "";
    this.marked = "";
    box.dataset.kind = kind;
    const label = kind === "digits" ? "Templates of the digits" : "Weights of hidden units";
    box.setAttribute("aria-label", label);
  }

  /**
   * As large as fits: ten digits in one row, or two where it is narrow; units in as many columns as bring a hundred
   * into view.
   * @param {number} width
   * @param {number} rem
   * @param {boolean} compact
   */
  layout(width, rem, compact) {
    const { box, kind } = this,
      isDigits = kind === "digits",
      isWide = width > 38 * rem,
      count = Math.min(this.count, MOST_IN_VIEW);
    let scrolls = this.count > MOST_IN_VIEW;
    const gap = (this.count > 40 ? 0.2 : 0.5) * rem,
      room = width - 2 - (scrolls ? 16 : 0);
    const [height, most] = (isWide ? (compact ? [6, 4.5] : [8, 5.75]) : [12, 9]).map((size) => size * rem);
    /** @param {number} n columns */
    const fit = (n) => Math.floor(Math.min(most, (room - (n - 1) * gap) / n));
    /** @param {number} size */
    const tall = (size) => size * TALL + (size >= LEAST_NAMED ? 1.5 * rem : 0) + gap;
    let columns = isWide ? 10 : 5;
    if (!isDigits) {
      columns = Math.min(6, count);
      const least = leastPitch(rem),
        isTall = () => Math.ceil(count / columns) * tall(fit(columns)) > height;
      while (columns < count && isTall() && fit(columns + 1) >= least) columns++;
      scrolls ||= least > 0 && isTall();
    }
    const size = fit(columns);
    if (!isDigits) columns = Math.ceil(count / Math.ceil(count / columns)); // rows as long as each other
    box.style.setProperty("--columns", String(columns));
    box.style.setProperty("--gap", `${gap}px`);
    box.style.setProperty("--height", `${height}px`);
    box.classList.toggle("scrolls", scrolls);
    box.classList.toggle("unnamed", !isDigits && size < LEAST_NAMED);
    box.classList.toggle("few", !isDigits && columns * (size + gap) < 0.8 * width);
    this.place(size);
  }

  /**
   * As large as fits into the room beside the stage's picture.
   * @param {number} width
   * @param {number} height
   * @param {number} rem
   * @param {number} least columns
   */
  layoutOnStage(width, height, rem, least) {
    const { box, kind, count } = this,
      gap = (count > 40 ? 0.2 : 0.5) * rem;
    /** @param {number} n columns */
    const fit = (n) => {
      const across = (width - 8 - (n - 1) * gap) / n,
        tall = height / Math.ceil(count / n) - gap,
        named = (tall - (this.scored ? 2.8 : 1.5) * rem) / TALL;
      return Math.floor(
        Math.min(across, named >= LEAST_NAMED ? named : Math.min(tall / TALL, LEAST_NAMED - 1)),
      );
    };
    let columns = Math.min(least, count);
    for (let n = columns; n <= Math.min(count, 25); n++) if (fit(n) > fit(columns)) columns = n;
    columns = Math.ceil(count / Math.ceil(count / columns)); // rows as long as each other
    const size = fit(columns);
    box.style.setProperty("--columns", String(columns));
    box.style.setProperty("--gap", `${gap}px`);
    box.style.setProperty("--height", "none");
    box.classList.remove("scrolls", "few");
    box.classList.toggle("unnamed", kind === "units" && size < LEAST_NAMED);
    this.place(size);
  }

  /** @param {number} size */
  place(size) {
    const sized = `${size} ${window.devicePixelRatio}`;
    if (this.sized === sized) return;
    const places = squarePlaces(size);
    this.plates.forEach((plate) => plate.setPlaces(places));
    this.sized = sized;
  }

  /**
   * @param {Layer} layer
   * @param {string} diagram "hinton" or "heat"
   * @param {Scale} scale
   * @param {PlateTheme} theme
   */
  paint({ weights, biases }, diagram, scale, theme) {
    const n = N_PIXELS;
    this.plates.forEach((plate, unit) =>
      plate.paint(diagram, (i) => (i < n ? weights[unit * n + i] : biases[unit]), scale, theme),
    );
    this.drawBar(scale, theme);
  }

  /**
   * Which one is framed, and which one is named as its rival.
   * @param {number | null} picked
   * @param {number | null} rival
   */
  mark(picked, rival) {
    const marked = `${picked} ${rival}`;
    if (this.marked === marked) return;
    this.marked = marked;
    this.ones.forEach((one, i) => {
      one.setAttribute("aria-checked", String(i === picked));
      one.tabIndex = i === (picked ?? this.order[0]) ? 0 : -1;
      find(one, "em").textContent = i === rival ? " rival" : "";
      one.toggleAttribute("data-rival", i === rival);
    });
  }

  /**
   * Cross out the units that are off.
   * @param {(unit: number) => string} answerOf what a unit answers that is off, in words; "" for one that is on
   */
  cross(answerOf) {
    this.ones.forEach((one, i) => {
      const answer = answerOf(i);
      one.classList.toggle("off", Boolean(answer));
      this.answers[i] = answer;
    });
  }

  /**
   * Write below each digit's picture the score that the image gets from it; the highest stands out.
   * @param {string[]} texts
   * @param {number} highest
   */
  tell(texts, highest) {
    this.ones.forEach((one, i) => {
      const score = find(one, ".score"),
        text = texts[i] ?? "";
      if (score.textContent !== text) score.textContent = text;
      score.classList.toggle("highest", i === highest);
    });
  }

  /**
   * Point at one, from elsewhere on the page; null at none.
   * @param {number | null} index
   */
  hint(index) {
    this.ones.forEach((one, i) => one.classList.toggle("hint", i === index));
  }

  /**
   * @param {Scale} scale
   * @param {PlateTheme} theme
   */
  drawBar({ span, limit }, theme) {
    const clipped = limit > span;
    if (this.barTheme !== theme.name) {
      const image = new ImageData(256, BAR_ROWS),
        pixels = new Uint32Array(image.data.buffer);
      pixels.forEach((_, i) => (pixels[i] = signedPixel(theme.signed, i % 256, i % 256, i >> 8)));
      contextOf(find(this.bar, "canvas")).putImageData(image, 0, 0);
      this.barTheme = theme.name;
    }
    const end = weightText(span);
    find(this.bar, ".middle i").hidden = end.length > 6;
    find(this.bar, ".low").textContent = `${clipped ? "≤ " : ""}−${end}`;
    find(this.bar, ".high").textContent = `${clipped ? "≥ " : ""}+${end}`;
    this.bar.setAttribute("aria-label", barWords(end, clipped));
  }

  /**
   * What each picture shows, for those who do not see it; said when the run rests.
   * @param {Layer} layer
   * @param {string} epoch
   */
  describe({ weights, biases }, epoch) {
    const n = N_PIXELS;
    this.ones.forEach((one, unit) => {
      const mine = weights.subarray(unit * n, (unit + 1) * n);
      const low = mine.reduce((a, b) => Math.min(a, b), 0),
        high = mine.reduce((a, b) => Math.max(a, b), 0);
      const name =
        this.kind === "digits"
          ? `Template of the digit ${this.names[unit]}`
          : `Weights of unit ${this.names[unit]}`;
      const range = `from ${weightText(low)} to +${weightText(high)}`;
      const places = [
        high > 0 ? `most positive ${whereLargest(SIDE, (i) => mine[i])}` : "",
        low < 0 ? `most negative ${whereLargest(SIDE, (i) => -mine[i])}` : "",
        range,
        `bias ${signedWeight(biases[unit])}`,
        this.answers[unit] && `switched off: it answers ${this.answers[unit]}`,
      ];
      const words = `${name} at epoch ${epoch}: ${places.filter(Boolean).join(", ")}`;
      one.setAttribute("aria-label", words);
      one.title = words;
    });
  }
}
