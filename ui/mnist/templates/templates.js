// The digits: a network on MNIST at the moments of its run, and one image that it looks at. While the run is played, each block
// brings that moment's weights; at rest a block brings many moments, and scrubbing, brushing and drawing need no word to the
// server. A change of what is looked at is seen at once, and goes back only to be written into the link.

import { Asking } from "../../browser/playing/asking.js";
import { mounting } from "../../browser/mounting.js";
import { isDark, makeTheme } from "../../browser/colours.js";
import { listenToKeys, MOMENTS_A_SECOND, onHistory, Playback } from "../../browser/playing/playback.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { Brush } from "./brush.js";
import { centreAsMnist, inkOf } from "./centre.js";
import { Moments, sortedUnits } from "./moments.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { PullPicture } from "./pull.js";
import { layOut, pullsOf, sayScene, sceneOf } from "./scene.js";
import { respond } from "./scores.js";
import { Sources } from "./sources.js";
import { Stage } from "./stage.js";
import { Tug } from "./tug.js";

const SECONDS_TO_REPLAY = 8;
const MS_TO_WORRY = 5000;

class Templates {
  constructor(root) {
    this.root = root;
    this.view = {};
    this.pictures = new Pictures(root, (i) => this.pickPicture(i));
    this.stage = new Stage(root, (unit) => this.pictures.hint(unit));
    this.brush = new Brush(root, (done) => this.imageChanged(done));
    this.pull = new PullPicture(root);
    this.tug = new Tug(root, (digit) => this.choose({ digit: String(digit), unit: "" }));
    this.sources = new Sources(root, {
      show: (source) => this.load(source),
      ask: (wish) => this.look(wish),
      opened: () => this.redraw(),
    });
    this.playback = new Playback({ show: (moment) => this.show(moment), changed: () => this.describe() });
    this.panel = new Panel(root, (epoch) => this.live || this.playback.scrubTo(epoch));
    this.asking = new Asking({
      every: 250,
      wanted: () => root.isConnected && this.run && !this.pending && (this.live || this.wished),
      ask: () => this.sendLook(),
    });
    this.listen();
    root.centred = { inkOf, centreAsMnist };
  }

  get live() {
    return Boolean(this.run && this.run.live);
  }

