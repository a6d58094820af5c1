// The page of activations: one frame for five views. It holds the theme, the run's panel with its curves and buttons, and
// the wishes to Python; a view draws what it is given, at the moment that the playhead stands on.

import { mounting } from "../browser/mounting.js";
import { isDark, makeTheme } from "../browser/colours.js";
import { writeHeadline } from "../browser/headline.js";
import { listenToKeys, Playback } from "../browser/playing/playback.js";
import { Chart, formatEpoch } from "../browser/playing/timeline.js";
import { markPlay } from "../browser/playing/transport.js";
import { Cliff } from "./cliff/cliff.js";
import { Curves } from "./curves/curves.js";
import { Depth } from "./depth/depth.js";
import { Signs } from "./signs/signs.js";
import { UnitLife } from "./unit/unit.js";

const VIEWS = { curves: Curves, unit: UnitLife, signs: Signs, depth: Depth, cliff: Cliff };
const TIMED = { unit: "Epoch", signs: "Step", depth: "Epoch" };

class Activations {
  constructor(root) {
    this.root = root;
    this.views = {};
    this.charts = [];
    this.playback = new Playback({ show: (moment) => this.show(moment), changed: () => this.describe() });
    this.listen();
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector),
      playback = this.playback;
    const next = (by) => () => playback.goTo(Math.floor(playback.at) + by);
    const actions = {
      toggle: () => playback.toggle(),
      rewind: () => playback.goTo(0),
      stepEpoch: next(1),
      stepBack: next(-1),
      toEnd: () => playback.goTo(playback.moments.length - 1),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    find(".step-batch").hidden = true;
    this.scrub = find(".scrub");
    this.scrub.oninput = () => playback.goTo(Number(this.scrub.value));
    this.actions = actions;
    this.keys = {}; // what keys do now: nothing where there is no time
    this.forgets = [listenToKeys(this.keys)];
    this.observer = new ResizeObserver(() => this.state && this.redraw());
    this.observer.observe(this.root);
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(),
      400,
    );
  }

  get view() {
    return this.views[this.state.view];
  }

  get isTimed() {
    return this.state && this.state.view in TIMED;
  }

  // A block from Python: another view, another run, or more of the one that is shown.
  update(state) {
    const before = this.state,
      turned = !before || before.view !== state.view,
      isNew = turned || before.id !== state.id;
    this.state = state;
    if (isNew) this.playback.stop();
    for (const section of this.root.querySelectorAll(".view"))
      section.hidden = section.dataset.view !== state.view;
    if (!this.view)
      this.views[state.view] = new VIEWS[state.view](
        this.root.querySelector(`.view[data-view=${state.view}]`),
        this,
      );
    this.view.update(state, isNew);
    this.root.querySelector(".panel").hidden = !this.isTimed;
    writeHeadline(this.root.querySelector(".headline"), state.headline);
    for (const name of Object.keys(this.actions))
      this.keys[name] = this.isTimed ? this.actions[name] : undefined;
    if (this.isTimed) this.takeMoments(isNew, turned);
    this.redraw();
  }

  takeMoments(isNew, turned) {
    const { playback, state, view } = this,
      epoch = isNew || !playback.moment ? 0 : playback.moment.epoch;
    playback.complete = state.finished;
    if (isNew) playback.target = null;
    playback.setMoments(view.moments, epoch);
    this.scrub.max = String(playback.moments.length - 1);
    this.scrub.setAttribute("aria-label", TIMED[state.view]);
    this.setCharts(turned);
    if (!isNew) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    playback.speed = state.speed;
    if (state.open_at !== null) playback.standAt(state.open_at);
    else if (still || state.view === "signs") playback.standAt(state.n_epochs);
    else if (state.view === "unit") playback.play();
    else playback.goTo(0);
  }

  setCharts(turned) {
    const charts = this.view.charts;
    this.root.querySelectorAll(".charts figure").forEach((figure, i) => {
      const { title, key, options, kind } = charts[i],
        caption = figure.querySelector("figcaption");
      const words =
        title +
        (key
          ? ` <span class="key">${key[0]} <i class="solid"></i> ${key[1]} <i class="dashed"></i></span>`
          : "");
      if (caption.dataset.words !== words) caption.innerHTML = caption.dataset.words = words;
      if (turned)
        this.charts[i] = new (kind || Chart)(figure.querySelector(".chart"), options, (epoch) =>
          this.playback.scrubTo(epoch),
        );
      this.charts[i].options = options;
      this.charts[i].setHistory(charts[i].history, this.state.n_epochs, this.state.stop_kind);
    });
  }

  // The same block again, after a choice that changes what its moments are.
  reload() {
    this.takeMoments(false, false);
    this.redraw();
  }

  redraw() {
    const { state, root } = this;
    this.theme = makeTheme(state.palette, root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.markScale = state.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(root).fontFamily;
    if (this.isTimed) {
      this.setCharts(false);
      this.playback.moments = this.view.moments;
      this.charts.forEach((chart) => chart.draw(this.theme));
      this.show(this.playback.moment);
    } else this.view.draw(this.theme);
    this.describe();
  }

  show(moment) {
    if (!moment || !this.theme || !this.isTimed) return;
    this.view.show(moment, this.theme);
    this.charts.forEach((chart) => chart.moveTo(moment));
    this.scrub.value = String(Math.floor(this.playback.at));
    this.root.querySelector(".now").textContent = formatEpoch(moment.epoch);
    this.pictures = (this.pictures || 0) + 1;
  }

  describe() {
    const { state, playback, view } = this;
    if (!state || !view || (this.isTimed && !playback.moment)) return;
    const sentence = view.sentence(playback.moment);
    this.root
      .querySelectorAll(`.view[data-view=${state.view}] .picture`)
      .forEach((picture) => picture.setAttribute("aria-label", sentence));
    if (this.isTimed) {
      markPlay(this.root.querySelector(".play"), playback, state.finished);
      this.root.querySelector(".now-name").textContent = TIMED[state.view];
      this.root.querySelector(".of").textContent = `of ${state.n_epochs}`;
      this.root.querySelector(".status").textContent = state.status;
      this.scrub.setAttribute(
        "aria-valuetext",
        `${TIMED[state.view]} ${formatEpoch(playback.moment.epoch)} of ${state.n_epochs}`,
      );
    }
    const spoken = this.root.querySelector(".spoken");
    if (!playback.playing && spoken.textContent !== sentence) spoken.textContent = sentence;
  }

  // Settings that the visitor changed here; they go into the link.
  set(fields) {
    this.ask("set", { ...fields, nonce: performance.now() });
  }

  destroy() {
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("activations", Activations);
