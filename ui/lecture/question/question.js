// What a scene is about: its title, what to look at, a question to predict, and on demand the answer; then the next one.

import { unpack } from "../../browser/blocks.js";
import { makeTheme } from "../../browser/colours.js";
import { holdBack, letGo } from "../../browser/headline.js";

class Question {
  constructor(root) {
    this.root = root;
    this.at = 0;
    root.querySelector(".reveal").onclick = () => this.reveal(!this.revealed);
    root.querySelector(".following").onclick = () => this.ask((this.at + 1) % this.scene.questions.length);
  }

  update(scene) {
    makeTheme(scene.palette, this.root);
    const isNew = scene.slug !== this.slug;
    Object.assign(this, { scene, slug: scene.slug });
    this.set("row", String(scene.row));
    this.set("title", scene.title);
    this.set("look", scene.look_at);
    this.root.querySelector(".following").hidden = scene.questions.length < 2;
    if (isNew) this.ask(0);
  }

  set(name, words) {
    this.root.querySelector(`.${name}`).textContent = words;
  }

  ask(at) {
    const { questions } = this.scene,
      [question, answer] = questions[at];
    this.at = at;
    this.set("count", questions.length > 1 ? `${at + 1} of ${questions.length}` : "");
    this.set("words", question);
    this.set("answer", answer);
    this.reveal(false);
  }

  reveal(wanted) {
    this.revealed = wanted;
    const button = this.root.querySelector(".reveal");
    button.textContent = wanted ? "Hide the answer" : "Predict, then reveal";
    button.setAttribute("aria-expanded", String(wanted));
    this.root.querySelector(".answer").hidden = !wanted;
    holdBack(this.root, wanted ? "" : this.scene.instead);
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".question");
  root.question = root.question || new Question(root);
  root.question.update(unpack(data));
  return () => setTimeout(() => root.isConnected || letGo(root), 0);
}
