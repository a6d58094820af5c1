// Drawing on the map: a hand adds, moves and erases own points, and drags the lecture's centres. It sees its work at
// once; when it rests, Python is told, and the new run follows.

import { stepOf } from "../../browser/arrows.js";
import { find, findAll } from "../../browser/find.js";
import { followHand } from "../../browser/hand.js";
import { Bringing } from "../../browser/maps/bringing.js";
import { className, classWords, escaped } from "../../browser/maps/units.js";
import { symbolSvg } from "../../browser/symbols.js";
import { pointsWords } from "../../browser/words.js";
import { steering } from "../../browser/steering.js";
import { Centres } from "./centres.js";
import { onGrid, openText, splitPoints, Undo, writeText } from "./drawing.js";
import { CURSOR_STEP, FINE_STEP, PENDING_FOR, placeWords } from "./moving.js";

/** @import { Extent, RegionMap } from "../../browser/maps/map.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { DrawnPoint, Form } from "./drawing.js" */
/** @import { Units } from "../../browser/maps/units.js" */
/** @import { Brought } from "../../browser/maps/bringing.js" */

/** @typedef {[x: number, y: number]} Centre */

/**
 * What a visitor may change on the map: `_header` in `ui/regions/page.py` packs it.
 * @typedef {object} Edit
 * @property {string | null} drawn own points as text; null where the data are not the visitor's own
 * @property {number} nth every nth own point is for validation
 * @property {number} most own points
 * @property {number} most_bytes of a table that is brought
 * @property {Centre[] | null} centres null where none can be dragged
 * @property {boolean} moved whether they are no longer those of the lecture
 * @property {number} least_centre
 * @property {number} most_centre
 */

/** @typedef {{ extent: Extent, edit: Edit, units: Units }} EditedRun */

/**
 * What drawing asks of Python: to take over own points, or centres; null for those of the lecture.
 * @typedef {{ drawn: { text: string }, table: Brought, centres: { places: Centre[] | null } }} EditWishes
 */

/**
 * A class's number to draw with, or another tool.
 * @typedef {"0" | "1" | "2" | "erase" | "look"} Tool
 */

/**
 * One stroke of a pointer: `moved` is the point that it took hold of, or −1; `far`, whether it has been pulled away.
 * @typedef {object} Stroke
 * @property {PointerEvent} start
 * @property {PointerEvent} last where the last point was set
 * @property {boolean} erases
 * @property {number} reach pixels within which it finds a point
 * @property {number} moved
 * @property {boolean} far
 * @property {DrawnPoint[]} before all points, as they were when it began
 */

/** @typedef {{ x: number, y: number }} Place */

const STROKE = 18; // CSS pixels between two points of one stroke
const PULLED = 4; // CSS pixels after which a point is moved, and not clicked
const FINGER = 20; // CSS pixels within which a finger finds a point
const ERASES = 2; // a mouse's button
const CLASS_KEYS = ["1", "2", "3"];
const TEXT_FIELDS = "input:not(.scrub), textarea, [contenteditable=true]";

/**
 * How far a pointer has gone between two events.
 * @param {PointerEvent} from
 * @param {PointerEvent} to
 */
const gone = (from, to) => Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY);

export class Editor {
  /** @type {EditedRun} */
  run;
  undo = new Undo();
  /** @type {DrawnPoint[]} */
  points = [];
  /** @type {Form} */
  form = openText("").form;
  named = ""; // the classes whose buttons were made last
  /** @type {Tool} */
  tool = "0";
  cursor = { x: 0, y: 0 };
  isOwn = false; // whether the points are the visitor's own
  /** @type {Stroke | null} */
  stroke = null;
  /**
   * The drawing that was sent and has not come back yet.
   * @type {{ text: string, until: number } | null}
   */
  pending = null;

