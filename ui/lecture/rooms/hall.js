// The host's side of a room. It tells the room which question stands on the page, asks for the count each second, and
// shows the votes once the answer is revealed.

import { makeTheme } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { onKeys } from "../../browser/keys.js";
import { mounting } from "../../browser/mounting.js";
import { onStage } from "../../browser/on_stage.js";
import { Hosts } from "../link/hosts.js";
import { qrSvg } from "../link/qr.js";
import { askedNow, onAsked } from "../question/asked.js";
import { drawHistogram } from "./histogram.js";
import { addressOfRoom, keepRoom, keptRoom } from "./kept_room.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Network } from "../link/hosts.js" */

/**
 * The room and its votes: `view.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} room four letters; "" where none could be opened
 * @property {string} key the host's
 * @property {string} slug the scene on the page, or ""
 * @property {Network} network how phones can reach the server
 * @property {string} fault a sentence on what could not be done, or ""
 * @property {string} question what the room asks, or ""
 * @property {boolean} is_open whether votes count
 * @property {number} answered phones that have voted
 * @property {number} arrived phones that have come
 * @property {string[]} choices once the answer is revealed
 * @property {number[]} counts votes for each of them
 * @property {number} right the right one's place, from 0
 * @property {number | null} number the right one, where phones guessed a number and the answer is revealed
 * @property {string} unit
 * @property {number[]} guesses from the least to the largest
 */

/** @typedef {Block<Header>} HallBlock */

/** @typedef {{ put: { question: string, is_open: boolean, at: number }, count: number, close: number }} Wishes */

const COUNT_EVERY = 1000, // ms
  AGAIN_AFTER = 3000, // ms without the room asking what stands on the page
  CORNER = "11.5rem";

class Hall {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {HallBlock} */
  state;
  putAt = -Infinity;
  lastPut = "";
  shown = "";
  drawn = "";
  told = ""; // the fault that was shown last

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLDialogElement} */
    this.dialog = find(root, "dialog");
    this.hosts = new Hosts(root, () => this.redraw());
    this.stopListening = onAsked(() => this.tell());
    this.counting = setInterval(() => this.count(), COUNT_EVERY);
    find(root, ".code").onclick = () => this.dialog.showModal();
    find(root, ".away").onclick = () => this.dialog.close();
    find(root, ".controls").onclick = () => root.toggleAttribute("data-aside", true);
    this.forgetKeys = onKeys({
      room: () => Boolean(this.state.room) && this.dialog.showModal(),
      leave: () => this.heard(),
    });
    find(root, ".fault").onclick = () => this.heard();
    find(root, ".shut").onclick = () => {
      keepRoom(null);
      this.ask("close", performance.now());
    };
  }

  count() {
    if (!this.state?.room || document.hidden) return;
    if (!this.tell()) this.ask("count", performance.now());
  }

  /** Tell the room what stands on the page, where it asks something else; whether it had to be told. */
  tell() {
    if (!this.state?.room) return false;
    const now = askedNow(),
      question = now?.question ?? "",
      isOpen = now?.isOpen ?? false,
      put = `${question} ${isOpen}`,
      isSo = question === this.state.question && isOpen === this.state.is_open;
    this.showBars();
    if (isSo && put === this.lastPut) return false;
    if (put === this.lastPut && performance.now() - this.putAt < AGAIN_AFTER) return false;
    this.lastPut = put;
    this.putAt = performance.now();
    this.ask("put", { question, is_open: isOpen, at: this.putAt });
    return true;
  }

  /** @param {HallBlock} state */
  update(state) {
    const isNew = state.room && state.room !== this.state?.room;
    this.state = state;
    if (isNew) keepRoom(state);
    this.hosts.update(state.network);
    this.redraw();
    this.tell();
  }

  redraw() {
    const { palette, room, slug, fault, answered, arrived } = this.state,
      { root } = this;
    makeTheme(palette, root);
    root.toggleAttribute("data-none", !room);
    if (fault !== this.told) root.toggleAttribute("data-fault", Boolean(fault));
    this.told = fault;
    document.documentElement.style.setProperty("--room-width", CORNER);
    document.documentElement.style.setProperty("--room-taken", room ? `calc(${CORNER} + 0.8rem)` : "0rem");
    for (const one of findAll(root, ".name")) one.textContent = room;
    this.write("answered", String(answered));
    this.write("answered-words", answered === 1 ? " has answered" : " have answered");
    this.write("arrived", `of ${arrived} who came`);
    this.write("fault", fault);
    const address = this.hosts.linkFor(addressOfRoom(window.location.href, room, slug));
    if (room && address !== this.shown) {
      const svg = qrSvg(address) || "";
      find(root, ".code").innerHTML = find(root, ".picture").innerHTML = svg;
      this.write("address", address);
      this.shown = address;
    }
    this.showBars();
  }

  /** On the stage, what could not be done stands over the strip until it has been heard; whether there was any. */
  heard() {
    if (!onStage() || !this.root.hasAttribute("data-fault")) return false;
    this.root.toggleAttribute("data-fault", false);
    return true;
  }

  /** The bars stand only while the question that they answer stands revealed on the page. */
  showBars() {
    const { root } = this,
      { question, choices, counts, right, number, unit, guesses } = this.state,
      now = askedNow(),
      isNumber = number !== null,
      shows = Boolean((choices.length || isNumber) && now && !now.isOpen && now.question === question),
      drawn = shows ? JSON.stringify([question, choices, counts, guesses]) : "";
    root.toggleAttribute("data-bars", shows);
    root.toggleAttribute("data-guesses", shows && isNumber);
    if (now?.isOpen) root.toggleAttribute("data-aside", false);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const all = Math.max(
        1,
        counts.reduce((sum, count) => sum + count, 0),
      ),
      bars = choices.map((choice, at) => bar(at, choice, counts[at], counts[at] / all, at === right)),
      picture = number === null ? bars : drawHistogram(guesses, number, unit),
      box = find(root, ".bars");
    box.setAttribute("role", isNumber ? "group" : "list");
    box.replaceChildren(...(shows ? picture : []));
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const element = find(this.root, `.${name}`);
    if (element.textContent !== text) element.textContent = text;
  }

  destroy() {
    this.stopListening();
    this.forgetKeys();
    clearInterval(this.counting);
    if (!keptRoom()) document.documentElement.style.removeProperty("--room-taken");
  }
}

/**
 * An answer with its votes.
 * @param {number} at
 * @param {string} words
 * @param {number} count
 * @param {number} share
 * @param {boolean} isRight
 */
function bar(at, words, count, share, isRight) {
  const element = document.createElement("div");
  element.className = "vote";
  element.role = "listitem";
  element.toggleAttribute("data-right", isRight);
  element.innerHTML =
    "<b></b> <span class='words' data-says='hall.choice'></span> " +
    "<span class='many' data-says='hall.votes'></span><i></i>";
  find(element, "b").textContent = String(at + 1);
  find(element, ".words").textContent = words;
  find(element, ".many").textContent = isRight ? `${count} ✓` : String(count);
  /** @type {HTMLElement} */ (find(element, "i")).style.width = `${100 * share}%`;
  return element;
}

export default mounting("hall", Hall);
