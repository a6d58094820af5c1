// A picture of the visitor's own, chosen, dropped, pasted or taken with a camera: shown as it was read, with every step
// from there to 28 × 28. What is refused takes the answer to the last picture away.

import { find } from "../../../browser/find.js";
import { whole } from "../../../browser/numbers.js";
import { N_PIXELS } from "../../picture.js";
import { prepare, turned } from "./prepare.js";
import { openPicture } from "./reading.js";
import { doneWords, showSteps } from "./steps.js";

/** @import { Opened } from "./reading.js" */

/**
 * What the page hears from an upload.
 * @typedef {object} Listeners
 * @property {() => void} open a picture comes: its place is to be seen
 * @property {(name: string, grey: Uint8Array) => void} show levels that the network is to look at
 * @property {(words: string, isRefusal?: boolean) => void} say
 */

export class Upload {
  name = "";
  /** @type {Opened | null} */
  opened = null;
  turns = 0; // quarters to the right
  asked = 0; // files so far: one that takes long gives way to the next

  /**
   * @param {HTMLElement} root
   * @param {Listeners} listeners
   */
  constructor(root, listeners) {
    this.listeners = listeners;
    /** @type {HTMLCanvasElement} */
    this.photo = find(root, ".photo");
    this.steps = find(root, ".steps");
    /** @type {HTMLButtonElement} */
    this.turner = find(root, ".turn");
    /** @type {HTMLInputElement} */
    this.file = find(root, "input[type=file]");
    this.turner.onclick = () => this.turn();
    find(root, ".choose-file").onclick = () => this.choose(false);
    find(root, ".camera").onclick = () => this.choose(true);
    this.file.onchange = () => this.read(this.file.files?.[0]);
    for (const target of [find(root, ".stage"), find(root, ".looking .image")]) this.takeDrops(target);
    this.forget = takePastes((file) => root.isConnected && this.bring(file));
    this.clear();
  }

  /** @param {boolean} withCamera */
  choose(withCamera) {
    this.file.toggleAttribute("capture", withCamera);
    if (withCamera) this.file.setAttribute("capture", "environment");
    this.file.click();
  }

  /** @param {HTMLElement} target */
  takeDrops(target) {
    target.addEventListener("dragover", (event) => event.preventDefault());
    target.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) this.bring(file);
    });
  }

  /** @param {File} file that came without the page's asking */
  bring(file) {
    this.listeners.open();
    this.read(file);
  }

  clear() {
    this.asked++;
    this.opened = null;
    this.steps.replaceChildren();
    this.photo.hidden = this.turner.hidden = true;
  }

  /**
   * A file: refused in a sentence, or shown as it is and as the network gets it.
   * @param {File | undefined} file
   */
  async read(file) {
    if (!file) return;
    this.file.value = "";
    this.clear();
    const asked = this.asked;
    this.name = file.name.length > 30 ? `${file.name.slice(0, 29)}…` : file.name;
    const opened = await openPicture(file);
    if (asked !== this.asked) return;
    if (typeof opened === "string") {
      this.refuse(opened);
      return;
    }
    this.opened = opened;
    this.turns = 0;
    this.make();
  }

  turn() {
    if (!this.opened) return;
    const { pixels, width, height } = this.opened;
    this.opened = { pixels: turned(pixels), width: height, height: width };
    this.turns = (this.turns + 1) % 4;
    this.make();
  }

  /** Shows the picture, every step, and what came of it. */
  make() {
    if (!this.opened) return;
    const { pixels, width, height } = this.opened,
      made = prepare(pixels),
      picture = new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height);
    this.photo.width = pixels.width;
    this.photo.height = pixels.height;
    this.photo.getContext("2d")?.putImageData(picture, 0, 0);
    this.photo.hidden = this.turner.hidden = false;
    showSteps(this.steps, made);
    if (!made.image) {
      this.refuse(made.refusal);
      return;
    }
    const turn = this.turns ? `, turned by ${90 * this.turns}°` : "",
      words = `“${this.name}” as uploaded, ${whole(width)} × ${whole(height)}${turn}.`;
    this.listeners.say(`${words} ${doneWords(made)}`.trim());
    this.listeners.show(this.name, made.image);
  }

  /** @param {string} words behind the file's name */
  refuse(words) {
    this.listeners.say(`“${this.name}” ${words}`, true);
    this.listeners.show(this.name, new Uint8Array(N_PIXELS));
  }
}

/**
 * Pictures that are pasted anywhere on the page, but where somebody writes. Gives back what ends it.
 * @param {(file: File) => void} take
 */
function takePastes(take) {
  const onPaste = (/** @type {ClipboardEvent} */ event) => {
    const [inner] = event.composedPath(), // a part's elements stand in a shadow
      isWriting = inner instanceof Element && inner.closest("input, textarea, [contenteditable]");
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (!file || isWriting) return;
    event.preventDefault();
    take(file);
  };
  document.addEventListener("paste", onPaste);
  return () => document.removeEventListener("paste", onPaste);
}
