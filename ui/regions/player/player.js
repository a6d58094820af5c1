// The player: a whole training run in the browser, with the network that is trained beside its regions.

import { find, findAll } from "../../browser/find.js";
import { RegionMap, drawAxes } from "../../browser/maps/map.js";
import { truthWords } from "../../browser/maps/truth.js";
import { mounting } from "../../browser/mounting.js";
import { whole, withMinus } from "../../browser/numbers.js";
import { covered, hidesDetails, said } from "../../browser/on_stage.js";
import { lossAndAccuracy } from "../../browser/playing/charts.js";
import { historyOf, MEASURES } from "../../browser/playing/moments.js";
import { RunPlayer } from "../../browser/playing/run_player.js";
import { isOfStory } from "../../browser/playing/story.js";
import { Chart, formatEpoch, formatLoss, formatPercent, lowestOf } from "../../browser/playing/timeline.js";
import { pointLegend } from "../../browser/symbols.js";
import {
  epochReadout,
  pointsWords,
  progressWords,
  rightWords,
  spokenWords,
  unitWords,
  valuesTable,
} from "../../browser/words.js";
import { Editor } from "../drawing/editor.js";
import { onKeys } from "../../browser/keys.js";
import { steering } from "../../browser/steering.js";
import { isFingers } from "../../browser/weights_bubble.js";
import { Without } from "../worth/without.js";
import { ByHand } from "../by_hand/by_hand.js";
import { Beside } from "./beside.js";
import { Changes } from "./changes.js";
import { Pieces } from "./pieces.js";
import { FirstSteps, isNewcomer } from "./first_steps.js";
import { placeWords } from "./formula_words.js";
import { Recipe, recipeOf } from "./recipe.js";
import { showTruth } from "./truth_readouts.js";

/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Look, UnitLines } from "../../browser/maps/map.js" */
/** @import { Network, Unit } from "../../browser/maps/network.js" */
/** @import { Units } from "../../browser/maps/units.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Moment } from "../../browser/playing/moments.js" */
/** @import { RunsBlock, RunsWishes } from "../../browser/playing/run_player.js" */
/** @import { SetWeight } from "../by_hand/set_weights.js" */
/** @import { Edit, EditWishes } from "../drawing/editor.js" */
/** @import { Readouts } from "./truth_readouts.js" */

/**
 * What a visitor has chosen to see: the settings of `VIEW` in `ui/regions/page.py`.
 * @typedef {object} View
 * @property {Look} look
 * @property {number} since the epoch since which changes are shown; its boundary lies under a later one
 * @property {string} unit the hidden unit that a link or a scene picks, as in "1-3"; "" for none
 * @property {UnitLines} lines
 * @property {string} off the hidden units that are switched off, as in "1-3,2-5"; "" for none
 * @property {"zero" | "mean"} off_as what they answer
 * @property {string} by_hand weights that are set by hand, as in "1-3-2:0.5"; "" for none
 * @property {"network" | "space" | "formula" | "worth"} beside
 * @property {number} layer
 * @property {string} axes
 */

/**
 * What a block says besides the run: `player_block` and `waiting_block` in `part.py`.
 * @typedef {object} PlayerHeader
 * @property {View} view
 * @property {Edit} edit
 * @property {Units} units
 * @property {string} fork_words
 * @property {[weights: boolean, biases: boolean][]} [frozen] of each affine layer, whether they stay as drawn
 * @property {string} [frozen_words]
 * @property {string[]} [cut] names of wires that are cut, as in "1-3-2"
 * @property {string} [cut_words]
 * @property {string} [input_words] what the inputs do to boundaries, where they are not the coordinates
 * @property {boolean} can_fork
 * @property {boolean} can_keep
 * @property {boolean} empty
 * @property {number} n_params
 * @property {number} n_multiply_adds
 * @property {AllFacts} activation_facts
 * @property {string} stop_kind why the run has ended, "" while it has not
 * @property {string} stop_message
 */

/** @typedef {RunsBlock & Network & PlayerHeader} PlayerBlock */

/**
 * @typedef {object} OwnWishes
 * @property {View} view
 * @property {{ epoch: number, by_hand: string }} fork
 * @property {{ text: string }} cut
 * @property {{ nonce: number }} keep
 * @property {{ nonce: number }} leave
 */

/** @typedef {RunsWishes & EditWishes & OwnWishes} PlayerWishes */

