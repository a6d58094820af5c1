// The map of decision regions: colours mixed by probability, the boundary between classes, unit zero lines, points.

import { fitCanvas, SRGB } from "../colours.js";
import { classBoundary, joinPieces, zeroLines } from "./contours.js";
import { classOf, ForwardPass, softmax } from "./network.js";
import { drawSymbol } from "../symbols.js";
import { niceStep } from "../playing/timeline.js";
import { drawTruth } from "./truth.js";

const REST_GRID = 161; // points along a side while nothing moves
const PLAY_GRIDS = [32, 44, 60, 80, 100]; // while it plays: the finest that leaves time for 60 pictures a second
const PLAY_BUDGET = 10; // ms for one picture, so that 60 a second leave the browser some time of its own

// Points of a G × G grid over [x_min, x_max, y_min, y_max], feature-major, row 0 on top.
export function gridPoints([left, right, bottom, top], G) {
  const points = new Float32Array(2 * G * G);
  for (let row = 0; row < G; row++) {
    for (let column = 0; column < G; column++) {
      points[row * G + column] = left + ((right - left) * column) / (G - 1);
      points[G * G + row * G + column] = top - ((top - bottom) * row) / (G - 1);
    }
  }
  return points;
}

// Fills an M × M image from K scores on a G × G grid. The scores are interpolated, not the colours, so that regions stay
// sharp; then softmax and a mix in linear light. `look` is "soft", "hard" or "hatched" (grey, for print and for everyone).
export function paintRegions(image, M, scores, G, nClasses, theme, look) {
  const rows = Array.from({ length: nClasses }, () => new Float32Array(G + 1));
  const z = new Float64Array(nClasses);
  const last = G - 1;
  for (let py = 0; py < M; py++) {
    const gy = ((py + 0.5) / M) * last,
      y0 = Math.min(Math.floor(gy), last - 1),
      fy = gy - y0;
    for (let k = 0; k < nClasses; k++) {
      const a = k * G * G + y0 * G;
      for (let g = 0; g < G; g++) rows[k][g] = scores[a + g] + fy * (scores[a + G + g] - scores[a + g]);
    }
    for (let px = 0; px < M; px++) {
      const gx = ((px + 0.5) / M) * last,
        x0 = Math.min(gx | 0, last - 1),
        fx = gx - x0;
      let best = 0;
      for (let k = 0; k < nClasses; k++) {
        z[k] = rows[k][x0] + fx * (rows[k][x0 + 1] - rows[k][x0]);
        if (z[k] > z[best]) best = k;
      }
      image[py * M + px] =
        look === "soft"
          ? mixClasses(z, best, nClasses, theme)
          : look === "hard"
            ? theme.regionPixels[best]
            : hatchPixel(best, px, py, theme);
    }
  }
}

export function mixClasses(z, best, nClasses, theme) {
  let total = 0,
    r = 0,
    g = 0,
    b = 0;
  for (let k = 0; k < nClasses; k++) {
    const gap = z[k] - z[best];
    if (gap < -12) continue; // less than one step of a colour
    const p = gap === 0 ? 1 : Math.exp(gap),
      c = theme.regionsLinear[k];
    total += p;
    r += p * c[0];
    g += p * c[1];
    b += p * c[2];
  }
  const s = 4096 / total;
  return ((255 << 24) | (SRGB[(b * s) | 0] << 16) | (SRGB[(g * s) | 0] << 8) | SRGB[(r * s) | 0]) >>> 0;
}

// Grey fields told apart by hatches: / for class 1, none for class 2, \ for class 3.
function hatchPixel(k, px, py, theme) {
  const light = theme.name === "light",
    slant = k === 0 ? px + py : px - py + 4096;
  const grey =
    k !== 1 && slant % 12 < 2 ? (light ? 120 : 150) : (light ? [226, 246, 206] : [52, 28, 70])[k % 3];
  return ((255 << 24) | (grey << 16) | (grey << 8) | grey) >>> 0;
}

// The numbers beside and below the map.
export function drawAxes(root, [left, right, bottom, top]) {
  const ticks = (low, high) => {
    const step = niceStep(high - low, 5),
      first = Math.ceil(low / step + 0.2) * step,
      list = [];
    for (let v = first; v < high - 0.2 * step; v += step) list.push(+v.toFixed(6));
    return list;
  };
  const text = (v) => String(v).replace("-", "−");
  root.querySelector(".axis-x").innerHTML =
    ticks(left, right)
      .map((v) => `<span style="left:${(100 * (v - left)) / (right - left)}%">${text(v)}</span>`)
      .join("") + "<b><i>x</i><sub>1</sub></b>";
  root.querySelector(".axis-y").innerHTML =
    "<b><i>x</i><sub>2</sub></b>" +
    ticks(bottom, top)
      .map((v) => `<span style="top:${(100 * (top - v)) / (top - bottom)}%">${text(v)}</span>`)
      .join("");
}

