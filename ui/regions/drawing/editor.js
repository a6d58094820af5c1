// Drawing on the map: own points are added, moved and erased; the lecture's centres are dragged. What the hand does is
// seen at once; when it rests, Python is told, and the new run follows.

import { symbolSvg } from "../../browser/symbols.js";
import { decodePoints, encodePoints, onGrid, splitPoints, Undo } from "./drawing.js";

const STROKE = 18; // CSS pixels between two points of one stroke
const CURSOR_STEP = 0.25,
  FINE_STEP = 0.05; // units of the axes, for the arrow keys (with shift: fine)
const CLASS_KEYS = ["1", "2", "3"];
const PENDING_FOR = 8000; // ms after which an answer that never came is no longer waited for

export class Editor {
  // ask(name, value) tells Python; redraw() paints the map; say(words) is for screen readers.
  constructor(root, map, { ask, redraw, say }) {
    Object.assign(this, { root, map, ask, redraw, say });
    this.box = map.box;
    this.tools = root.querySelector(".tools");
    this.undo = new Undo();
    this.points = [];
    this.tool = "0";
    this.cursor = { x: 0, y: 0 };
    this.mark = this.box.querySelector(".cursor");
    this.centres = [0, 1, 2].map((k) => this.makeCentre(k));
    this.makeTools();
    this.listen();
  }

  makeTools() {
    const symbols = [0, 1, 2].map(
      (k) =>
        `<button class="tool" data-tool="${k}" title="Draw points of class ${k + 1}" aria-label="Draw class ${k + 1}">${symbolSvg(k)} ${k + 1}</button>`,
    );
    this.tools.querySelector(".own").innerHTML =
      symbols.join("") +
      '<button class="tool" data-tool="erase" title="Erase points (also: right click, Backspace)">erase</button>' +
      '<button class="tool" data-tool="look" title="Read z and y under the pointer">look</button>';
    this.tools
      .querySelectorAll(".tool")
      .forEach((button) => (button.onclick = () => this.choose(button.dataset.tool)));
    const acts = {
      undo: () => this.step(-1),
      redo: () => this.step(1),
      clear: () => this.commit([]),
      back: () => this.leaveCentres(),
    };
    for (const [name, act] of Object.entries(acts)) this.tools.querySelector(`.${name}`).onclick = act;
  }

  // What a run may have changed about it: own points or none, centres or none.
  setRun(run) {
    const { edit } = run;
    this.run = run;
    this.isOwn = edit.drawn !== null;
    this.hasCentres = edit.centres !== null;
    this.root.classList.toggle("drawn", this.isOwn);
    this.tools.hidden = !this.isOwn && !this.hasCentres;
    this.tools.querySelector(".own").hidden = this.tools.querySelector(".history").hidden = !this.isOwn;
    this.tools.querySelector(".moving").hidden = !this.hasCentres;
    this.tools.querySelector(".back").disabled = !edit.moved;
    if (this.isOwn) this.takeOver(edit.drawn);
    if (this.hasCentres && !this.waitsFor(edit.centres)) this.placeCentres(edit.centres);
    this.centres.forEach((handle) => (handle.hidden = !this.hasCentres));
    this.box.tabIndex = this.isOwn ? 0 : -1;
    this.box.setAttribute("role", this.isOwn ? "application" : this.hasCentres ? "group" : "img");
    this.mark.hidden = !this.isOwn;
    this.markTools();
  }

  // Points from Python: taken over, unless the hand has drawn on since they were sent.
  takeOver(text) {
    if (this.pending && text !== this.pending.text && performance.now() < this.pending.until)
      return this.showPoints();
    this.pending = null;
    if (text !== this.undo.text) this.undo.add(text);
    if (!this.stroke) this.points = decodePoints(text);
    return undefined;
  }

  // Whether centres were moved since these were sent.
  waitsFor(centres) {
    if (this.dragged) return true;
    if (
      this.awaited &&
      this.awaited.text !== JSON.stringify(centres) &&
      performance.now() < this.awaited.until
    )
      return true;
    this.awaited = null;
    return false;
  }

  showPoints() {
    this.map.setPoints(splitPoints(this.points, this.run.edit.nth));
    this.redraw();
  }

  choose(tool) {
    this.tool = tool;
    this.markTools();
  }

