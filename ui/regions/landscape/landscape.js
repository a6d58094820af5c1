// The loss as a landscape: a plane through the space of weights, with the run's path on it. The plane goes through the
// network of one moment; when the playhead rests elsewhere, Python is asked for the plane through that one.

import { find } from "../../browser/find.js";
import { RegionMap } from "../../browser/maps/map.js";
import { mounting } from "../../browser/mounting.js";
import { whole } from "../../browser/numbers.js";
import { describe } from "../../browser/on_stage.js";
import { lossAndAccuracy } from "../../browser/playing/charts.js";
import { historyOf, momentsTogether, playableTogether, rightOf } from "../../browser/playing/moments.js";
import { RunPlayer } from "../../browser/playing/run_player.js";
import { Chart, formatEpoch, formatLoss, formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
import { epochReadout } from "../../browser/words.js";
import { ContourMap, groundOf, nearestTo, pathOf } from "./contour.js";
import { farthestOff } from "./levels.js";
import { Surface } from "./surface.js";

/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Moment, MomentTogether } from "../../browser/playing/moments.js" */
/** @import { AtEpoch, RunsBlock, RunsWishes } from "../../browser/playing/run_player.js" */
/** @import { Ground, Path } from "./contour.js" */

/**
 * One of the runs: `run_header` in `ui/plane/moments.py`.
 * @typedef {object} NetHeader
 * @property {number} n_params
 * @property {number} trained_epochs
 * @property {boolean} finished
 * @property {string} stop_kind why its run has ended, "" while it has not
 * @property {string} stop_message
 */

/**
 * The plane: the epoch of the first run that it goes through, its square, and the places along a side of the grid.
 * @typedef {{ epoch: number, extent: number[], side: number }} PlaneHeader
 *
 * @typedef {RunsBlock & { nets: (Network & NetHeader)[], plane: PlaneHeader | null, notes: string[],
 *   axes: [string, string], seeds: number[] }} LandscapeBlock
 */

/** @typedef {RunsWishes & { stand: AtEpoch }} LandscapeWishes */

const MORE_EVERY = 250; // ms
const WAITS = "Training; the landscape follows";
const SAME = 1e-3; // epochs: they come as float32
const READS_ALIKE = 5e-4; // below this, or this share of a large loss, both losses are written alike
const NOTES = ["plane", "line", "infinite", "inputs"];

