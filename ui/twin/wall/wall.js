// Up to a dozen runs on one clock: a map each. A click opens a network beside the single layer.

import { find, findAll } from "../../browser/find.js";
import { Bringing } from "../../browser/maps/bringing.js";
import { RegionMap } from "../../browser/maps/map.js";
import { TRUTH_NAME, truthPercent, truthWords } from "../../browser/maps/truth.js";
import { mounting } from "../../browser/mounting.js";
import { whole } from "../../browser/numbers.js";
import { hidesDetails, said } from "../../browser/on_stage.js";
import { ACCURACY } from "../../browser/playing/charts.js";
import {
  historyOf,
  momentsTogether,
  playableTogether,
  rightOf,
  wrongOf,
} from "../../browser/playing/moments.js";
import { RunPlayer } from "../../browser/playing/run_player.js";
import { formatEpoch, formatPercent } from "../../browser/playing/timeline.js";
import { classLegend } from "../../browser/symbols.js";
import { progressWords } from "../../browser/words.js";
import { hasStopped, headlineOf, measuredPoints } from "../moment.js";
import { WallChart } from "./curves.js";

/** @import { Brought } from "../../browser/maps/bringing.js" */
/** @import { Look } from "../../browser/maps/map.js" */
/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { History, Moment, MomentTogether } from "../../browser/playing/moments.js" */
/** @import { RunsBlock, RunsWishes } from "../../browser/playing/run_player.js" */
/** @import { Between } from "../moment.js" */

/**
 * One network on the wall.
 * @typedef {object} NetHeader
 * @property {number} n_params
 * @property {number} trained_epochs
 * @property {boolean} finished
 * @property {string} stop_kind why its run has ended, "" while it has not
 * @property {number | null} stop_epoch when
 */

/**
 * Networks row by row; `rows` and `columns` are the names of both, `names` those of the networks. `best`: of which
 * networks one is the best at the end, as far as the points can tell.
 * @typedef {RunsBlock & { rows: string[], columns: string[], names: string[], nets: (Network & NetHeader)[],
 *   headline_between: Between, best: number[], most_bytes: number, inputs?: Network["inputs"],
 *   input_words?: string }} WallBlock
 */

/**
 * @typedef {RunsWishes & { view: { look: Look }, open: { cell: number, nonce: number }, table: Brought }} WallWishes
 */

/**
 * @typedef {object} Cell
 * @property {HTMLElement} button
 * @property {RegionMap} map
 * @property {HTMLElement} value
 * @property {HTMLElement} small
 * @property {HTMLElement} wrong
 */

const MORE_EVERY = 250; // ms
const ALL_CELLS_IN = 12; // ms: what takes longer is drawn in turns, so that play stays smooth
const MOST_TURNS = 4;
const RADIUS = 1.7; // of a point, CSS pixels

const CELL =
  `<button class="cell" type="button" data-says="wall.cell"><div class="map"><canvas class="regions"></canvas></div>` +
  `<p class="right"><b></b><small></small></p><p class="wrong"></p></button>`;

