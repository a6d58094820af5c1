// A number that sweeps to and fro by itself until a hand takes it; it rests for visitors who want no motion.

import { said } from "../../browser/on_stage.js";
import { prefersNoMotion } from "../../browser/page.js";

const PERIOD = 14; // seconds there and back

/** Whether a scene asks a question that is not answered yet. */
export const isAsked = () => said("asks") === "open";

/**
 * Where a sweep between −reach and reach stands, a time after it stood at a place and went upwards.
 * @param {number} from
 * @param {number} seconds
 * @param {number} reach
 */
export function placeAt(from, seconds, reach) {
  const phase = Math.asin(Math.max(-1, Math.min(1, from / reach)));
  return reach * Math.sin(phase + (2 * Math.PI * seconds) / PERIOD);
}

export class Sweep {
  frame = 0;
  taken = false;

  /**
   * @param {HTMLElement} section of the page; while it is not shown, nothing moves
   * @param {object} how
   * @param {number} how.reach
   * @param {(place: number) => void} how.show
   */
  constructor(section, { reach, show }) {
    this.section = section;
    this.reach = reach;
    this.show = show;
  }

  get moving() {
    return this.frame !== 0;
  }

  /**
   * @param {number} from
   * @param {{ once?: boolean }} [how] `once`: to and fro a single time, to rest where it began
   */
  begin(from, { once = false } = {}) {
    this.rest();
    this.taken = false;
    if (prefersNoMotion()) return;
    /** @type {number | null} */
    let began = null;
    const step = (/** @type {number} */ now) => {
      const { section } = this;
      if (section.hidden || !section.isConnected) return this.rest();
      this.frame = requestAnimationFrame(step);
      began ??= now;
      if (began === now) return;
      const seconds = (now - began) / 1000;
      if (once && seconds >= PERIOD) this.rest();
      this.show(placeAt(from, this.moving ? seconds : 0, this.reach));
    };
    this.frame = requestAnimationFrame(step);
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** A hand has taken the number: from now on it moves nothing by itself. */
  take() {
    this.taken = true;
    this.rest();
  }
}
