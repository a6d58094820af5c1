// What happened in a run: its marks as ticks on the scrubber, the sentence of the one that the playhead stands on, the
// keys from one to the next, and the list. `ui/plane/story` finds them. While a scene's question is open they would
// tell its answer: then there are none.

import { copyText } from "../copying.js";
import { find, findAll } from "../find.js";
import { onKeys } from "../keys.js";
import { said } from "../on_stage.js";
import { say } from "../sentences.js";
import { formatEpoch } from "./timeline.js";

/** @import { Sentence } from "../sentences.js" */

/**
 * The epoch, what happened, and its sentence.
 * @typedef {[epoch: number, kind: string, text: string]} Mark
 */

/**
 * What a block of a run says of its story.
 * @typedef {object} StoryHeader
 * @property {string} title names the data
 * @property {number} n_epochs
 * @property {Mark[]} [story]
 */

/**
 * Where a part stands in its run, how it goes elsewhere, and how far along the scrubber an epoch is, from 0 to 1.
 * @typedef {object} Playhead
 * @property {() => number | undefined} epoch
 * @property {(epoch: number) => void} go
 * @property {(epoch: number) => number} along
 */

const SAME = 1e-6; // epochs nearer to each other are one
const SAID_FOR = 4000; // ms

/**
 * The mark of a moment.
 * @param {Mark[]} marks
 * @param {number} epoch
 */
export const markAt = (marks, epoch) => marks.find(([at]) => Math.abs(at - epoch) < SAME);

/**
 * The nearest mark behind or before a moment.
 * @param {Mark[]} marks
 * @param {number} epoch
 * @param {boolean} isOn whether the one that follows is wanted
 */
export const besideMark = (marks, epoch, isOn) =>
  isOn ? marks.find(([at]) => at > epoch + SAME) : marks.findLast(([at]) => at < epoch - SAME);

/**
 * The list as plain text.
 * @param {StoryHeader} run
 */
export function storyText({ title, n_epochs: n, story = [] }) {
  const lines = story.map(([epoch, , text]) => `Epoch ${formatEpoch(epoch)}: ${text}.`);
  return `${[`${title}: what happened in ${n} ${n === 1 ? "epoch" : "epochs"}`, ...lines].join("\n")}\n`;
}

/** Whether a sentence is one of a mark. @param {string | undefined} name */
export const isOfStory = (name) => /^\w+\.story\./.test(name ?? "");

export class Story {
  /**
   * @param {HTMLElement} root of a part that plays; without `story.html` it has no story
   * @param {Playhead} playhead
   * @param {string} [name] what the names of its sentences begin with
   */
  constructor(root, playhead, name = "plane.story") {
    this.root = root;
    this.name = name;
    this.playhead = playhead;
    /** @type {StoryHeader} */
    this.run = { title: "", n_epochs: 0 };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.saying = undefined;
    this.written = "";
    this.isThere = findAll(root, ".story").length > 0;
    if (!this.isThere) return;
    this.list = find(root, ".story");
    find(root, ".story-copy").onclick = () => this.copy();
    find(root, ".story ol").onclick = ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) this.playhead.go(Number(button.dataset.epoch));
    };
    this.forgetKeys = onKeys({ mark: (key) => this.step(key === "]") });
  }

  /** The marks that may be seen. */
  get marks() {
    return said("asks") === "open" ? [] : (this.run.story ?? []);
  }

  /** @param {StoryHeader} run */
  take(run) {
    this.run = run;
    const all = run.story ?? [],
      key = JSON.stringify([run.title, all]);
    if (!this.isThere || key === this.written) return;
    this.written = key;
    const open = find(this.root, ".story-open");
    open.hidden = !all.length;
    open.textContent = "What happened";
    if (!all.length) this.list?.hidePopover();
    find(this.root, ".story ol").replaceChildren(...all.map((mark) => this.entry(mark)));
  }

  /** @param {Mark} mark @returns {Sentence} */
  sentenceOf([, kind, text]) {
    return { name: `${this.name}.${kind}`, text };
  }

  /**
   * The sentence of the moment, where it has one.
   * @param {number} epoch
   */
  at(epoch) {
    const mark = markAt(this.marks, epoch);
    return mark && this.sentenceOf(mark);
  }

  /**
   * Mark the entry of the moment, and write its sentence where the stage has no headline.
   * @param {number} epoch
   * @param {boolean} atRest
   */
  show(epoch, atRest) {
    if (!this.isThere) return;
    const mark = atRest ? markAt(this.marks, epoch) : undefined;
    for (const button of findAll(this.root, ".story ol button")) {
      if (Number(button.dataset.epoch) === mark?.[0]) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const line = find(this.root, ".told");
    if (mark) say(line, this.sentenceOf(mark).name, mark[2]);
    else line.textContent = "";
  }

  /** Ticks on the stage's scrubber, which has no room for a picture. */
  layOut() {
    if (!this.isThere) return;
    const ticks = this.marks.map(([epoch]) => tickAt(this.playhead.along(epoch)));
    find(this.root, ".scrub").style.setProperty("--marks", ticks.join(", ") || "none");
  }

  /** @param {boolean} isOn */
  step(isOn) {
    const { marks } = this,
      epoch = this.playhead.epoch();
    if (!marks.length || epoch === undefined) return false;
    const mark = besideMark(marks, epoch, isOn);
    if (mark) this.playhead.go(mark[0]);
    return true;
  }

  /** @param {Mark} mark */
  entry(mark) {
    const [epoch] = mark,
      { name, text } = this.sentenceOf(mark),
      item = document.createElement("li"),
      button = document.createElement("button"),
      when = document.createElement("b"),
      what = document.createElement("span");
    button.type = "button";
    button.dataset.epoch = String(epoch);
    when.dataset.says = `${this.name}.when`;
    when.textContent = `Epoch ${formatEpoch(epoch)}`;
    what.dataset.says = name;
    what.textContent = text;
    button.append(when, " ", what);
    item.append(button);
    return item;
  }

  async copy() {
    const done = await copyText(storyText(this.run), this.root),
      line = find(this.root, ".story-copied");
    line.textContent = done ? "Copied" : "The browser does not let the page copy";
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (line.textContent = ""), SAID_FOR);
  }

  forget() {
    clearTimeout(this.saying);
    this.forgetKeys?.();
  }
}

/**
 * A tick as a background of the scrubber: its knob is 1.2 rem wide.
 * @param {number} share
 */
const tickAt = (share) =>
  `linear-gradient(var(--ink) 0 0) calc(0.6rem + (100% - 1.2rem) * ${share.toFixed(4)}) 50% / 2px 1rem no-repeat`;
