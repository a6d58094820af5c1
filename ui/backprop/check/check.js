// The hand-check: a sheet of numbers with blanks. Answers are marked in Python; hints come in three depths, from the rule in
// symbols to the arithmetic with everything but its result.

import { parse, Passage } from "../passage/cells.js";
import { Matrices } from "../passage/matrices.js";
import { rounded, say } from "../passage/numbers.js";
import { range, Reasons } from "../passage/reasons.js";
import { Wiring } from "../passage/wiring.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";

const ALL_HINTS = 3;
const numbered = (count, one, many) => (count === 1 ? one : many.replace("#", count));

class BlankMatrices extends Matrices {
  shapeOf(passage) {
    return `${super.shapeOf(passage)} ${this.part.run.blanks}`;
  }

  stagesOf(passage) {
    const all = range(passage.depth),
      back = [...all].reverse(),
      top = passage.depth,
      classes = passage.sizes[top];
    const batch = (kind, layer = 0, width = passage.sizes[layer]) => ({
      kind,
      layer,
      rows: passage.n,
      columns: width,
      batch: true,
    });
    const weights = (kind, l) => ({ kind, layer: l, rows: passage.sizes[l], columns: passage.sizes[l - 1] }),
      biases = (kind, l) => ({ kind, layer: l, rows: passage.sizes[l], columns: 1 });
    return [
      [batch("x"), batch("t", 0, classes), ...all.flatMap((l) => [weights("W", l), biases("b", l)])],
      [
        ...all.flatMap((l) => [batch("z", l), l === top ? batch("y", 0, classes) : batch("h", l)]),
        passage.n > 1
          ? { kind: "ME", layer: 0, rows: 1, columns: 1 }
          : { kind: "E", layer: 0, rows: 1, columns: 1 },
      ],
      back.map((l) => batch("g", l)),
      back.flatMap((l) => [weights("dW", l), biases("db", l)]),
    ];
  }

  stageHtml(tables, step) {
    return `<div class="stage"><p class="label">${["Given", "Forward", "Error signals", "Gradients"][step]}</p><div>${tables}</div></div>`;
  }

  cell(name, table, passage) {
    if (!this.part.run.blanks.includes(name)) return `<span class="cell" data-cell="${name}"></span>`;
    return `<span class="cell-box"><input class="cell blank" data-cell="${name}" inputmode="text" autocomplete="off" spellcheck="false" aria-label="${passage.spoken(name)}"></span>`;
  }

  listen(field) {
    field.onfocus = () => this.part.take(field.dataset.cell);
    field.onchange = () => this.part.answer(field.dataset.cell, field.value);
    field.onkeydown = (event) => {
      if (event.key === "Enter" && field.value === (this.part.run.typed[field.dataset.cell] || ""))
        this.part.next(field);
    };
  }

  fill(passage, decimals) {
    const { run } = this.part,
      active = this.box.getRootNode().activeElement;
    this.box.querySelectorAll("[data-cell]").forEach((cell) => {
      const name = cell.dataset.cell;
      if (cell.tagName !== "INPUT")
        return void (cell.textContent = this.text(name, passage.value(name), decimals));
      const mark = run.marks[name],
        typed = run.typed[name] || "",
        pending = this.part.pending[name];
      if (pending === undefined && (cell !== active || cell.dataset.typed === cell.value)) cell.value = typed;
      cell.dataset.typed = typed;
      cell.classList.toggle("right", Boolean(mark?.right));
      cell.classList.toggle("wrong", Boolean(mark && !mark.right));
      cell.parentElement.dataset.sign = mark ? (mark.right ? "✓" : "✗") : "";
      cell.setAttribute("aria-invalid", String(Boolean(mark && !mark.right)));
    });
    this.box.querySelectorAll(".difference").forEach((line) => line.remove());
  }
}

