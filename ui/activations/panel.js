// The panel of a view that goes through time: transport, scrubber, and two charts that follow the playhead.

import { find, findAll } from "../browser/find.js";
import { prefersNoMotion } from "../browser/page.js";
import { Playback } from "../browser/playing/playback.js";
import { formatEpoch, Track } from "../browser/playing/timeline.js";
import { listenToTransport, markPlay } from "../browser/playing/transport.js";
import { say } from "../browser/sentences.js";
import { CLOCKS } from "./views.js";

/** @import { Theme } from "../browser/colours.js" */
/** @import { Actions } from "../browser/playing/playback.js" */
/** @import { Moment, TimedBlock, TimedView, ViewChart } from "./views.js" */

/** @typedef {{ state: TimedBlock, view: TimedView }} Shown */

export class TimePanel {
  /**
   * @param {HTMLElement} root
   * @param {{ show: (moment: Moment) => void, changed: () => void }} on
   */
  constructor(root, { show, changed }) {
    this.root = root;
    /** @type {Playback<Moment>} */
    this.playback = new Playback({ show, changed });
    /** @type {Track[]} */
    this.tracks = [];
    /** @type {ViewChart[]} */
    this.charts = [];
    /** @type {HTMLInputElement} */
    this.scrub = find(root, ".scrub");
    /** @type {Actions} */
    this.keys = {}; // what keys and buttons do now: nothing where there is no time
    this.actions = this.listen();
    this.forget = listenToTransport(root, this.keys);
  }

  listen() {
    const { playback, root, scrub } = this;
    const next = (/** @type {number} */ by) => () => playback.goTo(Math.floor(playback.at) + by);
    const actions = {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      stepEpoch: next(1),
      stepBack: next(-1),
      toEnd: () => playback.goTo(playback.moments.length - 1),
    };
    find(root, ".step-batch").hidden = true;
    scrub.oninput = () => playback.goTo(Number(scrub.value));
    return actions;
  }

  hide() {
    find(this.root, ".panel").hidden = true;
    for (const name of /** @type {(keyof typeof this.actions)[]} */ (Object.keys(this.actions)))
      delete this.keys[name];
  }

  /**
   * Another run, or more of the one that is shown.
   * @param {Shown} shown
   * @param {{ isNew: boolean, turned: boolean }} change `turned`: another view
   */
  update({ state, view }, { isNew, turned }) {
    const { playback } = this;
    find(this.root, ".panel").hidden = false;
    Object.assign(this.keys, this.actions);
    this.take({ state, view }, { isNew, turned });
    if (!state.n_epochs) this.hide(); // there is one moment, and nothing to go through
    if (!isNew) return;
    playback.speed = state.speed;
    const still = prefersNoMotion();
    if (state.open_at !== null) playback.standAt(state.open_at);
    else if (still || state.view === "signs") playback.standAt(state.n_epochs);
    else if (state.view === "unit") playback.play();
    else playback.standAt(0);
  }

  /**
   * The moments of a view; the playhead stays where it is, unless the run is new.
   * @param {Shown} shown
   * @param {{ isNew?: boolean, turned?: boolean }} [change]
   */
  take({ state, view }, { isNew = false, turned = false } = {}) {
    const { playback, scrub } = this;
    const epoch = isNew || !playback.moment ? 0 : playback.moment.epoch;
    playback.complete = state.finished;
    if (isNew) playback.target = null;
    playback.setMoments(view.moments, epoch);
    scrub.max = String(playback.moments.length - 1);
    scrub.setAttribute("aria-label", CLOCKS[state.view]);
    this.setCharts({ state, view }, turned);
  }

  /**
   * @param {Shown} shown
   * @param {boolean} turned
   */
  setCharts({ state, view }, turned) {
    this.charts = view.charts;
    findAll(this.root, ".charts figure").forEach((figure, i) => {
      const { title, key, lines, axis, playhead } = this.charts[i];
      const caption = find(figure, "figcaption");
      const words = title + (key ? keyOf(key) : "");
      if (caption.dataset.words !== words) caption.innerHTML = caption.dataset.words = words;
      caption.dataset.says = `activations.${state.view}.chart`;
      if (turned) {
        const onScrub = (/** @type {number} */ epoch) => this.playback.scrubTo(epoch);
        this.tracks[i] = new Track(find(figure, ".chart"), onScrub, playhead);
      }
      this.tracks[i].setLines(lines, { ...axis, lastEpoch: state.n_epochs });
    });
  }

  /**
   * The curves anew, after a change of size, theme or of what the view has chosen.
   * @param {Shown} shown
   * @param {Theme} theme
   */
  redraw(shown, theme) {
    this.setCharts(shown, false);
    this.playback.moments = shown.view.moments;
    this.tracks.forEach((track) => track.draw(theme));
  }

  /**
   * @param {Moment} moment
   * @param {TimedBlock} state
   */
  moveTo(moment, { view }) {
    this.tracks.forEach((track, i) => track.stand(moment.epoch, this.charts[i].dots?.(moment) ?? []));
    this.scrub.value = String(Math.floor(this.playback.at));
    say(find(this.root, ".now"), `activations.${view}.now`, formatEpoch(moment.epoch));
  }

  /** @param {TimedBlock} state */
  describe(state) {
    const { root, playback, scrub } = this;
    const clock = CLOCKS[state.view];
    const of = `of ${state.n_epochs}`;
    markPlay(find(root, ".play"), playback, state.finished);
    find(root, ".now-name").textContent = clock;
    say(find(root, ".of"), `activations.${state.view}.of`, of);
    say(find(root, ".status"), `activations.${state.view}.status`, state.status);
    scrub.setAttribute("aria-valuetext", `${clock} ${formatEpoch(playback.moment.epoch)} ${of}`);
  }

  destroy() {
    this.playback.leave();
    this.forget();
  }
}

/** @param {[solid: string, dashed: string]} key */
const keyOf = ([solid, dashed]) =>
  ` <span class="key">${solid} <i class="solid"></i> ${dashed} <i class="dashed"></i></span>`;
