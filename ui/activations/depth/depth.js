// Depth: the size of error signals and of weight gradients, layer by layer on an axis of powers of ten, at any moment of
// training; a line for each activation. The axes hold for the whole run, so that a line that moves has moved.

import { Chart, formatEpoch, formatPercent, MARGIN } from "../../browser/playing/timeline.js";
import { DASHES, lineSample, MARKS, Plot, power, powerTicks, superscript } from "../plot.js";

const SIZES = { signal: "‖g⁽ˡ⁾‖", matrix: "‖∂E/∂W⁽ˡ⁾‖", weight: "mean |∂E/∂w|" };

// Accuracy of every activation on one track.
class ThreeCurves extends Chart {
  drawCurves(context, theme, played) {
    const { epoch } = this.history,
      base = this.height - MARGIN.bottom;
    this.options.names.forEach((name, k) => {
      const line = new Path2D();
      Array.from(this.history[name]).forEach(
        (v, i) => Number.isFinite(v) && line.lineTo(this.x(epoch[i]), this.y(v)),
      );
      context.setLineDash(DASHES[k % 3]);
      context.strokeStyle = theme.ink;
      context.lineWidth = 2.2 * theme.markScale;
      context.stroke(line);
      context.setLineDash([]);
    });
    context.lineWidth = played ? 4 : 3;
    context.beginPath();
    context.moveTo(this.x(0), base);
    context.lineTo(this.x(epoch[epoch.length - 1]), base);
    context.stroke();
  }

  moveTo(moment) {
    super.moveTo(moment);
    this.full.style.display = this.hollow.style.display = "none";
  }
}

