// The keys of a walk stand in this one table. Every part says what it does at a key's action; one listener on the
// window hears each key before its target and before Streamlit: its R runs the page again, its C empties the cache.

import { page } from "./page.js";
import { takenUnderWay } from "./walk.js";

/**
 * @typedef {"next" | "back" | "answer" | "choose" | "black" | "stage" | "details" | "overview" | "begin" | "large" |
 *   "spot" | "presenter" | "room" | "mark" | "help" | "leave" | "nothing" | "scroll"} KeyAction
 */

/**
 * A row of the table. `words` stand in the list of keys; a row without words is not listed.
 * @typedef {object} Row
 * @property {KeyAction} action
 * @property {string[]} keys as the browser names them, letters small
 * @property {string[]} caps what stands on the keys
 * @property {string} words
 * @property {boolean} [all] whether every part that knows the action does it, and not the first alone
 * @property {boolean} [shared] whether the key stays the page's own where no part has used it
 */

/** @type {Row[]} */
export const TABLE = [
  { action: "next", keys: ["pagedown"], caps: ["Page Down"], words: "The next thing of the scene" },
  { action: "back", keys: ["pageup"], caps: ["Page Up"], words: "Take it back" },
  { action: "answer", keys: ["a"], caps: ["A"], words: "Answer" },
  { action: "choose", keys: ["1", "2", "3", "4"], caps: ["1", "4"], words: "Choose an answer", shared: true },
  { action: "black", keys: ["b", "."], caps: ["B", "."], words: "Black" },
  { action: "stage", keys: ["f"], caps: ["F"], words: "Stage, full screen" },
  { action: "details", keys: ["d"], caps: ["D"], words: "Details on the stage" },
  { action: "overview", keys: ["g"], caps: ["G"], words: "Overview; digits go to that slide" },
  {
    action: "room",
    keys: ["o"],
    caps: ["O"],
    words: "Open a room; then its code, large. Where a unit is picked: switch it off or on",
  },
  {
    action: "mark",
    keys: ["[", "]"],
    caps: ["[", "]"],
    words: "To the moment before, and the next, at which something happened in the run",
    shared: true,
  },
  { action: "begin", keys: ["r"], caps: ["R"], words: "The scene from its beginning", all: true },
  { action: "large", keys: ["z"], caps: ["Z"], words: "Large: what is under the pointer" },
  { action: "spot", keys: ["l"], caps: ["L"], words: "Spotlight" },
  { action: "presenter", keys: ["s"], caps: ["S"], words: "Presenter’s window" },
  { action: "help", keys: ["?"], caps: ["?"], words: "These keys" },
  { action: "leave", keys: ["escape"], caps: ["Esc"], words: "Back", shared: true },
  { action: "nothing", keys: ["c"], caps: ["C"], words: "" },
  {
    action: "scroll",
    keys: ["arrowdown", "arrowup", "end", "home", " "],
    caps: [],
    words: "",
    shared: true,
  },
];

/**
 * What a part does at an action. It gets the key, and answers false where it did nothing: another part may then.
 * @typedef {Partial<Record<KeyAction, (key: string) => unknown>>} KeyActions
 */

/** @typedef {{ actions: KeyActions, place: number }} Listener */

const BRACKETS = ["[", "]"];

/** Places where keys belong to what is written there. */
const FIELDS =
  "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], " +
  "dialog[open], [role=combobox], [role=listbox], [role=dialog]";

/** Controls that move by the keys that scroll a page, or are pressed by space. */
const OWN_SCROLL =
  "input, button, a, summary, [data-own-keys], [data-arrows], canvas[tabindex], " +
  "[role=slider], [role=radio], [role=radiogroup], [role=tab], [role=application], [role=menu], [role=button]";

/**
 * The row of the table that a key asks for.
 * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, repeat?: boolean }} event
 */
