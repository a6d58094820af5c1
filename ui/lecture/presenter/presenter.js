// The presenter's window: what the lecturer sees and the hall does not. It shows where the stage is, and has the stage
// do what its buttons and keys stand for. Where no stage is heard, it walks through the lecture by itself.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { onKeys } from "../../browser/keys.js";
import { mounting } from "../../browser/mounting.js";
import { buildInLink, buildOf, standAfter } from "../question/builds.js";
import { saidOfOpening } from "../question/opening.js";
import { beginningOf, buildsOf, courseOf, due, nextWords, sceneAfter, stepped } from "./steps.js";
import {
  addressOfPresenter,
  addressOfStage,
  channelOf,
  keepId,
  keepTimes,
  keptTimes,
  NO_CHANNEL,
} from "./tie.js";
import { entered, inMinutes, spentOn, started } from "./times.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Place, Planned } from "./steps.js" */
/** @import { Message, Told, Wanted } from "./tie.js" */
/** @import { Times } from "./times.js" */

/**
 * The votes of the host's room on a question.
 * @typedef {object} Votes
 * @property {string} room four letters; "" where none is open
 * @property {string} question
 * @property {number[]} counts for each of its answers
 * @property {number} answered phones that have answered it
 * @property {number} arrived phones that have come
 * @property {string} fault a sentence on why there are none, or ""
 */

/**
 * A lecture and the scene at which the window opens: `view.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} title of the lecture
 * @property {string} name of the scene
 * @property {Planned[]} scenes
 * @property {string} fault a sentence where the link's scene is not there, or ""
 * @property {Votes} votes
 */

/** @typedef {Block<Header>} PresenterBlock */

/** @typedef {{ follow: string, count: { room: string, key: string, question: string, at: number } }} Wishes */

const EVERY = 1000, // ms
  MOST_UNHEARD = 3, // questions without an answer, after which there is no stage
  MOST_SILENT = 10, // the same for one that was heard before: it may be busy, and does what it is asked for later
  MINUTE = 60_000; // ms

