// A plate: weights at fixed places on a canvas, as a Hinton diagram or as a heat map. In a Hinton diagram a square's
// area is the weight's size, on one scale for all; positive is filled, negative hollow. Both are painted pixel by
// pixel, edges in shares of a pixel: so area is honest also where squares are small, and ten diagrams take a few
// milliseconds.

import { contextOf, pixel, rgb, signedPixel } from "../../browser/colours.js";
import { signedPlace, SIDE } from "../picture.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Scale } from "./moments.js" */

/**
 * A theme with the colour of the edges of positive squares; `positive` is the half of a scale there.
 * @typedef {Theme & { plus: string }} PlateTheme
 */

/**
 * Where each value stands: its left and its top edge.
 * @typedef {object} Places
 * @property {number} width
 * @property {number} height
 * @property {number} cell side of a value's place
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {number} biases how many values are biases, the last ones
 * @property {number} roomForBias sides of the places that a bias may fill
 */

/**
 * `head` is the room above for the names of the columns.
 * @typedef {Places & { across: number, bands: number, margin: number, head: number }} MatrixPlaces
 */

/** @typedef {(i: number) => number} Values */

export const TALL = 30.5 / 28; // height of 28 × 28 pixels with the bias, in widths

/**
 * 28 × 28 pixels, the first one top left, and below them, apart, the bias, which may be larger than a pixel's place.
 * @param {number} width
 * @returns {Places}
 */
export function squarePlaces(width) {
  const cell = width / SIDE,
    n = SIDE * SIDE,
    x = new Float32Array(n + 1),
    y = new Float32Array(n + 1);
  for (let i = 0; i < n; i++) {
    x[i] = (i % SIDE) * cell;
    y[i] = Math.floor(i / SIDE) * cell;
  }
  x[n] = 0.5 * cell;
  y[n] = 29 * cell;
  return { width, height: TALL * width, cell, x, y, biases: 1, roomForBias: 2 };
}

/**
 * The same without the bias.
 * @param {number} width
 * @returns {Places}
 */
export function pixelPlaces(width) {
  const places = squarePlaces(width),
    n = SIDE * SIDE;
  return { ...places, height: width, x: places.x.subarray(0, n), y: places.y.subarray(0, n), biases: 0 };
}

/**
 * A matrix, both its rows and its columns in an order, in as many bands one below the other as make the cells
 * largest. A row's bias stands apart behind its last column. Values are counted row by row, unsorted; the biases
 * follow.
 * @param {number} whole width with the margin
 * @param {number} height
 * @param {number[]} rowOrder
 * @param {number[]} columnOrder
 * @param {number} margin for the rows' names
 * @returns {MatrixPlaces}
 */
export function matrixPlaces(whole, height, rowOrder, columnOrder, margin) {
  const rows = rowOrder.length,
    columns = columnOrder.length;
  const { cell, across, bands } = largestBands(whole - margin, height, rows, columns),
    n = rows * columns,
    x = new Float32Array(n + rows),
    y = new Float32Array(n + rows);
  rowOrder.forEach((row, down) => {
    columnOrder.forEach((column, place) => {
      x[row * columns + column] = margin + (place % across) * cell;
      y[row * columns + column] = (Math.floor(place / across) * (rows + 1) + down) * cell;
    });
    x[n + row] = margin + (columns - (bands - 1) * across + 0.5) * cell;
    y[n + row] = ((bands - 1) * (rows + 1) + down) * cell;
  });
  return {
    width: margin + across * cell,
    height: (bands * (rows + 1) - 1) * cell,
    cell,
    x,
    y,
    across,
    bands,
    margin,
    head: 0,
    biases: rows,
    roomForBias: 1,
  };
}

/**
 * The same with room above it for the names of its columns.
 * @param {MatrixPlaces} places
 * @param {number} head
 * @returns {MatrixPlaces}
 */
