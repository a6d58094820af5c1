// A part that plays one run or several, on one clock, while they are still trained. Python sends the weights of
// every snapshot once; from then on each picture is computed in the browser, and only a wish goes back: for more of
// a run, for every batch of an epoch, for the true error at a moment. The parts that play say what they show; all
// else is here.

import { listenToChoices, markChoices } from "../choices.js";
import { makeTheme } from "../colours.js";
import { find } from "../find.js";
import { writeHeadline } from "../headline.js";
import { markHatches } from "../maps/look.js";
import { Judge, truthLines } from "../maps/truth.js";
import { said, sayTrains } from "../on_stage.js";
import { prefersNoMotion } from "../page.js";
import { isBehind, keptAhead } from "./ahead.js";
import { Asking, WORRY_AFTER_ASKING } from "./asking.js";
import { momentsOf, withFurther } from "./moments.js";
import { isTheBatch, onHistory, Playback, replayFrom, watchForAnswers } from "./playback.js";
import { Story } from "./story.js";
import { formatEpoch } from "./timeline.js";
import { listenToTransport, markPlay } from "./transport.js";

/** @import { Palettes, Theme } from "../colours.js" */
/** @import { Line } from "../maps/contours.js" */
/** @import { Extent, Look, Points } from "../maps/map.js" */
/** @import { Truth } from "../maps/truth.js" */
/** @import { Units } from "../maps/units.js" */
/** @import { Sentence } from "../sentences.js" */
/** @import { Arrays, Moment } from "./moments.js" */
/** @import { Actions } from "./playback.js" */
/** @import { Mark } from "./story.js" */

/**
 * What every block of runs says: `clock_header` in `ui/plane/moments.py`, and the page.
 * @typedef {object} RunsHeader
 * @property {Palettes} palette
 * @property {string} id changes with the runs
 * @property {string} [wanted] the id of the runs that the settings ask for
 * @property {string} title names the data
 * @property {string} headline the finding
 * @property {string} headline_name the name of its template
 * @property {number} headline_from the epoch from which on the picture bears the finding out
 * @property {Extent} extent
 * @property {Units} [units] names and numbers of the visitor's own points
 * @property {{ look: Look }} view
 * @property {number | null} open_at the epoch where the link stands
 * @property {number} [begin_at] the epoch where playing begins
 * @property {number} n_epochs
 * @property {number} steps_per_epoch
 * @property {number} trained_epochs
 * @property {boolean} finished
 * @property {boolean} replay whether every batch of an epoch has come along
 * @property {boolean} [empty] whether there is nothing to be learnt yet
 * @property {Mark[]} [story] the moments at which something happened
 * @property {boolean} [story_owed] whether they are still to come
 * @property {boolean} truth_asked
 * @property {Truth | null} truth
 */

/** @typedef {RunsHeader & { arrays: Points & { truth_pieces?: Float32Array } & Arrays }} RunsBlock */

/**
 * `more` of runs that are not finished, every batch from an epoch on, the true errors at an epoch.
 * @typedef {{ epoch: number, nonce: number }} AtEpoch
 * @typedef {{ more: number, replay: AtEpoch, judge: AtEpoch }} RunsWishes
 */

/**
 * The wishes that this class sends. A part that plays has an `Ask` that knows further wishes, and fits here too.
 * @typedef {(...wish: ["more", number] | ["replay" | "judge", AtEpoch]) => void} AskOfRuns
 */

/**
 * One run in a block: what the names of its arrays begin with, and how many parameters its network has.
 * @typedef {{ prefix: string, n_params: number }} Sent
 */

const TITLE = "plane.headline.title";

/**
 * @template {RunsBlock} B
 * @template {{ epoch: number }} M
 */
export class RunPlayer {
  /** @type {AskOfRuns} */
  ask = () => {};
  /** @type {B} */
  run;
  /** @type {Theme} */
  theme;
  /**
   * How far the run was when it was first seen, and when that was: the time left is reckoned from it.
   * @type {{ epoch: number, now: number }}
   */
  seen;

