// A scene's title, what to look at, a question to predict, and on demand the answer; then the next question. A question
// has answers to choose from, by a tap or by the keys 1 to 4, or asks for a number. The answer takes their place: what
// stands below does not move.

import { search } from "../../browser/address.js";
import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { holdBack, letGo } from "../../browser/headline.js";
import { onKeys, press } from "../../browser/keys.js";
import { mounting } from "../../browser/mounting.js";
import { saySo } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";
import { arrive, underWay } from "../../browser/walk.js";
import { makeAnswers, markAnswer } from "./answers.js";
import { tellAsked } from "./asked.js";
import { buildInLink, buildOf, lastBuild, standAfter, withBuild } from "./builds.js";
import { coveredAt } from "./covered.js";
import { End } from "./end.js";
import { isShown, ledTo, onAddress, saidOfOpening } from "./opening.js";
import { chosenWords, forget, predict, predictionOf } from "./predictions.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { KeyActions } from "../../browser/keys.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Course } from "./builds.js" */
/** @import { Ending } from "./end.js" */
/** @import { Then } from "./opening.js" */

/**
 * `Question` in `ui/lecture/scene.py`.
 * @typedef {object} Asked
 * @property {string} words
 * @property {string} answer
 * @property {string[]} choices
 * @property {number} right
 * @property {number | null} number
 * @property {string} unit
 * @property {Then} then what changes as the answer is revealed
 * @property {string[] | null} [covers]
 */

/**
 * A scene with its questions: `part.py` packs it, `ui/lecture/scene.py` says what each field means.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} slug
 * @property {number} row
 * @property {string} title
 * @property {string} look_at
 * @property {Asked[]} questions
 * @property {string[]} said_of settings that `look_at` and the answers depend on, by their names in the link
 * @property {string} focus the part of the view that is the scene's picture on the stage, or ""
 * @property {string[]} covers classes of the parts that would answer the question
 * @property {Then[]} further what changes with each build after the last answer
 * @property {Ending | null} end what is shown after the lecture's last scene; null where another scene follows
 * @property {number | null} pause the epoch to which Page Down plays before it reveals the answer
 * @property {string} instead the page's headline until the answer is revealed, or ""
 * @property {Record<Way, string>} ways the scenes before and after this one, "" where there is none
 */

/** @typedef {"previous" | "next"} Way */

/** @typedef {Block<Header>} SceneBlock */

/** @typedef {{ then: { count: number, nonce: number } }} Wishes */

const TOLD_AGAIN_AFTER = 2500; // ms without an answer

