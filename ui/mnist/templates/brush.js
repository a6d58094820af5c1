// The image that the network looks at, and a brush that erases or paints its pixels: with the mouse, a finger, or the
// keys.

import { pixel, rgb } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { followHand } from "../../browser/hand.js";
import { directionOf } from "../../browser/arrows.js";
import { inksOf, N_PIXELS, paintPicture, SIDE } from "../picture.js";
import { movesOf, placeIn } from "../pointing.js";

/** @import { Theme } from "../../browser/colours.js" */

const BRUSH = 1.1; // pixels of the image within which a stroke is full; half a pixel further it has faded

/** @param {number} v */
const inside = (v) => Math.max(0, Math.min(SIDE - 1, v));

export class Brush {
  ink = 0; // what the brush leaves: 0 erases, 1 paints
  image = new Float64Array(N_PIXELS);
  original = new Float64Array(N_PIXELS);
  /** @type {[number, number] | null} */
  cursor = null; // of the keys
  /** @type {[number, number] | null} */
  last = null; // where the brush was put down or moved to
  /** @type {Theme | undefined} */
  theme;
  inks = new Uint32Array(256);

  /**
   * @param {HTMLElement} root
   * @param {(done: boolean) => void} changed the pixels are others now; done when the stroke has ended
   */
  constructor(root, changed) {
    /** @type {HTMLCanvasElement} */
    this.canvas = find(root, ".image canvas");
    this.changed = changed;
    this.listen();
  }

  /** @param {ArrayLike<number>} grey 784 levels from 0 to 255 */
  load(grey) {
    this.original = Float64Array.from(grey, (level) => level / 255);
    this.image = this.original.slice();
    this.cursor = null;
  }

  get edited() {
    return this.image.some((v, i) => v !== this.original[i]);
  }

  restore() {
    this.image = this.original.slice();
    this.changed(true);
  }

  clear() {
    this.image.fill(0);
    this.changed(true);
  }

  listen() {
    const { canvas } = this;
    let before = this.image;
    const end = () => {
      this.last = null;
      this.changed(true);
    };
    followHand(canvas, {
      take: (event) => {
        before = this.image.slice();
        this.last = placeIn(canvas, event, SIDE);
        this.stroke(this.last);
      },
      move: (event) => movesOf(event).forEach((move) => this.stroke(placeIn(canvas, move, SIDE))),
      release: end,
      takeBack: () => {
        this.image = before;
        end();
      },
    });
    // A mouse press gives the image no focus: the keys stay with the player.
    canvas.onmousedown = (event) => event.preventDefault();
    canvas.onkeydown = (event) => this.key(event);
    canvas.onblur = () => {
      this.cursor = null;
      this.draw();
    };
  }

  /**
   * From where the brush was to a point, in steps of half a pixel.
   * @param {[number, number]} point
   */
  stroke(point) {
    const from = this.last || point,
      steps = Math.max(1, Math.ceil(2 * Math.hypot(point[0] - from[0], point[1] - from[1])));
    for (let s = 1; s <= steps; s++)
      this.dab(from[0] + ((point[0] - from[0]) * s) / steps, from[1] + ((point[1] - from[1]) * s) / steps);
    this.last = point;
    this.changed(false);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  dab(x, y) {
    for (let row = Math.max(0, Math.floor(y - 2)); row < Math.min(SIDE, y + 2); row++) {
      for (let column = Math.max(0, Math.floor(x - 2)); column < Math.min(SIDE, x + 2); column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y),
          cover = Math.max(0, Math.min(1, 2 * (BRUSH + 0.5 - distance))),
          i = row * SIDE + column;
        this.image[i] = this.ink ? Math.max(this.image[i], cover) : Math.min(this.image[i], 1 - cover);
      }
    }
  }

  /**
   * Arrows move a cursor; space or Enter puts the brush down there.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const by = directionOf(event),
      presses = event.key === " " || event.key === "Enter";
    if (!by && !presses) return;
    event.preventDefault();
    let [x, y] = this.cursor ?? [SIDE / 2, SIDE / 2];
    if (by) [x, y] = [inside(x + by[0]), inside(y + by[1])];
    this.cursor = [x, y];
    if (presses || event.shiftKey) {
      this.dab(x + 0.5, y + 0.5);
      this.changed(true);
    } else this.draw();
  }

  /** @param {number} size */
  layout(size) {
    this.canvas.style.width = this.canvas.style.height = `${size}px`;
  }

  draw(theme = this.theme) {
    if (!theme) return;
    if (this.theme !== theme) this.inks = inksOf(theme);
    this.theme = theme;
    const { cursor } = this,
      place = cursor ? cursor[1] * SIDE + cursor[0] : -1,
      mark = pixel(rgb(theme.weights[4]));
    paintPicture(this.canvas, (i) => (i === place ? mark : this.inks[Math.round(255 * this.image[i])]));
  }
}