const MORE_EVERY = 350; // ms
const SAID_OF_THE_RUN = [".frozen-words", ".cut-words", ".input-words", ".fork-words"];
const NEEDS_A_RUN = ".transport button, .scrub, .keep, .look button, .hidden .unit";

const CLEARANCE = 14; // CSS pixels between the pointer and the values beside it

const KEY_PLACE = -1; // a picked unit hears its key before the room does

const WITHOUT = "plane.headline.without",
  BY_HAND = "plane.headline.by_hand";
/** The browser's storage; nothing where it is kept from pages. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const AT_MOMENT = "plane.headline.moment";

const READOUTS = {
  epoch: "Epoch",
  training_accuracy: "Accuracy, training",
  validation_accuracy: "Accuracy, validation",
  training_error: "Loss, training",
  validation_error: "Loss, validation",
  params: "Parameters",
};

/** @extends {RunPlayer<PlayerBlock, Moment>} */
class Player extends RunPlayer {
  /** @type {Ask<PlayerWishes>} */
  ask = () => {};
  /**
   * Where the pointer is on the map.
   * @type {PointerEvent | null}
   */
  pointer = null;
  /** @type {Unit | null} */
  picked = null;
  pickedByLink = ""; // the unit that the last block named
  shape = "";
  legend = ""; // as it was written last
  told = ""; // what was said of the moment last
  unitSaid = ""; // words about the unit as they were written last

  /** @param {HTMLElement & { probabilitiesAt?: Player["valuesAt"] }} root */
  constructor(root) {
    super(root, { moreEvery: MORE_EVERY });
    this.map = new RegionMap(root);
    this.changes = new Changes(root, this.map);
    this.pieces = new Pieces(root, this.map);
    this.without = new Without();
    this.byHand = new ByHand(root, this);
    this.beside = new Beside(root, this);
    this.charts = lossAndAccuracy(
      root,
      (box, options) => new Chart(box, options, (epoch) => this.playback.scrubTo(epoch)),
    );
    this.recipe = new Recipe(root);
    this.editor = new Editor(root, this.map, {
      ask: (name, value) => /** @type {Ask<EditWishes>} */ (this.ask)(name, value),
      redraw: () => this.playback.playing || this.show(this.playback.moment, true),
      say: (words) => this.say(words),
    });
    this.forgets.push(
      () => this.editor.forget(),
      () => this.without.forget(),
      () => this.beside.worth.forget(),
      () => this.beside.weights.forget(),
      () => this.byHand.forget(),
      onKeys({ room: () => (this.picked ? this.switchPicked() : false) }, KEY_PLACE),
    );
    this.readouts = makeReadouts(root);
    this.firstSteps = new FirstSteps(isNewcomer(storage(), window.location.search));
    this.listen();
    root.probabilitiesAt = (x, y) => this.valuesAt(x, y); // for tests
  }

  listen() {
    const { root, playback, map } = this;
    find(root, ".fork").onclick = () => this.trainOn();
    find(root, ".undo-by-hand").onclick = () => this.byHand.undoAll();
    find(root, ".by-hand").onclick = () => this.beside.setPicked(this.picked);
    find(root, ".switch").onclick = () => this.switchPicked();
    find(root, ".keep").onclick = () => this.ask("keep", { nonce: performance.now() });
    find(root, ".leave").onclick = () => this.ask("leave", { nonce: performance.now() });
    find(root, ".lowest").onclick = () => this.lowest && this.standAt(this.lowest.epoch);
    find(root, ".mark").onclick = () => this.choose("since", playback.moment.epoch);
    map.box.onpointermove = (event) => isFingers(event) || this.hover((this.pointer = event));
    map.box.onpointerleave = (event) => isFingers(event) || this.leaveMap();
    map.box.addEventListener("click", (event) => {
      if (isFingers(event)) this.hover((this.pointer = /** @type {PointerEvent} */ (event)));
    });
    const leave = (/** @type {PointerEvent} */ event) => isFingers(event) && this.pointer && this.leaveMap();
    document.addEventListener("pointerdown", leave); // what a tap has read stays until the next one
    this.forgets.push(() => document.removeEventListener("pointerdown", leave));
  }

  /** Nobody points at the map any more. */
  leaveMap() {
    this.pointer = null;
    find(this.root, ".values").hidden = true;
    this.pieces.point(null);
    this.beside.mark(null);
  }