class Check {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.wiring = new Wiring(this.find(".net"));
    this.matrices = new BlankMatrices(this.find(".tables"), this);
    this.pending = {};
    this.depths = {};
    this.find(".hint").onclick = () => {
      this.depths[this.taken] = Math.min(ALL_HINTS, (this.depths[this.taken] || 0) + 1);
      this.help();
    };
    this.find(".print").onclick = () => window.print();
    this.observer = new ResizeObserver(() => this.run && this.wiring.layout());
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () => this.run && (this.theme.name === "dark") !== isDark(root) && this.paint(),
      400,
    );
  }

  update(run) {
    if (!this.run || this.run.id !== run.id)
      Object.assign(this, { depths: {}, taken: run.blanks[0], pending: {}, sent: 0 });
    this.run = run;
    if (run.answered >= (this.sent || 0)) this.pending = {};
    this.paint();
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  paint() {
    const { run, root } = this;
    this.theme = makeTheme(run.palette, root);
    this.passage = new Passage(run.passage, run);
    this.reasons = new Reasons(this.passage, this.decimals);
    root.toggleAttribute("data-deep", this.passage.depth > 3);
    this.matrices.update(this.passage, this.decimals + 2);
    this.wiring.hidden = new Set(run.blanks.filter((name) => !run.marks[name]?.right));
    this.wiring.update(this.passage, 4, this.decimals, true);
    const right = run.blanks.filter((name) => run.marks[name]?.right).length,
      all = run.blanks.length;
    const headline = !all
      ? "Nothing is blank on this sheet"
      : right === all
        ? numbered(all, "The number is right", "All # numbers are right")
        : right
          ? `${right} of ${all} numbers are right`
          : numbered(all, "One number is missing: work it out", "# numbers are missing: work them out");
    this.find(".headline").textContent = headline;
    this.find(".who").textContent =
      `${run.student ? `Student ${run.student}` : "The page's own network"}${this.passage.n > 1 ? `, mean over ${this.passage.n} patterns` : ""} · ${this.passage.depth > 1 ? `hidden units: ${[...new Set(this.passage.activations)].join(", ").replace("relu", "ReLU")} · ` : ""}right within ${run.tolerance}`;
    say(
      this.find(".slide-note"),
      this.passage.n > 1
        ? `<b>N = ${this.passage.n}:</b> here <b>g</b> is the framework's, divided by <i>N</i> in <code>error.grad</code>; the slide's <i>y</i> − <i>t</i> is for one pattern.`
        : "<b>One pattern:</b> here <b>g</b> is <i>y</i> − <i>t</i>, as on the slide. The slides leave ∂<i>E</i>/∂<i>b</i> to you: what is a bias multiplied with?",
    );
    this.help();
    this.answers();
  }

  take(name) {
    this.taken = name;
    this.help();
  }

  next(field) {
    const fields = [...this.root.querySelectorAll("input.blank")];
    fields[(fields.indexOf(field) + 1) % fields.length].focus();
  }

  answer(name, text) {
    this.pending[name] = text;
    this.sent = performance.timeOrigin + performance.now();
    this.ask("answer", { cells: { ...this.pending }, nonce: this.sent });
  }

  // What helps with the blank in hand: the rule, the numbers that go in, the arithmetic without its result.
  help() {
    const name = this.taken,
      { run } = this;
    this.find(".help").hidden = !name;
    if (!name) return;
    const reason = this.reasons.of(name),
      mark = run.marks[name],
      depth = this.depths[name] || 0,
      open = (cell) => run.blanks.includes(cell) && !run.marks[cell]?.right;
    say(this.find("h2"), reason.title);
    say(
      this.find(".mark"),
      mark ? `<b>${mark.right ? "✓" : "✗"}</b> ${mark.words}` : "Type your answer into the framed cell.",
    );
    const hint = this.find(".hint");
    hint.hidden = Boolean(mark?.right) || depth === ALL_HINTS;
    hint.textContent = depth ? `Hint ${depth + 1} of ${ALL_HINTS}` : "Hint";
    const ops = reason.boxes
      .map((box, i) => `${i || box.op ? ` ${box.op || "·"} ` : ""}${box.html}`)
      .join("");
    const parts = reason.boxes
      .map(
        (box) => `${box.html} = ${box.names.some(open) && box.names.length === 1 ? "still blank" : box.text}`,
      )
      .join(", &ensp;");
    const rules = reason.rows.map((row) => row.method).join(", then ");
    const hints = [
      `<b>The rule:</b> ${reason.head.html} = ${ops} <span class="from">${rules}</span>`,
      `<b>What goes in:</b> ${parts}`,
      `<b>The arithmetic:</b> ${reason.lines.map((line) => line.replace(/<b>[^<]*<\/b>/, "<b>?</b>")).join("<br>")}`,
    ];
    say(
      this.find(".hints"),
      hints
        .slice(0, depth)
        .map((words) => `<p>${words}</p>`)
        .join(""),
    );
    this.wiring.light(depth > 1 ? reason.sources : [], name);
    this.root.querySelectorAll(".tables [data-cell]").forEach((cell) => {
      cell.classList.toggle("source", depth > 1 && reason.sources.includes(cell.dataset.cell));
      cell.classList.toggle("picked", cell.dataset.cell === name);
    });
  }

  // For the lecturer: every student's answers, to print.
  answers() {
    const { sheets } = this.run;
    this.find(".answers").hidden = !sheets.length;
    const cell = ([name, value]) =>
      `<span class="one">${this.passage.symbolOf(name)}${this.row(name)} = ${rounded(value, 4)}</span>`;
    say(
      this.find(".answers tbody"),
      sheets
        .map(
          ([student, cells]) => `<tr><td>Student ${student}</td><td>${cells.map(cell).join(" ")}</td></tr>`,
        )
        .join(""),
    );
    this.find(".answers-words").textContent =
      `Right within ${this.run.tolerance}. Each student has the link of this page with ?view=check&student=… and a number from 1 to ${sheets.length}.`;
  }

  row(name) {
    const { kind, at } = parse(name);
    return this.passage.n > 1 && ["z", "h", "y", "g"].includes(kind) ? ` (pattern ${at[0]})` : "";
  }

  destroy() {
    clearInterval(this.themeWatch);
    this.observer.disconnect();
  }
}

export default mounting("check", Check);
