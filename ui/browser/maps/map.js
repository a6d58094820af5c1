// The map of decision regions: colours mixed by probability, the boundary between classes, unit zero lines, points.

import { contextOf, fitCanvas, pixel, rgb, SRGB } from "../colours.js";
import { niceStep } from "../curves/ticks.js";
import { find, findAll } from "../find.js";
import { withMinus } from "../numbers.js";
import { covered, hidesDetails, onStage } from "../on_stage.js";
import { drawSymbol } from "../symbols.js";
import { classBoundary, joinPieces, zeroLines } from "./contours.js";
import { drawEarlier, nameEarlier } from "./earlier.js";
import { bestClass, drawGaussians } from "./gaussians.js";
import { areHatched } from "./look.js";
import { classOf, ForwardPass, softmax } from "./network.js";
import { drawTruth } from "./truth.js";
import { axisName, ownNumber, PLAIN } from "./units.js";

/** @import { Theme } from "../colours.js" */
/** @import { Line, Place } from "./contours.js" */
/** @import { Gaussian } from "./gaussians.js" */
/** @import { Network, Unit } from "./network.js" */
/** @import { Units } from "./units.js" */

/**
 * The plane that is shown: left, right, bottom, top.
 * @typedef {[number, number, number, number]} Extent
 */

/**
 * Inputs row by row, and classes from 0: `point_arrays` in `ui/plane/moments.py`.
 * @typedef {object} Points
 * @property {Float32Array} training_inputs
 * @property {Uint8Array} training_labels
 * @property {Float32Array} validation_inputs
 * @property {Uint8Array} validation_labels
 */

/**
 * What a map shows; `empty` while the points are of fewer than two classes, and there are no regions.
 * @typedef {Network & { extent: Extent, arrays: Points, empty?: boolean, units?: Units }} MappedRun
 */

/**
 * How regions are painted; others paint over "changed" and "pieces": `ui/regions/player/changes.js`, `pieces.js`.
 * @typedef {"soft" | "hard" | "hatched" | "changed" | "pieces"} Look
 */

/**
 * The units whose zero lines are drawn: the picked one, or all units of the first layer too; or edges of linear pieces.
 * @typedef {"picked" | "all" | "pieces"} UnitLines
 */

/**
 * The boundary of an earlier moment, in pixels of the map, and its name.
 * @typedef {{ lines: Line[], name: string }} Earlier
 */

/**
 * The forward pass behind one picture, on a grid of G × G points.
 * @typedef {{ forward: ForwardPass, G: number }} Picture
 */

const REST_GRID = 161; // points along a side while nothing moves
const PLAY_GRIDS = [32, 44, 60, 80, 100]; // while it plays: the finest that leaves time for 60 pictures a second
const PLAY_BUDGET = 10; // ms for one picture, so that 60 a second leave the browser some time of its own

/**
 * Points of a G × G grid, feature-major, row 0 on top.
 * @param {Extent} extent
 * @param {number} G
 */
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

/**
 * Fill an M × M image from K scores on a G × G grid. Scores are interpolated, not colours: colours between two
 * classes would be a blur as wide as a cell. Scores cross within one pixel, so regions stay sharp on a coarse grid.
 * @param {Uint32Array} image
 * @param {number} M
 * @param {Float32Array} scores
 * @param {number} G
 * @param {number} nClasses
 * @param {Theme} theme
 * @param {Look} look
 */
export function paintRegions(image, M, scores, G, nClasses, theme, look) {
  // Interpolated first along y, once for a row of pixels and each column of the grid, then along x for each pixel.
  const rows = Array.from({ length: nClasses }, () => new Float32Array(G + 1));
  const z = new Float64Array(nClasses);
  const last = G - 1;
  const paint = painterOf(look, nClasses, theme);
  for (let py = 0; py < M; py++) {
    // The middle of a pixel, in cells of the grid, whose outermost points lie on the rim of the image.
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
      image[py * M + px] = paint(z, best, px, py);
    }
  }
}

