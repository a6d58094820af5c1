// By hand: one view at a time, drawn here as fast as a hand moves; when the hand lets go, Python is told, so that the
// link says what is seen.

import { mounting } from "../browser/mounting.js";
import { isDark, makeTheme } from "../browser/colours.js";
import { writeHeadline } from "../browser/headline.js";
import { symbolSvg } from "../browser/symbols.js";
import { LinesView } from "./lines.js";
import { PlanesView } from "./planes.js";
import { SoftmaxView } from "./softmax.js";
import { UnitView } from "./unit.js";

const TOLD_AFTER = 250; // ms of rest before the link is written
const TOLD_AGAIN_AFTER = 2500; // ms without an answer
const FINE_AFTER = 140; // ms of rest before the fine picture is drawn
const PENDING_FOR = 15000; // ms for which an older answer from Python does not take back what the hand did since

class Hands {
  constructor(root) {
    this.root = root;
    const section = (name) => root.querySelector(`[data-view=${name}]`);
    const kinds = { unit: UnitView, planes: PlanesView, softmax: SoftmaxView, lines: LinesView };
    this.views = Object.fromEntries(
      Object.entries(kinds).map(([name, View]) => [name, new View(section(name), this)]),
    );
    this.pending = {};
    this.still = true;
    root.querySelector(".legend").innerHTML =
      [0, 1, 2].map((k) => `<span>${symbolSvg(k)} ${k ? "" : "class "}${k + 1}</span>`).join("") +
      `<span>${symbolSvg(0, { hollow: true })} validation</span><span>${symbolSvg(0, { ring: true, size: 20 })} wrong</span>`;
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(root);
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(),
      400,
    );
  }

  get view() {
    return this.views[this.run.view];
  }

  update(run) {
    this.run = run;
    for (const [name, values] of Object.entries(run.values)) {
      const text = values.join(),
        waiting = this.pending[name];
      if (waiting && waiting.text !== text && performance.now() < waiting.until) continue;
      if (!waiting || waiting.text !== text) this.views[name].take(values);
      this.pending[name] = null;
    }
    if (this.view.update) this.view.update(run);
    this.root
      .querySelectorAll("[data-view]")
      .forEach((section) => (section.hidden = section.dataset.view !== run.view));
    this.redraw();
  }

  // A hand moves something: what Python says of it until it has heard of this is older.
  move(view) {
    this.hold(view);
    this.drawSoon(view, () => view.draw());
  }

  // A picture at once, coarse where that is quicker; the fine one as soon as the hand rests.
  drawSoon(view, draw) {
    this.still = false;
    draw();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.still = true;
      if (this.root.isConnected && view === this.view) view.draw();
    }, FINE_AFTER);
  }

  // The numbers of a view are the hand's; gives its name and the numbers as they will stand in the link.
  hold(view) {
    const name = Object.keys(this.views).find((key) => this.views[key] === view),
      values = view.values.map((v) => +v.toFixed(3));
    this.pending[name] = { text: values.join(), until: performance.now() + PENDING_FOR };
    return [name, values.join(",")];
  }

  // Tell Python what the hand did, once it rests.
  commit(view) {
    const [name, text] = this.hold(view);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(name, text), TOLD_AFTER);
  }

  // Told again while no answer says that it arrived: of two words that reach Streamlit together it keeps only one.
  tell(name, text) {
    this.ask("set", { name, text });
    this.telling = setTimeout(
      () => this.pending[name] && this.root.isConnected && this.tell(name, text),
      TOLD_AGAIN_AFTER,
    );
  }

  redraw() {
    this.theme = makeTheme(this.run.palette, this.root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = this.run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(this.root).fontFamily;
    this.view.resize(this.theme);
    this.view.draw();
  }

  // Headline, the sentence below the pictures, and, once the hand rests, the same for screen readers.
  say(view) {
    if (!this.run || view !== this.view) return;
    const put = (selector, words) => {
      const element = this.root.querySelector(selector);
      if (element.textContent !== words) element.textContent = words;
    };
    writeHeadline(this.root.querySelector(".headline"), view.headline());
    put(".status", view.words());
    view.section
      .querySelectorAll("[data-name][role]")
      .forEach((picture) =>
        picture.setAttribute(
          "aria-label",
          `${picture.dataset.name}. ${(view.spoken || view.words).call(view)}`,
        ),
      );
    clearTimeout(this.speaking);
    this.speaking = setTimeout(
      () => put(".spoken", `${this.root.querySelector(".headline").textContent}. ${view.words()}`),
      700,
    );
  }

  destroy() {
    this.observer.disconnect();
    this.views.lines.rest();
    [this.telling, this.speaking, this.resting].forEach(clearTimeout);
    clearInterval(this.themeWatch);
  }
}

export default mounting("hands", Hands);
