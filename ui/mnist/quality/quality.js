// How good is it: the network at the visitor's moment, judged on the images of a set. While the run is played, each
// block brings the counts of that moment; what is picked, a set or a cell, is asked for in Python, which has the
// images.

import { Asking } from "../../browser/playing/asking.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { listenToKeys, onHistory } from "../../browser/playing/playback.js";
import { Gallery, SIDE } from "./gallery.js";
import { Matrix } from "./matrix.js";

const ICONS = {
  play: '<path d="M7 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
  replay: '<path d="M12 5V1L6 6l6 5V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z"/>',
};
const BUTTON_WORDS = { play: "Play (space)", pause: "Pause (space)", replay: "Play again (space)" };

class Quality {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.root = root;
    this.matrix = new Matrix(find(".matrix"), (cell) => this.wish("pick", { cell }));
    this.gallery = new Gallery(root);
    this.asking = new Asking({
      every: 250,
      wanted: () => root.isConnected && this.state && this.state.live,
      ask: () => this.ask("more", performance.now()),
    });
    find(".play").onclick = () => this.toggle();
    find(".rewind").onclick = () => this.wish("do", { what: "rewind" });
    find(".tug-of-war").onclick = () =>
      this.wish("pick", { image: this.gallery.images[this.gallery.picked].code });
    find(".back").onclick = () => this.wish("pick", { cell: null });
    this.forgets = [listenToKeys({ toggle: () => this.toggle() }), onHistory(() => this.asking.begin(2000))];
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  // Something that only Python can do. Nothing else is asked for until it has answered: of two wishes that reach Streamlit
  // together, it keeps the later one only.
  wish(name, what) {
    this.asking.rest();
    this.ask(name, { ...what, nonce: performance.now() });
    this.asking.begin(3000);
  }

  get button() {
    if (this.state.live) return "pause";
    return this.state.finished ? "replay" : "play";
  }

  toggle() {
    this.wish("do", { what: this.button });
  }

  update(state) {
    this.state = state;
    this.redraw();
    this.asking.begin();
  }

  redraw() {
    const { state, root } = this;
    this.theme = makeTheme(state.palette, root);
    const write = (selector, words) => {
      const element = root.querySelector(selector);
      if (element.textContent !== words) element.textContent = words;
    };
    write(".headline", state.headline);
    write(".epoch", state.epoch);
    write(".moment small", `of ${state.n_epochs}`);
    write(".status", state.said);
    root.querySelector(".status").classList.toggle("wrong", state.stop_kind === "diverged");
    this.drawButton();
    this.drawSets();
    if (!state.arrays.counts) return;
    this.matrix.update(state.arrays.counts, state.cell);
    write(".title", state.title);
    write(".order", state.order);
    root.querySelector(".back").hidden = !state.cell;
    this.gallery.update(this.images(), this.theme, !state.cell);
    if (!state.live) write(".spoken", `${state.headline}. ${state.said} ${state.title}: ${state.order}.`);
  }

  drawButton() {
    const button = this.root.querySelector(".play"),
      kind = this.button;
    if (button.dataset.state === kind) return;
    button.dataset.state = kind;
    button.querySelector("svg").innerHTML = ICONS[kind];
    button.title = BUTTON_WORDS[kind];
    button.setAttribute("aria-label", BUTTON_WORDS[kind]);
  }

  drawSets() {
    const box = this.root.querySelector(".sets");
    if (!box.children.length) {
      box.innerHTML = this.state.sets
        .map(
          () =>
            '<button class="set" role="radio"><span class="name"></span><span class="count"></span><b></b><span class="loss"></span></button>',
        )
        .join("");
      [...box.children].forEach((button, i) => {
        button.onclick = () => this.wish("pick", { set: this.state.sets[i].name });
        button.onkeydown = (event) => this.moveSet(event, i);
      });
    }
    this.state.sets.forEach((set, i) => {
      const button = box.children[i],
        known = set.accuracy !== null,
        chosen = set.name === this.state.set;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      button.querySelector(".name").textContent = set.title;
      button.querySelector(".count").textContent = set.words;
      button.querySelector("b").innerHTML = known
        ? `${(100 * set.accuracy).toFixed(1)} <small>% right</small>`
        : "– <small>% right</small>";
      button.querySelector(".loss").textContent =
        `loss ${!known ? "–" : set.error === null ? "∞" : set.error.toFixed(3)}`;
    });
  }

  moveSet(event, i) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = this.root.querySelectorAll(".set")[(i + step + 3) % 3];
    next.focus();
    next.click();
  }

  images() {
    const { arrays, names } = this.state,
      size = SIDE * SIDE;
    return names.map((name, i) => ({
      name,
      code: this.state.codes[i],
      levels: arrays.images.subarray(size * i, size * (i + 1)),
      scores: [...arrays.scores.subarray(10 * i, 10 * i + 10)],
      label: arrays.labels[i],
      answer: arrays.answers[i],
    }));
  }

  destroy() {
    this.asking.rest();
    clearInterval(this.themeWatch);
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("quality", Quality);
