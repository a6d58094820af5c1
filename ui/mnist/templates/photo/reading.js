// A picture file of the visitor as pixels, or the words that refuse it. It stays in the browser, which also makes
// photographs small: a telephone's 12 million pixels are more than a digit needs.

import { whole } from "../../../browser/numbers.js";
import { readsTrue } from "../../../browser/reads_true.js";
import { headerOf } from "./headers.js";

/** @import { Header } from "./headers.js" */
/** @import { Pixels } from "./sheet.js" */

const MOST_MEGABYTES = 40;
const MOST_MEGAPIXELS = 100;
const AS_IT_IS = 1400; // pixels along a side up to which a picture is read as it is
const READ = 960; // pixels along the longer side of all larger ones
const FIRST = 1 << 19; // bytes among which the size is sought
const HEIC =
  "is a HEIC picture, which this browser does not read: send it as JPEG " +
  "(iPhone: Settings, Camera, Formats, Most Compatible).";
const KEPT =
  "holds something that browsers hand to no page, such as text of a web page (foreignObject): send it as PNG.";
const NAMESPACE = "http://www.w3.org/2000/svg";
const OTHERS = new Set([
  ..."PDF,TIFF,Photoshop,JPEG XL,JPEG 2000,film,icon,ZIP archive,gzip archive,web page".split(","),
]);
const KINDS = "PNG, JPEG, WebP, GIF, BMP, AVIF and SVG";

/** @typedef {{ pixels: Pixels, width: number, height: number }} Opened with the sides of the file's own picture */

/**
 * A picture upright, or the words behind the file's name that refuse it.
 * @param {Blob} file
 * @returns {Promise<Opened | string>}
 */
export async function openPicture(file) {
  const megabytes = file.size / 1e6;
  if (megabytes > MOST_MEGABYTES) return `has ${megabytes.toFixed(1)} MB; ${MOST_MEGABYTES} MB are the most.`;
  const header = headerOf(new Uint8Array(await file.slice(0, FIRST).arrayBuffer())),
    refusal = refusalOf(header, file.size);
  if (refusal) return refusal;
  if (!readsTrue())
    return (
      "cannot be read: this browser alters what a page reads of pictures (privacy.resistFingerprinting). " +
      "Allow it for this page, or draw the digit."
    );
  try {
    return header.kind === "SVG" ? await openDrawing(file) : await openPhoto(file, header);
  } catch (error) {
    if (header.kind === "HEIC") return HEIC;
    const isKept = error instanceof DOMException && error.name === "SecurityError";
    return isKept ? KEPT : "cannot be read as a picture: the file is damaged.";
  }
}

/**
 * @param {Header} header
 * @param {number} size in bytes
 */
function refusalOf({ kind, width, height }, size) {
  if (!size) return "is empty: it has no bytes.";
  if (!kind) return `is no picture: ${KINDS} are read.`;
  if (OTHERS.has(kind)) return `is ${articleOf(kind)} ${wordsOf(kind)}: ${KINDS} are read.`;
  if (width * height > MOST_MEGAPIXELS * 1e6)
    return `has ${whole(width)} × ${whole(height)} pixels; ${MOST_MEGAPIXELS} million are the most.`;
  return "";
}

/** @param {string} kind */
const wordsOf = (kind) => (/^[A-Z]/.test(kind) && !kind.includes("archive") ? `${kind} file` : kind);
/** @param {string} kind */
const articleOf = (kind) => (kind === "icon" ? "an" : "a");

/**
 * Larger pictures are made smaller while they are unpacked. Colours stay as the file has them.
 * @param {Blob} file
 * @param {Header} header
 * @returns {Promise<Opened>}
 */
async function openPhoto(file, { width, height }) {
  /** @type {ImageBitmapOptions} */
  const asWritten = { colorSpaceConversion: "none", premultiplyAlpha: "none" },
    longer = Math.max(width, height);
  const bitmap = await createImageBitmap(file, {
    ...asWritten,
    ...(longer > AS_IT_IS && { resizeWidth: Math.round((width * READ) / longer), resizeQuality: "high" }),
  });
  // A camera that was held upright has its sides the other way round in the file: EXIF says so.
  const isTurned = width > height !== bitmap.width > bitmap.height && width !== height && width > 0,
    own = width ? [width, height] : [bitmap.width, bitmap.height];
  const pixels = pixelsOf(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return { pixels, width: isTurned ? own[1] : own[0], height: isTurned ? own[0] : own[1] };
}

/**
 * A drawing in SVG, as the picture of an element: so it runs no script and asks nobody for anything.
 * @param {Blob} file
 * @returns {Promise<Opened>}
 */
async function openDrawing(file) {
  const text = await file.text(),
    isNamed = /<svg[^>]*\sxmlns\s*=/i.test(text) || !text.includes("<svg"), // one in UTF-16 stays as it is
    content = isNamed ? file : text.replace("<svg", `<svg xmlns="${NAMESPACE}"`), // one cut out of a web page
    address = URL.createObjectURL(new Blob([content], { type: "image/svg+xml" })),
    image = new Image();
  try {
    image.src = address;
    await image.decode();
    const width = image.naturalWidth || READ,
      height = image.naturalHeight || READ,
      factor = READ / Math.max(width, height, READ);
    const pixels = pixelsOf(image, Math.round(width * factor), Math.round(height * factor));
    return { pixels, width, height };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {ImageBitmap | HTMLImageElement} picture
 * @param {number} width
 * @param {number} height
 * @returns {Pixels}
 */
function pixelsOf(picture, width, height) {
  const factor = Math.min(1, AS_IT_IS / Math.max(width, height)), // a browser that has not made it smaller
    sides = /** @type {[number, number]} */ (
      [width, height].map((side) => Math.max(1, Math.round(side * factor)))
    ),
    context = contextOf(...sides);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, ...sides);
  const { data } = context.getImageData(0, 0, ...sides);
  return { data, width: sides[0], height: sides[1] };
}

/**
 * @param {number} width
 * @param {number} height
 */
function contextOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
