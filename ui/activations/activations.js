// The page of activations: one frame for five views. It holds the theme, the panel of views that go through time, and
// the wishes to Python; a view draws what it is given, at the moment that the playhead stands on.

import { makeTheme } from "../browser/colours.js";
import { find, findAll } from "../browser/find.js";
import { writeHeadline } from "../browser/headline.js";
import { mounting } from "../browser/mounting.js";
import { describe } from "../browser/on_stage.js";
import { say } from "../browser/sentences.js";
import { Cliff } from "./cliff/cliff.js";
import { Curves } from "./curves/curves.js";
import { Depth } from "./depth/depth.js";
import { TimePanel } from "./panel.js";
import { Signs } from "./signs/signs.js";
import { UnitLife } from "./unit/unit.js";

/** @import { Theme } from "../browser/colours.js" */
/** @import { Ask } from "../browser/mounting.js" */
/** @import { Sentence } from "../browser/sentences.js" */
/** @import { AnyBlock, Host, Moment, StillView, TimedBlock, TimedView } from "./views.js" */

/** @typedef {Exclude<AnyBlock, TimedBlock>} StillBlock */
/** @typedef {{ state: TimedBlock, view: TimedView } | { state: StillBlock, view: StillView }} Shown */

/** @type {Record<TimedBlock["view"], new (section: HTMLElement, host: Host) => TimedView>} */
const TIMED = { unit: UnitLife, signs: Signs, depth: Depth };

/** @type {Record<StillBlock["view"], new (section: HTMLElement, host: Host) => StillView>} */
const STILL = { curves: Curves, cliff: Cliff };

class Activations {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Ask} */
    this.ask = () => {};
    /** @type {Theme | null} */
    this.theme = null;
    /** @type {Partial<Record<TimedBlock["view"], TimedView>>} */
    this.timed = {};
    /** @type {Partial<Record<StillBlock["view"], StillView>>} */
    this.still = {};
    /** @type {Shown | null} */
    this.shown = null;
    this.pictures = 0;
    this.panel = new TimePanel(root, {
      show: (moment) => this.show(moment),
      changed: () => this.describe(),
    });
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
    /** @type {WeakSet<Element>} */
    this.watched = new WeakSet();
  }

  /** The window's size may stand while the plots in it find theirs: where the stage begins, or a font comes. */
  watchPlots() {
    for (const { parentElement: box } of findAll(this.root, "canvas"))
      if (box && !this.watched.has(box)) {
        this.watched.add(box);
        this.observer.observe(box);
      }
  }

  get state() {
    return this.shown?.state;
  }

  get view() {
    return this.shown?.view;
  }

  get playback() {
    return this.panel.playback;
  }

  /**
   * Another view, another run, or more of the one that is shown.
   * @param {AnyBlock} state
   */
  update(state) {
    const { root, state: before } = this;
    const turned = before?.view !== state.view;
    const isNew = turned || before?.id !== state.id;
    if (isNew) this.playback.stop();
    for (const section of findAll(root, ".view")) section.hidden = section.dataset.view !== state.view;
    const shown = this.viewOf(state);
    this.shown = shown;
    shown.view.update(state, isNew);
    if (isInTime(shown)) this.panel.update(shown, { isNew, turned });
    else this.panel.hide();
    this.redraw();
    this.watchPlots();
  }

  /**
   * A block with the view that draws it; a view is made when it is shown for the first time.
   * @param {AnyBlock} state
   * @returns {Shown}
   */
  viewOf(state) {
    const section = find(this.root, `.view[data-view=${state.view}]`);
    if (state.view === "curves" || state.view === "cliff")
      return { state, view: (this.still[state.view] ??= new STILL[state.view](section, this)) };
    return { state, view: (this.timed[state.view] ??= new TIMED[state.view](section, this)) };
  }

  reload() {
    if (this.shown && isInTime(this.shown)) this.panel.take(this.shown);
    this.redraw();
  }

  redraw() {
    const { shown, root } = this;
    if (!shown) return;
    const { palette } = shown.state;
    this.theme = makeTheme(palette, root);
    if (isInTime(shown)) {
      this.panel.redraw(shown, this.theme);
      this.show(this.playback.moment);
    } else shown.view.draw(this.theme);
    this.describe();
  }

  /** @param {Sentence} finding */
  head(finding) {
    writeHeadline(find(this.root, ".headline"), finding);
  }

  /** @param {Moment | undefined} moment */
  show(moment) {
    const { shown, theme } = this;
    if (!moment || !theme || !shown || !isInTime(shown)) return;
    shown.view.show(moment, theme);
    this.head(shown.view.headline(moment));
    this.panel.moveTo(moment, shown.state);
    this.pictures++;
  }

  describe() {
    const { shown, root, playback } = this;
    if (!shown || (isInTime(shown) && !playback.moment)) return;
    const sentence = isInTime(shown) ? shown.view.sentence(playback.moment) : shown.view.sentence();
    const name = `activations.${shown.state.view}.spoken`;
    for (const picture of findAll(root, `.view[data-view=${shown.state.view}] .picture`)) {
      describe(picture, { says: name, name: "Picture", text: sentence });
    }
    if (isInTime(shown)) this.panel.describe(shown.state);
    else this.head(shown.view.headline());
    if (!playback.playing) say(find(root, ".spoken"), name, sentence);
  }

  /**
   * Settings that the visitor changed here; they go into the link.
   * @param {Record<string, string | number | boolean>} fields
   */
  set(fields) {
    this.ask("set", { ...fields, nonce: performance.now() });
  }

  destroy() {
    this.panel.destroy();
    this.observer.disconnect();
  }
}

/**
 * @param {Shown} shown
 * @returns {shown is { state: TimedBlock, view: TimedView }}
 */
const isInTime = (shown) => shown.state.view in TIMED;

export default mounting("activations", Activations);