  /**
   * @param {HTMLElement} root
   * @param {{ moreEvery: number }} options ms between two requests for more of runs that are not finished
   */
  constructor(root, { moreEvery }) {
    this.root = root;
    this.pictures = 0; // drawn so far, for benchmarks and tests
    /** @type {Playback<M>} */
    this.playback = new Playback({
      show: (moment, atRest) => this.show(moment, atRest),
      changed: () => this.describe(),
    });
    this.asking = new Asking({
      every: moreEvery,
      wanted: () => this.run && !this.isServed && root.isConnected,
      ask: () => this.ask("more", performance.now()),
    });
    // Asked again where no answer comes, as for a true error below. Streamlit keeps only the later one of two requests
    // that come together, and a run of the page that is overtaken answers nobody.
    this.stepping = new Asking({
      every: 0,
      wanted: () => this.waiting !== null && root.isConnected,
      ask: () => this.askForBatches(),
    });
    this.isServed = false; // whether the server has all that there is of the runs
    this.served = 0; // the epoch to which it has trained them
    this.owesReplay = false; // whether the step that waits still has to be asked for
    this.judge = new Judge();
    this.judging = new Asking({
      every: 0,
      wanted: () => this.judge.waits && root.isConnected,
      ask: () => this.ask("judge", { epoch: this.judge.wanted ?? 0, nonce: performance.now() }),
    });
    /**
     * For each run, the moments of single batches that were asked for last. They come in one block only: later blocks
     * have the snapshots alone.
     * @type {Moment[][]}
     */
    this.fine = [];
    /**
     * The epoch of the step that waits for its weights.
     * @type {number | null}
     */
    this.waiting = null;
    /**
     * The Bayes boundary, where it is shown.
     * @type {Line[] | null}
     */
    this.truth = null;
    this.story = new Story(root, {
      epoch: () => this.playback.moment?.epoch,
      go: (epoch) => this.standAt(epoch),
      along: (epoch) => this.playback.nearest(epoch) / Math.max(1, this.playback.moments.length - 1),
    });
    this.answers = watchForAnswers(root); // a click outside this part, such as on another setting, goes first
    this.playback.holds = () => this.answers.busy();
    /** @type {HTMLInputElement} */
    this.scrub = find(root, ".scrub");
    this.scrub.oninput = () => this.playback.goTo(Number(this.scrub.value));
    listenToChoices(root, (name, value) =>
      name === "speed" ? this.setSpeed(Number(value)) : this.choose(name, value),
    );
    this.forgets = [
      listenToTransport(root, this.actions()),
      onHistory(() => this.asking.begin(WORRY_AFTER_ASKING)),
      () => this.answers.forget(),
      () => this.story.forget(),
    ];
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
  }

  // What each part that plays defines.

  /**
   * The runs of a block.
   * @param {B} _run
   * @returns {Sent[]}
   */
  sent(_run) {
    throw new Error("a part that plays names its runs");
  }

  /**
   * The moments that are played, made from the moments of each run.
   * @param {Moment[][]} _lists
   * @returns {M[]}
   */
  moments(_lists) {
    throw new Error("a part that plays names its moments");
  }

  /**
   * A block has come: hand it on to what is shown.
   * @param {B} _run
   * @param {boolean} _isNew
   */
  take(_run, _isNew) {}

  /** Whether there is room to draw in. */
  get isLaidOut() {
    return true;
  }

  /** After a change of size, theme or data: draw what does not move with the playhead. */
  layOut() {}

  /**
   * One picture.
   * @param {M} _moment
   * @param {boolean} _atRest
   */
  paint(_moment, _atRest) {}

  /**
   * The run's finding from the moment on that bears it out; before, what happened at the moment, or can be read there.
   * @param {M} moment
   * @param {boolean} atRest
   * @returns {Sentence}
   */
  findingAt(moment, atRest) {
    const { headline_name: name, headline: text, headline_from: from } = this.run;
    const isBorneOut = moment.epoch >= from - 1e-6 && name !== TITLE;
    if (isBorneOut) return { name, text };
    return (atRest && this.story.at(moment.epoch)) || this.readAt(moment, atRest);
  }

  /**
   * The data's name, where a part that plays reads no more.
   * @param {M} _moment
   * @param {boolean} _atRest
   * @returns {Sentence}
   */
  readAt(_moment, _atRest) {
    return { name: TITLE, text: this.run.title };
  }

  /**
   * How long a picture took that was drawn while it plays.
   * @param {number} _ms
   */
  took(_ms) {}

  /**
   * Words that follow the state, not the picture.
   * @param {M} _moment
   * @param {number[] | undefined} _judged the true errors at this moment
   */
  tell(_moment, _judged) {}

