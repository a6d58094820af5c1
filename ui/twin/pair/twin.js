// Two whole training runs on one clock: the same points and batches, two maps, a third of where they differ.

import { find, findAll } from "../../browser/find.js";
import { Bringing } from "../../browser/maps/bringing.js";
import { DifferenceMap } from "../../browser/maps/differences.js";
import { RegionMap } from "../../browser/maps/map.js";
import { mounting } from "../../browser/mounting.js";
import { lossAndAccuracy } from "../../browser/playing/charts.js";
import { historyOf, momentsTogether, playableTogether } from "../../browser/playing/moments.js";
import { RunPlayer } from "../../browser/playing/run_player.js";
import { lowestOf } from "../../browser/playing/timeline.js";
import { valuesTable } from "../../browser/words.js";
import { headlineOf } from "../moment.js";
import { CrossHair } from "./crosshair.js";
import { PairChart } from "./curves.js";
import {
  answersTable,
  lowered,
  mapWords,
  spokenPair,
  spokenValues,
  stateWords,
  writeFacts,
  writeNames,
  writeNumbers,
} from "./words.js";

/** @import { Brought } from "../../browser/maps/bringing.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Look, UnitLines } from "../../browser/maps/map.js" */
/** @import { Network } from "../../browser/maps/network.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Moment, MomentTogether } from "../../browser/playing/moments.js" */
/** @import { RunsBlock, RunsWishes } from "../../browser/playing/run_player.js" */
/** @import { Records } from "../../browser/playing/timeline.js" */
/** @import { Between } from "../moment.js" */

/**
 * One of the two networks: `Net` in `part.py`.
 * @typedef {object} NetHeader
 * @property {string} name
 * @property {string} shape its widths and activations in words
 * @property {number} n_params
 * @property {number} n_multiply_adds
 * @property {number} epoch_seconds of the processor; 0 where none has been measured
 * @property {number} trained_epochs
 * @property {boolean} finished
 * @property {string} stop_kind why its run has ended, "" while it has not
 * @property {string} stop_message
 */

/**
 * How regions are painted, and where the cross-hair is pinned.
 * @typedef {{ look: Look, spot: Place | null }} View
 */

/**
 * @typedef {RunsBlock & { view: View, nets: (Network & NetHeader)[], headline_between: Between, most_bytes: number,
 *   frozen_words: string, input_words?: string }}
 * TwinBlock
 */
/** @typedef {RunsWishes & { view: View & { nonce: number }, table: Brought }} TwinWishes */

const COVERED =
  "The points; the regions are covered until the answer is revealed. Arrow keys move the cross-hair.";
const MORE_EVERY = 350; // ms
const SIDES = ["first", "second", "apart"]; // as a scene's covers name them
const LETTERS = "ab"; // the arrays of each run begin with one

