// The hidden space: the input plane as a mesh pushed through a hidden layer, with the points and the boundaries on it.
// Where the layer has two units, every place of their plane has a class: there the rest of the network paints it.

import { fitCanvas } from "../../browser/colours.js";
import { classBoundary, joinPieces } from "../../browser/maps/contours.js";
import { drawCube, nameCubeAxes } from "../../browser/solids/cube.js";
import { gridPoints, MANY_WRONG, mixClasses, paintRegions } from "../../browser/maps/map.js";
import { classOf, ForwardPass } from "../../browser/maps/network.js";
import { inKeeping, principalAxes } from "../../browser/solids/pca.js";
import { Raster, strokeInSpace } from "../../browser/solids/raster.js";
import { drawSymbol } from "../../browser/symbols.js";
import { Turntable } from "../../browser/solids/turntable.js";
import { alongAxes, axesWords, axisName, chosenAxes, rangeOf } from "./axes.js";
import { cutsOf, strokeCuts, veilCuts } from "./cuts.js";
import { LIMITS } from "../player/diagram.js";
import { drawSpaceControls, drawSpaceFrame } from "./space_frame.js";

const SPACE_GRID = 41; // points along a side of the mesh while it plays; at rest those of the map
const MESH_CELLS = 20; // between the lines of the mesh, along a side

export class HiddenSpace {
  constructor(root, choose) {
    this.box = root.querySelector(".space");
    this.stage = root.querySelector(".space-stage");
    this.canvas = this.stage.querySelector("canvas");
    this.words = root.querySelector(".space-words");
    this.turntable = new Turntable(this.stage, () => this.repaint());
    this.image = document.createElement("canvas");
    this.raster = new Raster();
    this.choose = choose;
    this.warp = 1; // 0: the input plane, as it is; 1: the layer; a hand moves it
    this.slider = root.querySelector(".warp input");
    this.slider.oninput = () => {
      this.warp = Number(this.slider.value);
      this.repaint();
    };
  }

  setRun(run, map) {
    const signature = JSON.stringify([run.sizes, run.activations, run.extent]);
    // While a picture at rest waits for its moment to be trained, no axis is kept: else a link would not show the same twice.
    if (this.run && !this.run.finished && this.shown?.[2]) this.before = null;
    Object.assign(this, { run, map });
    if (signature === this.signature) return;
    this.signature = signature;
    this.before = null;
    this.playForward = new ForwardPass(run.sizes, run.activations, gridPoints(run.extent, SPACE_GRID));
    this.rests = new Map();
  }

  resize(theme) {
    this.theme = theme;
    this.size = this.stage.clientWidth;
    this.margin = { left: 2.3 * 16 * theme.textScale, bottom: 1.6 * 16 * theme.textScale };
    this.plot = Math.max(10, this.size - this.margin.left);
    const radius = 0.9 * this.map.radius,
      side = 6 * radius;
    this.symbols = [0, 1, 2, 3, 4, 5].map((i) => {
      const canvas = document.createElement("canvas"),
        context = fitCanvas(canvas, side, side);
      drawSymbol(context, i % 3, side / 2, side / 2, radius, i > 2, theme);
      return canvas;
    });
    this.symbolSide = side;
    drawSpaceControls(this.box, this.run, this.choose);
  }

  repaint() {
    if (this.shown) this.paint(...this.shown);
  }

  // The picture for one moment, after the map has been painted for it: `forward` and `G` are the map's.
  paint(params, { forward, G }, atRest) {
    this.shown = [params, { forward, G }, atRest];
    if (!this.size || !this.theme) return;
    if (this.run.empty)
      return void fitCanvas(this.canvas, this.size, this.size).clearRect(0, 0, this.size, this.size);
    if (!atRest) {
      this.playForward.run(params);
      [forward, G] = [this.playForward, SPACE_GRID];
    }
    const { run } = this,
      { pointsForward } = this.map,
      axes = this.axesFor(pointsForward);
    const answers = (pass) => (axes.layer ? pass.layers[axes.layer - 1] : pass.points);
    this.mesh = alongAxes(axes, answers(forward), G * G);
    this.dots = alongAxes(axes, answers(pointsForward), pointsForward.n);
    const limits = LIMITS[run.activations[axes.layer - 1]];
    this.range = axes.layer ? rangeOf(axes, limits, this.dots) : rangeOf(axes, null, this.mesh);
    Object.assign(this, { axes, forward, G, params });
    if (this.warp < 1 && axes.layer) {
      this.mesh = this.onTheWay(this.mesh, forward.points);
      this.dots = this.onTheWay(this.dots, pointsForward.points);
    }
    const flat = this.mesh.length < 3;
    this.turntable.off = flat;
    this.stage.classList.toggle("turns", !flat);
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.clearRect(0, 0, this.size, this.size);
    if (flat) this.paintPlane(context, atRest);
    else this.paintCube(context, atRest);
    this.say(axes);
  }

