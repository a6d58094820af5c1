// A place on a stage that a hand moves, by pointer or with the arrow keys.

import { stepOf } from "../browser/arrows.js";
import { followHand } from "../browser/hand.js";

/** @import { Place } from "./lines_of_the_plane.js" */
/** @import { Stage } from "./stage.js" */

// Units of the axes, for an arrow key (with shift: fine).
const NUDGE = 0.1,
  FINE_NUDGE = 0.01;

/**
 * @typedef {object} HandleOptions
 * @property {string} label
 * @property {string} kind its class
 * @property {(x: number, y: number) => void} moved with the place where a hand wants it
 * @property {() => void} released the hand lets go
 */

export class Handle {
  /** @type {Place} */
  at = [0, 0];
  /** @type {Place} */
  from = [0, 0]; // where it stood when the hand took it
  /** @type {Place} */
  held = [0, 0]; // from the handle's place to the hand's

  /**
   * @param {Stage} stage
   * @param {HandleOptions} options
   */
  constructor(stage, { label, kind, moved, released }) {
    this.stage = stage;
    this.moved = moved;
    this.released = released;
    this.element = document.createElement("button");
    this.element.className = `handle ${kind}`;
    this.element.setAttribute("aria-label", label);
    this.element.title = `${label}: drag it, or use the arrow keys`;
    stage.box.append(this.element);
    followHand(this.element, {
      take: (event) => this.take(event),
      move: (event) => this.pull(event),
      release: released,
      takeBack: () => moved(...this.from),
    });
    this.element.onkeydown = (event) => this.press(event);
  }

  /** @param {PointerEvent} event */
  take(event) {
    const [x, y] = this.stage.toPlane(event);
    this.from = this.at;
    this.held = [x - this.at[0], y - this.at[1]];
  }

  /** @param {PointerEvent} event */
  pull(event) {
    const [x, y] = this.stage.toPlane(event);
    this.moved(x - this.held[0], y - this.held[1]);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = stepOf(event);
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const by = event.shiftKey ? FINE_NUDGE : NUDGE;
    this.moved(this.at[0] + by * step[0], this.at[1] + by * step[1]);
    this.released();
  }

  /**
   * Stand at a place of the plane, or at the nearest one that is in view.
   * @param {Place} place
   */
  place([x, y], shown = true) {
    this.at = [x, y];
    const [left, right, bottom, top] = this.stage.extent;
    this.element.hidden = !shown;
    this.element.style.left = `${withinView((x - left) / (right - left))}%`;
    this.element.style.top = `${withinView((top - y) / (top - bottom))}%`;
  }
}

/**
 * A share of the stage in percent, a little away from its edges.
 * @param {number} share
 */
const withinView = (share) => 100 * Math.max(0.015, Math.min(0.985, share));
