// A file that Python has made for a button: the browser saves it once, however often its block comes.

import { mounting } from "../../browser/mounting.js";
import { page } from "../../browser/page.js";
import { save } from "../save.js";

/** @import { Block } from "../../browser/blocks.js" */

/** @typedef {Block<{ press: string, file: string }, { content: Uint8Array }>} HandedBlock */

class Handed {
  ask = () => {};

  /** @param {HandedBlock} block */
  update({ press, file, arrays }) {
    const saved = (page.hiddenLayersHanded ??= new Set());
    if (!file || saved.has(press)) return;
    saved.add(press);
    save(file, /** @type {Uint8Array<ArrayBuffer>} */ (arrays.content).slice());
  }

  redraw() {}

  destroy() {}
}

export default mounting("handed", Handed);