export const withHead = (places, head) => ({
  ...places,
  head,
  height: places.height + head,
  y: places.y.map((y) => y + head),
});

const LEAST_ACROSS = 8; // columns in a band
const LEAST_CELLS = 9; // cells that fit side by side in any case: a small matrix does not fill the stage

/**
 * @param {number} width
 * @param {number} height
 * @param {number} rows
 * @param {number} columns
 */
function largestBands(width, height, rows, columns) {
  let best = { cell: 0, across: columns + 2, bands: 1 }; // where there is no room, as in a page that is going away
  for (let n = 1; n <= Math.ceil(columns / LEAST_ACROSS); n++) {
    const across = Math.ceil((columns + 2) / n), // two more: a gap and the bias
      bands = Math.ceil(columns / across);
    const cell = Math.min(width / across, height / (bands * (rows + 1) - 1), width / LEAST_CELLS);
    if (cell > best.cell) best = { cell, across, bands };
  }
  return best;
}

/**
 * Units as cells of a block that is about as wide as high, in an order.
 * @param {number} width
 * @param {number[]} order
 * @returns {Places}
 */
export function blockPlaces(width, order) {
  const count = order.length,
    across = Math.ceil(Math.sqrt(count)),
    cell = Math.min(width / across, width / 4);
  const x = new Float32Array(count),
    y = new Float32Array(count);
  order.forEach((unit, place) => {
    x[unit] = (place % across) * cell;
    y[unit] = Math.floor(place / across) * cell;
  });
  return { width, height: Math.ceil(count / across) * cell, cell, x, y, biases: 0, roomForBias: 1 };
}

const MOST_SIDE = Math.SQRT2; // of a weight's square, in places: a difference is at most twice what fills one
const LEAST_FRAMED = 6; // pixels: smaller cells have no frame around a bias