  actions() {
    return { ...super.actions(), stepBack: () => this.playback.goTo(this.previousEpoch()) };
  }

  /** The place of the last whole epoch before the playhead. */
  previousEpoch() {
    const { moments, moment } = this.playback;
    for (let i = moments.indexOf(moment) - 1; i > 0; i--) if (Number.isInteger(moments[i].epoch)) return i;
    return 0;
  }

  /**
   * A change of look belongs in the link.
   * @param {string} name
   * @param {string | number} value
   */
  choose(name, value) {
    this.run.view = { ...this.run.view, [name]: value };
    this.ask("view", this.run.view);
    if (name.startsWith("off") || name === "by_hand")
      this.redraw(); // the curves too
    else if (!this.playback.playing) this.show(this.playback.moment, true);
    this.markChoices();
  }

  /** @param {Unit} unit */
  pick(unit) {
    const same = this.picked && this.picked.layer === unit.layer && this.picked.unit === unit.unit;
    this.picked = same ? null : unit;
    this.guide();
    if (!this.playback.playing) this.show(this.playback.moment, true);
    this.describe();
  }

  /** Switch the picked unit off, or on again. */
  switchPicked() {
    if (this.picked) this.beside.worth.toggle(this.picked);
  }

  /**
   * Show the run with weights set by hand.
   * @param {string} text as a link writes them
   * @param {boolean} isDone whether the hand rests, so that the link follows
   */
  setByHand(text, isDone) {
    if (isDone) {
      this.choose("by_hand", text);
      this.describe();
      return;
    }
    this.run.view = { ...this.run.view, by_hand: text };
    this.show(this.playback.moment, false);
  }

  /** Fork the run at the moment shown; the fork begins with the weights that are set by hand. */
  trainOn() {
    this.ask("fork", { epoch: this.playback.moment.epoch, by_hand: this.byHand.handOver() });
  }

  /** @param {string} text wires that are to be cut, as a link writes them; the run begins anew */
  cut(text) {
    this.ask("cut", { text });
  }

  /** The moment that is shown, without the units that are off. */
  get shown() {
    return this.without.at(this.playback.moment);
  }

  /**
   * @param {Moment | undefined} moment
   * @param {boolean} atRest
   */
  show(moment, atRest) {
    this.without.choose(this.run.view);
    super.show(moment && this.without.at(moment), atRest);
  }

  /** A newcomer's next step. */
  guide() {
    const { firstSteps } = this,
      line = find(this.root, ".first-steps");
    firstSteps.see({ depth: this.run.sizes.length - 2, picks: this.picked !== null });
    line.textContent = firstSteps.words;
    line.hidden = !firstSteps.words;
  }

  /** @param {PlayerBlock} run */
  sent(run) {
    return [{ prefix: "", n_params: run.n_params }];
  }

  /** @param {Moment[][]} lists */
  moments([list]) {
    return list;
  }

  /**
   * @param {PlayerBlock} run
   * @param {boolean} isNew
   */
  take(run, isNew) {
    const shape = JSON.stringify([run.sizes, run.activations]);
    if (shape !== this.shape) {
      this.picked = null;
      this.byHand.handOver(); // the window is of a network that is gone
    }
    this.shape = shape;
    if (run.view.unit !== this.pickedByLink) this.picked = unitNamed(run.view.unit);
    this.pickedByLink = run.view.unit;
    this.guide();
    this.map.truth = this.truth;
    if (this.byHand.draft !== null) run.view.by_hand = this.byHand.draft; // the hand has not come to rest
    if (isNew) this.byHand.forgetBefore();
    if (isNew) this.map.setRun(run);
    this.without.choose(run.view);
    this.without.setRun(run, this.map);
    this.beside.setRun(run, this.map);
    this.editor.setRun(run);
  }

  get isLaidOut() {
    return this.map.size > 0;
  }

  layOut() {
    const { run, theme } = this;
    drawAxes(this.root, run.extent, run.units);
    this.writeLegend();
    this.map.resize(theme);
    this.editor.place();
    this.beside.resize(theme);
    const history =
      this.without.history(this.playback.moments, () => this.redraw()) ?? historyOf(run.arrays, "history_");
    this.charts.forEach((chart) => {
      chart.setHistory(history, run.n_epochs, run.finished ? run.stop_kind : "");
      chart.setMarks(this.story.marks.map(([epoch]) => epoch));
      chart.draw(theme);
    });
  }

