// Up to a dozen runs on one clock: a map each, from the weights that Python sends once. A click opens a network.

import { Asking, WORRY_AFTER_ASKING } from "../../browser/playing/asking.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { writeHeadline } from "../../browser/headline.js";
import { listenToLook, markLook } from "../../browser/maps/look.js";
import { RegionMap } from "../../browser/maps/map.js";
import { historyOf, momentsOf, momentsTogether } from "../../browser/playing/moments.js";
import { listenToKeys, onHistory, Playback, watchForAnswers } from "../../browser/playing/playback.js";
import { symbolSvg } from "../../browser/symbols.js";
import { formatEpoch, formatPercent } from "../../browser/playing/timeline.js";
import { markPlay } from "../../browser/playing/transport.js";
import { Judge, TRUTH_NAME, truthLines, truthPercent, truthWords } from "../../browser/maps/truth.js";
import { whole } from "../../browser/numbers.js";
import { progressWords } from "../../browser/words.js";
import { WallChart } from "./curves.js";

const MORE_EVERY = 250; // ms between two requests for more of runs that are not finished
const ALL_CELLS_IN = 12; // ms: what takes longer is drawn in turns, so that play stays smooth
const RADIUS = 1.7; // of a point, CSS pixels

const rightOf = (m) => (Number.isFinite(m.validation_accuracy) ? m.validation_accuracy : m.training_accuracy);

// With the truth asked for: what a network gets wrong of training, validation and fresh points.
function errorsOf(run, m, judged) {
  const shares = [
    ["training", 1 - m.training_accuracy],
    ["validation", 1 - m.validation_accuracy],
  ].filter(([, share]) => Number.isFinite(share));
  if (run.truth) shares.push(["true", judged]);
  return `<em>wrong</em>${shares.map(([name, share]) => `<span><b>${share === undefined ? "…" : truthPercent(share)}</b><small>${name}</small></span>`).join("")}`;
}

class Wall {
  constructor(root) {
    this.root = root;
    this.cells = [];
    this.stride = 1;
    this.turn = 0;
    this.playback = new Playback({
      show: (moment, atRest) => this.show(moment, atRest),
      changed: () => this.describe(),
    });
    this.asking = new Asking({
      every: MORE_EVERY,
      wanted: () => this.run && !this.run.finished && root.isConnected,
      ask: () => this.ask("more", performance.now()),
    });
    const options = {
      training: "training_accuracy",
      validation: "validation_accuracy",
      ceiling: () => 1,
      format: (v) => `${Math.round(100 * v)} %`,
    };
    this.chart = new WallChart(root.querySelector(".chart"), options, (epoch) =>
      this.playback.scrubTo(epoch),
    );
    this.judge = new Judge((value) => this.ask("judge", value));
    this.listen();
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector),
      { playback } = this;
    const step = (by) => playback.goTo(playback.moments.indexOf(playback.moment) + by);
    const actions = {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      stepEpoch: () => step(1),
      stepBack: () => step(-1),
      toEnd: () => playback.goTo(playback.moments.length - 1),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    ["aria-label", "title"].forEach((name) => find(".step-epoch").setAttribute(name, "Step one moment (→)"));
    this.scrub = find(".scrub");
    this.scrub.oninput = () => playback.goTo(Number(this.scrub.value));
    this.answers = watchForAnswers(this.root);
    this.forgets = [
      listenToKeys(actions),
      onHistory(() => this.asking.begin(WORRY_AFTER_ASKING)),
      () => this.answers.forget(),
    ];
    playback.holds = () => this.answers.busy();
    listenToLook(this.root, (look) => {
      this.ask("view", { look: (this.run.view.look = look) });
      this.redraw();
    });
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(this.root);
    this.themeWatch = setInterval(
      () => this.run && this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(),
      400,
    );
  }