export const MANY_WRONG = 60; // from here on a thin ring, or rings would hide the points

export class RegionMap {
  constructor(root) {
    this.box = root.querySelector(".map");
    this.canvas = root.querySelector(".regions");
    [this.image, this.points, this.ring, this.thinRing] = [1, 2, 3, 4].map(() =>
      document.createElement("canvas"),
    );
    this.playGrid = PLAY_GRIDS.length - 1;
    this.leastRadius = 3.4;
    this.forwards = new Map();
    this.costs = [];
  }

  // Data and network; the canvases are painted later.
  setRun(run) {
    this.run = run;
    this.forwards.clear();
    this.setPoints(run.arrays);
  }

  // Training points, then validation points, from the arrays of a block or from a hand that draws.
  setPoints({ training_inputs: t, validation_inputs: v, training_labels: tl, validation_labels: vl }) {
    const n = tl.length + vl.length;
    const xy = new Float32Array(2 * n);
    [
      [t, 0],
      [v, tl.length],
    ].forEach(([source, start]) => {
      for (let i = 0; i < source.length / 2; i++) {
        xy[start + i] = source[2 * i];
        xy[n + start + i] = source[2 * i + 1];
      }
    });
    this.labels = Uint8Array.from([...tl, ...vl]);
    this.nTraining = tl.length;
    this.pointsForward = new ForwardPass(this.run.sizes, this.run.activations, xy);
    if (this.size) this.drawPoints();
  }

  // All points of a class, moved: more noise or another centre never draws other points.
  shiftClass(k, dx, dy) {
    const { points, n } = this.pointsForward;
    this.labels.forEach((label, i) => {
      if (label !== k) return;
      points[i] += dx;
      points[n + i] += dy;
    });
    this.drawPoints();
  }

  forward(G) {
    if (!this.forwards.has(G)) {
      this.forwards.set(
        G,
        new ForwardPass(this.run.sizes, this.run.activations, gridPoints(this.run.extent, G)),
      );
    }
    return this.forwards.get(G);
  }

  resize(theme) {
    this.theme = theme;
    this.size = this.box.clientWidth;
    this.radius = Math.min(6, Math.max(this.leastRadius, (4.6 * this.size) / 500)) * theme.markScale;
    if (!this.size) return;
    this.drawPoints();
    this.drawRing();
  }

  // One ring as a picture of its own, since a picture is stamped faster than a circle is stroked.
  drawRing() {
    const side = (this.ringSide = 4 * this.radius + 12);
    [
      [this.ring, 2, 2],
      [this.thinRing, 1.45, 1.2],
    ].forEach(([canvas, reach, width]) => {
      const context = fitCanvas(canvas, side, side),
        path = new Path2D();
      context.clearRect(0, 0, side, side);
      path.arc(side / 2, side / 2, this.radius * reach, 0, 2 * Math.PI);
      if (width === 2) this.strokeWithHalo(context, path, this.theme.boundary, width, []);
      else {
        context.strokeStyle = this.theme.boundary;
        context.lineWidth = width * this.theme.markScale;
        context.stroke(path);
      }
    });
  }

  toScreen(x, y) {
    const [left, right, bottom, top] = this.run.extent;
    return [((x - left) / (right - left)) * this.size, ((top - y) / (top - bottom)) * this.size];
  }

  // Anew only where they look different: another seed of the weights, say, leaves them as they are.
  drawPoints() {
    const { size, radius, theme, labels, run } = this;
    const drawn = [
      size,
      radius,
      theme.name,
      window.devicePixelRatio,
      this.nTraining,
      ...run.extent,
      ...labels,
      ...this.pointsForward.points,
    ].join();
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const context = fitCanvas(this.points, this.size, this.size);
    context.clearRect(0, 0, this.size, this.size);
    for (const validation of [false, true]) {
      for (let i = 0; i < this.labels.length; i++) {
        if (i >= this.nTraining !== validation || (validation && this.isSmall)) continue;
        const [x, y] = this.screenPoint(i);
        drawSymbol(context, this.labels[i], x, y, this.radius, validation, this.theme);
      }
    }
  }

  screenPoint(i) {
    const { points, n } = this.pointsForward;
    return this.toScreen(points[i], points[n + i]);
  }

