// The player: a whole training run in the browser. Python sends the weights of every snapshot once; from then on each
// picture is computed here, and only a wish for finer steps, or a change of look, goes back.

import { Asking, WORRY_AFTER_ASKING } from "../../browser/playing/asking.js";
import { whole } from "../../browser/numbers.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { writeHeadline } from "../../browser/headline.js";
import { markHatches } from "../../browser/maps/look.js";
import { drawAxes, RegionMap } from "../../browser/maps/map.js";
import { historyOf, MEASURES, momentsOf } from "../../browser/playing/moments.js";
import {
  listenToKeys,
  onHistory,
  Playback,
  replayFrom,
  watchForAnswers,
} from "../../browser/playing/playback.js";
import { symbolSvg } from "../../browser/symbols.js";
import {
  Chart,
  formatEpoch,
  formatLoss,
  formatPercent,
  lossCeiling,
} from "../../browser/playing/timeline.js";
import { markPlay } from "../../browser/playing/transport.js";
import { Judge, truthLines, truthWords } from "../../browser/maps/truth.js";
import { progressWords, spokenWords, unitWords, valuesTable } from "../../browser/words.js";
import { Beside } from "./beside.js";
import { Changes } from "./changes.js";
import { Editor } from "../drawing/editor.js";
import { showTruth } from "./truth_readouts.js";

const MORE_EVERY = 350; // ms between two requests for more of a run that is not finished
const NEEDS_A_RUN = ".transport button, .scrub, .keep, .look button, .hidden .unit";

class Player {
  constructor(root) {
    this.root = root;
    this.map = new RegionMap(root);
    this.changes = new Changes(root, this.map);
    this.beside = new Beside(root, this);
    this.playback = new Playback({
      show: (moment, atRest) => this.show(moment, atRest),
      changed: () => this.describe(),
    });
    this.asking = new Asking({
      every: MORE_EVERY,
      wanted: () => this.run && !this.run.finished && root.isConnected,
      ask: () => this.ask("more", performance.now()),
    });
    this.charts = [
      [
        "loss",
        {
          training: "training_error",
          validation: "validation_error",
          ceiling: lossCeiling(["training_error", "validation_error"]),
          format: (v) => String(+v.toFixed(3)),
        },
      ],
      [
        "accuracy",
        {
          training: "training_accuracy",
          validation: "validation_accuracy",
          ceiling: () => 1,
          format: (v) => `${Math.round(100 * v)} %`,
        },
      ],
    ].map(
      ([name, options]) =>
        new Chart(root.querySelector(`[data-chart=${name}]`), options, (epoch) =>
          this.playback.scrubTo(epoch),
        ),
    );
    this.judge = new Judge((value) => this.ask("judge", value));
    this.editor = new Editor(root, this.map, {
      ask: (name, value) => this.ask(name, value),
      redraw: () => this.playback.playing || this.show(this.playback.moment, true),
      say: (words) => (root.querySelector(".spoken").textContent = words),
    });
    this.makeReadouts();
    this.listen();
    root.probabilitiesAt = (x, y) => this.map.valuesAt(this.playback.moment.params, x, y); // for tests and the hover
  }

  makeReadouts() {
    const names = {
      epoch: "Epoch",
      training_accuracy: "Accuracy, training",
      validation_accuracy: "Accuracy, validation",
      training_error: "Loss, training",
      validation_error: "Loss, validation",
      params: "Parameters",
    };
    this.root.querySelector(".readouts").innerHTML = Object.entries(names)
      .map(
        ([name, words]) =>
          `<div class="readout" data-name="${name}"><span>${words}</span><b></b> <small></small></div>`,
      )
      .join("");
    this.readouts = Object.fromEntries(
      Object.keys(names).map((name) => {
        const box = this.root.querySelector(`.readout[data-name=${name}]`);
        return [name, { box, value: box.querySelector("b"), unit: box.querySelector("small") }];
      }),
    );
    this.root.querySelector(".legend").innerHTML =
      [0, 1, 2].map((k) => `<span>${symbolSvg(k)} ${k ? "" : "class "}${k + 1}<em></em></span>`).join("") +
      `<span>${symbolSvg(0, { hollow: true })} validation</span><span>${symbolSvg(0, { ring: true, size: 20 })} wrong</span>`;
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector),
      playback = this.playback;
    const actions = {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      stepEpoch: () => this.step("epoch"),
      stepBatch: () => this.step("batch"),
      toEnd: () => playback.goTo(playback.moments.length - 1),
      stepBack: () => playback.goTo(this.previousEpoch()),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    find(".step-batch").onclick = actions.stepBatch;
    find(".fork").onclick = () => this.ask("fork", { epoch: playback.moment.epoch });
    find(".keep").onclick = () => this.ask("keep", { nonce: performance.now() });
    find(".leave").onclick = () => this.ask("leave", { nonce: performance.now() });
    find(".mark").onclick = () => this.choose("since", playback.moment.epoch);
    this.scrub = find(".scrub");
    this.scrub.oninput = () => playback.goTo(Number(this.scrub.value));
    this.forgets = [
      listenToKeys(actions),
      onHistory(() => this.asking.begin(WORRY_AFTER_ASKING)),
      () => this.answers.forget(),
      () => this.editor.forget(),
    ];
    this.answers = watchForAnswers(this.root);
    playback.holds = () => this.answers.busy();
    this.root.querySelectorAll(".segmented button").forEach((button) => {
      button.onclick = () =>
        this.choose(button.closest(".segmented").dataset.name || "speed", button.dataset.value);
    });
    this.map.box.onpointermove = (event) => this.hover((this.pointer = event));
    this.map.box.onpointerleave = () => {
      this.pointer = null;
      find(".values").hidden = true;
      this.beside.mark(null);
    };
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(this.root);
    this.themeWatch = setInterval(
      () => this.run && this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(),
      400,
    );
  }