/** @extends {RunPlayer<WallBlock, MomentTogether>} */
class Wall extends RunPlayer {
  /** @type {Ask<WallWishes>} */
  ask = () => {};
  /** @type {Cell[]} */
  cells = [];
  /** @type {History[]} */
  histories = [];
  /**
   * The number of the cell under the pointer.
   * @type {number | null}
   */
  picked = null;
  /**
   * The number of a cell that gets most points right at this moment; its curve is in ink.
   * @type {number | undefined}
   */
  leader = undefined;
  stride = 1; // while it plays: each picture draws every stride-th cell,
  turn = 0; // beginning with the cell of this number
  shape = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root, { moreEvery: MORE_EVERY });
    this.chart = new WallChart(find(root, ".chart"), ACCURACY, (/** @type {number} */ epoch) =>
      this.playback.scrubTo(epoch),
    );
    const bringing = new Bringing(root, {
      bring: (table) => this.ask("table", table),
      say: (words) => this.say(words),
      mostBytes: () => this.run.most_bytes,
    });
    this.forgets.push(() => bringing.forget());
  }

  actions() {
    return this.momentByMoment();
  }

  /**
   * @param {string} _name
   * @param {string} value
   */
  choose(_name, value) {
    this.run.view = { look: /** @type {Look} */ (value) };
    this.ask("view", this.run.view);
    this.redraw();
  }

  /** @param {WallBlock} run */
  sent(run) {
    return run.nets.map((net, i) => ({ prefix: `${i}_`, n_params: net.n_params }));
  }

  /** @param {Moment[][]} lists */
  moments(lists) {
    this.playback.speed = Math.max(0.2, Math.min(1, lists[0].length / 240)); // about four seconds from end to end
    return momentsTogether(lists, playableTogether(this.run.nets));
  }

  /**
   * @param {WallBlock} run
   * @param {boolean} isNew
   */
  take(run, isNew) {
    this.histories = run.nets.map((_, i) => historyOf(run.arrays, `${i}_snapshot_`));
    if (isNew) this.picked = null;
    this.makeCells();
    this.nameCells();
    this.cells.forEach(({ map }, i) => {
      map.truth = this.truth;
      if (isNew)
        map.setRun({
          ...run.nets[i],
          arrays: run.arrays,
          extent: run.extent,
          units: run.units,
          inputs: run.inputs,
        });
    });
  }

  /** The grid; its nodes stay as long as there are as many rows and columns. */
  makeCells() {
    const { rows, columns } = this.run,
      shape = `${rows.length} ${columns.length}`;
    if (shape === this.shape) return;
    this.shape = shape;
    const grid = find(this.root, ".grid");
    grid.style.setProperty("--rows", String(rows.length));
    grid.style.setProperty("--columns", String(columns.length));
    grid.classList.toggle("tall", rows.length > columns.length);
    const heads = columns.map(() => '<h2 data-shows="name"></h2>'),
      lines = rows.map(() => `<h2 class="row" data-shows="name"></h2>${columns.map(() => CELL).join("")}`);
    grid.innerHTML = `<span></span>${heads.join("")}${lines.join("")}`;
    this.cells = findAll(grid, ".cell").map((button, i) => this.makeCell(button, i));
  }

  /**
   * @param {HTMLElement} button
   * @param {number} i
   * @returns {Cell}
   */
  makeCell(button, i) {
    const map = new RegionMap(button);
    map.playGrid = 0;
    map.leastRadius = RADIUS;
    map.isSmall = true;
    button.onclick = () => this.ask("open", { cell: i, nonce: performance.now() });
    button.onpointerenter = button.onfocus = () => this.pick(i);
    button.onpointerleave = button.onblur = () => this.pick(null);
    return {
      button,
      map,
      value: find(button, "b"),
      small: find(button, "small"),
      wrong: find(button, ".wrong"),
    };
  }

  nameCells() {
    const { rows, columns, nets, truth_asked: asked } = this.run,
      grid = find(this.root, ".grid");
    grid.toggleAttribute("data-truth", asked);
    const heads = columns.map((name, i) =>
      asked
        ? `${name} <small data-says="wall.parameters">${whole(nets[i].n_params)} parameters</small>`
        : name,
    );
    findAll(grid, "h2").forEach((heading, i) => {
      const html = heads[i] ?? rows[i - heads.length];
      if (heading.innerHTML !== html) heading.innerHTML = html;
    });
  }

  /** @param {number | null} i */
  pick(i) {
    this.picked = i;
    this.drawChart();
  }

  get isLaidOut() {
    return this.cells.length > 0 && this.cells[0].map.size > 0;
  }

  layOut() {
    const { run, root, theme } = this;
    this.cells.forEach(({ map }) => map.resize(theme));
    const words = run.truth ? TRUTH_NAME : "Bayes boundary unknown",
      truth = run.truth_asked ? `<span><i class="dotted"></i> ${words}</span>` : "";
    find(root, ".legend").innerHTML = classLegend(run.units, this.cells[0].map.nClasses) + truth;
    this.drawChart();
  }

  drawChart() {
    const { chart, playback } = this,
      shown = this.picked ?? this.leader;
    chart.setHistories(this.histories, this.run.n_epochs, shown);
    chart.draw(this.theme);
    if (playback.moment) this.moveChart(playback.moment);
    find(this.root, ".which").textContent =
      shown === undefined ? "" : `of ${measuredPoints(this.run.arrays)}, in ink: ${this.nameOf(shown)}`;
    this.cells.forEach(({ button }, i) => button.classList.toggle("picked", i === this.picked));
  }

  /** @param {MomentTogether} moment */
  moveChart(moment) {
    this.chart.moveTo({ ...moment.nets[0], epoch: moment.epoch });
  }

  /** @param {number} i */
  nameOf(i) {
    return this.run.names[i];
  }

  /**
   * From the least to the most that the networks get right at the moment.
   * @param {MomentTogether} moment
   * @param {boolean} atRest
   */
  readAt(moment, atRest) {
    return atRest && moment.epoch
      ? headlineOf(this.run.headline_between, moment)
      : super.readAt(moment, atRest);
  }

  /**
   * All cells, or in turns some of them where all would take too long.
   * @param {MomentTogether} moment
   * @param {boolean} atRest
   */
  paint(moment, atRest) {
    const { run } = this,
      judged = this.judge.at(moment);
    const start = performance.now(),
      stride = atRest ? 1 : this.stride;
    this.turn = (this.turn + 1) % stride;
    this.cells.forEach(({ map, value, wrong }, i) => {
      if (i % stride !== this.turn) return;
      const net = moment.nets[i];
      map.paint(net.params, { atRest, look: run.view.look, lines: "picked", picked: null });
      value.textContent = this.isAwaited ? "…" : `${formatPercent(rightOf(net))} %`;
      this.tellCell(this.cells[i], i, moment);
      if (run.truth_asked) wrong.innerHTML = wrongHtml(net, run.truth !== null, judged?.[2 * i]);
    });
    if (!atRest) this.adapt((performance.now() - start) * stride);
    this.moveChart(moment);
    find(this.root, ".moment").textContent = `Epoch ${formatEpoch(moment.epoch)} of ${whole(run.n_epochs)}`;
  }

  /** Whether a scene's picture is still being trained: then its numbers are not yet those that its answer speaks of. */
  get isAwaited() {
    return hidesDetails() && said("asks") !== undefined && !this.run.finished;
  }

  /**
   * More turns, or fewer, from what all cells would have cost; slowly, as single costs are noisy.
   * @param {number} cost
   */
  adapt(cost) {
    const wanted = (0.8 * this.stride * ALL_CELLS_IN + 0.2 * cost) / ALL_CELLS_IN;
    this.stride = Math.max(1, Math.min(MOST_TURNS, Math.round(wanted)));
  }

  /**
   * Words, and which curve is in ink.
   * @param {MomentTogether} moment
   * @param {number[] | undefined} judged
   */
  tell(moment, judged) {
    const { run, playback, root } = this;
    const state = run.finished ? "" : `${progressWords(run, this.seen, performance.now())}. `,
      clock = run.truth_asked ? "" : "Same points, same batches, one clock. ";
    find(root, ".input-words").textContent = run.input_words ?? "";
    find(root, ".status").textContent =
      `${state}${clock}Pick a map to set it beside the single layer. ${truthWords(run, judged)}`;
    const right = moment.nets.map(rightOf),
      most = Math.max(...right);
    const [leader = right.indexOf(most)] = this.isJudged(moment) ? run.best : [];
    this.leader = leader;
    if (playback.playing) return;
    this.drawChart();
    const leaders = right.filter((share) => share === most).length,
      who = leaders === 1 ? this.nameOf(right.indexOf(most)) : `${leaders} of ${right.length} networks`;
    this.say(
      `${this.headline}. Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}. ` +
        `Most of ${measuredPoints(run.arrays)} right: ${formatPercent(most)} %, ${who}.`,
    );
  }

  /**
   * Whether all runs are at their end, where Python has judged which is the best.
   * @param {MomentTogether} moment
   */
  isJudged(moment) {
    return this.run.finished && moment.epoch >= this.run.headline_from - 1e-6;
  }

  /**
   * What a cell says beside its share, and the frame around the best: as they are in the picture.
   * @param {Cell} cell
   * @param {number} i
   * @param {MomentTogether} moment
   */
  tellCell({ button, small }, i, moment) {
    const { run, playback } = this,
      net = run.nets[i];
    const ended = net.stop_kind === "diverged" ? "diverged" : "stopped",
      isEarly = net.stop_kind !== "done" && hasStopped(net, moment),
      end = isEarly ? `${ended} at epoch ${formatEpoch(net.stop_epoch ?? net.trained_epochs)}` : "",
      words = end || `${whole(net.n_params)} parameters`;
    if (small.textContent !== words) small.textContent = words;
    const isBest = this.isJudged(moment) && run.best.length < run.nets.length && run.best.includes(i);
    button.classList.toggle("best", isBest);
    const does = "Set beside the single layer.";
    const right = `${formatPercent(rightOf(moment.nets[i]))} % of ${measuredPoints(run.arrays)} right`,
      label = `${this.nameOf(i)}: ${right}${end && `, ${end}`}${isBest ? ", among the best" : ""}. ${does}`;
    button.setAttribute("aria-label", playback.playing ? `${this.nameOf(i)}. ${does}` : label);
  }
}

/**
 * What a network gets wrong of training, validation and fresh points.
 * @param {Moment} moment
 * @param {boolean} isKnown whether there is a source of fresh points
 * @param {number | undefined} judged
 */
function wrongHtml(moment, isKnown, judged) {
  const shares = wrongOf(moment).map(([name, share]) => [name, truthPercent(share)]);
  if (isKnown) shares.push(["true", judged === undefined ? "…" : truthPercent(judged)]);
  const spans = shares.map(([name, share]) => `<span><b>${share}</b><small>${name}</small></span>`);
  return `<em>wrong</em>${spans.join("")}`;
}

export default mounting("wall", Wall);
