// Take away: a button for each file. Python makes a file once it is asked for and sends its bytes; the browser saves
// them. Pictures of the page are made in the browser alone.

import { makeTheme } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { mounting } from "../browser/mounting.js";
import { page } from "../browser/page.js";
import { say } from "../browser/sentences.js";
import { save, sizeWords } from "./save.js";

/** @import { Block } from "../browser/blocks.js" */
/** @import { Palettes } from "../browser/colours.js" */
/** @import { Ask } from "../browser/mounting.js" */

/**
 * What the page offers, and the file that was asked for: `part.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {{ title: string, offers: { name: string, label: string, hint: string }[] }[]} groups
 * @property {string} title what a picture of the page is called
 * @property {number} nonce of the wish that is answered, 0 for none
 * @property {string} file the name of the file that was asked for, "" for none
 * @property {string} refusal why there is none
 */

/** @typedef {Block<Header, { content: Uint8Array }>} TakeAwayBlock */

/** @typedef {{ name: string, epoch: number | null, nonce: number }} Taking */
/** @typedef {{ take: Taking }} Wishes */

const AGAIN = 4000; // ms after which a file that has not come is asked for once more
const MOST_ASKED = 15;

class TakeAway {
  /** @type {Ask<Wishes>} */
  ask = () => {};
  /** @type {TakeAwayBlock} */
  state;
  /**
   * The file that is waited for, and how often it was asked for.
   * @type {{ taking: Taking, times: number, timer: number } | null}
   */
  waiting = null;
  written = ""; // the groups that stand there

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {TakeAwayBlock} state */
  update(state) {
    this.state = state;
    const groups = JSON.stringify(state.groups);
    if (groups !== this.written) this.write();
    this.written = groups;
    if (this.waiting && state.nonce === this.waiting.taking.nonce) this.take();
    this.redraw();
  }

  redraw() {
    if (this.state) makeTheme(this.state.palette, this.root);
  }

  /** Write a row of buttons for each group. */
  write() {
    const rows = this.state.groups.flatMap(({ title, offers }) => {
      const heading = document.createElement("h3"),
        row = document.createElement("div");
      heading.textContent = title;
      row.className = "row";
      row.append(...offers.map(({ name, label, hint }) => this.button(name, label, hint)));
      return [heading, row];
    });
    find(this.root, ".groups").replaceChildren(...rows);
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string} hint
   */
  button(name, label, hint) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = hint;
    button.dataset.name = name;
    button.setAttribute("aria-label", name);
    button.onclick = () => this.want(name);
    return button;
  }

  /**
   * Ask for a file, again and again until it comes: another part's request may meet the wish on its way.
   * @param {string} name
   */
  want(name) {
    this.rest();
    const taking = { name, epoch: page.hiddenLayersMoment?.() ?? null, nonce: Math.ceil(performance.now()) };
    const waiting = (this.waiting = { taking, times: 0, timer: 0 });
    const ask = () => {
      if (waiting.times++ >= MOST_ASKED) return this.tell("take_away.none", `${name} did not come.`);
      this.ask("take", { ...taking });
      waiting.timer = window.setTimeout(ask, AGAIN);
    };
    ask();
    this.tell("take_away.making", `Making ${name} …`);
    this.mark();
  }

  /** The file has come, or the reason why it cannot. */
  take() {
    const { file, refusal, arrays } = this.state;
    this.rest();
    if (!file) return this.tell("take_away.refusal", refusal);
    save(file, /** @type {Uint8Array<ArrayBuffer>} */ (arrays.content).slice());
    this.tell("take_away.saved", `${file}, ${sizeWords(arrays.content.length)}, is with your downloads.`);
  }

  rest() {
    clearTimeout(this.waiting?.timer);
    this.waiting = null;
    this.mark();
  }

  mark() {
    for (const button of this.root.querySelectorAll("button"))
      button.setAttribute("aria-busy", String(button.dataset.name === this.waiting?.taking.name));
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  tell(name, words) {
    say(find(this.root, ".said"), name, words);
  }

  destroy() {
    this.rest();
  }
}

export default mounting("take_away", TakeAway);