  /**
   * @param {HTMLElement} root
   * @param {RegionMap} map
   * @param {object} options
   * @param {Ask<EditWishes>} options.ask
   * @param {() => void} options.redraw paints the map
   * @param {(words: string) => void} options.say for screen readers
   */
  constructor(root, map, { ask, redraw, say }) {
    this.root = root;
    this.map = map;
    this.ask = ask;
    this.redraw = redraw;
    this.say = say;
    this.box = map.box;
    this.tools = find(root, ".tools");
    this.mark = find(this.box, ".cursor");
    this.centres = new Centres(map, { send: (places) => ask("centres", { places }), redraw });
    this.bringing = new Bringing(this.box, {
      bring: (table) => ask("table", table),
      say,
      mostBytes: () => this.run.edit.most_bytes,
    });
    this.onUndo = (/** @type {KeyboardEvent} */ event) => this.pressUndo(event);
    this.makeHistory();
    this.listen();
  }

  /** A button for each class that can be drawn: all three, or those that the visitor's table has names for. */
  get drawable() {
    return CLASS_KEYS.slice(0, this.run.units.named || CLASS_KEYS.length);
  }

  makeTools() {
    const { units } = this.run,
      named = units.classes.slice(0, this.drawable.length).join("\n");
    if (named === this.named) return;
    this.named = named;
    if (Number(this.tool) >= this.drawable.length) this.tool = "0";
    const symbols = this.drawable.map((_, k) => {
      const words = escaped(classWords(units, k)),
        titles = `title="Draw points of ${words}" aria-label="Draw ${words}"`,
        name = `<b>${escaped(className(units, k))}</b>`;
      return `<button class="tool" data-tool="${k}" ${titles}>${symbolSvg(k)} ${name}</button>`;
    });
    find(this.tools, ".own").innerHTML =
      symbols.join("") +
      steering(
        '<button class="tool" data-tool="erase" title="Erase points (also: right click, Backspace)">erase</button>' +
          '<button class="tool" data-tool="look" title="Read z and y under the pointer">look</button>',
      );
    for (const button of findAll(this.tools, ".tool"))
      button.onclick = () => this.choose(/** @type {Tool} */ (button.dataset.tool));
  }

  makeHistory() {
    this.buttonOf("undo").onclick = () => this.step(-1);
    this.buttonOf("redo").onclick = () => this.step(1);
    this.buttonOf("clear").onclick = () => this.commit([]);
    this.buttonOf("back").onclick = () => this.centres.leave();
  }

  /**
   * @param {"undo" | "redo" | "clear" | "back"} name
   * @returns {HTMLButtonElement}
   */
  buttonOf(name) {
    return find(this.tools, `.${name}`);
  }

  /**
   * A run may have own points or none, centres or none.
   * @param {EditedRun} run
   */
  setRun(run) {
    const { edit } = run;
    this.run = run;
    this.isOwn = edit.drawn !== null;
    this.makeTools();
    this.centres.setRun(run);
    const { areShown } = this.centres;
    this.root.classList.toggle("drawn", this.isOwn);
    this.tools.hidden = !this.isOwn && !areShown;
    find(this.tools, ".own").hidden = find(this.tools, ".history").hidden = !this.isOwn;
    find(this.tools, ".moving").hidden = !areShown;
    this.buttonOf("back").disabled = !edit.moved;
    if (edit.drawn !== null) this.takeOver(edit.drawn);
    this.box.tabIndex = this.isOwn ? 0 : -1;
    this.box.setAttribute("role", this.isOwn ? "application" : areShown ? "group" : "img");
    this.mark.hidden = !this.isOwn;
    this.markTools();
  }

  /**
   * Points from Python, unless the hand has drawn on since they were sent.
   * @param {string} text
   */
  takeOver(text) {
    const { pending } = this;
    if (pending && text !== pending.text && performance.now() < pending.until) {
      this.showPoints();
      return;
    }
    this.pending = null;
    this.undo.add(text);
    if (!this.stroke) this.open(text);
  }

  /** @param {string} text */
  open(text) {
    const { form, points } = openText(text);
    this.form = form;
    this.points = points;
  }