export class Depth {
  constructor(section, frame) {
    this.section = section;
    this.frame = frame;
    this.plots = {
      left: new Plot(section.querySelector("[data-plot=signal]")),
      right: new Plot(section.querySelector("[data-plot=gradient]")),
    };
    section.querySelector("[data-name=measure]").onclick = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      this.measure = button.dataset.value;
      frame.set({ measure: this.measure });
      frame.redraw();
    };
  }

  update(state, isNew) {
    this.state = state;
    if (isNew || !this.measure) this.measure = state.measure === "matrix" ? "matrix" : "weight";
    this.section.querySelector(".network-words").textContent = state.network_words;
  }

  // Sizes of one kind at moment i, a number for each affine layer.
  row(kind, name, i) {
    const n = this.state.n_layers;
    return Array.from(this.state.arrays[`${kind}_${name}`].subarray(i * n, (i + 1) * n));
  }

  range(kind) {
    const values = this.state.names
      .flatMap((name) => Array.from(this.state.arrays[`${kind}_${name}`]))
      .filter((v) => v > 0 && Number.isFinite(v));
    if (!values.length) return [1e-3, 1];
    const low = Math.max(1e-12, Math.min(...values)),
      high = Math.max(...values);
    return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
  }

  get charts() {
    const { names, arrays } = this.state,
      epoch = Array.from(arrays.snapshot_epoch);
    const losses = Object.fromEntries(names.map((name) => [name, arrays[`accuracy_${name}`]]));
    const powers = Object.fromEntries(
      names.map((name) => [name, epoch.map((_, i) => Math.log10(this.ratio("weight", name, i)))]),
    );
    const known = names.flatMap((name) => powers[name].filter(Number.isFinite));
    const floor = Math.floor(Math.min(0, ...known)),
      top = Math.max(floor + 1, Math.ceil(Math.max(0, ...known)));
    const ratio = Object.fromEntries(names.map((name) => [name, powers[name].map((v) => v - floor)])); // a chart stands on 0
    return [
      {
        kind: ThreeCurves,
        title: "Last : first layer, mean |∂E/∂w|",
        history: { epoch, ...ratio },
        options: {
          names,
          training: names[0],
          ceiling: () => top - floor,
          format: (v) => (Number.isInteger(v) ? powerWords(v + floor) : ""),
        },
      },
      {
        kind: ThreeCurves,
        title: "Accuracy, validation",
        history: { epoch, ...losses },
        options: { names, training: names[0], ceiling: () => 1, format: (v) => `${Math.round(100 * v)} %` },
      },
    ];
  }

  ratio(kind, name, i) {
    const row = this.row(kind, name, i);
    return row[row.length - 1] / row[0];
  }

  get moments() {
    const { arrays, names } = this.state;
    return Array.from(arrays.snapshot_epoch, (epoch, i) => ({
      epoch: Math.round(epoch * 1e4) / 1e4,
      i,
      ...Object.fromEntries(names.map((name) => [name, NaN])),
    }));
  }

  show(moment, theme) {
    const { names, words, n_layers: n } = this.state,
      layers = Array.from({ length: n }, (_, l) => l + 1);
    for (const [side, kind] of [
      ["left", "signal"],
      ["right", this.measure],
    ]) {
      const plot = this.plots[side],
        range = this.range(kind);
      if (!plot.begin(theme, { x: [0.7, n + 1.25], y: range, log: true, left: 50, right: 6, bottom: 44 }))
        continue;
      plot.axes(
        layers.map((l) => [l, String(l)]),
        powerTicks(...range),
      );
      plot.text(
        "layer, first to last",
        (plot.left + plot.width - plot.right) / 2,
        plot.height - 9 * theme.textScale,
        { align: "center" },
      );
      const ends = [];
      names.forEach((name, k) => {
        const row = this.row(kind, name, moment.i).map((v) => Math.max(v, range[0]));
        plot.curve(layers, row, { dash: DASHES[k % 3], width: 2.4 });
        layers.forEach(
          (l, j) =>
            Number.isFinite(row[j]) && plot.mark(plot.X(l), plot.Y(row[j]), { kind: MARKS[k % 3], size: 5 }),
        );
        if (Number.isFinite(row[n - 1])) ends.push({ name, y: plot.Y(row[n - 1]) });
      });
      ends
        .sort((a, b) => a.y - b.y)
        .forEach((end, i) => {
          end.at = Math.max(end.y, i ? ends[i - 1].at + 18 * theme.textScale : 0);
          plot.text(words[end.name], plot.X(n) + 10, end.at, { colour: theme.ink, weight: 600, halo: true });
        });
    }
    this.section.querySelector(".measure-name").textContent = SIZES[this.measure];
    this.section
      .querySelectorAll("[data-name=measure] button")
      .forEach((button) => button.setAttribute("aria-pressed", button.dataset.value === this.measure));
    this.section.querySelector(".ratios tbody").innerHTML = names
      .map(
        (name, k) =>
          `<tr><th scope="row">${lineSample(k)} ${words[name]}</th>${["signal", "matrix", "weight"].map((kind) => `<td>${this.ratioWords(kind, name, moment.i)}</td>`).join("")}<td>${formatPercent(this.state.arrays[`accuracy_${name}`][moment.i])} %</td></tr>`,
      )
      .join("");
  }

  // First : last as people say it, 1 : 13,000; where the first is the larger, 2 : 1.
  ratioWords(kind, name, i) {
    const ratio = this.ratio(kind, name, i);
    if (!Number.isFinite(ratio) || ratio <= 0) return "–";
    return ratio >= 1 ? `1 : ${roundWords(ratio)}` : `${roundWords(1 / ratio)} : 1`;
  }

  sentence(moment) {
    return (
      `Epoch ${formatEpoch(moment.epoch)}: mean gradient of a weight, first to last layer: ` +
      this.state.names
        .map((name) => `${this.state.words[name]} ${this.ratioWords("weight", name, moment.i)}`)
        .join(", ") +
      "."
    );
  }
}

const powerWords = (exponent) => (exponent ? `10${superscript(exponent)}` : "1");

// Two significant digits, with commas.
function roundWords(value) {
  if (value >= 1e7) return power(value);
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return value < 10 ? value.toFixed(1) : (Math.round(value / scale) * scale).toLocaleString("en-GB");
}