  // The axes of this moment; the components keep their signs from one picture to the next.
  axesFor(pointsForward) {
    const axes = chosenAxes(this.run.sizes, this.run.view);
    if (axes.units) return axes;
    const h = pointsForward.layers[axes.layer - 1];
    const found = principalAxes(h, pointsForward.n, axes.width, this.map.nTraining, axes.pca);
    const key = `${axes.layer} ${axes.pca}`,
      steady = inKeeping(found, this.before && this.before.key === key ? this.before.vectors : null);
    this.before = { key, vectors: steady.vectors };
    return { ...axes, ...steady };
  }

  // Coordinates between those of the inputs, feature-major, whose plane fills the picture, and those of the layer.
  onTheWay(coordinates, inputs) {
    const [left, right, bottom, top] = this.run.extent,
      n = inputs.length / 2,
      { middle, half } = this.range,
      t = this.warp;
    return coordinates.map((values, k) =>
      Float32Array.from(values, (value, p) => {
        const flat =
          k === 0
            ? (2 * (inputs[p] - left)) / (right - left) - 1
            : k === 1
              ? (2 * (inputs[n + p] - bottom)) / (top - bottom) - 1
              : 0;
        return t * value + (1 - t) * (middle[k] + half * flat);
      }),
    );
  }

  // From −1 to 1 within the picture, for the k-th axis.
  part(k, value) {
    return (value - this.range.middle[k]) / this.range.half;
  }

  // Where the p-th of some coordinates stands on the canvas; the second axis may be missing.
  flatPlace(coordinates, p) {
    const u = this.part(0, coordinates[0][p]),
      v = coordinates[1] ? this.part(1, coordinates[1][p]) : 0;
    return [this.margin.left + ((u + 1) / 2) * this.plot, ((1 - v) / 2) * this.plot];
  }

  paintPlane(context, atRest) {
    const { plot, margin, theme } = this;
    context.save();
    context.beginPath();
    context.rect(margin.left, 0, plot, plot);
    context.clip();
    const whole = this.axes.units && this.axes.units.length === 2 && this.axes.width === 2 && this.arrived;
    if (whole) this.paintRest(context, atRest);
    this.strokeMesh(context, whole, (p) => this.flatPlace(this.mesh, p));
    const cuts = this.boundary(),
      path = new Path2D();
    for (const line of cuts)
      line.forEach(([u, v], i) =>
        path[i ? "lineTo" : "moveTo"](margin.left + ((u + 1) / 2) * plot, ((1 - v) / 2) * plot),
      );
    this.map.strokeWithHalo(context, path, theme.boundary, whole ? 2.6 : 2, []);
    const places = Array.from(this.map.labels, (_, i) => this.flatPlace(this.dots, i));
    this.drawDots(context, places);
    context.restore();
    if (this.marked) this.drawMark(context, this.flatPlace(this.markedAnswers(), 0));
    drawSpaceFrame(context, this);
  }

  // The plane of two units, painted by the layers that come after them: straight boundaries if none is in between.
  paintRest(context, atRest) {
    const { run, axes, range, theme, plot } = this,
      [cx, cy] = range.middle,
      r = range.half,
      G = atRest ? 121 : 44;
    const grid = gridPoints([cx - r, cx + r, cy - r, cy + r], G);
    if (axes.units[0] === 1) grid.set([...grid.subarray(G * G), ...grid.subarray(0, G * G)]);
    const rest = new ForwardPass(run.sizes.slice(axes.layer), run.activations.slice(axes.layer), grid);
    const scores = rest.run(this.params.subarray(this.forward.offsets[axes.layer].weights));
    const K = run.sizes[run.sizes.length - 1],
      M = run.view.look === "hatched" || atRest ? Math.round(plot) : 200;
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    paintRegions(new Uint32Array(this.pixels.data.buffer), M, scores, G, K, theme, run.view.look);
    this.image.getContext("2d").putImageData(this.pixels, 0, 0);
    context.drawImage(this.image, this.margin.left, 0, plot, plot);
    const path = new Path2D(),
      step = plot / (G - 1);
    classBoundary(scores, G, K, (x1, y1, x2, y2) => {
      path.moveTo(this.margin.left + x1 * step, y1 * step);
      path.lineTo(this.margin.left + x2 * step, y2 * step);
    });
    context.strokeStyle = theme.boundary;
    context.lineWidth = 1.2 * theme.markScale;
    context.stroke(path);
  }

