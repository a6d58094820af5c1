// The panel: curves with the playhead, buttons, and what can be said of the run at a moment.

import { Chart, formatEpoch, formatLoss, formatPercent } from "../../browser/playing/timeline.js";
import { MEASURES } from "./moments.js";

const ICONS = {
  play: '<path d="M7 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
  replay: '<path d="M12 5V1L6 6l6 5V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z"/>',
};
export const whole = (number) => Math.round(number).toLocaleString("en-GB");

// The top of an axis: high enough for all but the first steep fall, and no more than four times where a run begins; what
// is above is held at the top.
function tailCeiling(names, least) {
  return (history) => {
    const values = names
      .flatMap((name) => Array.from(history[name]))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const usual = values[Math.floor(0.8 * (values.length - 1))] || least;
    const first = Math.max(...names.map((name) => history[name][0]).filter(Number.isFinite));
    return Math.max(least, Math.min(1.5 * usual, 1.05 * Math.max(...values), 4 * first));
  };
}

export class Panel {
  constructor(root, onScrub) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.charts = [
      [
        "loss",
        {
          training: "training_error",
          validation: "validation_error",
          ceiling: tailCeiling(["training_error", "validation_error"], 0.02),
          format: (v) => String(+v.toFixed(3)),
        },
      ],
      [
        "wrong",
        {
          training: "training_wrong",
          validation: "validation_wrong",
          ceiling: tailCeiling(["training_wrong", "validation_wrong"], 0.01),
          format: (v) => `${+(100 * v).toFixed(1)} %`,
        },
      ],
    ].map(([name, options]) => new Chart(this.find(`[data-chart=${name}]`), options, onScrub));
    this.values = Object.fromEntries(
      [...root.querySelectorAll(".panel [data-name]")].map((element) => [element.dataset.name, element]),
    );
  }

  setRun(run) {
    this.run = run;
    this.history = Object.fromEntries(
      ["epoch", ...MEASURES].map((name) => [name, run.arrays[`history_${name}`]]),
    );
    for (const set of ["training", "validation"])
      this.history[`${set}_wrong`] = this.history[`${set}_accuracy`].map((share) => 1 - share);
  }

  draw(theme) {
    const { run } = this;
    this.charts.forEach((chart) => {
      chart.setHistory(this.history, run.n_epochs, run.finished ? run.stop_kind : "");
      chart.draw(theme);
    });
  }

  // While it is played, the playhead stands at the last record: beyond it nothing has been measured yet.
  show(moment) {
    const { epoch } = this.history,
      head = this.run.live ? { ...moment, epoch: epoch[epoch.length - 1] } : moment;
    this.charts.forEach((chart) => chart.moveTo(head));
    const set = (name, words) => (this.values[name].textContent = words);
    set("epoch", formatEpoch(moment.epoch));
    set("of", `of ${this.run.n_epochs}`);
    for (const name of ["training_error", "validation_error"]) set(name, formatLoss(moment[name]));
    for (const name of ["training_wrong", "validation_wrong"]) set(name, `${formatPercent(moment[name])} %`);
  }

  // Words and buttons that follow the state, not the picture.
  describe({ plays, atEnd, live, moment }) {
    const { run } = this,
      state = plays ? "pause" : run.finished && atEnd ? "replay" : "play";
    const button = this.find(".play");
    if (button.dataset.state !== state) {
      button.dataset.state = state;
      button.querySelector("svg").innerHTML = ICONS[state];
      const words = { pause: "Pause (space)", play: "Play (space)", replay: "Play again (space)" }[state];
      button.setAttribute("aria-label", words);
      button.title = words;
    }
    const said = this.find(".said"),
      test = run.test_accuracy;
    const pace = run.images_per_second
      ? `${run.seconds.toFixed(1)} s, ${whole(Number(run.images_per_second.toPrecision(3)))} images a second.`
      : "";
    said.textContent = this.stateWords(plays, live);
    this.find(".pace").textContent = pace;
    said.classList.toggle("wrong", run.stop_kind === "diverged");
    this.find(".test").textContent =
      test === null ? "" : `${formatPercent(test)} % of the test images are right`;
    const scrub = this.find(".scrub"),
      epoch = `Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}`;
    scrub.setAttribute("aria-valuetext", epoch);
    return (
      `${run.headline}. ${epoch}: ${formatPercent(moment.training_wrong)} % of the training images are wrong, loss ${formatLoss(moment.training_error)}; ` +
      `${formatPercent(moment.validation_wrong)} % of the validation images, loss ${formatLoss(moment.validation_error)}. ${said.textContent} ${this.find(".test").textContent}`
    );
  }

  stateWords(plays, live) {
    const { run } = this,
      changes = run.rates.slice(1);
    const rates = changes.length
      ? ` Learning rate ${run.rates[0][1]}, ${changes.map(([epoch, rate]) => `from epoch ${formatEpoch(Math.round(100 * epoch) / 100)} on ${rate}`).join(", ")}.`
      : "";
    if (run.finished) return `${run.stop_message}${run.stop_message.endsWith(".") ? "" : "."}${rates}`;
    if (plays)
      return `Training: epoch ${formatEpoch(Math.floor(run.trained_epoch))} of ${run.n_epochs}.${rates}`;
    if (live) return "Pausing.";
    if (run.trained_epoch === 0) return "Before training. Press play.";
    return `Paused at epoch ${formatEpoch(Math.round(100 * run.trained_epoch) / 100)} of ${run.n_epochs}.${rates}`;
  }
}
