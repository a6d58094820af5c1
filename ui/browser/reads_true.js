// Whether what a page reads of a canvas is what stands on it. Firefox with privacy.resistFingerprinting, and with it
// the Tor Browser, gives noise instead, for a canvas that is read tells computers apart.

const TRIED = 16; // pixels along a side
const OFF = 8; // levels by which what is read may differ from what was written

/** Give or take a shade. */
export function readsTrue() {
  const canvas = Object.assign(document.createElement("canvas"), { width: TRIED, height: TRIED }),
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true })),
    written = context.createImageData(TRIED, TRIED);
  written.data.forEach((_, i) => (written.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256));
  context.putImageData(written, 0, 0);
  const { data } = context.getImageData(0, 0, TRIED, TRIED);
  return data.every((level, i) => Math.abs(level - written.data[i]) <= OFF);
}