  listen() {
    const find = (selector) => this.root.querySelector(selector);
    const actions = {
      toggle: () => this.toggle(),
      rewind: () => this.order("rewind"),
      stepEpoch: () => this.stepEpoch(),
      stepBatch: () => this.order("stepBatch"),
      toEnd: () => this.live || this.playback.goTo(this.playback.moments.length - 1),
      stepBack: () => this.live || this.playback.goTo(this.playback.indexOf(this.playback.moment.epoch) - 1),
    };
    find(".play").onclick = actions.toggle;
    find(".rewind").onclick = actions.rewind;
    find(".step-epoch").onclick = actions.stepEpoch;
    find(".step-batch").onclick = actions.stepBatch;
    this.scrub = find(".scrub");
    this.scrub.oninput = () => this.live || this.playback.goTo(Number(this.scrub.value));
    find(".undo").onclick = () => this.brush.restore();
    find(".empty").onclick = () => this.brush.clear();
    find(".against").onchange = (event) => this.choose({ rival: event.target.value });
    for (const select of this.root.querySelectorAll("select"))
      select.append(...Array.from({ length: 10 }, (_, k) => new Option(String(k))));
    this.root.querySelectorAll(".segmented").forEach((set) => {
      set.onclick = (event) => {
        const button = event.target.closest("button");
        if (button) this.press(set.dataset.name, button.dataset.value);
      };
    });
    this.forgets = [listenToKeys(actions), onHistory(() => this.asking.begin(MS_TO_WORRY))];
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.root);
    this.observer.observe(document.querySelector("[data-testid=stApp]") || document.body); // the window's height counts too
    this.themeWatch = setInterval(
      () => this.theme && (this.theme.name === "dark") !== isDark(this.root) && this.redraw(),
      400,
    );
  }

  press(name, value) {
    if (name === "brush") this.brush.ink = Number(value);
    else if (name === "of")
      return this.choose(
        value === "unit"
          ? { unit: String((this.lastUnit ?? this.orders[0][0]) + 1) }
          : { unit: "", matrix: value },
      );
    else return this.choose({ [name]: value });
    return this.markChoices();
  }

  pickPicture(i) {
    if (this.sources.mode) this.sources.open("");
    this.choose(
      this.pictures.kind === "digits" ? { digit: String(i) } : { unit: String((this.lastUnit = i) + 1) },
    );
  }

  // What is looked at: at once here, and into the link.
  choose(view) {
    this.view = { ...this.view, ...view };
    this.redraw();
    this.look({ view });
  }

  // Another image, which replaces the one with all that the brush has done to it.
  load(source) {
    this.source = source;
    if (source.kind === "set") this.imageName = source.name;
    this.brush.load(source.grey);
    this.imageChanged(true);
  }

  imageChanged(done) {
    if (!this.run) return;
    if (done) this.measureReach();
    this.show(this.playback.moment);
    if (done) this.describe();
  }

  // The longest bar of the tug-of-war at any moment, so that bars keep their scale while training is scrubbed.
  measureReach() {
    this.reach = this.playback.moments.reduce((reach, moment) => Math.max(reach, this.reachAt(moment)), 0);
  }

  reachAt(moment) {
    const layers = this.moments.layersAt(moment),
      answer = respond(layers, this.run.activations, this.brush.image);
    return Math.max(
      ...pullsOf(layers, answer).map(({ down, up, score }) => Math.max(-down, up, Math.abs(score))),
    );
  }

  // What only Python can do. The button answers at once; the block that names this order says what came of it. Until
  // then nothing else is asked for: of two wishes that reach Streamlit together, it keeps the later one only.
  order(what) {
    this.playback.playing && this.playback.pause();
    this.expected = what === "play";
    this.pending = Math.max(Date.now(), (this.pending || 0) + 1);
    this.asking.rest();
    this.ask("do", { what, from: this.playback.moment.epoch, nonce: this.pending });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.giveUp(), MS_TO_WORRY);
    this.describe();
  }

  // An order that was lost on the way: show what is, and go on.
  giveUp() {
    this.pending = this.expected = undefined;
    this.asking.begin();
    this.describe();
  }

  get plays() {
    return this.playback.playing || (this.expected ?? this.live);
  }

  toggle() {
    if (this.playback.playing) this.playback.pause();
    else if (this.plays) this.order("pause");
    else if (this.run.finished) this.playback.play();
    else this.order("play");
  }

  stepEpoch() {
    const { playback } = this,
      target = Math.floor(playback.moment.epoch + 1e-6) + 1;
    const next = playback.nearest(target),
      known = Math.abs(playback.moments[next].epoch - target) < 1e-6;
    if (known && !this.plays) playback.goTo(next);
    else this.order("stepEpoch");
  }

  // A wish to look at something else: { view }, { step } or { gallery }. It waits for an order that is under way, and goes with
  // the next request while the run is played.
  look(wish) {
    this.wished = { ...this.wished, ...wish, view: { ...(this.wished || {}).view, ...wish.view } };
    this.wishNumber = Math.max(Date.now(), (this.wishNumber || 0) + 1);
    if (!this.live && !this.pending) this.asking.sendNow();
  }

  sendLook() {
    this.ask("look", {
      ...this.wished,
      nonce: this.wishNumber || performance.now(),
      have: this.run ? this.run.networks : "",
    });
  }

  // A block from Python: a run, or only another image for the run that is shown.
  update(block) {
    if (block.looked === this.wishNumber) this.wished = null;
    if (block.answered === this.pending) {
      this.pending = this.expected = undefined;
      clearTimeout(this.waiting);
    }
    if (!block.glance) this.updateRun(block);
    else if (!this.run || this.run.networks !== block.networks)
      return void ((this.run = null), this.asking.sendNow());
    if (!this.wished) {
      this.view = { ...block.view };
      if (this.imageName !== block.image.name)
        this.load({ kind: "set", ...block.image, grey: block.arrays.image });
    }
    if (!block.glance)
      this.live
        ? (this.reach = Math.max(this.isNew ? 0 : this.reach, this.reachAt(this.playback.moment)))
        : this.measureReach();
    this.redraw();
    if (block.gallery) this.sources.fill(block.gallery, block.arrays.gallery, this.theme);
    this.asking.every = 1000 * this.run.tick;
    this.asking.begin();
  }

  updateRun(run) {
    const before = this.run,
      isNew = !before || before.id !== run.id,
      answered = !before || before.answered !== run.answered;
    const stay = !isNew && !answered && !run.live && !before.live ? this.playback.moment.epoch : null;
    Object.assign(this, { run, isNew, moments: new Moments(run, isNew ? null : this.moments) });
    this.panel.setRun(run);
    const { list } = this.moments,
      multi = run.sizes.length > 2;
    if (stay === null && this.playback.playing) this.playback.stop();
    this.playback.complete = run.finished;
    this.playback.speed = Math.max(list.length, 2) / SECONDS_TO_REPLAY / MOMENTS_A_SECOND;
    this.playback.setMoments(list, stay ?? run.open_at);
    if (stay === null) this.playback.at = this.playback.nearest(run.open_at);
    this.scrub.max = String(list.length - 1);
    this.root.toggleAttribute("data-live", run.live);
    const shape = run.sizes.join();
    if (!run.live || this.shape !== shape)
      this.orders = sortedUnits(this.moments.layersAt(list[list.length - 1]));
    this.shape = shape;
    this.pictures.setNames(
      multi ? "units" : "digits",
      run.sizes[1],
      run.sizes.length - 2,
      multi ? this.orders[0] : Array.from({ length: 10 }, (_, k) => k),
    );
  }

  redraw() {
    const { run } = this;
    if (!run || !this.source || !this.root.clientWidth) return; // no width: the page is being left
    this.theme = makeTheme(run.palette, this.root);
    this.theme.textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.theme.plus = run.palette[this.theme.name].positive; // as an edge; theme.positive is the half of a scale
    this.theme.markScale = run.projector ? 1.25 : 1;
    this.theme.font = getComputedStyle(this.root).fontFamily;
    const headline = this.root.querySelector(".headline");
    if (headline.textContent !== run.headline) headline.textContent = run.headline;
    layOut(this);
    this.panel.draw(this.theme);
    this.show(this.playback.moment);
    this.describe();
  }

  show(moment) {
    if (!moment || !this.theme) return;
    const scene = (this.scene = sceneOf(this, moment)),
      { subject, multi } = scene;
    this.reach = Math.max(
      this.reach || 0,
      ...scene.pulls.map(({ down, up, score }) => Math.max(-down, up, Math.abs(score))),
    );
    this.pictures.paint(scene.layers[0], this.view.row, this.moments.scaleOf(0, this.view.full), this.theme);
    this.pictures.mark(multi ? subject.unit : subject.digit, multi ? null : subject.rival);
    if (!this.sources.mode) this.stage.paint(scene);
    this.brush.draw(this.theme);
    this.pull.paint(scene);
    this.tug.paint(scene, this.reach * 1.02);
    this.panel.show(moment);
    this.scrub.value = String(Math.floor(this.playback.at));
    this.painted = (this.painted || 0) + 1;
  }

  describe() {
    const { run, playback, scene } = this,
      { moment } = playback;
    if (!run || !scene) return;
    const words = this.panel.describe({ plays: this.plays, atEnd: playback.atEnd, live: this.live, moment });
    this.tug.describe(scene, this.moments.errorAt(moment));
    this.pull.describe(scene);
    this.stage.describe(scene, formatEpoch(moment.epoch));
    sayScene(this);
    this.markChoices();
    if (this.plays) return;
    this.pictures.describe(scene.layers[0], formatEpoch(moment.epoch));
    this.root.querySelector(".spoken").textContent =
      `${words} ${this.root.querySelector(".verdict").textContent}.`;
  }

  markChoices() {
    const { subject } = this.scene,
      chosen = {
        ...this.view,
        brush: String(this.brush.ink),
        of: subject.kind === "unit" ? "unit" : String(subject.layer + 1),
      };
    this.root.querySelectorAll(".segmented button").forEach((button) => {
      button.setAttribute(
        "aria-pressed",
        String((chosen[button.closest(".segmented").dataset.name] || "") === button.dataset.value),
      );
    });
    this.root.querySelector(".against").value = this.view.rival;
  }

  destroy() {
    clearTimeout(this.waiting);
    this.asking.rest();
    this.playback.stop();
    this.observer.disconnect();
    clearInterval(this.themeWatch);
    this.forgets.forEach((forget) => forget());
  }
}

export default mounting("templates", Templates);