export function rowOf({ key, ctrlKey, altKey, metaKey, repeat }) {
  const isWritten = altKey && !metaKey && BRACKETS.includes(key); // with AltGr, which may count as Ctrl and Alt
  if (!isWritten && (ctrlKey || altKey || metaKey)) return undefined; // keys of the browser
  const row = TABLE.find((one) => one.keys.includes(key.toLowerCase()));
  return repeat && row?.action !== "scroll" ? undefined : row;
}

/**
 * Ask the parts, one after the other, to do what a row stands for.
 * @param {Row} row
 * @param {string} key
 * @param {Listener[]} listeners
 * @returns {boolean} whether one of them did it
 */
export function perform({ action, all }, key, listeners) {
  page.hiddenLayersUnheard = null; // whoever presses again waits for nothing older
  if (takenUnderWay(action, key)) return true;
  let done = false;
  for (const { actions } of listeners.toSorted((one, other) => one.place - other.place)) {
    if (!actions[action] || actions[action](key) === false) continue;
    done = true;
    if (!all) break;
  }
  return done;
}

// What a part is always there for, but while Streamlit draws the page anew. Two parts know the first two: a scene's
// last build leaves them to the link, which may be away alone.
const WAITING = new Set(["next", "back", "answer", "choose"]);
const OF_TWO_PARTS = new Set(["next", "back"]);
const MOST_WAITING = 6000; // ms
const TOGETHER = 250; // ms in which the parts of a page come back

/**
 * Keep a key that no part could hear, for those that come back.
 * @param {Row} row
 * @param {string} key
 * @param {Listener[]} listeners
 */
function keepUnheard({ action }, key, listeners) {
  const isKnown = listeners.some(({ actions }) => actions[action]);
  if (!WAITING.has(action) || (isKnown && !OF_TWO_PARTS.has(action))) return;
  page.hiddenLayersUnheard = { action, key, until: performance.now() + MOST_WAITING };
}

/** @param {KeyActions} actions of a part that has just come */
function hearWhatWaits(actions) {
  const waiting = page.hiddenLayersUnheard;
  if (!waiting || !actions[waiting.action]) return;
  page.hiddenLayersUnheard = null;
  if (waiting.until > performance.now()) setTimeout(() => press(waiting.key), TOGETHER);
}

/**
 * @param {EventTarget[]} path
 * @param {string} selector
 */
const passes = (path, selector) => path.some((one) => one instanceof Element && one.matches(selector));

/** @returns {Listener[]} */
function listenOnce() {
  /** @type {Listener[]} */
  const listeners = [];
  /** @param {boolean} scrolls */
  const hear = (scrolls) => (/** @type {KeyboardEvent} */ event) => {
    const row = rowOf(event),
      path = event.composedPath();
    if (!row || event.defaultPrevented || (row.action === "scroll") !== scrolls) return;
    if (passes(path, FIELDS) || (scrolls && passes(path, OWN_SCROLL))) return;
    const done = perform(row, event.key, listeners);
    if (!done) keepUnheard(row, event.key, listeners);
    if (!done && row.shared) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", hear(false), true);
  window.addEventListener("keydown", hear(true)); // on the way up: a player has taken its space and its End before
  return listeners;
}

/**
 * Let a part hear the keys of the table.
 * @param {KeyActions} actions
 * @param {number} [place] parts with a smaller one are asked first
 * @returns {() => void} ends it
 */
export function onKeys(actions, place = 0) {
  const listeners = (page.hiddenLayersKeys ??= listenOnce()),
    mine = { actions, place };
  listeners.push(mine);
  hearWhatWaits(actions);
  return () => {
    const at = listeners.indexOf(mine);
    if (at >= 0) listeners.splice(at, 1);
  };
}

/**
 * Have the parts do what a key stands for, as if it had been pressed.
 * @param {string} key
 * @returns {boolean} whether one of them did it
 */
export function press(key) {
  const row = rowOf({ key }),
    listeners = page.hiddenLayersKeys ?? [];
  if (!row) return false;
  const done = perform(row, key, listeners);
  if (!done) keepUnheard(row, key, listeners);
  return done;
}
