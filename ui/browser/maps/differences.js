// Where two networks, or two moments of one, answer differently: grey where they agree, stripes of both class colours
// where they do not.

import { contextOf, fitCanvas, pixel, rgb, SRGB, toLinear } from "../colours.js";
import { find } from "../find.js";
import { covered } from "../on_stage.js";
import { classOf } from "./network.js";

/** @import { Theme } from "../colours.js" */
/** @import { ForwardPass } from "./network.js" */

const STRIPE = 7; // CSS pixels of one colour, measured along a row

// How much of a class's point is in its stripe, the rest is of its region: stripes stand out from the grey and from the
// points, and of two classes they differ in lightness too.
const OF_POINT = { light: 0.5, dark: 0.25 };

/**
 * The answer at each point of a grid, and of each cell: a class where all four corners agree (then everything
 * between them does, too, since scores are interpolated), else −1.
 * @param {Float32Array} scores
 * @param {number} G
 * @param {number} nClasses
 */
function answersOf(scores, G, nClasses) {
  const n = G * G,
    best = new Int8Array(n),
    cells = new Int8Array(n);
  for (let p = 0; p < n; p++) best[p] = classOf(scores, p, n, nClasses);
  for (let row = 0; row < G - 1; row++) {
    for (let column = 0; column < G - 1; column++) {
      const p = row * G + column,
        k = best[p];
      cells[p] = best[p + 1] === k && best[p + G] === k && best[p + G + 1] === k ? k : -1;
    }
  }
  return { best, cells };
}

/**
 * The class of the largest interpolated score at (fx, fy) within the cell at p.
 * @param {Float32Array} scores
 * @param {number} p
 * @param {number} G
 * @param {number} fx
 * @param {number} fy
 * @param {number} nClasses
 */
function answerWithin(scores, p, G, fx, fy, nClasses) {
  let best = 0,
    most = -Infinity;
  for (let k = 0; k < nClasses; k++) {
    const a = k * G * G + p,
      top = scores[a] + fx * (scores[a + 1] - scores[a]);
    const z = top + fy * (scores[a + G] + fx * (scores[a + G + 1] - scores[a + G]) - top);
    if (z > most) {
      most = z;
      best = k;
    }
  }
  return best;
}

export class DifferenceMap {
  /** @type {Theme} */
  theme;

  /** @param {ParentNode} box */
  constructor(box) {
    this.box = box;
    /** @type {HTMLCanvasElement} */
    this.canvas = find(box, ".regions");
    this.image = document.createElement("canvas");
    this.size = 0;
    this.cover = ""; // the name by which a scene covers this map alone
    this.share = 0; // of the plane on which the answers differ
    this.grey = 0;
    /** @type {number[]} */
    this.stripes = [];
    /** @type {ImageData | null} */
    this.pixels = null;
  }

  /**
   * @param {Theme} theme
   * @param {number} size
   */
  resize(theme, size) {
    this.theme = theme;
    this.size = size;
    const share = OF_POINT[theme.name];
    this.stripes = theme.points.map((colour, k) => {
      const point = rgb(colour).map(toLinear),
        region = theme.regionsLinear[k];
      return pixel(point.map((v, c) => SRGB[Math.round(4096 * (share * v + (1 - share) * region[c]))]));
    });
    this.grey = pixel(rgb(theme.hinton));
    /** @type {HTMLElement | null} */
    const key = this.box.querySelector(".stripes");
    for (const k of [0, 1]) {
      const channels = [0, 8, 16].map((bit) => (this.stripes[k] >> bit) & 255);
      key?.style.setProperty(`--stripe-${k + 1}`, `rgb(${channels})`);
    }
  }

  /**
   * @param {ForwardPass[]} forwards two passes over the same grid
   * @param {number} G
   * @param {number} nClasses
   * @param {{ boundary: Path2D, points: HTMLCanvasElement }[]} maps of both; their boundaries are the outlines
   * @param {boolean} atRest
   */
  paint(forwards, G, nClasses, maps, atRest) {
    const scores = forwards.map((forward) => forward.scores),
      n = G * G;
    const [one, other] = scores.map((each) => answersOf(each, G, nClasses));
    let differing = 0;
    for (let p = 0; p < n; p++) if (one.best[p] !== other.best[p]) differing++;
    this.share = differing / n;
    if (this.isCovered) return this.paintPoints(maps[0].points);

    const ratio = atRest ? Math.min(window.devicePixelRatio || 1, 2) : 1,
      M = Math.round(this.size * ratio);
    if (!this.pixels || this.image.width !== M) {
      this.image.width = this.image.height = M;
      this.pixels = new ImageData(M, M);
    }
    const image = new Uint32Array(this.pixels.data.buffer);
    this.fill(image, M, scores, [one.cells, other.cells], G, nClasses, STRIPE * ratio);
    contextOf(this.image).putImageData(this.pixels, 0, 0);
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.drawImage(this.image, 0, 0, this.size, this.size);
    context.strokeStyle = this.theme.boundary;
    context.lineWidth = 1.3 * this.theme.markScale;
    maps.forEach((map) => context.stroke(map.boundary));
    context.drawImage(maps[0].points, 0, 0, this.size, this.size);
  }

  /** Whether a scene covers the regions, on all maps or on this one. */
  get isCovered() {
    return covered("regions") || (this.cover !== "" && covered(this.cover));
  }

  /**
   * The points alone: a scene covers the regions.
   * @param {HTMLCanvasElement} points
   */
  paintPoints(points) {
    const context = fitCanvas(this.canvas, this.size, this.size);
    context.fillStyle = this.theme.panel;
    context.fillRect(0, 0, this.size, this.size);
    context.drawImage(points, 0, 0, this.size, this.size);
  }

  /**
   * Cell by cell along each row of pixels: where a whole cell has one answer, as most have, no pixel of it is
   * reckoned.
   * @param {Uint32Array} image
   * @param {number} M
   * @param {Float32Array[]} scores
   * @param {Int8Array[]} cells
   * @param {number} G
   * @param {number} nClasses
   * @param {number} stripe
   */
  fill(image, M, scores, cells, G, nClasses, stripe) {
    const last = G - 1,
      period = 2 * stripe;
    const starts = Array.from({ length: G }, (_, column) =>
      Math.min(M, Math.ceil((column * M) / last - 0.5)),
    );
    for (let py = 0; py < M; py++) {
      const gy = ((py + 0.5) / M) * last,
        row = Math.min(Math.floor(gy), last - 1),
        fy = gy - row;
      for (let column = 0; column < last; column++) {
        const p = row * G + column,
          from = py * M + starts[column],
          to = py * M + (column === last - 1 ? M : starts[column + 1]);
        const a = cells[0][p],
          b = cells[1][p];
        if (a === b && a >= 0) {
          image.fill(this.grey, from, to);
          continue;
        }
        for (let i = from; i < to; i++) {
          const px = i - py * M,
            fx = ((px + 0.5) / M) * last - column;
          const one = a >= 0 ? a : answerWithin(scores[0], p, G, fx, fy, nClasses);
          const other = b >= 0 ? b : answerWithin(scores[1], p, G, fx, fy, nClasses);
          image[i] = one === other ? this.grey : this.stripes[(px + py) % period < stripe ? one : other];
        }
      }
    }
  }
}
