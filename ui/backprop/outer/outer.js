// The gradient of a weight matrix as an outer product: a column of error signals, a row of what comes in, and at each crossing
// their product; beside it the weights that it moves. For a batch, one such table a pattern, and their sum.

import { nameOf, parse, Passage } from "../passage/cells.js";
import { given, rounded, say, segments } from "../passage/numbers.js";
import { range, Reasons } from "../passage/reasons.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { writeHeadline } from "../../browser/headline.js";

class Outer {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    root.addEventListener("pointerover", (event) =>
      this.point(event.target.closest("[data-crossing]")?.dataset.crossing || this.pinned),
    );
    root.addEventListener("pointerleave", () => this.point(this.pinned));
    root.addEventListener("focusin", (event) =>
      this.point((this.pinned = event.target.closest("[data-crossing]")?.dataset.crossing || this.pinned)),
    );
    this.themeWatch = setInterval(
      () => this.run && (this.theme.name === "dark") !== isDark(root) && this.paint(),
      400,
    );
  }

  update(run) {
    if (!this.run || this.run.opened !== run.opened)
      Object.assign(this, { shown: run.pattern, layer: parse(run.pick || "")?.layer });
    this.run = run;
    if (this.shown >= run.passages.length) this.shown = 1;
    this.paint();
  }

  get decimals() {
    return this.run.numbers === "full" ? 6 : 3;
  }

  paint() {
    const { run } = this,
      n = run.passages.length - 1;
    this.theme = makeTheme(run.palette, this.root);
    this.passage = new Passage(run.passages[this.shown], run);
    const depth = this.passage.depth;
    this.layer = Math.min(this.layer || depth, depth);
    segments(
      this.find(".layers"),
      depth > 1 ? range(depth).map((l) => [l, String(l)]) : [],
      this.layer,
      (value) => this.choose({ layer: value }),
    );
    segments(
      this.find(".patterns"),
      n > 1 ? [...range(n).map((i) => [i, String(i)]), [0, `mean of ${n}`]] : [],
      this.shown,
      (value) => this.choose({ shown: value }),
    );
    this.draw();
    if (
      !this.pinned ||
      this.passage.value(`dW${this.pinned}`) === undefined ||
      !this.pinned.startsWith(`${this.layer}_`)
    )
      this.pinned = `${this.layer}_${this.strongest()}_1`;
    this.point(this.pinned);
  }

  choose(choice) {
    Object.assign(this, choice);
    this.paint();
    this.ask("look", { pattern: this.shown, pick: `W${this.layer}` });
  }

  // The unit with the largest error signal, over the patterns together.
  strongest() {
    const { passage, layer } = this,
      sizes = range(passage.sizes[layer]).map((k) =>
        Math.max(...range(passage.n).map((p) => Math.abs(passage.value(nameOf("g", layer, p, k))))),
      );
    return sizes.indexOf(Math.max(...sizes)) + 1;
  }

  tile(value, most, attributes, kind = "", text = rounded(value, this.decimals)) {
    const share = most ? Math.round((100 * Math.abs(value)) / most) : 0;
    return `<button class="tile ${kind} ${value < 0 ? "negative" : value > 0 ? "positive" : ""}" style="--share:${share}%" ${attributes}>${text}</button>`;
  }

  draw() {
    const { passage, layer } = this,
      rows = range(passage.sizes[layer]),
      columns = range(passage.sizes[layer - 1]),
      value = (name) => passage.value(name),
      batch = passage.n > 1;
    const g = (p, k) => value(nameOf("g", layer, p, k)),
      h = (p, j) => value(passage.answer(layer - 1, p, j));
    const most = (values) => Math.max(...values.map(Math.abs)) || 1,
      patterns = range(passage.n);
    const mostG = most(patterns.flatMap((p) => rows.map((k) => g(p, k)))),
      mostH = most(patterns.flatMap((p) => columns.map((j) => h(p, j))));
    const products = patterns.flatMap((p) => rows.flatMap((k) => columns.map((j) => g(p, k) * h(p, j)))),
      mostP = most(products);
    const style = `style="--columns:${columns.length}"`;
    const cross = (p) => {
      const top = columns
        .map((j) =>
          this.tile(
            h(p, j),
            mostH,
            `data-column="${p}_${j}" tabindex="-1" aria-label="${passage.spoken(passage.answer(layer - 1, p, j))}"`,
            "edge",
          ),
        )
        .join("");
      const body = rows
        .map(
          (k) =>
            this.tile(
              g(p, k),
              mostG,
              `data-row="${p}_${k}" tabindex="-1" aria-label="${passage.spoken(nameOf("g", layer, p, k))}"`,
              "edge",
            ) +
            columns
              .map((j) =>
                this.tile(g(p, k) * h(p, j), mostP, `data-crossing="${layer}_${k}_${j}" data-product="${p}"`),
              )
              .join(""),
        )
        .join("");
      return `<div class="${batch ? "small" : ""}"><p class="title">${batch ? `pattern ${p}` : `<b>g</b><sup>(${layer})</sup> ${layer === 1 ? "<b>x</b>" : `<b>h</b><sup>(${layer - 1})</sup>`}ᵀ = ∂<i>E</i>/∂<b>W</b><sup>(${layer})</sup>`}</p><div class="cross" ${style}><span class="corner">g ╲ ${layer === 1 ? "x" : "h"}</span>${top}${body}</div></div>`;
    };
    const plain = (kind, title) => {
      const names = rows.flatMap((k) =>
          columns.map((j) => [nameOf(kind, layer, k, j), `${layer}_${k}_${j}`]),
        ),
        largest = kind === "dW" ? mostP : most(names.map(([name]) => value(name)));
      return `<div><p class="title">${title}</p><div class="plain" ${style}>${names.map(([name, crossing]) => this.tile(value(name), largest, `data-crossing="${crossing}" data-cell="${name}" tabindex="-1"`, "", kind === "W" ? given(value(name), this.decimals) : undefined)).join("")}</div></div>`;
    };
    say(
      this.find(".products"),
      patterns.map(cross).join(`<span class="sign">+</span>`) +
        (batch
          ? `<span class="sign">=</span>${plain("dW", `∂<i>E</i>/∂<b>W</b><sup>(${layer})</sup>`)}`
          : ""),
    );
    say(
      this.find(".weights"),
      plain("W", `<b>W</b><sup>(${layer})</sup>`) +
        `<span class="sign">− <i>η</i> ∂<i>E</i>/∂<b>W</b> =</span>` +
        plain("nW", `new <b>W</b><sup>(${layer})</sup>`),
    );
    const k = this.strongest(),
      none = mostG === 1 && products.every((product) => product === 0),
      what = layer === passage.depth ? "output" : "hidden unit";
    writeHeadline(
      this.find(".headline"),
      none
        ? "No error signal gets here: nothing is learned"
        : batch
          ? `${passage.n} outer products add up to one gradient`
          : `The strongest row is that of ${what} ${k}, where g = ${rounded(g(1, k), 3)}`,
    );
  }

  // One crossing, its row, its column, and the weight that it moves.
  point(crossing) {
    if (!crossing) return;
    const [layer, k, j] = crossing.split("_").map(Number),
      { passage } = this,
      name = nameOf("dW", layer, k, j);
    if (passage.value(name) === undefined) return;
    this.root.querySelectorAll(".tile").forEach((tile) => {
      const { crossing: own, row, column } = tile.dataset;
      tile.classList.toggle(
        "lit",
        own === crossing || (row || "").endsWith(`_${k}`) || (column || "").endsWith(`_${j}`),
      );
    });
    const reasons = new Reasons(passage, this.decimals),
      parts = range(passage.n).map((p) => [nameOf("g", layer, p, k), passage.answer(layer - 1, p, j)]);
    const weight = nameOf("W", layer, k, j),
      after = nameOf("nW", layer, k, j);
    say(
      this.find(".reason"),
      `${passage.symbolOf(name)} = ${reasons.sum(parts)} = <b>${reasons.result(name)}</b>; ${passage.symbolOf(weight)} goes from ${given(passage.value(weight), 4)} to ${rounded(passage.value(after), 4)} at <i>η</i> = ${given(passage.rate, 6)}.${passage.n > 1 ? ` Each <i>g</i> has 1/${passage.n} in it.` : ""}`,
    );
  }

  destroy() {
    clearInterval(this.themeWatch);
  }
}

export default mounting("outer", Outer);
