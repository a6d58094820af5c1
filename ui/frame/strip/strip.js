// The strip: the settings that matter most, in one row beneath the picture on the stage.
// Its keys open the stage and its details.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { onKeys } from "../../browser/keys.js";
import { mounting } from "../../browser/mounting.js";
import { onStage, said, saySo } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";
import { leadToPlay } from "./skip.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { KeyActions } from "../../browser/keys.js" */
/** @import { Ask } from "../../browser/mounting.js" */

/**
 * A setting with the values to choose from: `_control` in `part.py`.
 * @typedef {object} Control
 * @property {string} name
 * @property {string} label
 * @property {"buttons" | "slider"} kind
 * @property {[text: string, words: string][]} values as in a link, and in words
 * @property {string} chosen
 * @property {boolean} disabled
 */

/** @typedef {Block<{ palette: Palettes, stage: boolean, controls: Control[] }>} StripBlock */

/** @typedef {{ set: Record<string, string>, theme: "light" | "dark" }} Wishes */

const phone = window.matchMedia("(max-width: 600px)"); // there, words are a list to open, for they take too much room

const LATE = 5000; // ms after which Python's word counts again, although it is not what was asked for
const GONE_AFTER = 1500; // ms without any strip: the page has none, and cannot be on the stage

class Strip {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {StripBlock} */
  state;
  askedFor = { stage: false, until: 0 };
  drawn = "";
  theme = ""; // that the page was drawn in last

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.box = find(root, ".controls");
    this.onScreen = () => document.fullscreenElement || !this.wasFull || this.open(false);
    this.wasFull = Boolean(document.fullscreenElement);
    this.forgetKeys = onKeys(this.keys());
    this.forgetSkip = leadToPlay();
    this.onWidth = () => {
      this.drawn = "";
      if (this.state) this.redraw();
    };
    phone.addEventListener("change", this.onWidth);
    document.addEventListener("fullscreenchange", this.onScreen);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.box);
  }

  /** @param {StripBlock} state */
  update(state) {
    this.state = state;
    page.hiddenLayersStrip = this.root;
    const { stage, until } = this.askedFor;
    if (state.stage === stage || performance.now() > until) this.show(state.stage);
    this.redraw();
  }

  redraw() {
    const { state, box, root } = this;
    this.follow(makeTheme(state.palette, root).name);
    const drawn = JSON.stringify(state.controls);
    if (drawn !== this.drawn) box.replaceChildren(...state.controls.map((control) => this.control(control)));
    this.drawn = drawn;
    this.measure();
  }

  /**
   * Figures come from Python with their colours: where the page turns dark or light, it sends them anew.
   * @param {"light" | "dark"} theme
   */
  follow(theme) {
    if (said("prints") !== undefined || theme === this.theme) return;
    if (this.theme) this.ask("theme", theme);
    this.theme = theme;
  }

  /**
   * How much of the strip is taken: a view's own controls stand behind it. Above a picture, the height of its row: what
   * has room beside it begins there.
   */
  measure() {
    document.documentElement.style.setProperty("--strip-row", `${onStage() ? 0 : this.root.offsetHeight}px`);
    const { length } = this.state?.controls ?? [],
      wide = length ? this.box.getBoundingClientRect().width : 0;
    if (onStage() && (wide || !length))
      // while a question is open, the strip has no width
      document.documentElement.style.setProperty("--strip-taken", `${wide}px`);
  }

  /**
   * @param {Control} control
   * @returns {HTMLElement}
   */
  control({ name, label, kind, values, chosen, disabled }) {
    const box = document.createElement(kind === "buttons" ? "fieldset" : "label");
    box.className = "strip-control";
    box.dataset.name = name;
    box.innerHTML = "<span></span><div></div>";
    find(box, "span").textContent = label;
    if (box instanceof HTMLFieldSetElement) {
      box.setAttribute("aria-label", label);
      box.disabled = disabled;
    }
    const set = (/** @type {string} */ text) => this.ask("set", { [name]: text }),
      areWords = values.some(([text]) => Number.isNaN(Number(text))),
      make = kind === "slider" ? makeSlider : phone.matches && areWords ? makeList : makeButtons;
    box.classList.toggle("list", make === makeList);
    find(box, "div").replaceChildren(...make(values, chosen, set, label));
    return box;
  }

  /** @returns {KeyActions} */
  keys() {
    return {
      stage: () => this.open(!onStage()),
      leave: () => onStage() && this.open(false),
      details: () => onStage() && saySo("details", said("details") === undefined ? "" : null),
    };
  }

  /**
   * The visitor opens the stage, or leaves it: at once here, then in the link.
   * @param {boolean} stage
   */
  open(stage) {
    this.askedFor = { stage, until: performance.now() + LATE };
    this.show(stage);
    this.wasFull = stage;
    if (stage) document.documentElement.requestFullscreen?.().catch(() => (this.wasFull = false));
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.ask("set", { stage: stage ? "1" : "0" });
  }

  /** @param {boolean} stage */
  show(stage) {
    if (stage === onStage()) return;
    saySo("details", null);
    saySo("stage", stage ? "" : null);
    this.measure();
  }

  destroy() {
    this.observer.disconnect();
    this.forgetKeys();
    this.forgetSkip();
    document.removeEventListener("fullscreenchange", this.onScreen);
    phone.removeEventListener("change", this.onWidth);
    if (page.hiddenLayersStrip === this.root) page.hiddenLayersStrip = null;
    setTimeout(() => page.hiddenLayersStrip || this.show(false), GONE_AFTER);
  }
}

/**
 * @param {[text: string, words: string][]} values
 * @param {string} chosen
 * @param {(text: string) => void} set
 */
function makeButtons(values, chosen, set) {
  return values.map(([text, words]) => {
    const button = document.createElement("button");
    button.textContent = words;
    button.dataset.value = text;
    button.setAttribute("aria-pressed", String(text === chosen));
    button.onclick = () => set(text);
    return button;
  });
}

/**
 * @param {[text: string, words: string][]} values
 * @param {string} chosen
 * @param {(text: string) => void} set
 * @param {string} label
 */
function makeList(values, chosen, set, label) {
  const list = document.createElement("select");
  list.append(...values.map(([text, words]) => new Option(words, text)));
  list.value = chosen;
  list.setAttribute("aria-label", label);
  list.onchange = () => set(list.value);
  return [list];
}

/**
 * @param {[text: string, words: string][]} values
 * @param {string} chosen
 * @param {(text: string) => void} set
 */
function makeSlider(values, chosen, set) {
  const input = document.createElement("input"),
    output = document.createElement("output");
  Object.assign(input, { type: "range", min: "0", max: String(values.length - 1), step: "1" });
  input.value = String(values.findIndex(([text]) => text === chosen));
  const tell = () => {
    output.textContent = values[Number(input.value)][1];
    input.setAttribute("aria-valuetext", output.textContent);
  };
  tell();
  input.oninput = tell;
  input.onchange = () => set(values[Number(input.value)][0]);
  return [input, output];
}

export default mounting("strip", Strip);
