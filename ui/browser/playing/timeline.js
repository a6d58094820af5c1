// Curves that stand on the scrubber's track. What has been played is drawn in full, the rest faintly: two canvases,
// of which the upper one is clipped at the playhead, so that moving on redraws nothing.

import { fitCanvas } from "../colours.js";

/** @import { History, Measure } from "./moments.js" */

export const MARGIN = { left: 46, right: 14, top: 10, bottom: 30 };

/**
 * The smallest of 1, 2, 2.5, 5 times a power of ten that cuts a span into at most so many steps.
 * @param {number} span
 * @param {number} most
 */
export function niceStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 2.5, 5].map((m) => m * power).find((step) => span / step <= most + 0.001) ?? 10 * power;
}

/**
 * The x ticks: whole epochs, 0 and the last one among them, in even steps where a whole number of them fits.
 * @param {number} last
 * @param {number} count
 */
function epochTicks(last, count) {
  const even = [6, 5, 4, 3, 2].find((n) => n <= count && Number.isInteger(last / n));
  if (even) return Array.from({ length: even + 1 }, (_, i) => (i * last) / even);
  const step = Math.max(1, Math.round(niceStep(last, count)));
  const ticks = [];
  for (let e = 0; e < last - step * 0.6; e += step) ticks.push(e);
  return [...new Set([...ticks, last])];
}

export class Chart {
  // options: training and validation (names of history arrays), ceiling(history) -> top of the axis, format(value).
  constructor(box, options, onScrub) {
    Object.assign(this, { options, box, left: MARGIN.left });
    box.innerHTML = `<canvas class="future"></canvas><canvas class="past"></canvas>
      <div class="playhead" aria-hidden="true"><i class="line"></i><i class="dot full"></i><i class="dot hollow"></i><i class="knob"></i><b></b></div><div class="ticks" aria-hidden="true"></div>`;
    [this.future, this.past] = box.querySelectorAll("canvas");
    this.head = box.querySelector(".playhead");
    [this.full, this.hollow] = box.querySelectorAll(".dot");
    this.label = box.querySelector("b");
    const scrub = (event) => {
      const x = event.clientX - box.getBoundingClientRect().left;
      onScrub(((x - this.left) / (this.width - this.left - MARGIN.right)) * this.lastEpoch);
    };
    box.onpointerdown = (event) => {
      box.setPointerCapture(event.pointerId);
      scrub(event);
    };
    box.onpointermove = (event) => box.hasPointerCapture(event.pointerId) && scrub(event);
  }

  setHistory(history, lastEpoch, stopped) {
    Object.assign(this, { history, lastEpoch, stopped });
    this.top = this.options.ceiling(history);
  }

  x(epoch) {
    return this.left + ((this.width - this.left - MARGIN.right) * epoch) / this.lastEpoch;
  }

  y(value) {
    const inner = this.height - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + inner * (1 - Math.min(Math.max(value, 0), this.top) / this.top);
  }

  // Both canvases; called when the data, the size or the theme changes, not when the playhead moves.
  draw(theme) {
    this.left = MARGIN.left * theme.textScale; // room for the axis' labels, whatever their size
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    if (!this.width || !this.history) return;
    const back = fitCanvas(this.future, this.width, this.height),
      front = fitCanvas(this.past, this.width, this.height);
    for (const context of [back, front]) context.clearRect(0, 0, this.width, this.height);
    this.drawAxes(back, theme);
    back.globalAlpha = 0.3;
    this.drawCurves(back, theme, false);
    back.globalAlpha = 1;
    this.drawCurves(front, theme, true);
    if (this.stopped === "diverged") this.drawCross(front, back, theme);
  }

  drawAxes(context, theme) {
    const base = this.height - MARGIN.bottom;
    context.font = `${14 * theme.textScale}px ${theme.font}`;
    context.fillStyle = theme.soft;
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.lineWidth = 1;
    const step = niceStep(this.top, 3.3);
    for (let v = 0; v <= this.top + 1e-9; v += step) {
      const y = Math.round(this.y(v)) + 0.5;
      context.strokeStyle = theme.line;
      context.beginPath();
      context.moveTo(this.left, y);
      context.lineTo(this.width - MARGIN.right, y);
      if (v) context.stroke();
      context.fillText(this.options.format(v), this.left - 8, y);
    }
    const room = (this.width - this.left - MARGIN.right) / (64 * theme.textScale);
    this.ticks = epochTicks(this.lastEpoch, Math.max(2, Math.min(6, room))).map((epoch) => {
      const tick = document.createElement("span");
      tick.textContent = epoch.toLocaleString("en-GB");
      tick.style.left = `${this.x(epoch)}px`;
      return { epoch, tick };
    });
    this.box.querySelector(".ticks").replaceChildren(...this.ticks.map(({ tick }) => tick));
    this.tickRoom = 30 * theme.textScale;
    context.strokeStyle = theme.line; // the bare track
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(this.left, base);
    context.lineTo(this.width - MARGIN.right, base);
    context.stroke();
  }

