// Take away: a button for each file. Python makes a file once it is asked for and sends its bytes; the browser saves
// them. Pictures of the page are made in the browser alone.

import { makeTheme } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { mounting } from "../browser/mounting.js";
import { page } from "../browser/page.js";
import { readsTrue } from "../browser/reads_true.js";
import { say } from "../browser/sentences.js";
import { asGif, asVideo, videoOf } from "./film/film.js";
import { pictureOf } from "./picture/picture.js";
import { save, sizeWords } from "./save.js";

/** @import { Block } from "../browser/blocks.js" */
/** @import { Palettes } from "../browser/colours.js" */
/** @import { Ask } from "../browser/mounting.js" */

/**
 * What the page offers, and the file that was asked for: `part.py` packs it.
 * @typedef {object} Header
 * @property {Palettes} palette
 * @property {{ title: string, offers: { name: string, label: string, hint: string }[] }[]} groups
 * @property {string} title what a picture of the page is called
 * @property {number} nonce of the wish that is answered, 0 for none
 * @property {string} file the name of the file that was asked for, "" for none
 * @property {string} refusal why there is none
 */

/** @typedef {Block<Header, { content: Uint8Array }>} TakeAwayBlock */

/** @typedef {{ name: string, epoch: number | null, address: string, nonce: number }} Taking */
/** @typedef {{ take: Taking }} Wishes */

/**
 * Pictures, by the names of their buttons.
 * @type {Record<string, [scope: "picture" | "view", kind: "png" | "svg"]>}
 */
const PICTURES = {
  "Picture: PNG": ["picture", "png"],
  "Picture: SVG": ["picture", "svg"],
  "Whole view: PNG": ["view", "png"],
  "Whole view: SVG": ["view", "svg"],
};
const ALTERED =
  "No picture was made: this browser alters what a page reads of pictures (privacy.resistFingerprinting). " +
  "Allow it for this page, or print the page.";
const LIGHT = "light colours whatever the theme";

const PAGE = "This page: HTML";
const HALL = ["build", "stage", "embed", "embed_options"]; // of the address, what belongs to the window alone

/** The address of what is shown. */
function addressShown() {
  const link = new URL(window.location.href);
  for (const name of HALL) link.searchParams.delete(name);
  return link.href.length <= MOST_ADDRESS ? link.href : "";
}

const MOST_ADDRESS = 8000; // letters: a longer one is left out
const AGAIN = 4000; // ms after which a file that has not come is asked for once more
const MOST_ASKED = 15;

