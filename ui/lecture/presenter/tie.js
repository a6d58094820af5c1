// What ties the stage's window and the presenter's together: a random id, which stands in the presenter's link and in
// the storage of both windows, and a channel of that name. Windows of other origins do not hear it, nor do other
// windows of this one.

/** @import { KeptRoom } from "../rooms/kept_room.js" */
/** @import { Times } from "./times.js" */

/**
 * What the stage's window tells.
 * @typedef {object} Told
 * @property {"told"} kind
 * @property {string} name the scene that it shows, or ""
 * @property {number} at the question's place there
 * @property {boolean} revealed
 * @property {boolean} played whether the scene has played to its point
 * @property {number} further how many builds after its last answer are done
 * @property {boolean} ended whether the lecture's end is shown
 * @property {string} search its address from "?" on
 * @property {Times} times
 * @property {KeptRoom | null} host the room that it has opened
 * @property {boolean} onStage
 * @property {boolean} isBlack
 * @property {number} width of its window, in px
 * @property {number} height
 */

/**
 * What the presenter's window wants of the stage's: to hear where it is, a key of the table, the clock from zero.
 * @typedef {{ kind: "where" } | { kind: "press", key: string } | { kind: "clock" }} Wanted
 */

/** @typedef {Told | { kind: "gone" } | Wanted} Message */

const ID = "hidden-layers.presenter",
  TIMES = "hidden-layers.times";

export const NO_CHANNEL = "This browser has no BroadcastChannel, by which two windows hear each other.";

/**
 * @param {string} key
 * @returns {string | null}
 */
function stored(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // no storage
  }
}

/**
 * @param {string} key
 * @param {string} text
 */
function store(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // no storage: a reload parts the windows
  }
}

/** The id of this window's tie; "" where there is none. A window that another one opens begins with a copy of it. */
export const keptId = () => stored(ID) ?? "";

/** @param {string} id */
export const keepId = (id) => store(ID, id);

export const newId = () => crypto.getRandomValues(new Uint32Array(1))[0].toString(36);

/** @returns {Times | null} */
export function keptTimes() {
  try {
    const times = JSON.parse(stored(TIMES) ?? "null");
    const isWhole = Number.isFinite(times?.begun) && Number.isFinite(times?.since) && times?.spent;
    return isWhole && typeof times.name === "string" ? times : null;
  } catch {
    return null; // another program's text
  }
}

/** @param {Times} times */
export const keepTimes = (times) => store(TIMES, JSON.stringify(times));

/**
 * The channel of an id; null where the browser has none.
 * @param {string} id
 */
export const channelOf = (id) =>
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`${ID}.${id}`);

/**
 * An address of the program at the origin of another one: of both, neither `localhost` nor 127.0.0.1 becomes the other.
 * @param {string} here
 * @param {string} name a scene's: before its slug stands the uploaded lecture that it is from
 * @param {number} build how many of its builds are done
 * @param {Record<string, string>} more
 */
function addressOf(here, name, build, more) {
  const link = new URL(".", here),
    slash = name.lastIndexOf("/"),
    lecture = name.slice(0, Math.max(0, slash));
  link.search = new URLSearchParams({
    ...more,
    ...(name && { scene: name.slice(slash + 1) }),
    ...(lecture && { lecture }),
    ...(build && { build: String(build) }),
  }).toString();
  return link.href;
}

/**
 * @param {string} here
 * @param {string} id
 * @param {string} name
 * @param {number} build
 */
export const addressOfPresenter = (here, id, name, build) => addressOf(here, name, build, { presenter: id });

/**
 * @param {string} here
 * @param {string} name
 * @param {number} build
 */
export const addressOfStage = (here, name, build) => addressOf(here, name, build, { stage: "1" });
