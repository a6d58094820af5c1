// Hidden lines by hand: each hidden unit is a line that is dragged; the outputs are the best ones for these units, from
// Python. Beside it, on the same points, the same network as learning leaves it, from its random start to its end.

import { Asking } from "../browser/playing/asking.js";
import { fitCanvas } from "../browser/colours.js";
import { RegionMap } from "../browser/maps/map.js";
import { classOf } from "../browser/maps/network.js";
import { endsOf, footOf, lengthOf, valueAt } from "./lines_of_the_plane.js";
import { Handle, Stage } from "./stage.js";

const ARROW = 0.5; // units of the axes for a weight of 1
const ASK_EVERY = 180; // ms between two questions for the best outputs while a line is dragged
const LEARNING_TAKES = 5; // seconds, from the first epoch to the last
const LEAST_WEIGHT = 0.1;
const NUMBER_WORDS = ["", "line", "two lines", "three lines", "four lines"];

export class LinesView {
  constructor(section, host) {
    Object.assign(this, { section, host, lines: [], anchors: [] });
    this.sides = ["hand", "learning"].map((name) => {
      const box = section.querySelector(`.${name}`);
      return {
        box,
        map: new RegionMap(box),
        stage: new Stage(box.querySelector(".map-figure"), [-5, 5, -5, 5]),
        score: box.querySelector(".score b"),
        more: box.querySelector(".score small"),
      };
    });
    [this.hand, this.learning] = this.sides;
    this.handles = [];
    this.asking = new Asking({
      every: 200,
      wanted: () => this.run && this.run.learn && !this.run.finished,
      ask: () => host.ask("more", performance.now()),
    });
    const set = (name, text) => host.ask("set", { name, text });
    section.querySelector(".learn").onclick = () => (this.run.learn ? this.play() : set("learn", "1"));
    section.querySelector(".hide").onclick = () => set("learn", "0");
    section.querySelector(".again").onclick = () =>
      set("init_seed", String((this.run.init_seed + 1) % 10000));
  }

  get values() {
    return this.lines.flat();
  }

  take(values) {
    this.lines = Array.from({ length: values.length / 3 }, (_, j) => values.slice(3 * j, 3 * j + 3));
    this.anchors = this.lines.map((line, j) => this.anchorFor(line, this.anchors[j]));
    while (this.handles.length > this.lines.length)
      this.handles.pop().forEach((handle) => handle.element.remove());
    while (this.handles.length < this.lines.length) this.handles.push(this.makeHandles(this.handles.length));
  }

  // Where the arrow begins: where it was, if the line still goes through there, else at the line's middle in view.
  anchorFor(line, before) {
    if (before && Math.abs(valueAt(line, before)) < 0.02 * lengthOf(line)) return before;
    const ends = endsOf(line, this.hand.stage.extent);
    return ends ? [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2) : footOf(line);
  }

  makeHandles(j) {
    const released = () => {
      clearTimeout(this.fitting); // the answer to what the hand has set brings the best outputs too
      this.host.commit(this);
    };
    const name = `Line ${j + 1}`;
    return [
      new Handle(this.hand.stage, {
        label: `${name}: move it`,
        kind: "foot",
        moved: (x, y) => this.move(j, this.lines[j].slice(0, 2), [x, y]),
        released,
      }),
      new Handle(this.hand.stage, {
        label: `${name}: turn it and make it steeper`,
        kind: "tip",
        moved: (x, y) => {
          const w = [(x - this.anchors[j][0]) / ARROW, (y - this.anchors[j][1]) / ARROW];
          if (Math.hypot(...w) > LEAST_WEIGHT) this.move(j, w, this.anchors[j]);
        },
        released,
      }),
    ];
  }

  move(j, w, anchor) {
    if (!this.hand.stage.within(anchor) || w.some((v) => Math.abs(v) > 100)) return;
    this.anchors[j] = anchor;
    this.lines[j] = [...w, -w[0] * anchor[0] - w[1] * anchor[1]];
    this.host.move(this);
    this.askForFit();
  }

  // One question at a time; the last one is always asked.
  askForFit() {
    const text = this.values.map((v) => +v.toFixed(3)).join(",");
    clearTimeout(this.fitting);
    const wait = Math.max(0, ASK_EVERY - (performance.now() - (this.fitAskedAt || 0)));
    this.fitting = setTimeout(() => {
      this.fitAskedAt = performance.now();
      this.host.ask("fit", { text });
    }, wait);
  }

  // Points, the best outputs for the lines that Python knows, and what learning has reached.
  update(run) {
    const isNew = !this.run || this.run.id !== run.id,
      learnedAnew = !this.run || this.run.run_id !== run.run_id || !this.run.learn;
    const before = this.run;
    this.run = run;
    this.sides.forEach(({ map, stage }) => {
      stage.extent = run.extent;
      if (
        isNew ||
        before.sizes.join() !== run.sizes.join() ||
        before.activations.join() !== run.activations.join()
      )
        map.setRun({ ...run, view: {} });
    });
    if (isNew) this.anchors = this.lines.map((line) => this.anchorFor(line, null));
    if (learnedAnew) this.shown = 0;
    if (run.learn && learnedAnew) this.play();
    else if (!run.learn) this.rest();
    this.asking.begin();
  }

