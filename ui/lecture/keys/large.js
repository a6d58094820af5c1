// What is under the pointer, large: the whole page grows until that part of it fills the window. Nothing is drawn anew,
// and what can be dragged or clicked still can be.

const MARGIN = 0.94; // of the window that the part fills
const LEAST = 1.6;
const MOST = 6; // times

const PARTS =
  "canvas, svg, figure, table, [data-picture], .readout, .headline, .ask, .answer, .choices, .formula, p, li, label";

/**
 * How the page is moved and stretched, so that a box of it stands in the middle of the window.
 * @param {{ left: number, top: number, width: number, height: number }} box
 * @param {{ width: number, height: number }} view
 */
export function enlargement({ left, top, width, height }, view) {
  const fits = MARGIN * Math.min(view.width / width, view.height / height),
    scale = Math.max(LEAST, Math.min(fits, MOST));
  // A part that would not fit, though, is cut by the window: the page's own edges never come within it.
  const place = (/** @type {number} */ from, /** @type {number} */ size, /** @type {number} */ all) =>
    Math.max(all - scale * all, Math.min(all / 2 - scale * (from + size / 2), 0));
  return { scale, x: place(left, width, view.width), y: place(top, height, view.height) };
}

/**
 * The part of the page at a place, through the open shadow roots of its components.
 * @param {{ x: number, y: number }} pointer
 * @returns {Element | null}
 */
export function underPointer({ x, y }) {
  /** @type {Document | ShadowRoot} */
  let home = document;
  let found = home.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    home = found.shadowRoot;
    const inner = home.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found?.closest(PARTS) ?? found;
}

/** @param {Element | null} part */
export function magnify(part) {
  if (!part) return false;
  const { scale, x, y } = enlargement(part.getBoundingClientRect(), {
    width: window.innerWidth,
    height: window.innerHeight,
  });
  Object.assign(document.body.style, {
    width: "100vw", // what is fixed to the window is fixed to the body now
    height: "100dvh",
    transformOrigin: "0 0",
    transform: `translate(${x}px, ${y}px) scale(${scale})`,
  });
  document.documentElement.dataset.large = "";
  return true;
}

/** @returns {boolean} whether anything was large */
export function shrink() {
  if (document.documentElement.dataset.large === undefined) return false;
  delete document.documentElement.dataset.large;
  for (const name of ["width", "height", "transform", "transform-origin"])
    document.body.style.removeProperty(name);
  return true;
}
