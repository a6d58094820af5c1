// One unit with two inputs: its line wᵀx + b = 0, the normal w, the distance −b/‖w‖, and the sigmoid surface beside it.

import { fitCanvas } from "../browser/colours.js";
import { nameCubeAxes } from "../browser/solids/cube.js";
import { Raster, strokeInSpace } from "../browser/solids/raster.js";
import { Turntable } from "../browser/solids/turntable.js";
import { Field } from "./fields.js";
import { decimals, distanceOf, endsOf, footOf, lengthOf, lineWords, valueAt } from "./lines_of_the_plane.js";
import { Handle, Stage } from "./stage.js";

const SURFACE_GRID = 41; // points along a side of the sigmoid's surface
const UNIT_EXTENT = [-5, 5, -5, 5];
const LEAST_LENGTH = 0.05; // of w, where a hand shortens it: a direction must be left

export class UnitView {
  constructor(section, host) {
    this.host = host;
    this.section = section;
    this.values = [1, 0, 0];
    this.stage = new Stage(section.querySelector(".map-figure"), UNIT_EXTENT);
    this.cube = section.querySelector(".cube");
    this.canvas = this.cube.querySelector("canvas");
    this.raster = new Raster();
    this.turntable = new Turntable(this.cube, () => host.drawSoon(this, () => this.drawSurface()), {
      yaw: -0.5,
      pitch: 0.5,
      above: 0.92,
    });
    const released = () => host.commit(this);
    this.tip = new Handle(this.stage, {
      label: "Tip of w: turn and scale it",
      kind: "tip",
      moved: (x, y) => this.moveTip(x, y),
      released,
    });
    this.foot = new Handle(this.stage, {
      label: "The line: move it",
      kind: "foot",
      moved: (x, y) => this.set([...this.w, -this.w[0] * x - this.w[1] * y]),
      released,
    });
    this.makeFields(released);
    this.listen(released);
  }

  get w() {
    return this.values.slice(0, 2);
  }

  makeFields(released) {
    const box = this.section.querySelector(".fields"),
      change = (i) => (value) => this.set(this.values.map((v, k) => (k === i ? value : v)));
    const fields = {
      w1: new Field({ name: "w1", html: "<i>w</i><sub>1</sub>", low: -5, high: 5 }, change(0), released),
      w2: new Field({ name: "w2", html: "<i>w</i><sub>2</sub>", low: -5, high: 5 }, change(1), released),
      b: new Field({ name: "b", html: "<i>b</i>", low: -10, high: 10 }, change(2), released),
      length: new Field(
        { name: "length", html: "‖<i>w</i>‖, steepness", low: LEAST_LENGTH, high: 8, least: LEAST_LENGTH },
        (value) => this.scaleTo(value),
        released,
      ),
      distance: new Field(
        { name: "distance", html: "−<i>b</i>/‖<i>w</i>‖, distance", low: -5, high: 5 },
        (value) => this.set([...this.w, -value * lengthOf(this.values)]),
        released,
      ),
    };
    this.fields = fields;
    box.replaceChildren(...Object.values(fields).map((field) => field.element));
  }

  // The line itself can be taken anywhere; and under the pointer stand z and y.
  listen(released) {
    const { box } = this.stage,
      readout = this.section.querySelector(".under");
    box.onpointerdown = (event) => {
      const at = this.stage.toPlane(event),
        off = valueAt(this.values, at) / lengthOf(this.values);
      if (event.button || event.target.closest(".handle") || !(Math.abs(off) < 0.3)) return;
      box.setPointerCapture(event.pointerId);
      this.held = off;
    };
    box.onpointermove = (event) => {
      const at = this.stage.toPlane(event),
        length = lengthOf(this.values);
      const near = Math.abs(valueAt(this.values, at) / length) < 0.3;
      box.style.cursor = near ? "move" : "";
      if (this.held !== undefined) this.set([...this.w, this.held * length - valueAt([...this.w, 0], at)]);
      const z = valueAt(this.values, at);
      readout.textContent = `At (${decimals(at[0], 2)}, ${decimals(at[1], 2)}): z = ${decimals(z, 2)}, y = ${this.answer(at).toFixed(3)}`;
    };
    box.onpointerup = box.onpointercancel = () => {
      if (this.held !== undefined) released();
      this.held = undefined;
    };
    box.onpointerleave = () => (readout.textContent = "");
  }

