// The matrices of each step with their shapes and numbers. All six steps' matrices stand on the page at once and one is shown,
// so that stepping creates nothing; a new pass changes texts. Weights, biases and inputs are fields to type in.

import { nameOf, parse } from "./cells.js";
import { apart, given, numberIn, rounded, say } from "./numbers.js";
import { range } from "./reasons.js";

export const EDITABLE = { W: "w", b: "b", x: "x" };
const TINTED = new Set(["W", "b", "dy", "J", "c", "g", "s", "dW", "db", "nW", "nb"]);

// What each step shows: kind, layer, and whether its rows are patterns.
function stagesOf(passage) {
  const all = range(passage.depth),
    hidden = all.slice(0, -1).reverse(),
    back = [...all].reverse(),
    top = passage.depth;
  const batch = (kind, layer = 0, width = passage.sizes[layer]) => ({
    kind,
    layer,
    rows: passage.n,
    columns: width,
    batch: true,
  });
  const weights = (kind, layer) => ({
    kind,
    layer,
    rows: passage.sizes[layer],
    columns: passage.sizes[layer - 1],
  });
  const biases = (kind, layer) => ({ kind, layer, rows: passage.sizes[layer], columns: 1 });
  const classes = passage.sizes[top];
  return [
    [
      batch("x"),
      ...all.flatMap((l) => [
        weights("W", l),
        biases("b", l),
        batch("z", l),
        l === top ? batch("y", 0, classes) : batch("h", l),
      ]),
    ],
    [
      batch("y", 0, classes),
      batch("t", 0, classes),
      { kind: "E", layer: 0, rows: passage.n, columns: 1 },
      ...(passage.n > 1 ? [{ kind: "ME", layer: 0, rows: 1, columns: 1 }] : []),
    ],
    [
      batch("dy", 0, classes),
      ...range(passage.n).map((n) => ({
        kind: "J",
        layer: 0,
        rows: classes,
        columns: classes,
        pattern: n,
        op: n === 1 ? "·" : "",
      })),
      { ...batch("c", 0, classes), op: "=" },
      batch("y", 0, classes),
      { ...batch("t", 0, classes), op: "−" },
      { ...batch("g", top), op: passage.n > 1 ? `/ ${passage.n} =` : "=" },
    ],
    [
      batch("g", top),
      ...hidden.flatMap((l, i) => [
        { ...weights("W", l + 1), below: i > 0 },
        batch("s", l),
        { ...batch("f", l), op: "⊙" },
        { ...batch("g", l), op: "=" },
      ]),
    ],
    [...back.map((l) => batch("g", l)), ...back.flatMap((l) => [weights("dW", l), biases("db", l)])],
    [
      ...back.flatMap((l) => [
        weights("W", l),
        { ...weights("dW", l), op: "− <i>η</i>" },
        { ...weights("nW", l), op: "=" },
        biases("b", l),
        { ...biases("db", l), op: "− <i>η</i>" },
        { ...biases("nb", l), op: "=" },
      ]),
      { kind: "ME", layer: 0, rows: 1, columns: 1 },
      { kind: "NE", layer: 0, rows: 1, columns: 1 },
    ],
  ];
}

const TITLES = {
  x: () => "<b>x</b>",
  t: () => "<b>t</b>",
  y: () => "<b>y</b>",
  E: () => "<i>E</i>",
  ME: () => "<i>E</i>",
  NE: () => "<i>E</i> after",
  W: (l) => `<b>W</b><sup>(${l})</sup>`,
  b: (l) => `<b>b</b><sup>(${l})</sup>`,
  z: (l) => `<b>z</b><sup>(${l})</sup>`,
  h: (l) => `<b>h</b><sup>(${l})</sup>`,
  dy: () => "∂<i>E</i>/∂<b>y</b>",
  J: () => "∂<b>y</b>/∂<b>z</b>",
  c: () => "their product",
  g: (l) => `<b>g</b><sup>(${l})</sup>`,
  s: (l) => `Σ <i>g w</i> <sup>(${l})</sup>`,
  f: (l) => `<i>f</i>′<sup>(${l})</sup>`,
  dW: (l) => `∂<i>E</i>/∂<b>W</b><sup>(${l})</sup>`,
  db: (l) => `∂<i>E</i>/∂<b>b</b><sup>(${l})</sup>`,
  nW: (l) => `new <b>W</b><sup>(${l})</sup>`,
  nb: (l) => `new <b>b</b><sup>(${l})</sup>`,
};
const CHECKED = { dW: "W", db: "b", g: "z", s: "h" };

export class Matrices {
  // box: where they stand; part: with edit(cell, text), waitsFor(cell) and pickClass(pattern, k).
  constructor(box, part) {
    Object.assign(this, { box, part, shape: "" });
  }

  // Build where the network or the batch has another shape; else only the numbers change.
  update(passage, decimals) {
    const shape = this.shapeOf(passage);
    if (shape !== this.shape) {
      this.shape = shape;
      this.box.innerHTML = this.stagesOf(passage)
        .map((tables, step) =>
          this.stageHtml(tables.map((table) => this.table(table, passage)).join(""), step),
        )
        .join("");
      this.box.querySelectorAll("input.cell").forEach((field) => this.listen(field));
      this.box
        .querySelectorAll(".cell[data-class]")
        .forEach(
          (cell) => (cell.onclick = () => this.part.pickClass(...cell.dataset.class.split("_").map(Number))),
        );
    }
    this.fill(passage, decimals);
  }

