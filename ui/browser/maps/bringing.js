// A table that is brought to the map: dropped anywhere on it, or pasted while nothing else takes the paste.

const TEXT_FIELDS = "input:not(.scrub), textarea, select, [contenteditable=true]";

/**
 * A table for Python to read: text as it is, a file's bytes as base64. `Brought` in `ui/plane/brought.py`.
 * @typedef {{ text?: string, packed?: string }} Brought
 */

/**
 * The bytes of a file as base64.
 * @param {Uint8Array} bytes
 */
export function packedBytes(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(pieces.join(""));
}

/**
 * Whether what is dragged or pasted may be a table.
 * @param {DataTransfer | null} carried
 */
const carriesTable = (carried) =>
  Boolean(carried && (carried.types.includes("Files") || carried.types.includes("text/plain")));

export class Bringing {
  /**
   * @param {HTMLElement} box the map
   * @param {object} options
   * @param {(table: Brought) => void} options.bring
   * @param {(words: string) => void} options.say for screen readers
   * @param {() => number} options.mostBytes
   * @param {() => boolean} [options.wanted] whether points are in sight; else a paste is left alone
   */
  constructor(box, { bring, say, mostBytes, wanted = () => true }) {
    this.box = box;
    this.bring = bring;
    this.say = say;
    this.mostBytes = mostBytes;
    this.wanted = wanted;
    this.onPaste = (/** @type {ClipboardEvent} */ event) => this.paste(event);
    box.addEventListener("dragover", (event) => this.over(event));
    box.addEventListener("dragleave", () => this.mark(false));
    box.addEventListener("drop", (event) => this.drop(event));
    document.addEventListener("paste", this.onPaste);
  }

  forget() {
    document.removeEventListener("paste", this.onPaste);
  }

  /** @param {boolean} isOver */
  mark(isOver) {
    this.box.classList.toggle("takes-table", isOver);
  }

  /** @param {DragEvent} event */
  over(event) {
    if (!carriesTable(event.dataTransfer)) return;
    event.preventDefault();
    this.mark(true);
  }

  /** @param {DragEvent} event */
  drop(event) {
    this.mark(false);
    if (!carriesTable(event.dataTransfer)) return;
    event.preventDefault();
    this.take(/** @type {DataTransfer} */ (event.dataTransfer));
  }

  /**
   * Ctrl V, except where a visitor types.
   * @param {ClipboardEvent} event
   */
  paste(event) {
    const [target] = event.composedPath();
    if (target instanceof Element && target.closest(TEXT_FIELDS)) return;
    if (!this.wanted() || !carriesTable(event.clipboardData)) return;
    event.preventDefault();
    this.take(/** @type {DataTransfer} */ (event.clipboardData));
  }

  /** @param {DataTransfer} carried */
  async take(carried) {
    const [file] = carried.files,
      text = carried.getData("text/plain");
    this.say("Reading a table.");
    if (!file) {
      this.bring({ text: text.slice(0, this.mostBytes() + 1) });
      return;
    }
    const bytes = await file.slice(0, this.mostBytes() + 1).arrayBuffer(); // one too many: Python says so
    this.bring({ packed: packedBytes(new Uint8Array(bytes)) });
  }
}