  answer(at) {
    return 1 / (1 + Math.exp(-valueAt(this.values, at)));
  }

  set(values) {
    if (values.every((v) => Math.abs(v) <= 100)) this.values = values;
    if (lengthOf(this.values) > 1e-9) this.normal = this.w.map((v) => v / lengthOf(this.values));
    this.host.move(this);
  }

  // Longer or shorter, while the line stays where it is.
  scaleTo(length) {
    const now = lengthOf(this.values);
    this.set(
      now > 1e-9
        ? this.values.map((v) => (v * length) / now)
        : [...(this.normal || [1, 0]).map((v) => v * length), this.values[2]],
    );
  }

  // The tip of w is at (distance + ‖w‖) · w/‖w‖: from where it is wanted follow direction and length; the distance stays.
  moveTip(x, y) {
    const d = Number.isFinite(distanceOf(this.values)) ? distanceOf(this.values) : 0,
      far = Math.hypot(x, y),
      n = this.normal || [1, 0];
    if (!far) return;
    const ahead = x * n[0] + y * n[1] >= 0 ? 1 : -1,
      length = Math.max(LEAST_LENGTH, ahead * far - d);
    this.set([(length * ahead * x) / far, (length * ahead * y) / far, -d * length]);
  }

  take(values) {
    this.values = values;
    if (lengthOf(values) > 1e-9) this.normal = this.w.map((v) => v / lengthOf(values));
  }

  resize(theme) {
    this.theme = theme;
    this.stage.resize(theme);
    this.size = this.cube.clientWidth;
  }

  draw() {
    if (!this.theme || !this.stage.size) return;
    const { stage, values, theme } = this,
      context = stage.begin(),
      length = lengthOf(values);
    const [left, right, bottom, top] = stage.extent;
    stage.paint(context, 200, (pixels, M) => {
      for (let py = 0; py < M; py++) {
        for (let px = 0; px < M; px++) {
          const at = [left + ((px + 0.5) / M) * (right - left), top - ((py + 0.5) / M) * (top - bottom)];
          pixels[py * M + px] = theme.signed[Math.min(255, (256 * this.answer(at)) | 0)];
        }
      }
    });
    const ends = endsOf(values, stage.extent),
      foot = footOf(values),
      tip = [foot[0] + values[0], foot[1] + values[1]];
    if (length > 1e-9) {
      if (ends) stage.stroke(context, ends, { width: 3 });
      if (Math.abs(distanceOf(values)) > 0.02) {
        stage.stroke(context, [[0, 0], foot], { width: 2, dash: [3, 5] });
        stage.label(
          context,
          `${decimals(distanceOf(values), 2)}`,
          [foot[0] / 2, foot[1] / 2],
          (30 * values[1]) / length,
          (30 * values[0]) / length,
        );
      }
      stage.arrow(context, foot, tip, { short: 9 * theme.markScale });
      this.sayEnds(context, foot, length);
      stage.label(context, "w", tip, (24 * values[0]) / length, (-24 * values[1]) / length);
    }
    const [ox, oy] = stage.toScreen([0, 0]);
    context.beginPath();
    context.arc(ox, oy, 4 * theme.markScale, 0, 7);
    context.fillStyle = theme.boundary;
    context.fill();
    this.tip.place(tip, length > 1e-9);
    this.foot.place(foot, length > 1e-9);
    this.fields.w1.show(values[0]);
    this.fields.w2.show(values[1]);
    this.fields.b.show(values[2]);
    this.fields.length.show(length);
    this.fields.distance.show(length > 1e-9 ? distanceOf(values) : 0);
    this.drawSurface();
    this.host.say(this);
  }

  // Which side of the line says yes, in words beside the colours.
  sayEnds(context, foot, length) {
    const [left, right] = this.stage.extent,
      beyond = (70 * (right - left)) / this.stage.size;
    for (const [side, words] of [
      [1, "y > 0.5"],
      [-1, "y < 0.5"],
    ]) {
      const far = (side > 0 ? length + beyond : Math.min(0, -distanceOf(this.values)) - beyond) / length,
        at = [foot[0] + far * this.values[0], foot[1] + far * this.values[1]];
      if (this.stage.within(at, -0.7)) this.stage.label(context, words, at);
    }
  }