  showPoints() {
    this.map.setPoints(splitPoints(this.points, this.run.edit.nth));
    this.redraw();
  }

  /** @param {Tool} tool */
  choose(tool) {
    this.tool = tool;
    this.markTools();
  }

  markTools() {
    for (const button of findAll(this.tools, ".tool"))
      button.setAttribute("aria-pressed", String(button.dataset.tool === this.tool));
    this.buttonOf("undo").disabled = !this.undo.canUndo;
    this.buttonOf("redo").disabled = !this.undo.canRedo;
    this.buttonOf("clear").disabled = !this.points.length;
    this.box.dataset.tool = this.isOwn ? this.tool : "";
  }

  /** Whether a pointer reads values on the map, and draws nothing. */
  get reads() {
    return !this.isOwn || this.tool === "look";
  }

  /**
   * A new drawing, which Python is told, and which can be undone.
   * @param {DrawnPoint[]} points
   */
  commit(points, words = "") {
    const text = writeText(this.form, points);
    this.points = points;
    if (!text) this.form = openText("").form;
    this.undo.add(text);
    this.send(text, words);
  }

  /** @param {-1 | 1} direction */
  step(direction) {
    if (!this.isOwn || !this.undo.go(direction)) return;
    const text = this.undo.text ?? "";
    this.open(text);
    this.send(text, direction < 0 ? "Undone." : "Done again.");
  }

  /**
   * @param {string} text
   * @param {string} words
   */
  send(text, words) {
    this.pending = { text, until: performance.now() + PENDING_FOR };
    this.showPoints();
    this.markTools();
    this.say(`${words} ${pointsWords(this.points.length)}.`.trim());
    this.ask("drawn", { text });
  }

  /**
   * The place on the grid under a pointer.
   * @param {PointerEvent} event
   * @returns {Place}
   */
  placeOf(event) {
    const box = this.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.run.extent;
    return {
      x: onGrid(left + ((event.clientX - box.left) / box.width) * (right - left)),
      y: onGrid(top - ((event.clientY - box.top) / box.height) * (top - bottom)),
    };
  }

  /**
   * The number of the point nearest to a place, within so many pixels; −1 where there is none.
   * @param {Place} place
   * @param {number} reach
   */
  nearest(place, reach) {
    const scale = this.map.size / (this.run.extent[1] - this.run.extent[0]);
    let best = -1,
      least = reach / scale;
    this.points.forEach(({ x, y }, i) => {
      const distance = Math.hypot(x - place.x, y - place.y);
      if (distance <= least) [best, least] = [i, distance];
    });
    return best;
  }

  listen() {
    const { box } = this;
    followHand(box, {
      buttons: [0, ERASES],
      take: (event) => this.begin(event),
      move: (event) => this.goOn(event),
      release: () => this.end(),
      takeBack: () => this.takeBack(),
    });
    box.addEventListener("mousedown", (event) => this.isOwn && event.preventDefault()); // space still plays
    box.addEventListener("contextmenu", (event) => this.isOwn && event.preventDefault());
    box.addEventListener("keydown", (event) => this.isOwn && this.press(event));
    window.addEventListener("keydown", this.onUndo, true);
  }

  forget() {
    window.removeEventListener("keydown", this.onUndo, true);
    this.bringing.forget();
  }

