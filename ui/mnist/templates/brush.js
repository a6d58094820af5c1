// The image that the network looks at, and a brush that erases or paints its pixels: with the mouse, a finger, or the keys.

import { pixel, rgb, scale } from "../../browser/colours.js";
import { SIDE } from "./moments.js";

const BRUSH = 1.1; // pixels of the image within which a stroke is full; half a pixel further it has faded

export class Brush {
  // changed(done): the pixels are others now; done when the stroke has ended.
  constructor(root, changed) {
    this.figure = root.querySelector(".image");
    this.canvas = this.figure.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.picture = new ImageData(SIDE, SIDE);
    this.pixels = new Uint32Array(this.picture.data.buffer);
    this.changed = changed;
    this.ink = 0; // what the brush leaves: 0 erases, 1 paints
    this.image = new Float64Array(SIDE * SIDE);
    this.original = this.image.slice();
    this.listen();
  }

  // grey: 784 levels from 0 to 255.
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
    const { canvas } = this,
      at = (event) => {
        const box = canvas.getBoundingClientRect();
        return [
          ((event.clientX - box.left) / box.width) * SIDE,
          ((event.clientY - box.top) / box.height) * SIDE,
        ];
      };
    canvas.onpointerdown = (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.last = at(event);
      this.stroke(this.last);
    };
    canvas.onmousedown = (event) => event.preventDefault(); // who brushes with the mouse keeps the keys for the player
    canvas.onpointermove = (event) => {
      if (!this.last || !canvas.hasPointerCapture(event.pointerId)) return;
      for (const one of event.getCoalescedEvents ? event.getCoalescedEvents() : [event]) this.stroke(at(one));
    };
    canvas.onpointerup = canvas.onpointercancel = () => {
      if (this.last) this.changed(true);
      this.last = null;
    };
    canvas.onkeydown = (event) => this.key(event);
    canvas.onblur = () => {
      this.cursor = null;
      this.draw();
    };
  }

  // From where the brush was to a point, in steps of half a pixel.
  stroke(point) {
    const from = this.last || point,
      steps = Math.max(1, Math.ceil(2 * Math.hypot(point[0] - from[0], point[1] - from[1])));
    for (let s = 1; s <= steps; s++)
      this.dab(from[0] + ((point[0] - from[0]) * s) / steps, from[1] + ((point[1] - from[1]) * s) / steps);
    this.last = point;
    this.changed(false);
  }

  dab(x, y) {
    for (let row = Math.max(0, Math.floor(y - 2)); row < Math.min(SIDE, y + 2); row++) {
      for (let column = Math.max(0, Math.floor(x - 2)); column < Math.min(SIDE, x + 2); column++) {
        const cover = Math.max(
            0,
            Math.min(1, 2 * (BRUSH + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y))),
          ),
          i = row * SIDE + column;
        this.image[i] = this.ink ? Math.max(this.image[i], cover) : Math.min(this.image[i], 1 - cover);
      }
    }
  }

  // Arrows move a cursor; space or Enter puts the brush down there.
  key(event) {
    const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const presses = event.key === " " || event.key === "Enter";
    if (!by && !presses) return;
    event.preventDefault();
    this.cursor = this.cursor || [SIDE / 2, SIDE / 2];
    if (by) this.cursor = this.cursor.map((v, i) => Math.max(0, Math.min(SIDE - 1, v + by[i])));
    if (presses || event.shiftKey) {
      this.dab(this.cursor[0] + 0.5, this.cursor[1] + 0.5);
      this.changed(true);
    } else this.draw();
  }

  layout(size) {
    this.canvas.style.width = this.canvas.style.height = `${size}px`;
  }

  draw(theme = this.theme) {
    if (!theme) return;
    if (this.theme !== theme) this.inks = scale([theme.page, theme.ink]);
    this.theme = theme;
    for (let i = 0; i < this.image.length; i++) this.pixels[i] = this.inks[Math.round(255 * this.image[i])];
    if (this.cursor) this.pixels[this.cursor[1] * SIDE + this.cursor[0]] = pixel(rgb(theme.weights[4]));
    this.context.putImageData(this.picture, 0, 0);
  }
}
