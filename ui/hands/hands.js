// By hand: one view at a time, drawn here as fast as a hand moves; when the hand lets go, Python is told, so that the
// link says what is seen.

import { makeTheme } from "../browser/colours.js";
import { find, findAll } from "../browser/find.js";
import { writeHeadline } from "../browser/headline.js";
import { Bringing } from "../browser/maps/bringing.js";
import { mounting } from "../browser/mounting.js";
import { describe, said } from "../browser/on_stage.js";
import { prefersNoMotion } from "../browser/page.js";
import { say } from "../browser/sentences.js";
import { pointLegend } from "../browser/symbols.js";
import { LinesView } from "./lines.js";
import { PlanesView } from "./planes.js";
import { SoftmaxView } from "./softmax.js";
import { UnitView } from "./unit.js";

/** @import { Block } from "../browser/blocks.js" */
/** @import { Palettes, Theme } from "../browser/colours.js" */
/** @import { Brought } from "../browser/maps/bringing.js" */
/** @import { Ask } from "../browser/mounting.js" */
/** @import { LinesBlock } from "./lines.js" */

/** @typedef {"unit" | "planes" | "softmax" | "lines"} ViewName */

/**
 * What is packed for every view: `values` are the numbers of each, `opening` those with which a scene opened the view
 * that is in sight.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {Record<ViewName, number[]>} values
 * @property {number[] | null} opening
 */

/** @typedef {Block<Header & { view: Exclude<ViewName, "lines"> }> | LinesBlock} HandsBlock */

/**
 * What the part asks of Python: to take over a setting by its text in a link; the best outputs for lines that a hand
 * still holds; more of a run that is not finished; the points of a table.
 * @typedef {{ set: { name: string, text: string }, fit: { text: string }, more: number, table: Brought }} Wishes
 */

/**
 * A view as far as its pictures and words go.
 * @typedef {object} Picture
 * @property {HTMLElement} section
 * @property {() => void} draw
 * @property {() => string} headline
 * @property {() => string} words
 * @property {() => string} [spoken] in place of the words, for those who do not see the picture
 */

/**
 * @typedef {object} Numbers
 * @property {number[]} values as they stand in the link
 * @property {(values: number[]) => void} take
 * @property {(theme: Theme) => void} resize
 */

/** @typedef {Picture & Numbers} View */

/**
 * What a view needs of the part.
 * @typedef {object} Host
 * @property {boolean} still whether the hand rests: then pictures are fine
 * @property {Ask<Wishes>} ask
 * @property {(view: View) => void} move
 * @property {(view: View) => void} commit
 * @property {(view: Picture, draw: () => void) => void} drawSoon
 * @property {(view: Picture) => void} say
 * @property {(view: View) => number[] | null} before the numbers before a scene's answer changed them, else null
 */

const TOLD_AFTER = 250; // ms of rest before the link is written
const TOLD_AGAIN_AFTER = 2500; // ms without an answer
const FINE_AFTER = 140; // ms of rest before the fine picture is drawn
const SPOKEN_AFTER = 700; // ms of rest before screen readers are told
const GLIDES_FOR = 1200; // ms for which numbers move by themselves
const PENDING_FOR = 15000; // ms for which an older answer from Python does not take back what the hand did since

/** @typedef {ReturnType<typeof setTimeout> | undefined} Timer */

