// The way regions are painted: soft, hard, or hatched for print. `look.html` has the buttons, the legend the hatches.

import { findAll } from "../find.js";

/**
 * @param {Element} root
 * @param {string} look
 */
export function markHatches(root, look) {
  const hatches = look === "hatched" ? [" ⁄⁄⁄", " plain", " \\\\\\"] : ["", "", ""];
  findAll(root, ".legend em").forEach((em, k) => (em.textContent = hatches[k]));
}
