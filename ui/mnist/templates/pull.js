// The pull at one score, part by part: the products w x (or w h of the hidden features) as a picture, and beside it their
// running sum, from the first row to the last; then the bias, and the score.

import { fitCanvas } from "../../browser/colours.js";
import { SIDE } from "./moments.js";
import { blockPlaces, Plate, squarePlaces } from "./plate.js";
import { nameOf, subscript } from "./stage.js";
import { scoreText } from "./tug.js";

// What the running sum ends at, as html.
function scoreName({ kind, digit, rival, unit, pair }) {
  if (kind === "unit") return subscript("<i>a</i>", unit + 1);
  return pair
    ? `${subscript("<i>z</i>", digit)} − ${subscript("<i>z</i>", rival)}`
    : subscript("<i>z</i>", digit);
}

export class PullPicture {
  constructor(root) {
    this.product = root.querySelector(".product");
    this.plate = new Plate(this.product.querySelector("canvas"));
    this.running = root.querySelector(".running");
    this.canvas = this.running.querySelector("canvas");
    this.words = this.running.querySelector("p");
  }

  layout(size, rem) {
    this.size = size;
    this.running.classList.toggle("narrow", size < 9.2 * rem);
    this.shape = null;
  }

  paint(scene) {
    const { subject, theme } = scene,
      { pull, rivalPull } = subject,
      n = pull.weights.length,
      square = n === SIDE * SIDE && subject.layer === 0;
    this.order = square ? null : scene.orders[subject.pullLayer - 1];
    const shape = square ? "square" : `${n} ${this.order.join()}`;
    if (this.shape !== shape) {
      this.plate.setPlaces(
        square
          ? {
              ...squarePlaces(this.size),
              height: this.size,
              x: squarePlaces(this.size).x.subarray(0, n),
              y: squarePlaces(this.size).y.subarray(0, n),
              biases: 0,
            }
          : blockPlaces(this.size, n, this.order),
      );
      this.shape = shape;
    }
    const scale = square ? subject.scale : this.scaleOf(scene, pull);
    this.plate.paint(square ? "heat" : scene.view.diagram, (i) => pull.product(i), scale, theme);
    this.paintSums([pull, rivalPull].filter(Boolean), theme);
    this.words.innerHTML = `Σ ${scoreText(pull.down + pull.up)}, <i>b</i> ${scoreText(pull.bias)}: ${scoreName(subject)} = <b>${scoreText(pull.score)}</b>`;
  }

  // Responses have no scale of their own: the largest product of this moment is a full square.
  scaleOf(scene, pull) {
    let largest = 1e-9;
    for (let i = 0; i < pull.weights.length; i++) largest = Math.max(largest, Math.abs(pull.product(i)));
    return { limit: largest, span: largest };
  }

  // From top to bottom as the products stand in the picture; the last step is the bias.
  paintSums(pulls, theme) {
    const { size } = this,
      context = fitCanvas(this.canvas, size, size),
      foot = 0.1 * size,
      height = size - foot;
    this.canvas.style.width = this.canvas.style.height = `${size}px`;
    const sums = pulls.map((pull) => pull.runningSum(this.order));
    let least = 0,
      most = 0;
    sums.forEach((sum, s) => {
      for (const v of sum) {
        if (v < least) least = v;
        if (v > most) most = v;
      }
      least = Math.min(least, pulls[s].score);
      most = Math.max(most, pulls[s].score);
    });
    const inner = size - 12,
      x = (v) => 6 + (inner * (v - least)) / (most - least || 1);
    context.clearRect(0, 0, size, size);
    context.lineWidth = 1;
    context.strokeStyle = theme.soft;
    context.beginPath();
    context.moveTo(Math.round(x(0)) + 0.5, 0);
    context.lineTo(Math.round(x(0)) + 0.5, size);
    context.moveTo(0, Math.round(height) + 0.5);
    context.lineTo(size, Math.round(height) + 0.5);
    context.stroke();
    context.strokeStyle = context.fillStyle = theme.ink;
    sums.forEach((sum, s) => {
      const n = sum.length - 1,
        end = pulls[s].score;
      context.lineWidth = (s ? 1.6 : 2.4) * theme.markScale;
      context.setLineDash(s ? [5, 4] : []);
      context.beginPath();
      for (let i = 0; i <= n; i++) context.lineTo(x(sum[i]), (height * i) / n);
      context.lineTo(x(end), size - foot / 2);
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.arc(x(end), size - foot / 2, (s ? 3 : 4) * theme.markScale, 0, 2 * Math.PI);
      if (!s) context.fill();
      else context.stroke();
    });
  }

  describe({ subject, multi, answer }) {
    const set = (element, html) => element.innerHTML === html || (element.innerHTML = html);
    const { pull, pair, kind, digit, rival, unit } = subject,
      letter = multi && kind !== "unit" ? "h" : "x";
    const row =
      kind === "unit" ? nameOf(subject) : nameOf({ ...subject, kind: "digit", layer: subject.pullLayer });
    set(
      this.product.querySelector("figcaption"),
      `<i>${letter}</i> ⊙ ${pair && kind !== "unit" ? `(${row})` : row}`,
    );
    set(
      this.running.querySelector("figcaption"),
      `<em>Running</em> sum <span>${kind === "unit" ? `<i>h</i><sub>${unit + 1}</sub> = ${answer.inputs[1][unit].toFixed(2)}` : pair ? `<i class="solid"></i>${digit} − ${rival}` : `<i class="solid"></i>${digit} <i class="dashed"></i>${rival}`}</span>`,
    );
    this.canvas.setAttribute(
      "aria-label",
      `Running sum from the first row of the picture to the last: ${this.words.textContent}`,
    );
    this.plate.canvas.setAttribute(
      "aria-label",
      `Products of ${letter} and the weights: ${scoreText(pull.down)} in all below zero, ${scoreText(pull.up)} above`,
    );
  }
}
