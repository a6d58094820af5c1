// Asks Python for more, again and again. A request waits until some time has passed since the last one, and is repeated
// if no answer comes for long. A click that meets such a request on its way goes along with it: `asked_once.js`.

import { said } from "../on_stage.js";
import { appElement, page } from "../page.js";
import { underWay } from "../walk.js";

export const WORRY_AFTER_ASKING = 3000; // ms without an answer, after which the request counts as lost
const MOST_AT_WORK = 60000; // ms that a page may be at work before it is asked all the same
const MOST_HELD = 1000; // ms of a wait that an answer from before must not cut short
const LOOK_EVERY = 16; // ms between two looks at whether the page is still at work
// So many looks in a row, about a third of a second, must find the page at rest after a click: its answer may be about
// to begin.
const LOOKS_AFTER_A_CLICK = 22;

// When the visitor last did something. A request carries the values of all controls. One that was sent before the
// answer to a click has been drawn would bring back the values from before, and Python would take them for a click. So
// the page must have come to rest first. The record stands on the window, since each part of the page runs a copy of
// this module.
const CLICKS = (page.hiddenLayersClicks ??= watchClicks());

function watchClicks() {
  const clicks = { last: -Infinity };
  for (const name of ["pointerdown", "keydown", "change"])
    window.addEventListener(name, () => (clicks.last = performance.now()), true); // before anything can stop it
  return clicks;
}

// While the server is away nothing reaches it; when it is back, the page must have been drawn once before a part of it
// can be asked for.
const pageIsAtWork = () =>
  ["running", "rerunRequested"].includes(appElement()?.dataset.testScriptState ?? "") ||
  said("away") !== undefined ||
  isBeingLeft();

// Streamlit goes to another page in two runs. Between them it is at rest, and a request that comes then still names the
// page before: it would bring the visitor back, or leave the new page half drawn.
const isBeingLeft = () => Boolean(underWay());

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
    this.askedAt = -Infinity; // ms: when the last request went
    this.heldUntil = -Infinity; // ms: no answer may bring about a request before
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /**
   * Ask when it is time: called to begin with, and after each answer. `least` is a wait in ms, for a visitor who has
   * gone back or forward. An answer that was under way then must not make the page ask before Python has answered that
   * visitor.
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
   * Ask as soon as the page is at rest, however slow the machine. When a request reaches a page at work, Streamlit
   * drops what it has not sent yet, and takes the component off the page. `since` is when the waiting began, `calm` how
   * many looks in a row have found the page at rest.
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

  /** Ask at once: a click in the component itself waits for nothing. */
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
