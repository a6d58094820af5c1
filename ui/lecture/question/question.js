// A scene's title, what to look at, a question to predict, and on demand the answer; then the next question.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { holdBack, letGo } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { onStage, saySo } from "../../browser/on_stage.js";

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
 * @property {string} focus the part of the view that is the scene's picture on the stage, or ""
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
    this.write("look", scene.look_at);
    find(this.root, ".following").hidden = scene.questions.length < 2;
    saySo("focus", scene.focus);
    if (isNew) this.pose(0);
  }

  redraw() {
    makeTheme(this.scene.palette, this.root);
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  write(name, words) {
    find(this.root, `.${name}`).textContent = words;
  }

  /** @param {number} at */
  pose(at) {
    const { questions } = this.scene,
      [question, answer] = questions[at];
    this.at = at;
    this.write("count", questions.length > 1 ? `${at + 1} of ${questions.length}` : "");
    this.write("words", question);
    this.write("answer", answer);
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
    window.removeEventListener("keydown", this.onKey, true);
    if (letGo(this.root)) for (const name of /** @type {const} */ (["asks", "focus"])) saySo(name, null);
  }
}

export default mounting("question", Question);
