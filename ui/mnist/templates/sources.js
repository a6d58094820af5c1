// Where an image comes from: a page of test images, the network's mistakes, the visitor's own hand, or a file. A
// drawing or an upload takes the stage, so that it is seen beside what the network gets of it: centred and scaled as
// MNIST's digits are.

import { rgb } from "../../browser/colours.js";
import { find, findAll } from "../../browser/find.js";
import { followHand } from "../../browser/hand.js";
import { whole } from "../../browser/numbers.js";
import { formatEpoch } from "../../browser/playing/timeline.js";
import { classHtml } from "../class_names.js";
import { aDigit } from "../digit_words.js";
import { inksOf, N_PIXELS, paintPicture, SIDE } from "../picture.js";
import { hitOf, movesOf, placeIn } from "../pointing.js";
import { centreAsMnist } from "./centre.js";
import { InkPad, PAD } from "./ink_pad.js";
import { Upload } from "./photo/upload.js";
import { plainPercent } from "./tug.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Gallery, View } from "./moments.js" */

/**
 * An image that is to be looked at. The label is null where nobody knows the digit.
 * @typedef {{ kind: "set" | "drawn" | "uploaded", name: string, label: number | null, grey: Uint8Array }} Source
 */

/** @typedef {"" | "images" | "mistakes" | "draw" | "upload" | "worth"} Mode "" shows the weights */

/**
 * What Python is asked for: other settings of the view, the image so many places further, or a page of a gallery.
 * @typedef {object} LookWish
 * @property {Partial<View>} [view]
 * @property {1 | -1} [step]
 * @property {true} [begin] the run is to play
 * @property {{ kind: Mode, digit: number | null, page: number }} [gallery]
 */

/**
 * What the page hears from the sources.
 * @typedef {object} Listeners
 * @property {(source: Source) => void} show an image is to be looked at
 * @property {(wish: LookWish) => void} ask
 * @property {() => void} opened the stage shows something else
 */

const HINTS = {
  draw: "Draw a digit; on the right it is centred and scaled as MNIST’s are.",
  upload: "A picture of one digit: choose it, drop it here, or paste it (Ctrl+V). It stays in this browser.",
};

/**
 * @param {Uint8Array} grey
 * @returns {Source}
 */
const drawn = (grey) => ({ kind: "drawn", name: "your drawing", label: null, grey });

export class Sources {
  /** @type {Mode} */
  mode = "";
  /** @type {(Gallery & { pixels: Uint8Array }) | undefined} */
  gallery;
  /** @type {[number, number]} */
  last = [0, 0]; // where the pen is
  inked = ""; // the theme in whose colours pad and thumbs are

  /**
   * @param {HTMLElement} root
   * @param {Listeners} listeners
   */
  constructor(root, { show, ask, opened }) {
    this.show = show;
    this.ask = ask;
    this.opened = opened;
    this.root = find(root, ".source");
    this.stage = find(root, ".stage");
    this.buttons = findAll(root, "button[data-source]");
    this.words = find(this.root, ".source-words");
    /** @type {HTMLCanvasElement} */
    this.pad = find(this.root, ".pad");
    this.inkPad = new InkPad(this.pad);
    this.upload = new Upload(root, {
      open: () => this.open("upload"),
      show: (name, grey) => this.show({ kind: "uploaded", name, label: null, grey }),
      say: (words, isRefusal) => this.say(words, isRefusal),
    });
    this.thumbs = find(this.root, ".thumbs");
    /** @type {HTMLSelectElement} */
    this.digit = find(this.root, "select");
    this.listen(root);
    this.listenToPad();
  }

  /** @param {HTMLElement} root */
  listen(root) {
    for (const button of this.buttons) {
      const mode = /** @type {Mode} */ (button.dataset.source);
      button.onclick = () => this.open(mode === this.mode ? "" : mode);
    }
    find(this.root, ".close").onclick = () => this.open("");
    find(this.root, ".clear-pad").onclick = () => this.clearPad();
    this.digit.onchange = () => this.turn(0);
    find(this.root, ".page-back").onclick = () => this.turn((this.gallery?.page ?? 0) - 1);
    find(this.root, ".page-on").onclick = () => this.turn((this.gallery?.page ?? 0) + 1);
    this.thumbs.onclick = (event) => {
      const thumb = hitOf(event, "button");
      if (thumb) this.choose(Number(thumb.dataset.index));
    };
    find(root, ".step-back").onclick = () => this.ask({ step: -1 });
    find(root, ".step-on").onclick = () => this.ask({ step: 1 });
  }

  listenToPad() {
    const { pad, inkPad } = this;
    let before = inkPad.ink.slice();
    followHand(pad, {
      take: (event) => {
        if (this.mode !== "draw") return false;
        before = inkPad.ink.slice();
        const place = placeIn(pad, event, PAD);
        this.line(place, place);
        return true;
      },
      move: (event) => movesOf(event).forEach((move) => this.line(this.last, placeIn(pad, move, PAD))),
      takeBack: () => {
        inkPad.restore(before);
        this.showPad();
      },
    });
  }

