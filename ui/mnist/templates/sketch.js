// The network as a sketch, for a scene that asks what its hidden units look like: an image, the hidden units, each a
// "?", and the digits. Nothing in it has been learned.

import { find } from "../../browser/find.js";
import { inksOf, paintPicture } from "../picture.js";

/** @import { PlateTheme } from "./plate.js" */

const MOST = 16; // marks in a column
const CAPTION = 2.2; // rem below the columns, for what they are

/**
 * Places of a column's marks: as many as it has units, at even distances.
 * @param {number} count
 * @param {number} height
 */
const placesOf = (count, height) => Array.from({ length: count }, (_, i) => ((i + 0.5) * height) / count);

export class Sketch {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.box = find(root, ".sketch");
    /** @type {HTMLCanvasElement} */
    this.canvas = find(this.box, "canvas");
    this.svg = find(this.box, "svg");
    this.names = find(this.box, "figcaption");
  }

  /**
   * @param {object} shown
   * @param {number[]} shown.sizes of the network
   * @param {Float64Array} shown.image
   * @param {PlateTheme} shown.theme
   */
  draw({ sizes, image, theme }) {
    const { clientWidth: width, clientHeight } = this.box;
    if (!width) return; // no scene asks, or its answer is there
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
      height = clientHeight - CAPTION * rem,
      side = Math.min(0.3 * width, 0.62 * height),
      size = 0.86 * Math.min(height / MOST, 2.6 * rem),
      columns = sizes.slice(1),
      first = side + 0.2 * width;
    const x = (/** @type {number} */ l) =>
      first + ((width - 1.6 * size - first) * l) / Math.max(1, columns.length - 1);
    const inks = inksOf(theme);
    paintPicture(this.canvas, (i) => inks[Math.round(255 * image[i])]);
    this.canvas.style.width = `${side}px`;
    this.canvas.style.top = `${(height - side) / 2}px`;
    const marks = columns.map((count) => placesOf(Math.min(count, MOST), height));
    const ends = placesOf(marks[0].length, side).map((y) => y + (height - side) / 2);
    const lines = marks.flatMap((to, l) =>
      (l ? marks[l - 1] : ends).flatMap((from, i) =>
        to
          .filter((_, j) => l || i === j)
          .map(
            (y) => `M${l ? x(l - 1) + size / 2 : side} ${from.toFixed(1)}L${x(l) - size / 2} ${y.toFixed(1)}`,
          ),
      ),
    );
    const last = columns.length - 1,
      boxes = marks.flatMap((places, l) =>
        places.map(
          (y, i) =>
            `<rect x="${x(l) - size / 2}" y="${y - size / 2}" width="${size}" height="${size}" rx="${0.15 * size}"/>` +
            `<text x="${x(l)}" y="${y}" dy="0.36em">${l === last ? i : "?"}</text>`,
        ),
      );
    this.svg.innerHTML = `<path d="${lines.join("")}"/>${boxes.join("")}`;
    const names = [
      `${sizes[0]} pixels`,
      ...columns.map((n, l) => `${n} ${l === last ? "digits" : "hidden units"}`),
    ];
    this.names.innerHTML = names
      .map((name, l) => `<span style="left: ${l ? x(l - 1) : side / 2}px">${name}</span>`)
      .join("");
  }
}
