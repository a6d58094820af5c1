// How regions are painted: soft, hard, or hatched. The buttons stand in `look.html`, the hatches in the legend.

import { findAll } from "../find.js";

/** @import { Theme } from "../colours.js" */

const COLOURED = ["soft", "hard"];

/**
 * Whether regions bear hatches: chosen, or over their colours where the page asks for a second sign.
 * @param {string} look
 * @param {Theme} theme
 */
export const areHatched = (look, theme) => look === "hatched" || (theme.hatches && COLOURED.includes(look));

/**
 * @param {Element} root
 * @param {string} look
 * @param {Theme} theme
 */
export function markHatches(root, look, theme) {
  const hatches = areHatched(look, theme) ? [" ///", " plain", " \\\\\\"] : ["", "", ""];
  findAll(root, ".legend em").forEach((em, k) => (em.textContent = hatches[k]));
}
