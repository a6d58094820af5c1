// An image that a visitor drew as text for a link, 4 bits a pixel: `ui/digits/drawn_image.py` says how.

import { N_PIXELS } from "../picture.js";

const LEVELS = 15;

/**
 * @param {"pad" | "brush"} kind a drawing, or what the brush has made of the image that the link names
 * @param {ArrayLike<number>} image 784 levels from 0 to 1
 */
export function drawnText(kind, image) {
  const level = (/** @type {number} */ i) => Math.round(LEVELS * image[i]);
  let bytes = "";
  for (let i = 0; i < N_PIXELS; i += 2) bytes += String.fromCharCode((level(i) << 4) | level(i + 1));
  return `${kind}-${btoa(bytes).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")}`;
}

/**
 * @param {string} text as Python has checked it
 * @returns {{ kind: string, image: Float64Array<ArrayBuffer> }} 784 levels from 0 to 1
 */
export function drawnImage(text) {
  const end = text.indexOf("-"),
    bytes = atob(
      text
        .slice(end + 1)
        .replaceAll("-", "+")
        .replaceAll("_", "/"),
    );
  const image = Float64Array.from({ length: N_PIXELS }, (_, i) => {
    const pair = bytes.charCodeAt(i >> 1);
    return (i % 2 ? pair & 15 : pair >> 4) / LEVELS;
  });
  return { kind: text.slice(0, end), image };
}