  /** The classes' names may change with the points: two or three of them, by number or by name. */
  writeLegend() {
    const { root, run } = this,
      legend = pointLegend(run.units, this.map.nClasses);
    if (legend === this.legend) return;
    this.legend = legend;
    find(root, ".legend").innerHTML = legend;
    this.markChoices();
  }

  get showsChanges() {
    return this.run.view.look === "changed" && !this.run.empty;
  }

  /**
   * Map, unit maps, playhead, readouts.
   * @param {Moment} moment
   * @param {boolean} atRest
   */
  paint(moment, atRest) {
    const { run, playback, picked } = this,
      { look, lines, since } = run.view;
    const before = this.without.at(playback.moments[playback.nearest(since)]),
      isLater = since > 0 && !run.empty && moment.epoch > before.epoch,
      earlier = isLater && !this.showsChanges ? this.changes.earlier(before) : null;
    // With the truth, numbers are of fresh points, and rings of these; where the space is the scene, it is seen whole.
    this.map.hidesRings = (Boolean(run.truth) || said("focus") === "space") && hidesDetails();
    this.map.gaussians = recipeOf(run);
    this.recipe.show(this.map);
    const over = this.piecesOver(moment, atRest);
    const picture = this.map.paint(moment.params, { atRest, look, lines, picked, earlier, over });
    if (this.showsChanges) this.changes.paint(before, picture, atRest);
    this.changes.describe(this.showsChanges, run.activations.length > 0);
    this.beside.paint(moment.params, picture, picked, atRest);
    this.beside.worth.moment = playback.moment;
    this.beside.worth.paint(playback.moment, atRest);
    this.charts.forEach((chart) => chart.moveTo(moment));
    this.writeReadouts(moment);
    this.writeUnit();
    this.byHand.follow();
    if (this.pointer) this.hover(this.pointer);
  }

  /**
   * What draws the linear pieces of a moment, where they are shown.
   * @param {Moment} moment
   * @param {boolean} atRest
   */
  piecesOver(moment, atRest) {
    const { run, pieces } = this,
      alone = run.view.look === "pieces";
    if (run.empty || this.showsChanges || !(alone || run.view.lines === "pieces")) {
      pieces.clear();
      return undefined;
    }
    pieces.cut(run, moment.params, atRest);
    return (/** @type {CanvasRenderingContext2D} */ context) => pieces.draw(context, alone);
  }

  /** @param {Moment} moment */
  writeReadouts(moment) {
    const { readouts, run } = this;
    /** @type {(name: keyof typeof READOUTS, value: string, unit: string) => void} */
    const set = (name, value, unit) => {
      readouts[name].value.textContent = value;
      readouts[name].unit.textContent = unit;
    };
    const { epoch, small } = epochReadout(run, moment.epoch);
    set("epoch", epoch, small);
    for (const name of MEASURES) {
      const isError = name.endsWith("error");
      set(name, isError ? formatLoss(moment[name]) : formatPercent(moment[name]), isError ? "" : "%");
    }
    set("params", whole(run.n_params), "");
    showTruth(readouts, run, moment, this.without.isOn ? undefined : this.judge.at(moment));
  }

  /** @param {number} ms */
  took(ms) {
    this.map.adapt(ms);
  }

  /**
   * @param {Moment} ofTheRun
   * @param {number[] | undefined} judgedOfTheRun
   */
  tell(ofTheRun, judgedOfTheRun) {
    const { run, root, playback, without } = this,
      moment = without.at(ofTheRun),
      judged = without.isOn ? undefined : judgedOfTheRun;
    const state = [this.stateWords(), truthWords(run, judged)].filter(Boolean).join(". ");
    find(root, ".status").textContent = state;
    this.offerLowest(moment);
    const words = [run.frozen_words, run.cut_words, run.input_words, run.fork_words];
    SAID_OF_THE_RUN.forEach((name, i) => (find(root, name).textContent = words[i] ?? ""));
    find(root, ".leave").hidden = !run.fork_words;
    /** @type {HTMLButtonElement[]} */
    const controls = findAll(root, NEEDS_A_RUN);
    for (const control of controls) control.disabled = run.empty;
    find(root, ".diagram").tabIndex = run.empty ? 0 : -1; // a phone's strip scrolls by keys where no unit takes them
    /** @type {HTMLButtonElement} */
    const fork = find(root, ".fork");
    fork.disabled = run.empty || !run.can_fork;
    fork.textContent = without.set.length ? "Train on from here" : "Fork here";
    find(root, ".undo-by-hand").hidden = !without.set.length;
    find(root, ".by-hand-words").textContent = setWords(run, without.set);
    /** @type {HTMLButtonElement} */
    const keep = find(root, ".keep");
    keep.disabled = run.empty || !run.can_keep;
    this.writeUnit();
    const sentence = playback.playing ? "" : `${this.sentenceAt(moment)} ${state}`.trim(); // it would be old soon
    const many = this.map.nClasses === 2 ? "two" : "three";
    const shown = covered("regions")
      ? "The points; the regions are covered until the answer is revealed."
      : `Decision regions of ${many} classes. ${sentence || "The run is playing."}`;
    this.map.box.setAttribute("aria-label", shown);
    if (sentence || find(root, ".spoken").textContent === this.told) this.say(sentence); // not what a hand's act said
    this.told = sentence;
  }