/**
 * What gives a pixel its colour. It is chosen once for a picture, since its pixels are many.
 * @param {Look} look
 * @param {number} nClasses
 * @param {Theme} theme
 * @returns {(z: Float64Array, best: number, px: number, py: number) => number}
 */
function painterOf(look, nClasses, theme) {
  const paint = plainPainterOf(look, nClasses, theme);
  if (look === "hatched" || !areHatched(look, theme)) return paint;
  const ink = pixel(rgb(theme.ink));
  return (z, best, px, py) => {
    const colour = paint(z, best, px, py);
    return isLine(best, px, py) ? mixed(colour, ink) : colour;
  };
}

/**
 * The same without the hatches over colours.
 * @param {Look} look
 * @param {number} nClasses
 * @param {Theme} theme
 * @returns {(z: Float64Array, best: number, px: number, py: number) => number}
 */
function plainPainterOf(look, nClasses, theme) {
  if (look === "hard") return (_z, best) => theme.regionPixels[best];
  if (look === "soft") return (z, best) => mixClasses(z, best, nClasses, theme);
  return (_z, best, px, py) => hatchPixel(best, px, py, theme); // "changed" too: other paint covers it
}

/**
 * Softmax of the scores, and a mix of the classes' colours in linear light. All of it is one pass without an array, as
 * it runs for every pixel. The largest score is subtracted, so that nothing overflows and its own power is 1.
 * @param {Float64Array} z
 * @param {number} best
 * @param {number} nClasses
 * @param {Theme} theme
 */
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
  const s = 4096 / total; // into the steps of the table SRGB
  return ((255 << 24) | (SRGB[(b * s) | 0] << 16) | (SRGB[(g * s) | 0] << 8) | SRGB[(r * s) | 0]) >>> 0;
}

const HATCHES = {
  light: { line: 120, fields: [226, 246, 206] },
  dark: { line: 150, fields: [52, 28, 70] },
};

/**
 * Whether a pixel lies on a line of its class's hatch: / for class 1, none for class 2, \ for class 3.
 * @param {number} k
 * @param {number} px
 * @param {number} py
 */
function isLine(k, px, py) {
  const slant = k === 0 ? px + py : px - py + 4096; // + 4096, since % of a negative number would be negative
  return k !== 1 && slant % 12 < 2;
}

const INK_IN_LINES = 0.4; // of a hatch over colours: fields and points stay what is seen first

/**
 * A region's pixel with ink in it.
 * @param {number} colour
 * @param {number} ink
 */
function mixed(colour, ink) {
  /** @type {(bit: number) => number} */
  const channel = (bit) => {
    const from = (colour >>> bit) & 255,
      to = (ink >>> bit) & 255;
    return Math.round(from + INK_IN_LINES * (to - from)) << bit;
  };
  return ((255 << 24) | channel(16) | channel(8) | channel(0)) >>> 0;
}

/**
 * Grey fields told apart by hatches.
 * @param {number} k
 * @param {number} px
 * @param {number} py
 * @param {Theme} theme
 */
function hatchPixel(k, px, py, theme) {
  const { line, fields } = HATCHES[theme.name],
    grey = isLine(k, px, py) ? line : fields[k % 3];
  return ((255 << 24) | (grey << 16) | (grey << 8) | grey) >>> 0;
}

/**
 * Round numbers within a span, none at its very ends.
 * @param {number} low
 * @param {number} high
 */
function ticks(low, high) {
  const step = niceStep(high - low, 5),
    list = [];
  for (let v = Math.ceil(low / step + 0.2) * step; v < high - 0.2 * step; v += step)
    list.push(+v.toPrecision(6));
  return list;
}

/**
 * What the axes of a figure were written with last: written again, they would have the whole page laid out anew.
 * @type {WeakMap<Element, string>}
 */
const axesWritten = new WeakMap();

/**
 * The numbers beside and below the map, in the visitor's own units.
 * @param {Element} root
 * @param {Extent} extent
 * @param {Units} [units]
 */