  // One picture for the parameters of one moment. Returns the forward pass, which the unit maps show too.
  paint(params, { atRest, look, lines, picked }) {
    const G = atRest ? REST_GRID : PLAY_GRIDS[this.playGrid];
    const forward = this.forward(G),
      nClasses = this.run.sizes[this.run.sizes.length - 1];
    forward.run(params);
    if (this.run.empty) return this.paintEmpty(forward, G);

    const M =
      look === "hatched"
        ? Math.round(this.size)
        : Math.round(atRest ? Math.min(this.size, 500) : Math.min(this.size / 2, 200));
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    paintRegions(new Uint32Array(this.pixels.data.buffer), M, forward.scores, G, nClasses, this.theme, look);
    this.image.getContext("2d").putImageData(this.pixels, 0, 0);
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.drawImage(this.image, 0, 0, this.size, this.size);
    this.drawBoundary(context, forward, G, nClasses);
    if (this.truth) drawTruth(context, this, this.truth);
    this.drawUnitLines(context, params, forward, G, lines, picked);
    context.drawImage(this.points, 0, 0, this.size, this.size);
    this.drawRings(context, params, nClasses);
    return { forward, G };
  }

  // Points alone: there is nothing to be told apart yet.
  paintEmpty(forward, G) {
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.fillStyle = this.theme.panel;
    context.fillRect(0, 0, this.size, this.size);
    context.drawImage(this.points, 0, 0, this.size, this.size);
    this.wrong = 0;
    return { forward, G };
  }

  // Finer or coarser next time, from what a whole picture took: the median of nine, as single ones are noisy.
  adapt(ms) {
    this.costs.push(ms);
    if (this.costs.length < 9) return;
    const median = this.costs.sort((a, b) => a - b)[4];
    this.costs = [];
    const finer = (PLAY_GRIDS[this.playGrid + 1] / PLAY_GRIDS[this.playGrid]) ** 2;
    if (median > PLAY_BUDGET && this.playGrid > 0) this.playGrid--;
    else if (median * finer < 0.9 * PLAY_BUDGET && this.playGrid < PLAY_GRIDS.length - 1) this.playGrid++;
  }

  boundaryPath(forward, G, nClasses) {
    const pieces = [];
    classBoundary(forward.scores, G, nClasses, (x1, y1, x2, y2) =>
      pieces.push([
        [x1, y1],
        [x2, y2],
      ]),
    );
    return this.pathOf(joinPieces(pieces), G);
  }

  drawBoundary(context, forward, G, nClasses) {
    this.boundary = this.boundaryPath(forward, G, nClasses);
    this.strokeWithHalo(context, this.boundary, this.theme.boundary, 2, []);
  }

  // Polylines in cells of the grid as a path on the screen.
  pathOf(lines, G) {
    const path = new Path2D(),
      step = this.size / (G - 1);
    for (const line of lines)
      line.forEach(([x, y], i) => (i ? path.lineTo(x * step, y * step) : path.moveTo(x * step, y * step)));
    return path;
  }

  strokeWithHalo(context, path, colour, width, dash) {
    context.lineCap = dash.length ? "butt" : "round";
    context.lineJoin = "round";
    context.setLineDash([]);
    context.strokeStyle = this.theme.halo;
    context.lineWidth = (width + 3) * this.theme.markScale;
    context.stroke(path);
    context.strokeStyle = colour;
    context.lineWidth = width * this.theme.markScale;
    context.setLineDash(dash);
    context.stroke(path);
    context.setLineDash([]);
  }

  // Dashed violet: the zero line of the picked unit, or of every unit of the first layer.
  drawUnitLines(context, params, forward, G, lines, picked) {
    const chosen = picked ? [picked] : [];
    if (lines === "all" && this.run.activations.length) {
      for (let unit = 0; unit < this.run.sizes[1]; unit++) chosen.unshift({ layer: 0, unit });
    }
    chosen.forEach(({ layer, unit }) => {
      if (layer >= this.run.activations.length) return;
      const isPicked = picked && picked.layer === layer && picked.unit === unit;
      const path = this.pathOf(zeroLines(forward.unitScores(params, layer, unit), G), G);
      this.strokeWithHalo(context, path, this.theme.negative, isPicked ? 2.4 : 1.4, [8, 5]);
    });
  }

  drawRings(context, params, nClasses) {
    if (this.isSmall) return; // too small for rings, and for validation points
    const scores = this.pointsForward.run(params),
      { n } = this.pointsForward,
      side = this.ringSide;
    const wrong = [];
    for (let i = 0; i < n; i++) if (classOf(scores, i, n, nClasses) !== this.labels[i]) wrong.push(i);
    const ring = wrong.length > MANY_WRONG ? this.thinRing : this.ring;
    for (const i of wrong) {
      const [x, y] = this.screenPoint(i);
      context.drawImage(ring, x - side / 2, y - side / 2, side, side);
    }
    this.wrong = wrong.length;
  }

  // z and y of each class at a place in data units.
  valuesAt(params, x, y) {
    const one = new ForwardPass(this.run.sizes, this.run.activations, Float32Array.of(x, y));
    const scores = Array.from(one.run(params));
    return { scores, probabilities: softmax(scores) };
  }
}
