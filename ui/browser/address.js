// What the address says after "?". In a page that is a file of its own nobody may write there; what its answers have
// changed stands beside it then.

import { page } from "./page.js";

export const WRITTEN = "hidden-layers-address";

/** The address's part from "?" on. */
export const search = () => page.hiddenLayersSearch ?? window.location.search;

/**
 * Say what the address of a file would be, to all who follow it.
 * @param {string} said
 */
export function saySearch(said) {
  page.hiddenLayersSearch = said;
  window.dispatchEvent(new Event(WRITTEN));
}
