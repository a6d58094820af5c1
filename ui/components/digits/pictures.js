// Weights from 28 × 28 pixels as upright pictures: every one on the same scale, whose zero is the page's own grey.

const SIDE = 28;
const MOST_IN_VIEW = 100; // units that are laid out to be seen at once; the rest is scrolled to

// The share of all weights that the scale spans; what lies beyond takes the colours at its ends.
const SPANNED = 0.995;

// A weight in words: three digits, a real minus, and a power of ten where it has run away.
function weightText(value) {
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size < 10) return sign + size.toFixed(2);
  if (size < 1e4) return sign + String(Math.round(size));
  const [digits, power] = size.toExponential(1).split("e+");
  return `${sign}${digits} · 10${[...power].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")}`;
}

class Pictures {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector(".pictures");
    this.bar = root.querySelector(".bar");
    this.canvases = [];
  }

  // kind: "digits", named 0 to 9, or "units", named 1 to n, the first of several hidden layers or the only one. The
  // canvases stay as long as these do.
  setNames(kind, count, several) {
    if (this.kind === kind && this.canvases.length === count && this.several === several) return;
    Object.assign(this, { kind, several });
    this.names = Array.from({ length: count }, (_, i) => String(kind === "digits" ? i : i + 1));
    this.box.innerHTML = this.names.map((name) =>
      `<figure><figcaption aria-hidden="true">${name}</figcaption><canvas width="${SIDE}" height="${SIDE}" role="img"></canvas></figure>`).join("");
    this.canvases = [...this.box.querySelectorAll("canvas")];
    this.contexts = this.canvases.map((canvas) => canvas.getContext("2d"));
    this.image = new ImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.box.dataset.kind = kind;
    this.box.tabIndex = count > MOST_IN_VIEW ? 0 : -1;
    const head = this.root.querySelector(".shown h2");
    const units = `${count > 1 ? `${count} ` : ""}${several ? "" : "hidden "}unit${count > 1 ? "s" : ""}${several ? " of the first hidden layer" : ""}`;
    head.querySelector("b").textContent = kind === "digits" ? "Templates of the ten digits" : `Weights of the ${units}`;
    head.querySelector("span").innerHTML = kind === "digits"
      ? "row <i>k</i> of <i>W</i>, a weight for each of 28 × 28 pixels"
      : `row <i>j</i> of <i>W</i><sup>(1)</sup>, a weight for each of 28 × 28 pixels${count > MOST_IN_VIEW ? `; scroll to unit ${count}` : ""}`;
  }

  // As large as fits into the window: ten digits in two rows of five or in one, units in as many columns as bring a hundred into view.
  layout() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const gap = 0.5 * rem, largest = 18 * rem, scrolls = this.canvases.length > MOST_IN_VIEW;
    const width = this.box.clientWidth - 2 - (scrolls ? 16 : 0), wide = width > 38 * rem;
    const left = window.innerHeight - 25.2 * rem; // what the headline, the panel and the page's edges leave
    const height = wide ? Math.max(9 * rem, Math.min((scrolls ? 28.5 : 40) * rem, left)) : 26 * rem, count = Math.min(this.canvases.length, MOST_IN_VIEW);
    const label = (this.kind === "digits" ? 1.35 : 1.1) * rem + 0.35 * rem;
    const fit = (columns) => Math.floor(Math.min(largest, (width - (columns - 1) * gap) / columns));
    const room = (columns) => (wide ? height / Math.ceil(count / columns) - label : largest);
    let columns = 1;
    if (this.kind === "digits") columns = Math.min(fit(5), room(5)) >= Math.min(fit(10), room(10)) ? 5 : 10;
    while (this.kind === "units" && columns < count && Math.ceil(count / columns) * (fit(columns) + label) > height) columns++;
    this.box.style.setProperty("--columns", String(columns));
    const size = this.kind === "digits" ? Math.min(fit(columns), room(columns)) : fit(columns);
    this.box.style.setProperty("--size", `${Math.floor(size)}px`);
    this.box.style.setProperty("--height", `${height}px`);
    this.box.classList.toggle("scrolls", scrolls);
    this.box.classList.toggle("few", this.kind === "units" && columns * fit(columns) < 0.8 * width);
  }

  // The end of the scale: a round number that all but the very largest weights stay below.
  limitOf({ weights, step }) {
    const counts = new Uint32Array(128);
    for (let i = 0; i < weights.length; i++) counts[Math.abs(weights[i])]++;
    let left = Math.floor((1 - SPANNED) * weights.length), top = 127;
    while (top > 1 && (left -= counts[top]) >= 0) top--;
    const limit = top * step;
    if (!(limit > 0)) return 0.1;
    const unit = 10 ** (Math.floor(Math.log10(limit)) - 1);
    return Math.ceil(limit / unit - 1e-9) * unit;
  }

  // One moment: { weights: Int8Array of n × 784 whole numbers of steps, step }.
  paint(moment, theme) {
    const { weights, step } = moment, limit = this.limitOf(moment);
    const colours = Uint32Array.from({ length: 256 }, (_, i) =>
      theme.signed[Math.max(0, Math.min(255, Math.round(127.5 * (1 + ((i - 128) * step) / limit))))]);
    this.contexts.forEach((context, unit) => {
      const start = unit * SIDE * SIDE;
      for (let i = 0; i < SIDE * SIDE; i++) this.pixels[i] = colours[weights[start + i] + 128];
      context.putImageData(this.image, 0, 0);
    });
    this.drawBar(limit, theme, 127 * step > limit);
  }

  drawBar(limit, theme, clipped) {
    if (this.barTheme !== theme.name) {
      const image = new ImageData(256, 1);
      new Uint32Array(image.data.buffer).set(theme.signed);
      this.bar.querySelector("canvas").getContext("2d").putImageData(image, 0, 0);
      this.barTheme = theme.name;
    }
    const end = weightText(limit);
    this.bar.querySelector(".middle i").hidden = end.length > 6;
    this.bar.querySelector(".low").textContent = `${clipped ? "≤ " : ""}−${end}`;
    this.bar.querySelector(".high").textContent = `${clipped ? "≥ " : ""}+${end}`;
    this.bar.setAttribute("aria-label", `Scale of the weights: violet −${end}, grey 0, gold +${end}`);
  }

  // What each picture shows, for those who do not see it; said when the run rests.
  describe({ weights, step }, epoch) {
    this.canvases.forEach((canvas, unit) => {
      const mine = weights.subarray(unit * SIDE * SIDE, (unit + 1) * SIDE * SIDE);
      const low = mine.reduce((a, b) => Math.min(a, b), 0) * step, high = mine.reduce((a, b) => Math.max(a, b), 0) * step;
      const name = this.kind === "digits" ? `Template of the digit ${this.names[unit]}` : `Weights of unit ${this.names[unit]}`;
      canvas.setAttribute("aria-label", `${name} at epoch ${epoch}: from ${weightText(low)} to +${weightText(high)}`);
    });
  }
}
