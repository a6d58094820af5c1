// The page of a phone in a room: the open question, its answers, and nothing else. The phone asks again and again what
// the room asks now, and sends a vote until the server has confirmed it.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { makeAnswers, markAnswer } from "../question/answers.js";
import { guessOf, guessWords, headingOf, linesOf, phoneNumber } from "./ballot.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Ballot } from "./ballot.js" */

/** @typedef {Block<Ballot & { palette: Palettes, place: string, scene: string }>} PhoneBlock */

/** @typedef {{ question: string, choice: number, phone: string }} Vote */

const LOOK_EVERY = 1500, // ms, and up to half as much more, so that three hundred phones do not ask at once
  AGAIN_AFTER = 4000; // ms without a confirmation, after which the vote is sent once more

class Phone {
  /** @type {Ask<{ vote: Vote, look: { phone: string, at: number } }>} */
  ask;
  /** @type {PhoneBlock} */
  state;
  /** @type {Vote | null} */
  pending = null;
  sentAt = 0;
  hasArrived = false;
  drawn = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLFormElement} */
    this.form = find(root, ".guess");
    /** @type {HTMLInputElement} */
    this.field = find(root, ".guess input");
    this.field.oninput = () => this.show();
    this.form.onsubmit = (event) => {
      event.preventDefault();
      const guess = guessOf(this.field.value, this.state.unit);
      if (!Number.isNaN(guess)) this.vote(guess);
    };
    this.lookSoon();
  }

  lookSoon() {
    this.waiting = setTimeout(() => this.look(), LOOK_EVERY * (1 + Math.random() / 2));
  }

  look() {
    this.lookSoon();
    if (!this.state || this.state.fault || document.hidden) return;
    if (this.pending && performance.now() - this.sentAt > AGAIN_AFTER) this.send();
    else this.askNow();
  }

  askNow() {
    this.ask("look", { phone: phoneNumber(), at: performance.now() });
  }

  /** @param {PhoneBlock} state */
  update(state) {
    if (state.gone) return this.stay(state);
    this.state = state;
    if (!this.hasArrived && !state.fault) {
      this.hasArrived = true;
      this.askNow();
    }
    if (state.chosen !== null || state.told || state.question !== this.pending?.question) this.pending = null;
    this.redraw();
  }

  /**
   * While the server cannot count, what the room asked last stays, and a vote stays on its way.
   * @param {PhoneBlock} state
   */
  stay(state) {
    this.state = { ...state, ...this.state, gone: state.gone };
    this.redraw();
  }

  redraw() {
    makeTheme(this.state.palette, this.root);
    const { room, place, fault, question, choices, scene, unit } = this.state;
    this.write("name", room);
    this.write("place", fault ? "" : place);
    this.write("words", headingOf(this.state));
    const answers = find(this.root, ".answers"),
      now = fault ? "" : `${question}: ${choices.join("/")}`;
    if (now !== this.drawn) {
      makeAnswers(answers, fault ? [] : choices, (at) => this.vote(at));
      for (const button of answers.children) button.append(" ", document.createElement("small"));
      for (const text of findAll(answers, "span")) text.dataset.says = "rooms.choice";
      answers.classList.toggle("four", choices.length > 3);
      this.drawn = now;
      this.field.value = "";
    }
    this.form.hidden = Boolean(fault) || !this.state.is_number;
    this.write("unit", unit || "");
    const away = find(this.root, ".away");
    away.hidden = !fault;
    find(away, "a").setAttribute("href", scene);
    this.show();
  }

  /** What changes with a vote. */
  show() {
    const { state, pending } = this,
      choice = state.chosen ?? pending?.choice ?? null,
      closed = choice !== null || !state.is_open;
    const answers = find(this.root, ".answers");
    answers.toggleAttribute("data-closed", closed);
    markAnswer(answers, choice).forEach((button, at) => {
      button.toggleAttribute("disabled", closed);
      find(button, "small").textContent = at === choice ? "your answer" : "";
    });
    this.showGuess(choice, closed);
    const lines = linesOf(state, pending?.choice ?? null);
    for (const name of /** @type {const} */ (["said", "more", "count"])) this.write(name, lines[name]);
  }

  /**
   * The field, and the button that says the number as it is understood.
   * @param {number | null} guess what this phone has guessed
   * @param {boolean} closed
   */
  showGuess(guess, closed) {
    const { form, field, state } = this;
    if (!state.is_number) return;
    if (guess !== null) field.value = guessWords(guess, "");
    const typed = guessOf(field.value, state.unit),
      isNone = Number.isNaN(typed);
    form.toggleAttribute("data-closed", closed);
    field.disabled = closed;
    find(form, ".send").toggleAttribute("disabled", isNone);
    this.write("send", isNone ? "Guess" : `Guess ${guessWords(typed, state.unit)}`);
  }

  /** @param {number} choice from 0, or a guess */
  vote(choice) {
    const { question, is_open: isOpen, chosen } = this.state;
    if (!isOpen || chosen !== null || this.pending) return;
    this.pending = { question, choice, phone: phoneNumber() };
    this.send();
    this.show();
  }

  send() {
    if (!this.pending) return;
    this.sentAt = performance.now();
    this.ask("vote", this.pending);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const element = find(this.root, `.${name}`);
    if (element.textContent !== text) element.textContent = text;
  }

  destroy() {
    clearTimeout(this.waiting);
  }
}

export default mounting("phone", Phone);
