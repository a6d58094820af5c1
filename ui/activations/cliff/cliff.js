// The learning-rate cliff: curves of accuracy against the rate, and below a table for each activation, with a cell for
// each run, darker where its number is higher. A click picks the run; beside it stand what became of its
// units, how a dead one died, and the way to the run itself.

import { listenToChoices, markChoices } from "../../browser/choices.js";
import { find, findAll } from "../../browser/find.js";
import { OneStop } from "../../browser/one_stop.js";
import { say, saying } from "../../browser/sentences.js";
import { steering } from "../../browser/steering.js";
import { Landscape } from "./landscape.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Sentence } from "../../browser/sentences.js" */
/** @import { Host, PageBlock } from "../views.js" */

/** @typedef {{ accuracy: number, diverged: boolean, dead_share: number, saturated_share: number }} Outcome */
/** @typedef {{ activation: string, start: string, rate: number }} Run */
/** @typedef {[layer: number, unit: number]} Unit both counted from 1 */

/**
 * What is said of the picked run. `link` opens it on its own page, `biographies` its units' lives; `autopsy` tells in
 * sentences how the examined unit died.
 * @typedef {object} About
 * @property {string} title
 * @property {string} words
 * @property {string} link
 * @property {string} link_words
 * @property {string} biographies
 * @property {Unit[]} dead
 * @property {string} dead_words
 * @property {Unit | null} examined
 * @property {string[]} autopsy
 */

/**
 * `starts`: the initialisers; `outcomes`: of the runs that are trained, by "activation|start|rate". `dead_limits`: for
 * each activation the share of the training patterns from which on a unit that is saturated is given up; 0 where units
 * are counted that no pattern reaches.
 * @typedef {object} CliffHeader
 * @property {"cliff"} view
 * @property {Sentence} headline
 * @property {Record<string, number>} dead_limits
 * @property {string} network_words
 * @property {string} brief the patterns and the network, in one line
 * @property {string} kept how the runs were made, where they are not made here
 * @property {number} chance the share of the largest class
 * @property {string[]} starts
 * @property {number[]} rates
 * @property {string} shown
 * @property {Record<string, Outcome | undefined>} outcomes
 * @property {Run & About} picked
 *
 * @typedef {PageBlock<CliffHeader>} CliffBlock
 */

/** @typedef {{ button: HTMLButtonElement, run: Run }} Cell */

/** @type {Record<string, { number: (outcome: Outcome) => number, words: (limit: number) => string }>} */
const SHOWN = {
  accuracy: { number: (outcome) => outcome.accuracy, words: () => "right" },
  dead: {
    number: (outcome) => outcome.dead_share,
    words: (limit) =>
      limit
        ? `of the units saturated on ${+(100 * limit).toPrecision(3)} % of the patterns or more`
        : "of the units dead",
  },
  saturated: {
    number: (outcome) => outcome.saturated_share,
    words: () => "of all pairs of a unit and a training pattern saturated",
  },
};

