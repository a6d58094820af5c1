// The run as a film, from one epoch to another: each frame is the page's picture at a moment, in light colours.

import { page } from "../../browser/page.js";
import { onPaper, painted, shown } from "../picture/picture.js";
import { COLOURS, gif, indexed, paletteOf } from "./gif.js";

export const FRAMES = 48;
export const MOST_BYTES = 3_000_000; // of a GIF: what a slide takes
export const LEAST_WIDTH = 400; // pixels

const WIDTH = 600; // pixels of a film that is wide enough
const EACH = 10; // hundredths of a second that a frame stands
const LAST = 200; // and the last one
const LOOKED_AT = 8; // frames that the palette is made of
const FEWER = [COLOURS, 128, 64, 32, 16]; // colours, where the film is too large

/** What a browser may record, the best first. */
const VIDEOS = ["video/webm;codecs=vp9", "video/webm", "video/mp4"];

/** @returns {string | undefined} the kind of video that this browser records; none where it records none */
export const videoOf = () =>
  typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype)
    ? undefined
    : VIDEOS.find((kind) => MediaRecorder.isTypeSupported(kind));

/**
 * Moments for the frames: as many as are wanted, or all there are, the first and the last among them.
 * @param {number[]} epochs of all moments, in order
 * @param {number} from
 * @param {number} to
 * @returns {number[]}
 */
export function momentsBetween(epochs, from, to) {
  const within = epochs.filter((epoch) => epoch >= from - 1e-6 && epoch <= to + 1e-6),
    count = FRAMES;
  if (!within.length) return [];
  return Array.from({ length: count }, (_, i) => within[Math.round((i * (within.length - 1)) / (count - 1))]);
}

/**
 * Each frame on a canvas, one after the other. The player goes back to where it stood.
 * @param {number} from
 * @param {number} to
 * @param {(canvas: HTMLCanvasElement, i: number) => Promise<void> | void} take
 * @param {number} width of a frame in pixels
 * @returns {Promise<number>} how many there were
 */
async function frames(from, to, take, width) {
  const reel = page.hiddenLayersReel;
  if (!reel) return 0;
  const stood = page.hiddenLayersMoment?.() ?? 0,
    moments = momentsBetween(reel.epochs(), from, to);
  try {
    return await onPaper(async () => {
      const what = shown("picture");
      if (!what) return 0;
      const scale = Math.max(width, LEAST_WIDTH) / what.box.width;
      for (const [i, epoch] of moments.entries()) {
        reel.to(epoch);
        await take(await painted(what, scale), i);
      }
      return moments.length;
    });
  } finally {
    reel.to(stood);
  }
}

/**
 * The run as a GIF of at most `MOST_BYTES`, if the picture lets that be; null where the page plays nothing.
 * @param {number} from
 * @param {number} to
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
export async function asGif(from, to) {
  let film = null;
  for (const width of [WIDTH, LEAST_WIDTH]) {
    /** @type {ImageData[]} */
    const pictures = [];
    await frames(from, to, (canvas) => void pictures.push(pixelsOf(canvas)), width);
    if (!pictures.length) return null;
    for (const colours of width === WIDTH ? FEWER.slice(0, 2) : FEWER) {
      film = encoded(pictures, colours);
      if (film.length <= MOST_BYTES) return film;
    }
  }
  return film;
}

/** @param {HTMLCanvasElement} canvas */
const pixelsOf = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );

/**
 * @param {ImageData[]} pictures
 * @param {number} count of colours
 */
function encoded(pictures, count) {
  const [{ width, height }] = pictures,
    every = Math.max(1, Math.floor(pictures.length / LOOKED_AT)),
    { colours, placeOf } = paletteOf(
      pictures.filter((_, i) => i % every === 0 || i === pictures.length - 1).map(({ data }) => data),
      count,
    );
  return gif(
    pictures.map(({ data }) => indexed(data, placeOf)),
    { width, height, colours, delays: pictures.map((_, i) => (i === pictures.length - 1 ? LAST : EACH)) },
  );
}

/**
 * The run as a video of the kind that this browser records; null where the page plays nothing.
 * @param {number} from
 * @param {number} to
 * @param {string} kind
 * @returns {Promise<Blob | null>}
 */
export async function asVideo(from, to, kind) {
  /** @type {HTMLCanvasElement[]} */
  const pictures = [];
  await frames(from, to, (canvas) => void pictures.push(canvas), WIDTH);
  if (!pictures.length) return null;
  const screen = document.createElement("canvas"),
    context = /** @type {CanvasRenderingContext2D} */ (screen.getContext("2d")),
    [{ width, height }] = pictures;
  screen.width = width + (width % 2); // codecs want even numbers
  screen.height = height + (height % 2);
  context.drawImage(pictures[0], 0, 0);
  const recorder = new MediaRecorder(screen.captureStream(30), {
    mimeType: kind,
    videoBitsPerSecond: 4_000_000,
  });
  /** @type {Blob[]} */
  const pieces = [];
  recorder.ondataavailable = ({ data }) => void pieces.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  for (const [i, picture] of pictures.entries()) {
    context.drawImage(picture, 0, 0);
    await new Promise((done) => setTimeout(done, 10 * (i === pictures.length - 1 ? LAST : EACH)));
  }
  recorder.stop();
  await stopped;
  return new Blob(pieces, { type: kind });
}