  drawSurface() {
    if (!this.theme || !this.size) return;
    const { turntable, raster, theme, size } = this,
      M = Math.min(this.host.still ? 560 : 300, Math.round(size)),
      G = SURFACE_GRID,
      corners = [];
    const context = fitCanvas(this.canvas, size, size),
      scale = size / M,
      high = 0.75;
    const spot = (at, y) => turntable.project(at[0] / 5, at[1] / 5, high * (2 * y - 1));
    turntable.look(M);
    raster.clear(M);
    for (let r = 0; r < G; r++) {
      for (let c = 0; c < G; c++) {
        const at = [-5 + (10 * c) / (G - 1), -5 + (10 * r) / (G - 1)],
          y = this.answer(at);
        corners.push([...spot(at, y), y]);
      }
    }
    raster.lattice(corners, G, ([y]) => theme.signed[Math.max(0, Math.min(255, (256 * y) | 0))]);
    context.clearRect(0, 0, size, size);
    this.drawFloor(context, scale, spot);
    raster.drawOn(context, size);
    context.strokeStyle = theme.boundary;
    context.lineWidth = theme.markScale;
    for (let i = 0; i < G; i += 4) {
      strokeInSpace(context, raster, corners.slice(i * G, (i + 1) * G), scale, 0.04, 0.35);
      strokeInSpace(
        context,
        raster,
        Array.from({ length: G }, (_, r) => corners[r * G + i]),
        scale,
        0.04,
        0.35,
      );
    }
    const ends = endsOf(this.values, UNIT_EXTENT);
    if (ends) {
      const along = Array.from({ length: 41 }, (_, i) =>
        spot(
          ends[0].map((v, k) => v + (i / 40) * (ends[1][k] - v)),
          0.5,
        ),
      );
      context.lineWidth = 3.4 * theme.markScale;
      strokeInSpace(context, raster, along, scale, 0.08);
    }
    nameCubeAxes(context, turntable, scale, theme, ["x₁", "x₂", "y, from 0 to 1"]);
  }

  // The square of y = 0, with the line on it where the unit says neither yes nor no.
  drawFloor(context, scale, spot) {
    const place = (at) =>
        spot(at, 0)
          .slice(0, 2)
          .map((v) => v * scale),
      { theme } = this;
    context.strokeStyle = theme.soft;
    context.lineWidth = 1;
    context.beginPath();
    for (const at of [
      [-5, -5],
      [5, -5],
      [5, 5],
      [-5, 5],
      [-5, -5],
    ])
      context.lineTo(...place(at));
    context.stroke();
    const ends = endsOf(this.values, UNIT_EXTENT);
    if (!ends) return;
    context.setLineDash([5, 4]);
    context.beginPath();
    for (const at of ends) context.lineTo(...place(at));
    context.stroke();
    context.setLineDash([]);
  }

  headline() {
    const length = lengthOf(this.values);
    if (length < 1e-9) return "No weights, no line: the answer is the same everywhere";
    if (!endsOf(this.values, UNIT_EXTENT)) return "The line lies out of view";
    if (length >= 4) return "Large weights: the sigmoid is almost a step";
    if (length <= 0.4) return "Small weights: the sigmoid is almost a plane";
    return "One unit draws one straight line";
  }

  words() {
    const { values } = this,
      length = lengthOf(values),
      d = distanceOf(values);
    const formula = `y = sigmoid(${lineWords(values)})`;
    if (length < 1e-9) return `${formula}. It is ${this.answer([0, 0]).toFixed(3)} everywhere.`;
    const side =
      Math.abs(d) < 0.005
        ? "The line goes through the origin."
        : `The line is ${Math.abs(d).toFixed(2)} from the origin, ${d > 0 ? "on the side to which w points" : "on the side away from w"}.`;
    return `${formula}. ${side} Across it y rises from 0.1 to 0.9 within ${(4.394 / length).toFixed(2)}.`;
  }
}
