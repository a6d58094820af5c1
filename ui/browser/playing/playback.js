// Playing, stepping and the keys: the same for every page that scrubs through a run. Knows moments, not pictures.

import { onKeys } from "../keys.js";
import { saySo } from "../on_stage.js";
import { appElement, page, prefersNoMotion } from "../page.js";
import { keepEnd, keepMoment } from "./moment_in_link.js";

export const MOMENTS_A_SECOND = 60;
const REPLAYED = 300; // batches that Python sends at a time: TrainingRun.replay
const LONGEST_FRAME = 100; // ms: after a longer pause, say of a hidden tab, play goes on where it was
const REST_AFTER = 120; // ms without a move, after which the hand rests
const SAME = 1e-6; // epochs nearer to each other are one: they come from Python with rounding

/**
 * The epoch where a replay must begin to hold the moment to step to. Python cuts a long epoch into replays of
 * `REPLAYED` batches: one begins at the epoch's beginning, the others at whole numbers of replays after it. So steps
 * within one replay always ask for the same one.
 * @param {number} epoch
 * @param {number} target
 * @param {number} stepsPerEpoch
 */
export function replayFrom(epoch, target, stepsPerEpoch) {
  // In steps. A target on the border of two replays belongs to the earlier, which ends with it: hence the − 1.
  const first = stepsPerEpoch * Math.floor(epoch + SAME),
    before = Math.round(stepsPerEpoch * target) - 1 - first;
  return (first + before - (before % REPLAYED)) / stepsPerEpoch;
}

/**
 * Whether a moment is the batch to step to. It need not be equal: epochs come with rounding.
 * @param {number} epoch
 * @param {number} target
 * @param {number} stepsPerEpoch
 */
export const isTheBatch = (epoch, target, stepsPerEpoch) => Math.abs(epoch - target) * stepsPerEpoch < 0.5;

/**
 * A playhead on a sorted list of moments.
 * @template {{ epoch: number }} M
 */
export class Playback {
  /**
   * @param {object} options
   * @param {(moment: M, atRest: boolean) => void} options.show draws one moment, finer at rest
   * @param {() => void} options.changed plays or not, or rests elsewhere
   */
  constructor({ show, changed }) {
    this.show = show;
    this.changed = changed;
    /** @type {M[]} */
    this.moments = [];
    this.at = 0; // the place in the list; a fraction while it plays
    this.speed = 1;
    this.playing = false;
    this.complete = false; // whether the list has its last moment; until then play waits at the end for more
    this.last = 0; // ms: the time of the frame before
    this.frame = 0; // the request for the next one
    this.isNew = false; // whether the picture has been drawn just now from which it plays
    /**
     * The epoch to stand at.
     * @type {number | null}
     */
    this.target = null;
    /**
     * Whether something more urgent than pictures is going on.
     * @type {(() => boolean) | undefined}
     */
    this.holds = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    /**
     * The epoch to play to, infinite once a hand has taken over or it is reached; and the one that it was played from.
     * @type {{ to: number, from: number } | null}
     */
    this.passage = null;
    // On the window: the parts that copy the link, and that lead through a scene, are other scripts.
    this.tell = () => this.moment && this.moment.epoch;
    page.hiddenLayersMoment = this.tell;
    this.leads = {
      to: (/** @type {number} */ epoch) => this.playTo(epoch),
      /** @type {(epoch: number, isFirst: boolean) => void} */
      stand: (epoch, isFirst) => {
        const from = (!isFirst && this.passage?.from) || this.moment?.epoch || 0;
        this.passage = { to: epoch, from };
        this.arrive();
      },
      back: () => this.takeBack(),
    };
    page.hiddenLayersPlay = this.leads;
    this.reel = {
      epochs: () => this.moments.map(({ epoch }) => epoch),
      to: (/** @type {number} */ epoch) => {
        this.stop();
        this.at = this.nearest(epoch);
        this.show(this.moment, true);
        this.changed();
      },
    };
    page.hiddenLayersReel = this.reel;
  }

  get moment() {
    return this.moments[Math.max(0, Math.min(Math.floor(this.at), this.moments.length - 1))];
  }

  get atEnd() {
    return this.at >= this.moments.length - 1;
  }

  /**
   * A new list, perhaps longer. The playhead stays at its epoch; one that is to stand at an epoch gets nearer to it.
   * @param {M[]} moments
   * @param {number} epoch
   */
  setMoments(moments, epoch) {
    this.moments = moments;
    this.at = this.target === null ? this.indexOf(epoch) : this.nearest(this.target);
  }