  /**
   * Ctrl Z and Ctrl Shift Z or Ctrl Y, except where a visitor types.
   * @param {KeyboardEvent} event
   */
  pressUndo(event) {
    const [target] = event.composedPath(),
      key = event.key.toLowerCase();
    if (!this.isOwn || !(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
    if (target instanceof Element && target.closest(TEXT_FIELDS)) return;
    event.preventDefault();
    this.step(key === "y" || event.shiftKey ? 1 : -1);
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (this.reads) return false;
    event.preventDefault();
    const place = this.placeOf(event),
      erases = this.tool === "erase" || event.button === ERASES;
    const reach = event.pointerType === "touch" ? FINGER : this.map.radius + 5,
      hit = this.nearest(place, reach);
    this.stroke = {
      start: event,
      last: event,
      erases,
      reach,
      moved: erases ? -1 : hit,
      far: false,
      before: this.points,
    };
    find(this.root, ".values").hidden = true;
    if (erases) this.eraseAt(place, reach);
    else if (hit < 0) this.add(place);
    return true;
  }

  /** @param {PointerEvent} event */
  goOn(event) {
    const { stroke } = this;
    if (!stroke) return;
    const place = this.placeOf(event);
    if (stroke.erases) this.eraseAt(place, stroke.reach);
    else if (stroke.moved >= 0) this.pull(stroke, event, place);
    else if (gone(stroke.last, event) >= STROKE) {
      stroke.last = event;
      this.add(place);
    }
  }

  /**
   * @param {Stroke} stroke
   * @param {PointerEvent} event
   * @param {Place} place
   */
  pull(stroke, event, place) {
    if (!stroke.far && gone(stroke.start, event) < PULLED) return;
    stroke.far = true;
    this.points = this.points.map((point, i) => (i === stroke.moved ? { ...place, k: point.k } : point));
    this.showPoints();
  }

  /** A click on a point gives it the chosen class. */
  end() {
    const { stroke } = this,
      k = Number(this.tool);
    if (!stroke) return;
    this.stroke = null;
    if (!stroke.erases && stroke.moved >= 0 && !stroke.far)
      this.points = this.points.map((point, i) => (i === stroke.moved ? { ...point, k } : point));
    if (writeText(this.form, this.points) !== writeText(this.form, stroke.before)) this.commit(this.points);
  }

  /** The points are those before the stroke, or what has come from Python since. */
  takeBack() {
    this.stroke = null;
    this.open(this.undo.text ?? "");
    this.showPoints();
  }

  get isFull() {
    return this.points.length >= this.run.edit.most;
  }

  /** @param {Place} place */
  add(place) {
    if (this.isFull) {
      this.say(`${this.run.edit.most} points are the most.`);
      return;
    }
    this.points = [...this.points, { ...place, k: Number(this.tool) }];
    this.showPoints();
  }

  /**
   * @param {Place} place
   * @param {number} reach
   */
  eraseAt(place, reach) {
    const i = this.nearest(place, reach);
    if (i < 0) return;
    this.points = this.points.filter((_, j) => j !== i);
    this.showPoints();
  }

  /**
   * Drawing by keyboard: arrow keys move a cursor, 1, 2 and 3 set a point there, Backspace erases the nearest.
   * @param {KeyboardEvent} event
   */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event);
    if (step) this.moveCursor(step, event.shiftKey ? FINE_STEP : CURSOR_STEP);
    else if (this.drawable.includes(event.key)) {
      if (this.isFull) return;
      const point = { ...this.cursor, k: Number(event.key) - 1 };
      this.commit([...this.points, point], `Added: ${classWords(this.run.units, point.k)}.`);
    } else if (event.key === "Backspace" || event.key === "Delete") this.eraseAtCursor();
    else return;
    event.preventDefault();
  }

  /**
   * @param {[number, number]} step
   * @param {number} length
   */
  moveCursor([dx, dy], length) {
    this.cursor = { x: onGrid(this.cursor.x + dx * length), y: onGrid(this.cursor.y + dy * length) };
    this.placeMark();
    this.say(placeWords(this.cursor.x, this.cursor.y, this.run.units));
  }

  eraseAtCursor() {
    const i = this.nearest(this.cursor, this.map.size / 20);
    if (i < 0) return;
    const rest = this.points.filter((_, j) => j !== i);
    this.commit(rest, "Erased.");
  }

  placeMark() {
    const [x, y] = this.map.toScreen(this.cursor.x, this.cursor.y);
    this.mark.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** After the map has got another size. */
  place() {
    if (this.isOwn) this.placeMark();
    if (this.centres.areShown) this.centres.fit();
  }
}
