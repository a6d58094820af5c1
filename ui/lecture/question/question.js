// A scene's title, what to look at, a question to predict, and on demand the answer; then the next question.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { holdBack, letGo } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { onAddress, saidOfOpening } from "./opening.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */

/**
 * A scene with its questions: `part.py` packs it, `ui/lecture/scenes.py` says what each field means.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} slug
 * @property {number} row
 * @property {string} title
 * @property {string} look_at
 * @property {[question: string, answer: string][]} questions
 * @property {string[]} said_of settings that `look_at` and the answers depend on, by their names in the link
 * @property {string} instead the page's headline until the answer is revealed, or ""
 */

/** @typedef {Block<Header>} SceneBlock */

class Question {
  /** @type {Ask<{}>} */
  ask;
  /** @type {SceneBlock} */
  scene;
  at = 0;
  revealed = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.press(event);
    window.addEventListener("keydown", this.onKey, true);
    find(root, ".reveal").onclick = () => this.reveal(!this.revealed);
    find(root, ".following").onclick = () => this.pose((this.at + 1) % this.scene.questions.length);
    this.stopListening = onAddress(() => this.tell());
  }

  /**
   * On the stage, A answers.
   * @param {KeyboardEvent} event
   */
  press(event) {
    const inField = event
      .composedPath()
      .some((one) => one instanceof Element && one.matches("input[type=text]"));
    if (!onStage() || inField || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.toLowerCase() === "a") this.reveal(!this.revealed);
  }

  /** @param {SceneBlock} scene */
  update(scene) {
    const isNew = scene.slug !== this.scene?.slug;
    this.scene = scene;
    this.redraw();
    this.write("row", String(scene.row));
    this.write("title", scene.title);
    find(this.root, ".following").hidden = scene.questions.length < 2;
    saySo("focus", scene.focus);
    if (isNew) this.pose(0);
    this.tell();
  }

  /** Write what depends on the settings, of the scene as it opens where they are no longer its own. */
  tell() {
    const { said_of: saidOf, look_at: look, questions } = this.scene,
      [, answer] = questions[this.at],
      { search } = window.location;
    this.write("look", saidOfOpening(look, saidOf, search));
    this.write("answer", saidOfOpening(answer, saidOf, search));
  }

  redraw() {
    makeTheme(this.scene.palette, this.root);
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  write(name, words) {
    const element = find(this.root, `.${name}`);
    if (element.textContent !== words) element.textContent = words;
  }

  /** @param {number} at */
  pose(at) {
    const { questions } = this.scene,
      [question] = questions[at];
    this.at = at;
    this.write("count", questions.length > 1 ? `${at + 1} of ${questions.length}` : "");
    this.write("words", question);
    this.tell();
    this.reveal(false);
  }

  /** @param {boolean} wanted */
  reveal(wanted) {
    const button = find(this.root, ".reveal");
    this.revealed = wanted;
    button.textContent = wanted ? "Hide the answer" : "Predict, then reveal";
    button.setAttribute("aria-expanded", String(wanted));
    find(this.root, ".answer").hidden = !wanted;
    saySo("asks", wanted ? "answered" : "open");
    holdBack(this.root, wanted ? "" : this.scene.instead);
  }

  destroy() {
    this.stopListening();
    letGo(this.root);
  }
}

export default mounting("question", Question);