  /**
   * Stand at an epoch until the visitor plays or scrubs. It may still have to be trained: until then the playhead
   * stands at the nearest moment.
   * @param {number} epoch
   */
  standAt(epoch) {
    this.target = epoch;
    this.at = this.nearest(epoch);
  }

  /**
   * The last moment that is not later than an epoch.
   * @param {number} epoch
   */
  indexOf(epoch) {
    let low = 0,
      high = this.moments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.moments[middle].epoch <= epoch + SAME) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} epoch */
  nearest(epoch) {
    const i = this.indexOf(epoch),
      next = this.moments[i + 1];
    return next && next.epoch - epoch < epoch - this.moments[i].epoch ? i + 1 : i;
  }

  play() {
    this.target = null;
    if (this.playing) return;
    keepMoment(null);
    if (this.atEnd && this.complete) this.at = 0; // play again
    this.playing = true;
    this.changed();
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  /**
   * Play to an epoch and pause there; from the start where it lies behind. Without motion, stand there at once.
   * @param {number} epoch
   */
  playTo(epoch) {
    this.passage = { to: epoch, from: this.moment?.epoch ?? 0 };
    if (prefersNoMotion()) return this.arrive();
    if (this.passage.from >= epoch - SAME) this.at = 0;
    saySo("plays", "");
    this.play();
  }

  /** Go back to where the passage began. */
  takeBack() {
    const from = this.passage?.from;
    this.passage = null;
    if (from !== undefined) this.scrubTo(from);
  }

  /** Pause at the epoch to play to; before it is trained, stand there as soon as it is. */
  arrive() {
    if (!this.passage) return;
    this.standAt(this.passage.to);
    keepMoment(this.passage.to);
    this.passage.to = Infinity;
    this.pause();
  }

  /** Play goes on from the picture that has just been drawn: the next frame need not draw it once more. */
  goOnFromHere() {
    this.isNew = this.playing;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playing) return;
    const { isNew } = this;
    this.isNew = false;
    // Negative where the browser began this frame before play() was called.
    const elapsed = isNew ? 0 : Math.max(0, Math.min(now - this.last, LONGEST_FRAME));
    this.last = now; // also while pictures wait: play then goes on where it was, without a leap
    if (!this.holds || !this.holds()) {
      this.at = Math.min(this.at + (elapsed / 1000) * MOMENTS_A_SECOND * this.speed, this.moments.length - 1);
      if (this.passage && this.moment.epoch >= this.passage.to - SAME) return this.arrive();
      if (this.atEnd && this.complete) {
        this.pause();
        keepEnd(this.moment.epoch);
        return;
      }
      if (!isNew) this.show(this.moment, false);
    }
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  pause() {
    this.playing = false;
    saySo("plays", null);
    cancelAnimationFrame(this.frame);
    this.show(this.moment, true);
    this.changed();
  }

  toggle() {
    if (this.playing) {
      this.pause();
      keepMoment(this.moment.epoch);
    } else this.play();
  }

  /**
   * Show another moment, and stop playing: `pause` shows it finely, a hand that goes on gets coarse pictures.
   * @param {number} index
   */
  goTo(index) {
    this.target = null;
    if (this.passage) this.passage.to = Infinity;
    this.at = Math.max(0, Math.min(index, this.moments.length - 1));
    if (this.playing) {
      this.pause();
      keepMoment(this.moment.epoch);
    } else {
      this.show(this.moment, false);
      this.restSoon();
    }
  }

  /** @param {number} epoch */
  scrubTo(epoch) {
    this.goTo(this.nearest(epoch));
  }

  // While a hand scrubs, a coarse picture at once is worth more than a fine one too late.
  restSoon() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (this.playing) return;
      this.show(this.moment, true);
      this.changed();
      keepMoment(this.moment.epoch);
    }, REST_AFTER);
  }

  stop() {
    this.playing = false;
    saySo("plays", null);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
  }

  /** The player goes: the link has no moment of its any more. */
  leave() {
    this.stop();
    if (page.hiddenLayersMoment === this.tell) page.hiddenLayersMoment = undefined;
    if (page.hiddenLayersPlay === this.leads) page.hiddenLayersPlay = undefined;
    if (page.hiddenLayersReel === this.reel) page.hiddenLayersReel = undefined;
  }
}