  /** @param {Mode} mode */
  open(mode) {
    this.mode = mode;
    this.stage.dataset.source = mode;
    this.root.hidden = !mode;
    for (const button of this.buttons)
      button.setAttribute("aria-pressed", String(button.dataset.source === mode));
    this.say(mode === "draw" || mode === "upload" ? HINTS[mode] : "");
    if (mode === "images" || mode === "mistakes") {
      this.thumbs.replaceChildren();
      this.turn(0);
    }
    if (mode === "draw") this.clearPad();
    this.upload.clear();
    this.opened();
    if (mode === "draw" || mode === "upload") this.stage.scrollIntoView({ block: "nearest" }); // above, on a phone
  }

  /** @param {string} words */
  say(words, isRefusal = false) {
    this.words.textContent = words;
    this.words.classList.toggle("wrong", isRefusal);
  }

  /** @param {number} page */
  turn(page) {
    const digit = this.digit.value === "" ? null : Number(this.digit.value);
    this.ask({ gallery: { kind: this.mode, digit, page } });
  }

  /**
   * A page of a gallery, from a block.
   * @param {Gallery} gallery
   * @param {Uint8Array} pixels
   * @param {Theme} theme
   */
  fill(gallery, pixels, theme) {
    if (gallery.kind !== this.mode) return;
    this.gallery = { ...gallery, pixels };
    const { page, n_pages: nPages, numbers } = gallery;
    this.say(galleryWords(gallery));
    find(this.root, ".page-of").textContent = `${page + 1} of ${nPages}`;
    /** @type {[string, boolean][]} */
    const ends = [
      [".page-back", page === 0],
      [".page-on", page + 1 >= nPages],
    ];
    for (const [selector, isEnd] of ends) {
      /** @type {HTMLButtonElement} */
      const button = find(this.root, selector);
      button.disabled = isEnd;
    }
    this.thumbs.innerHTML = numbers.map((_, i) => thumbOf(gallery, i)).join("");
    this.paintThumbs(pixels, theme);
  }

  /**
   * @param {Uint8Array} pixels
   * @param {Theme} theme
   */
  paintThumbs(pixels, theme) {
    const inks = inksOf(theme);
    /** @type {HTMLCanvasElement[]} */
    const canvases = findAll(this.thumbs, "canvas");
    canvases.forEach((canvas, n) => paintPicture(canvas, (i) => inks[pixels[n * N_PIXELS + i]]));
  }

  /**
   * What is on the pad and among the thumbs takes the colours of another theme; an uploaded picture keeps its own.
   * @param {Theme} theme
   */
  ink(theme) {
    if (theme.name === this.inked) return;
    this.inked = theme.name;
    if (this.gallery) this.paintThumbs(this.gallery.pixels, theme);
    this.inkPad.recolour(rgb(theme.ink));
  }

  /** @param {number} i */
  choose(i) {
    if (!this.gallery) return;
    const { numbers, labels, pixels } = this.gallery,
      name = `test-${numbers[i]}`;
    const grey = pixels.slice(i * N_PIXELS, (i + 1) * N_PIXELS);
    this.show({ kind: "set", name, label: labels[i], grey });
    this.ask({ view: { image: name, drawn: "" } });
    findAll(this.thumbs, "button").forEach((thumb, n) => thumb.setAttribute("aria-pressed", String(n === i)));
  }

  clearPad() {
    this.inkPad.clear();
    if (this.mode === "draw") this.show(drawn(new Uint8Array(N_PIXELS)));
  }

  /**
   * @param {[number, number]} from
   * @param {[number, number]} to
   */
  line(from, to) {
    this.inkPad.line(from, to);
    this.last = to;
    this.showPad();
  }

  showPad() {
    const grey = centreAsMnist({ levels: Int32Array.from(this.inkPad.ink), width: PAD, height: PAD });
    this.show(drawn(grey ?? new Uint8Array(N_PIXELS)));
  }

  destroy() {
    this.upload.forget();
  }
}

/** @param {Pick<Gallery, "kind" | "digit" | "count" | "epoch" | "without">} gallery */
export function galleryWords({ kind, digit, count, epoch, without }) {
  const of = digit === null ? "" : ` of ${aDigit(digit)}`,
    what = count === 1 ? `1 test image${of}` : `${whole(count)} test images${of}`,
    among = digit === null ? `${whole(count)} of the 10,000 test images` : what;
  if (kind !== "mistakes") return what;
  const opening = without ? `Without ${without}: ` : "";
  if (!count)
    return `${opening ? `${opening}none` : "None"} of the ${digit === null ? "10,000 " : ""}test images${of} is wrong.`;
  const when = formatEpoch(Math.round(100 * epoch) / 100);
  return (
    `${opening}${among} ${count === 1 ? "is" : "are"} wrong at epoch ${when}` +
    `${count === 1 ? "" : ", the surest first"}: what it is → what the network says`
  );
}

/**
 * @param {Gallery} gallery
 * @param {number} i
 */
function thumbOf({ numbers, labels, answers, confidences }, i) {
  const isWrong = labels[i] !== answers[i];
  const mistake = isWrong
      ? `, taken for ${aDigit(answers[i], classHtml)} (${plainPercent(confidences[i])})`
      : "",
    words = `Test image ${numbers[i]}, ${aDigit(labels[i], classHtml)}${mistake}`;
  const taken = isWrong ? `→${classHtml(answers[i])}` : "",
    caption = `<span class="${isWrong ? "wrong" : ""}">${classHtml(labels[i])}${taken}</span>`;
  return (
    `<button data-index="${i}" title="${words}" aria-label="${words}">` +
    `<canvas width="${SIDE}" height="${SIDE}"></canvas>${caption}</button>`
  );
}
