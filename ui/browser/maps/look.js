// How regions are painted: soft, hard, or hatched for print. The buttons stand in `look.html`, the hatches in the
// legend.

import { findAll } from "../find.js";

/**
 * @param {Element} root
 * @param {string} look
 */
export function markHatches(root, look) {
  const hatches = look === "hatched" ? [" ⁄⁄⁄", " plain", " \\\\\\"] : ["", "", ""];
  findAll(root, ".legend em").forEach((em, k) => (em.textContent = hatches[k]));
}