class TakeAway {
  /** @type {Ask<Wishes>} */
  ask = () => {};
  /** @type {TakeAwayBlock} */
  state;
  /**
   * The file that is waited for, and how often it was asked for.
   * @type {{ taking: Taking, times: number, timer: number } | null}
   */
  waiting = null;
  written = ""; // the groups that stand there

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    page.hiddenLayersSave = this.save = () => this.want(PAGE);
  }

  /** @param {TakeAwayBlock} state */
  update(state) {
    this.state = state;
    const groups = JSON.stringify(state.groups);
    if (groups !== this.written) this.write();
    this.written = groups;
    if (this.waiting && state.nonce === this.waiting.taking.nonce) this.take();
    this.redraw();
  }

  redraw() {
    if (this.state) makeTheme(this.state.palette, this.root);
  }

  /** Write a row of buttons for each group. */
  write() {
    const names = Object.keys(PICTURES),
      own = ["Picture", "Whole view"].map((title) => ({
        title,
        offers: names
          .filter((name) => name.startsWith(title))
          .map((name) => ({ name, label: name.slice(title.length + 2), hint: LIGHT })),
      }));
    const rows = [...this.state.groups, ...own].flatMap(({ title, offers }) => {
      const heading = document.createElement("h3"),
        row = document.createElement("div");
      heading.textContent = title;
      heading.dataset.shows = "name";
      row.className = "row";
      row.append(...offers.map(({ name, label, hint }) => this.button(name, label, hint)));
      return [heading, row];
    });
    find(this.root, ".groups").replaceChildren(...rows);
    this.writeFilm();
  }

  /** The row of the film: where it begins and ends, and its kinds. */
  writeFilm() {
    const heading = document.createElement("h3"),
      row = document.createElement("div");
    heading.textContent = "Film of the run";
    heading.dataset.shows = "name";
    row.className = "row";
    row.append(
      this.field("from", "from epoch"),
      this.field("to", "to epoch"),
      this.button("Film: GIF", "GIF", "48 pictures, 3 MB at most"),
      this.button("Film: video", "Video", "WebM, or what this browser records"),
    );
    find(this.root, ".groups").append(heading, row);
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  field(name, words) {
    const label = document.createElement("label"),
      input = document.createElement("input");
    input.type = "number";
    input.min = "0";
    input.step = "any";
    input.className = name;
    input.placeholder = name === "from" ? "first" : "last";
    label.append(words, input);
    return label;
  }

  /**
   * The epochs that the film goes between; what is left open is the first or the last there is.
   * @returns {[from: number, to: number]}
   */
  stretch() {
    const [from, to] = ["from", "to"].map((name) => {
      /** @type {HTMLInputElement} */
      const input = find(this.root, `input.${name}`);
      return input.value === "" ? NaN : Number(input.value);
    });
    return [Number.isNaN(from) ? 0 : from, Number.isNaN(to) ? Infinity : to];
  }

  /** @param {"gif" | "video"} kind */
  async film(kind) {
    const [from, to] = this.stretch(),
      video = videoOf();
    if (!page.hiddenLayersReel)
      return this.tell("take_away.none", "This view plays nothing that could be filmed.");
    if (kind === "video" && !video)
      return this.tell("take_away.none", "This browser records no video; the GIF needs no recorder.");
    this.tell("take_away.making", "Filming …");
    const content = kind === "gif" || !video ? await asGif(from, to) : await asVideo(from, to, video);
    if (!content) return this.tell("take_away.none", "There is no moment between these epochs.");
    const ending = kind === "gif" ? "gif" : video?.includes("mp4") ? "mp4" : "webm";
    this.saved(
      `${this.state.title}-film.${ending}`,
      content,
      content instanceof Blob ? content.size : content.length,
    );
  }

  /** @param {string} name */
  press(name) {
    const isPicture = name in PICTURES;
    if ((isPicture || name.startsWith("Film: ")) && !readsTrue()) this.tell("take_away.none", ALTERED);
    else if (isPicture) this.picture(name);
    else if (name === "Film: GIF" || name === "Film: video")
      this.film(name === "Film: GIF" ? "gif" : "video");
    else this.want(name);
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string} hint
   */
  button(name, label, hint) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = hint;
    button.dataset.name = name;
    button.setAttribute("aria-label", name);
    button.onclick = () => this.press(name);
    return button;
  }

  /**
   * Ask for a file, again and again until it comes: another part's request may meet the wish on its way.
   * @param {string} name
   */
  want(name) {
    this.rest();
    const taking = {
      name,
      epoch: page.hiddenLayersMoment?.() ?? null,
      address: addressShown(),
      nonce: Math.ceil(performance.now()),
    };
    const waiting = (this.waiting = { taking, times: 0, timer: 0 });
    const ask = () => {
      if (waiting.times++ >= MOST_ASKED) return this.tell("take_away.none", `${name} did not come.`);
      this.ask("take", { ...taking });
      waiting.timer = window.setTimeout(ask, AGAIN);
    };
    ask();
    this.tell("take_away.making", `Making ${name} …`);
    this.mark();
  }

  /**
   * A picture is made here, without a word to Python.
   * @param {string} name
   */
  async picture(name) {
    const [scope, kind] = PICTURES[name],
      content = await pictureOf(scope, kind);
    if (content === null) return this.tell("take_away.none", "This page shows no picture.");
    const size = typeof content === "string" ? new Blob([content]).size : content.size;
    this.saved(`${this.state.title}-${scope}.${kind}`, content, size);
  }

  /**
   * @param {string} file
   * @param {BlobPart} content
   * @param {number} size in bytes
   */
  saved(file, content, size) {
    save(file, content);
    this.tell("take_away.saved", `${file}, ${sizeWords(size)}, is with your downloads.`);
  }

  /** The file has come, or the reason why it cannot. */
  take() {
    const { file, refusal, arrays } = this.state;
    this.rest();
    if (!file) return this.tell("take_away.refusal", refusal);
    this.saved(file, /** @type {Uint8Array<ArrayBuffer>} */ (arrays.content).slice(), arrays.content.length);
  }

  rest() {
    clearTimeout(this.waiting?.timer);
    this.waiting = null;
    this.mark();
  }

  mark() {
    for (const button of this.root.querySelectorAll("button"))
      button.setAttribute("aria-busy", String(button.dataset.name === this.waiting?.taking.name));
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  tell(name, words) {
    say(find(this.root, ".said"), name, words);
  }

  destroy() {
    this.rest();
    if (page.hiddenLayersSave === this.save) page.hiddenLayersSave = undefined;
  }
}

export default mounting("take_away", TakeAway);
