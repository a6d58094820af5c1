// Two runs in one chart: the first soft grey, the second ink, each named on its line; training solid, validation dashed.

import { Chart, MARGIN } from "../../browser/playing/timeline.js";

export class PairChart extends Chart {
  constructor(box, options, onScrub) {
    super(box, options, onScrub);
    const dots = [...box.querySelectorAll(".dot")];
    this.dots = [0, 1].map((which) =>
      dots.map((dot) => {
        const copy = which ? dot : dot.cloneNode();
        if (!which) this.head.prepend(copy);
        copy.classList.add(which ? "second" : "first");
        return copy;
      }),
    );
    this.labels = ["first", "second"].map((which) => {
      const label = document.createElement("span");
      label.className = `curve-name ${which}`;
      box.append(label);
      return label;
    });
  }

  // histories: of both runs; names: what they are called; stops: why each of them stopped, "" where it has not.
  setHistories(histories, names, lastEpoch, stops) {
    Object.assign(this, { histories, names, stops });
    super.setHistory(histories[1], lastEpoch, "");
    this.top = Math.max(...histories.map((history) => this.options.ceiling(history)));
  }

  drawCurves(context, theme, played) {
    const base = this.height - MARGIN.bottom,
      longest = Math.max(...this.histories.map(({ epoch }) => epoch[epoch.length - 1]));
    this.histories.forEach((history, which) => {
      context.strokeStyle = which ? theme.ink : theme.soft;
      context.lineJoin = "round";
      context.lineWidth = (which ? 2.6 : 2.2) * theme.markScale;
      context.stroke(this.curve(history, this.options.training));
      context.setLineDash([6, 4]);
      context.lineWidth = (which ? 2 : 1.7) * theme.markScale;
      context.stroke(this.curve(history, this.options.validation));
      context.setLineDash([]);
    });
    this.histories.forEach((history, which) => {
      if (this.stops[which] === "diverged") this.drawCrossOf(history, context, theme);
    });
    context.strokeStyle = theme.ink;
    context.lineWidth = played ? 4 : 3; // the track, as far as there is something to play
    context.beginPath();
    context.moveTo(this.x(0), base);
    context.lineTo(this.x(longest), base);
    context.stroke();
  }

  drawCrossOf(history, context, theme) {
    const mine = this.history;
    this.history = history;
    this.drawCross(context, context, theme);
    this.history = mine;
  }

  curve({ epoch, ...values }, name) {
    const path = new Path2D();
    for (let i = 0; i < epoch.length; i++)
      if (Number.isFinite(values[name][i])) path.lineTo(this.x(epoch[i]), this.y(values[name][i]));
    return path;
  }

  // Names stand at the right end, over both canvases: above or below one of the run's two curves, where they cover least.
  draw(theme) {
    this.theme = theme;
    super.draw(theme);
    if (!this.width || !this.histories) return;
    const spans = this.histories.map((history) =>
      [this.options.training, this.options.validation]
        .map((name) => this.span(history, name))
        .filter(Boolean),
    );
    const line = 19 * theme.textScale,
      low = MARGIN.top,
      high = this.height - MARGIN.bottom + 1;
    const places = spans.map((curves) =>
      curves
        .flatMap(([top, bottom], i) => [
          [top - line - 1, i],
          [bottom + 3, i + 0.5],
          [bottom + 3 + line, i + 2],
          [top - 2 * line - 1, i + 2],
        ])
        .map(([y, wish]) => ({
          y,
          cost:
            0.3 * wish +
            9 * (y < low) +
            9 * (y + line > high) +
            spans.flat().reduce((sum, [top, bottom]) => sum + (y < bottom && y + line > top), 0),
        })),
    );
    let best = { cost: Infinity, ys: [low, low + line] };
    for (const first of places[0]) {
      for (const second of places[1]) {
        const cost = first.cost + second.cost + 20 * (Math.abs(first.y - second.y) < line);
        if (cost < best.cost) best = { cost, ys: [first.y, second.y] };
      }
    }
    this.labels.forEach((label, which) => {
      if (label.textContent !== this.names[which]) label.textContent = this.names[which];
      label.style.top = `${best.ys[which]}px`;
    });
  }

  // The highest and the lowest point of a curve behind the names.
  span({ epoch, ...values }, name) {
    const from =
      this.lastEpoch * (1 - (110 * this.theme.textScale) / (this.width - MARGIN.left - MARGIN.right));
    const ys = [];
    for (let i = epoch.length - 1; i >= 0 && (epoch[i] >= from || !ys.length); i--)
      if (Number.isFinite(values[name][i])) ys.push(this.y(values[name][i]));
    return ys.length ? [Math.min(...ys), Math.max(...ys)] : null;
  }

  moveTo(moment) {
    super.moveTo({ ...moment.nets[1], epoch: moment.epoch });
    if (!this.width || !this.histories) return;
    moment.nets.forEach((net, which) =>
      [this.options.training, this.options.validation].forEach((name, i) => {
        const dot = this.dots[which][i],
          value = net[name];
        dot.style.display = Number.isFinite(value) ? "" : "none";
        if (Number.isFinite(value)) dot.style.transform = `translateY(${this.y(value)}px)`;
      }),
    );
  }
}