export class Cliff {
  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    this.host = host;
    /** @type {CliffBlock | null} */
    this.state = null;
    this.shown = "accuracy";
    this.shape = "";
    /** @type {Cell[]} */
    this.cells = [];
    this.tables = find(section, ".tables");
    this.stop = new OneStop(this.tables, "button");
    this.landscape = new Landscape(section, (run) => host.set({ ...run, examine: false }));
    this.listen();
  }

  listen() {
    const { host } = this;
    listenToChoices(this.section, (name, value) => {
      if (name === "start") return host.set({ start: value, examine: false });
      this.shown = value;
      this.draw(host.theme);
      host.set({ shown: value });
    });
  }

  /**
   * @param {CliffBlock} state
   * @param {boolean} isNew
   */
  update(state, isNew) {
    this.state = state;
    if (isNew) this.shown = state.shown;
    say(find(this.section, ".network-words"), "activations.cliff.network", state.network_words);
    say(find(this.section, ".brief"), "activations.cliff.brief", state.brief);
    const shape = JSON.stringify([state.names, state.starts, state.rates]);
    if (shape !== this.shape) this.make(state);
    say(find(this.section, ".kept"), "activations.cliff.kept", state.kept);
    this.shape = shape;
    this.describePicked(state.picked);
  }

  /** @param {CliffBlock} state */
  make(state) {
    const words = find(this.section, ".starts");
    words.replaceChildren(
      ...state.starts.map((start) => {
        const button = document.createElement("button");
        button.dataset.value = button.textContent = start;
        button.dataset.shows = "name";
        return button;
      }),
    );
    this.listen();
    this.makeTables(state);
  }

  /** @param {CliffBlock} state */
  makeTables({ names, words, starts, rates }) {
    const heads = rates.map((rate) => `<th scope="col" data-shows="tick">${rate}</th>`).join("");
    const cells = rates.map(() => "<td><button></button></td>").join("");
    const rows = starts
      .map((start) => `<tr><th scope="row" data-shows="name">${start}</th>${cells}</tr>`)
      .join("");
    this.tables.innerHTML = names
      .map(
        (name) => `<table>
          <caption>${words[name]} ${saying("activations.cliff.caption", "")}</caption>
          <thead><tr><th scope="col">learning rate</th>${heads}</tr></thead>
          <tbody class="cells">${rows}</tbody></table>`,
      )
      .join("");
    const runs = names.flatMap((activation) =>
      starts.flatMap((start) => rates.map((rate) => ({ activation, start, rate }))),
    );
    /** @type {HTMLButtonElement[]} */
    const buttons = findAll(this.tables, "button");
    this.cells = buttons.map((button, i) => {
      button.onclick = () => this.host.set({ ...runs[i], examine: false });
      return { button, run: runs[i] };
    });
    this.stop.last = undefined;
    this.stop.refresh();
  }

  /** Tab leads to the picked run; where the focus is among the cells already, it stays. */
  reachPicked() {
    const { cells, stop, state } = this,
      picked = cells.find(({ run }) => state && isSame(run, state.picked));
    if (!picked || this.tables.matches(":focus-within") || stop.last === picked.button) return;
    stop.last = picked.button;
    stop.refresh();
  }

  /** @param {Theme | null} theme */
  draw(theme) {
    const { state, shown } = this;
    if (!state) return;
    if (theme) this.landscape.draw(theme, state);
    markChoices(this.section, { shown, start: this.landscape.start });
    findAll(this.tables, "caption span").forEach((caption, k) => {
      const limit = state.dead_limits[state.names[k]];
      say(caption, "activations.cliff.caption", `% ${SHOWN[shown].words(limit)}`);
    });
    for (const { button, run } of this.cells) {
      const { activation, start, rate } = run;
      const outcome = state.outcomes[`${activation}|${start}|${rate}`];
      const words = this.cellWords(outcome);
      const share = outcome && words !== DIVERGED ? SHOWN[shown].number(outcome) : 0;
      if (button.textContent !== words) button.textContent = words;
      button.style.setProperty("--share", `${Math.round(100 * tone(share, theme?.name === "dark"))}%`);
      button.classList.toggle("strong", share >= 0.8);
      button.classList.toggle("waiting", !outcome);
      button.setAttribute("aria-pressed", String(isSame(run, state.picked)));
      const spoken = this.spoken(words, state.dead_limits[activation]);
      button.setAttribute(
        "aria-label",
        `${state.words[activation]}, ${start}, learning rate ${rate}: ${spoken}`,
      );
    }
    this.reachPicked();
  }

  /**
   * Percent, without decimals where they would say nothing; nothing while the run is not trained.
   * @param {Outcome | undefined} outcome
   */
  cellWords(outcome) {
    const { shown } = this;
    if (!outcome) return "";
    if (outcome.diverged && shown === "accuracy") return DIVERGED;
    const value = SHOWN[shown].number(outcome);
    return (100 * value).toFixed(value > 0.9995 || shown !== "accuracy" ? 0 : 1);
  }

  /**
   * @param {string} words of a cell
   * @param {number} limit see `dead_limits`
   */
  spoken(words, limit) {
    if (!words) return "not trained yet";
    return words === DIVERGED ? "diverged" : `${words} % ${SHOWN[this.shown].words(limit)}`;
  }

  /** @param {Run & About} picked */
  describePicked(picked) {
    const { section } = this;
    say(find(section, ".picked-title"), "activations.cliff.title", picked.title);
    say(find(section, ".picked-words"), "activations.cliff.picked", steering(picked.words));
    /** @type {HTMLAnchorElement} */
    const link = find(section, ".open");
    link.hidden = !picked.link;
    if (picked.link) link.href = picked.link;
    link.textContent = picked.link_words;
    /** @type {HTMLAnchorElement} */
    const follow = find(section, ".follow");
    follow.href = picked.biographies;
    say(find(section, ".dead-words"), "activations.cliff.dead", picked.dead_words);
    find(section, "h3").hidden = !picked.dead_words;
    this.listDead(picked);
    const lines = picked.autopsy.map((line) => `<li>${line}</li>`).join("");
    const autopsy = find(section, ".autopsy");
    autopsy.innerHTML = lines;
    autopsy.dataset.says = "activations.cliff.autopsy";
  }

  /**
   * A button for each dead unit; the nodes stay as long as they say the same.
   * @param {About} picked
   */
  listDead({ title, dead, examined }) {
    const box = find(this.section, ".dead-units");
    const key = JSON.stringify([title, dead, examined]);
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    box.replaceChildren(
      ...dead.map(([layer, unit]) => {
        const button = document.createElement("button");
        const isExamined = examined !== null && examined[0] === layer && examined[1] === unit;
        button.textContent = `${layer}·${unit}`;
        button.setAttribute("aria-pressed", String(isExamined));
        button.onclick = () => this.host.set({ layer, unit, examine: true });
        return button;
      }),
    );
  }

  headline() {
    return this.state?.headline ?? { name: "", text: "" };
  }

  sentence() {
    const { title, words, dead_words } = this.state?.picked ?? { title: "", words: "", dead_words: "" };
    return `${title}. ${words} ${dead_words}`;
  }
}

const DIVERGED = "✕";

/**
 * @param {Run} one
 * @param {Run} other
 */
const isSame = (one, other) =>
  one.activation === other.activation && one.start === other.start && one.rate === other.rate;

/**
 * How much ink is in a cell: more for a higher share, but for a gap in the middle in which neither dark nor light
 * figures would have a contrast of 4.5.
 * @param {number} share
 * @param {boolean} dark
 */
function tone(share, dark) {
  if (share < 0.8) return (dark ? 0.44 : 0.62) * share;
  return (dark ? 0.5 : 0.6) + (share - 0.8);
}
