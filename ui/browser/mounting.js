// How a part of the page begins, follows the page, and ends: the default export of each part's first module.

import { AskedOnce } from "./asked_once.js";
import { unpack } from "./blocks.js";
import { isDark, wantsHatches } from "./colours.js";
import { followHelp } from "./help.js";
import { followStage, tellSlot } from "./on_stage.js";
import { page } from "./page.js";
import { Asking, WORRY_AFTER_ASKING } from "./playing/asking.js";
import { followPrint } from "./printing.js";

/**
 * Sends a wish to Python, which finds it with `session.wishes`. A part's type lists its wishes by name, each
 * with the type of its value: `Ask<{ more: number }>`.
 * @template {object} [Wishes=Record<string, unknown>]
 * @typedef {<Name extends keyof Wishes & string>(name: Name, value: Wishes[Name]) => void} Ask
 */

/**
 * What a part does. Mounting gives it `ask`, calls `update` with each block, `redraw` when light turns dark or dark
 * light, or hatches come or go, and `destroy` when its element has left the page.
 * @template {object} B
 * @typedef {{ ask(name: string, value: unknown): void, update(block: B): void, redraw(): void, destroy(): void }} Part
 */

/**
 * What Streamlit hands to a component at each run of the page.
 * @typedef {{ data: Uint8Array, parentElement: ParentNode, setTriggerValue: Ask }} Mounted
 */

const LOOK_AT_THEME_EVERY = 400; // ms; no event tells that a visitor has chosen another theme in the page's menu

// Where Streamlit draws a page anew, an element can leave without a word. Its part would go on to hear keys, and ask
// for what nobody draws.
const MOST_LOOKS_AWAY = 2;

/**
 * What each part has asked of a Python that says what it has heard. A file without Python says nothing.
 * @type {WeakMap<HTMLElement, AskedOnce>}
 */
const asked = new WeakMap();

/**
 * What says again what each part has asked in vain.
 * @type {WeakMap<HTMLElement, Asking>}
 */
const repeated = new WeakMap();

/**
 * The block that came last to each part.
 * @type {WeakMap<HTMLElement, Uint8Array>}
 */
const last = new WeakMap();

/**
 * Parts whose block has left away what this browser does not have.
 * @type {WeakMap<HTMLElement, Asking>}
 */
const waiting = new WeakMap();

/**
 * Give a part its element, found by the part's name, every block from Python, and the way back.
 * @template {import("./blocks.js").Block<object, Record<string, import("./blocks.js").NumberArray | undefined>>} B
 * @param {string} name
 * @param {new (root: HTMLElement) => Part<B>} PartClass
 */
export function mounting(name, PartClass) {
  /** @param {Mounted} mounted */
  return ({ data, parentElement, setTriggerValue }) => {
    const root = /** @type {HTMLElement & Record<string, Part<B>>} */ (
      parentElement.querySelector(`.${name}`)
    );
    /** @type {B | null} */
    const block = unpack(data, (page.hiddenLayersHeld ??= new Map()));
    const ask =
      block?.heard === undefined && !asked.has(root) ? setTriggerValue : askOnce(root, setTriggerValue);
    waiting.get(root)?.rest();
    waiting.delete(root);
    if (!block) return askForAll(root, ask);
    asked.get(root)?.heard(block.heard ?? 0);
    // Streamlit calls this again with each block, for the same element: the part stands on it, and goes on.
    const isFirst = !root[name],
      part = root[name] || begin(root, name, PartClass);
    part.ask = ask;
    if (isNews(root, data, block.heard) || isFirst) part.update(block);
    if (root.dataset.drawn === undefined) {
      sayDrawn(root);
      tellSlot(root);
    } else requestAnimationFrame(() => tellSlot(root)); // read at once, the page would be laid out once more for it
    // Streamlit also ends a block that the next one has overtaken, whose element stays. A moment later the element
    // tells whether it has left the page.
    return () => setTimeout(() => root.isConnected || part.destroy(), 0);
  };
}

/**
 * Whether a block says more than how far Python has heard: Streamlit itself hands on no block that is the one before.
 * @param {HTMLElement} root
 * @param {Uint8Array} data
 * @param {number} [heard]
 */
function isNews(root, data, heard) {
  const before = last.get(root),
    end = data.length - (heard === undefined ? 0 : 8);
  last.set(root, data);
  if (heard === undefined || before?.length !== data.length) return true;
  for (let i = 0; i < end; i++) if (before[i] !== data[i]) return true;
  return false;
}

/**
 * The way to a Python that says what it has heard; what it is not seen to hear for long is said again.
 * @param {HTMLElement} root
 * @param {Ask} say
 * @returns {Ask}
 */
function askOnce(root, say) {
  const once = asked.get(root) ?? new AskedOnce();
  asked.set(root, once);
  once.say = say;
  const repeating =
    repeated.get(root) ??
    new Asking({
      every: WORRY_AFTER_ASKING,
      wanted: () => once.isOwed && root.isConnected,
      ask: () => once.askAgain(),
    });
  repeated.set(root, repeating);
  return (name, value) => {
    once.ask(name, value);
    repeating.begin(WORRY_AFTER_ASKING);
  };
}

/**
 * A part has drawn. Before, its buttons are deaf: the style shows none of it; and the page keeps room for it
 * (`ui/frame/style.py`), so that what stands below does not jump.
 * @param {HTMLElement} root
 */
function sayDrawn(root) {
  root.dataset.drawn = "";
  const home = root.getRootNode();
  if (home instanceof ShadowRoot && home.host instanceof HTMLElement) home.host.dataset.drawn = "";
}

/**
 * Ask for all of a block that has left away what is not here, until the next one comes; what is drawn stays.
 * @param {HTMLElement} root
 * @param {Ask} ask
 * @returns {() => void} ends it
 */
function askForAll(root, ask) {
  const asking = new Asking({
    every: 0,
    wanted: () => waiting.get(root) === asking && root.isConnected,
    ask: () => ask("anew", performance.now()),
  });
  waiting.set(root, asking);
  asking.begin();
  return () => {};
}

/**
 * Make a part, and have it draw itself anew whenever the theme has changed since it drew last.
 * @template {object} B
 * @param {HTMLElement & Record<string, Part<B>>} root
 * @param {string} name
 * @param {new (root: HTMLElement) => Part<B>} PartClass
 */
function begin(root, name, PartClass) {
  const part = (root[name] = new PartClass(root));
  let looksAway = 0;
  const watch = setInterval(() => {
    looksAway = root.isConnected ? 0 : looksAway + 1;
    if (looksAway >= MOST_LOOKS_AWAY) return part.destroy();
    const { theme, hatches } = root.dataset,
      isAsDrawn = (theme === "dark") === isDark(root) && (hatches !== undefined) === wantsHatches();
    if (theme && !isAsDrawn) part.redraw();
  }, LOOK_AT_THEME_EVERY);
  const leaveStage = followStage(root, () => root.dataset.theme && part.redraw());
  const leavePrint = followPrint(root);
  followHelp(root);
  const destroy = part.destroy.bind(part);
  let isEnded = false;
  part.destroy = () => {
    if (isEnded) return;
    isEnded = true;
    delete root[name]; // an element that comes back begins a part anew
    clearInterval(watch);
    leaveStage();
    leavePrint();
    destroy();
  };
  return part;
}