  /**
   * A value of a choice was pressed.
   * @param {string} _name
   * @param {string} _value
   */
  choose(_name, _value) {}

  /** @returns {Actions} */
  actions() {
    const { playback } = this;
    return {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      restart: () => this.restart(),
      stepEpoch: () => this.step("epoch"),
      stepBatch: () => this.step("batch"),
      stepBack: () => playback.goTo(playback.moments.indexOf(playback.moment) - 1),
      toEnd: () => playback.goTo(playback.moments.length - 1),
    };
  }

  /**
   * Actions of a part to which no batches are sent: steps go from moment to moment, and the button says so.
   * @returns {Actions}
   */
  momentByMoment() {
    const { playback } = this;
    for (const name of ["aria-label", "title"])
      find(this.root, ".step-epoch").setAttribute(name, "Step one moment (→)");
    const stepEpoch = () => playback.goTo(playback.moments.indexOf(playback.moment) + 1);
    return { ...RunPlayer.prototype.actions.call(this), stepEpoch, stepBatch: undefined };
  }

  // What all parts that play have in common.

  /**
   * A block from Python: new runs, or more of those that are shown.
   * @param {B} run
   */
  update(run) {
    const isLess = isBehind(this.run, run),
      isOther = isLess && run.id !== this.run.id;
    this.isServed = run.finished && !run.story_owed && !isOther;
    this.served = isOther ? 0 : run.trained_epochs;
    if (isLess) run = keptAhead(this.run, run);
    const isNew = !this.run || this.run.id !== run.id;
    const epoch = isNew || !this.playback.moment ? 0 : this.playback.moment.epoch; // read before the moments change
    this.run = run;
    if (isNew) {
      this.seen = { epoch: run.trained_epochs, now: performance.now() };
      this.answers.answered(); // these runs are the answer to a click: pictures need not wait for it any more
      this.fine = [];
      this.waiting = null;
      this.stepping.rest();
    }
    this.playback.complete = run.finished;
    this.playback.setMoments(this.momentsIn(run), epoch);
    this.scrub.max = String(this.playback.moments.length - 1);
    this.judge.take(run, isNew);
    this.truth = truthLines(run.arrays.truth_pieces);
    this.takeStory(run, isNew);
    this.take(run, isNew);
    if (isNew) this.begin();
    else if (run.replay) this.finishStep();
    else if (!isLess) this.askForStep();
    this.redraw();
    if (isNew) this.playback.goOnFromHere();
    sayTrains(this.root.classList[0], !run.finished);
    this.asking.begin(); // only now: a slow browser gets fewer parts, and no queue of them
  }

  /**
   * Snapshots and, between two of them, the batches that were asked for.
   * @param {B} run
   */
  momentsIn(run) {
    const sent = this.sent(run);
    /** @param {string} kind */
    const all = (kind) =>
      sent.map(({ prefix, n_params: nParams }) => momentsOf(run.arrays, prefix + kind, nParams));
    if (run.replay) this.fine = all("replay_");
    return this.moments(all("snapshot_").map((list, i) => withFurther(list, this.fine[i] ?? [])));
  }

  /**
   * What happened in the run. A server that has begun anew finds it again later; until then it stays as it was told.
   * @param {B} run
   * @param {boolean} isNew
   */
  takeStory(run, isNew) {
    const has = this.story.run?.story?.length;
    if (isNew || run.story?.length || !has) this.story.take(run);
  }

  /** New runs: stand where the link says, or else play. */
  begin() {
    const { playback, run } = this;
    playback.stop();
    if (run.open_at !== null) playback.standAt(run.open_at);
    else if (prefersNoMotion()) playback.standAt(run.n_epochs);
    else {
      if (run.begin_at) playback.scrubTo(run.begin_at); // a forked run plays from its fork on
      playback.play();
    }
  }

  /** A scene begins anew: its run too, as it did at first. Without a scene the run is rewound, and waits. */
  restart() {
    this.playback.goTo(0);
    if (said("asks") === undefined) return;
    this.begin();
    this.redraw();
  }