export function drawAxes(root, [left, right, bottom, top], units) {
  /** @type {(side: string, share: number, value: number) => string} */
  const tick = (side, share, value) =>
    `<span style="${side}:${100 * share}%">${withMinus(String(value))}</span>`;
  /** @type {(axis: 0 | 1, low: number, high: number) => [share: number, value: number][]} */
  const along = (axis, low, high) => {
    const [first, last] = [low, high].map((end) => ownNumber(units, axis, end));
    return ticks(first, last).map((value) => [(value - first) / (last - first), value]);
  };
  const below = along(0, left, right).map(([share, value]) => tick("left", share, value)),
    beside = along(1, bottom, top).map(([share, value]) => tick("top", 1 - share, value));
  const named = units && units.axes[1] !== PLAIN.axes[1] ? ' class="named"' : "",
    across = `${below.join("")}<b>${axisName(units, 0)}</b>`,
    upwards = `<b${named}>${axisName(units, 1)}</b>${beside.join("")}`;
  const axis = find(root, ".axis-x"),
    { width, fontSize } = getComputedStyle(axis),
    written = [across, upwards, width, fontSize].join("\n");
  if (axesWritten.get(root) === written) return;
  axesWritten.set(root, written);
  axis.innerHTML = across;
  find(root, ".axis-y").innerHTML = upwards;
  clearName(axis);
}

/**
 * No number half under the axis' name: a visitor's own may be long.
 * @param {HTMLElement} axis
 */
function clearName(axis) {
  const { left } = find(axis, "b").getBoundingClientRect();
  for (const tick of findAll(axis, "span")) if (tick.getBoundingClientRect().right > left) tick.remove();
}

const LEAST_WITH_RINGS = 208; // CSS pixels of a side; on a smaller map, two beside each other on a phone, rings hide it
export const MANY_WRONG = 60; // from here on a thin ring, or rings would hide the points

export class RegionMap {
  /** @type {MappedRun} */
  run;
  /** @type {Theme} */
  theme;
  /** @type {ForwardPass} */
  pointsForward;
  /** @type {Uint8Array} */
  labels;
  /**
   * The boundary of the picture that was painted last.
   * @type {Path2D}
   */
  boundary;

  /** @param {ParentNode} root */
  constructor(root) {
    this.box = find(root, ".map");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(root, ".regions");
    this.image = document.createElement("canvas"); // the regions, in pixels of their own
    this.points = document.createElement("canvas");
    this.ring = document.createElement("canvas"); // around a point that is wrong
    this.thinRing = document.createElement("canvas");
    this.ringSide = 0;
    this.size = 0; // of a side, in CSS pixels; 0 while the map is not laid out
    this.radius = 0;
    this.leastRadius = 3.4;
    this.hidesRings = false; // whether a view keeps them away
    this.isSmall = false; // too small for rings, names and validation points
    this.nTraining = 0;
    this.wrong = 0; // points in the picture that was painted last
    this.cover = ""; // the name by which a scene covers this map alone
    this.hasPickedLine = false; // whether the picked unit's z is 0 anywhere in that picture
    this.drawn = ""; // what the canvas of points shows
    this.playGrid = PLAY_GRIDS.length - 1; // the number of the grid while it plays
    /**
     * What the last pictures took, in ms.
     * @type {number[]}
     */
    this.costs = [];
    /**
     * A forward pass for each grid in use, by the points along its side.
     * @type {Map<number, ForwardPass>}
     */
    this.forwards = new Map();
    /**
     * The Bayes boundary, where it is shown.
     * @type {Line[] | null}
     */
    this.truth = null;
    /**
     * What the classes are made of, where that is shown: rings then stand around what the best rule gets wrong.
     * @type {Gaussian[] | null}
     */
    this.gaussians = null;
    /** @type {ImageData | null} */
    this.pixels = null;
  }

  /**
   * Data and network; the canvases are painted later.
   * @param {MappedRun} run
   */
  setRun(run) {
    this.run = run;
    this.forwards.clear();
    this.setPoints(run.arrays);
  }

