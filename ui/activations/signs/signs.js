// The same sign: what arrives at one output for one pattern, g·h for each weight, after sigmoids and after tanh; and the
// way of two weights to their goal when each step can only go up in both or down in both.

import { DASHES, evenTicks, lineSample, MARKS, Plot, SIGNED } from "../plot.js";

const NAMES = ["sigmoid", "tanh"];

export class Signs {
  constructor(section, frame) {
    this.section = section;
    this.frame = frame;
    this.bars = Object.fromEntries(
      NAMES.map((name) => [name, new Plot(section.querySelector(`[data-plot=${name}]`))]),
    );
    this.path = new Plot(section.querySelector("[data-plot=path]"));
    this.slider = section.querySelector(".example");
    this.slider.oninput = () => {
      this.example = Number(this.slider.value);
      this.drawBars();
    };
    this.slider.onchange = () => frame.set({ example: this.example });
    section.querySelector("[data-name=output]").onclick = (event) => this.choose("output", event);
    section.querySelector("[data-name=taken]").onclick = (event) => this.choose("taken", event);
  }

  choose(name, event) {
    const button = event.target.closest("button");
    if (!button) return;
    this[name] = button.dataset.value;
    this.frame.set({ [name]: this[name] });
    this.frame.reload();
  }

  update(state, isNew) {
    this.state = state;
    if (isNew || !this.taken)
      Object.assign(this, { example: state.example, output: String(state.output), taken: state.taken });
    this.slider.max = String(state.n_examples);
    this.section.querySelector(".network-words").textContent = state.network_words;
  }

  // Arrays of one pattern: answers of the hidden units, and gradients wrt the weights into the picked output.
  arrived(name) {
    const { arrays, width, n_outputs: outputs } = this.state,
      p = this.example - 1,
      k = Number(this.output) - 1;
    const at = (p * outputs + k) * width;
    return {
      answers: Array.from(arrays[`h_${name}`].subarray(p * width, (p + 1) * width)),
      gradients: Array.from(arrays[`g_${name}`].subarray(at, at + width)),
      signal: arrays.signal[p * outputs + k],
    };
  }

  get charts() {
    const epoch = Array.from({ length: this.state.n_steps + 1 }, (_, i) => i),
      { arrays } = this.state;
    const history = {
      epoch,
      sigmoid: arrays[`distance_sigmoid_${this.taken}`],
      tanh: arrays[`distance_tanh_${this.taken}`],
    };
    const shares = { epoch, share_sigmoid: this.together("sigmoid"), share_tanh: this.together("tanh") };
    const format = (v) => String(+v.toFixed(2));
    return [
      {
        title: "Distance to the goal",
        key: ["after sigmoid", "after tanh"],
        history,
        options: {
          training: "sigmoid",
          validation: "tanh",
          ceiling: () => 1.1 * Math.max(...history.sigmoid, ...history.tanh),
          format,
        },
      },
      {
        title: "Both weights the same way",
        key: ["after sigmoid", "after tanh"],
        history: shares,
        options: {
          training: "share_sigmoid",
          validation: "share_tanh",
          ceiling: () => 1,
          format: (v) => `${Math.round(100 * v)} %`,
        },
      },
    ];
  }

  // Share of the steps so far in which both weights went the same way.
  together(name) {
    const flags = this.state.arrays[`together_${name}_${this.taken}`];
    let sum = 0;
    return [NaN, ...Array.from(flags, (flag, i) => (sum += flag) / (i + 1))].map((v, i, all) =>
      i ? v : all[1],
    );
  }

  get moments() {
    const [distance, shares] = this.charts.map((chart) => chart.history);
    return distance.epoch.map((epoch, i) => ({
      epoch,
      i,
      sigmoid: distance.sigmoid[i],
      tanh: distance.tanh[i],
      share_sigmoid: shares.share_sigmoid[i],
      share_tanh: shares.share_tanh[i],
    }));
  }

  show(moment, theme) {
    this.theme = theme;
    for (const name of ["output", "taken"])
      this.section
        .querySelectorAll(`[data-name=${name}] button`)
        .forEach((button) => button.setAttribute("aria-pressed", button.dataset.value === this[name]));
    this.drawBars();
    this.drawPath(moment);
  }