  drawCurves(context, theme, played) {
    const { epoch } = this.history,
      training = this.history[this.options.training],
      base = this.height - MARGIN.bottom;
    const line = new Path2D();
    for (let i = 0; i < epoch.length; i++) line.lineTo(this.x(epoch[i]), this.y(training[i]));
    if (played) {
      const area = new Path2D(line);
      area.lineTo(this.x(epoch[epoch.length - 1]), base);
      area.lineTo(this.x(0), base);
      context.globalAlpha = 0.06;
      context.fillStyle = theme.ink;
      context.fill(area);
      context.globalAlpha = 1;
    }
    context.strokeStyle = theme.ink;
    context.lineJoin = "round";
    context.lineWidth = 2.6 * theme.markScale;
    context.stroke(line);
    const validation = this.history[this.options.validation];
    if (validation && validation.length) {
      const dashed = new Path2D();
      for (let i = 0; i < epoch.length; i++) dashed.lineTo(this.x(epoch[i]), this.y(validation[i]));
      context.setLineDash([6, 4]);
      context.lineWidth = 2 * theme.markScale;
      context.stroke(dashed);
      context.setLineDash([]);
    }
    context.lineWidth = played ? 4 : 3; // the track, as far as there is something to play
    context.beginPath();
    context.moveTo(this.x(0), base);
    context.lineTo(this.x(epoch[epoch.length - 1]), base);
    context.stroke();
  }

  drawCross(front, back, theme) {
    const { epoch } = this.history,
      i = epoch.length - 1;
    const x = this.x(epoch[i]),
      y = this.y(this.history[this.options.training][i]);
    for (const context of [back, front]) {
      context.strokeStyle = theme.ink;
      context.lineWidth = 2.6 * theme.markScale;
      context.beginPath();
      for (const s of [-1, 1]) {
        context.moveTo(x - 6, y - 6 * s);
        context.lineTo(x + 6, y + 6 * s);
      }
      context.stroke();
    }
  }

  moveTo(moment) {
    if (!this.width || !this.history) return;
    const x = this.x(moment.epoch);
    this.past.style.clipPath = `inset(0 ${Math.max(0, this.width - x)}px 0 0)`;
    this.head.style.transform = `translateX(${x}px)`;
    this.full.style.transform = `translateY(${this.y(moment[this.options.training])}px)`;
    const validation = moment[this.options.validation];
    this.hollow.style.display = Number.isFinite(validation) ? "" : "none";
    if (Number.isFinite(validation)) this.hollow.style.transform = `translateY(${this.y(validation)}px)`;
    this.label.textContent = formatEpoch(moment.epoch);
    for (const { epoch, tick } of this.ticks) tick.hidden = Math.abs(this.x(epoch) - x) < this.tickRoom;
  }
}

/**
 * Numbers on an axis: powers of ten where they grow out of hand.
 * @param {number} value
 */
function formatTick(value) {
  if (value < 1e4) return String(+value.toPrecision(3));
  const power = Math.floor(Math.log10(value)),
    digits = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"],
    factor = +(value / 10 ** power).toPrecision(2);
  return `${factor === 1 ? "" : `${factor}·`}10${String(power).replace(/\d/g, (d) => digits[d])}`;
}

/** @param {number} epoch */
export const formatEpoch = (epoch) => (Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(2));

/** @param {number} value */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1e4) return formatTick(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(3);
}

/** @param {number} share */
export const formatPercent = (share) => (Number.isFinite(share) ? (100 * share).toFixed(1) : "–");

/**
 * A ceiling that the usual range of a loss fills: what explodes is held at the top of the axis.
 * @param {Measure[]} names
 * @returns {(history: History) => number}
 */
export function lossCeiling(names) {
  return (history) => {
    const values = names
      .flatMap((name) => Array.from(history[name] || []))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const usual = values[Math.floor(0.97 * (values.length - 1))] || 1;
    const start = Math.max(
      ...names.map((name) => (history[name] && Number.isFinite(history[name][0]) ? history[name][0] : 0)),
    );
    return Math.max(
      0.05,
      Math.min(1.1 * Math.max(usual, start), 4 * usual + 0.1, Math.max(1.6, 1.1 * usual)),
    );
  };
}