/** @extends {RunPlayer<LandscapeBlock, MomentTogether>} */
class Landscape extends RunPlayer {
  /** @type {Ask<LandscapeWishes>} */
  ask = () => {};
  /** @type {Ground | null} */
  ground = null;
  /** @type {Path[]} */
  paths = [];
  /**
   * The epoch whose plane was asked for last.
   * @type {number | null}
   */
  stands = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root, { moreEvery: MORE_EVERY });
    this.contours = new ContourMap(find(root, ".ground"));
    this.surface = new Surface(find(root, ".surface"));
    this.map = new RegionMap(find(root, ".network"));
    this.map.isSmall = true;
    this.map.leastRadius = 2.4;
    this.charts = lossAndAccuracy(
      root,
      (box, options) =>
        new Chart(box, options, (/** @type {number} */ epoch) => this.playback.scrubTo(epoch)),
    );
    this.observer.observe(this.surface.box); // it has the room that the words below it leave
  }

  actions() {
    return this.momentByMoment();
  }

  /** @param {LandscapeBlock} run */
  sent(run) {
    return run.nets.map((net, i) => ({ prefix: `${i}_`, n_params: net.n_params }));
  }

  /** @param {Moment[][]} lists */
  moments(lists) {
    return momentsTogether(lists, playableTogether(this.run.nets));
  }

  /**
   * @param {LandscapeBlock} run
   * @param {boolean} isNew
   */
  take(run, isNew) {
    const { plane, arrays } = run;
    if (isNew) {
      this.stands = null;
      this.map.setRun({ ...run.nets[0], arrays, extent: run.extent, units: run.units });
    }
    this.ground = plane && groundOf(this.numbers("losses"), plane.side, plane.extent);
    const { ground } = this;
    this.paths = ground
      ? run.nets.map((_, i) =>
          pathOf(this.numbers(`${i}_shadows`), this.numbers(`${i}_snapshot_epoch`), ground),
        )
      : [];
    NOTES.forEach((name, i) => {
      const line = find(this.root, `.note-${name}`);
      line.hidden = !run.notes[i];
      say(line, `regions.landscape.${name}`, run.notes[i]);
    });
  }

  /**
   * Numbers of the block by name.
   * @param {string} name
   */
  numbers(name) {
    const array = /** @type {import("../../browser/playing/moments.js").Arrays} */ (this.run.arrays)[name];
    if (!(array instanceof Float32Array)) throw new Error(`this block has no numbers ${name}`);
    return array;
  }

  get isLaidOut() {
    return this.contours.box.clientWidth > 0;
  }

  layOut() {
    const { run, theme, root } = this,
      [net] = run.nets;
    this.contours.setGround(this.ground, theme);
    this.surface.setGround(this.ground, theme);
    this.map.resize(theme);
    this.charts.forEach((chart) => {
      chart.setHistory(historyOf(run.arrays, "0_history_"), run.n_epochs, net.finished ? net.stop_kind : "");
      chart.draw(theme);
    });
    const key = find(root, ".legend"),
      [own, other] = run.seeds;
    key.hidden = other === undefined;
    say(
      key,
      "regions.landscape.key",
      other === undefined ? "" : `Solid: weights of seed ${own}. Dashed: seed ${other}.`,
    );
  }

  /**
   * What the landscape shows is said of the whole run, at every moment.
   * @param {MomentTogether} _moment
   */
  findingAt(_moment) {
    return { name: this.run.headline_name, text: this.run.headline };
  }

  /**
   * @param {MomentTogether} moment
   * @param {boolean} atRest
   */
  paint(moment, atRest) {
    const { run, paths, map } = this;
    paths.forEach((path, i) => {
      path.at = nearestTo(path.epochs, moment.nets[i].epoch);
    });
    this.contours.draw(this.theme, paths, run.axes, WAITS);
    this.surface.draw(paths);
    if (map.size) map.paint(moment.nets[0].params, { atRest, look: "soft", lines: "picked", picked: null });
    this.charts.forEach((chart) => chart.moveTo({ ...moment.nets[0], epoch: moment.epoch }));
    this.writeNumbers(moment);
    this.writeReading(moment);
  }

  /** @param {number} ms */
  took(ms) {
    this.map.adapt(ms);
  }

  /** @param {MomentTogether} moment */
  writeNumbers(moment) {
    const { run, root } = this,
      [net] = moment.nets,
      { epoch, small } = epochReadout(run, moment.epoch);
    const box = find(root, ".readouts");
    if (!box.firstChild)
      box.innerHTML = ["epoch", "training", "validation", "parameters"]
        .map(
          (name) =>
            `<div class="readout" data-name="${name}" data-says="regions.landscape.readout.${name}">` +
            "<span></span><b></b> <small></small></div>",
        )
        .join("");
    /** @type {[string, string, string, string][]} */
    const all = [
      ["epoch", "Epoch", epoch, small],
      ["training", "Loss, training", formatLoss(net.training_error), ""],
      ["validation", "Loss, validation", formatLoss(net.validation_error), ""],
      ["parameters", "Parameters", whole(run.nets[0].n_params), ""],
    ];
    for (const [name, label, value, more] of all) {
      const readout = find(box, `[data-name=${name}]`);
      find(readout, "span").textContent = label;
      find(readout, "b").textContent = value;
      find(readout, "small").textContent = more;
    }
    const n = run.arrays.validation_labels.length,
      points = n
        ? `${whole(n)} validation points`
        : `${whole(run.arrays.training_labels.length)} training points`,
      right = `${formatPercent(rightOf(net))} % of the ${points} right`;
    say(find(root, ".right"), "regions.landscape.right", right);
  }

  /**
   * What the plane reads at each run's shadow, and what the run has; and how far off it is at most.
   * @param {MomentTogether} moment
   */
  writeReading(moment) {
    const { run, root, paths } = this;
    const lines = run.plane ? paths.map((path, i) => this.readingWords(moment, path, i)) : [];
    say(find(root, ".reads"), "regions.landscape.reads", lines.join(" "));
    say(find(root, ".off"), "regions.landscape.off", run.plane ? this.offWords() : "");
  }

  /**
   * @param {MomentTogether} moment
   * @param {Path} path
   * @param {number} i
   */
  readingWords(moment, path, i) {
    const { run } = this,
      reading = this.numbers(`${i}_readings`)[path.at],
      has = moment.nets[i].training_error,
      who =
        run.seeds.length > 1
          ? `Seed ${run.seeds[i]}: the plane`
          : `Epoch ${formatEpoch(moment.epoch)}: the plane`,
      isHere = isAlike(reading, has);
    return isHere
      ? `${who} reads what the run has, ${formatLoss(has)}.`
      : `${who} reads ${formatLoss(reading)}, the run has ${formatLoss(has)}: a shadow.`;
  }

  /** How far off the path's losses read at most, of the first run. */
  offWords() {
    const readings = this.numbers("0_readings"),
      errors = this.numbers("0_snapshot_training_error"),
      epochs = this.numbers("0_snapshot_epoch"),
      at = farthestOff(readings, errors),
      through = formatEpoch(Math.round(1e4 * (this.run.plane?.epoch ?? 0)) / 1e4),
      [seed, other] = this.run.seeds,
      whose = other === undefined ? "" : ` of seed ${seed}`,
      goes = `The plane goes through epoch ${through}${whose}.`;
    if (at < 0 || isAlike(readings[at], errors[at]))
      return `${goes} All along its path the plane reads the run’s losses.`;
    const when = formatEpoch(Math.round(1e4 * epochs[at]) / 1e4);
    const both = `it reads ${formatLoss(readings[at])}, the run has ${formatLoss(errors[at])}`;
    return `${goes} Of that run it is farthest off at epoch ${when}: ${both}.`;
  }

  /** @param {MomentTogether} moment */
  tell(moment) {
    const { run, root, playback } = this,
      [net] = run.nets;
    find(root, ".status").textContent = net.finished && net.stop_kind !== "done" ? net.stop_message : "";
    if (playback.playing || !run.plane) return;
    this.askForPlane(moment);
    const reads = find(root, ".reads").textContent ?? "",
      off = find(root, ".off").textContent ?? "";
    describe(this.contours.box, {
      says: "regions.landscape.map",
      name: "Landscape of the loss",
      text: `Landscape of the loss. ${reads} ${off}`,
    });
    describe(this.surface.box, {
      says: "regions.landscape.surface",
      name: "The landscape as a surface",
      text: "The landscape as a surface; height is the logarithm of the loss. Arrow keys turn it.",
    });
    say(find(root, ".spoken"), "regions.landscape.spoken", `${this.headline}. ${reads} ${off}`);
  }

  /**
   * The plane through the moment where the playhead rests.
   * @param {MomentTogether} moment
   */
  askForPlane(moment) {
    const { plane } = this.run,
      [{ epoch }] = moment.nets;
    if (!plane || !this.isServed || this.stands === epoch) return;
    if (this.stands === null && Math.abs(plane.epoch - epoch) < SAME) return;
    this.stands = epoch;
    this.ask("stand", { epoch, nonce: performance.now() });
  }
}

/**
 * @param {number} reading
 * @param {number} has
 */
const isAlike = (reading, has) => Math.abs(reading - has) < READS_ALIKE * Math.max(1, Math.abs(has));

export default mounting("landscape", Landscape);