  drawBars() {
    const { theme } = this;
    if (!theme) return;
    this.slider.value = String(this.example);
    this.section.querySelector(".example-value").textContent =
      `${this.example} of ${this.state.n_examples}, class ${this.state.arrays.labels[this.example - 1] + 1}`;
    const both = NAMES.map((name) => this.arrived(name)),
      most = Math.max(1e-9, ...both.flatMap((one) => one.gradients.map(Math.abs)));
    NAMES.forEach((name, row) => {
      const plot = this.bars[name],
        { answers, gradients, signal } = both[row];
      if (
        !plot.begin(theme, {
          x: [-0.5, answers.length - 0.5],
          y: [-1.25, 1.25],
          left: 92,
          right: 8,
          top: 4,
          bottom: 6,
        })
      )
        return;
      const middle = plot.height / 2,
        size = Math.max(8, Math.min(34 * theme.textScale, (plot.width - plot.left) / answers.length - 6));
      const rows = [plot.height * 0.27, plot.height * 0.77],
        tall = plot.height * 0.2;
      plot.text("answers h", 0, rows[0], { colour: theme.ink });
      plot.text("g · h", 0, rows[1], { colour: theme.ink });
      plot.segment(plot.left, middle, plot.width - plot.right, middle);
      answers.forEach((h, i) =>
        [
          [h, 1, rows[0]],
          [gradients[i], most, rows[1]],
        ].forEach(([value, scale, y]) => this.bar(plot, plot.X(i), y, value / scale, tall, size)),
      );
      const up = gradients.filter((g) => g > 0).length,
        down = gradients.filter((g) => g < 0).length;
      this.section.querySelector(`[data-count=${name}]`).textContent =
        `g = ${SIGNED(signal, 3)}: ${up} positive, ${down} negative${!up || !down ? ", all of one sign" : ""}`;
    });
  }

  // Positive: gold and filled, upwards; negative: violet and hollow, downwards.
  bar(plot, x, y, value, tall, size) {
    const { context, theme } = plot,
      h = Math.max(1, Math.abs(value) * tall),
      positive = value > 0;
    plot.segment(x - size / 2, y, x + size / 2, y, { colour: theme.soft });
    context.fillStyle = positive ? theme.weights[3] : theme.weights[2];
    context.strokeStyle = positive ? theme.positive : theme.negative;
    context.lineWidth = 1.5;
    context.beginPath();
    context.rect(x - 0.4 * size, positive ? y - h : y, 0.8 * size, h);
    if (value) (context.fill(), context.stroke());
  }

  places(name) {
    const flat = this.state.arrays[`places_${name}_${this.taken}`];
    return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  }

  drawPath(moment) {
    const { path: plot, theme, state } = this,
      goal = state.goal;
    const paths = NAMES.map((name) => this.places(name)),
      all = paths
        .flat()
        .flat()
        .filter((v) => Math.abs(v) < 6);
    const low = Math.min(-2, Math.floor(2 * Math.min(...all)) / 2),
      high = Math.max(2, Math.ceil(2 * Math.max(...all)) / 2);
    if (!plot.begin(theme, { x: [low, high], y: [low, high], left: 40, right: 18 })) return;
    plot.axes(evenTicks(low, high, 6), evenTicks(low, high, 6));
    plot.text("w₁", plot.width - plot.right + 4, plot.Y(low) - 12, { align: "right", colour: theme.ink });
    plot.text("w₂", plot.left + 4, plot.top + 6, { colour: theme.ink });
    NAMES.forEach((name, k) => {
      const places = paths[k],
        seen = places.slice(0, moment.i + 1);
      plot.curve(
        places.map((p) => p[0]),
        places.map((p) => p[1]),
        { dash: DASHES[k], width: 1.5, alpha: 0.25 },
      );
      plot.curve(
        seen.map((p) => p[0]),
        seen.map((p) => p[1]),
        { dash: DASHES[k], width: 2.2 },
      );
      for (const [x, y] of seen)
        plot.mark(plot.X(x), plot.Y(y), { kind: MARKS[k], size: 2.6, hollow: k === 1 });
      const [x, y] = seen[seen.length - 1];
      plot.mark(plot.X(x), plot.Y(y), { kind: MARKS[k], size: 6, hollow: k === 1 });
    });
    const [gx, gy] = [plot.X(goal[0]), plot.Y(goal[1])];
    for (const r of [6, 11]) {
      plot.context.beginPath();
      plot.context.arc(gx, gy, r * theme.markScale, 0, 2 * Math.PI);
      plot.context.strokeStyle = theme.ink;
      plot.context.lineWidth = 2;
      plot.context.stroke();
    }
    plot.text("goal", gx + 16, gy, { colour: theme.ink, weight: 600, halo: true });
    plot.text("start", plot.X(0) - 10, plot.Y(0) - 14, {
      align: "right",
      colour: theme.ink,
      weight: 600,
      halo: true,
    });
    this.section.querySelector(".path-words").innerHTML = NAMES.map(
      (name, k) =>
        `<span>${lineSample(k)} after ${name}: ${Math.round(100 * moment[`share_${name}`])} % of steps both the same way, ${moment[name].toFixed(2)} from the goal</span>`,
    ).join("");
  }

  sentence(moment) {
    return `Step ${moment.i}: after sigmoid ${moment.sigmoid.toFixed(2)} from the goal, ${Math.round(100 * moment.share_sigmoid)} % of the steps moved both weights the same way; after tanh ${moment.tanh.toFixed(2)} and ${Math.round(100 * moment.share_tanh)} %.`;
  }
}
