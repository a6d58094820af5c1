// The lecture's centres on the map: a frame for each class that a hand drags, or moves with the arrow keys; the points
// of its class go with it.

import { stepOf } from "../../browser/arrows.js";
import { followHand } from "../../browser/hand.js";
import { symbolSvg } from "../../browser/symbols.js";
import { CURSOR_STEP, FINE_STEP, PENDING_FOR, placeWords } from "./moving.js";

/** @import { RegionMap } from "../../browser/maps/map.js" */
/** @import { Centre, EditedRun } from "./editor.js" */

const SENT_AFTER = 300; // ms after the last arrow key
const STEPS_A_UNIT = 20; // of a centre's coordinates

export class Centres {
  /** @type {EditedRun} */
  run;
  /** @type {Centre[]} */
  places = [];
  /**
   * The centre that a hand holds, and where it took hold of it.
   * @type {{ from: Centre, x: number, y: number } | null}
   */
  dragged = null;
  /**
   * The centres that were sent and have not come back yet.
   * @type {{ text: string, until: number } | null}
   */
  awaited = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  sending = undefined;
  areShown = false;

  /**
   * @param {RegionMap} map
   * @param {object} options
   * @param {(places: Centre[] | null) => void} options.send null: the lecture's own ones
   * @param {() => void} options.redraw paints the map
   */
  constructor(map, { send, redraw }) {
    this.map = map;
    this.send = send;
    this.redraw = redraw;
    this.handles = [0, 1, 2].map((k) => this.makeHandle(k));
  }

  /** @param {EditedRun} run */
  setRun(run) {
    const { centres } = run.edit;
    this.run = run;
    this.areShown = centres !== null;
    if (centres && !this.waitsFor(centres)) this.place(centres);
    for (const handle of this.handles) handle.hidden = !this.areShown;
  }

  /**
   * Whether centres were moved since these were sent.
   * @param {Centre[]} centres
   */
  waitsFor(centres) {
    if (this.dragged) return true;
    const { awaited } = this;
    if (awaited && awaited.text !== JSON.stringify(centres) && performance.now() < awaited.until) return true;
    this.awaited = null;
    return false;
  }

  /** @param {number} k */
  makeHandle(k) {
    const handle = document.createElement("div");
    handle.className = "centre";
    handle.tabIndex = 0;
    handle.hidden = true;
    handle.setAttribute("role", "slider");
    handle.innerHTML = symbolSvg(k, { size: 12 });
    followHand(handle, {
      take: (event) => {
        this.dragged = { from: this.places[k], x: event.clientX, y: event.clientY };
        event.stopPropagation();
      },
      move: (event) => this.drag(k, event),
      release: () => this.sendPlaces(),
      takeBack: () => this.takeBack(k),
    });
    handle.onkeydown = (event) => this.press(k, event);
    this.map.box.append(handle);
    return handle;
  }

  /**
   * @param {number} k
   * @param {PointerEvent} event
   */
  drag(k, event) {
    if (!this.dragged) return;
    const { from, x, y } = this.dragged,
      unit = this.map.size / (this.run.extent[1] - this.run.extent[0]);
    this.move(k, from[0] + (event.clientX - x) / unit, from[1] - (event.clientY - y) / unit);
    event.stopPropagation();
  }

  /** @param {number} k */
  takeBack(k) {
    if (this.dragged) this.move(k, ...this.dragged.from);
    this.dragged = this.awaited = null;
  }

  /**
   * @param {number} k
   * @param {KeyboardEvent} event
   */
  press(k, event) {
    const step = stepOf(event),
      length = event.shiftKey ? FINE_STEP : CURSOR_STEP;
    if (!step) return;
    event.preventDefault();
    this.move(k, this.places[k][0] + step[0] * length, this.places[k][1] + step[1] * length);
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.sendPlaces(), SENT_AFTER);
  }

  /**
   * @param {number} k
   * @param {number} x
   * @param {number} y
   */
  move(k, x, y) {
    const { least_centre: least, most_centre: most } = this.run.edit,
      onGrid = (/** @type {number} */ v) =>
        Math.round(STEPS_A_UNIT * Math.min(most, Math.max(least, v))) / STEPS_A_UNIT,
      before = this.places[k];
    /** @type {Centre} */
    const place = [onGrid(x), onGrid(y)];
    this.place(this.places.map((old, j) => (j === k ? place : old)));
    this.awaited = { text: JSON.stringify(this.places), until: performance.now() + PENDING_FOR };
    this.map.shiftClass(k, place[0] - before[0], place[1] - before[1]);
    this.redraw();
  }

  /** @param {Centre[]} places */
  place(places) {
    this.places = places.map(([x, y]) => [x, y]);
    this.fit();
  }

  /** Where they are on the screen, also after the map has got another size. */
  fit() {
    if (!this.map.size) return;
    this.places.forEach(([x, y], k) => {
      const handle = this.handles[k],
        [left, top] = this.map.toScreen(x, y);
      handle.style.transform = `translate(${left}px, ${top}px)`;
      handle.setAttribute("aria-label", `Centre of class ${k + 1}`);
      handle.setAttribute("aria-valuenow", String(x));
      handle.setAttribute("aria-valuemin", String(this.run.edit.least_centre));
      handle.setAttribute("aria-valuemax", String(this.run.edit.most_centre));
      handle.setAttribute("aria-valuetext", placeWords(x, y));
    });
  }

  sendPlaces() {
    this.dragged = null;
    this.send(this.places);
  }

  /** Back to the centres of the lecture. */
  leave() {
    this.awaited = null;
    this.send(null);
  }
}
