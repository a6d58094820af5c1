// By hand: one view at a time, drawn here as fast as a hand moves; when the hand lets go, Python is told, so that the
// link says what is seen.

const TOLD_AFTER = 250; // ms of rest before the link is written
const PENDING_FOR = 6000; // ms for which an older answer from Python does not take back what the hand did since

class Hands {
  constructor(root) {
    this.root = root;
    const section = (name) => root.querySelector(`[data-view=${name}]`);
    const kinds = { unit: UnitView, planes: PlanesView, softmax: SoftmaxView, lines: LinesView };
    this.views = Object.fromEntries(Object.entries(kinds).map(([name, View]) => [name, new View(section(name), this)]));
    this.pending = {};
    root.querySelector(".legend").innerHTML = [0, 1, 2].map((k) => `<span>${symbolSvg(k)} ${k ? "" : "class "}${k + 1}</span>`).join("")
      + `<span>${symbolSvg(0, { hollow: true })} validation</span><span>${symbolSvg(0, { ring: true, size: 20 })} wrong</span>`;
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(root);
    this.themeWatch = setInterval(() => this.theme && (this.theme.name === "dark") !== isDark(root) && this.redraw(), 400);
    root.hands = this; // for tests
  }

  get view() {
    return this.views[this.run.view];
  }

  update(run) {
    this.run = run;
    for (const [name, values] of Object.entries(run.values)) {
      const text = values.join(), waiting = this.pending[name];
      if (waiting && waiting.text !== text && performance.now() < waiting.until) continue;
      if (!waiting || waiting.text !== text) this.views[name].take(values);
      this.pending[name] = null;
    }
    if (this.view.update) this.view.update(run);
    this.root.querySelectorAll("[data-view]").forEach((section) => (section.hidden = section.dataset.view !== run.view));
    this.redraw();
  }

  // Tell Python what the hand did, once it rests.
  commit(view) {
    const name = Object.keys(this.views).find((key) => this.views[key] === view), values = view.values.map((v) => +v.toFixed(3));
    this.pending[name] = { text: values.join(), until: performance.now() + TOLD_AFTER + PENDING_FOR };
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.ask("set", { name, text: values.join(",") }), TOLD_AFTER);
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
    put(".headline", view.headline());
    put(".status", view.words());
    view.section.querySelectorAll("[data-name][role]").forEach((picture) => picture.setAttribute("aria-label", `${picture.dataset.name}. ${(view.spoken || view.words).call(view)}`));
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => put(".spoken", `${view.headline()}. ${view.words()}`), 700);
  }

  destroy() {
    this.observer.disconnect();
    this.views.lines.rest();
    [this.telling, this.speaking].forEach(clearTimeout);
    clearInterval(this.themeWatch);
  }
}

const HANDS = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".hands");
  if (!HANDS.has(root)) HANDS.set(root, new Hands(root));
  const hands = HANDS.get(root);
  hands.ask = setTriggerValue;
  hands.update(unpack(data));
  return () => setTimeout(() => root.isConnected || hands.destroy(), 0);
}
