// The row of pictures: for each digit, or each unit of the first hidden layer, the weights that arrive from the 784 pixels,
// all on one scale. Picking one shows it large.

import { SIDE } from "./moments.js";
import { Plate, squarePlaces, TALL } from "./plate.js";

export const MOST_IN_VIEW = 100; // units that are laid out to be seen at once; the rest is scrolled to
const LEAST_NAMED = 50; // width in pixels from which a unit's picture has its number above it

// A weight in words: three digits, a real minus, and a power of ten where it has run away.
export function weightText(value) {
  const size = Math.abs(value),
    sign = value < 0 ? "−" : "";
  if (size < 10) return sign + size.toFixed(2);
  if (size < 1e4) return sign + String(Math.round(size));
  const [digits, power] = size.toExponential(1).split("e+");
  return `${sign}${digits} · 10${[...power].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")}`;
}

export const signed = (value) => (value < 0 ? "" : "+") + weightText(value);
export const superscript = (number) => `<sup>(${number})</sup>`;

export class Pictures {
  constructor(root, pick) {
    this.root = root;
    this.box = root.querySelector(".pictures");
    this.bar = root.querySelector(".bar");
    this.pick = pick;
    this.plates = [];
    this.order = [];
    this.box.onclick = (event) => {
      const one = event.target.closest(".one");
      if (one) pick(Number(one.dataset.index));
    };
    this.box.onkeydown = (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key],
        one = event.target.closest(".one");
      if (!by || !one) return;
      const next = (by > 0 ? one.nextElementSibling : one.previousElementSibling) || one;
      event.preventDefault();
      next.focus();
      pick(Number(next.dataset.index));
    };
  }

  // kind: "digits", named 0 to 9, or "units", named 1 to n and shown in an order. The canvases stay as long as these do.
  setNames(kind, count, nHidden, order) {
    if (this.kind !== kind || this.plates.length !== count || this.nHidden !== nHidden) {
      Object.assign(this, { kind, nHidden, count, order: [] });
      this.names = Array.from({ length: count }, (_, i) => String(kind === "digits" ? i : i + 1));
      this.box.innerHTML = this.names
        .map(
          (name, i) =>
            `<button class="one" role="radio" data-index="${i}"><span aria-hidden="true">${name}<em></em></span><canvas></canvas></button>`,
        )
        .join("");
      this.ones = [...this.box.children];
      this.plates = this.ones.map((one) => new Plate(one.querySelector("canvas")));
      this.box.dataset.kind = kind;
      this.box.setAttribute(
        "aria-label",
        kind === "digits" ? "Templates of the digits" : "Weights of the hidden units",
      );
      this.sized = null;
    }
    if (order.join() !== this.order.join()) this.box.append(...order.map((i) => this.ones[i]));
    this.order = order;
  }

  // As large as fits: ten digits in one row, or two where it is narrow; units in as many columns as bring a hundred into view.
  layout(width, rem, compact) {
    const scrolls = this.count > MOST_IN_VIEW,
      wide = width > 38 * rem,
      digits = this.kind === "digits",
      gap = (this.count > 40 ? 0.2 : 0.5) * rem;
    const room = width - 2 - (scrolls ? 16 : 0),
      height = (wide ? (compact ? 6 : 8) : 12) * rem,
      count = Math.min(this.count, MOST_IN_VIEW);
    const fit = (columns) =>
      Math.floor(Math.min((wide ? (compact ? 4.5 : 5.75) : 9) * rem, (room - (columns - 1) * gap) / columns));
    let columns = digits ? (wide ? 10 : 5) : Math.min(6, count);
    const tall = (size) => size * TALL + (size >= LEAST_NAMED ? 1.5 * rem : 0) + gap;
    while (!digits && columns < count && Math.ceil(count / columns) * tall(fit(columns)) > height) columns++;
    const size = fit(columns);
    if (!digits) columns = Math.ceil(count / Math.ceil(count / columns)); // rows as long as each other
    this.box.style.setProperty("--columns", String(columns));
    this.box.style.setProperty("--gap", `${gap}px`);
    this.box.style.setProperty("--height", `${height}px`);
    this.box.classList.toggle("scrolls", scrolls);
    this.box.classList.toggle("unnamed", !digits && size < LEAST_NAMED);
    this.box.classList.toggle("few", !digits && columns * (size + gap) < 0.8 * width);
    const places = squarePlaces(size),
      sized = `${size} ${window.devicePixelRatio}`;
    if (this.sized !== sized) this.plates.forEach((plate) => plate.setPlaces(places));
    this.sized = sized;
  }

  paint({ weights, biases }, kind, scale, theme) {
    const n = SIDE * SIDE;
    this.plates.forEach((plate, unit) =>
      plate.paint(kind, (i) => (i < n ? weights[unit * n + i] : biases[unit]), scale, theme),
    );
    this.drawBar(scale, theme);
  }

  // Which one is framed, and which one is named as its rival.
  mark(picked, rival) {
    if (this.marked === `${picked} ${rival} ${this.count} ${this.kind}`) return;
    this.marked = `${picked} ${rival} ${this.count} ${this.kind}`;
    this.ones.forEach((one, i) => {
      one.setAttribute("aria-checked", String(i === picked));
      one.tabIndex = i === (picked ?? this.order[0]) ? 0 : -1;
      one.querySelector("em").textContent = i === rival ? " rival" : "";
    });
  }

  // Point at one, from elsewhere on the page; null at none.
  hint(index) {
    this.ones.forEach((one, i) => one.classList.toggle("hint", i === index));
  }

  drawBar({ span, limit }, theme) {
    const clipped = limit > span;
    if (this.barTheme !== theme.name) {
      const image = new ImageData(256, 1);
      new Uint32Array(image.data.buffer).set(theme.signed);
      this.bar.querySelector("canvas").getContext("2d").putImageData(image, 0, 0);
      this.barTheme = theme.name;
    }
    const end = weightText(span);
    this.bar.querySelector(".middle i").hidden = end.length > 6;
    this.bar.querySelector(".low").textContent = `${clipped ? "≤ " : ""}−${end}`;
    this.bar.querySelector(".high").textContent = `${clipped ? "≥ " : ""}+${end}`;
    this.bar.setAttribute("aria-label", `Scale of the weights: violet −${end}, grey 0, gold +${end}`);
  }

  // What each picture shows, for those who do not see it; said when the run rests.
  describe({ weights, biases }, epoch) {
    const n = SIDE * SIDE;
    this.ones.forEach((one, unit) => {
      const mine = weights.subarray(unit * n, (unit + 1) * n);
      const low = mine.reduce((a, b) => Math.min(a, b), 0),
        high = mine.reduce((a, b) => Math.max(a, b), 0);
      const name =
        this.kind === "digits"
          ? `Template of the digit ${this.names[unit]}`
          : `Weights of unit ${this.names[unit]}`;
      const words = `${name} at epoch ${epoch}: from ${weightText(low)} to +${weightText(high)}, bias ${signed(biases[unit])}`;
      one.setAttribute("aria-label", words);
      one.title = words;
    });
  }
}
