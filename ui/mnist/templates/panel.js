// The panel: curves with the playhead, buttons, and what can be said of the run at a moment.

import { find, findAll } from "../../browser/find.js";
import { historyOf } from "../../browser/playing/moments.js";
import { Chart, formatEpoch, formatLoss, formatPercent, lowestOf } from "../../browser/playing/timeline.js";
import { markPlay } from "../../browser/playing/transport.js";
import { say } from "../../browser/sentences.js";
import { isReached, measuredAt, paceAt, stateAt, testAt } from "./sentences.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { History } from "../../browser/playing/moments.js" */
/** @import { Records } from "../../browser/playing/timeline.js" */
/** @import { Moment, RunBlock } from "./moments.js" */

/** @typedef {History & Record<"training_wrong" | "validation_wrong", Float32Array>} RunHistory */

/**
 * The top of an axis: high enough for all but the first steep fall, and no more than four times where a run begins;
 * what is above is held at the top.
 * @param {string[]} names
 * @param {number} least
 * @returns {(records: Records) => number}
 */
function tailCeiling(names, least) {
  return (records) => {
    const curves = names.map((name) => Array.from(records[name] ?? [])),
      values = curves
        .flat()
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
    const usual = values[Math.floor(0.8 * (values.length - 1))] || least;
    const first = Math.max(...curves.map(([start]) => start).filter(Number.isFinite));
    return Math.max(least, Math.min(1.5 * usual, 1.05 * Math.max(...values), 4 * first));
  };
}

/** @param {Float32Array} accuracy */
const wrongOf = (accuracy) => accuracy.map((share) => 1 - share);

/**
 * @param {History} history
 * @returns {RunHistory}
 */
const withWrong = (history) => ({
  ...history,
  training_wrong: wrongOf(history.training_accuracy),
  validation_wrong: wrongOf(history.validation_accuracy),
});

const OF_THE_WHOLE = " Loss and error are those of the whole network while it plays.";

/**
 * @typedef {{ plays: boolean, atEnd: boolean, live: boolean, moment: Moment, isWhole: boolean }} State `isWhole`: no
 *   unit is off
 */

export class Panel {
  /** @type {RunBlock} */
  run;
  /** @type {RunHistory} */
  history;
  /** @type {RunHistory} */
  own; // the run's
  /**
   * Epochs that have a tick.
   * @type {number[]}
   */
  marks = [];

  /**
   * @param {HTMLElement} root
   * @param {(epoch: number) => void} onScrub
   */
  constructor(root, onScrub) {
    this.root = root;
    const loss = {
      training: "training_error",
      validation: "validation_error",
      ceiling: tailCeiling(["training_error", "validation_error"], 0.02),
      /** @param {number} v */
      format: (v) => String(+v.toFixed(3)),
      namesLowest: true,
    };
    const wrong = {
      training: "training_wrong",
      validation: "validation_wrong",
      ceiling: tailCeiling(["training_wrong", "validation_wrong"], 0.01),
      /** @param {number} v */
      format: (v) => `${+(100 * v).toFixed(1)} %`,
    };
    find(root, ".lowest").onclick = () => this.lowest && onScrub(this.lowest.epoch);
    this.charts = [
      new Chart(find(root, "[data-chart=loss]"), loss, onScrub),
      new Chart(find(root, "[data-chart=wrong]"), wrong, onScrub),
    ];
    this.values = new Map(findAll(root, ".panel [data-name]").map((value) => [value.dataset.name, value]));
  }

  /** @param {RunBlock} run */
  setRun(run) {
    this.run = run;
    for (const sample of findAll(this.root, ".sample")) sample.textContent = run.sample && ` (${run.sample})`;
    this.own = this.history = withWrong(historyOf(run.arrays, "history_"));
  }

  /**
   * Show other curves than the run's own.
   * @param {History | null} history null for its own
   */
  follow(history) {
    this.history = history ? withWrong(history) : this.own;
  }

  /** Where the validation loss was lowest, after a run that stopped for lack of a lower one. */
  get lowest() {
    const { run, own: history } = this;
    return lowestOf(history.epoch, history.validation_error, run.finished ? run.stop_kind : "");
  }

  /** @param {Theme} theme */
  draw(theme) {
    const { run } = this;
    this.charts.forEach((chart) => {
      chart.setHistory(this.history, run.n_epochs, run.finished ? run.stop_kind : "");
      chart.setMarks(this.marks);
      chart.draw(theme);
    });
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  write(name, words) {
    const value = this.values.get(name);
    if (value) value.textContent = words;
  }

  /** @param {Moment} moment */
  show(moment) {
    const head = this.measured(moment);
    this.charts.forEach((chart) => chart.moveTo(head));
    this.write("epoch", formatEpoch(moment.epoch));
    this.write("of", `of ${this.run.n_epochs}`);
    this.write("training_error", formatLoss(moment.training_error));
    this.write("validation_error", formatLoss(moment.validation_error));
    this.write("training_wrong", `${formatPercent(moment.training_wrong)} %`);
    this.write("validation_wrong", `${formatPercent(moment.validation_wrong)} %`);
  }

  /**
   * Words and buttons that follow the state, not the picture; gives a sentence for screen readers.
   * @param {State} state
   * @param {string} headline
   */
  describe(state, headline) {
    const { run, root } = this,
      { moment } = state,
      said = find(root, ".said");
    const button = find(root, ".play");
    markPlay(button, { playing: state.plays, atEnd: state.atEnd }, run.finished);
    button.title = button.getAttribute("aria-label") ?? "";
    this.showWords(state);
    said.classList.toggle("wrong", run.stop_kind === "diverged" && isReached(run, moment));
    return (
      `${headline}. ${measuredAt(run, this.measured(moment))} ` +
      `${said.textContent} ${find(root, ".test").textContent}`
    );
  }

  /**
   * What is said of the moment that is shown.
   * @param {State} state
   */
  showWords(state) {
    const { run, root } = this,
      { moment } = state;
    const whole = state.live && !state.isWhole ? OF_THE_WHOLE : "";
    say(find(root, ".said"), "mnist.templates.state", stateAt(run, moment, state) + whole);
    say(find(root, ".pace"), "mnist.templates.pace", paceAt(run, moment));
    find(root, ".lowest").hidden = !this.lowest || this.lowest.epoch === moment.epoch;
    say(find(root, ".test"), "mnist.templates.test", state.isWhole ? testAt(run, moment) : "");
    const scrub = find(root, ".scrub");
    scrub.dataset.says = "mnist.templates.measured";
    scrub.setAttribute("aria-valuetext", measuredAt(run, this.measured(moment)));
  }

  /**
   * While the run is played, the last record: beyond it nothing has been measured yet.
   * @param {Moment} moment
   */
  measured(moment) {
    const { epoch } = this.history;
    return this.run.live ? { ...moment, epoch: epoch[epoch.length - 1] } : moment;
  }
}