  /**
   * Training points, then validation points, from the arrays of a block or from a hand that draws.
   * @param {Points} points
   */
  setPoints({ training_inputs: t, validation_inputs: v, training_labels: tl, validation_labels: vl }) {
    const n = tl.length + vl.length,
      xy = new Float32Array(2 * n); // feature-major, as the forward pass wants it
    for (let i = 0; i < n; i++) {
      const [source, p] = i < tl.length ? [t, i] : [v, i - tl.length];
      xy[i] = source[2 * p];
      xy[n + i] = source[2 * p + 1];
    }
    this.labels = Uint8Array.from([...tl, ...vl]);
    this.nTraining = tl.length;
    this.pointsForward = new ForwardPass(this.run.sizes, this.run.activations, xy, this.run.inputs);
    if (this.size) this.drawPoints();
  }

  /**
   * All points of a class, moved: more noise or another centre never draws other points.
   * @param {number} k
   * @param {number} dx
   * @param {number} dy
   */
  shiftClass(k, dx, dy) {
    const { points, n } = this.pointsForward;
    this.labels.forEach((label, i) => {
      if (label !== k) return;
      points[i] += dx;
      points[n + i] += dy;
    });
    this.pointsForward.moved();
    this.drawPoints();
  }

  /**
   * The forward pass over a grid of G × G points; made once, as its arrays are large.
   * @param {number} G
   */
  forward(G) {
    const { sizes, activations, extent, inputs } = this.run;
    const forward =
      this.forwards.get(G) ?? new ForwardPass(sizes, activations, gridPoints(extent, G), inputs);
    this.forwards.set(G, forward);
    return forward;
  }

  /**
   * The map's box has another size, or the theme has changed. Points grow with the map, within limits.
   * @param {Theme} theme
   */
  resize(theme) {
    this.theme = theme;
    this.size = this.box.clientWidth;
    const radius = (4.6 * this.size) / 500;
    this.radius = Math.max(this.leastRadius * theme.markScale, onStage() ? radius : Math.min(6, radius));
    if (!this.size) return;
    this.drawPoints();
    this.drawRing();
  }

  // One ring as a picture of its own, since a picture is stamped faster than a circle is stroked.
  drawRing() {
    const side = (this.ringSide = 4 * this.radius + 12); // the ring's diameter, and room for its line and halo
    /** @type {(canvas: HTMLCanvasElement, reach: number) => [CanvasRenderingContext2D, Path2D]} */
    const circle = (canvas, reach) => {
      const context = fitCanvas(canvas, side, side),
        path = new Path2D();
      context.clearRect(0, 0, side, side);
      path.arc(side / 2, side / 2, this.radius * reach, 0, 2 * Math.PI);
      return [context, path];
    };
    this.strokeWithHalo(...circle(this.ring, 2), this.theme.boundary, 2, []);
    const [context, path] = circle(this.thinRing, 1.45);
    context.strokeStyle = this.theme.boundary;
    context.lineWidth = 1.2 * this.theme.markScale;
    context.stroke(path);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Place}
   */
  toScreen(x, y) {
    const [left, right, bottom, top] = this.run.extent;
    return [((x - left) / (right - left)) * this.size, ((top - y) / (top - bottom)) * this.size];
  }

