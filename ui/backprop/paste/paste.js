// A layer that a student pastes: a field, Run and Stop, and what comes of it. It runs in the static site alone, in a
// worker of its own (`static_site/site/paste.mjs`), at a press of Run and at nothing else: no link holds code, and
// nothing is kept.

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Finding } from "./messages.js" */

import { listenToChoices, markChoices } from "../../browser/choices.js";
import { makeTheme } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { page, prefersNoMotion } from "../../browser/page.js";
import { say } from "../../browser/sentences.js";
import { listenToKeys } from "./editor.js";
import { endWords, momentWords, Outcome } from "./messages.js";
import { GridMap } from "./regions.js";

/**
 * What `view.py` sends: examples by the names of the choices, the choice that the link names, and the address of the
 * static site, "" where it is not known.
 * @typedef {Block<{ palette: Palettes, examples: Record<string, string>, draft: string, site: string }>} PasteBlock
 */

const HOW = "./app/static/without-a-server.txt";
const VERDICTS = { right: "✓ right", wrong: "✗ wrong", note: "– note" };
const EVERY = 160; // ms from a moment to the next

class Paste {
  /** @type {Ask} */
  ask = () => {};
  /** @type {PasteBlock} */
  run;
  /** @type {Theme} */
  theme;
  outcome = new Outcome();
  draft = "activation";
  /** @type {Record<string, string>} what was typed, by the choice that it began with */
  drafts = {};
  at = 0;
  /** @type {(() => void) | null} stops the run that is under way */
  stop = null;
  /** @type {object | null} the run that is heard; another one is not */
  heard = null;
  playing = 0;
  waiting = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLTextAreaElement} */
    this.code = find(root, ".code");
    /** @type {HTMLButtonElement} */
    this.runButton = find(root, ".run-layer");
    /** @type {HTMLButtonElement} */
    this.stopButton = find(root, ".stop");
    /** @type {HTMLInputElement} */
    this.slider = find(root, ".scrub-moment");
    this.map = new GridMap(find(root, ".map"));
    listenToKeys(this.code, () => this.begin());
    listenToChoices(root, (_, value) => this.choose(value));
    this.runButton.onclick = () => this.begin();
    this.stopButton.onclick = () => this.stop?.();
    this.slider.oninput = () => {
      this.pause();
      this.show(Number(this.slider.value));
    };
    this.find(".play-moments").onclick = () => (this.playing ? this.pause() : this.play());
    this.observer = new ResizeObserver(() => this.run && this.drawMap());
    this.observer.observe(this.find(".map"));
  }

  /** @param {string} selector */
  find(selector) {
    return find(this.root, selector);
  }

  /** Whether this browser runs Python by itself. */
  get isHere() {
    return page.hiddenLayersTry !== undefined && !page.hiddenLayersAlone;
  }

  /** @param {PasteBlock} run */
  update(run) {
    const before = this.run?.draft;
    this.run = run;
    if (before !== run.draft) this.choose(run.draft);
    this.redraw();
  }

  redraw() {
    const { run, root, isHere } = this;
    this.theme = makeTheme(run.palette, root);
    this.find(".away").hidden = isHere;
    this.code.readOnly = !isHere;
    for (const selector of [".writing > .buttons", ".keys"]) this.find(selector).hidden = !isHere;
    this.link(".site", run.site);
    this.link(".how", run.site || page.hiddenLayersAlone ? "" : HOW);
    this.write();
    this.drawMap();
  }

  /**
   * @param {string} selector
   * @param {string} address "" hides the link
   */
  link(selector, address) {
    const link = this.find(selector);
    link.hidden = !address;
    if (address) link.setAttribute("href", address);
  }

  /**
   * Take up another draft; what was typed in this one stays.
   * @param {string} name
   */
  choose(name) {
    if (this.code.value) this.drafts[this.draft] = this.code.value;
    this.draft = name;
    this.code.value = this.drafts[name] ?? this.run.examples[name];
    markChoices(this.root, { draft: name });
  }

  async begin() {
    if (this.stop || !this.isHere || !page.hiddenLayersTry) return;
    const mine = {};
    this.heard = mine;
    this.outcome = new Outcome();
    this.pause();
    this.at = 0;
    let isStopped = false;
    this.stop = () => (isStopped = true);
    this.status("Loading Python for your layer");
    this.write();
    const stop = await page.hiddenLayersTry(this.code.value, (message) => this.hear(mine, message));
    if (this.heard !== mine) return stop();
    if (!this.stop) return;
    this.stop = stop;
    if (isStopped) stop();
  }

  /**
   * @param {object} which run it is that says something
   * @param {any} message
   */
  hear(which, message) {
    if (which !== this.heard) return;
    if (message?.ended !== undefined) return this.end(String(message.ended));
    if (message?.ready) return this.status("Running");
    if (this.outcome.take(message)) this.soon();
  }

  /** Write and draw what has come, once for a picture of the screen: the worker needs the processor. */
  soon() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.write();
      const last = this.outcome.moments.length - 1;
      if (last >= 0 && !this.playing) this.show(last);
    });
  }

  /** @param {string} why */
  end(why) {
    this.stop = null;
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.outcome.isDone = why === "done";
    if (this.outcome.moments.length) this.show(this.outcome.moments.length - 1);
    this.status(endWords(why));
    this.write();
    if (this.outcome.moments.length > 1 && why === "done" && !prefersNoMotion()) this.play();
  }

  /** @param {string} words */
  status(words) {
    say(this.find(".status"), "backprop.paste.status", words);
  }

  /** Everything in words. What the layer's writer has written is text. */
  write() {
    const { outcome } = this,
      { findings, printed, moments } = outcome;
    writeHeadline(this.find(".headline"), { name: "backprop.paste.headline", text: outcome.headline });
    this.runButton.disabled = this.stop !== null;
    this.stopButton.disabled = this.stop === null;
    this.find(".wanted").hidden = findings.length > 0;
    const list = this.find(".findings");
    while (list.children.length > findings.length) list.lastElementChild?.remove();
    const wrongFirst = [...findings.filter(isWrong), ...findings.filter((one) => !isWrong(one))];
    this.root.toggleAttribute("data-wrong", findings.some(isWrong));
    wrongFirst.forEach((finding, i) => {
      const item = itemOf(finding);
      if (!list.children[i]) list.append(item);
      else if (list.children[i].textContent !== item.textContent) list.children[i].replaceWith(item);
    });
    this.find(".prints").hidden = !printed;
    this.find(".printed").textContent = printed;
    this.find(".network").hidden = !moments.length;
    for (const selector of [".play-moments", ".scrub-moment"])
      this.find(selector).hidden = moments.length < 2;
    this.slider.max = String(Math.max(0, moments.length - 1));
  }

  /** @param {number} at */
  show(at) {
    this.at = at;
    this.find(".network").hidden = false;
    this.drawMap();
  }

  drawMap() {
    const moment = this.outcome.moments[this.at],
      { plane } = this.outcome;
    if (!moment || !plane) return;
    this.map.draw(moment.scores, plane, this.theme);
    const words = momentWords(moment),
      box = this.find(".map");
    say(this.find(".playing output"), "backprop.paste.moment", words);
    box.setAttribute("aria-label", `Decision regions of the network with your layer. ${words}`);
    this.slider.max = String(this.outcome.moments.length - 1);
    this.slider.value = String(this.at);
    this.slider.setAttribute("aria-valuetext", words);
  }

  play() {
    const last = this.outcome.moments.length - 1;
    if (last < 1) return;
    if (this.at >= last) this.show(0);
    this.find(".play-moments").textContent = "Pause";
    this.playing = window.setInterval(() => {
      if (this.at >= this.outcome.moments.length - 1) this.pause();
      else this.show(this.at + 1);
    }, EVERY);
  }

  pause() {
    clearInterval(this.playing);
    this.playing = 0;
    this.find(".play-moments").textContent = "Play";
  }

  destroy() {
    this.heard = null;
    this.stop?.();
    this.stop = null;
    this.pause();
    cancelAnimationFrame(this.waiting);
    this.observer.disconnect();
  }
}

/** @param {Finding} finding */
const isWrong = ({ verdict }) => verdict === "wrong";

/** @param {Finding} finding */
function itemOf({ check, verdict, sentence, slip }) {
  const item = document.createElement("li");
  item.dataset.verdict = verdict;
  /** @type {(kind: string, name: string, words: string) => void} */
  const put = (kind, name, words) => {
    const element = document.createElement(kind);
    if (name) element.className = name;
    element.textContent = words;
    item.append(element, " ");
  };
  put("b", "", VERDICTS[verdict]);
  put("span", "check", check);
  if (slip) put("span", "slip", slip);
  put("span", "sentence", sentence);
  return item;
}

export default mounting("paste", Paste);
