// The first picture: the parts of the page that an address opens, with blocks that were computed when the site was
// built. It can be played and scrubbed while Python is on its way, and hands over its moment when the program has drawn
// its own.

import { Early } from "./early.mjs";
import { unpacked } from "./packs.mjs";

const LOOK_EVERY = 50; // ms
const WRONG = "#root .stException, #root [data-testid=stAlertContentError]"; // then there is no picture to wait for
const LONGEST_WAIT = 8000; // ms for which the program's own picture may catch up with the moment
const SAME = 1e-6; // epochs nearer to each other are one

/** What an address may say besides, and has the same picture. */
const BESIDES = ["at", "stage", "embed"];

/** Pages that choose their view above the picture. */
const WITH_VIEWS = ["mnist", "backprop", "activations"];

/** A part that is written in: that would be lost. */
const WRITTEN_IN = "paste";

/** For each link, as `static_site/first_pictures.py` writes it: the picture's file, its page, and its parts.
 * @type {Record<string, [file: string, page: string, ...parts: string[]]>} */
const PICTURES = JSON.parse("@PICTURES@");

/** @typedef {{ moments: { epoch: number }[], moment: { epoch: number } | undefined, playing: boolean, speed: number,
 *   complete: boolean, play(): void, pause(): void, standAt(epoch: number): void, scrubTo(epoch: number): void,
 *   goTo(index: number): void }} Playback */
/** A part as `ui/browser/mounting.js` keeps it on its element. `order` and `live`: it trains only while it plays.
 * @typedef {{ destroy(): void, playback?: Playback, setSpeed?(speed: number): void, live?: boolean,
 *   order?(what: string): void, run?: { begins?: number }, ask?(name: string, value: unknown): void }} Part */
/** @typedef {{ name: string, part: Part | undefined }} Mounted */
/** @typedef {(name: string, value: unknown) => void} Ask */
/** @typedef {(mounted: { data: Uint8Array, parentElement: ShadowRoot, setTriggerValue: Ask }) => void} Mount */

/** The picture that an address opens; undefined where there is none.
 * @param {string} page @param {URLSearchParams} asked */
function pictureOf(page, asked) {
  const said = [...asked].filter(([name]) => !BESIDES.includes(name)).sort();
  return PICTURES[`${asked.has("scene") ? "" : page || "regions"}?${new URLSearchParams(said)}`];
}

/** Show it, if the address has one.
 * @param {string} build @param {string} page
 * @returns {Promise<boolean>} whether it is shown */
export async function show(build, page) {
  const asked = new URLSearchParams(location.search);
  const found = pictureOf(page, asked);
  if (!found || found.includes(WRITTEN_IN)) return false;
  const [file, shown, ...names] = found;
  const stage = isStage(asked);
  const [blocks, around, ...modules] = await Promise.all([
    unpacked(`${build}first/${file}.pack`),
    stage ? fetch(`${build}first/around.css`).then((answer) => answer.text()) : "",
    ...names.map((name) => import(`${build}parts/${name}.mjs`)),
  ]);
  if (stage) document.documentElement.dataset.stage = "";
  const host = document.createElement("div"),
    main = document.createElement("main"),
    style = document.createElement("style");
  host.id = "first-picture";
  style.textContent = around;
  host.append(style, document.createElement("aside"), main);
  document.body.append(host);
  const behind = /** @type {HTMLElement} */ (document.querySelector("#root"));
  behind.inert = true; // nobody sees it, so neither do keys reach it
  const early = new Early();
  /** @type {Mounted[]} */
  const parts = [];
  const leave = () => {
    behind.inert = false;
    for (const { part } of parts) part?.destroy();
    host.remove();
  };
  try {
    for (const [at, data] of [...blocks.values()].entries()) {
      if (names[at] !== "question" && names.indexOf(names[at]) === at && WITH_VIEWS.includes(shown))
        leaveRoom(main);
      /** @type {Ask} */
      const ask = (name, value) => early.hear(at, name, value);
      parts.push({ name: names[at], part: mounted(main, names[at], modules[at], data, ask) });
    }
  } catch (error) {
    leave(); // the page would stand behind it for ever
    throw error;
  }
  begin(parts, asked.get("at"));
  handOver(parts, () => {
    leave();
    early.grant((at) => drawnByProgram(names[at]));
  });
  return true;
}