  // The points are drawn anew only where they look different: another seed of the weights, say, leaves them as they
  // are. A thousand symbols with their halos take longer than all the rest of a picture.
  drawPoints() {
    const { size, radius, theme, labels, run } = this;
    const drawn = [
      size,
      radius,
      theme.name,
      window.devicePixelRatio,
      this.nTraining,
      this.hidesValidation,
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
        if (i >= this.nTraining !== validation || (validation && this.hidesValidation)) continue;
        const [x, y] = this.screenPoint(i);
        drawSymbol(context, this.labels[i], x, y, this.radius, validation, this.theme);
      }
    }
  }

  /** @param {number} i */
  screenPoint(i) {
    const { points, n } = this.pointsForward;
    return this.toScreen(points[i], points[n + i]);
  }

  /** Training points alone where a map is small; and on the stage, unless its details are asked for. */
  get hidesValidation() {
    return this.isSmall || hidesDetails();
  }

  get nClasses() {
    return this.run.sizes[this.run.sizes.length - 1];
  }

  /**
   * Paint one picture, for the parameters of one moment. It gives the forward pass, which the unit maps show too.
   * @param {Float32Array} params
   * @param {object} options
   * @param {boolean} options.atRest
   * @param {Look} options.look
   * @param {UnitLines} options.lines
   * @param {Unit | null} options.picked
   * @param {Earlier | null} [options.earlier]
   * @param {(context: CanvasRenderingContext2D) => void} [options.over] draws over the regions, below all lines
   * @returns {Picture}
   */
  paint(params, { atRest, look, lines, picked, earlier, over }) {
    const G = atRest ? REST_GRID : PLAY_GRIDS[this.playGrid];
    const forward = this.forward(G),
      { nClasses } = this;
    forward.run(params);
    if (this.run.empty || this.isCovered) return this.paintEmpty(forward, G);

    // While it plays, few pixels are painted. The browser scales them up, and the boundary is stroked over them and
    // hides how coarse they are. Hatches need a pixel for each of the screen's: scaled, they would flicker.
    const pixels = atRest ? Math.min(this.size, onStage() ? 1000 : 500) : Math.min(this.size / 2, 200),
      M = Math.round(areHatched(look, this.theme) ? this.size : pixels);
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    paintRegions(new Uint32Array(this.pixels.data.buffer), M, forward.scores, G, nClasses, this.theme, look);
    contextOf(this.image).putImageData(this.pixels, 0, 0);
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.drawImage(this.image, 0, 0, this.size, this.size);
    over?.(context);
    if (earlier) drawEarlier(context, this, earlier.lines);
    this.drawBoundary(context, forward, G);
    if (this.gaussians) drawGaussians(context, this, this.gaussians, true);
    if (this.truth) drawTruth(context, this, this.truth);
    this.drawUnitLines(context, params, forward, G, lines, picked);
    context.drawImage(this.points, 0, 0, this.size, this.size);
    this.drawRings(context, params);
    if (earlier) nameEarlier(context, this, earlier.lines, earlier.name);
    return { forward, G };
  }

  /** Whether a scene covers the regions, on all maps or on this one. */
  get isCovered() {
    return covered("regions") || (this.cover !== "" && covered(this.cover));
  }

  /**
   * Points alone: they are of fewer than two classes, and there are no regions yet; or a scene covers the regions.
   * @param {ForwardPass} forward
   * @param {number} G
   */
  paintEmpty(forward, G) {
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.fillStyle = this.theme.panel;
    context.fillRect(0, 0, this.size, this.size);
    if (this.gaussians) drawGaussians(context, this, this.gaussians);
    context.drawImage(this.points, 0, 0, this.size, this.size);
    this.wrong = 0;
    return { forward, G };
  }

  /**
   * Choose a finer or a coarser grid for the next pictures, from the median of what nine took: single ones are noisy. A
   * finer grid must keep the budget too, and its cost grows with its points; else the grid would go back and forth.
   * @param {number} ms
   */
  adapt(ms) {
    this.costs.push(ms);
    if (this.costs.length < 9) return;
    const median = this.costs.sort((a, b) => a - b)[4];
    this.costs = [];
    const finer = (PLAY_GRIDS[this.playGrid + 1] / PLAY_GRIDS[this.playGrid]) ** 2;
    if (median > PLAY_BUDGET && this.playGrid > 0) this.playGrid--;
    else if (median * finer < 0.9 * PLAY_BUDGET && this.playGrid < PLAY_GRIDS.length - 1) this.playGrid++;
  }

  /**
   * The boundary between classes. Its pieces are joined to long lines, which one stroke with round joins draws.
   * @param {ForwardPass} forward
   * @param {number} G
   */
  boundaryPath(forward, G) {
    return this.pathOf(this.boundaryLines(forward, G), G);
  }

  /**
   * Its lines, in cells of the grid.
   * @param {ForwardPass} forward
   * @param {number} G
   */
  boundaryLines(forward, G) {
    /** @type {Line[]} */
    const pieces = [];
    classBoundary(forward.scores, G, this.nClasses, (x1, y1, x2, y2) =>
      pieces.push([
        [x1, y1],
        [x2, y2],
      ]),
    );
    return joinPieces(pieces);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ForwardPass} forward
   * @param {number} G
   */
  drawBoundary(context, forward, G) {
    this.boundary = this.boundaryPath(forward, G);
    this.strokeWithHalo(context, this.boundary, this.theme.boundary, 2, []);
  }

  /**
   * Polylines in cells of the grid as a path on the screen.
   * @param {Line[]} lines
   * @param {number} G
   */
  pathOf(lines, G) {
    const path = new Path2D(),
      step = this.size / (G - 1);
    for (const line of lines)
      line.forEach(([x, y], i) => (i ? path.lineTo(x * step, y * step) : path.moveTo(x * step, y * step)));
    return path;
  }

  /**
   * A line over a wider one in the colour of the ground, so that it is seen on every region.
   * @param {CanvasRenderingContext2D} context
   * @param {Path2D} path
   * @param {string} colour
   * @param {number} width
   * @param {number[]} dash
   */
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

  /**
   * Dashed violet: the zero line of the picked unit, or of every unit of the first layer.
   * @param {CanvasRenderingContext2D} context
   * @param {Float32Array} params
   * @param {ForwardPass} forward
   * @param {number} G
   * @param {UnitLines} lines
   * @param {Unit | null} picked
   */
  drawUnitLines(context, params, forward, G, lines, picked) {
    const chosen = picked ? [picked] : [];
    this.hasPickedLine = false;
    if (lines === "all" && this.run.activations.length) {
      for (let unit = 0; unit < this.run.sizes[1]; unit++) chosen.unshift({ layer: 0, unit });
    }
    chosen.forEach(({ layer, unit }) => {
      if (layer >= this.run.activations.length) return;
      const isPicked = picked && picked.layer === layer && picked.unit === unit;
      const found = zeroLines(forward.unitScores(params, layer, unit), G),
        path = this.pathOf(found, G);
      if (isPicked) this.hasPickedLine = found.length > 0;
      this.strokeWithHalo(context, path, this.theme.negative, isPicked ? 2.4 : 1.4, [8, 5]);
    });
  }

  /**
   * A ring around every point that the network gets wrong, where there is room; it also counts them.
   * @param {CanvasRenderingContext2D} context
   * @param {Float32Array} params
   */
  drawRings(context, params) {
    if (this.isSmall) return;
    const scores = this.pointsForward.run(params),
      { n } = this.pointsForward,
      { nClasses, ringSide: side } = this;
    const wrong = [];
    for (let i = 0; i < n; i++) {
      if (i >= this.nTraining && this.hidesValidation) continue;
      if (classOf(scores, i, n, nClasses) !== this.labels[i]) wrong.push(i);
    }
    const ringed = this.gaussians ? this.wrongByBestRule(this.gaussians) : this.hidesRings ? [] : wrong;
    const ring = ringed.length > MANY_WRONG ? this.thinRing : this.ring;
    for (const i of this.size < LEAST_WITH_RINGS ? [] : ringed) {
      const [x, y] = this.screenPoint(i);
      context.drawImage(ring, x - side / 2, y - side / 2, side, side);
    }
    this.wrong = wrong.length;
  }

  /**
   * Those of the points that are shown which the best rule gets wrong.
   * @param {Gaussian[]} gaussians
   */
  wrongByBestRule(gaussians) {
    const { points, n } = this.pointsForward;
    return [...this.labels.subarray(0, this.nShown).keys()].filter(
      (i) => bestClass(gaussians, points[i], points[n + i]) !== this.labels[i],
    );
  }

  get nShown() {
    return this.hidesValidation ? this.nTraining : this.labels.length;
  }

  /**
   * z and y of each class at a place in data units.
   * @param {Float32Array} params
   * @param {number} x
   * @param {number} y
   */
  valuesAt(params, x, y) {
    const one = new ForwardPass(this.run.sizes, this.run.activations, Float32Array.of(x, y), this.run.inputs);
    const scores = Array.from(one.run(params));
    return { scores, probabilities: softmax(scores) };
  }
}