  shapeOf(passage) {
    return JSON.stringify([passage.sizes, passage.n]);
  }

  stagesOf(passage) {
    return stagesOf(passage);
  }

  stageHtml(tables, step) {
    return `<div class="stage" data-step="${step + 1}" hidden>${tables}</div>`;
  }

  name({ kind, layer, batch, pattern, columns }, row, column, alone) {
    if (pattern) return nameOf(kind, 0, pattern, row, column);
    if (batch) return alone ? nameOf(kind, layer, 1, row) : nameOf(kind, layer, row, column);
    if (kind === "ME" || kind === "NE") return kind;
    return columns === 1 && !/W$/.test(kind) ? nameOf(kind, layer, row) : nameOf(kind, layer, row, column);
  }

  table(table, passage) {
    const alone = table.batch && passage.n === 1,
      rows = alone ? table.columns : table.rows,
      columns = alone ? 1 : table.columns;
    const shape =
      rows === 1 && columns === 1 ? "" : alone || columns === 1 ? String(rows) : `${rows} × ${columns}`;
    const cells = range(rows).flatMap((row) =>
      range(columns).map((column) => this.cell(this.name(table, row, column, alone), table, passage)),
    );
    const of = table.pattern && passage.n > 1 ? ` pattern ${table.pattern}` : "",
      check = CHECKED[table.kind]
        ? `<p class="difference" data-difference="${CHECKED[table.kind]}${table.layer}"${columns > 2 ? " data-wide=1" : ""}></p>`
        : "";
    const below = table.below ? `<span class="break"></span>` : "";
    const op = table.op ? `<span class="between">${table.op}</span>` : "";
    return `${below}${op}<div class="matrix" data-kind="${table.kind}"><p class="name">${TITLES[table.kind](table.layer)} <span>${shape}${of}</span></p><div class="grid" style="--columns:${columns}">${cells.join("")}</div>${check}</div>`;
  }

  cell(name, table, passage) {
    const label = `aria-label="${passage.spoken(name)}"`;
    if (EDITABLE[table.kind])
      return `<input class="cell" data-cell="${name}" inputmode="text" autocomplete="off" spellcheck="false" ${label}>`;
    const { at } = parse(name),
      choice = table.kind === "t" ? ` data-class="${at[0]}_${at[1]}"` : "";
    return `<button class="cell" data-cell="${name}"${choice} data-says="${passage.spoken(name)}"></button>`;
  }

  listen(field) {
    field.onfocus = () => field.select();
    field.onchange = () => this.part.edit(field.dataset.cell, field.value);
    field.onblur = () => {
      if (!this.part.waitsFor(field.dataset.cell)) field.value = field.dataset.shown; // what was refused is let go
    };
    field.onkeydown = (event) => {
      const step = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
      if (event.key === "Escape") field.value = field.dataset.shown;
      if (!step || !Number.isFinite(numberIn(field.value))) return;
      event.preventDefault();
      field.value = String(Math.round(1e6 * (numberIn(field.value) + step)) / 1e6);
      this.part.edit(field.dataset.cell, field.value);
    };
  }

  text(name, value, decimals) {
    const { kind } = parse(name);
    if (kind === "t") return String(value);
    return EDITABLE[kind] ? given(value, decimals) : rounded(value, decimals);
  }

  fill(passage, decimals) {
    const active = this.box.getRootNode().activeElement;
    this.box.querySelectorAll(".matrix").forEach((matrix) => {
      const cells = [...matrix.querySelectorAll(".cell")],
        values = cells.map((cell) => passage.value(cell.dataset.cell));
      matrix.style.setProperty(
        "--characters",
        Math.max(...cells.map((cell, i) => this.text(cell.dataset.cell, values[i], decimals).length)),
      );
      const most = Math.max(...values.map(Math.abs)) || 1,
        tinted = TINTED.has(matrix.dataset.kind);
      cells.forEach((cell, i) => {
        const text = this.text(cell.dataset.cell, values[i], decimals);
        if (cell.tagName === "INPUT") {
          const untouched = cell.value === (cell.dataset.shown || "");
          if (cell !== active || untouched || Number(text.replace("−", "-")) === Number(cell.value))
            cell.value = text;
          cell.dataset.shown = text;
        } else {
          cell.textContent = text;
          cell.setAttribute("aria-label", `${cell.dataset.says}: ${text}`);
        }
        cell.classList.toggle("negative", tinted && values[i] < 0);
        cell.classList.toggle("positive", tinted && values[i] > 0);
        cell.style.setProperty(
          "--share",
          tinted ? `${Math.round((100 * Math.abs(values[i])) / most)}%` : "0%",
        );
      });
    });
    this.box.querySelectorAll(".difference").forEach((line) => {
      const check = passage.numbers.checks[line.dataset.difference];
      say(
        line,
        check.agrees
          ? `<b>✓</b> ${line.dataset.wide ? "finite difference " : ""}off by ${apart(check.off)}`
          : `<b>✗</b> off by ${apart(check.off)}: a kink of the ReLU lies within the step`,
      );
    });
  }

  show(step) {
    this.box
      .querySelectorAll(".stage")
      .forEach((stage) => (stage.hidden = Number(stage.dataset.step) !== step));
  }
}
