// The picture that a page shows, as a file: in light colours whatever the theme, at two pixels for each of the page's.

import { saySo } from "../../browser/on_stage.js";
import { asSvg, onCanvas } from "./painters.js";
import { recorded } from "./recording.js";
import { paint, within } from "./shown.js";

/** @import { Box } from "./shown.js" */

export const SCALE = 2;

const MARGIN = 8; // CSS pixels around the picture
const OWN_ROOM = "take_away strip bar back connection link hosts overlays"; // parts that are no picture
const AT_REST = 150; // ms that parts have to draw themselves anew

/** The parts of the page, each in a tree of its own, in their order. */
function parts() {
  const main = document.querySelector("[data-testid=stMain]") ?? document.body;
  return [...main.querySelectorAll("*")]
    .flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(".part") ?? [])])
    .filter((part) => !OWN_ROOM.split(" ").some((name) => part.classList.contains(name)))
    .filter((part) => part.getClientRects().length > 0);
}

/**
 * What of the page is shown: its pictures alone, or the whole of its parts.
 * @param {"picture" | "view"} scope
 * @returns {{ parts: Element[], box: Box } | null} null where the page shows none
 */
export function shown(scope) {
  const all = parts(),
    pictures = all.flatMap((part) => [...part.querySelectorAll("[data-picture]")]),
    wanted = (scope === "picture" && pictures.length ? pictures : all).filter(isSeen);
  if (!wanted.length) return null;
  const rects = wanted.map((element) => element.getBoundingClientRect()),
    left = Math.floor(Math.min(...rects.map((rect) => rect.left)) - MARGIN),
    top = Math.floor(Math.min(...rects.map((rect) => rect.top)) - MARGIN),
    right = Math.ceil(Math.max(...rects.map((rect) => rect.right)) + MARGIN),
    bottom = Math.ceil(Math.max(...rects.map((rect) => rect.bottom)) + MARGIN);
  return { parts: all, box: { left, top, width: right - left, height: bottom - top } };
}

/** @param {Element} element */
const isSeen = (element) => {
  const { width, height } = element.getBoundingClientRect();
  return width > 1 && height > 1 && getComputedStyle(element).visibility === "visible";
};

/**
 * While something is done, have the page as it goes to paper: light, and with two pixels for each of its own.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function onPaper(act) {
  const given = Object.getOwnPropertyDescriptor(window, "devicePixelRatio");
  Object.defineProperty(window, "devicePixelRatio", { configurable: true, get: () => SCALE });
  saySo("prints", "picture");
  try {
    await drawn();
    return await act();
  } finally {
    if (given) Object.defineProperty(window, "devicePixelRatio", given);
    saySo("prints", null);
  }
}

/** Until all parts have drawn what they were told. */
export const drawn = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, AT_REST))));

/** The page's ground on paper. */
export const GROUND = "#ffffff";

/**
 * What is shown, on a canvas.
 * @param {{ parts: Element[], box: Box }} what
 * @param {number} scale pixels for each of the page's
 */
export async function painted({ parts: all, box }, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(scale * box.width);
  canvas.height = Math.round(scale * box.height);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -scale * box.left, -scale * box.top);
  const painter = onCanvas(context);
  all.forEach((part) => paint(part, within(box, painter)));
  await painter.done();
  return canvas;
}

/**
 * A picture of the page as a file; a page that shows none gives none.
 * @param {"picture" | "view"} scope
 * @param {"png" | "svg"} kind
 * @returns {Promise<Blob | string | null>}
 */
export const pictureOf = (scope, kind) =>
  recorded((inkOf) =>
    onPaper(async () => {
      const what = shown(scope);
      if (!what) return null;
      if (kind === "svg") {
        const painter = asSvg(what.box, GROUND, inkOf);
        what.parts.forEach((part) => paint(part, within(what.box, painter)));
        return painter.text();
      }
      const canvas = await painted(what, SCALE);
      return new Promise((done) => canvas.toBlob(done, "image/png"));
    }),
  );