class Hands {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {HandsBlock} */
  run;
  /** @type {Theme} */
  theme;
  /**
   * What a hand did to a view and Python has not answered yet.
   * @type {Partial<Record<ViewName, { text: string, until: number } | null>>}
   */
  pending = {};
  still = true;
  /** @type {ViewName | null} the view that was in sight before the latest answer from Python */
  seen = null;
  legend = ""; // as it stands there
  gliding = 0; // the next step of numbers that move by themselves
  /** @type {Timer} */
  telling = undefined;
  /** @type {Timer} */
  speaking = undefined;
  /** @type {Timer} */
  resting = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const section = (/** @type {ViewName} */ name) => find(root, `[data-view=${name}]`);
    this.views = {
      unit: new UnitView(section("unit"), this),
      planes: new PlanesView(section("planes"), this),
      softmax: new SoftmaxView(section("softmax"), this),
      lines: new LinesView(section("lines"), this),
    };
    this.bringing = new Bringing(section("lines"), {
      bring: (table) => this.ask("table", table),
      say: (words) => (find(root, ".spoken").textContent = words),
      mostBytes: () => (this.run.view === "lines" ? this.run.most_bytes : 0),
      wanted: () => this.run?.view === "lines",
    });
    this.observer = new ResizeObserver(() => this.run && this.redraw());
    this.observer.observe(root);
  }

  /** @returns {View} */
  get view() {
    return this.views[this.run.view];
  }

  /** @param {HandsBlock} run */
  update(run) {
    this.run = run;
    for (const name of this.names) this.takeOver(name, run.values[name]);
    this.seen = run.view;
    if (run.view === "lines") this.views.lines.update(run);
    for (const section of findAll(this.root, "[data-view]"))
      section.hidden = section.dataset.view !== run.view;
    this.redraw();
  }

  get names() {
    return /** @type {ViewName[]} */ (Object.keys(this.views));
  }

  /**
   * Numbers from Python, unless the hand has gone on since they were sent.
   * @param {ViewName} name
   * @param {number[]} values
   */
  takeOver(name, values) {
    const text = values.join(),
      waiting = this.pending[name];
    if (waiting && waiting.text !== text && performance.now() < waiting.until) return;
    if (!waiting || waiting.text !== text) this.glide(name, values);
    this.pending[name] = null;
  }

  /**
   * Numbers that Python sends while their view is in sight move there: an answer that doubles them is seen to do so.
   * @param {ViewName} name
   * @param {number[]} goal
   */
  glide(name, goal) {
    const view = this.views[name],
      from = view.values,
      isSeen = name === this.seen && name !== "lines" && !prefersNoMotion();
    if (name === this.seen) cancelAnimationFrame(this.gliding);
    if (!isSeen || from.join() === goal.join()) return view.take(goal);
    let began = 0;
    const step = (/** @type {number} */ now) => {
      began ||= now;
      const share = Math.min(1, (now - began) / GLIDES_FOR),
        eased = share * share * (3 - 2 * share);
      view.take(share < 1 ? from.map((v, i) => v + (goal[i] - v) * eased) : goal);
      if (!this.root.isConnected || view !== this.view) return view.take(goal);
      if (share < 1) this.gliding = requestAnimationFrame(step);
      this.drawSoon(view, () => view.draw());
    };
    this.gliding = requestAnimationFrame(step);
  }

  /**
   * A hand moves something: an answer from Python that has not heard of it is older.
   * @param {View} view
   */
  move(view) {
    cancelAnimationFrame(this.gliding);
    this.hold(view);
    this.drawSoon(view, () => view.draw());
  }

  /**
   * A picture at once, coarse where that is quicker; the fine one as soon as the hand rests.
   * @param {Picture} view
   * @param {() => void} draw
   */
  drawSoon(view, draw) {
    this.still = false;
    draw();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.still = true;
      if (this.root.isConnected && view === this.view) view.draw();
    }, FINE_AFTER);
  }

  /**
   * The numbers of a view are the hand's: its name, and the numbers as they will stand in the link.
   * @param {View} view
   */
  hold(view) {
    const name = this.names.find((each) => this.views[each] === view) ?? this.run.view,
      values = view.values.map((v) => +v.toFixed(3));
    this.pending[name] = { text: values.join(), until: performance.now() + PENDING_FOR };
    return { name, text: values.join(",") };
  }

  /**
   * Tell Python what the hand did, once it rests.
   * @param {View} view
   */
  commit(view) {
    const { name, text } = this.hold(view);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(name, text), TOLD_AFTER);
  }

  /**
   * Told again while no answer says that it arrived: of two wishes that reach Streamlit together it keeps only one.
   * @param {ViewName} name
   * @param {string} text
   */
  tell(name, text) {
    this.ask("set", { name, text });
    this.telling = setTimeout(() => {
      if (this.pending[name] && this.root.isConnected) this.tell(name, text);
    }, TOLD_AGAIN_AFTER);
  }

  /**
   * The numbers with which a scene opened a view, once its answer is revealed, where they are not the present ones.
   * @param {View} view
   */
  before(view) {
    const opening = this.run?.opening ?? null;
    if (!opening || view !== this.view || said("asks") !== "answered") return null;
    return opening.join() === view.values.join() ? null : opening;
  }

  redraw() {
    this.theme = makeTheme(this.run.palette, this.root);
    this.nameClasses();
    this.view.resize(this.theme);
    this.view.draw();
  }

  /** The legend: lines are drawn on points, whose classes may have names of the visitor's. */
  nameClasses() {
    const { run } = this,
      legend = run.view === "lines" ? pointLegend(run.units, run.sizes[run.sizes.length - 1]) : pointLegend();
    if (legend !== this.legend) find(this.root, ".legend").innerHTML = legend;
    this.legend = legend;
  }

  /**
   * Headline, the sentence below the pictures, and, once the hand rests, the same for screen readers.
   * @param {Picture} view
   */
  say(view) {
    if (!this.run || view !== this.view) return;
    const heading = find(this.root, ".headline"),
      spoken = view.spoken ? view.spoken() : view.words();
    const named = (/** @type {string} */ what) => `hands.${this.run.view}.${what}`;
    writeHeadline(heading, { name: named("headline"), text: view.headline() });
    say(find(this.root, ".status"), named("status"), view.words());
    for (const picture of findAll(view.section, "[data-name][role]")) {
      const name = picture.dataset.name ?? "";
      describe(picture, { says: named("picture"), name, text: `${name}. ${spoken}` });
    }
    clearTimeout(this.speaking);
    this.speaking = setTimeout(
      () => say(find(this.root, ".spoken"), named("spoken"), `${heading.textContent}. ${view.words()}`),
      SPOKEN_AFTER,
    );
  }

  destroy() {
    this.observer.disconnect();
    this.bringing.forget();
    this.views.lines.destroy();
    cancelAnimationFrame(this.gliding);
    [this.telling, this.speaking, this.resting].forEach((timer) => clearTimeout(timer));
  }
}

export default mounting("hands", Hands);