  // Input weights as the hand has set them, outputs as Python fitted them last.
  params() {
    const [inputs, units, classes] = this.run.sizes,
      params = Float32Array.from(this.run.arrays.fitted);
    if (params.length !== units * (inputs + 1) + classes * (units + 1) || this.lines.length !== units)
      return params;
    this.lines.forEach((line, j) => {
      params[2 * j] = line[0];
      params[2 * j + 1] = line[1];
      params[2 * units + j] = line[2];
    });
    return params;
  }

  get moments() {
    return this.run.learn ? this.run.arrays.snapshot_epoch.length : 0;
  }

  moment() {
    const i = Math.min(this.moments - 1, Math.floor(this.shown)),
      n = this.run.n_params;
    return {
      params: this.run.arrays.snapshot_params.subarray(i * n, (i + 1) * n),
      epoch: this.run.arrays.snapshot_epoch[i],
    };
  }

  play() {
    this.rest();
    this.playing = true;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let last = performance.now();
    this.shown = still ? Infinity : 0;
    const tick = (now) => {
      const share = Math.max(0, Math.min(now - last, 100)) / 1000 / LEARNING_TAKES;
      last = now;
      const at = this.moments - 1,
        whole = this.run.n_snapshots - 1;
      this.shown = Math.min(this.shown + share * whole, at);
      if (this.shown >= at && this.run.finished) this.playing = false;
      this.drawLearning(!this.playing);
      if (this.playing) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.playing = false;
  }

  // Anew only where something differs: each answer from Python comes by here while a line is dragged.
  resize(theme) {
    const differs = [
      theme.name,
      theme.markScale,
      theme.textScale,
      this.hand.stage.box.clientWidth,
      this.run.id,
    ].join();
    if (differs === this.fitsTo) return;
    this.fitsTo = differs;
    this.theme = theme;
    this.sides.forEach(({ map, stage }) => {
      stage.resize(theme);
      map.resize(theme);
    });
  }

  draw() {
    if (!this.theme || !this.run || !this.hand.map.size) return;
    const { stage } = this.hand;
    this.paint(this.hand, this.params(), this.host.still);
    const context = stage.begin();
    this.lines.forEach((line, j) => {
      const tip = [0, 1].map((i) => this.anchors[j][i] + ARROW * line[i]);
      stage.arrow(context, this.anchors[j], tip, { width: 2, short: 9 * this.theme.markScale });
      this.handles[j][0].place(this.anchors[j]);
      this.handles[j][1].place(tip);
    });
    if (this.host.still) this.drawLearning(!this.playing);
    this.host.say(this);
  }

  drawLearning(atRest) {
    const { section, run, learning } = this,
      shows = Boolean(run.learn && this.moments);
    learning.box.classList.toggle("waiting", !shows);
    section.querySelector(".learn").textContent = run.learn ? "Play again" : "Let learning do it";
    section.querySelector(".again").hidden = section.querySelector(".hide").hidden = !run.learn;
    learning.stage.begin();
    if (shows) {
      const { params, epoch } = this.moment();
      this.paint(learning, params, atRest);
      section.querySelector(".epoch").textContent =
        `Epoch ${[Math.round(epoch), run.n_epochs].map((v) => v.toLocaleString("en-GB")).join(" of ")}`;
    } else {
      const context = fitCanvas(learning.map.canvas, learning.map.size, learning.map.size);
      context.fillStyle = this.theme.panel;
      context.fillRect(0, 0, learning.map.size, learning.map.size);
      context.drawImage(learning.map.points, 0, 0, learning.map.size, learning.map.size);
      learning.score.textContent = "?";
      learning.more.textContent = "predict first";
      section.querySelector(".epoch").textContent = "";
    }
    this.host.say(this);
  }

  paint(side, params, atRest) {
    const begin = performance.now();
    side.map.paint(params, { atRest, look: "soft", lines: "all", picked: null });
    const { pointsForward, labels, nTraining } = side.map,
      n = labels.length,
      share = (from, to) => {
        let right = 0;
        for (let i = from; i < to; i++) if (classOf(pointsForward.scores, i, n, 3) === labels[i]) right++;
        return right / (to - from);
      };
    if (!atRest) side.map.adapt(performance.now() - begin);
    side.training = share(0, nTraining);
    side.accuracy = n > nTraining ? share(nTraining, n) : side.training;
    side.score.textContent = `${(100 * side.accuracy).toFixed(1)} %`;
    side.more.textContent =
      n > nTraining
        ? `right in validation; training ${(100 * side.training).toFixed(1)} %`
        : "right in training";
  }

  // Learning has been seen to its end.
  get compared() {
    return this.run.learn && this.run.finished && !this.playing && this.learning.accuracy !== undefined;
  }

  headline() {
    const mine = `${(100 * this.hand.accuracy).toFixed(1)} %`;
    if (!this.compared) return `Your ${NUMBER_WORDS[this.lines.length]}: ${mine} right`;
    const theirs = `${(100 * this.learning.accuracy).toFixed(1)} %`,
      lead = this.learning.accuracy - this.hand.accuracy;
    if (Math.abs(lead) < 0.01) return `Your lines are as good as the learned ones: ${mine} and ${theirs}`;
    return lead > 0
      ? `Learning finds better lines: ${theirs} against your ${mine}`
      : `Your lines beat the learned ones: ${mine} against ${theirs}`;
  }

  words() {
    const units = `${this.lines.length} ${this.run.activation_words[this.run.activations[0]]} units`;
    return `Both networks have ${units}: a dashed line is where a unit's z is 0. The outputs for your lines are the best ones there are.`;
  }
}