  choose(name, value) {
    if (name === "speed") this.playback.speed = Number(value);
    else {
      this.run.view[name] = value;
      this.ask("view", { ...this.run.view });
      if (!this.playback.playing) this.show(this.playback.moment, true);
    }
    this.markChoices();
  }

  markChoices() {
    const chosen = { speed: String(this.playback.speed), ...this.run.view };
    this.root.querySelectorAll(".segmented button").forEach((button) => {
      const name = button.closest(".segmented").dataset.name || "speed";
      button.setAttribute("aria-pressed", String(chosen[name]) === button.dataset.value);
    });
    markHatches(this.root, chosen.look);
  }

  pick(unit) {
    const same = this.picked && this.picked.layer === unit.layer && this.picked.unit === unit.unit;
    this.picked = same ? null : unit;
    if (!this.playback.playing) this.show(this.playback.moment, true);
    this.describe();
  }

  // A block from Python: a new run, or more of the one that is shown.
  update(run) {
    const isNew = !this.run || this.run.id !== run.id;
    const epoch = isNew || !this.playback.moment ? 0 : this.playback.moment.epoch;
    if (isNew) {
      this.seen = { epoch: run.trained_epochs, now: performance.now() };
      this.answers.answered();
      this.fine = [];
      const shape = JSON.stringify([run.sizes, run.activations]);
      if (shape !== this.shape) this.picked = null;
      this.shape = shape;
    }
    if (run.replay) this.fine = momentsOf(run.arrays, "replay_", run.n_params);
    this.run = run;
    this.history = historyOf(run.arrays, "history_");
    this.playback.complete = run.finished;
    this.judge.take(run, isNew);
    this.map.truth = run.arrays.truth_pieces ? truthLines(run.arrays.truth_pieces) : null;
    this.mergeMoments(epoch);
    const isFirst = isNew || !this.theme;
    if (isFirst) this.map.setRun(run);
    this.beside.setRun(run, this.map);
    if (isFirst) this.begin(run);
    else if (run.replay && this.waiting) this.finishStep();
    this.editor.setRun(run);
    this.redraw();
    this.asking.begin();
  }