class Question {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {SceneBlock} */
  scene;
  at = 0;
  played = false; // to the epoch that the scene names
  ended = false;
  further = 0; // builds after the last answer
  shown = 0; // by so many builds the page is changed
  /** @type {string | undefined} the epoch to which answers have led, as a link writes it */
  led = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  telling = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLFormElement} */
    this.form = find(root, ".guess");
    /** @type {HTMLInputElement} */
    this.field = find(root, ".guess input");
    this.end = new End(find(root, ".end"), () => this.goTo(this.build - 1));
    this.forgetKeys = onKeys(this.keys());
    find(root, ".reveal").onclick = () => this.reveal(!this.revealed);
    find(root, ".cover").onclick = () => this.reveal(true);
    find(root, ".save-page").onclick = () => page.hiddenLayersSave?.();
    find(root, ".following").onclick = () => {
      this.further = 0;
      this.pose((this.at + 1) % this.scene.questions.length);
    };
    /** @type {HTMLButtonElement[]} */
    this.ways = findAll(root, ".ways button");
    for (const button of this.ways) button.onclick = () => page.hiddenLayersGo?.(this.wayOf(button));
    this.stopListening = onAddress(() => {
      this.tell();
      this.writeBuild();
    });
    this.form.onsubmit = (event) => {
      event.preventDefault();
      predict(this.scene.slug, this.at, { guess: this.field.value.trim() });
      this.reveal(true);
    };
  }

  /**
   * The scene that a button leads to.
   * @param {HTMLElement} button
   */
  wayOf(button) {
    return this.scene.ways[/** @type {Way} */ (button.dataset.way)];
  }

  get question() {
    return this.scene.questions[this.at];
  }

  /** @returns {Course} */
  get course() {
    const { questions, further, pause, end } = this.scene;
    return {
      nQuestions: questions.length,
      nFurther: further.length,
      plays: pause !== null,
      ends: end !== null,
    };
  }

  /** How many builds of the scene are done. */
  get build() {
    const { played, at, revealed, further, ended } = this;
    return buildOf({ played, at, revealed, further, ended }, this.course);
  }

  get revealed() {
    return predictionOf(this.scene.slug, this.at).revealed;
  }

  /**
   * Page Down and Page Up go through the builds, A answers, 1 to 4 choose while the question is open, and R forgets
   * what was predicted.
   * @returns {KeyActions}
   */
  keys() {
    return {
      next: () => this.build < lastBuild(this.course) && this.goTo(this.build + 1),
      back: () => this.build > 0 && this.goTo(this.build - 1),
      answer: () => !this.ended && this.reveal(!this.revealed),
      leave: () => this.ended && this.goTo(this.build - 1),
      choose: (key) => {
        const place = Number(key) - 1;
        return place in this.question.choices && !this.revealed && this.choose(place);
      },
      begin: () => {
        forget(this.scene.slug);
        this.goTo(0);
      },
    };
  }

  /** @param {SceneBlock} scene */
  update(scene) {
    const isNew = scene.slug !== this.scene?.slug;
    this.scene = scene;
    this.redraw();
    this.write("row", String(scene.row));
    this.write("title", scene.title);
    find(this.root, ".following").hidden = scene.questions.length < 2;
    for (const button of this.ways) button.disabled = !this.wayOf(button);
    saySo("focus", scene.focus);
    this.end.fill(scene.end);
    if (isNew) this.open();
    arrive("question", scene.slug, press);
    this.tell();
  }

  /** A scene opens at the build that the link names, else at the last of its questions that was answered before. */
  open() {
    const { slug, questions } = this.scene,
      build = buildInLink(window.location.search, slug, this.course);
    this.played = this.ended = false;
    this.shown = this.further = 0;
    this.led = undefined;
    clearTimeout(this.telling);
    this.end.show(false);
    if (build !== null) this.goTo(build);
    else
      this.pose(
        Math.max(
          0,
          questions.findLastIndex((_, at) => predictionOf(slug, at).revealed),
        ),
      );
  }

  /**
   * Do all builds up to one, and none beyond it.
   * @param {number} build
   */
  goTo(build) {
    const { played, at, revealed, further, ended } = standAfter(build, this.course);
    this.play(played);
    this.ended = ended;
    this.further = further;
    this.end.show(ended);
    for (const place of this.scene.questions.keys())
      predict(this.scene.slug, place, { revealed: place < at || (place === at && revealed) });
    this.pose(at);
    this.speak();
  }

  /**
   * Have the view's run play to the scene's point, or take that back.
   * @param {boolean} wanted
   */
  play(wanted) {
    const { pause } = this.scene;
    if (this.played === wanted || pause === null) return;
    this.played = wanted;
    if (wanted) page.hiddenLayersPlay?.to(pause);
    else page.hiddenLayersPlay?.back();
  }

  /** An answer comes with the scene's point; where a hand has gone there already, nothing plays. */
  playOnce() {
    const { pause } = this.scene;
    if (pause !== null && Number(page.hiddenLayersMoment?.()) >= pause) this.played = true;
    else this.play(true);
  }

  /** The link says which build is shown: F5 opens it again. */
  writeBuild() {
    if (!this.scene) return;
    const { href } = window.location,
      wanted = withBuild(href, this.scene.slug, this.build);
    if (wanted !== href) window.history.replaceState(window.history.state, "", wanted);
  }

  /** A run that is there stays at its moment, whatever its link says: an answer that leads elsewhere moves it. */
  lead() {
    const { thens, count } = this,
      epoch = ledTo(thens, count);
    if (epoch === this.led || !isShown(search(), thens, count)) return;
    const isFirst = this.led === undefined;
    this.led = epoch;
    if (epoch === undefined) page.hiddenLayersPlay?.back();
    else page.hiddenLayersPlay?.stand(Number(epoch), isFirst);
  }

  /** Have the page show what the answers change, or take that back. */
  change() {
    const { thens, count } = this;
    this.markTelling();
    this.lead();
    if (!thens.some((then) => then.length) || count === this.shown) return;
    this.shown = count;
    this.tellShown();
  }

  /** How many answers and further builds change the page. */
  get count() {
    return this.at + Number(this.revealed) + this.further;
  }

  /** An answer waits until the address says what it changes: the picture follows then. */
  markTelling() {
    const isDone = isShown(search(), this.thens, this.count);
    this.root.toggleAttribute("data-telling", this.revealed && !isDone);
  }

  /** Told again until the address says it: of two wishes that reach Streamlit together it keeps only one. */
  tellShown() {
    clearTimeout(this.telling);
    const { thens, shown: count } = this;
    if (isShown(search(), thens, count)) return;
    if (!underWay()) this.ask("then", { count, nonce: performance.now() });
    this.telling = setTimeout(() => this.root.isConnected && this.tellShown(), TOLD_AGAIN_AFTER);
  }

  /** What each question covers. */
  get covers() {
    return this.scene.questions.map(({ covers }) => covers ?? this.scene.covers);
  }

  get thens() {
    return [...this.scene.questions.map(({ then }) => then), ...this.scene.further];
  }

  /** Write what depends on the settings, of the scene as it opens where they are no longer its own. */
  tell() {
    const { said_of: saidOf, look_at: look } = this.scene;
    this.write("look", saidOfOpening(look, saidOf, search(), this.thens));
    this.write("right", saidOfOpening(this.question.answer, saidOf, search(), this.thens));
    this.markTelling();
    this.lead();
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
    this.at = at;
    const { questions, slug } = this.scene,
      { words, choices, number, unit } = this.question,
      box = find(this.root, ".choices");
    const isLast = at + 1 === questions.length;
    this.write("count", questions.length > 1 ? `${at + 1} of ${questions.length}` : "");
    this.write("following", isLast ? "First question" : "Next question");
    this.root.toggleAttribute("data-last", isLast);
    this.write("words", words);
    this.tell();
    this.write("unit", unit);
    box.hidden = !choices.length;
    makeAnswers(box, choices, (place) => this.choose(place));
    this.form.hidden = number === null;
    this.field.value = predictionOf(slug, at).guess;
    this.show();
  }

  /** @param {number} place */
  choose(place) {
    predict(this.scene.slug, this.at, { chosen: place });
    this.show();
  }

  /** @param {boolean} wanted */
  reveal(wanted) {
    this.further = 0;
    if (wanted) this.playOnce();
    predict(this.scene.slug, this.at, { revealed: wanted });
    this.show();
    this.speak();
  }

  /** Screen readers hear the answer once it is revealed. */
  speak() {
    const said = this.revealed
      ? `${find(this.root, ".right").textContent} ${find(this.root, ".chosen").textContent}`
      : "";
    this.write("spoken", said.trim());
  }

  show() {
    const { root, scene, at, question } = this,
      prediction = predictionOf(scene.slug, at),
      { revealed, chosen } = prediction,
      button = find(root, ".reveal");
    root.toggleAttribute("data-revealed", revealed);
    button.textContent = revealed ? "Hide the answer" : "Predict, then reveal";
    button.setAttribute("aria-expanded", String(revealed));
    markAnswer(find(root, ".choices"), chosen);
    this.write("chosen", chosenWords(question, prediction));
    saySo("asks", revealed ? "answered" : "open");
    saySo("asked", String(at + 1));
    saySo("covers", coveredAt(this.covers, at, revealed).join(" ") || null);
    holdBack(root, revealed ? "" : scene.instead);
    this.writeBuild();
    this.change();
    const { played, further, ended, build } = this;
    tellAsked({ question: `${scene.slug}/${at}`, isOpen: !revealed, played, further, ended, build });
  }

  destroy() {
    clearTimeout(this.telling);
    this.stopListening();
    this.forgetKeys();
    if (!letGo(this.root)) return;
    for (const name of /** @type {const} */ (["asks", "asked", "focus", "covers"])) saySo(name, null);
    tellAsked(null);
  }
}

export default mounting("question", Question);
