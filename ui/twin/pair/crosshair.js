// One cross-hair over all maps: follows the pointer, the finger or the arrow keys; a click pins it, Escape takes it
// away.

import { stepOf } from "../../browser/arrows.js";
import { find } from "../../browser/find.js";

/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { Extent } from "../../browser/maps/map.js" */

const STEP_SHARE = 0.02; // of the picture's side for one press of an arrow

/** @type {(value: number, low: number, high: number) => number} */
const within = (value, low, high) => Math.max(low, Math.min(high, value));

export class CrossHair {
  /** @type {Extent} */
  extent;

  /**
   * @param {HTMLElement[]} sides the elements around each map
   * @param {object} options
   * @param {(side: HTMLElement, x: number, y: number) => string} options.words html of the values at a place
   * @param {(place: Place | null) => void} options.pinned a hand has pinned it, or taken it away
   * @param {(x: number, y: number) => void} options.spoken a hand has moved it where eyes may not see it
   */
  constructor(sides, { words, pinned, spoken }) {
    this.words = words;
    this.pinned = pinned;
    this.spoken = spoken;
    /** @type {Place | null} */
    this.pin = null;
    /** @type {Place | null} */
    this.place = null;
    this.parts = sides.map((side) => ({
      side,
      map: find(side, ".map"),
      cross: find(side, ".cross"),
      values: find(side, ".values"),
    }));
    this.parts.forEach(({ map }) => {
      map.onpointermove = (event) => this.move(this.placeOf(map, event));
      map.onpointerleave = () => this.move(this.pin);
      map.onclick = (event) => this.pinAt(this.placeOf(map, event));
      map.onkeydown = (event) => this.onKey(event);
    });
  }

  /**
   * @param {HTMLElement} map
   * @param {MouseEvent} event
   * @returns {Place}
   */
  placeOf(map, event) {
    const box = map.getBoundingClientRect(),
      [left, right, bottom, top] = this.extent;
    const u = within((event.clientX - box.left) / box.width, 0, 1),
      v = within((event.clientY - box.top) / box.height, 0, 1);
    return [left + u * (right - left), top - v * (top - bottom)];
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const move = stepOf(event);
    if (event.key === "Escape") this.pinAt(null);
    else if (event.key === "Enter") this.pinAt(this.place);
    else if (move) this.step(move);
    else return;
    event.preventDefault();
  }

  /** @param {Place} move */
  step([dx, dy]) {
    const [left, right, bottom, top] = this.extent,
      width = STEP_SHARE * (right - left);
    const [x, y] = this.place || [(left + right) / 2, (bottom + top) / 2];
    /** @type {Place} */
    const place = [within(x + dx * width, left, right), within(y + dy * width, bottom, top)];
    this.move(place);
    this.spoken(...place);
  }

  /**
   * Where it is pinned already, a click takes it away.
   * @param {Place | null} place
   */
  pinAt(place) {
    const near =
      place &&
      this.pin &&
      Math.hypot(place[0] - this.pin[0], place[1] - this.pin[1]) < 0.02 * (this.extent[1] - this.extent[0]);
    /** @param {number} v */
    const rounded = (v) => Math.round(100 * v) / 100; // as a link writes it
    this.pin = near || !place ? null : [rounded(place[0]), rounded(place[1])];
    this.pinned(this.pin);
    this.move(this.pin);
    if (this.pin) this.spoken(...this.pin);
  }

  /** @param {Place | null} place */
  move(place) {
    this.place = place;
    this.draw();
  }

  /** Also called with each picture: the values follow the moment that is shown. */
  draw() {
    const { place } = this;
    for (const { side, cross, values } of this.parts) {
      cross.hidden = values.hidden = !place;
      if (!place) continue;
      const [x, y] = place,
        [left, right, bottom, top] = this.extent,
        u = (x - left) / (right - left),
        v = (top - y) / (top - bottom);
      cross.style.setProperty("--at-x", `${100 * u}%`);
      cross.style.setProperty("--at-y", `${100 * v}%`);
      values.innerHTML = this.words(side, x, y);
      values.style.left = u > 0.5 ? "auto" : `${100 * u + 3}%`;
      values.style.right = u > 0.5 ? `${100 * (1 - u) + 3}%` : "auto";
      values.style.top = v > 0.5 ? "auto" : `${100 * v + 3}%`;
      values.style.bottom = v > 0.5 ? `${100 * (1 - v) + 3}%` : "auto";
    }
  }
}
