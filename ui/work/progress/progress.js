// A bar that says how far a long computation is. The numbers come from Python; the browser asks for the next slice.

import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { mounting } from "../../browser/mounting.js";
import { Asking } from "../../browser/playing/asking.js";
import { onStage, saySo } from "../../browser/on_stage.js";
import { onHistory } from "../../browser/playing/playback.js";
import { say } from "../../browser/sentences.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */

/**
 * How far the work is: `part.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} doing
 * @property {number} share of the work that is done, from 0 to 1
 * @property {number | null} seconds_left null where that is not known yet
 * @property {boolean} stopped
 */

/** @typedef {Block<Header>} ProgressBlock */

/**
 * What the part asks of Python: the next slice; to stop, or to go on.
 * @typedef {{ more: number, do: { what: "stop" | "go", nonce: number } }} Wishes
 */

const EVERY = 100; // ms between two requests, at least
const HELD_AFTER_HISTORY = 2000; // ms after the visitor has gone back

/** @param {number | null} seconds */
function leftWords(seconds) {
  if (seconds === null) return "";
  return seconds > 90
    ? `, about ${Math.round(seconds / 60)} min left`
    : `, about ${Math.max(1, Math.round(seconds))} s left`;
}

/**
 * How far the work is; on the stage in one short line, with the first word of what is done: "Training: 15 %".
 * @param {Header} header
 */
function words({ doing, share, stopped, seconds_left: secondsLeft }) {
  const percent = Math.floor(100 * share),
    left = stopped ? ", stopped" : leftWords(secondsLeft);
  if (onStage()) return `${/^\w+/.exec(doing)?.[0] ?? doing}: ${percent} %${left}`;
  return `${doing}: ${percent} % done${left}${left && !stopped ? " at this pace" : ""}`;
}

/** @type {Set<Progress>} */
const bars = new Set(); // that stand on the page: as long as there is one, the stage has a place for it

class Progress {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {ProgressBlock} */
  state;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.asking = new Asking({
      every: EVERY,
      wanted: () => root.isConnected && this.state && !this.state.stopped,
      ask: () => this.ask("more", performance.now()),
    });
    this.forget = onHistory(() => this.asking.begin(HELD_AFTER_HISTORY));
    find(root, ".do").onclick = () => {
      this.asking.rest();
      this.ask("do", { what: this.state.stopped ? "go" : "stop", nonce: performance.now() });
    };
  }

  /** @param {ProgressBlock} state */
  update(state) {
    this.state = state;
    bars.add(this);
    saySo("works", "");
    this.redraw();
    this.asking.begin();
  }

  redraw() {
    const { root } = this,
      { palette, doing, share, stopped } = this.state,
      track = find(root, ".track");
    makeTheme(palette, root);
    say(find(root, ".doing"), "work.progress", words(this.state));
    find(root, ".filled").style.width = `${100 * share}%`;
    track.setAttribute("aria-valuenow", String(Math.floor(100 * share)));
    track.setAttribute("aria-label", doing);
    find(root, ".do").textContent = stopped ? "Go on" : "Stop";
  }

  destroy() {
    this.asking.rest();
    this.forget();
    bars.delete(this);
    if (!bars.size) saySo("works", null);
  }
}

export default mounting("progress", Progress);
