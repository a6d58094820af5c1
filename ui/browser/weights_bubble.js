// Single weights as numbers, in a bubble beside what they belong to: that of an edge under the pointer, or all of one
// unit in a list, after a finger's tap or where the keyboard's focus is.

import { placeOfHelp } from "./help.js";

/**
 * A sentence in pieces: every second one is left out to the eye in a list, whose first row says the unit.
 * @typedef {string[]} Words
 */

/** @typedef {{ left: number, top: number, bottom: number }} Place of the window */

const FAR = 8, // CSS pixels between a list and its unit, and from the window's edges
  LEAST = 110, // of a list's height, two of its rows and its frame
  ROW = 52, // of a list that is one row to swipe, and of the strip of settings, whose place it takes
  PHONE = 600; // the widest window whose picture stands above the units

/**
 * The height that a list is given below its unit, so that the picture above it stays in view; undefined for its own.
 * @param {{ bottom: number }} place of the unit
 * @param {{ width: number, height: number }} room
 */
export function heightBelow({ bottom }, room) {
  const left = Math.floor(room.height - bottom - 2 * FAR);
  return room.width <= PHONE && left >= LEAST ? left : undefined;
}

/**
 * How a phone's list stands at the window's foot, below all that stays in view; in one row to swipe, in the strip's
 * place, where there is no more room. Undefined where it stands beside its unit.
 * @param {{ bottom: number }} unit
 * @param {{ bottom: number }} kept the lowest of what stays in view
 * @param {{ width: number, height: number }} room
 */
export function atFoot(unit, kept, room) {
  if (room.width > PHONE || unit.bottom > room.height - ROW) return undefined;
  const left = Math.floor(room.height - Math.max(unit.bottom, kept.bottom) - FAR);
  return { height: left < LEAST ? ROW : left, isRow: left < LEAST };
}

let count = 0; // of these on the page, for their ids

export class WeightsBubble {
  /**
   * What the list is described to.
   * @type {Element | null}
   */
  described = null;

  /**
   * @param {HTMLElement} root
   * @param {string} says the name of its sentences
   * @param {() => HTMLElement} [kept] the lowest of what stays in view on a phone
   */
  constructor(root, says, kept) {
    this.says = says;
    this.kept = kept;
    this.element = document.createElement("div");
    this.element.className = "weights-read";
    this.element.id = `weights-read-${++count}`;
    this.element.hidden = true;
    root.append(this.element);
  }

  /**
   * @param {Words[]} sentences none hides it
   * @param {boolean} isList
   */
  write(sentences, isList) {
    const { element } = this;
    element.classList.toggle("lists", isList);
    element.hidden = !sentences.length;
    while (element.children.length > sentences.length) element.lastElementChild?.remove();
    while (element.children.length < sentences.length) element.append(document.createElement("p"));
    sentences.forEach((words, i) => this.writeRow(/** @type {HTMLElement} */ (element.children[i]), words));
  }

  /**
   * @param {HTMLElement} row
   * @param {Words} words
   */
  writeRow(row, words) {
    if (row.textContent === words.join("") && row.childElementCount === words.length) return;
    row.dataset.says = this.says;
    row.replaceChildren(
      ...words.map((text, i) => {
        const piece = document.createElement("span");
        piece.className = i % 2 ? "known" : "";
        piece.textContent = text;
        return piece;
      }),
    );
  }

  /**
   * Put it beside a place, and let it describe a control.
   * @param {Place | undefined} place
   * @param {Element | null} control
   */
  put(place, control) {
    const { element } = this;
    this.described?.removeAttribute("aria-describedby");
    this.described = null;
    if (element.hidden || !place) return;
    this.described = control;
    control?.setAttribute("aria-describedby", element.id);
    const room = { width: window.innerWidth, height: window.innerHeight },
      isList = element.matches(".lists"),
      foot = isList && this.kept ? atFoot(place, this.kept().getBoundingClientRect(), room) : undefined,
      height = foot?.height ?? (isList ? heightBelow(place, room) : undefined);
    element.classList.toggle("foot", Boolean(foot));
    element.classList.toggle("swiped", Boolean(foot?.isRow));
    element.style.maxHeight = height === undefined ? "" : `${height}px`;
    if (foot) {
      Object.assign(element.style, { left: "0px", top: "auto" });
      element.scrollTo(0, 0);
      return;
    }
    const { left, top } = placeOfHelp(place, element.getBoundingClientRect(), room);
    Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
  }
}

/**
 * Whether an event is a finger's.
 * @param {Event} event
 */
export const isFingers = (event) => "pointerType" in event && event.pointerType === "touch";
