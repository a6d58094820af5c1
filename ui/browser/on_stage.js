// The stage: one picture that fills the screen. Whether the page is on it stands on the page's outermost element, where
// every part looks for it; so do what a scene asks, shows and covers there, and whether its details are in view.

import { cover, isUnder, SPOKEN } from "./covers.js";

/**
 * What is said there: `stage` is "" while the page is on the stage; `asks` is "open" until a scene's question has been
 * answered, then "answered", and not there without a scene; `asked` is that question's place among the scene's, from 1;
 * `focus` names the part of a view that is the scene's picture; `details` is "" while all that a view has is in view;
 * `slot` is where a scene's answer stands; `covers` names what is covered while the question is open; `works` is ""
 * while a bar says how far long work is; `prints` is the theme, "light" or "dark", that the page is printed from, while
 * it is, and "picture" while a picture of it is saved; `trains` names the part whose picture is still being trained;
 * `plays` is "" while a run plays to a scene's point; `away` is "" from when the connection to the server goes
 * until the page has been taken up again; `sheet` is what a phone's sheet holds: "pages" or "settings".
 * @typedef {"stage" | "asks" | "asked" | "focus" | "details" | "slot" | "covers" | "works" | "trains" | "prints" |
 *   "plays" | "away" | "sheet"} Said
 */

/** @type {Said[]} */
const ALL_SAID = [
  "stage",
  "asks",
  "asked",
  "focus",
  "details",
  "slot",
  "covers",
  "works",
  "trains",
  "plays",
  "prints",
  "away",
];

/** What a picture depends on. @type {Said[]} */
const LOOKS = ["stage", "asks", "focus", "details", "covers", "prints"];

const page = () => document.documentElement;

export const onStage = () => page().dataset.stage !== undefined;

/** Whether the stage shows the picture alone. */
export const hidesDetails = () => onStage() && said("details") === undefined;

/**
 * @param {Said} name
 * @param {string | null} value null: it is not said any more
 */
export function saySo(name, value) {
  put(page(), name, value ?? undefined);
}

/**
 * Say whether a part's picture is still being trained; another part's word stays.
 * @param {string} part its name
 * @param {boolean} isTrained
 */
export function sayTrains(part, isTrained) {
  if (isTrained) saySo("trains", part);
  else if (said("trains") === part) saySo("trains", null);
}

/** @param {Said} name */
export const said = (name) => page().dataset[name];

/**
 * Whether a scene covers a part, by its name, until its question is answered. As soon as anything is covered, "spoken"
 * is too: what is said of pictures, to who cannot see them.
 * @param {string} name
 */
export function covered(name) {
  const names = said("covers")?.split(" ").filter(Boolean) ?? [];
  return names.includes(name) || (name === SPOKEN && names.length > 0);
}

/**
 * Whether an element lies in a part that a scene covers.
 * @param {Element} element
 */
export const isCovered = (element) => isUnder(element, said("covers"));

/**
 * Say what a picture shows, to who cannot see it; while a scene covers anything, its name alone.
 * @param {HTMLElement} picture
 * @param {{ says: string, name: string, text: string }} said the sentence's name, the picture's name, and the sentence
 */
export function describe(picture, { says, name, text }) {
  const hides = covered(SPOKEN),
    label = hides ? `${name}: covered until the answer is revealed` : text;
  put(picture, "says", hides ? undefined : says);
  if (picture.getAttribute("aria-label") !== label) picture.setAttribute("aria-label", label);
}

/**
 * Let a part's style sheet know all that is said, from now on.
 * @param {HTMLElement} root
 * @param {() => void} redraw called when the part comes onto the stage or leaves it, details or covers come or go, a
 * question is asked or answered, or the page is printed
 * @returns {() => void} ends it
 */
export function followStage(root, redraw) {
  const follow = () => {
    const looks = () => JSON.stringify(LOOKS.map((name) => root.dataset[name] ?? null)), // "" says something
      was = looks();
    for (const name of ALL_SAID) put(root, name, said(name));
    cover(root, said("covers"));
    tellSlot(root);
    if (was !== looks()) redraw();
  };
  follow();
  const watch = new MutationObserver(follow);
  watch.observe(page(), { attributeFilter: ALL_SAID.map((name) => `data-${name}`) });
  return () => watch.disconnect();
}

/**
 * A part's style sheet says where there is room for a scene's answer: `--slot: beside` a square picture, `aside` from
 * one that is wider, or `below` it; `foot` is the strip's place, where a view has nothing on the strip. (The bars of a
 * room come there too: then the answer stands above them.)
 * @param {HTMLElement} root
 */
export function tellSlot(root) {
  const slot = getComputedStyle(root).getPropertyValue("--slot").trim();
  if (slot) saySo("slot", slot);
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | undefined} value
 */
function put(element, name, value) {
  if (element.dataset[name] === value) return;
  if (value === undefined) delete element.dataset[name];
  else element.dataset[name] = value;
}
