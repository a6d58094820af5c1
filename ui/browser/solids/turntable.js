// A picture in three dimensions that a hand turns: places in a cube from −1 to 1, seen without perspective, z
// upwards.

import { followHand } from "../hand.js";
import { prefersNoMotion } from "../page.js";

/** @import { Seen } from "./raster.js" */

const STEP_OF_TURN = (5 * Math.PI) / 180; // for one press of an arrow key
export const FROM_ABOVE = Math.PI / 2;

/**
 * Angles in radians; at a pitch of π/2 the eye looks from above.
 * @typedef {{ yaw: number, pitch: number }} Turn
 */

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Turntable {
  /**
   * @param {HTMLElement} box the element that is dragged
   * @param {() => void} changed draws anew
   * @param {object} [options] how it begins, and how much of the picture a side of the cube takes
   * @param {number} [options.yaw]
   * @param {number} [options.pitch]
   * @param {number} [options.zoom]
   * @param {number} [options.above] the same where it is seen straight from above
   */
  constructor(box, changed, { yaw = -0.6, pitch = 0.55, zoom = 0.64, above = zoom } = {}) {
    this.box = box;
    this.changed = changed;
    this.zoom = zoom;
    this.above = above;
    this.yaw = yaw;
    this.pitch = pitch;
    this.start = { yaw, pitch };
    this.off = false; // where the picture is flat
    this.turning = 0;
    this.size = 0;
    this.scale = 0;
    this.cy = this.cp = 1; // cosines of yaw and pitch
    this.sy = this.sp = 0; // and their sines
    this.from = { x: 0, y: 0, yaw, pitch };
    box.dataset.ownKeys = "";
    box.style.touchAction = "pan-y"; // a finger that moves up or down scrolls the page
    followHand(box, {
      take: (event) => this.grab(event),
      move: (event) => this.drag(event),
      takeBack: () => this.set(this.from.yaw, this.from.pitch),
    });
    box.addEventListener("dblclick", () => this.turnTo(this.start));
    box.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {PointerEvent} event */
  grab(event) {
    if (this.off) return false;
    cancelAnimationFrame(this.turning);
    this.from = { x: event.clientX, y: event.clientY, yaw: this.yaw, pitch: this.pitch };
    return true;
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (this.off) return;
    const rate = 3 / this.box.clientWidth;
    this.set(
      this.from.yaw + rate * (event.clientX - this.from.x),
      this.from.pitch + rate * (event.clientY - this.from.y),
    );
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const turn = KEYS[event.key];
    if (this.off || !turn || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.set(this.yaw + STEP_OF_TURN * turn[0], this.pitch + STEP_OF_TURN * turn[1]);
  }

  /**
   * @param {number} yaw
   * @param {number} pitch
   */
  set(yaw, pitch) {
    this.yaw = yaw;
    this.pitch = Math.max(0, Math.min(FROM_ABOVE, pitch));
    this.changed();
  }

  /**
   * Turn there within half a second, so that an eye can follow; at once for those who prefer no motion.
   * @param {Turn} turn
   */
  turnTo({ yaw, pitch }) {
    cancelAnimationFrame(this.turning);
    if (prefersNoMotion()) {
      this.set(yaw, pitch);
      return;
    }
    const from = { yaw: this.yaw, pitch: this.pitch },
      begin = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      const t = Math.max(0, Math.min(1, (now - begin) / 500)),
        s = t * t * (3 - 2 * t);
      this.set(from.yaw + s * (yaw - from.yaw), from.pitch + s * (pitch - from.pitch));
      if (t < 1) this.turning = requestAnimationFrame(tick);
    };
    this.turning = requestAnimationFrame(tick);
  }

  /**
   * Begin a picture of some pixels a side: sines and cosines are taken once, then project() as often as needed.
   * @param {number} size
   */
  look(size) {
    const upright = Math.max(0, 1 - (FROM_ABOVE - this.pitch) / 0.5) * Math.cos(2 * this.yaw) ** 2;
    this.size = size;
    this.scale = 0.5 * size * (this.zoom + upright * (this.above - this.zoom));
    this.cy = Math.cos(this.yaw);
    this.sy = Math.sin(this.yaw);
    this.cp = Math.cos(this.pitch);
    this.sp = Math.sin(this.pitch);
  }

  /**
   * Where a place is seen, in pixels from the top left; the third number grows towards the eye.
   * @param {number} x
   * @param {number} y
   * @param {number} z
   * @returns {Seen}
   */
  project(x, y, z) {
    const right = x * this.cy - y * this.sy,
      away = x * this.sy + y * this.cy,
      s = this.scale;
    return [
      this.size / 2 + s * right,
      this.size / 2 - s * (z * this.cp + away * this.sp),
      z * this.sp - away * this.cp,
    ];
  }
}
