// The palette comes from Python (`ui/palette.py`) with every block; this turns it into what canvases need.

import { onStage, said } from "./on_stage.js";

/** @typedef {"page" | "panel" | "line" | "ink" | "soft" | "accent" | "chosen" | "halo" | "hinton" | "error"} Ground */
/** @typedef {"boundary" | "negative" | "positive"} Mark */

/**
 * The colours of one theme: three for the classes (points and regions), five for signed numbers from −1 to 1
 * (weights).
 * @typedef {Record<Ground | Mark, string> & Record<"points" | "regions" | "weights", string[]>} Palette
 * @typedef {{ light: Palette, dark: Palette }} Palettes
 */

/**
 * Everything that drawing needs for one theme. `positive` is a scale here; as a colour it stands in the palette.
 * @typedef {object} Drawing
 * @property {"light" | "dark"} name
 * @property {boolean} hatches whether regions bear hatches over their colours
 * @property {string} font family of the part's text
 * @property {number} textScale of text drawn on canvases, 1 where the visitor's text has 16 pixels
 * @property {number} markScale of lines and symbols: on the stage they grow with the text, elsewhere it is 1
 * @property {number[][]} regionsLinear each class's region, in linear light
 * @property {number[]} regionPixels the same as pixels
 * @property {Uint32Array} signed pixels for numbers from −1 to 1
 * @property {Uint32Array} positive pixels for numbers from 0 to 1
 * @property {Uint32Array[]} classScales for each class, pixels from the page's colour to its own
 *
 * @typedef {Omit<Palette, "positive"> & Drawing} Theme
 */

/**
 * Whether the page behind an element is dark: the visitor's choice in the page's menu counts, not the system's alone.
 * @param {Element} element
 */
export function isDark(element) {
  if (said("prints") !== undefined) return false; // paper is white
  if (window.matchMedia("(forced-colors: active)").matches)
    return window.matchMedia("(prefers-color-scheme: dark)").matches; // it tells of the ground that is forced
  const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const [r, g, b] = rgb(background || "#ffffff");
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

/**
 * Whether regions bear hatches over their colours: on paper, which may be printed without colours, and where more
 * contrast or colours of the visitor's own are asked for. A picture that is saved looks as the page does.
 */
export function wantsHatches() {
  const prints = said("prints");
  if (prints !== undefined) return prints !== "picture";
  return window.matchMedia("(prefers-contrast: more), (forced-colors: active)").matches;
}

/**
 * Three numbers from 0 to 255.
 * @param {string} colour
 */
export function rgb(colour) {
  if (colour.startsWith("#")) {
    const full = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1, 7);
    return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16));
  }
  return (colour.match(/[\d.]+/g) || [255, 255, 255]).slice(0, 3).map(Number);
}

/**
 * As one number of an image's data: RGBA, little-endian.
 * @param {number[]} colour
 */
export const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/**
 * From a channel of a screen's colour, 0 to 255, to linear light, 0 to 1. Light adds up, so colours are mixed there.
 * @param {number} v
 */
export const toLinear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);

/** The way back: a channel from 0 to 255 for each of 4097 levels of light, since a power for each pixel is too slow. */
export const SRGB = Uint8Array.from({ length: 4097 }, (_, i) => {
  const v = i / 4096;
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
});

/**
 * 256 pixels from stops that are evenly spaced, mixed in linear light.
 * @param {string[]} stops
 */
export function scale(stops) {
  const linear = stops.map((stop) => rgb(stop).map(toLinear));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (stops.length - 1);
    const k = Math.min(Math.floor(at), stops.length - 2);
    return pixel(
      [0, 1, 2].map(
        (c) => SRGB[Math.round(4096 * (linear[k][c] + (at - k) * (linear[k + 1][c] - linear[k][c])))],
      ),
    );
  });
}

/**
 * The theme that each element was given last, with all that it was made of: it is made anew only where that changes.
 * @type {WeakMap<HTMLElement, { of: string, theme: Theme }>}
 */
const given = new WeakMap();

/**
 * The theme of the page behind an element. It also sets the CSS variables that the element's style sheet uses.
 * @param {Palettes} palettes
 * @param {HTMLElement} element
 * @returns {Theme}
 */
export function makeTheme(palettes, element) {
  const name = isDark(element) ? "dark" : "light",
    hatches = wantsHatches(),
    font = getComputedStyle(element).fontFamily,
    textScale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16,
    markScale = onStage() ? textScale : 1;
  const palette = palettes[name],
    of = JSON.stringify([name, hatches, font, textScale, markScale, palette]),
    last = given.get(element);
  if (last?.of === of && element.dataset.theme === name) return last.theme;
  for (const [key, value] of Object.entries(palette)) {
    (Array.isArray(value) ? value : [value]).forEach((colour, i) =>
      element.style.setProperty(`--${key}${Array.isArray(value) ? `-${i + 1}` : ""}`, colour),
    );
  }
  element.dataset.theme = name;
  element.toggleAttribute("data-hatches", hatches);
  /** @type {Theme} */
  const theme = {
    ...palette,
    name,
    hatches,
    font,
    textScale,
    markScale,
    regionsLinear: palette.regions.map((c) => rgb(c).map(toLinear)),
    regionPixels: palette.regions.map((c) => pixel(rgb(c))),
    signed: scale(palette.weights),
    positive: scale(palette.weights.slice(2)),
    classScales: palette.points.map((c) => scale([palette.page, c])),
  };
  given.set(element, { of, theme });
  return theme;
}

const NEARLY_ZERO = 12; // of the 256 places of a scale: so near to 0 no sign is seen
const HATCH_EVERY = 6; // pixels along a row, from a line of the hatch to the next
const HATCH_STEP = 36; // places between a line and its ground

/**
 * The pixel of a signed number, by its place among the 256 of `theme.signed`. What is negative is hatched, so that its
 * sign is seen where hues are not: by a beamer or a printer without colours.
 * @param {Uint32Array} signed
 * @param {number} place
 * @param {number} x of the pixel in its picture
 * @param {number} y
 */
export function signedPixel(signed, place, x, y) {
  const isLine = place < 128 - NEARLY_ZERO && (x + y) % HATCH_EVERY === 0;
  return signed[isLine ? place + (place < 64 ? HATCH_STEP : -HATCH_STEP) : place];
}

/** @param {HTMLCanvasElement} canvas */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/**
 * The context of a canvas that is sized for its box and the screen's pixels; units are CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function fitCanvas(canvas, width, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2); // more pixels cost more time than they show
  const w = Math.max(1, Math.round(width * ratio)),
    h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
