// A drawn picture made into what MNIST would have made of it: the box around all ink 20 pixels long, its centre of mass
// at (14, 14). The arithmetic is that of datasets/drawings.py, in whole numbers: a test holds the two against each
// other, pixel by pixel.

import { SIDE } from "../picture.js";
import { coveredSums } from "./photo/levels.js";
import { boxOf, cutOut } from "./photo/rules.js";

/**
 * Ink from 0 to 255, row by row.
 * @typedef {{ levels: Int32Array, width: number, height: number }} Grey
 */

const BOX = 20; // pixels along the longer side of a digit
const MIDDLE = 14; // where the centre of mass goes

/**
 * Where rows or columns of so much ink begin, so that their centre of mass stands in the middle.
 * @param {number[]} masses
 */
function cornerOf(masses) {
  let total = 0,
    moment = 0;
  masses.forEach((mass, i) => {
    total += mass;
    moment += mass * i;
  });
  const nearest = Math.ceil(MIDDLE - moment / total - 0.5 - 1e-9);
  return Math.max(0, Math.min(SIDE - masses.length, nearest));
}

/**
 * 784 grey levels, or null where there is no ink.
 * @param {Grey} picture
 */
export function centreAsMnist({ levels, width, height }) {
  const plane = { values: levels, width, height },
    found = boxOf(plane);
  if (!found) return null;
  const box = cutOut(plane, found),
    longer = Math.max(box.width, box.height),
    area = box.width * box.height;
  /** @param {number} side */
  const short = (side) => Math.max(1, Math.floor((2 * BOX * side + longer) / (2 * longer)));
  const tall = short(box.height),
    wide = short(box.width),
    sums = coveredSums(box, wide, tall);
  const rows = new Array(tall).fill(0),
    columns = new Array(wide).fill(0);
  sums.forEach((sum, i) => {
    rows[Math.floor(i / wide)] += sum;
    columns[i % wide] += sum;
  });
  const down = cornerOf(rows),
    across = cornerOf(columns),
    centred = new Uint8Array(SIDE * SIDE);
  sums.forEach((sum, i) => {
    const place = (down + Math.floor(i / wide)) * SIDE + across + (i % wide);
    centred[place] = Math.floor((2 * sum + area) / (2 * area));
  });
  return centred;
}