  // The lines along which x₁ or x₂ stays the same: ink over painted regions, else in the colour of the class.
  strokeMesh(context, plain, place) {
    const { G, forward, theme } = this,
      K = this.run.sizes[this.run.sizes.length - 1],
      step = (G - 1) / MESH_CELLS;
    const paths = theme.points.map(() => new Path2D()),
      places = Array.from({ length: G * G }, (_, p) => place(p));
    const line = (start, stride) => {
      let last = -1;
      for (let i = 1; i < G; i++) {
        const p = start + (i - 1) * stride,
          q = p + stride,
          k = plain ? 0 : classOf(forward.scores, p, G * G, K);
        if (k !== last) paths[k].moveTo(...places[p]);
        paths[k].lineTo(...places[q]);
        last = k;
      }
    };
    for (let i = 0; i <= MESH_CELLS; i++) {
      line(i * step * G, 1);
      line(i * step, G);
    }
    context.lineWidth = theme.markScale;
    context.lineJoin = "round";
    paths.forEach((path, k) => {
      context.globalAlpha = plain ? 0.4 : 0.7;
      context.strokeStyle = plain ? theme.boundary : theme.points[k];
      context.stroke(path);
    });
    context.globalAlpha = 1;
  }

  // The boundary of the input plane, taken along by the layer: polylines in parts of the picture, a number for each axis.
  boundary() {
    const { G, forward } = this,
      pieces = [];
    classBoundary(forward.scores, G, this.run.sizes[this.run.sizes.length - 1], (x1, y1, x2, y2) =>
      pieces.push([
        [x1, y1],
        [x2, y2],
      ]),
    );
    return joinPieces(pieces).map((line) => line.map(([x, y]) => this.between(this.mesh, x, y)));
  }

  // Coordinates between the points of the mesh, at a column and a row with fractions.
  between(mesh, x, y) {
    const { G } = this,
      c = Math.min(G - 2, Math.floor(x)),
      r = Math.min(G - 2, Math.floor(y)),
      u = x - c,
      v = y - r,
      p = r * G + c;
    const parts = mesh.map((m, k) =>
      this.part(k, (1 - v) * ((1 - u) * m[p] + u * m[p + 1]) + v * ((1 - u) * m[p + G] + u * m[p + G + 1])),
    );
    return parts.length > 1 ? parts : [parts[0], 0];
  }