  // A block from Python: new runs, or more of those that are shown.
  update(run) {
    const isNew = !this.run || this.run.id !== run.id;
    const epoch = isNew || !this.playback.moment ? 0 : this.playback.moment.epoch;
    this.run = run;
    if (isNew) {
      this.seen = { epoch: run.trained_epochs, now: performance.now() };
      this.answers.answered();
      this.picked = null;
    }
    const lists = run.nets.map((net, i) => momentsOf(run.arrays, `${i}_snapshot_`, net.n_params));
    this.histories = run.nets.map((_, i) => historyOf(run.arrays, `${i}_snapshot_`));
    this.playback.complete = run.finished;
    this.judge.take(run, isNew);
    this.playback.speed = Math.max(0.2, Math.min(1, lists[0].length / 240)); // about four seconds from end to end
    const playable = Math.min(...run.nets.map((net) => (net.finished ? Infinity : net.trained_epochs)));
    this.playback.setMoments(momentsTogether(lists, playable), epoch);
    this.scrub.max = String(this.playback.moments.length - 1);
    this.makeCells();
    const lines = run.arrays.truth_pieces ? truthLines(run.arrays.truth_pieces) : null;
    this.cells.forEach(({ map }, i) => {
      map.truth = lines;
      if (isNew) map.setRun({ ...run.nets[i], arrays: run.arrays, extent: run.extent });
    });
    if (isNew) this.begin(run);
    this.redraw();
    this.asking.begin();
  }

  // The grid; its nodes stay as long as rows and columns do.
  makeCells() {
    const { rows, columns, truth_asked: asked, nets } = this.run,
      shape = JSON.stringify([rows, columns, asked]);
    if (shape === this.shape) return;
    this.shape = shape;
    const grid = this.root.querySelector(".grid");
    grid.style.setProperty("--rows", rows.length);
    grid.style.setProperty("--columns", columns.length);
    grid.toggleAttribute("data-truth", asked);
    const head = columns
      .map(
        (name, i) =>
          `<h2>${name}${asked ? ` <small>${whole(nets[i].n_params)} parameters</small>` : ""}</h2>`,
      )
      .join("");
    grid.innerHTML = `<span></span>${head}${rows
      .map(
        (name) =>
          `<h2 class="row">${name}</h2>${columns
            .map(
              () =>
                `<button class="cell" type="button"><div class="map"><canvas class="regions"></canvas></div><p class="right"><b></b><small></small></p><p class="wrong"></p></button>`,
            )
            .join("")}`,
      )
      .join("")}`;
    this.cells = [...grid.querySelectorAll(".cell")].map((button, i) => {
      const map = new RegionMap(button);
      Object.assign(map, { playGrid: 0, leastRadius: RADIUS, isSmall: true });
      button.onclick = () => this.ask("open", { cell: i, nonce: performance.now() });
      button.onpointerenter = button.onfocus = () => this.pick(i);
      button.onpointerleave = button.onblur = () => this.pick(null);
      return {
        button,
        map,
        value: button.querySelector("b"),
        small: button.querySelector("small"),
        wrong: button.querySelector(".wrong"),
      };
    });
  }

  pick(i) {
    this.picked = i;
    this.drawChart();
  }