class Presenter {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {PresenterBlock} */
  state;
  /** @type {Place} */
  place = beginningOf("");
  /** What the stage told last; null once it has gone. @type {Told | null} */
  stage = null;
  /** Questions to the stage since it was heard last. */
  unheard = 0;
  /** @type {Times} */
  times;
  asked = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.id = new URLSearchParams(window.location.search).get("presenter") ?? "";
    keepId(this.id);
    this.channel = channelOf(this.id);
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data);
    for (const [name, key] of [
      ["back", "PageUp"],
      ["reveal", "a"],
      ["next", "PageDown"],
      ["dark", "b"],
    ])
      find(root, `footer .${name}`).onclick = () => this.press(key);
    const pressed = (/** @type {string} */ key) => this.press(key);
    const keys = { next: pressed, back: pressed, answer: pressed, black: pressed };
    this.forgetKeys = onKeys({ ...keys, begin: pressed, details: pressed });
    find(root, ".open").onclick = () => this.openStage();
    find(root, ".anew").onclick = () => this.startClock();
    this.ticking = setInterval(() => this.tick(), EVERY);
    document.title = "Presenter · Hidden Layers";
  }

  get scene() {
    return this.state.scenes.find(({ name }) => name === this.place.name);
  }

  /** How many builds of the scene are done. */
  get build() {
    return buildOf(this.place, courseOf(this.state.scenes, this.place.name));
  }

  get question() {
    return this.scene?.questions[this.place.at];
  }

  /** Whether there is a stage: one that was heard lately, and has not said that it goes. */
  get follows() {
    return Boolean(this.stage) && this.unheard < MOST_SILENT;
  }

  /** @param {PresenterBlock} state */
  update(state) {
    const isFirst = !this.state;
    this.state = state;
    if (isFirst) this.open();
    this.redraw();
  }

  /** The window opens where its link says; a stage that is heard then tells where it is. */
  open() {
    const { scenes, name } = this.state,
      course = courseOf(scenes, name),
      build = buildInLink(window.location.search, name, course);
    this.place = { name, ...standAfter(build ?? 0, course) };
    this.times = entered(keptTimes() ?? started(name, Date.now()), name, Date.now());
    this.want({ kind: "where" });
  }

  /** @param {Wanted} wanted */
  want(wanted) {
    this.channel?.postMessage(wanted);
  }

  /** @param {Message} message */
  hear(message) {
    if (message.kind === "gone") this.stage = null;
    else if (message.kind === "told") this.follow(message);
    else return; // another presenter's window
    this.redraw();
  }

  /** @param {Told} told */
  follow(told) {
    this.stage = told;
    this.unheard = 0;
    this.times = told.times;
    keepTimes(told.times);
    if (!this.state || !told.name) return; // between two scenes, the last one stays
    const { name, at, revealed, played, further, ended } = told;
    if (this.state.scenes.some((scene) => scene.name === name))
      this.goTo({ name, at, revealed, played, further, ended });
    else if (name !== this.asked) {
      this.asked = name;
      this.ask("follow", name);
    }
  }

  /**
   * Show a place of the walk, which a reload opens again.
   * @param {Place} place
   */
  goTo(place) {
    this.place = place;
    const address = addressOfPresenter(window.location.href, this.id, place.name, this.build);
    if (address !== window.location.href) window.history.replaceState(window.history.state, "", address);
  }

  /** @param {string} key */
  press(key) {
    if (this.follows) this.want({ kind: "press", key });
    else {
      this.goTo(stepped(this.state.scenes, this.place, key));
      this.times = entered(this.times, this.place.name, Date.now());
      keepTimes(this.times);
      this.redraw();
    }
  }

  startClock() {
    this.times = started(this.place.name, Date.now());
    keepTimes(this.times);
    if (this.follows) this.want({ kind: "clock" });
    this.redraw();
  }

  openStage() {
    const address = addressOfStage(window.location.href, this.place.name, this.build);
    window.open(address, `hidden-layers-stage-${this.id}`);
  }

  tick() {
    this.unheard += 1;
    this.want({ kind: "where" });
    const { host } = this.stage ?? {};
    if (host && this.follows && !document.hidden) {
      const question = `${this.place.name}/${this.place.at}`;
      this.ask("count", { ...host, question, at: performance.now() });
    }
    if (this.state) this.redraw();
  }

  redraw() {
    if (!this.state) return;
    makeTheme(this.state.palette, this.root);
    this.write(".lecture", this.state.title);
    this.write(".fault", this.state.fault || this.state.votes.fault);
    this.showScene();
    this.showNext();
    this.showTimes();
    this.showStage();
  }

  showScene() {
    const { scene, question, place } = this;
    if (!scene || !question) return;
    const search = this.stage?.search ?? "",
      thens = [...scene.questions.map(({ then }) => then), ...scene.further],
      { votes } = this.state,
      hasVotes = this.hasVotes(),
      all = votes.answered,
      many = scene.questions.length;
    this.write(".scene .row", String(scene.row));
    this.write(".scene .title", scene.title);
    this.write(".look", saidOfOpening(scene.look_at, scene.said_of, search, thens));
    this.write(".count", many > 1 ? `${place.at + 1} of ${many}` : "");
    this.write(".scene .words", question.words);
    this.write(".right", saidOfOpening(question.answer, scene.said_of, search, thens));
    this.write(
      ".whose",
      place.revealed ? "The answer, revealed:" : "The answer, only here until you reveal it:",
    );
    this.write(".notes", scene.notes || "This scene has no notes.");
    this.write(".answered", hasVotes ? answeredWords(votes, place.revealed) : "");
    this.list(".choices", question.choices, choiceOf);
    findAll(this.root, ".choices .choice").forEach((element, at) => {
      const count = hasVotes ? votes.counts[at] : 0;
      element.toggleAttribute("data-right", at === question.right);
      find(element, ".many").textContent = hasVotes ? String(count) : "";
      find(element, ".sign").textContent = at === question.right ? "✓" : "";
      /** @type {HTMLElement} */ (find(element, "i")).style.width = `${(100 * count) / Math.max(1, all)}%`;
    });
    find(this.root, ".choices").toggleAttribute("data-votes", hasVotes);
  }

  /** Whether the votes that came last are those on the question that is shown. */
  hasVotes() {
    const { votes } = this.state,
      isThis = votes.question === `${this.place.name}/${this.place.at}`;
    return Boolean(this.stage?.host && votes.room && isThis);
  }

  /** The next scene in words, covered as the hall will see it; a picture would need its run. */
  showNext() {
    const next = sceneAfter(this.state.scenes, this.place.name),
      [question] = next?.questions ?? [];
    this.write(".following .row", next ? String(next.row) : "");
    this.write(".following .title", next?.title ?? "this is the last scene");
    this.write(".following .words", question?.words ?? "");
    this.list(".next-choices", question?.choices ?? [], nextChoiceOf);
    this.list(".builds", this.scene ? buildsOf(this.state.scenes, this.place) : [], buildItemOf);
  }

  showTimes() {
    const now = Date.now(),
      { scenes } = this.state,
      planned = scenes.reduce((sum, { minutes }) => sum + minutes, 0),
      most = Math.max(...scenes.map(({ minutes }) => minutes * MINUTE), 1);
    this.write(".scene-time", inMinutes(spentOn(this.times, this.place.name, now)));
    this.write(".scene-plan", this.scene ? `of ${inMinutes(this.scene.minutes * MINUTE)}` : "");
    this.write(".lecture-time", inMinutes(now - this.times.begun));
    this.write(".lecture-plan", `of ${inMinutes(planned * MINUTE)}`);
    this.write(".now", clockOf(new Date(now)));
    this.list(".times", scenes, timeItemOf);
    findAll(this.root, ".times li").forEach((item, at) => {
      const { name, minutes } = scenes[at],
        spent = spentOn(this.times, name, now),
        widest = Math.max(1.6 * most, ...scenes.map((one) => spentOn(this.times, one.name, now))),
        isHere = name === this.place.name;
      item.style.setProperty("--spent", `${(100 * spent) / widest}%`);
      item.style.setProperty("--planned", `${(100 * minutes * MINUTE) / widest}%`);
      find(item, ".many").textContent = spent ? inMinutes(spent) : "";
      if (isHere === item.hasAttribute("aria-current")) return;
      item.toggleAttribute("aria-current", isHere);
      const box = find(this.root, ".times");
      if (isHere) box.scrollTop = item.offsetTop - box.clientHeight / 2;
    });
  }

  showStage() {
    const { stage, follows, place } = this,
      { votes, scenes } = this.state,
      next = due(place);
    this.write("footer .reveal span", place.revealed ? "Hide the answer" : "Reveal the answer");
    this.write("footer .next span", nextWords(scenes, place));
    find(this.root, "footer .reveal").classList.toggle("due", next === "reveal");
    find(this.root, "footer .next").classList.toggle("due", next === "next");
    const dark = find(this.root, "footer .dark");
    dark.setAttribute("aria-pressed", String(Boolean(follows && stage?.isBlack)));
    dark.toggleAttribute("disabled", !follows);
    const [line, more] = this.stageWords();
    this.write(".stage b", line);
    this.write(".stage small", more);
    find(this.root, ".open").hidden = follows || !this.channel || this.unheard < MOST_UNHEARD;
    const hasRoom = Boolean(follows && stage?.host && votes.room);
    this.write(".hall span", hasRoom ? `Room ${votes.room}` : "");
    this.write(
      ".hall small",
      hasRoom ? `${votes.arrived} ${votes.arrived === 1 ? "phone has" : "phones have"} arrived` : "",
    );
  }

  /** @returns {[string, string]} where the stage is, and what else there is to say of it */
  stageWords() {
    const { stage, follows } = this;
    if (!this.channel) return ["No stage follows", NO_CHANNEL];
    if (follows && stage) {
      const size = `${stage.width} × ${stage.height}`;
      if (!stage.name) return ["The other window shows no scene", size];
      return stage.onStage
        ? ["The stage follows", size]
        : ["The page follows", `${size}, not on the stage: F there`];
    }
    if (this.unheard < MOST_UNHEARD) return ["Looking for the stage", ""];
    const other = window.location.hostname === "localhost" ? "127.0.0.1" : "localhost";
    return ["No stage follows", `A window at ${other} would not be heard.`];
  }

  /**
   * Make a list's items, where there are others to show.
   * @template T
   * @param {string} selector
   * @param {T[]} items
   * @param {(item: T, at: number) => HTMLElement} make
   */
  list(selector, items, make) {
    const box = find(this.root, selector),
      shown = JSON.stringify(items);
    if (box.dataset.shown === shown) return;
    box.dataset.shown = shown;
    box.replaceChildren(...items.map(make));
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  write(selector, text) {
    const element = find(this.root, selector);
    if (element.textContent !== text) element.textContent = text;
  }

  destroy() {
    clearInterval(this.ticking);
    this.channel?.close();
    this.forgetKeys();
  }
}