  paintCube(context, atRest) {
    const { raster, turntable, theme, G, forward, size } = this,
      K = this.run.sizes[this.run.sizes.length - 1];
    const M = atRest ? Math.round(Math.min(size * Math.min(2, window.devicePixelRatio || 1), 700)) : 220;
    turntable.look(M);
    raster.clear(M);
    const step = Math.max(1, Math.round((G - 1) / 80)),
      side = Math.floor((G - 1) / step) + 1,
      corners = new Array(side * side);
    const spot = (coordinates, p) =>
      turntable.project(
        this.part(0, coordinates[0][p]),
        this.part(1, coordinates[1][p]),
        this.part(2, coordinates[2][p]),
      );
    for (let r = 0; r < side; r++) {
      for (let c = 0; c < side; c++) {
        const p = r * step * G + c * step,
          corner = spot(this.mesh, p);
        for (let k = 0; k < K; k++) corner.push(forward.scores[k * G * G + p]);
        corners[r * side + c] = corner;
      }
    }
    const hard = this.run.view.look !== "soft";
    raster.lattice(corners, side, (z) => {
      let best = 0;
      for (let k = 1; k < K; k++) if (z[k] > z[best]) best = k;
      return hard ? theme.regionPixels[best] : mixClasses(z, best, K, theme);
    });
    const scale = size / M,
      clip = (place) => [place[0] * scale, place[1] * scale];
    drawCube(context, turntable, scale, theme);
    this.cuts = cutsOf(this);
    veilCuts(raster, turntable, this.cuts, theme);
    raster.drawOn(context, size);
    context.strokeStyle = theme.boundary;
    context.lineWidth = theme.markScale;
    const cell = (side - 1) / MESH_CELLS,
      along = (start, stride) => Array.from({ length: side }, (_, i) => corners[start + i * stride]);
    for (let i = 0; i <= MESH_CELLS; i++)
      for (const line of [along(i * cell * side, 1), along(i * cell, side)])
        strokeInSpace(context, raster, line, scale, 0.04, 0.28);
    strokeCuts(context, raster, turntable, this.cuts, scale);
    context.lineWidth = 2.4 * theme.markScale;
    for (const line of this.boundary())
      strokeInSpace(
        context,
        raster,
        line.map((at) => turntable.project(...at)),
        scale,
        0.06,
      );
    const spots = Array.from(this.map.labels, (_, i) => spot(this.dots, i));
    this.drawDots(context, spots.map(clip), (i) => raster.sees(spots[i], 0.08));
    if (this.marked) this.drawMark(context, clip(spot(this.markedAnswers(), 0)));
    if (this.arrived)
      nameCubeAxes(
        context,
        turntable,
        scale,
        theme,
        this.mesh.map((_, k) => axisName(this.axes, k)),
      );
  }

  // Points, then a ring around each that is wrong; what a surface covers is faint.
  drawDots(context, places, seen = () => true) {
    const { labels, nTraining, pointsForward, ringSide, ring, thinRing } = this.map,
      { n } = pointsForward,
      K = this.run.sizes[this.run.sizes.length - 1];
    const stamp = this.map.wrong > MANY_WRONG ? thinRing : ring;
    const put = (picture, [x, y], side, i) => {
      context.globalAlpha = seen(i) ? 1 : 0.25;
      context.drawImage(picture, x - side / 2, y - side / 2, side, side);
    };
    places.forEach((place, i) =>
      put(this.symbols[labels[i] + (i >= nTraining ? 3 : 0)], place, this.symbolSide, i),
    );
    places.forEach(
      (place, i) => classOf(pointsForward.scores, i, n, K) !== labels[i] && put(stamp, place, ringSide, i),
    );
    context.globalAlpha = 1;
  }

  // The place under the pointer on the map, as it is seen here; null where there is none.
  mark(place) {
    this.marked = place;
    this.repaint();
  }

  markedAnswers() {
    const one = new ForwardPass(this.run.sizes, this.run.activations, Float32Array.of(...this.marked));
    one.run(this.params);
    const answers = alongAxes(this.axes, this.axes.layer ? one.layers[this.axes.layer - 1] : one.points, 1);
    return this.arrived ? answers : this.onTheWay(answers, one.points);
  }

  drawMark(context, [x, y]) {
    const path = new Path2D();
    path.arc(x, y, 9 * this.theme.markScale, 0, 2 * Math.PI);
    path.moveTo(x - 14, y);
    path.lineTo(x + 14, y);
    path.moveTo(x, y - 14);
    path.lineTo(x, y + 14);
    this.map.strokeWithHalo(context, path, this.theme.ink, 2, []);
  }

  // Whether what is shown is the layer's own space, not a step on the way there.
  get arrived() {
    return this.warp === 1 || !this.axes.layer;
  }

  say(axes) {
    const words = this.arrived
      ? axesWords(this.run, axes)
      : `The input plane on its way to layer ${axes.layer}: every place moves in a straight line.`;
    const goal = axes.layer ? `layer ${axes.layer}` : "";
    if (this.goal !== goal) {
      this.goal = goal;
      this.slider.parentElement.hidden = !goal;
      this.slider.parentElement.querySelector(".goal").textContent = goal;
    }
    if (words === this.said) return;
    this.said = words;
    this.words.innerHTML = words;
    const turn = axes.pca === 3 || (axes.units && axes.units.length === 3) ? " Arrow keys turn it." : "";
    this.stage.setAttribute("aria-label", `Hidden space. ${this.words.textContent}${turn}`);
  }
}