  begin(run) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playback.stop();
    if (run.open_at !== null) this.playback.standAt(run.open_at);
    else if (still) this.playback.standAt(run.n_epochs);
    else this.playback.play();
  }

  redraw() {
    const { run, root } = this;
    this.theme = makeTheme(run.palette, root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(root).fontFamily;
    this.cells.forEach(({ map }) => map.resize(this.theme));
    const truth = run.truth_asked
      ? `<span><i class="dotted"></i> ${run.truth ? TRUTH_NAME : "Bayes boundary unknown"}</span>`
      : "";
    root.querySelector(".legend").innerHTML =
      [0, 1, 2].map((k) => `<span>${symbolSvg(k)} ${k ? "" : "class "}${k + 1}<em></em></span>`).join("") +
      truth;
    markLook(root, run.view.look);
    this.drawChart();
    this.show(this.playback.moment, !this.playback.playing);
    this.describe();
  }

  drawChart() {
    const shown = this.picked ?? this.best;
    this.chart.setHistories(this.histories, this.run.n_epochs, shown);
    this.chart.draw(this.theme);
    if (this.playback.moment)
      this.chart.moveTo({ ...this.playback.moment.nets[0], epoch: this.playback.moment.epoch });
    this.root.querySelector(".which").textContent =
      shown === undefined ? "" : `validation, in ink: ${this.nameOf(shown)}`;
    this.cells.forEach(({ button }, i) => button.classList.toggle("picked", i === this.picked));
  }

  nameOf(i) {
    const { rows, columns } = this.run;
    return `${columns[i % columns.length]}, ${rows[Math.floor(i / columns.length)]}`;
  }

  // One picture of all cells, or of every so manieth where all would take too long.
  show(moment, atRest) {
    if (!moment || !this.theme || !this.cells.length || !this.cells[0].map.size) return;
    const start = performance.now(),
      stride = atRest ? 1 : this.stride;
    this.turn = (this.turn + 1) % stride;
    this.cells.forEach(({ map, value, wrong }, i) => {
      if (i % stride !== this.turn % stride) return;
      map.paint(moment.nets[i].params, { atRest, look: this.run.view.look, lines: "picked", picked: null });
      value.textContent = `${formatPercent(rightOf(moment.nets[i]))} %`;
      if (this.run.truth_asked)
        wrong.innerHTML = errorsOf(this.run, moment.nets[i], this.judge.at(moment)?.[2 * i]);
    });
    const cost = (performance.now() - start) * stride;
    if (!atRest)
      this.stride = Math.max(
        1,
        Math.min(4, Math.round((0.8 * this.stride * ALL_CELLS_IN + 0.2 * cost) / ALL_CELLS_IN)),
      );
    this.chart.moveTo({ ...moment.nets[0], epoch: moment.epoch });
    this.scrub.value = String(Math.floor(this.playback.at));
    this.root.querySelector(".moment").textContent =
      `Epoch ${formatEpoch(moment.epoch)} of ${whole(this.run.n_epochs)}`;
    writeHeadline(
      this.root.querySelector(".headline"),
      moment.epoch >= this.run.headline_from - 1e-6 ? this.run.headline : this.run.title,
    );
    this.pictures = (this.pictures || 0) + 1;
  }

  // Words, buttons and the frame around the best, which follow the state, not the picture.
  describe() {
    const { run, playback, root } = this,
      { moment } = playback;
    if (!run || !moment) return;
    markPlay(root.querySelector(".play"), playback, run.finished);
    const state = run.finished ? "" : `${progressWords(run, this.seen, performance.now())}. `;
    root.querySelector(".status").textContent =
      `${state}${run.truth_asked ? "" : "Same points, same batches, one clock. "}Pick a map to set it beside the single layer. ${truthWords(run, this.judge.at(moment))}`;
    this.scrub.setAttribute("aria-valuetext", `Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}`);
    const right = moment.nets.map(rightOf);
    this.best = right.indexOf(Math.max(...right));
    this.cells.forEach(({ button, small }, i) => {
      const diverged = run.nets[i].stop_kind === "diverged" ? ", diverged" : "";
      const words = `${whole(run.nets[i].n_params)} parameters${diverged}`;
      if (small.textContent !== words) small.textContent = words;
      button.classList.toggle("best", i === this.best && run.finished && playback.atEnd);
      if (!playback.playing)
        button.setAttribute(
          "aria-label",
          `${this.nameOf(i)}: ${formatPercent(right[i])} % right${diverged}. Set beside the single layer.`,
        );
    });
    if (playback.playing) return;
    this.judge.want(run, moment);
    this.drawChart();
    root.querySelector(".spoken").textContent =
      `${root.querySelector(".headline").textContent}. Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}. Best: ${this.nameOf(this.best)}, ${formatPercent(right[this.best])} % right.`;
  }

  destroy() {
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.asking.rest();
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("wall", Wall);