  /**
   * Everything that can be seen, for who cannot see it.
   * @param {Moment} moment
   */
  sentenceAt(moment) {
    const { run, map } = this,
      heading = find(this.root, ".headline"),
      all = map.nShown; // on the stage validation points are hidden, until its details are asked for
    if (run.empty) return `${this.headline} ${pointsWords(all)} on the map.`;
    const counts = { ...this.counts, wrong: map.wrong, all },
      { says } = heading.dataset,
      isFinding = says === run.headline_name || isOfStory(says), // else it repeats a share, or a scene holds it back
      { opening: done } = this.without,
      title = done ? `${run.title}, ${done.charAt(0).toLowerCase()}${done.slice(1)}` : run.title,
      opening = isFinding && !this.without.isOn ? this.headline : title;
    return `${spokenWords(run, moment, opening, counts)}${this.showsChanges ? ` ${this.changes.sentence}` : ""}`;
  }

  /** The sizes of the sets that the run is measured on. */
  get counts() {
    const { training_labels: training, validation_labels: validation } = this.run.arrays;
    return { training: training.length, validation: validation.length };
  }

  /**
   * At rest within a run, the share of its validation points that is right; while it plays, the words stand still.
   * @param {Moment} moment
   * @param {boolean} atRest
   */
  readAt(moment, atRest) {
    const { run, counts } = this;
    if (this.without.isOn) {
      const name = this.without.set.length ? BY_HAND : WITHOUT;
      return { name, text: this.withoutWords(moment, atRest) };
    }
    if (!atRest || run.empty || moment.epoch === 0) return super.readAt(moment, atRest);
    const right = counts.validation
      ? rightWords(moment.validation_accuracy, counts.validation, "validation")
      : rightWords(moment.training_accuracy, counts.training, "training");
    return { name: AT_MOMENT, text: `${run.title}: ${right}` };
  }

  /**
   * The run's finding is of the whole network.
   * @param {Moment} moment
   * @param {boolean} atRest
   */
  findingAt(moment, atRest) {
    return this.without.isOn && !this.run.empty
      ? this.readAt(moment, atRest)
      : super.findingAt(moment, atRest);
  }

  /**
   * How much is right without the units that are off, and with what is set by hand; while it plays, only what is done.
   * @param {Moment} moment
   * @param {boolean} atRest
   */
  withoutWords(moment, atRest) {
    const { without, counts } = this,
      kind = counts.validation ? "validation" : "training";
    const { opening } = without;
    if (!atRest) return opening;
    return `${opening}: ${rightWords(moment[`${kind}_accuracy`], counts[kind], kind)}`;
  }

  /** The words about the network, or about the picked unit as it is in the picture. */
  writeUnit() {
    const { run, picked, map, without } = this,
      off = find(this.root, ".switch");
    off.hidden = !picked || run.empty;
    find(this.root, ".by-hand").hidden = off.hidden;
    if (picked) off.textContent = without.has(picked) ? "Switch on" : "Switch off";
    const line = this.showsChanges ? "hidden" : map.hasPickedLine ? "dashed" : "nowhere",
      words = unitWords(run, picked, this.beside.units, line);
    if (words === this.unitSaid) return;
    this.unitSaid = words;
    find(this.root, ".unit-words").innerHTML = words;
  }

