// Templates: a network on MNIST at the moments of its run, and one image that it looks at. While the run is played,
// each block brings that moment's weights; at rest a block brings many moments, and scrubbing, brushing and drawing
// need no word to the server. A change of what is looked at is seen at once, and goes back only to be written into
// the link.

import { listenToChoices, markChoices } from "../../browser/choices.js";
import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { mounting } from "../../browser/mounting.js";
import { onKeys } from "../../browser/keys.js";
import { namesOf, toggled } from "../../browser/maps/switched_off.js";
import { onStage, said, sayTrains } from "../../browser/on_stage.js";
import { page, prefersNoMotion } from "../../browser/page.js";
import { Asking } from "../../browser/playing/asking.js";
import { keepMoment } from "../../browser/playing/moment_in_link.js";
import { MOMENTS_A_SECOND, onHistory, Playback } from "../../browser/playing/playback.js";
import { Story } from "../../browser/playing/story.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { listenToTransport } from "../../browser/playing/transport.js";
import { className, nameClasses } from "../class_names.js";
import { Brush } from "./brush.js";
import { sayScene } from "./captions.js";
import { drawnImage, drawnText } from "./drawn.js";
import { layOut } from "./layout.js";
import { Moments, sortedUnits } from "./moments.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { PullPicture } from "./pull.js";
import { sceneOf } from "./scene.js";
import { pullsOf, respond } from "./scores.js";
import { headlineAt } from "./sentences.js";
import { Sketch } from "./sketch.js";
import { Sources } from "./sources.js";
import { Stage } from "./stage.js";
import { scoreText, Tug } from "./tug.js";
import { Without } from "./without.js";
import { Worth } from "./worth.js";

/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { GlanceBlock, Moment, RunBlock, View } from "./moments.js" */
/** @import { PlateTheme } from "./plate.js" */
/** @import { Scene } from "./scene.js" */
/** @import { LookWish, Source } from "./sources.js" */

/** @typedef {"play" | "pause" | "rewind" | "stepBatch" | "stepEpoch"} Order */

/**
 * What Python is asked for as "do": an order, the playhead's epoch, and the number of the order.
 * @typedef {{ what: Order, start: number, nonce: number }} DoWish
 */

/**
 * What Python is asked for as "look": a wish with its number, and the name of the networks that are here.
 * With them goes the epoch of a table of what each unit is worth, where one is wanted.
 * @typedef {LookWish & { nonce: number, have: string, worth?: number }} SentLook
 */

const SECONDS_TO_REPLAY = 8;
const MS_TO_WORRY = 5000;
const MS_AT_REST = 300; // a hand that scrubs has come to rest
const SAME = 1e-6; // epochs nearer to each other are one
const KEY_PLACE = -1; // before the room: a unit that is picked hears O

class Templates {
  /** @type {Ask} */
  ask;
  /** @type {RunBlock | null} */
  run = null;
  /** @type {Moments} */
  moments;
  /** @type {number[][]} */
  orders = []; // of the units of each hidden layer, as they stand
  /** @type {number[][]} */
  sorted = []; // the same by what they speak for
  sortedAt = 0; // the epoch of the weights that they are sorted by
  shape = ""; // sizes of the network that the orders are of
  isNew = true; // whether the block shown last began another run
  /** @type {View} */
  view;
  /** @type {Source | undefined} */
  source;
  imageName = ""; // of the image that was taken from a set last
  drawn = ""; // what the link says was drawn
  /** @type {PlateTheme | undefined} */
  theme;
  /** @type {Scene | undefined} */
  scene;
  reach = 0; // the longest bar of the tug-of-war
  painted = 0; // pictures so far
  /** @type {number | undefined} */
  lastUnit;
  /** @type {number | undefined} */
  pending; // number of the order that Python has not carried out yet
  /** @type {boolean | undefined} */
  expected; // whether the run will play then
  /** @type {LookWish | null} */
  wished = null;
  wishNumber = 0;
  owesStory = false; // whether the server still has to tell what happened in the run
  told = ""; // the run of which it was told
  isReturning = false; // whether the server is on its way back to what is shown
  begun = 0; // the number of the opening that has played by itself
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting;

