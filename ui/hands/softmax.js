// The softmax layer with its numbers: x, W and b are edited; bars of z become bars of y. A constant that is added to
// every z changes no y, however large it is, since the largest z is taken off before the exponentials.

import { softmax } from "../browser/maps/network.js";
import { symbolSvg } from "../browser/symbols.js";
import { Field } from "./fields.js";
import { decimals } from "./lines_of_the_plane.js";

const EXTREMES = "4.9·10<sup>−324</sup> to 1.8·10<sup>308</sup>"; // what a number of 64 bits holds

export class SoftmaxView {
  constructor(section, host) {
    Object.assign(this, { section, host, values: [1, 0, 1, 0, 0, -1, 1, 0, 0, -1, 0, 0] });
    const released = () => host.commit(this);
    const field = (i, name, html, more = {}) =>
      new Field(
        { name, html, low: -5, high: 5, step: 0.05, ...more },
        (value) => this.set(i, value),
        released,
      );
    this.fields = [
      field(0, "x1", "<i>x</i><sub>1</sub>"),
      field(1, "x2", "<i>x</i><sub>2</sub>"),
      ...[0, 1, 2].flatMap((k) =>
        [
          ["w", "1"],
          ["w", "2"],
          ["b", ""],
        ].map(([letter, s], i) =>
          field(2 + 3 * k + i, `${letter}${k + 1}${s}`, `<i>${letter}</i><sub>${k + 1}${s}</sub>`, {
            slider: false,
            step: 0.05,
          }),
        ),
      ),
      field(11, "c", "a constant, added to every <i>z</i>", {
        low: -1000,
        high: 1000,
        least: -1000,
        most: 1000,
        step: 1,
      }),
    ];
    section.querySelector(".inputs").append(this.fields[0].element, this.fields[1].element);
    section.querySelector(".constant").append(this.fields[11].element);
    section.querySelector("tbody").append(...[0, 1, 2].map((k) => this.makeRow(k)));
  }

  makeRow(k) {
    const row = document.createElement("tr");
    row.innerHTML =
      `<th scope="row">${symbolSvg(k)} ${k + 1}</th><td class="weights"></td>` +
      '<td class="bar-cell z"><div class="bar"><i></i><u></u></div><b></b></td><td class="number e"></td><td class="number naive"></td>' +
      `<td class="bar-cell y"><div class="bar"><i style="background:var(--points-${k + 1})"></i></div><b></b></td>`;
    row
      .querySelector(".weights")
      .append(...this.fields.slice(2 + 3 * k, 5 + 3 * k).map((field) => field.element));
    return row;
  }

  take(values) {
    this.values = values;
  }

  set(i, value) {
    this.values = this.values.map((v, k) => (k === i ? value : v));
    this.host.move(this);
  }

  // z of each class with the constant, the same less the largest, y, and what y would be without that shift.
  state() {
    const [x1, x2, ...rest] = this.values,
      c = rest[9];
    const z = [0, 1, 2].map((k) => rest[3 * k] * x1 + rest[3 * k + 1] * x2 + rest[3 * k + 2] + c);
    const powers = z.map((v) => Math.exp(v)),
      total = powers.reduce((a, b) => a + b, 0),
      top = Math.max(...z);
    return { z, y: softmax(z), shifted: z.map((v) => v - top), powers, naive: powers.map((p) => p / total) };
  }

  resize(theme) {
    this.theme = theme;
  }

  draw() {
    if (!this.theme) return;
    const { z, y, shifted, powers, naive } = this.state(),
      low = Math.min(0, ...z),
      high = Math.max(0, ...z),
      span = Math.max(1, high - low);
    this.fields.forEach((field, i) => field.show(this.values[i]));
    this.section.querySelectorAll("tbody tr").forEach((row, k) => {
      const [zBar, yBar] = row.querySelectorAll(".bar i"),
        at = (v) => (100 * (v - low)) / span;
      zBar.style.left = `${at(Math.min(0, z[k]))}%`;
      zBar.style.width = `${(100 * Math.abs(z[k])) / span}%`;
      zBar.className = z[k] < 0 ? "negative" : "positive";
      row.querySelector(".bar u").style.left = `${at(0)}%`;
      yBar.style.width = `${100 * y[k]}%`;
      row.querySelector(".z b").textContent = decimals(z[k], 2);
      row.querySelector(".y b").textContent = y[k].toFixed(3);
      row.querySelector(".e").innerHTML =
        `e<sup>${decimals(shifted[k], 2)}</sup> = ${smallOrLarge(Math.exp(shifted[k]))}`;
      row.querySelector(".naive").innerHTML = `e<sup>${decimals(z[k], 2)}</sup> = ${smallOrLarge(powers[k])}`;
    });
    const c = this.values[11];
    this.section.querySelector(".plus-c").textContent = c
      ? ` ${c < 0 ? "−" : "+"} ${decimals(Math.abs(c), Number.isInteger(c) ? 0 : 2)}`
      : "";
    const broken = naive.some((v) => !Number.isFinite(v));
    this.section.querySelector(".verdict").innerHTML = broken
      ? `Without the shift <i>y</i> would be ${powers.some((p) => p === Infinity) ? "∞ / ∞" : "0 / 0"}, which is no number: 64 bits hold ${EXTREMES}.`
      : "With or without the shift, <i>y</i> is the same here.";
    this.host.say(this);
  }

  headline() {
    const c = this.values[11];
    if (c) return `${decimals(c, Number.isInteger(c) ? 0 : 2)} added to every z: y stays as it is`;
    return "Softmax turns three scores into probabilities";
  }

  words() {
    const { z, y } = this.state();
    return [0, 1, 2]
      .map((k) => `Class ${k + 1}: z = ${decimals(z[k], 2)}, y = ${y[k].toFixed(3)}.`)
      .join(" ");
  }
}

// 0.0123, 4.56, 1.2·10⁵, ∞.
function smallOrLarge(value) {
  if (value === Infinity) return "∞";
  if (value === 0 || (value >= 0.001 && value < 10000))
    return value === 0 ? "0" : String(+value.toPrecision(3));
  const power = Math.floor(Math.log10(value));
  return `${(value / 10 ** power).toFixed(1)}·10<sup>${String(power).replace("-", "−")}</sup>`;
}
