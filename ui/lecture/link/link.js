// The page's link: copied, or as a QR code; and walking from scene to scene. A presenter's clicker
// sends Page Up and Page Down; the arrow keys belong to the player's epochs.

import { makeTheme } from "../../browser/colours.js";
import { copyText } from "../../browser/copying.js";
import { find } from "../../browser/find.js";
import { onKeys, press } from "../../browser/keys.js";
import { mounting } from "../../browser/mounting.js";
import { said } from "../../browser/on_stage.js";
import { appElement, page } from "../../browser/page.js";
import { arrive, askedOnceMore, isStuck, setOut, underWay } from "../../browser/walk.js";
import { Overview } from "../keys/overview.js";
import { Overlays } from "../keys/overlays.js";
import { stageEnd } from "../presenter/stage_end.js";
import { keptRoom } from "../rooms/kept_room.js";
import { Hosts } from "./hosts.js";
import { keepOwnSteps } from "./own_steps.js";
import { linkOfScene } from "./scene_link.js";
import { qrSvg } from "./qr.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes } from "../../browser/colours.js" */
/** @import { Slide } from "../keys/jump.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Network } from "./hosts.js" */

/**
 * The scene that is open and its neighbours, "" where there is none: `part.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {string} slug
 * @property {string} previous
 * @property {string} next
 * @property {Slide[]} slides of the lecture
 * @property {boolean} has_moment whether the page's link can name the epoch that is shown
 * @property {string} room the visitor's own room, or ""
 * @property {string} left_out what was drawn and no link holds, in a sentence, or ""
 * @property {Network} network how phones can reach the server
 */

/** @typedef {Block<Header>} LinkBlock */

/**
 * What the part asks of Python: to go to a scene, by its slug; to open a room, or the one that the browser has kept.
 * @typedef {{ walk: string, room: { room: string, key: string, at: number } }} Wishes
 */

const LAST = 1; // a scene's own things go before the way to another scene
const SAID_FOR = 4000; // ms, and as much again for each further sentence
const ROOM_AGAIN = 5000; // ms without a room, after which it is asked for once more
const WALK_AGAIN = 3000; // ms at rest without a step, after which the way is asked for once more

/**
 * The address bar's link, with the moment that the player shows, where the page's settings have one.
 * @param {Header} state
 */
function linkOfPage({ has_moment: hasMoment }) {
  const link = new URL(window.location.href),
    epoch = page.hiddenLayersMoment?.();
  const drawn = page.hiddenLayersDrawn?.();
  if (drawn?.text) link.searchParams.set("drawn", drawn.text);
  else if (drawn) link.searchParams.delete("drawn");
  if (hasMoment && Number.isFinite(epoch)) link.searchParams.set("at", String(epoch));
  return link.href.replace(/%2C/gi, ",");
}

