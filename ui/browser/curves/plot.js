// A box of the page with one canvas in it, for a pen.

import { Frame } from "./frame.js";
import { Pen } from "./pen.js";

/** @import { Theme } from "../colours.js" */
/** @import { Axes, Margins } from "./frame.js" */

const MARGINS = { left: 52, right: 14, top: 12, bottom: 30 };

export class Plot {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    box.replaceChildren(this.canvas);
    /** @type {Frame | null} */
    this.frame = null; // of the picture that stands here
  }

  /**
   * A pen for a new picture, or null while the box has no width. Margins are those of text of the usual size.
   * @param {Theme} theme
   * @param {Axes} axes
   * @param {Partial<Margins>} [margins]
   */
  begin(theme, axes, margins = {}) {
    const box = { width: this.box.clientWidth, height: this.box.clientHeight };
    if (!box.width) return null;
    const { left, right, top, bottom } = { ...MARGINS, ...margins };
    const k = theme.textScale;
    const grown = { left: left * k, right: right * k, top: top * k, bottom: bottom * k };
    this.frame = new Frame(box, grown, axes);
    return new Pen(this.canvas, this.frame, theme);
  }
}
