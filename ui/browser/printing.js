// A page on paper: A4 across, in light colours, as wide as it stands on the screen, on two sheets at most.

import { isDark } from "./colours.js";
import { said, saySo } from "./on_stage.js";

/** CSS pixels of an A4 sheet across within margins of 8 mm: what `@page` in `ui/frame/style.py` leaves. */
const SHEET = { width: 1060, height: 730 };
const SHEETS = 2;
const WASTED = 0.12; // of a sheet at most, where a figure does not fit any more and goes to the next one

const NEARLY = 1.3; // sheets: what is no higher is made a little smaller, so that it stands on one

/**
 * How much smaller a part of the page is on paper.
 * @param {{ width: number, height: number }} size in CSS pixels
 */
export function onSheets({ width, height }) {
  const inWidth = Math.min(1, SHEET.width / width),
    isNearlyOne = inWidth * height <= NEARLY * SHEET.height;
  return Math.min(inWidth, ((isNearlyOne ? 1 : SHEETS - WASTED) * SHEET.height) / height);
}

/**
 * Say on the page's outermost element that it is printed, and from which theme, and how large.
 * @param {Element} part
 */
function begin(part) {
  if (said("prints") !== undefined) return; // another part was first
  saySo("prints", isDark(part) ? "dark" : "light");
  const main = document.querySelector("[data-testid=stMainBlockContainer]"),
    { style } = document.documentElement;
  if (!main) return;
  const { width } = main.getBoundingClientRect();
  style.setProperty("--print-width", `${width}px`);
  style.setProperty("--print-zoom", String(onSheets({ width, height: main.scrollHeight })));
}

/**
 * Have a part drawn for paper before the browser prints, and for the screen after it: whoever draws follows what is
 * said.
 * @param {Element} part
 * @returns {() => void} ends it
 */
export function followPrint(part) {
  const before = () => begin(part),
    after = () => saySo("prints", null);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
