// A loupe for fingers: above the one that touches the weights, the place beneath it magnified, in a cross-hair, with
// the weight in words. It stays until the next tap elsewhere; while it is there a finger moves it up and down as well.

import { writeHtml } from "../writing.js";

/** @import { Plate, PlateTheme } from "./plate.js" */

const SIDE = 132, // CSS pixels
  CELL = 24, // that one weight takes in it
  FAR = 28, // above the finger
  EDGE = 8; // to the window's

export class Loupe {
  isOpen = false;

  /**
   * @param {HTMLElement} root
   * @param {Plate} plate what it magnifies
   */
  constructor(root, plate) {
    this.plate = plate;
    this.box = document.createElement("div");
    this.box.className = "loupe";
    this.box.hidden = true;
    this.box.innerHTML = '<canvas aria-hidden="true"></canvas><p data-says="mnist.templates.reading"></p>';
    root.append(this.box);
    this.picture = /** @type {HTMLCanvasElement} */ (this.box.querySelector("canvas"));
    this.words = /** @type {HTMLElement} */ (this.box.querySelector("p"));
  }

  /** @param {boolean} isOpen whether a finger reads weights */
  set open(isOpen) {
    this.isOpen = isOpen;
    this.plate.canvas.classList.toggle("aimed", isOpen);
    if (!isOpen) this.box.hidden = true;
  }

  /**
   * Show a place as it is drawn now.
   * @param {number} i a place of the plate; nothing is shown where there is none
   * @param {string} html the weight in words
   * @param {PlateTheme} theme
   */
  paint(i, html, theme) {
    const { x, y, cell } = this.plate.places;
    this.box.hidden = !this.isOpen || !(i in x);
    if (this.box.hidden) return;
    writeHtml(this.words, html);
    const middle = { x: x[i] + cell / 2, y: y[i] + cell / 2 };
    this.magnify(middle.x, middle.y, cell, theme);
    this.place(middle.x, middle.y);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} cell
   * @param {PlateTheme} theme
   */
  magnify(x, y, cell, theme) {
    const { canvas, ratio } = this.plate,
      size = Math.round(SIDE * ratio),
      part = ((SIDE * cell) / CELL) * ratio; // pixels of the plate that are seen
    if (this.picture.width !== size) this.picture.width = this.picture.height = size;
    const context = /** @type {CanvasRenderingContext2D} */ (this.picture.getContext("2d"));
    context.fillStyle = theme.page;
    context.fillRect(0, 0, size, size);
    context.drawImage(canvas, x * ratio - part / 2, y * ratio - part / 2, part, part, 0, 0, size, size);
    const half = (CELL / 2 + 2) * ratio,
      middle = size / 2;
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    context.rect(middle - half, middle - half, 2 * half, 2 * half);
    for (const [from, to] of [
      [0, middle - half],
      [middle + half, size],
    ]) {
      context.moveTo(from, middle);
      context.lineTo(to, middle);
      context.moveTo(middle, from);
      context.lineTo(middle, to);
    }
    context.stroke();
  }

  /**
   * Above the place, or below it where there is no room.
   * @param {number} x of the plate, in CSS pixels
   * @param {number} y
   */
  place(x, y) {
    const at = this.plate.canvas.getBoundingClientRect(),
      { width, height } = this.box.getBoundingClientRect(),
      above = at.top + y - FAR - height,
      left = Math.max(EDGE, Math.min(at.left + x - width / 2, window.innerWidth - EDGE - width));
    Object.assign(this.box.style, {
      left: `${left}px`,
      top: `${above >= EDGE ? above : at.top + y + FAR}px`,
    });
  }
}
