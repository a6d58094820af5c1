// Blame: what each output makes of a hidden unit, added up with its sign, and what the gate of its activation lets through;
// beside it, one weight moved by hand, the forward pass taken anew, and what the gradient had said would happen.

import { nameOf, parse, Passage, symbol } from "../passage/cells.js";
import { rounded, say, segments } from "../passage/numbers.js";
import { range } from "../passage/reasons.js";
import { Wiring } from "../passage/wiring.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { listenToKeys } from "../../browser/playing/playback.js";
import { NudgePanel } from "./nudge.js";

const REMEMBER_AFTER = 400; // ms that the hand rests before the link says where it is

class Blame {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.wiring = new Wiring(this.find(".net"));
    this.nudge = new NudgePanel(this.find(".nudge"), (epsilon) => this.remember({ nudge: epsilon }));
    this.find(".net").addEventListener("click", (event) => this.pick(event));
    this.forget = listenToKeys({ stepEpoch: () => this.nudge.move(1), stepBack: () => this.nudge.move(-1) });
    this.observer = new ResizeObserver(() => this.run && this.wiring.layout());
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () => this.run && (this.theme.name === "dark") !== isDark(root) && this.paint(),
      400,
    );
    this.wishes = {};
  }

  update(run) {
    const opened = !this.run || this.run.opened !== run.opened;
    this.run = run;
    if (opened) Object.assign(this, { unit: run.unit, shown: Math.max(1, run.pattern) });
    if (this.shown >= run.passages.length) this.shown = 1;
    this.passage = new Passage(run.passages[this.shown], run);
    const unit = parse(this.unit || "");
    if (
      !unit ||
      unit.layer < 1 ||
      unit.layer >= this.passage.depth ||
      unit.at[0] > this.passage.sizes[unit.layer] ||
      unit.at.length !== 1
    )
      this.unit =
        this.passage.depth > 1
          ? nameOf("h", this.passage.depth - 1, Math.min(2, this.passage.sizes[this.passage.depth - 1]))
          : "";
    this.nudge.update(run, this.passage, opened);
    this.paint();
  }

  get decimals() {
    return this.run.numbers === "full" ? 8 : 3;
  }

  pick(event) {
    const box = event.target.closest(".unit"),
      edge = event.target.closest("[data-edge]");
    if (edge) return this.remember({ weight: `W${edge.dataset.edge}` }, 0);
    if (!box) return undefined;
    const [column, index] = box.dataset.unit.split("_").map(Number);
    return column > 0 && column < this.passage.depth ? this.choose(nameOf("h", column, index)) : undefined;
  }

  choose(unit) {
    this.unit = unit;
    this.paint();
    this.remember({ unit });
  }

  paint() {
    const { passage, run } = this,
      hidden = range(passage.depth - 1),
      { layer = 0, at: [j] = [0] } = parse(this.unit || "") || {};
    this.theme = makeTheme(run.palette, this.root);
    this.root.toggleAttribute("data-deep", passage.depth > 3);
    const n = run.passages.length - 1;
    segments(this.find(".patterns"), n > 1 ? range(n).map((i) => [i, String(i)]) : [], this.shown, (value) =>
      this.remember({ pattern: value }, 0),
    );
    segments(
      this.find(".layers"),
      hidden.length > 1 ? hidden.map((l) => [l, String(l)]) : [],
      layer,
      (value) => this.choose(nameOf("h", value, 1)),
    );
    segments(
      this.find(".units"),
      layer ? range(passage.sizes[layer]).map((i) => [i, String(i)]) : [],
      j,
      (value) => this.choose(nameOf("h", layer, value)),
    );
    const product = (l, c, i) => passage.value(nameOf("g", l, 1, c)) * passage.value(nameOf("W", l, c, i));
    this.wiring.update(passage, 4, this.decimals, true, (l, c, i) =>
      rounded(product(l, c, i), this.decimals),
    );
    this.find(".stack").hidden = !layer;
    this.find(".hint").textContent =
      `${layer ? "Pick a hidden unit to see who blames it; pick" : "Pick"} a line to nudge its weight.`;
    if (layer) this.stack(layer, j, product);
    else say(this.find(".headline"), "No hidden layer: each output answers for itself");
    const weight = parse(run.nudge.weight);
    this.root
      .querySelectorAll(".edges line")
      .forEach((line) =>
        line.classList.toggle(
          "chosen",
          weight.kind === "W" && line.dataset.edge === `${weight.layer}_${weight.at.join("_")}`,
        ),
      );
    this.nudge.draw();
    this.find(".spoken").textContent =
      `${this.find(".headline").textContent}. ${this.find(".stack-words").textContent} ${this.find(".nudge-words").textContent}`;
  }

  // Bars that follow each other: each output's part, their sum, the gate, what is left.
  stack(layer, j, product) {
    const { passage, decimals } = this,
      above = range(passage.sizes[layer + 1]),
      last = layer + 1 === passage.depth;
    const parts = above.map((c) => product(layer + 1, c, j)),
      sum = passage.value(nameOf("s", layer, 1, j)),
      left = passage.value(nameOf("g", layer, 1, j)),
      slope = passage.value(nameOf("f", layer, 1, j));
    const ends = parts.reduce((list, part) => [...list, list[list.length - 1] + part], [0]);
    const low = Math.min(0, ...ends, left),
      high = Math.max(0, ...ends, left),
      room = 0.04 * (high - low || 1);
    const x = (value) => (100 * (value - low + room)) / (high - low + 2 * room || 1);
    const bar = (from, to) =>
      `<i class="zero" style="left:${x(0)}%"></i><i class="bar ${to < from ? "negative" : "positive"}" style="left:${x(Math.min(from, to))}%;width:${x(Math.max(from, to)) - x(Math.min(from, to))}%"></i>`;
    const row = (kind, words, track, value) =>
      `<div class="row ${kind}"><span>${words}</span><div class="track">${track}</div><b>${value}</b></div>`;
    const rows = parts.map((part, i) =>
      row(
        "",
        `${symbol("g", layer + 1, i + 1)} ${symbol("w", layer + 1, `${i + 1}${j}`)}`,
        bar(ends[i], ends[i + 1]) + `<i class="step" style="left:${x(ends[i + 1])}%"></i>`,
        rounded(part, decimals),
      ),
    );
    rows.push(row("total", passage.symbolOf(nameOf("s", layer, 1, j)), bar(0, sum), rounded(sum, decimals)));
    const gate = `<svg viewBox="0 0 100 100" preserveAspectRatio="none" class="${sum < 0 ? "negative" : "positive"}" aria-hidden="true"><polygon points="${x(Math.min(0, sum))},0 ${x(Math.max(0, sum))},0 ${x(Math.max(0, left))},100 ${x(Math.min(0, left))},100"/></svg>`;
    rows.push(row("gate", `· ${passage.slopeOf(layer, j)}`, gate, rounded(slope, decimals)));
    rows.push(row("final", symbol("g", layer, j), bar(0, left), rounded(left, decimals)));
    say(this.find(".rows"), rows.join(""));
    const most = parts.map(Math.abs).indexOf(Math.max(...parts.map(Math.abs))) + 1,
      whole = parts.reduce((a, b) => a + Math.abs(b), 0);
    const unit = `hidden unit ${j}${passage.depth > 2 ? ` of layer ${layer}` : ""}`;
    say(
      this.find(".stack h2"),
      `What ${last ? "the outputs" : `layer ${layer + 1}`} blame${last ? "" : "s"} ${unit} for`,
    );
    const who = last ? `Output ${most}` : `Unit ${most} of layer ${layer + 1}`;
    const against = whole > 0 && Math.abs(sum) < 0.25 * whole;
    say(
      this.find(".headline"),
      whole === 0
        ? `Nobody blames ${unit}`
        : slope === 0
          ? `${unit[0].toUpperCase()}${unit.slice(1)} is shut: none of its blame gets through`
          : against
            ? `${last ? "The outputs" : `The units of layer ${layer + 1}`} all but cancel in ${unit}`
            : `${who} blames ${unit} the most`,
    );
    const percent = 100 * slope,
      kind = passage.activations[layer - 1];
    say(
      this.find(".stack-words"),
      `The gate lets <b>${rounded(percent, percent < 10 ? 1 : 0)} %</b> through: the slope of ${kind === "relu" ? "a ReLU, 1 or 0" : kind === "tanh" ? "tanh, 100 % at most" : "a sigmoid, 25 % at most"}. <code>AffineLayer.bprop</code>, then <code>${passage.methods[kind]}.bprop</code>.`,
    );
    this.wiring.light(
      above.flatMap((c) => [nameOf("g", layer + 1, 1, c), nameOf("W", layer + 1, c, j)]),
      nameOf("h", layer, 1, j),
    );
  }

  remember(wishes, wait = REMEMBER_AFTER) {
    Object.assign(this.wishes, wishes);
    if (wishes.pattern) this.shown = wishes.pattern;
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      if (this.root.isConnected) this.ask("look", this.wishes);
      this.wishes = {};
    }, wait);
  }

  destroy() {
    clearTimeout(this.remembering);
    clearInterval(this.themeWatch);
    this.observer.disconnect();
    this.forget();
  }
}

export default mounting("blame", Blame);
