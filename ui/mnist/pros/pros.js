// Predict, then reveal: questions as cards. A prediction is the visitor's own and stays in the browser; what is
// revealed is in the link, and its evidence comes from Python while it is trained.

import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { drawParameters, drawShapes, drawTemplates, drawWay, paintWeights, SIDE } from "./evidence.js";

const DRAW = {
  parameters: drawParameters,
  convex: drawWay,
  interpretable: drawTemplates,
  shapes: drawShapes,
};

class Pros {
  constructor(root) {
    this.root = root;
    this.predicted = {};
    this.observer = new ResizeObserver(() => this.state && this.redraw());
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  update(state) {
    this.state = state;
    this.redraw();
  }

  redraw() {
    const { state, root } = this;
    this.theme = makeTheme(state.palette, root);
    root.querySelector(".headline").textContent = state.headline;
    root.querySelector(".note").textContent = state.note;
    const box = root.querySelector(".cards");
    if (!box.children.length) box.append(...state.questions.map((question) => this.makeCard(question)));
    state.questions.forEach((question, i) => this.drawCard(box.children[i], question));
  }

  makeCard({ name, options }) {
    const card = document.createElement("section");
    card.className = "card";
    card.dataset.name = name;
    card.innerHTML = `<div class="head"><h2></h2><button class="reveal"></button></div><div class="ask">${name === "interpretable" ? `<canvas width="${SIDE}" height="${SIDE}" role="img" aria-label="A template whose digit is to be found"></canvas>` : ""}
      <div class="choices" role="group" aria-label="Your prediction">${options.map((words) => `<button>${words}</button>`).join("")}</div></div>
      <div class="answer" hidden><p class="words"><b class="verdict"></b> <span></span></p><p class="mark"></p><div class="evidence"></div></div>`;
    card
      .querySelectorAll(".choices button")
      .forEach((button, i) => (button.onclick = () => this.predict(name, i)));
    card.querySelector(".reveal").onclick = () => this.reveal(name);
    return card;
  }

  predict(name, option) {
    this.predicted[name] = this.predicted[name] === option ? undefined : option;
    this.redraw();
  }

  // Shown at once; Python hears of it, for the link.
  reveal(name) {
    const { revealed } = this.state,
      hide = revealed.includes(name);
    this.state.revealed = hide ? revealed.filter((other) => other !== name) : [...revealed, name];
    this.redraw();
    this.ask("wish", { revealed: this.state.revealed, digit: null, nonce: performance.now() });
    if (!hide) {
      const answer = this.root.querySelector(`[data-name=${name}] .answer`);
      this.root.querySelector(".spoken").textContent =
        `${answer.querySelector(".words").textContent} ${answer.querySelector(".mark").textContent}`;
    }
  }

  drawCard(card, question) {
    const { name } = question,
      { arrays } = this.state,
      shown = this.state.revealed.includes(name),
      predicted = this.predicted[name];
    card.querySelector("h2").textContent = question.question;
    card
      .querySelectorAll(".choices button")
      .forEach((button, i) => button.setAttribute("aria-pressed", String(i === predicted)));
    card.querySelector(".reveal").textContent = shown ? "Hide" : "Reveal";
    card.querySelector(".reveal").setAttribute("aria-expanded", String(shown));
    const asked = card.querySelector(".ask canvas");
    if (asked && question.ready)
      paintWeights(
        asked,
        arrays.templates.subarray(784 * question.evidence.asked, 784 * (question.evidence.asked + 1)),
        question.evidence.limit,
        this.theme,
      );
    const answer = card.querySelector(".answer");
    answer.hidden = !shown;
    if (!shown) return;
    answer.querySelector(".verdict").textContent = question.ready ? question.verdict : "Still being trained.";
    answer.querySelector(".words span").textContent = question.ready ? question.words : "";
    const right = predicted === question.right;
    answer.querySelector(".mark").textContent =
      !question.ready || predicted === undefined
        ? ""
        : `You predicted “${question.options[predicted]}”: ${right ? "✓ right" : `it is “${question.options[question.right]}”`}.`;
    const pick = (digit) =>
      this.ask("wish", { revealed: this.state.revealed, digit, nonce: performance.now() });
    if (question.ready)
      DRAW[name](answer.querySelector(".evidence"), { ...question.evidence, pick }, this.theme, arrays);
  }

  destroy() {
    this.observer.disconnect();
    clearInterval(this.themeWatch);
  }
}

export default mounting("pros", Pros);
