// Playing, stepping and the keys: the same for every page that scrubs through a run. Knows moments, not pictures.

export const MOMENTS_A_SECOND = 60;
const REPLAYED = 300; // batches that Python sends at a time: TrainingRun.replay

// Where a replay begins that holds the moment to step to: at the epoch's beginning, or so many whole replays later.
export function replayFrom(epoch, target, stepsPerEpoch) {
  const first = stepsPerEpoch * Math.floor(epoch + 1e-6),
    before = Math.round(stepsPerEpoch * target) - 1 - first;
  return (first + before - (before % REPLAYED)) / stepsPerEpoch;
}

export class Playback {
  // moments: records with an epoch, sorted; show(moment, atRest) draws one; ask(name, value) sends a wish to Python.
  constructor({ show, changed }) {
    this.show = show;
    this.changed = changed;
    this.moments = [];
    this.at = 0;
    this.speed = 1;
    this.target = null;
    this.playing = false;
    window.hiddenLayersMoment = () => this.moment && this.moment.epoch; // for a link to what is shown (link.js)
  }

  get moment() {
    return this.moments[Math.max(0, Math.min(Math.floor(this.at), this.moments.length - 1))];
  }

  get atEnd() {
    return this.at >= this.moments.length - 1;
  }

  // A new list; the playhead stays at its epoch, or gets nearer to where it is to stand.
  setMoments(moments, epoch) {
    this.moments = moments;
    this.at = this.target === null ? this.indexOf(epoch) : this.nearest(this.target);
  }

  // Stand at an epoch, also if it will only be trained later, until a hand does something.
  standAt(epoch) {
    this.target = epoch;
    this.at = this.nearest(epoch);
  }

  // The last moment that is not later than an epoch.
  indexOf(epoch) {
    let low = 0,
      high = this.moments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.moments[middle].epoch <= epoch + 1e-6) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  nearest(epoch) {
    const i = this.indexOf(epoch),
      next = this.moments[i + 1];
    return next && next.epoch - epoch < epoch - this.moments[i].epoch ? i + 1 : i;
  }

  play() {
    this.target = null;
    if (this.playing) return;
    if (this.atEnd && this.complete) this.at = 0;
    this.playing = true;
    this.changed();
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    if (!this.playing) return;
    const elapsed = Math.max(0, Math.min(now - this.last, 100)); // a frame may have begun before play() was called
    this.last = now;
    if (this.holds && this.holds())
      return void (this.frame = requestAnimationFrame((next) => this.tick(next)));
    this.at = Math.min(this.at + (elapsed / 1000) * MOMENTS_A_SECOND * this.speed, this.moments.length - 1);
    if (this.atEnd && this.complete) return void this.pause();
    this.show(this.moment, false);
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.show(this.moment, true);
    this.changed();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  goTo(index) {
    this.target = null;
    this.at = Math.max(0, Math.min(index, this.moments.length - 1));
    if (this.playing) this.pause();
    else {
      this.show(this.moment, false);
      this.restSoon();
    }
  }

  scrubTo(epoch) {
    this.goTo(this.nearest(epoch));
  }

  // The fine picture, once the hand rests.
  restSoon() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.playing || (this.show(this.moment, true), this.changed()), 120);
  }

  stop() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
  }
}

const TYPED =
  "[data-own-keys], input:not(.scrub):not([type=radio]):not([type=checkbox]), textarea, select, [role=slider], [role=combobox], [role=listbox], [role=dialog], [role=application], [contenteditable=true]";
const PRESSED =
  "button, a, summary, [role=radio], [role=radiogroup], [role=tab], input[type=radio], input[type=checkbox]";

// Space plays, arrows step (shift: a batch), Home and R rewind, End shows the last epoch; never while somebody types or
// moves another control. What was reached with Tab keeps its own keys; what was clicked gives them back to the player.
export function listenToKeys(actions) {
  let byTab = false;
  const onPointer = () => (byTab = false);
  const onKey = (event) => {
    if (event.key === "Tab") byTab = true;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (
      target instanceof Element &&
      (target.closest(TYPED) ||
        (byTab &&
          target.closest(PRESSED) &&
          (event.key === " " || target.closest("[role=radio], [role=tab], input"))) ||
        (byTab && event.key.startsWith("Arrow") && target.closest("[data-arrows]")))
    )
      return;
    const name = {
      " ": "toggle",
      ArrowRight: event.shiftKey ? "stepBatch" : "stepEpoch",
      ArrowLeft: "stepBack",
      Home: "rewind",
      End: "toEnd",
      r: "rewind",
      R: "rewind",
    }[event.key];
    if (!name || !actions[name]) return;
    event.preventDefault();
    event.stopPropagation();
    actions[name]();
  };
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("pointerdown", onPointer, true);
  return () => {
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("pointerdown", onPointer, true);
  };
}

// Calls hold() when the visitor goes back or forward. Until the page has answered, the browser's controls are those of the
// state that was left: a wish that was sent now would carry them along, and Python would take them for a click.
export function onHistory(hold) {
  window.addEventListener("popstate", hold);
  return () => window.removeEventListener("popstate", hold);
}

// Whether the page is busy with something that was just clicked outside an element: then pictures wait, so that the answer
// comes sooner. Counts from the click, and for as long as the page says that Python is at work, half a second at the most.
export function watchForAnswers(element) {
  let until = 0;
  const note = (event) => {
    if (!event.composedPath().includes(element)) until = performance.now() + 500;
  };
  const names = ["pointerdown", "pointerup", "keydown", "change"];
  names.forEach((name) => window.addEventListener(name, note, true));
  const app = document.querySelector("[data-testid=stApp]");
  return {
    busy() {
      const now = performance.now();
      if (now > until) return false;
      return now < until - 380 || (app && app.dataset.testScriptState === "running");
    },
    answered() {
      until = 0;
    },
    forget() {
      names.forEach((name) => window.removeEventListener(name, note, true));
    },
  };
}