  begin(run) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playback.stop();
    if (run.open_at !== null) this.playback.standAt(run.open_at);
    else if (still) this.playback.standAt(run.n_epochs);
    else {
      if (run.begin_at) this.playback.scrubTo(run.begin_at);
      this.playback.play();
    }
  }

  // Snapshots and, between two of them, the fine steps that were asked for.
  mergeMoments(epoch) {
    const coarse = momentsOf(this.run.arrays, "snapshot_", this.run.n_params);
    const known = new Set(coarse.map((m) => m.epoch));
    const moments = [...coarse, ...this.fine.filter((m) => !known.has(m.epoch))].sort(
      (a, b) => a.epoch - b.epoch,
    );
    this.playback.setMoments(moments, epoch);
    this.scrub.max = String(moments.length - 1);
  }

  // To the next whole epoch, or the next batch: at once where its weights are here, else after Python has sent them.
  step(kind) {
    const { playback } = this,
      { epoch } = playback.moment;
    if (playback.playing) playback.pause();
    const width = kind === "epoch" ? 1 : 1 / this.run.steps_per_epoch;
    const target = kind === "epoch" ? Math.floor(epoch + 1e-6) + 1 : epoch + width;
    const next = playback.nearest(target);
    if (next > playback.indexOf(epoch) && Math.abs(playback.moments[next].epoch - target) < 0.4 * width)
      return playback.goTo(next);
    if (target > this.run.trained_epochs + 1e-6) return undefined;
    this.waiting = target;
    return this.ask("replay", {
      epoch: replayFrom(epoch, target, this.run.steps_per_epoch),
      nonce: performance.now(),
    });
  }

  finishStep() {
    this.playback.goTo(this.playback.nearest(this.waiting));
    this.waiting = null;
  }

  previousEpoch() {
    const { moments, moment } = this.playback;
    for (let i = moments.indexOf(moment) - 1; i > 0; i--) if (Number.isInteger(moments[i].epoch)) return i;
    return 0;
  }

  redraw() {
    const { run } = this;
    this.theme = makeTheme(run.palette, this.root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(this.root).fontFamily;
    drawAxes(this.root, run.extent);
    this.map.resize(this.theme);
    this.editor.place();
    this.beside.resize(this.theme);
    const stopped = run.finished ? run.stop_kind : "";
    this.charts.forEach((chart) => {
      chart.setHistory(this.history, run.n_epochs, stopped);
      chart.draw(this.theme);
    });
    this.markChoices();
    this.show(this.playback.moment, !this.playback.playing);
    this.describe();
  }

  get showsChanges() {
    return this.run.view.look === "changed" && !this.run.empty;
  }

  // One picture: map, unit maps, playhead, readouts.
  show(moment, atRest) {
    if (!moment || !this.theme || !this.map.size) return;
    const { view } = this.run,
      start = performance.now();
    const picture = this.map.paint(moment.params, {
      atRest,
      look: view.look,
      lines: view.lines,
      picked: this.picked,
    });
    if (this.showsChanges)
      this.changes.paint(this.playback.moments[this.playback.nearest(view.since)], picture, atRest);
    this.changes.describe(this.showsChanges, this.run.activations.length > 0);
    this.beside.paint(moment.params, picture, this.picked, atRest);
    this.charts.forEach((chart) => chart.moveTo(moment));
    this.scrub.value = String(Math.floor(this.playback.at));
    const set = (name, value, unit) => {
      this.readouts[name].value.textContent = value;
      this.readouts[name].unit.textContent = unit;
    };
    const batch = Math.round((moment.epoch % 1) * this.run.steps_per_epoch);
    set(
      "epoch",
      whole(Math.floor(moment.epoch + 1e-6)),
      batch ? `batch ${batch} of ${this.run.steps_per_epoch}` : `of ${whole(this.run.n_epochs)}`,
    );
    for (const name of MEASURES) {
      const isError = name.endsWith("error");
      set(name, isError ? formatLoss(moment[name]) : formatPercent(moment[name]), isError ? "" : "%");
    }
    set("params", whole(this.run.n_params), "");
    showTruth(this.readouts, this.run, moment, this.judge.at(moment));
    if (this.pointer) this.hover(this.pointer);
    this.sayHeadline(moment);
    this.pictures = (this.pictures || 0) + 1;
    if (!atRest) this.map.adapt(performance.now() - start);
  }

  // The finding, from the moment on at which the picture bears it out; before, the name of the data.
  sayHeadline(moment) {
    const { run } = this;
    writeHeadline(
      this.root.querySelector(".headline"),
      moment.epoch >= run.headline_from - 1e-6 ? run.headline : run.title,
    );
  }

  // Words and buttons that follow the state, not the picture.
  describe() {
    const { run, playback } = this;
    if (!run || !playback.moment) return;
    markPlay(this.root.querySelector(".play"), playback, run.finished && !run.empty);
    if (!playback.playing) this.judge.want(run, playback.moment);
    const state = run.finished
      ? playback.atEnd || run.stop_kind !== "done"
        ? run.stop_message
        : ""
      : progressWords(run, this.seen, performance.now());
    const ready = [state, truthWords(run, this.judge.at(playback.moment))].filter(Boolean).join(". ");
    this.root.querySelector(".status").textContent = ready;
    this.root.querySelector(".fork-words").textContent = run.fork_words;
    this.root.querySelector(".leave").hidden = !run.fork_words;
    this.root.querySelectorAll(NEEDS_A_RUN).forEach((control) => (control.disabled = run.empty));
    this.root.querySelector(".fork").disabled = run.empty || !run.can_fork;
    this.root.querySelector(".unit-words").innerHTML = unitWords(run, this.picked, this.beside.units);
    const m = playback.moment,
      headline = this.root.querySelector(".headline").textContent;
    const changed = this.showsChanges ? ` ${this.changes.sentence}` : "";
    const sentence = `${spokenWords(run, m, headline, this.map.wrong)}${changed} ${ready}`;
    this.map.box.setAttribute("aria-label", `Decision regions of three classes. ${sentence}`);
    if (!playback.playing) this.root.querySelector(".spoken").textContent = sentence;
    this.scrub.setAttribute("aria-valuetext", `Epoch ${formatEpoch(m.epoch)} of ${run.n_epochs}`);
  }

  // z and y of each class under the pointer.
  hover(event) {
    if (!this.playback.moment || !this.editor.reads || this.run.empty) return;
    const box = this.map.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.run.extent;
    const u = (event.clientX - box.left) / box.width,
      v = (event.clientY - box.top) / box.height;
    const x = left + u * (right - left),
      y = top - v * (top - bottom);
    const { scores, probabilities } = this.root.probabilitiesAt(x, y);
    this.beside.mark([x, y]);
    const values = this.root.querySelector(".values");
    values.innerHTML = valuesTable(x, y, scores, probabilities);
    values.hidden = false;
    values.style.left = u > 0.6 ? "auto" : `${100 * u + 3}%`;
    values.style.right = u > 0.6 ? `${100 * (1 - u) + 3}%` : "auto";
    values.style.top = `${Math.min(70, Math.max(2, 100 * v - 8))}%`;
  }

  destroy() {
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.asking.rest();
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("player", Player);
