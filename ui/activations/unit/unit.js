// The biography of a unit: its batch's weighted sums as a histogram that lies on f and on f′, at any moment of training.
// Python sends the numbers of every unit and moment once. Below f′ a bar is filled as far as the slope lets gradients pass.

import { formatEpoch, lossCeiling } from "../../browser/playing/timeline.js";
import { evenTicks, Plot, power, SIGNED } from "../plot.js";

export class UnitLife {
  constructor(section, frame) {
    this.section = section;
    this.frame = frame;
    this.plots = ["values", "slopes"].map((name) => new Plot(section.querySelector(`[data-plot=${name}]`)));
    this.picker = section.querySelector(".picker");
  }

  update(state, isNew) {
    this.state = state;
    this.starts = [];
    state.layers.reduce((start, layer) => (this.starts.push(start), start + layer.width), 0);
    this.nUnits = state.layers.reduce((sum, layer) => sum + layer.width, 0);
    this.epochs = Array.from(state.arrays.snapshot_epoch, (e) => Math.round(e * 1e4) / 1e4);
    if (isNew || !this.picked) this.picked = { layer: state.layer - 1, unit: state.unit - 1 };
    this.makePicker();
  }

  makePicker() {
    const shape = JSON.stringify(this.state.layers.map((layer) => layer.width));
    if (shape === this.shape) return this.markPicked();
    this.shape = shape;
    this.picker.innerHTML = this.state.layers
      .map(
        (layer, l) =>
          `<fieldset><legend>Layer ${l + 1}, ${layer.words}</legend><div class="units">${Array.from(
            { length: layer.width },
            (_, j) =>
              `<button data-layer="${l}" data-unit="${j}" aria-label="Unit ${j + 1} of layer ${l + 1}"><i></i><span>${j + 1}</span></button>`,
          ).join("")}</div></fieldset>`,
      )
      .join("");
    this.buttons = [...this.picker.querySelectorAll("button")];
    this.fills = this.buttons.map((button) => button.querySelector("i"));
    this.picker.onclick = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      this.picked = { layer: Number(button.dataset.layer), unit: Number(button.dataset.unit) };
      this.markPicked();
      this.frame.redraw();
      this.frame.set({ layer: this.picked.layer + 1, unit: this.picked.unit + 1 });
    };
    return this.markPicked();
  }

  markPicked() {
    for (const button of this.buttons)
      button.setAttribute(
        "aria-pressed",
        Number(button.dataset.layer) === this.picked.layer &&
          Number(button.dataset.unit) === this.picked.unit,
      );
  }

  get layer() {
    return this.state.layers[this.picked.layer];
  }

  value(name, i, unit = this.starts[this.picked.layer] + this.picked.unit) {
    return this.state.arrays[name][i * this.nUnits + unit];
  }

  // Shares of the batch in each bin, 0 to 1, at moment i.
  shares(i) {
    const n = this.state.n_bins,
      start = (i * this.nUnits + this.starts[this.picked.layer] + this.picked.unit) * n;
    return Array.from(this.state.arrays.shares.subarray(start, start + n), (v) => v / 255);
  }

  get charts() {
    const { arrays } = this.state,
      epoch = this.epochs,
      steepest = this.layer.steepest;
    const column = (name, by = 1) => epoch.map((_, i) => this.value(name, i) / by);
    const history = Object.fromEntries(
      ["epoch", "training_error", "validation_error"].map((name) => [name, arrays[`history_${name}`]]),
    );
    return [
      {
        title: "Loss <span>cross-entropy error</span>",
        key: ["training", "validation"],
        history,
        options: {
          training: "training_error",
          validation: "validation_error",
          ceiling: lossCeiling(["training_error", "validation_error"]),
          format: (v) => String(+v.toFixed(3)),
        },
      },
      {
        title: "This unit",
        key: ["gradient passed", "saturated"],
        history: { epoch, training_share: column("passed", steepest), validation_share: column("saturated") },
        options: {
          training: "training_share",
          validation: "validation_share",
          ceiling: () => 1,
          format: (v) => `${Math.round(100 * v)} %`,
        },
      },
    ];
  }

  get moments() {
    const { arrays } = this.state,
      index = new Map(Array.from(arrays.history_epoch, (e, i) => [Math.round(e * 1e4) / 1e4, i])),
      steepest = this.layer.steepest;
    return this.epochs.map((epoch, i) => {
      const h = index.get(epoch) ?? 0;
      return {
        epoch,
        i,
        training_error: arrays.history_training_error[h],
        validation_error: arrays.history_validation_error[h],
        accuracy: arrays.history_validation_accuracy[h],
        training_share: this.value("passed", i) / steepest,
        validation_share: this.value("saturated", i),
      };
    });
  }

  show(moment, theme) {
    const { layer } = this,
      i = moment.i,
      shares = this.shares(i),
      w = layer.half_width,
      n = this.state.n_bins;
    const highest = Math.max(...shares, 0.02),
      slopeTop = Math.max(1e-6, layer.steepest);
    const f = this.state.arrays[`f_${this.picked.layer}`],
      d = this.state.arrays[`d_${this.picked.layer}`],
      x = this.state.arrays[`x_${this.picked.layer}`];
    const low = Math.min(0, f[0]),
      high = Math.max(...f);
    const ranges = [
      [low - 0.05 * (high - low), high + 0.1 * (high - low)],
      [0, 1.12 * slopeTop],
    ];
    this.plots.forEach((plot, k) => {
      if (!plot.begin(theme, { x: [-w, w], y: ranges[k], bottom: k ? 44 : 8 })) return;
      const base = plot.height - plot.bottom,
        tall = (base - plot.top) * 0.82,
        context = plot.context;
      plot.axes(k ? evenTicks(-w, w, 8) : [], evenTicks(k ? 0 : low, k ? slopeTop : high, 3));
      shares.forEach((share, b) => {
        if (!share) return;
        const left = plot.X(-w + (2 * w * b) / n) + 0.5,
          wide = plot.X(-w + (2 * w * (b + 1)) / n) - left - 0.5,
          h = Math.max(1.5, (share / highest) * tall);
        context.fillStyle = theme.ink;
        context.globalAlpha = 0.16;
        context.fillRect(left, base - h, wide, h);
        context.globalAlpha = 0.5;
        if (k)
          context.fillRect(
            left,
            base - h * (layer.bin_slopes[b] / slopeTop),
            wide,
            h * (layer.bin_slopes[b] / slopeTop),
          );
        context.globalAlpha = 1;
      });
      plot.curve(x, k ? d : f, { width: 2.6, dash: k ? [9, 5] : [] });
      plot.text(k ? `f′, at most ${power(slopeTop)}` : `f, ${layer.words}`, plot.left + 8, plot.top + 8, {
        colour: theme.ink,
        weight: 600,
        halo: true,
      });
      if (k)
        plot.text(
          plot.width > 420
            ? "weighted sum z of the unit, one for each pattern of the batch"
            : "weighted sum z, one for each pattern",
          plot.width - plot.right,
          plot.height - 9 * theme.textScale,
          { align: "right" },
        );
    });
    this.read(moment, shares);
    this.showGates(i);
  }

  read(moment, shares) {
    const i = moment.i,
      numbers = {
        mean_output: SIGNED(this.value("mean_output", i), 3),
        saturated: (100 * this.value("saturated", i)).toFixed(1),
        passed: SIGNED(this.value("passed", i), 4),
      };
    for (const [name, words] of Object.entries(numbers))
      this.section.querySelector(`[data-name=${name}] b`).textContent = words;
    this.section.querySelector("[data-name=passed] small").textContent = `of ${power(this.layer.steepest)}`;
    const beyond = shares[0] + shares[shares.length - 1];
    this.section.querySelector(".beyond").textContent =
      beyond > 0.02
        ? `${(100 * beyond).toFixed(0)} % of the batch lies in the outer bins, which hold all that is beyond.`
        : "";
  }

  // Every unit's gate: filled as far as gradients pass, struck out where next to none does.
  showGates(i) {
    this.buttons.forEach((button, unit) => {
      const steepest = this.state.layers[Number(button.dataset.layer)].steepest,
        share = this.value("passed", i, unit) / steepest;
      this.fills[unit].style.height = `${Math.max(0, Math.min(100, 100 * share)).toFixed(0)}%`;
      button.classList.toggle(
        "shut",
        this.value("saturated", i, unit) >= this.state.layers[Number(button.dataset.layer)].dead_share,
      );
    });
  }

  sentence(moment) {
    const i = moment.i;
    return `Unit ${this.picked.unit + 1} of layer ${this.picked.layer + 1} at epoch ${formatEpoch(moment.epoch)}: mean output ${SIGNED(this.value("mean_output", i), 2)}, ${(100 * this.value("saturated", i)).toFixed(0)} % saturated, gradient passed ${SIGNED(this.value("passed", i), 3)}.`;
  }
}
