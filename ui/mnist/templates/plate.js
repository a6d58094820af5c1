// A plate: weights at fixed places on a canvas, as a Hinton diagram or as a heat map. In a Hinton diagram a square's area is
// the weight's size, on one scale for all; positive is filled, negative hollow. Painted pixel by pixel, edges in shares of
// a pixel, so that area is honest also where squares are small, and ten diagrams take a few milliseconds.

import { pixel, rgb } from "../../browser/colours.js";
import { SIDE } from "./moments.js";

export const TALL = 30.5 / 28; // height of 28 × 28 pixels with the bias, in widths

// 28 × 28 pixels, the first one top left, and below them, apart, the bias, which may be larger than a pixel's place.
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

// A matrix of rows × columns, both in an order, in as many bands one below the other as make the cells largest; a row's
// bias stands apart behind its last column; a margin is left for the rows' names. Value i of the matrix is row by row, unsorted; the biases follow.
export function matrixPlaces(whole, height, rows, columns, order, rowOrder, margin) {
  const width = whole - margin;
  let best = { cell: 0, across: columns + 2, bands: 1 }; // where there is no room, as in a page that is going away
  for (let n = 1; n <= Math.ceil(columns / 8); n++) {
    const across = Math.ceil((columns + 2) / n),
      bands = Math.ceil(columns / across); // two more: a gap and the bias
    const cell = Math.min(width / across, height / (bands * (rows + 1) - 1), width / 9);
    if (cell > best.cell) best = { cell, across, bands };
  }
  const { cell, across, bands } = best,
    n = rows * columns,
    x = new Float32Array(n + rows),
    y = new Float32Array(n + rows);
  rowOrder.forEach((row, down) => {
    order.forEach((column, place) => {
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
    biases: rows,
    roomForBias: 1,
  };
}

// Units as cells of a block that is about as wide as high, in an order.
export function blockPlaces(width, count, order) {
  const across = Math.ceil(Math.sqrt(count)),
    cell = Math.min(width / across, width / 4);
  const x = new Float32Array(count),
    y = new Float32Array(count);
  order.forEach((unit, place) => {
    x[unit] = (place % across) * cell;
    y[unit] = Math.floor(place / across) * cell;
  });
  return { width, height: Math.ceil(count / across) * cell, cell, x, y, biases: 0, roomForBias: 1 };
}

export class Plate {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  setPlaces(places) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(places.width * ratio)),
      height = Math.max(1, Math.round(places.height * ratio));
    Object.assign(this, { places, ratio });
    this.canvas.style.width = `${places.width}px`;
    this.canvas.style.height = `${places.height}px`;
    if (this.image && this.image.width === width && this.image.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  // kind: "hinton" or "heat"; value(i): what stands at place i; scale: from Moments.scaleOf.
  paint(kind, value, scale, theme) {
    const { pixels, places, context } = this,
      n = places.x.length;
    pixels.fill(pixel(rgb(kind === "hinton" ? theme.hinton : theme.weights[2])));
    if (kind === "hinton") this.paintSquares(value, scale.limit, theme);
    else this.paintColours(value, scale.span, theme);
    context.putImageData(this.image, 0, 0);
    if (places.cell < 6) return;
    context.strokeStyle = theme.line; // a frame around what is no weight of an input
    context.lineWidth = this.ratio;
    const side = places.cell * places.roomForBias * this.ratio,
      out = ((places.roomForBias - 1) / 2) * places.cell;
    for (let i = n - places.biases; i < n; i++) {
      const at = (v) => Math.round((v - out) * this.ratio) + this.ratio / 2;
      context.strokeRect(
        at(places.x[i]),
        at(places.y[i]),
        Math.floor(side - this.ratio),
        Math.floor(side - this.ratio),
      );
    }
  }

  paintColours(value, span, theme) {
    const { pixels, ratio } = this,
      { x, y, cell } = this.places,
      { width, height } = this.image;
    for (let i = 0; i < x.length; i++) {
      const colour = theme.signed[Math.max(0, Math.min(255, Math.round(127.5 * (1 + value(i) / span))))];
      const left = Math.round(x[i] * ratio),
        right = Math.min(width, Math.round((x[i] + cell) * ratio));
      const bottom = Math.min(height, Math.round((y[i] + cell) * ratio));
      for (let row = Math.round(y[i] * ratio); row < bottom; row++)
        pixels.fill(colour, row * width + left, row * width + right);
    }
  }

  paintSquares(value, limit, theme) {
    const { ratio } = this,
      { x, y, cell, biases, roomForBias } = this.places,
      side = cell * ratio,
      edge = Math.max(1, 0.09 * side);
    const ground = rgb(theme.hinton);
    const inks = { up: [rgb(theme.plus), rgb(theme.weights[4])], down: [rgb(theme.negative), ground] };
    for (let i = 0; i < x.length; i++) {
      const v = value(i),
        room = i < x.length - biases ? 1 : roomForBias,
        size = side * Math.min(room, Math.sqrt(Math.abs(v) / limit));
      if (size > 0.05)
        this.square(
          (x[i] + cell / 2) * ratio,
          (y[i] + cell / 2) * ratio,
          size,
          edge,
          ground,
          v < 0 ? inks.down : inks.up,
        );
    }
  }

  // A square with an edge inside it; each pixel takes of the colours as much as they cover of it.
  square(x, y, size, edge, ground, [line, fill]) {
    const { pixels } = this,
      { width, height } = this.image,
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

  // The place under a point in pixels of the page, or −1.
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

// How much of the pixel from v to v + 1 lies within so far of a middle.
function covered(v, middle, half) {
  const from = middle - half,
    to = middle + half;
  return Math.max(0, (to < v + 1 ? to : v + 1) - (from > v ? from : v));
}
