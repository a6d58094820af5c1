// From the pixels of a photograph to 28 × 28 as MNIST has them, and every picture on the way. The steps and their
// arithmetic are those of datasets/photos: a test holds the two against each other, pixel by pixel.

import { SIDE } from "../../picture.js";
import { centreAsMnist } from "../centre.js";
import { digitOf } from "./blobs.js";
import { changed, quantile, resized } from "./levels.js";
import { inked } from "./paper.js";
import { redrawn } from "./pen.js";
import { unruled } from "./rules.js";
import { edgeOf, opaque, peeled, three } from "./sheet.js";

/** @import { Plane } from "./levels.js" */
/** @import { Pixels } from "./sheet.js" */

const MOST = 480; // pixels along the longer side; a larger picture is made smaller first
const LEAST = 25; // a digit is at least such a part of the picture's longer side, and 5 pixels

/** @typedef {"small" | "sheet" | "paper" | "ink" | "threshold" | "digit" | "line"} StepName */

/**
 * A picture on the way: one plane of grey levels, or red, green and blue.
 * @typedef {{ name: StepName, planes: Plane[] }} Step
 */

/**
 * What has been made of a photograph; the image is null where it is refused.
 * @typedef {object} Prepared
 * @property {Uint8Array | null} image 784 levels, 0 is paper, 255 is ink
 * @property {string} refusal the words behind the picture's name that refuse it, or ""
 * @property {Step[]} steps as far as they were taken; an image of MNIST has none
 * @property {number} nLines ruled lines that were taken out
 * @property {number} nSpecks specks that were taken out
 * @property {number} thickness of the strokes, in pixels of the box of 20 × 20, before they were drawn anew
 */

/**
 * Makes of a photograph of a digit what MNIST would have made of it.
 * @param {Pixels} pixels
 * @returns {Prepared}
 */
export function prepare(pixels) {
  /** @type {Prepared} */
  const made = { image: asMnist(pixels), refusal: "", steps: [], nLines: 0, nSpecks: 0, thickness: 0 };
  if (made.image) return made;
  const colours = smaller(opaque(pixels)),
    sheet = peeled(colours),
    { paper, distance, threshold } = inked(sheet);
  made.steps.push({ name: "small", planes: colours }, { name: "sheet", planes: sheet });
  made.steps.push({ name: "paper", planes: paper });
  made.steps.push({ name: "ink", planes: [changed(distance, (far) => Math.min(255, far))] });
  if (threshold === null) return { ...made, refusal: "is empty: nothing in it differs from the paper." };
  return inBlackAndWhite(
    made,
    changed(distance, (far) => Number(far > threshold)),
  );
}

/**
 * The steps from ink in black and white on.
 * @param {Prepared} made
 * @param {Plane} ink
 * @returns {Prepared}
 */
function inBlackAndWhite(made, ink) {
  /** @param {Plane} mask */
  const shown = (mask) => [changed(mask, (v) => 255 * v)];
  const { ink: clean, nLines } = unruled(ink),
    kept = digitOf(clean),
    longer = Math.max(ink.width, ink.height);
  made.steps.push({ name: "threshold", planes: shown(ink) });
  if (kept.length < Math.max(5, Math.floor(longer / LEAST))) {
    const words = `nothing that holds together is longer than ${kept.length} of ${longer} pixels.`;
    return { ...made, refusal: `has specks only, or noise: ${words}` };
  }
  if (kept.nDigits > 1) {
    const words = "the network reads one. Crop the picture to one of them.";
    return { ...made, refusal: `shows ${kept.nDigits} digits: ${words}` };
  }
  const drawn = redrawn(kept.ink);
  made.steps.push({ name: "digit", planes: shown(kept.ink) }, { name: "line", planes: shown(drawn.ink) });
  const image = centreAsMnist({ ...drawn.ink, levels: drawn.ink.values.map((v) => 255 * v) });
  return { ...made, image, nLines, nSpecks: kept.nSpecks, thickness: drawn.share };
}

/** @param {import("./sheet.js").Colours} colours */
function smaller(colours) {
  const [{ width, height }] = colours,
    longer = Math.max(width, height);
  if (longer <= MOST) return colours;
  /** @param {number} side */
  const short = (side) => Math.max(1, Math.floor((2 * side * MOST + longer) / (2 * longer)));
  return three((k) => resized(colours[k], short(width), short(height)));
}

/**
 * The image of MNIST that a picture is already, whole or with each pixel repeated; null where it is none. Black ink on
 * white comes out white on black. Levels that a browser has changed by one count as the same.
 * @param {Pixels} pixels
 */
export function asMnist(pixels) {
  const image = blocksOf(pixels);
  if (!image) return null;
  const edge = edgeOf(SIDE, SIDE).map((i) => image[i]),
    isLight = quantile(edge, 0.5) > 127,
    upright = isLight ? image.map((level) => 255 - level) : image,
    paper = isLight ? 255 - quantile(edge, 0.5) : quantile(edge, 0.5);
  return paper > 16 || upright.reduce((a, b) => Math.max(a, b), 0) < 128 ? null : upright;
}

/**
 * The levels of 28 × 28 blocks, each of one grey; null where they are not.
 * @param {Pixels} pixels
 */
function blocksOf({ data, width, height }) {
  if (width !== height || width % SIDE) return null;
  const times = width / SIDE,
    least = new Uint8Array(SIDE * SIDE).fill(255),
    most = new Uint8Array(SIDE * SIDE),
    image = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < width * height; i++) {
    if (data[4 * i + 3] < 255) return null;
    const x = i % width,
      y = (i - x) / width,
      block = Math.floor(y / times) * SIDE + Math.floor(x / times);
    for (let k = 0; k < 3; k++) {
      least[block] = Math.min(least[block], data[4 * i + k]);
      most[block] = Math.max(most[block], data[4 * i + k]);
    }
    if (x % times === 0 && y % times === 0) image[block] = data[4 * i + 1];
  }
  return most.every((level, block) => level - least[block] <= 2) ? image : null;
}

/**
 * A picture turned by a quarter to the right.
 * @param {Pixels} pixels
 * @returns {Pixels}
 */
export function turned({ data, width, height }) {
  const quads = new Uint32Array(data.slice().buffer),
    other = new Uint32Array(quads.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) other[x * height + height - 1 - y] = quads[y * width + x];
  return { data: new Uint8ClampedArray(other.buffer), width: height, height: width };
}