/** @extends {RunPlayer<TwinBlock, MomentTogether>} */
class Twin extends RunPlayer {
  /** @type {Ask<TwinWishes>} */
  ask = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root, { moreEvery: MORE_EVERY });
    this.sides = findAll(root, ".side");
    this.maps = this.sides.slice(0, 2).map((side) => new RegionMap(side));
    this.difference = new DifferenceMap(this.sides[2]);
    [...this.maps, this.difference].forEach((map, i) => (map.cover = `regions-${SIDES[i]}`));
    this.cross = new CrossHair(this.sides, {
      words: (side, x, y) => this.valuesWords(side, x, y),
      pinned: (spot) => this.change({ spot }),
      spoken: (x, y) => this.say(spokenValues(this.run, this.valuesAt(x, y), x, y)),
    });
    const bringing = new Bringing(root, {
      bring: (table) => this.ask("table", table),
      say: (words) => this.say(words),
      mostBytes: () => this.run.most_bytes,
    });
    this.forgets.push(() => bringing.forget());
    this.charts = lossAndAccuracy(
      root,
      (box, options) =>
        new PairChart(box, options, (/** @type {number} */ epoch) => this.playback.scrubTo(epoch)),
    );
  }

  /**
   * @param {string} _name
   * @param {string} value
   */
  choose(_name, value) {
    this.change({ look: /** @type {Look} */ (value) });
    this.redraw();
  }

  /**
   * A change of view belongs in the link.
   * @param {Partial<View>} change
   */
  change(change) {
    this.run.view = { ...this.run.view, ...change };
    this.ask("view", { ...this.run.view, nonce: performance.now() });
  }

  /** @param {TwinBlock} run */
  sent(run) {
    return run.nets.map((net, i) => ({ prefix: `${LETTERS[i]}_`, n_params: net.n_params }));
  }

  /** @param {Moment[][]} lists */
  moments(lists) {
    return momentsTogether(lists, playableTogether(this.run.nets));
  }

  /**
   * @param {TwinBlock} run
   * @param {boolean} isNew
   */
  take(run, isNew) {
    const { maps, cross } = this;
    maps.forEach((map, i) => {
      map.truth = this.truth;
      if (isNew) map.setRun({ ...run.nets[i], arrays: run.arrays, extent: run.extent, units: run.units });
    });
    cross.extent = run.extent;
    const rests = isNew || !cross.place || cross.place === cross.pin;
    cross.pin = run.view.spot;
    if (rests) cross.place = cross.pin; // else a pointer or a key has moved it
  }

  get isLaidOut() {
    return this.maps[0].size > 0;
  }

  layOut() {
    const { run, root, maps, theme } = this;
    maps.forEach((map) => map.resize(theme));
    this.difference.resize(theme, maps[0].size);
    writeNames(root, run);
    const histories = run.nets.map((_, i) => historyOf(run.arrays, `${LETTERS[i]}_history_`)),
      names = run.nets.map((net) => lowered(net.name)),
      stops = run.nets.map((net) => (net.finished ? net.stop_kind : ""));
    this.offerLowest(histories, names, stops);
    this.charts.forEach((chart) => {
      chart.setHistories(histories, names, run.n_epochs, stops);
      chart.setMarks(this.story.marks.map(([epoch]) => epoch));
      chart.draw(theme);
    });
  }

  /**
   * For each network that stopped early, a button back to its lowest validation loss.
   * @param {Records[]} histories
   * @param {string[]} names
   * @param {string[]} stops
   */
  offerLowest(histories, names, stops) {
    const offers = histories.flatMap(({ epoch, validation_error }, which) => {
      const lowest = lowestOf(epoch, validation_error, stops[which]);
      return lowest ? [{ epoch: lowest.epoch, words: `Lowest loss, ${names[which]}` }] : [];
    });
    const buttons = offers.map(({ epoch, words }) => {
      const button = document.createElement("button");
      button.textContent = words;
      button.className = "step-batch";
      button.onclick = () => this.standAt(epoch);
      return button;
    });
    find(this.root, ".lowests").replaceChildren(...buttons);
  }

  /**
   * Both shares of the moment; while it plays they stand above the maps only, where they may run.
   * @param {MomentTogether} moment
   * @param {boolean} atRest
   */
  readAt(moment, atRest) {
    return atRest && moment.epoch
      ? headlineOf(this.run.headline_between, moment)
      : super.readAt(moment, atRest);
  }

  /**
   * Both maps on the same grid, where they differ, playhead, readouts.
   * @param {MomentTogether} moment
   * @param {boolean} atRest
   */
  paint(moment, atRest) {
    const { run, maps, difference } = this;
    maps[0].playGrid = maps[1].playGrid;
    /** @type {{ atRest: boolean, look: Look, lines: UnitLines, picked: null }} */
    const look = { atRest, look: run.view.look, lines: "picked", picked: null };
    const pictures = maps.map((map, i) => map.paint(moment.nets[i].params, look));
    const forwards = pictures.map(({ forward }) => forward);
    difference.paint(forwards, pictures[0].G, maps[0].nClasses, maps, atRest);
    this.charts.forEach((chart) => chart.moveTo(moment));
    writeNumbers(this.root, run, moment, difference.share);
    this.writeWords(moment, this.judge.at(moment));
    if (run.truth_asked && !atRest) writeFacts(this.root, run, moment, this.judge.at(moment)); // at rest tell() does it
    this.cross.draw();
  }

  /** @param {number} ms */
  took(ms) {
    this.maps[1].adapt(ms);
  }

  /**
   * @param {MomentTogether} moment
   * @param {number[] | undefined} judged
   */
  tell(moment, judged) {
    const state = this.writeWords(moment, judged);
    writeFacts(this.root, this.run, moment, judged);
    if (this.playback.playing) return;
    this.say(`${spokenPair(this.run, moment, this.headline, this.difference.share)} ${state}`);
  }

  /**
   * The state of training, and for screen readers each map in words: as they are in the picture.
   * @param {MomentTogether} moment
   * @param {number[] | undefined} judged
   * @returns {string} the state
   */
  writeWords(moment, judged) {
    const { run, playback, sides, seen, maps, difference } = this,
      { share } = difference,
      status = find(this.root, ".status");
    find(this.root, ".frozen-words").textContent = this.run.frozen_words;
    find(this.root, ".input-words").textContent = this.run.input_words ?? "";
    const state = stateWords(run, moment, seen, judged),
      words = `Same points, same batches, one clock. ${state}`;
    if (status.textContent !== words) status.textContent = words;
    sides.forEach((side, i) => {
      const map = find(side, ".map"),
        shown = [...maps, difference][i],
        label = shown.isCovered ? COVERED : mapWords(run, moment, i, share, playback.playing);
      if (map.getAttribute("aria-label") !== label) map.setAttribute("aria-label", label);
    });
    return state;
  }

  /**
   * z and y of each class at a place, for both networks.
   * @param {number} x
   * @param {number} y
   */
  valuesAt(x, y) {
    return this.maps.map((map, i) => map.valuesAt(this.playback.moment.nets[i].params, x, y));
  }

  /**
   * @param {HTMLElement} side
   * @param {number} x
   * @param {number} y
   */
  valuesWords(side, x, y) {
    const values = this.valuesAt(x, y),
      own = values[this.sides.indexOf(side)];
    return own
      ? valuesTable(x, y, own.scores, own.probabilities, this.run.units)
      : answersTable(this.run, values);
  }
}

export default mounting("twin", Twin);
