// Hidden lines by hand: each hidden unit is a line that a hand drags; Python finds the best outputs for these units.
// Beside it, on the same points, learning sets the same network, from its random start to its end.

import { find } from "../browser/find.js";
import { whole } from "../browser/numbers.js";
import { hidesDetails } from "../browser/on_stage.js";
import { Asking } from "../browser/playing/asking.js";
import { Handle } from "./handle.js";
import { Learning } from "./learning.js";
import { between, endsOf, footOf, lengthOf, linesOf, valueAt } from "./lines_of_the_plane.js";
import { Side } from "./side.js";
import { comparison, percent, wordsOf } from "./words.js";

/** @import { Block } from "../browser/blocks.js" */
/** @import { Theme } from "../browser/colours.js" */
/** @import { Header, Host } from "./hands.js" */
/** @import { AllFacts } from "../browser/maps/activations.js" */
/** @import { Units } from "../browser/maps/units.js" */
/** @import { Extent, Line, Place } from "./lines_of_the_plane.js" */

/**
 * The points, the network with the lines as Python knows them, and the one that learns: `part.py` packs it.
 * @typedef {object} LinesHeader
 * @property {"lines"} view
 * @property {string} id changes with the points
 * @property {string} run_id changes with the run that learns
 * @property {Extent} extent
 * @property {Units} units names and numbers of the visitor's own points
 * @property {number} most_bytes of a table that is brought
 * @property {number} init_seed
 * @property {number[]} sizes
 * @property {string[]} activations
 * @property {AllFacts} activation_facts
 * @property {number} n_params
 * @property {number} ridge weight of the L2 penalty with which the outputs for the hand's lines are fitted
 * @property {boolean} learn whether the visitor has let learning do it
 * @property {boolean} finished
 * @property {number} n_epochs
 * @property {number} n_snapshots how many there will be at the end
 */

/**
 * `fitted` are the parameters with the best outputs that the penalty leaves; snapshots are those of learning, where it
 * was asked for.
 * @typedef {object} LinesArrays
 * @property {Float32Array} fitted
 * @property {Float32Array} training_inputs
 * @property {Uint8Array} training_labels
 * @property {Float32Array} validation_inputs
 * @property {Uint8Array} validation_labels
 * @property {Float32Array} [snapshot_epoch]
 * @property {Float32Array} [snapshot_params]
 */

/** @typedef {Block<Header & LinesHeader, LinesArrays>} LinesBlock */

const ARROW = 0.5; // units of the axes for a weight of 1
const ASK_EVERY = 180; // ms between two questions for the best outputs while a line is dragged
const MORE_EVERY = 200; // ms between two requests for more of the run that learns
const LEAST_WEIGHT = 0.1;
const START_INK = 0.45; // of a line as it was before it learned
const START_NAMED_AT = 0.08; // the share of that line before its name
const N_SEEDS = 10000;
const NUMBER_WORDS = ["", "line", "two lines", "three lines", "four lines"];

/**
 * Whether both blocks have the same network, so that its pictures need not be set up anew.
 * @param {LinesBlock} a
 * @param {LinesBlock} b
 */
const hasSameNetwork = (a, b) =>
  a.sizes.join() === b.sizes.join() && a.activations.join() === b.activations.join();