export class Plate {
  /** @type {Places} */
  places;
  /** @type {ImageData | undefined} */
  image;
  /** @type {Uint32Array} */
  pixels;
  ratio = 1; // pixels of the screen to a CSS pixel

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = contextOf(canvas);
  }

  /** @param {Places} places */
  setPlaces(places) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(places.width * ratio)),
      height = Math.max(1, Math.round(places.height * ratio));
    this.places = places;
    this.ratio = ratio;
    this.canvas.style.width = `${places.width}px`;
    this.canvas.style.height = `${places.height}px`;
    if (this.image && this.image.width === width && this.image.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /**
   * @param {string} diagram "hinton" or "heat"
   * @param {Values} value
   * @param {Scale} scale
   * @param {PlateTheme} theme
   */
  paint(diagram, value, scale, theme) {
    const { image } = this;
    if (!image) return;
    this.pixels.fill(pixel(rgb(diagram === "hinton" ? theme.hinton : theme.weights[2])));
    if (diagram === "hinton") this.paintSquares(value, scale.limit, theme, image);
    else this.paintColours(value, scale.span, theme, image);
    this.context.putImageData(image, 0, 0);
    if (this.places.cell >= LEAST_FRAMED) this.frameBiases(theme);
  }

  /**
   * A bias is no weight of an input: a frame sets it apart.
   * @param {PlateTheme} theme
   */
  frameBiases(theme) {
    const { context, places, ratio } = this,
      { cell, x, y, biases, roomForBias } = places;
    context.strokeStyle = theme.line;
    context.lineWidth = ratio;
    const side = Math.floor(cell * roomForBias * ratio - ratio),
      out = ((roomForBias - 1) / 2) * cell;
    /** @param {number} v */
    const at = (v) => Math.round((v - out) * ratio) + ratio / 2;
    for (let i = x.length - biases; i < x.length; i++) context.strokeRect(at(x[i]), at(y[i]), side, side);
  }

  /**
   * @param {Values} value
   * @param {number} span
   * @param {PlateTheme} theme
   * @param {ImageData} image
   */
  paintColours(value, span, theme, { width, height }) {
    const { pixels, ratio } = this,
      { x, y, cell } = this.places;
    for (let i = 0; i < x.length; i++) {
      const place = signedPlace(value(i) / span);
      const left = Math.round(x[i] * ratio),
        right = Math.min(width, Math.round((x[i] + cell) * ratio));
      const bottom = Math.min(height, Math.round((y[i] + cell) * ratio));
      for (let row = Math.round(y[i] * ratio); row < bottom; row++)
        for (let column = left; column < right; column++)
          pixels[row * width + column] = signedPixel(theme.signed, place, column, row);
    }
  }

  /**
   * @param {Values} value
   * @param {number} limit
   * @param {PlateTheme} theme
   * @param {ImageData} image
   */
  paintSquares(value, limit, theme, image) {
    const { ratio } = this,
      { x, y, cell, biases, roomForBias } = this.places,
      side = cell * ratio,
      edge = Math.max(1, 0.09 * side);
    const ground = rgb(theme.hinton);
    const up = { ground, line: rgb(theme.plus), fill: rgb(theme.weights[4]) },
      down = { ground, line: rgb(theme.negative), fill: ground };
    for (let i = 0; i < x.length; i++) {
      const v = value(i),
        room = i < x.length - biases ? MOST_SIDE : roomForBias,
        size = side * Math.min(room, Math.sqrt(Math.abs(v) / limit));
      if (size <= 0.05) continue;
      const middle = { x: (x[i] + cell / 2) * ratio, y: (y[i] + cell / 2) * ratio };
      this.square(image, middle, size, edge, v < 0 ? down : up);
    }
  }

  /**
   * A square with an edge inside it; each pixel takes of the colours as much as they cover of it.
   * @param {ImageData} image
   * @param {{ x: number, y: number }} middle
   * @param {number} size
   * @param {number} edge
   * @param {{ ground: number[], line: number[], fill: number[] }} inks
   */
  square({ width, height }, { x, y }, size, edge, { ground, line, fill }) {
    const { pixels } = this,
      half = size / 2,
      inner = Math.max(0, half - edge);
    const left = Math.max(0, Math.floor(x - half)),
      right = Math.min(width, Math.ceil(x + half));
    const bottom = Math.min(height, Math.ceil(y + half));
    for (let row = Math.max(0, Math.floor(y - half)); row < bottom; row++) {
      const high = covered(row, y, half),
        innerHigh = covered(row, y, inner);
      for (let column = left; column < right; column++) {
        const all = high * covered(column, x, half),
          inside = innerHigh * covered(column, x, inner);
        const g = 1 - all,
          l = all - inside;
        const r = g * ground[0] + l * line[0] + inside * fill[0] + 0.5,
          gr = g * ground[1] + l * line[1] + inside * fill[1] + 0.5;
        const b = g * ground[2] + l * line[2] + inside * fill[2] + 0.5;
        pixels[row * width + column] = ((255 << 24) | (b << 16) | (gr << 8) | r) >>> 0;
      }
    }
  }

  /**
   * The place under a point in pixels of the page, or −1.
   * @param {number} clientX
   * @param {number} clientY
   */
  placeAt(clientX, clientY) {
    const box = this.canvas.getBoundingClientRect(),
      { x, y, cell } = this.places;
    const left = clientX - box.left,
      top = clientY - box.top;
    for (let i = 0; i < x.length; i++)
      if (left >= x[i] && left < x[i] + cell && top >= y[i] && top < y[i] + cell) return i;
    return -1;
  }
}

/**
 * How much of the pixel from v to v + 1 lies within so far of a middle.
 * @param {number} v
 * @param {number} middle
 * @param {number} half
 */
function covered(v, middle, half) {
  const from = middle - half,
    to = middle + half;
  return Math.max(0, (to < v + 1 ? to : v + 1) - (from > v ? from : v));
}