  markTools() {
    this.tools
      .querySelectorAll(".tool")
      .forEach((b) => b.setAttribute("aria-pressed", b.dataset.tool === this.tool));
    this.tools.querySelector(".undo").disabled = this.undo.at < 1;
    this.tools.querySelector(".redo").disabled = this.undo.at >= this.undo.texts.length - 1;
    this.tools.querySelector(".clear").disabled = !this.points.length;
    this.box.dataset.tool = this.isOwn ? this.tool : "";
  }

  get reads() {
    return !this.isOwn || this.tool === "look";
  }

  // Takes over a drawing, tells Python, and can be undone.
  commit(points, words = "") {
    this.points = points;
    this.undo.add(encodePoints(points));
    this.send(words);
  }

  step(direction) {
    if (!this.isOwn || !this.undo.go(direction)) return;
    this.points = decodePoints(this.undo.text);
    this.send(direction < 0 ? "Undone." : "Done again.");
  }

  send(words) {
    const { text } = this.undo;
    this.pending = { text, until: performance.now() + PENDING_FOR };
    this.showPoints();
    this.markTools();
    this.say(`${words} ${this.points.length} points.`.trim());
    this.ask("drawn", { text });
  }

  // A place on the grid under a pointer, and the point nearest to it that is within reach.
  placeOf(event) {
    const box = this.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.run.extent;
    return {
      x: onGrid(left + ((event.clientX - box.left) / box.width) * (right - left)),
      y: onGrid(top - ((event.clientY - box.top) / box.height) * (top - bottom)),
    };
  }

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
    box.addEventListener("pointerdown", (event) => this.isOwn && this.tool !== "look" && this.begin(event));
    box.addEventListener(
      "pointermove",
      (event) => this.stroke && event.pointerId === this.stroke.id && this.goOn(event),
    );
    for (const name of ["pointerup", "pointercancel"])
      box.addEventListener(name, (event) => this.stroke && event.pointerId === this.stroke.id && this.end());
    box.addEventListener("mousedown", (event) => this.isOwn && event.preventDefault()); // space still plays
    box.addEventListener("contextmenu", (event) => this.isOwn && event.preventDefault());
    box.addEventListener("keydown", (event) => this.isOwn && this.onKey(event));
    this.onUndo = (event) => {
      const target = event.composedPath()[0],
        key = event.key.toLowerCase();
      if (!this.isOwn || !(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
      if (target instanceof Element && target.closest("input:not(.scrub), textarea, [contenteditable=true]"))
        return;
      event.preventDefault();
      this.step(key === "y" || event.shiftKey ? 1 : -1);
    };
    window.addEventListener("keydown", this.onUndo, true);
  }

  forget() {
    window.removeEventListener("keydown", this.onUndo, true);
  }

  begin(event) {
    if (this.stroke) return;
    event.preventDefault();
    this.box.setPointerCapture(event.pointerId);
    const place = this.placeOf(event),
      erases = this.tool === "erase" || event.button === 2;
    const reach = event.pointerType === "touch" ? 20 : this.map.radius + 5,
      hit = this.nearest(place, reach);
    this.before = this.points;
    this.stroke = { id: event.pointerId, start: event, last: event, erases, reach, moved: erases ? -1 : hit };
    this.root.querySelector(".values").hidden = true;
    if (erases) this.eraseAt(place);
    else if (hit < 0) this.add(place);
  }

  goOn(event) {
    const { stroke } = this,
      place = this.placeOf(event);
    const gone = (from) => Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
    if (stroke.erases) this.eraseAt(place);
    else if (stroke.moved >= 0) {
      if (!stroke.far && gone(stroke.start) < 4) return;
      stroke.far = true;
      this.points = this.points.map((point, i) => (i === stroke.moved ? { ...point, ...place } : point));
      this.showPoints();
    } else if (gone(stroke.last) >= STROKE) {
      stroke.last = event;
      this.add(place);
    }
  }

  // A click on a point gives it the chosen class.
  end() {
    const { stroke } = this,
      k = Number(this.tool);
    this.stroke = null;
    if (!stroke.erases && stroke.moved >= 0 && !stroke.far)
      this.points = this.points.map((point, i) => (i === stroke.moved ? { ...point, k } : point));
    if (encodePoints(this.points) !== encodePoints(this.before)) this.commit(this.points);
  }

  add(place) {
    if (this.points.length >= this.run.edit.most)
      return this.say(`${this.run.edit.most} points are the most.`);
    this.points = [...this.points, { ...place, k: Number(this.tool) }];
    return this.showPoints();
  }

  eraseAt(place) {
    const i = this.nearest(place, this.stroke.reach);
    if (i < 0) return;
    this.points = this.points.filter((_, j) => j !== i);
    this.showPoints();
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? FINE_STEP : CURSOR_STEP;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[
      event.key
    ] || [0, 0];
    if (dx || dy) {
      this.cursor = { x: onGrid(this.cursor.x + dx * step), y: onGrid(this.cursor.y + dy * step) };
      this.placeMark();
      this.say(`${this.cursor.x.toFixed(2)}, ${this.cursor.y.toFixed(2)}`.replace(/-/g, "−"));
    } else if (CLASS_KEYS.includes(event.key)) {
      if (this.points.length >= this.run.edit.most) return;
      this.commit(
        [...this.points, { ...this.cursor, k: Number(event.key) - 1 }],
        `Class ${event.key} added.`,
      );
    } else if (event.key === "Backspace" || event.key === "Delete") {
      const i = this.nearest(this.cursor, this.map.size / 20);
      if (i >= 0)
        this.commit(
          this.points.filter((_, j) => j !== i),
          "Erased.",
        );
    } else return;
    event.preventDefault();
  }

  placeMark() {
    const [x, y] = this.map.toScreen(this.cursor.x, this.cursor.y);
    this.mark.style.transform = `translate(${x}px, ${y}px)`;
  }

  // A handle that is dragged, or moved by the arrow keys; the points of its class go with it.
  makeCentre(k) {
    const handle = document.createElement("div");
    handle.className = "centre";
    handle.tabIndex = 0;
    handle.hidden = true;
    handle.setAttribute("role", "slider");
    handle.innerHTML = symbolSvg(k, { size: 12 });
    handle.onpointerdown = (event) => {
      handle.setPointerCapture(event.pointerId);
      this.dragged = { from: this.places[k], x: event.clientX, y: event.clientY };
      event.stopPropagation();
    };
    handle.onpointermove = (event) => {
      if (!this.dragged) return;
      const {
          from: [x, y],
          x: startX,
          y: startY,
        } = this.dragged,
        unit = this.map.size / (this.run.extent[1] - this.run.extent[0]);
      this.moveCentre(k, { x: x + (event.clientX - startX) / unit, y: y - (event.clientY - startY) / unit });
      event.stopPropagation();
    };
    handle.onpointerup = handle.onpointercancel = () => this.dragged && this.sendCentres();
    handle.onkeydown = (event) => {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[
        event.key
      ] || [0, 0];
      if (!dx && !dy) return;
      event.preventDefault();
      const [x, y] = this.places[k],
        step = event.shiftKey ? FINE_STEP : CURSOR_STEP;
      this.moveCentre(k, { x: x + dx * step, y: y + dy * step });
      clearTimeout(this.sending);
      this.sending = setTimeout(() => this.sendCentres(), 300);
    };
    this.box.append(handle);
    return handle;
  }

  placeCentres(places) {
    this.places = places.map((place) => [...place]);
    if (!this.map.size) return;
    this.places.forEach(([x, y], k) => {
      const [left, top] = this.map.toScreen(x, y),
        words = `${x.toFixed(2)}, ${y.toFixed(2)}`.replace(/-/g, "−");
      const handle = this.centres[k];
      handle.style.transform = `translate(${left}px, ${top}px)`;
      for (const [name, value] of [
        ["label", `Centre of class ${k + 1}`],
        ["valuenow", x],
        ["valuemin", this.run.edit.least_centre],
        ["valuemax", this.run.edit.most_centre],
        ["valuetext", words],
      ])
        handle.setAttribute(`aria-${name}`, value);
    });
  }

  moveCentre(k, { x, y }) {
    const { least_centre: least, most_centre: most } = this.run.edit;
    const place = [x, y].map((v) => Math.round(20 * Math.min(most, Math.max(least, v))) / 20);
    const [dx, dy] = place.map((v, i) => v - this.places[k][i]);
    this.placeCentres(this.places.map((old, j) => (j === k ? place : old)));
    this.awaited = { text: JSON.stringify(this.places), until: performance.now() + PENDING_FOR };
    this.map.shiftClass(k, dx, dy);
    this.redraw();
  }

  sendCentres() {
    this.dragged = null;
    this.ask("centres", { places: this.places });
  }

  leaveCentres() {
    this.awaited = null;
    this.ask("centres", { places: null });
  }

  // After the map has got another size.
  place() {
    if (this.isOwn) this.placeMark();
    if (this.hasCentres) this.placeCentres(this.places);
  }
}
