// Predict, then reveal: questions as cards. A prediction is the visitor's own and stays in the browser; what is
// revealed is in the link, and its evidence comes from Python while it is trained. A scene on the stage has its own
// question: until it is answered each card has a topic, and what there is to look at; then all of them show their
// evidence.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { hidesDetails, said } from "../../browser/on_stage.js";
import { say } from "../../browser/sentences.js";
import { SIDE } from "../picture.js";
import { drawParameters, drawShapes, drawTemplates, drawWay, paintTemplate } from "./evidence.js";
import { drawGlimpse } from "./glimpse.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Arrays, Asked, Parameters, Shapes, Way } from "./evidence.js" */

/**
 * @typedef {object} Asking
 * @property {string} question
 * @property {string} topic
 * @property {string[]} options
 *
 * @typedef {{ ready: false }} Waiting
 * @typedef {{ ready: true, right: number, verdict: string, words: string }} Answered
 */

/**
 * A question of one name, with the evidence that belongs to it once it is there.
 * @template {string} Name
 * @template Evidence
 * @typedef {{ name: Name } & Asking & (Waiting | (Answered & { evidence: Evidence }))} QuestionOf
 */

/**
 * @typedef {QuestionOf<"parameters", Parameters> | QuestionOf<"convex", { ways: Way[] }>
 *   | QuestionOf<"interpretable", Asked> | QuestionOf<"shapes", Shapes>} Question
 */

/**
 * What the block says: `part.py`; the questions are made in `questions.py`.
 * @typedef {object} Header
 * @property {string} headline
 * @property {string} note
 * @property {string[]} revealed names of questions
 * @property {Question[]} questions
 * @property {Palettes} palette
 *
 * @typedef {Block<Header, Arrays>} ProsBlock
 */

/**
 * What Python is asked for: what is revealed now, and the digit whose shapes are looked at; null changes none.
 * @typedef {{ revealed: string[], digit: number | null, nonce: number }} Wish
 */

