// A square of the plane to draw on, and places on it that a hand moves, by pointer or with the arrow keys.

import { fitCanvas } from "../browser/colours.js";
import { labelWithHalo } from "../browser/solids/cube.js";
import { drawAxes } from "../browser/maps/map.js";

const NUDGE = 0.1,
  FINE_NUDGE = 0.01; // units of the axes, for an arrow key (with shift: fine)

export class Stage {
  constructor(figure, extent) {
    Object.assign(this, {
      figure,
      extent,
      box: figure.querySelector(".map"),
      canvas: figure.querySelector("canvas:last-of-type"),
    });
    this.image = document.createElement("canvas");
  }

  resize(theme) {
    this.theme = theme;
    this.size = this.box.clientWidth;
    drawAxes(this.figure, this.extent);
  }

  // A clean canvas, in CSS pixels.
  begin() {
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.clearRect(0, 0, this.size, this.size);
    return context;
  }

  toScreen([x, y]) {
    const [left, right, bottom, top] = this.extent;
    return [((x - left) / (right - left)) * this.size, ((top - y) / (top - bottom)) * this.size];
  }

  toPlane(event) {
    const box = this.box.getBoundingClientRect(),
      [left, right, bottom, top] = this.extent;
    return [
      left + ((event.clientX - box.left) / box.width) * (right - left),
      top - ((event.clientY - box.top) / box.height) * (top - bottom),
    ];
  }

  within([x, y], margin = 0) {
    const [left, right, bottom, top] = this.extent;
    return x >= left - margin && x <= right + margin && y >= bottom - margin && y <= top + margin;
  }

  // A picture of M × M pixels under everything else; fill(pixels, M) writes them.
  paint(context, M, fill) {
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    fill(new Uint32Array(this.pixels.data.buffer), M);
    this.image.getContext("2d").putImageData(this.pixels, 0, 0);
    context.drawImage(this.image, 0, 0, this.size, this.size);
  }

  stroke(context, places, { width = 2, dash = [], colour = this.theme.boundary, halo = true } = {}) {
    context.beginPath();
    places.forEach((place, i) => context[i ? "lineTo" : "moveTo"](...this.toScreen(place)));
    context.lineCap = dash.length ? "butt" : "round";
    context.setLineDash([]);
    if (halo) {
      context.strokeStyle = this.theme.halo;
      context.lineWidth = (width + 3) * this.theme.markScale;
      context.stroke();
    }
    context.strokeStyle = colour;
    context.lineWidth = width * this.theme.markScale;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  // An arrow that ends `short` pixels before its goal, where a handle stands.
  arrow(context, from, goal, { short = 0, ...options } = {}) {
    const [xg, yg] = this.toScreen(goal),
      [x0, y0] = this.toScreen(from),
      angle = Math.atan2(yg - y0, xg - x0),
      r = 13 * this.theme.markScale;
    const length = Math.hypot(xg - x0, yg - y0),
      share = (length - short) / length;
    if (!(length > short + 2)) return;
    const x = x0 + share * (xg - x0),
      y = y0 + share * (yg - y0);
    this.stroke(context, [from, from.map((v, i) => v + share * (goal[i] - v))], { width: 2.6, ...options });
    context.beginPath();
    for (const turn of [0.42, 0, -0.42])
      context.lineTo(turn ? x - r * Math.cos(angle + turn) : x, turn ? y - r * Math.sin(angle + turn) : y);
    context.closePath();
    context.fillStyle = options.colour || this.theme.boundary;
    context.strokeStyle = this.theme.halo;
    context.lineWidth = 1.5;
    context.stroke();
    context.fill();
  }

  // Words in ink, so many pixels (of ordinary text) away from a place.
  label(context, words, place, dx = 0, dy = 0) {
    const [x, y] = this.toScreen(place),
      half = context.measureText(words).width / 2 + 6,
      s = this.theme.textScale;
    context.font = `600 ${16 * this.theme.textScale}px ${this.theme.font}`;
    context.textBaseline = "middle";
    labelWithHalo(
      context,
      words,
      Math.max(half, Math.min(this.size - half, x + s * dx)),
      Math.max(14, Math.min(this.size - 14, y + s * dy)),
      this.theme,
      "center",
    );
  }
}

export class Handle {
  // moved(x, y) with where it is wanted; released() when the hand lets go.
  constructor(stage, { label, kind, moved, released }) {
    this.stage = stage;
    this.element = document.createElement("button");
    this.element.className = `handle ${kind}`;
    this.element.setAttribute("aria-label", label);
    this.element.title = `${label}: drag it, or use the arrow keys`;
    stage.box.append(this.element);
    this.element.onpointerdown = (event) => {
      if (event.button) return;
      this.element.setPointerCapture(event.pointerId);
      const [x, y] = stage.toPlane(event);
      this.held = [x - this.at[0], y - this.at[1]];
    };
    this.element.onpointermove = (event) => {
      if (!this.held) return;
      const [x, y] = stage.toPlane(event);
      moved(x - this.held[0], y - this.held[1]);
    };
    this.element.onpointerup = this.element.onpointercancel = () => {
      if (this.held) released();
      this.held = null;
    };
    this.element.onkeydown = (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const by = event.shiftKey ? FINE_NUDGE : NUDGE;
      moved(this.at[0] + by * step[0], this.at[1] + by * step[1]);
      released();
    };
  }

  // Stand at a place of the plane, or at the nearest one that is in view.
  place([x, y], shown = true) {
    this.at = [x, y];
    const [left, right, bottom, top] = this.stage.extent,
      within = (share) => 100 * Math.max(0.015, Math.min(0.985, share));
    this.element.hidden = !shown;
    this.element.style.left = `${within((x - left) / (right - left))}%`;
    this.element.style.top = `${within((top - y) / (top - bottom))}%`;
  }
}
