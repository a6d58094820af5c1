// A picture file of the visitor, made into what MNIST would have made of it, or refused. It stays in the browser.

import { centreAsMnist, inkOf } from "./centre.js";

const MOST_MEGABYTES = 5;
const MOST_PIXELS = 600; // along the longer side, before the ink is sought
const BEGINNINGS = [
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
];

/**
 * An uploaded picture.
 * @typedef {object} Uploaded
 * @property {OffscreenCanvas} canvas with the picture on paper, made smaller where it was large
 * @property {number} width of the file's own picture
 * @property {number} height
 * @property {Uint8Array} grey 784 levels
 */

/**
 * A picture, or the words behind the file's name that refuse it.
 * @param {File} file
 * @returns {Promise<Uploaded | string>}
 */
export async function readPicture(file) {
  if (file.size > MOST_MEGABYTES * 1e6)
    return `has ${(file.size / 1e6).toFixed(1)} MB; ${MOST_MEGABYTES} MB are the most.`;
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (!BEGINNINGS.some((bytes) => bytes.every((byte, i) => start[i] === byte)))
    return "is neither a PNG nor a JPEG picture.";
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return "cannot be read as a picture: the file is damaged.";
  }
  const context = onPaper(bitmap);
  const grey = centreAsMnist(inkOf(greyOf(context)));
  if (!grey) return "is empty: nothing in it differs from the paper.";
  return { canvas: context.canvas, width: bitmap.width, height: bitmap.height, grey };
}

/**
 * The picture on white, no larger than the ink needs; what is transparent is paper.
 * @param {ImageBitmap} bitmap
 */
function onPaper(bitmap) {
  const factor = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height)),
    width = Math.max(1, Math.round(bitmap.width * factor)),
    height = Math.max(1, Math.round(bitmap.height * factor));
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(width, height).getContext("2d")
  );
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return context;
}

/**
 * The brightness of every pixel, by the weights of ITU-R BT.601.
 * @param {OffscreenCanvasRenderingContext2D} context
 */
function greyOf(context) {
  const { width, height } = context.canvas,
    { data } = context.getImageData(0, 0, width, height);
  const levels = Float64Array.from({ length: width * height }, (_, i) =>
    Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]),
  );
  return { levels, width, height };
}