export class LinesView {
  /** @type {Theme} */
  theme;
  /** @type {LinesBlock} */
  run;
  /** @type {Line[]} */
  lines = [];
  /**
   * The places where the arrows of the lines begin.
   * @type {Place[]}
   */
  anchors = [];
  /**
   * For each line, one that moves it and one that turns it.
   * @type {{ foot: Handle, tip: Handle }[]}
   */
  handles = [];
  fitAskedAt = 0;
  fitsTo = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  fitting = undefined;

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    this.section = section;
    this.host = host;
    this.hand = new Side(find(section, ".hand"));
    this.learning = new Side(find(section, ".learning"));
    this.sides = [this.hand, this.learning];
    this.film = new Learning(() => this.drawLearning(!this.film.playing));
    this.asking = new Asking({
      every: MORE_EVERY,
      wanted: () => this.run && this.run.learn && !this.run.finished,
      ask: () => host.ask("more", performance.now()),
    });
    /** @type {(name: string, text: string) => void} */
    const set = (name, text) => host.ask("set", { name, text });
    find(section, ".learn").onclick = () => (this.run.learn ? this.film.play() : set("learn", "1"));
    find(section, ".hide").onclick = () => set("learn", "0");
    find(section, ".again").onclick = () => set("init_seed", String((this.run.init_seed + 1) % N_SEEDS));
  }

  get values() {
    return this.lines.flat();
  }

  /** @param {number[]} values */
  take(values) {
    const { handles } = this;
    this.lines = linesOf(values);
    this.anchors = this.lines.map((line, j) => this.anchorFor(line, this.anchors[j]));
    for (const { foot, tip } of handles.splice(this.lines.length))
      [foot, tip].forEach((h) => h.element.remove());
    while (handles.length < this.lines.length) handles.push(this.makeHandles(handles.length));
  }

  /**
   * The place where the arrow begins: where it was, if the line still goes through there, else at the line's middle in
   * view.
   * @param {Line} line
   * @param {Place} [before]
   */
  anchorFor(line, before) {
    if (before && Math.abs(valueAt(line, before)) < 0.02 * lengthOf(line)) return before;
    const ends = endsOf(line, this.hand.stage.extent);
    return ends ? between(...ends, 0.5) : footOf(line);
  }

  /** @param {number} j */
  makeHandles(j) {
    const { stage } = this.hand,
      released = () => {
        clearTimeout(this.fitting); // the answer to what the hand has set brings the best outputs too
        this.host.commit(this);
      };
    return {
      foot: new Handle(stage, {
        label: `Line ${j + 1}: move it`,
        kind: "foot",
        moved: (x, y) => this.move(j, [this.lines[j][0], this.lines[j][1]], [x, y]),
        released,
      }),
      tip: new Handle(stage, {
        label: `Line ${j + 1}: turn it and make it steeper`,
        kind: "tip",
        moved: (x, y) => this.turn(j, x, y),
        released,
      }),
    };
  }

  /**
   * The arrow's tip is wanted at a place.
   * @param {number} j
   * @param {number} x
   * @param {number} y
   */
  turn(j, x, y) {
    const [left, bottom] = this.anchors[j];
    /** @type {Place} */
    const w = [(x - left) / ARROW, (y - bottom) / ARROW];
    if (Math.hypot(...w) > LEAST_WEIGHT) this.move(j, w, this.anchors[j]);
  }

  /**
   * @param {number} j
   * @param {Place} w
   * @param {Place} anchor
   */
  move(j, w, anchor) {
    if (!this.hand.stage.within(anchor) || w.some((v) => Math.abs(v) > 100)) return;
    this.anchors[j] = anchor;
    this.lines[j] = [...w, -w[0] * anchor[0] - w[1] * anchor[1]];
    this.host.move(this);
    this.askForFit();
  }

  /** One question at a time; the last one is always asked. */
  askForFit() {
    const text = this.values.map((v) => +v.toFixed(3)).join(",");
    clearTimeout(this.fitting);
    const wait = Math.max(0, ASK_EVERY - (performance.now() - this.fitAskedAt));
    this.fitting = setTimeout(() => {
      this.fitAskedAt = performance.now();
      this.host.ask("fit", { text });
    }, wait);
  }

  /**
   * Points, the best outputs for the lines that Python knows, and what learning has reached.
   * @param {LinesBlock} run
   */
  update(run) {
    const before = this.run,
      isNew = !before || before.id !== run.id,
      learnsAnew = !before || before.run_id !== run.run_id || !before.learn;
    this.run = this.film.run = run;
    for (const side of this.sides) {
      side.stage.extent = run.extent;
      side.stage.units = run.units;
      if (isNew || !hasSameNetwork(before, run)) side.setRun(run);
    }
    if (isNew) this.anchors = this.lines.map((line) => this.anchorFor(line));
    if (learnsAnew) this.film.at = 0;
    if (run.learn && learnsAnew) this.film.play();
    else if (!run.learn) this.film.rest();
    this.asking.begin();
  }

  /** Input weights as the hand has set them, outputs as Python fitted them last. */
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

  /**
   * Anew only where something differs: each answer from Python comes by here while a line is dragged.
   * @param {Theme} theme
   */
  resize(theme) {
    const width = this.hand.stage.box.clientWidth,
      fitsTo = [theme.name, theme.markScale, theme.textScale, width, this.run.id].join();
    if (fitsTo === this.fitsTo) return;
    this.fitsTo = fitsTo;
    this.theme = theme;
    this.sides.forEach((side) => side.resize(theme));
  }

  draw() {
    if (!this.theme || !this.run || !this.hand.map.size) return;
    this.hand.paint(this.params(), this.host.still);
    this.drawArrows();
    if (this.host.still) this.drawLearning(!this.film.playing);
    this.host.say(this);
  }

  drawArrows() {
    const { stage } = this.hand,
      context = stage.begin();
    this.lines.forEach(([w1, w2], j) => {
      const anchor = this.anchors[j],
        { foot, tip } = this.handles[j];
      /** @type {Place} */
      const end = [anchor[0] + ARROW * w1, anchor[1] + ARROW * w2];
      stage.arrow(context, anchor, end, { width: 2, short: 9 * this.theme.markScale });
      foot.place(anchor);
      tip.place(end);
    });
  }

  /** @param {boolean} atRest */
  drawLearning(atRest) {
    const { section, run, learning } = this,
      moment = run.learn ? this.film.moment : null;
    learning.box.classList.toggle("waiting", !moment);
    /** @type {HTMLButtonElement} */
    const learn = find(section, ".learn");
    learn.textContent = !run.learn ? "Let learning do it" : this.film.playing ? "Learning …" : "Play again";
    learn.disabled = run.learn && this.film.playing;
    find(section, ".again").hidden = find(section, ".hide").hidden = !run.learn;
    const context = learning.stage.begin();
    if (moment) {
      learning.paint(moment.params, atRest);
      this.drawWays(context, moment.params);
    } else learning.paintPoints(this.theme);
    find(section, ".epoch").textContent = moment
      ? `Epoch ${whole(Math.round(moment.epoch))} of ${whole(run.n_epochs)}`
      : "";
    this.host.say(this);
  }

  /**
   * Where each line was before it learned; with details, its name and an arrow from there to where it is now.
   * @param {CanvasRenderingContext2D} context
   * @param {Float32Array} params
   */
  drawWays(context, params) {
    const { stage } = this.learning,
      { snapshot_params: all } = this.run.arrays,
      [inputs, units] = this.run.sizes;
    if (!all) return;
    /** @type {(from: Float32Array, j: number) => Line} */
    const lineIn = (from, j) => [from[inputs * j], from[inputs * j + 1], from[inputs * units + j]];
    for (let j = 0; j < units; j++) {
      const start = lineIn(all, j),
        ends = endsOf(start, stage.extent),
        now = endsOf(lineIn(params, j), stage.extent);
      if (!ends) continue;
      context.globalAlpha = START_INK;
      stage.stroke(context, ends, { width: 2, colour: this.theme.negative, halo: false });
      context.globalAlpha = 1;
      if (hidesDetails()) continue;
      const from = between(...ends, 0.5);
      if (now) stage.arrow(context, from, between(...now, 0.5), { width: 2.2, colour: this.theme.negative });
      stage.label(context, "start", between(...ends, START_NAMED_AT));
    }
  }

  /** Whether learning has been seen to its end. */
  get compared() {
    return this.run.learn && this.run.finished && !this.film.playing && !Number.isNaN(this.learning.accuracy);
  }

  headline() {
    const { accuracy, points } = this.hand;
    if (this.compared) return comparison(accuracy, this.learning.accuracy, points);
    return `Your ${NUMBER_WORDS[this.lines.length]}: ${percent(accuracy)} of the ${points.set} points are right`;
  }

  words() {
    return wordsOf(this.run, this.lines);
  }

  destroy() {
    this.film.rest();
    this.asking.rest();
    clearTimeout(this.fitting);
  }
}