  /**
   * To the next whole epoch, or the next batch: at once where its weights are here, else after Python has sent them.
   * @param {"epoch" | "batch"} kind
   */
  step(kind) {
    const { playback, run } = this,
      { epoch } = playback.moment;
    if (playback.playing) playback.pause();
    const target = kind === "epoch" ? Math.floor(epoch + 1e-6) + 1 : epoch + 1 / run.steps_per_epoch;
    const next = playback.nearest(target); // many epochs away where the run has few snapshots
    const isHere = isTheBatch(playback.moments[next].epoch, target, run.steps_per_epoch);
    if (next > playback.indexOf(epoch) && isHere) playback.goTo(next);
    else if (target <= run.trained_epochs + 1e-6) {
      this.waiting = target;
      this.owesReplay = true;
      this.askForStep();
    }
  }

  /**
   * To an epoch of the run, at once where its weights are here; else from the snapshot before it, as a step goes.
   * @param {number} target
   */
  standAt(target) {
    const { playback, run } = this,
      nearest = playback.nearest(target),
      { epoch } = playback.moments[nearest],
      isHere = isTheBatch(epoch, target, run.steps_per_epoch);
    playback.goTo(isHere || epoch < target ? nearest : nearest - 1);
    if (isHere) return;
    this.waiting = target;
    this.owesReplay = true;
    this.askForStep();
  }

  /** Ask for the batches of the step that waits, once the server has trained them. */
  askForStep() {
    const { waiting } = this;
    if (!this.owesReplay || waiting === null || waiting > this.served + 1e-6) return;
    this.owesReplay = false;
    this.stepping.sendNow();
  }

  askForBatches() {
    const { waiting, run, playback } = this;
    if (waiting === null) return;
    this.ask("replay", {
      epoch: replayFrom(playback.moment.epoch, waiting, run.steps_per_epoch),
      nonce: performance.now(),
    });
  }

  /** The batches for a step have come: take it. Where it is several epochs long, they come one epoch at a time. */
  finishStep() {
    const { playback, run, waiting } = this;
    if (waiting === null) return;
    const { epoch } = playback.moment,
      reached = playback.moments[playback.indexOf(waiting)].epoch;
    if (reached > epoch && !isTheBatch(reached, waiting, run.steps_per_epoch)) {
      playback.goTo(playback.indexOf(waiting));
      this.owesReplay = true;
      this.askForStep();
      return;
    }
    playback.goTo(playback.nearest(waiting));
    this.waiting = null;
    this.stepping.rest();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.playback.speed = speed;
    this.markChoices();
  }

  markChoices() {
    const { view } = this.run;
    markChoices(this.root, { speed: this.playback.speed, ...view });
    if (this.theme) markHatches(this.root, view.look, this.theme);
  }

  redraw() {
    const { run, root } = this;
    if (!run) return;
    this.theme = makeTheme(run.palette, root);
    this.layOut();
    this.story.layOut();
    this.markChoices();
    this.show(this.playback.moment, !this.playback.playing);
    this.describe();
  }

  /**
   * @param {M | undefined} moment
   * @param {boolean} atRest
   */
  show(moment, atRest) {
    if (!moment || !this.theme || !this.isLaidOut) return;
    const start = performance.now(),
      { run } = this;
    this.paint(moment, atRest);
    this.scrub.value = String(Math.floor(this.playback.at));
    this.scrub.setAttribute("aria-valuetext", `Epoch ${formatEpoch(moment.epoch)} of ${run.n_epochs}`);
    writeHeadline(find(this.root, ".headline"), this.findingAt(moment, atRest));
    this.story.show(moment.epoch, atRest);
    this.pictures++;
    if (!atRest) this.took(performance.now() - start);
  }

  describe() {
    const { run, playback, root } = this,
      { moment } = playback;
    if (!run || !moment) return;
    markPlay(find(root, ".play"), playback, run.finished && !run.empty);
    if (!playback.playing && this.judge.wants(run, moment)) this.judging.sendNow(); // it costs Python 200,000 points
    this.tell(moment, this.judge.at(moment));
  }

  /** @param {string} sentence for screen readers */
  say(sentence) {
    find(this.root, ".spoken").textContent = sentence;
  }

  get headline() {
    return find(this.root, ".headline").textContent ?? "";
  }

  destroy() {
    sayTrains(this.root.classList[0], false);
    this.playback.leave();
    this.observer.disconnect();
    this.asking.rest();
    this.stepping.rest();
    this.judging.rest();
    this.forgets.forEach((forget) => forget());
  }
}
