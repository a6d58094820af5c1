// A canvas with axes: numbers in, ink out. Sizes in CSS pixels; text grows with the page's type.

import { fitCanvas } from "../browser/colours.js";
import { niceStep } from "../browser/playing/timeline.js";

export const DASHES = [[], [9, 5], [2, 5]]; // the second sign of the activations, whose lines are all ink
export const MARKS = ["circle", "square", "triangle"];
export const SIGNED = (value, digits) =>
  Math.abs(value) < 0.5 * 10 ** -digits ? (0).toFixed(digits) : value.toFixed(digits).replace("-", "−");

// 0.00012 as 1.2·10⁻⁴: what is too small for three decimals, and what is too large for a glance.
export function power(value, digits = 1) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1e4) return SIGNED(value, size < 1 ? 3 : size < 100 ? 2 : 0);
  const exponent = Math.floor(Math.log10(size)),
    factor = value / 10 ** exponent;
  return `${SIGNED(factor, digits)}·10${superscript(exponent)}`;
}

export function superscript(number) {
  const signs = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  return [...String(number)].map((c) => signs[c]).join("");
}

export class Plot {
  constructor(box) {
    this.box = box;
    box.innerHTML = '<canvas aria-hidden="true"></canvas>';
    this.canvas = box.firstChild;
  }

  // Clears the canvas. x and y are [low, high]; log: y is a power of ten.
  begin(theme, { x, y, log = false, left = 52, right = 14, top = 12, bottom = 30 }) {
    this.theme = theme;
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    this.context = fitCanvas(this.canvas, this.width, this.height);
    const k = theme.textScale;
    Object.assign(this, {
      xRange: x,
      yRange: log ? y.map(Math.log10) : y,
      log,
      left: left * k,
      right: right * k,
      top: top * k,
      bottom: bottom * k,
    });
    this.context.clearRect(0, 0, this.width, this.height);
    return this.width > 0;
  }

  X(value) {
    const [low, high] = this.xRange;
    return this.left + ((value - low) / (high - low)) * (this.width - this.left - this.right);
  }

  Y(value) {
    const [low, high] = this.yRange,
      v = this.log ? Math.log10(value) : value;
    return this.height - this.bottom - ((v - low) / (high - low)) * (this.height - this.top - this.bottom);
  }

  xAt(pixel) {
    const [low, high] = this.xRange;
    return low + ((pixel - this.left) / (this.width - this.left - this.right)) * (high - low);
  }

  text(
    words,
    x,
    y,
    { align = "left", colour = this.theme.soft, weight = 400, size = 14, halo = false } = {},
  ) {
    const { context } = this;
    context.font = `${weight} ${size * this.theme.textScale}px ${this.theme.font}`;
    context.textAlign = align;
    context.textBaseline = "middle";
    if (halo) {
      context.strokeStyle = this.theme.page;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeText(words, x, y);
    }
    context.fillStyle = colour;
    context.fillText(words, x, y);
  }

  segment(x1, y1, x2, y2, { colour = this.theme.line, width = 1, dash = [] } = {}) {
    const { context } = this;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
    context.setLineDash([]);
  }

  // Values along both axes: [value, words]; lines across for those of y.
  axes(xs, ys) {
    const right = this.width - this.right,
      base = this.height - this.bottom;
    for (const [value, words] of ys) {
      const y = Math.round(this.Y(value)) + 0.5;
      this.segment(this.left, y, right, y);
      this.text(words, this.left - 7, y, { align: "right" });
    }
    this.segment(this.left, base + 0.5, right, base + 0.5, { colour: this.theme.soft });
    for (const [value, words] of xs)
      this.text(words, this.X(value), base + 15 * this.theme.textScale, { align: "center" });
  }

  // A curve, cut off at the frame.
  curve(xs, ys, { dash = [], width = 2.6, colour = this.theme.ink, alpha = 1, step = 1 } = {}) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(
      this.left,
      this.top - 2,
      this.width - this.left - this.right,
      this.height - this.top - this.bottom + 4,
    );
    context.clip();
    context.beginPath();
    let down = false;
    for (let i = 0; i < xs.length; i += step) {
      const inside = Number.isFinite(ys[i]) && (!this.log || ys[i] > 0);
      if (inside) context[down ? "lineTo" : "moveTo"](this.X(xs[i]), this.Y(ys[i]));
      down = inside;
    }
    context.globalAlpha = alpha;
    context.setLineDash(dash);
    context.lineJoin = "round";
    context.strokeStyle = colour;
    context.lineWidth = width * this.theme.markScale;
    context.stroke();
    context.restore();
  }

  // A mark on a curve, with a halo; kind is one of MARKS.
  mark(x, y, { kind = "circle", hollow = false, size = 5.5 } = {}) {
    const { context, theme } = this,
      r = size * theme.markScale;
    context.beginPath();
    if (kind === "circle") context.arc(x, y, r, 0, 2 * Math.PI);
    else if (kind === "square") context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    else {
      context.moveTo(x, y - 1.2 * r);
      context.lineTo(x + 1.1 * r, y + 0.8 * r);
      context.lineTo(x - 1.1 * r, y + 0.8 * r);
      context.closePath();
    }
    context.strokeStyle = hollow ? theme.ink : theme.page;
    context.lineWidth = 2;
    context.fillStyle = hollow ? theme.page : theme.ink;
    context.fill();
    context.stroke();
  }
}

// Ticks at even steps within [low, high], about so many.
export function evenTicks(low, high, count) {
  const step = niceStep(high - low, count),
    ticks = [];
  for (let v = Math.ceil(low / step) * step; v <= high + 1e-9; v += step)
    ticks.push([Math.abs(v) < 1e-12 ? 0 : v, String(+v.toPrecision(6)).replace("-", "−")]);
  return ticks;
}

// Whole powers of ten within [low, high], every so many that about six remain.
export function powerTicks(low, high) {
  const from = Math.ceil(Math.log10(low) - 1e-9),
    to = Math.floor(Math.log10(high) + 1e-9),
    by = Math.max(1, Math.ceil((to - from) / 6)),
    ticks = [];
  for (let e = from; e <= to; e += by) ticks.push([10 ** e, e === 0 ? "1" : `10${superscript(e)}`]);
  return ticks;
}

// The small picture of an activation's line, for legends and tables.
export function lineSample(index) {
  const dash = DASHES[index % DASHES.length].join(" ");
  return `<svg class="sample" viewBox="0 0 34 10" aria-hidden="true"><path d="M1 5H33" stroke="currentColor" stroke-width="2.6" fill="none" stroke-dasharray="${dash}"/></svg>`;
}
