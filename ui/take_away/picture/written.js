// Numbers and words as SVG writes them.

/** @param {number} number with two decimals at most */
export const short = (number) => String(Math.round(100 * number) / 100);

/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Words that may hold anything, as text or within quotes.
 * @param {string} words
 */
export const escaped = (words) => words.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