class Link {
  /** @type {Ask<Wishes>} */
  ask;
  /** @type {LinkBlock} */
  state;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  saying = undefined;
  hasComeBack = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  opening = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  walking = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    keepOwnSteps();
    /** @type {HTMLDialogElement} */
    this.dialog = find(root, ".qr");
    /** @type {Record<"previous" | "next", HTMLButtonElement>} */
    this.ways = { previous: find(root, ".back"), next: find(root, ".on") };
    this.ways.previous.onclick = () => this.walk("previous");
    this.ways.next.onclick = () => this.walk("next");
    find(root, ".copy").onclick = () => this.copy();
    find(root, ".code").onclick = () => this.showCode();
    find(root, ".room").onclick = () => this.openRoom({ room: "", key: "" });
    find(root, ".qr .close").onclick = () => this.dialog.close();
    this.hosts = new Hosts(root, () => this.drawCode());
    this.overlays = new Overlays(root);
    const walks = {
      next: () => this.walk("next"),
      back: () => this.walk("previous"),
      begin: () => Boolean(this.state.slug) && this.go(this.state.slug),
    };
    this.overview = new Overview(root, (slug) => this.go(slug));
    const overview = () => this.overview.show(this.state.slides, this.state.slug);
    const room = () => Boolean(this.state.slug) && !this.state.room && this.openRoom({ room: "", key: "" });
    this.forgetKeys = onKeys({ ...walks, overview, room, presenter: () => this.present() }, LAST);
    const { black } = this.overlays;
    stageEnd().isBlack = () => black.matches(":popover-open");
    black.addEventListener("toggle", () => stageEnd().tell());
  }

  /** @param {LinkBlock} state */
  update(state) {
    this.state = state;
    page.hiddenLayersGo = (slug) => this.go(slug);
    arrive("link", state.slug, press);
    if (underWay()) this.askAgain(underWay()); // also where another link's element had asked, which has left the page
    this.hosts.update(state.network);
    this.redraw();
    const kept = keptRoom();
    if (kept && !state.room && !this.hasComeBack) this.openRoom(kept);
    this.hasComeBack = true;
  }

  /**
   * Open a room; after a reload the one whose key the browser has kept.
   * @param {{ room: string, key: string }} room
   * @param {number} [tries] how often it is asked for once more
   */
  openRoom({ room, key }, tries = 3) {
    this.ask("room", { room, key, at: performance.now() });
    clearTimeout(this.opening);
    // A wish is lost where the page is drawn for the first time just then.
    const again = () => this.root.isConnected && !this.state.room && this.openRoom({ room, key }, tries - 1);
    if (tries) this.opening = setTimeout(again, ROOM_AGAIN);
  }

  redraw() {
    makeTheme(this.state.palette, this.root);
    find(this.root, ".room").hidden = Boolean(this.state.room) || !this.state.slug;
    for (const where of /** @type {const} */ (["previous", "next"])) {
      this.ways[where].hidden = !this.state.slug;
      this.ways[where].disabled = !this.state[where];
    }
  }

  /** @param {"previous" | "next"} where */
  walk(where) {
    const slug = this.state[where];
    return Boolean(slug) && this.go(slug);
  }

  /** @param {string} slug */
  go(slug) {
    if (slug !== this.state.slug) setOut(slug);
    this.askFor(slug);
  }

  /**
   * Streamlit loses a wish that reaches it together with another, or while it draws another page.
   * @param {string} slug
   */
  askFor(slug) {
    askedOnceMore();
    this.ask("walk", slug);
    this.askAgain(slug);
  }

  /**
   * Ask once more, some time later, where the page is at rest and has not gone there. Where asking does not help and
   * the server is there, open the scene by its link.
   * @param {string} slug
   */
  askAgain(slug) {
    clearTimeout(this.walking);
    this.walking = setTimeout(() => {
      if (!this.root.isConnected || underWay() !== slug) return;
      if (isStuck() && said("away") === undefined)
        window.location.assign(linkOfScene(window.location.href, slug));
      else if (appElement()?.dataset.testScriptState === "notRunning") this.askFor(slug);
      else this.askAgain(slug);
    }, WALK_AGAIN);
  }

  /** Open the presenter's window; where it does not open, say why. */
  present() {
    const { fault, address } = stageEnd().open();
    if (!fault) return;
    const box = /** @type {HTMLDialogElement} */ (find(this.root, ".unopened")),
      link = find(box, "a");
    find(box, ".fault").textContent = fault;
    link.setAttribute("href", address);
    link.textContent = address;
    find(box, ".close").onclick = () => box.close();
    box.showModal();
  }

  async copy() {
    const done = await copyText(this.link, this.root),
      words = done ? "The link is copied." : "The browser did not allow it; the link stands under QR code.";
    this.say([words, this.drawnWords, this.hosts.words].filter(Boolean).join(" "));
  }

  /** What the link takes along of what was drawn, and what it does not, or "". */
  get drawnWords() {
    return page.hiddenLayersDrawn?.().words || this.state.left_out;
  }

  /** The link as others get it. */
  get link() {
    return this.hosts.linkFor(linkOfPage(this.state));
  }

  showCode() {
    this.drawCode();
    this.dialog.showModal();
  }

  drawCode() {
    const text = this.link,
      svg = qrSvg(text);
    find(this.root, ".qr .picture").innerHTML = svg || "";
    find(this.root, ".drawn").textContent = this.drawnWords;
    find(this.root, ".qr .address").textContent = svg
      ? text
      : `The link is too long for a QR code (${text.length} characters): ${text}`;
  }

  /** @param {string} words */
  say(words) {
    const line = find(this.root, ".said");
    line.textContent = words;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (line.textContent = ""), SAID_FOR * words.split(". ").length);
  }

  destroy() {
    clearTimeout(this.walking);
    this.forgetKeys();
    this.overlays.destroy();
  }
}

export default mounting("link", Link);