/** Whether an address opens the stage; a scene within another page does.
 * @param {URLSearchParams} asked */
const isStage = (asked) =>
  asked.get("stage") === "1" || (asked.get("embed") === "true" && asked.has("scene"));

/** Leave the room in which the page has its choice of views.
 * @param {HTMLElement} main */
function leaveRoom(main) {
  if (main.querySelector(".views")) return;
  const room = document.createElement("div");
  room.className = "views";
  main.append(room);
}

/** Mount a part, in a root of its own as Streamlit does, by the module that the program's own will have.
 * @param {HTMLElement} main @param {string} name
 * @param {{ default: Mount, dress(place: ShadowRoot, name: string): void }} module
 * @param {Uint8Array} data @param {Ask} setTriggerValue
 * @returns {Part | undefined} */
function mounted(main, name, { default: mount, dress }, data, setTriggerValue) {
  const place = document.createElement("div"),
    shadow = place.attachShadow({ mode: "open" });
  place.dataset.part = name;
  main.append(place);
  dress(shadow, name);
  mount({ data, parentElement: shadow, setTriggerValue });
  return partOf(shadow, name);
}

/** A part below a root, once it is drawn.
 * @param {ShadowRoot} root @param {string} name
 * @returns {Part | undefined} */
const partOf = (root, name) => /** @type {any} */ (root.querySelector(`.${name}[data-drawn]`))?.[name];

/** Stand where the program will: at the moment of the link, and where it trains only while it plays, at the beginning.
 * @param {Mounted[]} parts @param {string | null} at */
function begin(parts, at) {
  const part = parts.find((each) => each.part?.playback)?.part;
  if (!part?.playback) return;
  if (at !== null && Number.isFinite(Number(at))) part.playback.scrubTo(Number(at));
  else if (part.order && !part.run?.begins) part.playback.goTo(0);
}

/** Wait for the program's own picture, and let this one go then.
 * @param {Mounted[]} parts @param {() => void} leave */
function handOver(parts, leave) {
  let drawnAt = Infinity,
    asked = false;
  const look = setInterval(() => {
    const own = parts.map(({ name }) => drawnByProgram(name));
    if (own.every(Boolean)) drawnAt = Math.min(drawnAt, performance.now());
    const place = parts.findIndex(({ part }) => part?.playback?.moment),
      first = parts[place]?.part;
    if (!document.querySelector(WRONG)) {
      if (drawnAt === Infinity) return;
      const isLate = performance.now() - drawnAt > LONGEST_WAIT,
        to = own[place];
      if (first && to && !handedOver(first, to, isLate)) {
        if (to.order && !asked) askForMoment(first);
        asked = true;
        return;
      }
    }
    clearInterval(look);
    leave();
  }, LOOK_EVERY);
}

/** Have the program read the moment that stands in the address by now: it trains as far.
 * @param {Part} first */
function askForMoment(first) {
  const { playback } = first;
  if (playback?.playing) return;
  window.dispatchEvent(new PopStateEvent("popstate"));
}

/** The program's own part of a name, once it is drawn.
 * @param {string} name
 * @returns {Part | undefined} */
function drawnByProgram(name) {
  for (const element of document.querySelectorAll("#root .stBidiComponent, #root .stBidiComponent *")) {
    const found = element.shadowRoot && partOf(element.shadowRoot, name);
    if (found) return found;
  }
  return undefined;
}

/** Hand the moment over, once the program has trained as far, or it takes too long; then it goes there when it can.
 * @param {Part} first @param {Part} own @param {boolean} isLate */
function handedOver(first, own, isLate) {
  const from = first.playback,
    to = own.playback;
  if (!from?.moment || !to?.moment) return true;
  const { epoch } = from.moment,
    isThere = to.moments[to.moments.length - 1].epoch >= epoch - SAME;
  if (!isThere && !to.complete && !isLate) return false;
  if (own.live) return true; // it plays by itself
  own.setSpeed?.(from.speed);
  if (from.playing) {
    to.standAt(epoch);
    if (own.order && !to.complete) own.order("play");
    else to.play();
  } else if (isThere) to.scrubTo(epoch);
  else to.standAt(epoch);
  return true;
}
