// One weight moved by ε: every value was computed by a forward pass in Python, for each place of the slider; the gradient's
// prediction is a straight line through where the weight stands.

import { symbol } from "../passage/cells.js";
import { given, inPowers, rounded, say } from "../passage/numbers.js";

export class NudgePanel {
  constructor(box, moved) {
    this.box = box;
    this.moved = moved;
    this.find = (selector) => box.querySelector(selector);
    this.slider = this.find(".scale");
    this.slider.oninput = () => {
      this.at = Number(this.slider.value);
      this.draw();
      this.moved(this.run.nudge.scale[this.at]);
    };
  }

  move(by) {
    this.slider.value = String(this.at + by);
    this.slider.oninput();
  }

  update(run, passage, opened) {
    this.run = run;
    this.passage = passage;
    const { scale } = run.nudge;
    this.slider.max = String(scale.length - 1);
    if (opened || this.at === undefined)
      this.at = scale.reduce(
        (best, value, i) => (Math.abs(value - run.epsilon) < Math.abs(scale[best] - run.epsilon) ? i : best),
        0,
      );
    this.slider.value = String(this.at);
  }

  draw() {
    const { nudge } = this.run,
      decimals = this.run.numbers === "full" ? 8 : 4,
      epsilon = nudge.scale[this.at],
      signed = (v) => (v > 0 ? "+" : "") + rounded(v, decimals);
    const name = this.passage.symbolOf(nudge.weight),
      middle = nudge.scale.indexOf(0);
    say(this.find("h2"), `Nudge ${name} = ${given(nudge.value, decimals)}`);
    const epsilonWords = epsilon ? `${epsilon > 0 ? "+" : "−"}${Math.abs(epsilon)}` : "0";
    this.find("output").textContent = epsilonWords;
    this.slider.setAttribute("aria-valuetext", `ε = ${epsilonWords}`);
    const before = nudge.errors[middle],
      after = nudge.errors[this.at],
      predicted = epsilon * nudge.gradient;
    const rows = [
      ["<i>E</i>", before, after, predicted],
      ...nudge.slopes.map((slope, k) => [
        symbol("y", 0, k + 1),
        nudge.probabilities[middle][k],
        nudge.probabilities[this.at][k],
        epsilon * slope,
      ]),
    ];
    say(
      this.find("tbody"),
      rows
        .map(
          ([words, was, is, guess]) =>
            `<tr><td>${words}</td><td>${rounded(was, decimals)}</td><td>${rounded(is, decimals)}</td><td class="now">${signed(is - was)}</td><td>${signed(guess)}</td></tr>`,
        )
        .join(""),
    );
    say(this.find(".nudge-words"), this.words(epsilon, after - before, predicted));
    this.curve(before, epsilon, after);
  }

  words(epsilon, change, predicted) {
    const gradient = `∂<i>E</i>/∂<i>w</i> = ${rounded(this.run.nudge.gradient, 5)}`;
    if (epsilon === 0) return `${gradient}. Move the slider: how far off will ε ∂<i>E</i>/∂<i>w</i> be?`;
    if (predicted === 0)
      return `${gradient}: no change is predicted${change === 0 ? ", and none comes" : ", but a far step changes it all the same"}.`;
    const off = Math.abs(change - predicted) / Math.abs(predicted);
    return `ε · ${gradient.split(" = ")[0]} = ${rounded(predicted, 5)}, the change is ${rounded(change, 5)}: off by ${off < 1e-4 ? inPowers(100 * off, 0) : rounded(100 * off, off < 0.1 ? 2 : 0)} %. A gradient is right for small steps; half the step, half the share that it is off.`;
  }

  curve(before, epsilon, after) {
    const { curve, value, gradient } = this.run.nudge,
      svg = this.find("svg"),
      width = svg.clientWidth || 300,
      height = svg.clientHeight || 190;
    const low = Math.min(...curve.errors),
      high = Math.max(...curve.errors),
      room = 0.12 * (high - low) || 0.1,
      foot = 22;
    const x = (e) =>
        (width * (e - curve.distances[0])) /
        (curve.distances[curve.distances.length - 1] - curve.distances[0]),
      y = (v) => (height - foot) * (1 - (v - low + room) / (high - low + 2 * room));
    const held = (v) => Math.max(-6, Math.min(height - foot + 6, y(v)));
    const line = curve.distances
      .map((d, i) => `${i ? "L" : "M"}${x(d).toFixed(1)} ${y(curve.errors[i]).toFixed(1)}`)
      .join("");
    const first = curve.distances[0],
      last = curve.distances[curve.distances.length - 1],
      guess = before + epsilon * gradient;
    const ticks = [first, 0, last]
      .map(
        (d, i) =>
          `<text x="${x(d)}" y="${height - 3}" text-anchor="${["start", "middle", "end"][i]}">${given(value + d, 2)}</text>`,
      )
      .join("");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute(
      "aria-label",
      `Error against the weight, from ${rounded(value + first, 2)} to ${rounded(value + last, 2)}`,
    );
    say(
      svg,
      `<line x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height - foot}"/><line x1="0" x2="${width}" y1="${height - foot}" y2="${height - foot}"/>${ticks}
      <clipPath id="inside"><rect width="${width}" height="${height - foot}"/></clipPath>
      <path class="tangent" clip-path="url(#inside)" d="M${x(first)} ${y(before + first * gradient)}L${x(last)} ${y(before + last * gradient)}"/><path d="${line}"/>
      <line class="gap" x1="${x(epsilon)}" x2="${x(epsilon)}" y1="${held(guess)}" y2="${y(after)}"/><circle class="hollow" cx="${x(epsilon)}" cy="${held(guess)}" r="5.5"/><circle cx="${x(epsilon)}" cy="${y(after)}" r="6.5"/>`,
    );
  }
}
