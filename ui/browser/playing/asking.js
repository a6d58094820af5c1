// Asking Python for more, again and again: some time after the last request at the earliest, and once more if no
// answer has come for long. One request at a time: of two that reach Streamlit together, it keeps the later one
// only.

import { appElement, page } from "../page.js";

export const WORRY_AFTER_ASKING = 3000; // ms
const MOST_AT_WORK = 60000; // ms that a page may be at work before it is asked all the same
const MOST_HELD = 1000; // ms that answers which come in the meantime do not shorten
const LOOK_EVERY = 16; // ms between two looks at whether the page is still at work
const LOOKS_AFTER_A_CLICK = 22; // at a page at rest, one after the other: the answer to a click may be about to begin

// A request carries the values of all controls. One that was sent before the answer to a click has been drawn would
// bring back the values from before, and Python would take them for a click. So the page must have come to rest
// first.
const CLICKS = (page.hiddenLayersClicks ??= watchClicks());

function watchClicks() {
  const clicks = { last: -Infinity };
  for (const name of ["pointerdown", "keydown", "change"])
    window.addEventListener(name, () => (clicks.last = performance.now()), true);
  return clicks;
}

const pageIsAtWork = () =>
  ["running", "rerunRequested"].includes(appElement()?.dataset.testScriptState ?? "");

export class Asking {
  /**
   * @param {object} options
   * @param {number} options.every ms between two requests
   * @param {() => unknown} options.wanted whether to go on
   * @param {() => void} options.ask sends one request
   */
  constructor({ every, wanted, ask }) {
    this.every = every;
    this.wanted = wanted;
    this.ask = ask;
    this.askedAt = -Infinity;
    this.heldUntil = -Infinity;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /**
   * After each answer, or to begin with; least: ms to wait in any case, as the visitor has gone back, and an answer
   * that was under way must not make the page ask before it has answered that.
   */
  begin(least = 0) {
    const now = performance.now();
    this.rest();
    if (least) this.heldUntil = now + Math.min(least, MOST_HELD);
    if (!this.wanted()) return;
    this.waiting = setTimeout(
      () => this.send(),
      Math.max(least, this.heldUntil - now, this.every - (now - this.askedAt)),
    );
  }

  /**
   * A page at work is not asked, however slow the machine. Streamlit drops what it has not sent yet when another
   * request begins, and takes the component off the page.
   */
  send(since = performance.now(), calm = 0) {
    if (!this.wanted()) return;
    const now = performance.now(),
      enough = CLICKS.last > this.askedAt ? LOOKS_AFTER_A_CLICK : 1;
    const atWork = pageIsAtWork(),
      looks = atWork ? 0 : calm + 1;
    if (looks < enough && now - since < (atWork ? MOST_AT_WORK : WORRY_AFTER_ASKING)) {
      this.waiting = setTimeout(() => this.send(since, looks), LOOK_EVERY);
      return;
    }
    this.sendNow();
  }

  /** What was clicked in the component itself waits for nothing. */
  sendNow() {
    this.rest();
    this.askedAt = performance.now();
    this.ask();
    this.waiting = setTimeout(() => this.begin(), WORRY_AFTER_ASKING);
  }

  rest() {
    clearTimeout(this.waiting);
  }
}
