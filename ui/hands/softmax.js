// The softmax layer with its numbers: x, W and b are edited; bars of z become bars of y. A constant that is added to
// every z changes no y, however large it is, since the largest z is taken off before the exponentials. What a scene's
// answer changes stands beside what was there before.

import { find, findAll } from "../browser/find.js";
import { softmax } from "../browser/maps/network.js";
import { symbolSvg } from "../browser/symbols.js";
import { Field } from "./fields.js";
import { decimals } from "./lines_of_the_plane.js";
import { powerHtml, verdictHtml } from "./words.js";

/** @import { Host } from "./hands.js" */
/** @import { FieldOptions } from "./fields.js" */

const CLASSES = [0, 1, 2];
const CONSTANT = 11; // the place of the constant among the values: x₁, x₂, then three for each class, then it

/**
 * What becomes of the scores: `shifted` is z less the largest; `powers` and `naive` are e^z and y without that shift.
 * @typedef {Record<"z" | "y" | "shifted" | "powers" | "naive", number[]>} Scores
 */

export class SoftmaxView {
  values = [1, 0, 1, 0, 0, -1, 1, 0, 0, -1, 0, 0];
  sized = false;

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    this.host = host;
    this.fields = this.makeFields();
    const elements = this.fields.map((field) => field.element);
    find(section, ".inputs").append(elements[0], elements[1]);
    find(section, ".constant").append(elements[CONSTANT]);
    this.rows = CLASSES.map((k) => makeRow(k, elements.slice(2 + 3 * k, 5 + 3 * k)));
    find(section, "tbody").append(...this.rows);
  }

  makeFields() {
    const released = () => this.host.commit(this);
    /** @type {(i: number, name: string, html: string, more?: Partial<FieldOptions>) => Field} */
    const field = (i, name, html, more = {}) =>
      new Field(
        { name, html, low: -5, high: 5, step: 0.05, ...more },
        (value) => this.set(i, value),
        released,
      );
    /** @type {(i: number, letter: string, index: string) => Field} */
    const inRow = (i, letter, index) =>
      field(i, letter + index, `<i>${letter}</i><sub>${index}</sub>`, { slider: false });
    return [
      field(0, "x1", "<i>x</i><sub>1</sub>"),
      field(1, "x2", "<i>x</i><sub>2</sub>"),
      ...CLASSES.flatMap((k) => [
        inRow(2 + 3 * k, "w", `${k + 1}1`),
        inRow(3 + 3 * k, "w", `${k + 1}2`),
        inRow(4 + 3 * k, "b", `${k + 1}`),
      ]),
      field(CONSTANT, "c", "a constant, added to every <i>z</i>", {
        low: -1000,
        high: 1000,
        least: -1000,
        most: 1000,
        step: 1,
      }),
    ];
  }

  /** @param {number[]} values */
  take(values) {
    this.values = values;
  }

  /**
   * @param {number} i
   * @param {number} value
   */
  set(i, value) {
    this.values = this.values.map((v, k) => (k === i ? value : v));
    this.host.move(this);
  }

  /** @returns {Scores} */
  state(values = this.values) {
    const [x1, x2, ...rest] = values,
      c = rest[9];
    const z = CLASSES.map((k) => rest[3 * k] * x1 + rest[3 * k + 1] * x2 + rest[3 * k + 2] + c);
    const powers = z.map((v) => Math.exp(v)),
      total = powers.reduce((a, b) => a + b, 0),
      top = Math.max(...z);
    return { z, y: softmax(z), shifted: z.map((v) => v - top), powers, naive: powers.map((p) => p / total) };
  }

  resize() {
    this.sized = true;
  }

  draw() {
    if (!this.sized) return;
    const scores = this.state(),
      opening = this.host.before(this),
      before = opening && this.state(opening),
      c = this.values[CONSTANT];
    this.fields.forEach((field, i) => field.show(this.values[i]));
    this.rows.forEach((row, k) => drawRow(row, scores, before, k));
    find(this.section, ".plus-c").textContent = c ? ` ${c < 0 ? "−" : "+"} ${constantText(Math.abs(c))}` : "";
    const [x1, x2] = this.values.map((v) => decimals(v, 2));
    find(this.section, ".x-words").textContent = `; x = (${x1}, ${x2})`;
    find(this.section, ".verdict").innerHTML = verdictHtml(scores);
    this.host.say(this);
  }

  headline() {
    const c = this.values[CONSTANT];
    if (c) return `${constantText(c)} added to every z: y stays as it is`;
    return "Softmax turns three scores into probabilities";
  }

  words() {
    const { z, y } = this.state();
    return CLASSES.map((k) => `Class ${k + 1}: z = ${decimals(z[k], 2)}, y = ${y[k].toFixed(3)}.`).join(" ");
  }
}