// Controls that need their keys for themselves, however the visitor came to them. The scrubber is none of them: its
// arrow keys and the player's do the same.
const TYPED = [
  "[data-own-keys]",
  "input:not(.scrub):not([type=radio]):not([type=checkbox])",
  "textarea",
  "select",
  ...["slider", "combobox", "listbox", "dialog", "application"].map((role) => `[role=${role}]`),
  "[contenteditable=true]",
].join();
// Controls that a key presses: see `hasOwnUse`.
const PRESSED = [
  "button",
  "a",
  "summary",
  ...["radio", "radiogroup", "tab"].map((role) => `[role=${role}]`),
  "input[type=radio]",
  "input[type=checkbox]",
].join();

/** @typedef {"toggle" | "stepEpoch" | "stepBatch" | "stepBack" | "rewind" | "restart" | "toEnd"} Action */
/** @typedef {Partial<Record<Action, () => unknown>>} Actions */

/**
 * What a key asks for.
 * @param {KeyboardEvent} event
 * @returns {Action | undefined}
 */
function actionOf({ key, shiftKey }) {
  /** @type {Record<string, Action>} */
  const actions = {
    " ": "toggle",
    ArrowRight: shiftKey ? "stepBatch" : "stepEpoch",
    ArrowLeft: "stepBack",
    Home: "rewind",
    End: "toEnd",
  };
  return actions[key];
}

/**
 * Whether a key does something of its own on a control that was reached with Tab. Space presses it. Arrows choose among
 * radio buttons and tabs; they also move whatever says so with `data-arrows`.
 * @param {Element} control
 * @param {string} key
 */
function hasOwnUse(control, key) {
  const choosesByArrows = control.closest("[role=radio], [role=tab], input");
  if (control.closest(PRESSED) && (key === " " || choosesByArrows)) return true;
  return key.startsWith("Arrow") && Boolean(control.closest("[data-arrows]"));
}

/**
 * Space plays, arrows step (shift: a batch), Home and the R of `keys.js` rewind, End shows the last epoch; but not
 * while the visitor types or moves another control. A control that was reached with Tab keeps its own keys. One that
 * was clicked leaves them to the player: after a click on a button, space should play, and not press the button again.
 * @param {Actions} actions
 * @returns {() => void} ends it
 */
export function listenToKeys(actions) {
  let byTab = false;
  const onPointer = () => (byTab = false);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Tab") byTab = true;
    if (event.ctrlKey || event.metaKey || event.altKey) return; // keys of the browser
    const target = event.composedPath()[0]; // event.target names only the part, in whose shadow root the control is
    const isTyped = target instanceof Element && target.closest(TYPED);
    const keepsKey = byTab && target instanceof Element && hasOwnUse(target, event.key);
    if (isTyped || keepsKey) return;
    const name = actionOf(event),
      action = name && actions[name];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has keys too: R would run the page again
    action();
  };
  // On the way down from the window: before the control and Streamlit, and wherever on the page the focus is.
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("pointerdown", onPointer, true);
  const forgetTable = onKeys({
    begin: () => Boolean(actions.rewind) && (actions.restart ?? actions.rewind)?.(),
  });
  return () => {
    forgetTable();
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("pointerdown", onPointer, true);
  };
}

/**
 * Call `hold` when the visitor goes back or forward. Until the page has answered, the controls still have the values
 * that the visitor has just left. A wish that was sent now would carry them along, and Python would take them for a
 * click.
 * @param {() => void} hold
 * @returns {() => void} ends it
 */
export function onHistory(hold) {
  window.addEventListener("popstate", hold);
  return () => window.removeEventListener("popstate", hold);
}

const ANSWER_WITHIN = 500; // ms after a click: pictures wait no longer for its answer
const SURELY_BUSY = 120; // ms after a click: the page may not say yet that Python is at work, so pictures wait anyway

/**
 * Watch whether the page is busy with a click outside an element. Pictures then wait, so that the answer comes sooner.
 * @param {Element} element
 */
export function watchForAnswers(element) {
  let until = 0;
  /** @param {Event} event */
  const note = (event) => {
    if (!event.composedPath().includes(element)) until = performance.now() + ANSWER_WITHIN;
  };
  const names = ["pointerdown", "pointerup", "keydown", "change"];
  names.forEach((name) => window.addEventListener(name, note, true));
  return {
    busy() {
      const now = performance.now();
      if (now > until) return false;
      const isRunning = appElement()?.dataset.testScriptState === "running";
      return now < until - ANSWER_WITHIN + SURELY_BUSY || isRunning; // the click was at until − ANSWER_WITHIN
    },
    answered() {
      until = 0;
    },
    forget() {
      names.forEach((name) => window.removeEventListener(name, note, true));
    },
  };
}