/**
 * @param {Votes} votes
 * @param {boolean} revealed
 */
function answeredWords({ answered, arrived, counts }, revealed) {
  const said = `${answered} of ${arrived} ${arrived === 1 ? "phone has" : "phones have"} answered`;
  return revealed || !counts.length ? said : `${said}; the bars are only here until you reveal`;
}

/**
 * @param {string} words
 * @param {number} at
 */
function choiceOf(words, at) {
  const item = document.createElement("div");
  item.className = "choice";
  item.role = "listitem";
  item.innerHTML =
    "<b data-shows='name'></b> <span class='text' data-says='presenter.choice'></span> " +
    "<span class='bar'><i></i></span> " +
    "<span class='many' data-says='presenter.votes'></span> <span class='sign'></span>";
  find(item, "b").textContent = String(at + 1);
  find(item, ".text").textContent = words;
  return item;
}

/** @param {string} words */
function nextChoiceOf(words) {
  const item = document.createElement("li");
  item.dataset.says = "presenter.next_choice";
  item.textContent = words;
  return item;
}

/** @param {import("./steps.js").Build} build */
function buildItemOf({ words, when }) {
  const item = document.createElement("li");
  item.dataset.says = "presenter.build";
  item.dataset.when = when;
  if (when === "now") item.setAttribute("aria-current", "step");
  item.textContent = words;
  return item;
}

/** @param {Planned} scene */
function timeItemOf({ row, title }) {
  const item = document.createElement("li");
  item.innerHTML =
    "<span class='who' data-says='presenter.slide'></span> <i></i> <b class='many' data-says='presenter.spent'></b>";
  find(item, ".who").textContent = `${row} ${title}`;
  return item;
}

/** @param {Date} time */
const clockOf = (time) =>
  `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;

export default mounting("presenter", Presenter);