/**
 * A line of the table: fields of the class, then cells that are written anew with each change.
 * @param {number} k
 * @param {HTMLElement[]} fields
 */
function makeRow(k, fields) {
  const row = document.createElement("tr"),
    colour = `background:var(--points-${k + 1})`,
    named = (/** @type {string} */ what) => `data-says="hands.softmax.${what}" data-class="${k + 1}"`,
    was = (/** @type {string} */ what) => `<small ${named("before")} data-of="${what}"></small>`;
  row.innerHTML =
    `<th scope="row" data-shows="name">${symbolSvg(k)} ${k + 1}</th><td class="weights"></td>` +
    `<td class="bar-cell z"><div class="bar"><i></i><s></s><u></u></div><b ${named("z")}></b>${was("z")}</td>` +
    `<td class="number e" ${named("shifted")}></td><td class="number naive" ${named("naive")}></td>` +
    `<td class="bar-cell y"><div class="bar"><i style="${colour}"></i><s></s></div>` +
    `<b ${named("y")}></b>${was("y")}</td>`;
  find(row, ".weights").append(...fields);
  return row;
}

/**
 * Bars of z on one scale for all classes, which holds 0; bars of y; both ways to y in between. Below each bar lies the
 * one that stood there before.
 * @param {HTMLElement} row
 * @param {Scores} scores
 * @param {Scores | null} before
 * @param {number} k
 */
function drawRow(row, { z, y, shifted }, before, k) {
  const all = [0, ...z, ...(before?.z ?? [])],
    low = Math.min(...all),
    span = Math.max(1, Math.max(...all) - low),
    at = (/** @type {number} */ v) => (100 * (v - low)) / span,
    [zBar, yBar] = findAll(row, ".bar i"),
    [zBefore, yBefore] = findAll(row, ".bar s");
  zBar.style.left = `${at(Math.min(0, z[k]))}%`;
  zBar.style.width = `${(100 * Math.abs(z[k])) / span}%`;
  row.classList.toggle("changed", before !== null);
  if (before) {
    zBefore.style.left = `${at(Math.min(0, before.z[k]))}%`;
    zBefore.style.width = `${(100 * Math.abs(before.z[k])) / span}%`;
    zBefore.className = before.z[k] < 0 ? "negative" : "positive";
    yBefore.style.width = `${100 * before.y[k]}%`;
  }
  find(row, ".z small").textContent = before ? `before ${decimals(before.z[k], 2)}` : "";
  find(row, ".y small").textContent = before ? `before ${before.y[k].toFixed(3)}` : "";
  zBar.className = z[k] < 0 ? "negative" : "positive";
  find(row, ".bar u").style.left = `${at(0)}%`;
  yBar.style.width = `${100 * y[k]}%`;
  find(row, ".z b").textContent = decimals(z[k], 2);
  find(row, ".y b").textContent = y[k].toFixed(3);
  find(row, ".e").innerHTML = powerHtml(shifted[k]);
  find(row, ".naive").innerHTML = powerHtml(z[k]);
}

/** @param {number} c */
const constantText = (c) => decimals(c, Number.isInteger(c) ? 0 : 2);