  without = new Without();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.pictures = new Pictures(root, (i) => this.pickPicture(i));
    this.stage = new Stage(root, (unit) => this.pictures.hint(unit));
    this.brush = new Brush(root, (done) => this.imageChanged(done));
    this.pull = new PullPicture(root);
    this.sketch = new Sketch(root);
    this.tug = new Tug(root, (digit) => this.choose({ digit: String(digit), unit: "" }));
    this.sources = new Sources(root, {
      show: (source) => this.load(source),
      ask: (wish) => this.look(wish),
      opened: () => this.opened(),
    });
    this.worth = new Worth(root, this.without, {
      pick: ({ unit }) => this.choose({ unit: String(unit + 1) }),
      choose: (units) => this.switchOff(units),
      ask: () => this.asking.begin(MS_AT_REST),
    });
    /** @type {Playback<Moment>} */
    this.playback = new Playback({ show: (moment) => this.show(moment), changed: () => this.describe() });
    this.panel = new Panel(root, (epoch) => this.live || this.playback.scrubTo(epoch));
    const { playback } = this;
    this.story = new Story(
      root,
      {
        epoch: () => playback.moment?.epoch,
        go: (epoch) => playback.goTo(playback.nearest(epoch)),
        along: (epoch) => playback.nearest(epoch) / Math.max(1, playback.moments.length - 1),
      },
      "mnist.story",
    );
    this.asking = new Asking({
      every: 250,
      wanted: () =>
        root.isConnected &&
        this.run &&
        !this.pending &&
        (this.live || this.wished || this.isReturning || this.owesStory || this.owesNumbers),
      ask: () => this.sendLook(),
    });
    /** @type {HTMLInputElement} */
    this.scrub = find(root, ".scrub");
    /** @type {HTMLSelectElement} */
    this.against = find(root, ".against");
    this.forgets = this.listen();
    this.standing = () => this.tellStanding();
    (page.hiddenLayersKeep ??= new Map()).set("visit", this.standing);
    page.hiddenLayersDrawn = this.tellDrawn = () => this.drawnForLink();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(root);
    // The window's height counts too, which the part itself does not have.
    this.observer.observe(document.querySelector("[data-testid=stApp]") ?? document.body);
    // And where the stage begins, both stand while the boxes in them find their places.
    this.places = new ResizeObserver(() => requestAnimationFrame(() => root.isConnected && this.redraw()));
    for (const box of [".shown", ".stage", ".sketch"]) this.places.observe(find(root, box));
  }

  get live() {
    return Boolean(this.run && this.run.live);
  }

  listen() {
    const { root, playback } = this;
    const stopKeys = listenToTransport(root, {
      toggle: () => this.toggle(),
      rewind: () => (page.hiddenLayersAlone ? playback.goTo(0) : this.order("rewind")),
      stepEpoch: () => this.stepEpoch(),
      stepBatch: () => this.order("stepBatch"),
      toEnd: () => this.live || playback.goTo(playback.moments.length - 1),
      stepBack: () => this.live || playback.goTo(playback.indexOf(playback.moment.epoch) - 1),
    });
    this.scrub.oninput = () => this.live || playback.goTo(Number(this.scrub.value));
    find(root, ".undo").onclick = () => this.brush.restore();
    find(root, ".empty").onclick = () => this.brush.clear();
    this.against.onchange = () => this.choose({ rival: this.against.value });
    for (const select of findAll(root, "select"))
      select.append(...Array.from({ length: 10 }, (_, k) => new Option(String(k), String(k))));
    listenToChoices(root, (name, value) => this.press(name, value));
    find(root, ".switch").onclick = () => this.switchPicked();
    return [
      stopKeys,
      () => this.story.forget(),
      onHistory(() => this.asking.begin(MS_TO_WORRY)),
      onKeys({ room: () => this.switchPicked() }, KEY_PLACE),
    ];
  }

  /** Whether the server still has to measure something that is shown. */
  get owesNumbers() {
    return this.without.isOwed || this.worth.asked !== undefined;
  }

  /** The stage shows something else: whether that is the table of the units' worth stands in the link. */
  opened() {
    const beside = this.sources.mode === "worth" ? "worth" : "weights";
    if (this.view && beside !== this.view.beside) this.choose({ beside });
    else this.redraw();
  }

  /**
   * Switch the picked unit off, or on again; false where none is picked.
   */
  switchPicked() {
    const unit = this.scene?.subject.unit ?? null;
    if (unit === null) return false;
    this.switchOff(toggled(this.without.units, { layer: 0, unit }));
    return true;
  }

  /** @param {Unit[]} units that are off from now on */
  switchOff(units) {
    this.choose({ off: namesOf(units, this.run?.sizes) });
    if (["images", "mistakes"].includes(this.sources.mode)) this.sources.turn(0);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  press(name, value) {
    if (name === "brush") {
      this.brush.ink = Number(value);
      this.markChoices();
    } else if (name === "of") {
      const unit = String((this.lastUnit ?? this.orders[0][0]) + 1);
      this.choose(value === "unit" ? { unit } : { unit: "", matrix: value });
    } else this.choose({ [name]: value });
  }

  /** @param {number} i */
  pickPicture(i) {
    if (this.sources.mode && this.sources.mode !== "worth") this.sources.open("");
    if (this.pictures.kind === "digits") this.choose({ digit: String(i) });
    else {
      this.lastUnit = i;
      this.choose({ unit: String(i + 1) });
    }
  }

  /**
   * What is looked at: at once here, and into the link.
   * @param {Partial<View>} view
   */
  choose(view) {
    this.view = { ...this.view, ...view };
    this.takeOff();
    this.redraw();
    this.look({ view });
  }

  /** Which units are off follows the view; bars have the longest of the network that is left. */
  takeOff() {
    const { run, without } = this,
      { choice } = without;
    if (!run || !this.view) return;
    without.choose(this.view, run);
    if (choice !== without.choice && !this.live && this.source) this.measureReach();
  }

  /**
   * Another image, which replaces the one with all that the brush has done to it.
   * @param {Source} source
   */
  load(source) {
    this.source = source;
    if (source.kind === "set") this.imageName = source.name;
    this.brush.load(source.grey);
    this.imageChanged(true);
  }

  /** @param {boolean} done */
  imageChanged(done) {
    if (!this.run) return;
    if (done) this.measureReach();
    this.show(this.playback.moment);
    if (done) this.describe();
  }

  /** The longest bar of the tug-of-war at any moment, so that bars keep their scale while training is scrubbed. */
  measureReach() {
    this.reach = this.playback.moments.reduce((reach, moment) => Math.max(reach, this.reachAt(moment)), 0);
  }

  /** @param {Moment} moment */
  reachAt(moment) {
    const layers = this.moments.layersAt(moment),
      answer = respond(layers, this.moments.activations, this.brush.image);
    return Math.max(...pullsOf(layers, answer).map((pull) => pull.reach));
  }

  /**
   * What only Python can do. The button answers at once; the block that names this order says what came of it. Until
   * then nothing else is asked for: of two wishes that reach Streamlit together, it keeps the later one only.
   * @param {Order} what
   */
  order(what) {
    if (this.playback.playing) this.playback.pause();
    this.expected = what === "play";
    this.pending = Math.max(Date.now(), (this.pending || 0) + 1);
    this.asking.rest();
    /** @type {DoWish} */
    const wish = { what, start: this.playback.moment.epoch, nonce: this.pending };
    this.ask("do", wish);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.giveUp(), MS_TO_WORRY);
    this.describe();
  }

  /** An order was lost on the way: show what is, and go on. */
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
    else if (this.run?.finished) this.playback.play();
    else this.order("play");
  }

  stepEpoch() {
    const { playback } = this,
      target = Math.floor(playback.moment.epoch + SAME) + 1;
    const next = playback.nearest(target),
      isKnown = Math.abs(playback.moments[next].epoch - target) < SAME;
    if (isKnown && !this.plays) playback.goTo(next);
    else this.order("stepEpoch");
  }

  /**
   * A wish to look at something else. It waits for an order that is under way, and goes with the next request while
   * the run is played.
   * @param {LookWish} wish
   */
  look(wish) {
    this.wishFor(wish);
    if (!this.live && !this.pending) this.asking.sendNow();
  }

  /** @param {LookWish} wish */
  wishFor(wish) {
    this.wished = { ...this.wished, ...wish, view: { ...this.wished?.view, ...wish.view } };
    this.wishNumber = Math.max(Date.now(), this.wishNumber + 1);
  }

  sendLook() {
    const nonce = this.wishNumber || performance.now(),
      have = this.run ? this.run.networks : "";
    /** @type {SentLook} */
    const wish = {
      ...this.wished,
      nonce,
      have,
      ...(this.worth.asked !== undefined && { worth: this.worth.asked }),
    };
    this.ask("look", wish);
  }

  /**
   * A block from Python: a run, or only another image for the run that is shown.
   * @param {RunBlock | GlanceBlock} block
   */
  update(block) {
    if (block.looked === this.wishNumber) this.wished = null;
    const isObeyed = block.answered === this.pending;
    if (isObeyed) {
      this.pending = this.expected = undefined;
      clearTimeout(this.waiting);
    }
    if (this.waitsFor(block)) return;
    const trained = this.live;
    this.nameClasses(block.class_names);
    if (!block.glance) this.updateRun(block);
    else if (!this.run || this.run.networks !== block.networks) {
      this.run = null; // the networks that the glance is for never came
      this.asking.sendNow();
      return;
    }
    this.tell(block);
    if (!this.wished) this.follow(block);
    this.takeNumbers(block);
    if (!block.glance) this.measureRun();
    this.redraw();
    if (isObeyed || this.hasEnded(trained)) keepMoment(this.live ? null : this.playback.moment.epoch);
    if (!block.glance) this.beginByItself(block);
    this.showGallery(block);
    if (this.run) this.asking.every = 1000 * this.run.tick;
    this.asking.begin();
  }

  /**
   * What was measured without the units that are off, and what each unit is worth.
   * @param {RunBlock | GlanceBlock} block
   */
  takeNumbers(block) {
    this.takeOff();
    this.without.take(block, this.view);
    this.worth.take(block, this.view);
  }

  /**
   * What happened in the run, once it is over: the marks of moments that are here.
   * @param {RunBlock | GlanceBlock} block
   */
  tell({ story, story_owed: isOwed }) {
    const { run, playback } = this;
    if (!run) return;
    this.owesStory = isOwed;
    if (isOwed && this.told === run.id) return;
    this.told = run.id;
    /** @param {number} epoch */
    const isHere = (epoch) => Math.abs(playback.moments[playback.nearest(epoch)].epoch - epoch) < SAME;
    const { title, n_epochs } = run;
    this.story.take({ title, n_epochs, story: story.filter(([epoch]) => isHere(epoch)) });
  }

  /**
   * A run that has come to its end stands in the link too: a server that has begun anew then trains it again. A scene
   * that plays from its beginning does so at a reload.
   * @param {boolean} trained whether it was still being trained
   */
  hasEnded(trained) {
    return trained && !this.live && !this.run?.begins;
  }

  /** @param {RunBlock | GlanceBlock} block */
  showGallery({ gallery, arrays }) {
    if (gallery && arrays.gallery && this.theme) this.sources.fill(gallery, arrays.gallery, this.theme);
  }

  /**
   * A server that has begun anew trains again what led to the picture: until it is there, the picture stays.
   * @param {RunBlock | GlanceBlock} block
   */
  waitsFor(block) {
    this.isReturning = !block.glance && this.run !== null && block.returning === this.run.id;
    if (!this.isReturning) return false;
    if (!this.wished) this.follow(block);
    this.redraw();
    this.asking.begin();
    return true;
  }

  /**
   * A scene whose point is the way there plays from the beginning, once: a finished run at once, any other as soon as
   * Python is at rest, which trains it. Who wants no motion sees the last moment of a finished run.
   * @param {RunBlock} run
   */
  beginByItself({ begins, finished, live }) {
    if (live || !begins || begins === this.begun) return;
    this.begun = begins;
    if (!finished) this.wishFor({ begin: true });
    else if (prefersNoMotion()) {
      this.playback.standAt(this.playback.moments[this.playback.moments.length - 1].epoch);
      this.redraw();
    } else this.playback.play();
  }

  /**
   * Look at what the link says.
   * @param {RunBlock | GlanceBlock} block
   */
  follow({ view, image, arrays }) {
    this.view = { ...view };
    this.takeOff();
    const showsWorth = view.beside === "worth";
    if (showsWorth !== (this.sources.mode === "worth")) this.sources.open(showsWorth ? "worth" : "");
    const isOther = this.drawn !== view.drawn;
    this.drawn = view.drawn;
    if (this.imageName !== image.name || isOther) this.load({ kind: "set", ...image, grey: arrays.image });
    if (isOther && view.drawn) this.loadDrawn(view.drawn);
  }

  /** @param {string} text what the link says was drawn */
  loadDrawn(text) {
    const { kind, image } = drawnImage(text),
      grey = Uint8Array.from(image, (level) => 255 * level);
    if (kind === "pad") this.load({ kind: "drawn", name: "the link’s drawing", label: null, grey });
    else this.brush.image = image;
    this.imageChanged(true);
  }

  /** What a link to the page takes along of what was drawn, and what is to be said of that. */
  drawnForLink() {
    const { source, brush } = this,
      isDrawn = source?.kind === "drawn" && brush.image.some(Boolean);
    if (source?.kind === "uploaded")
      return { text: "", words: "The uploaded picture does not go along: it stays in this browser." };
    if (!isDrawn && (source?.kind !== "set" || !brush.edited)) return { text: "", words: "" };
    return {
      text: drawnText(isDrawn ? "pad" : "brush", brush.image),
      words: `The ${isDrawn ? "drawing" : "changed image"} goes along, in 16 shades of grey.`,
    };
  }

  /** Where the visitor stands, for a server that has begun anew: `Standing` in `standing.py`. */
  tellStanding() {
    const { run, playback } = this;
    if (!run || !playback.moment) return "";
    const { id, trained_epoch: to, rates } = run,
      plays = this.expected ?? this.live;
    return JSON.stringify({ id, to, at: plays ? to : playback.moment.epoch, plays, rates });
  }

  /** While the run is played there is only one moment, and bars have the longest so far. */
  measureRun() {
    if (!this.live) this.measureReach();
    else this.reach = Math.max(this.isNew ? 0 : this.reach, this.reachAt(this.playback.moment));
  }

  /** @param {RunBlock} run */
  updateRun(run) {
    const { run: before, playback } = this;
    this.isNew = !before || before.id !== run.id;
    const isAnswer = !before || before.answered !== run.answered,
      rests = !run.live && !this.live;
    const stay = !this.isNew && !isAnswer && rests ? playback.moment.epoch : null;
    this.moments = new Moments(run, this.isNew ? null : this.moments, this.without);
    this.run = run;
    this.takeOff();
    this.panel.setRun(run);
    this.setPlayback(run, stay);
    this.root.toggleAttribute("data-live", run.live);
    this.nameUnits(run);
  }

  /**
   * @param {RunBlock} run
   * @param {number | null} stay the epoch at which the playhead stays; null where it goes to where Python is
   */
  setPlayback(run, stay) {
    const { playback } = this,
      { list } = this.moments;
    if (stay === null && playback.playing) playback.stop();
    playback.complete = run.finished;
    sayTrains("templates", run.live && !run.finished);
    playback.speed = Math.max(list.length, 2) / SECONDS_TO_REPLAY / MOMENTS_A_SECOND;
    if (stay === null) playback.target = null;
    playback.setMoments(list, stay ?? run.open_at);
    if (stay === null) playback.at = playback.nearest(run.open_at);
    this.scrub.max = String(list.length - 1);
  }

  /**
   * Units keep their order while the run is played; each time that it rests, they are sorted anew.
   * @param {RunBlock} run
   */
  nameUnits({ sizes, live }) {
    const { list } = this.moments,
      shape = sizes.join();
    if (!live || this.shape !== shape) {
      const last = list[list.length - 1];
      this.sorted = sortedUnits(this.moments.wholeAt(last));
      this.sortedAt = last.epoch;
    }
    this.shape = shape;
    this.orderUnits(sizes);
  }

  /**
   * Call the classes as the set of images does, also where they are chosen from a list.
   * @param {string[]} names
   */
  nameClasses(names) {
    nameClasses(names);
    for (const option of findAll(this.root, "select option"))
      if (/^\d$/.test(/** @type {HTMLOptionElement} */ (option).value))
        option.textContent = className(Number(/** @type {HTMLOptionElement} */ (option).value));
  }

  /**
   * Where units and the weights that leave them are the stage's picture, they stand as they are numbered.
   * @param {number[]} sizes
   */
  orderUnits(sizes) {
    const isNumbered = onStage() && said("focus") === "pair";
    this.orders = isNumbered ? this.sorted.map((order) => [...order.keys()]) : this.sorted;
    if (sizes.length > 2) this.pictures.setNames("units", sizes[1], sizes.length - 2, this.orders[0]);
    else this.pictures.setNames("digits", sizes[1], 0, [...Array(sizes[1]).keys()]);
  }

  redraw() {
    const { run, root, source } = this;
    if (!run || !source || !root.clientWidth) return; // no width: the page is being left
    const theme = makeTheme(run.palette, root);
    this.theme = { ...theme, plus: run.palette[theme.name].positive };
    this.sources.ink(theme);
    root.dataset.row = this.view.row;
    this.orderUnits(run.sizes);
    layOut({ ...this, run });
    this.panel.follow(this.without.isOn && !run.live ? this.without.history : null);
    this.panel.marks = this.story.marks.map(([epoch]) => epoch);
    this.panel.draw(this.theme);
    this.story.layOut();
    this.sketch.draw({ sizes: run.sizes, image: this.brush.image, theme: this.theme });
    this.show(this.playback.moment);
    this.describe();
  }

  /** @param {Moment} moment */
  show(moment) {
    const { theme, run, source } = this;
    if (!moment || !theme || !run || !source) return;
    const scene = (this.scene = sceneOf({ ...this, run, source, theme }, moment)),
      { subject, multi } = scene;
    this.reach = Math.max(this.reach, ...scene.pulls.map((pull) => pull.reach));
    this.pictures.paint(scene.layers[0], this.view.row, this.moments.scaleOf(0, this.view.full), theme);
    this.pictures.mark(multi ? subject.unit : subject.digit, multi ? null : subject.rival);
    this.pictures.tell(
      multi || scene.blank ? [] : Array.from(scene.answer.scores, scoreText),
      scene.answer.ranked[0],
    );
    if (!this.sources.mode) this.stage.paint(scene);
    this.brush.draw(theme);
    this.pull.paint(scene);
    this.tug.paint(scene, this.reach * 1.02);
    this.pictures.cross((unit) => (multi && this.without.has({ layer: 0, unit }) ? this.without.answer : ""));
    this.panel.show(this.measured(moment));
    this.worth.isOpen = this.sources.mode === "worth";
    this.worth.paint(moment, { atRest: !this.plays, sample: run.samples.validation });
    this.sayMoment(run, moment);
    this.offerSwitch(scene);
    this.showPlace(run, moment);
    this.painted++;
  }

  /**
   * What is measured of the network that is shown; while it plays, of the whole one.
   * @param {Moment} moment
   */
  measured(moment) {
    return this.live ? moment : this.without.measured(moment);
  }

  /** @param {Scene} scene */
  offerSwitch({ subject: { unit }, multi }) {
    const button = find(this.root, ".switch");
    button.hidden = unit === null;
    find(this.root, ".open-worth").hidden = !multi;
    if (unit === null) return;
    button.setAttribute("aria-pressed", String(this.without.has({ layer: 0, unit })));
    button.setAttribute("aria-label", `Unit ${unit + 1} off`);
  }

  /**
   * The finding; without some units the one on the network that is left.
   * @param {RunBlock} run
   * @param {Moment} moment
   */
  headline(run, moment) {
    return this.without.isOn ? this.without.sentenceAt(run, moment) : headlineAt(run, moment);
  }

  /** @param {Moment} moment */
  stateOf(moment) {
    const { plays, live, without } = this;
    return { plays, live, atEnd: this.playback.atEnd, moment: this.measured(moment), isWhole: !without.isOn };
  }

  /**
   * The knob's place: while the run is played, among all its epochs, of which the block has one moment; else among the
   * moments.
   * @param {RunBlock} run
   * @param {Moment} moment
   */
  showPlace(run, moment) {
    const { live, scrub } = this;
    scrub.max = String(live ? run.n_epochs : this.moments.list.length - 1);
    scrub.step = live ? "any" : "1";
    scrub.value = String(live ? moment.epoch : Math.floor(this.playback.at));
  }

  /**
   * The sentences on the run that belong to the moment that is shown.
   * @param {RunBlock} run
   * @param {Moment} moment
   */
  sayMoment(run, moment) {
    const atRest = !this.plays,
      happened = atRest && !this.without.isOn ? this.story.at(moment.epoch) : undefined;
    writeHeadline(find(this.root, ".headline"), happened ?? this.headline(run, moment));
    this.story.show(moment.epoch, atRest);
    this.tug.sayExact(this.moments.errorAt(moment));
    this.panel.showWords(this.stateOf(moment));
  }

  describe() {
    const { run, playback, scene, source } = this,
      { moment } = playback;
    if (!run || !scene || !source) return;
    const words = this.panel.describe(this.stateOf(moment), this.headline(run, moment).text);
    this.tug.describe(scene);
    this.pull.describe(scene);
    this.stage.describe(scene, formatEpoch(moment.epoch), formatEpoch(this.sortedAt));
    sayScene({ ...this, scene, source }, (name, value) => this.press(name, value));
    this.markChoices();
    if (this.plays) return;
    this.pictures.describe(scene.layers[0], formatEpoch(moment.epoch));
    find(this.root, ".spoken").textContent = `${words} ${find(this.root, ".verdict").textContent}.`;
  }

  markChoices() {
    if (!this.scene) return;
    const { kind, layer } = this.scene.subject,
      of = kind === "unit" ? "unit" : layer + 1;
    markChoices(this.root, { ...this.view, brush: this.brush.ink, of });
    this.against.value = this.view.rival;
  }

  destroy() {
    sayTrains("templates", false);
    clearTimeout(this.waiting);
    this.asking.rest();
    this.playback.leave();
    this.sources.destroy();
    this.observer.disconnect();
    this.forgets.forEach((forget) => forget());
    const keep = page.hiddenLayersKeep;
    if (keep?.get("visit") === this.standing) keep.delete("visit");
    if (page.hiddenLayersDrawn === this.tellDrawn) delete page.hiddenLayersDrawn;
  }
}

export default mounting("templates", Templates);