class Pros {
  /** @type {Ask} */
  ask;
  /** @type {ProsBlock | undefined} */
  state;
  /**
   * Options that the visitor has chosen, by the question's name.
   * @type {Map<string, number>}
   */
  predicted = new Map();
  told = ""; // the name of the question that was revealed last

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
  }

  /** @param {ProsBlock} state */
  update(state) {
    this.state = state;
    this.redraw();
  }

  redraw() {
    const { state, root } = this;
    if (!state) return;
    const theme = makeTheme(state.palette, root);
    say(find(root, ".headline"), "mnist.pros.headline", state.headline);
    say(find(root, ".note"), "mnist.pros.note", state.note);
    const box = find(root, ".cards");
    if (!box.children.length) box.append(...state.questions.map((question) => this.makeCard(question)));
    findAll(box, ".card").forEach((card, i) => this.drawCard(card, state.questions[i], state, theme));
    this.speak(state);
  }

  /** @param {Question} question */
  makeCard({ name, options }) {
    const card = document.createElement("section");
    card.className = `card ${name}`;
    card.dataset.name = name;
    card.innerHTML = cardHtml(options, name === "interpretable");
    findAll(card, ".choices button").forEach((button, i) => (button.onclick = () => this.predict(name, i)));
    find(card, ".reveal").onclick = () => this.reveal(name);
    return card;
  }

  /**
   * Choosing an option again takes the prediction back.
   * @param {string} name
   * @param {number} option
   */
  predict(name, option) {
    if (this.predicted.get(name) === option) this.predicted.delete(name);
    else this.predicted.set(name, option);
    this.redraw();
  }

  /**
   * Shown at once; Python hears of it, for the link.
   * @param {string} name
   */
  reveal(name) {
    const { state } = this;
    if (!state) return;
    const hides = state.revealed.includes(name);
    this.told = hides ? "" : name;
    state.revealed = hides ? state.revealed.filter((other) => other !== name) : [...state.revealed, name];
    this.redraw();
    this.tell(state, null);
  }

  /**
   * What a screen reader says: the finding of all four, or the answer that was revealed last.
   * @param {ProsBlock} state
   */
  speak({ headline, revealed }) {
    const { root, told } = this;
    const answer = revealed.includes(told) ? find(root, `[data-name=${told}] .answer`) : null;
    const words = answer && [".words", ".mark"].map((selector) => find(answer, selector).textContent);
    say(find(root, ".spoken"), "mnist.pros.spoken", words ? words.join(" ").trim() : `${headline}.`);
  }

  /**
   * @param {ProsBlock} state
   * @param {number | null} digit
   */
  tell({ revealed }, digit) {
    /** @type {Wish} */
    const wish = { revealed, digit, nonce: performance.now() };
    this.ask("wish", wish);
  }

  /**
   * @param {HTMLElement} card
   * @param {Question} question
   * @param {ProsBlock} state
   * @param {Theme} theme
   */
  drawCard(card, question, state, theme) {
    const isOfScene = hidesDetails() && said("asks") !== undefined,
      isShown = isOfScene ? said("asks") === "answered" : state.revealed.includes(question.name),
      predicted = this.predicted.get(question.name);
    card.classList.toggle("turns", isOfScene);
    card.classList.toggle(question.name, !isOfScene); // a scene's covers go by it: here nothing is to be covered
    card.classList.toggle("con", question.name === "shapes");
    find(card, ".topic").textContent = question.topic;
    say(find(card, "h2"), `mnist.pros.${question.name}.question`, question.question);
    findAll(card, ".choices button").forEach((button, i) =>
      button.setAttribute("aria-pressed", String(i === predicted)),
    );
    const reveal = find(card, ".reveal");
    reveal.textContent = isShown ? "Hide" : "Reveal";
    reveal.setAttribute("aria-expanded", String(isShown));
    if (question.name === "interpretable" && question.ready) {
      const { asked, limit } = question.evidence;
      paintTemplate(find(card, ".ask canvas"), state.arrays, asked, limit, theme);
    }
    const answer = find(card, ".answer"),
      glimpse = find(card, ".glimpse");
    answer.hidden = !isShown;
    glimpse.hidden = !isOfScene || isShown;
    if (!glimpse.hidden && question.ready) drawGlimpse(glimpse, question, theme, state.arrays);
    if (!isShown) return;
    const name = `mnist.pros.${question.name}`,
      verdict = question.ready ? question.verdict : "Still being trained.";
    say(find(answer, ".verdict"), `${name}.verdict`, verdict);
    say(find(answer, ".words span"), `${name}.words`, question.ready ? question.words : "");
    say(find(answer, ".mark"), "mnist.pros.mark", question.ready ? markOf(question, predicted) : "");
    this.drawEvidence(find(answer, ".evidence"), question, state, theme);
  }

  /**
   * @param {HTMLElement} box
   * @param {Question} question
   * @param {ProsBlock} state
   * @param {Theme} theme
   */
  drawEvidence(box, question, state, theme) {
    if (!question.ready) return;
    if (question.name === "parameters") drawParameters(box, question.evidence);
    else if (question.name === "convex") drawWay(box, question.evidence);
    else if (question.name === "interpretable") drawTemplates(box, question.evidence, theme, state.arrays);
    else drawShapes(box, question.evidence, theme, state.arrays, (digit) => this.tell(state, digit));
  }

  destroy() {
    this.observer.disconnect();
  }
}

/**
 * @param {string[]} options
 * @param {boolean} showsTemplate whether the question is about a template
 */
function cardHtml(options, showsTemplate) {
  const label = "A template whose digit is to be found",
    template = `<canvas width="${SIDE}" height="${SIDE}" role="img" data-shows="name" aria-label="${label}"></canvas>`,
    choices = options.map((words) => `<button>${words}</button>`).join("");
  return `<p class="topic" data-shows="name"></p><div class="head"><h2></h2><button class="reveal"></button></div>
      <div class="ask">${showsTemplate ? template : ""}
        <div class="choices" role="group" aria-label="Your prediction">${choices}</div></div>
      <div class="glimpse" data-shows="name" hidden></div>
      <div class="answer" hidden><p class="words"><b class="verdict"></b> <span></span></p>
        <p class="mark"></p><div class="evidence"></div></div>`;
}

/**
 * Whether a prediction came true.
 * @param {Asking & Answered} question
 * @param {number | undefined} predicted
 */
function markOf({ options, right }, predicted) {
  if (predicted === undefined) return "";
  const verdict = predicted === right ? "✓ right" : `it is “${options[right]}”`;
  return `You predicted “${options[predicted]}”: ${verdict}.`;
}

export default mounting("pros", Pros);