  /** Where the validation loss was lowest, after a run that stopped for lack of a lower one. */
  get lowest() {
    const { epoch, validation_error: losses } = historyOf(this.run.arrays, "history_");
    return lowestOf(epoch, losses, this.run.finished ? this.run.stop_kind : "");
  }

  /** @param {Moment} moment */
  offerLowest(moment) {
    const { lowest } = this,
      button = find(this.root, ".lowest");
    button.hidden = !lowest || lowest.epoch === moment.epoch;
    if (lowest)
      button.textContent = `Lowest loss ${formatLoss(lowest.value)}, epoch ${formatEpoch(lowest.epoch)}`;
  }

  /** How far training is; at its end, and wherever it ended too early, why it has ended. */
  stateWords() {
    const { run, playback, seen } = this;
    if (!run.finished) return progressWords(run, seen, performance.now());
    return playback.atEnd || run.stop_kind !== "done" ? steering(run.stop_message) : "";
  }

  /**
   * z and y of each class at a place.
   * @param {number} x
   * @param {number} y
   */
  valuesAt(x, y) {
    return this.map.valuesAt(this.shown.params, x, y);
  }

  /**
   * The values under the pointer.
   * @param {PointerEvent} event
   */
  hover(event) {
    if (!this.playback.moment || !this.editor.reads || this.run.empty) return;
    const box = this.map.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.run.extent;
    const u = (event.clientX - box.left) / box.width,
      v = (event.clientY - box.top) / box.height;
    const x = left + u * (right - left),
      y = top - v * (top - bottom);
    const { scores, probabilities } = this.valuesAt(x, y);
    this.beside.mark([x, y]);
    const values = find(this.root, ".values");
    values.innerHTML = valuesTable(x, y, scores, probabilities, this.run.units) + this.pieces.valuesAt(x, y);
    values.hidden = false;
    const { size } = this.map,
      beside = u * size + CLEARANCE,
      before = u * size - CLEARANCE - values.offsetWidth;
    /** @type {(place: number, length: number) => string} */
    const within = (place, length) => `${Math.max(2, Math.min(place, size - length - 2))}px`;
    values.style.left = within(beside + values.offsetWidth > size ? before : beside, values.offsetWidth);
    values.style.top = within(v * size - 2 * CLEARANCE, values.offsetHeight);
  }
}

/**
 * @param {string} name a hidden unit as in a link, layer and unit from 1: "1-3"; "" for none
 * @returns {Unit | null}
 */
function unitNamed(name) {
  const [layer, unit] = name.split("-").map(Number);
  return name ? { layer: layer - 1, unit: unit - 1 } : null;
}

const MOST_NAMED = 3; // weights that a sentence names

/**
 * Which weights are set by hand, and to what: "Set by hand: bias of unit 3 of layer 1 is 0.5."
 * @param {PlayerBlock} run
 * @param {SetWeight[]} set
 */
function setWords(run, set) {
  if (!set.length) return "";
  const named = set.slice(-MOST_NAMED).map(({ l, to, from, value }) => {
    const target = placeWords(run, l + 1, to),
      start = from === null ? "" : placeWords(run, l, from).replace(/^x([12])$/, (_, n) => `x${"₁₂"[n - 1]}`),
      which = start ? `${start} → ${target}` : `bias of ${target}`;
    return `${which} is ${withMinus(String(value))}`;
  });
  const more = set.length > MOST_NAMED ? ` and ${set.length - MOST_NAMED} more` : "";
  return `Set by hand: ${named.join(", ")}${more}.`;
}

/**
 * @param {Element} root
 * @returns {Readouts}
 */
function makeReadouts(root) {
  const rows = Object.entries(READOUTS).map(
    ([name, words]) =>
      `<div class="readout" data-name="${name}" data-says="regions.readout.${name}">` +
      `<span>${words}</span><b></b> <small></small></div>`,
  );
  find(root, ".readouts").innerHTML = rows.join("");
  /** @param {keyof typeof READOUTS} name */
  const named = (name) => {
    const box = find(root, `.readout[data-name=${name}]`);
    return { box, value: find(box, "b"), unit: find(box, "small") };
  };
  return {
    epoch: named("epoch"),
    training_accuracy: named("training_accuracy"),
    validation_accuracy: named("validation_accuracy"),
    training_error: named("training_error"),
    validation_error: named("validation_error"),
    params: named("params"),
  };
}

export default mounting("player", Player);
