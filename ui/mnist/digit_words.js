// Digits and counts in words.

import { classHtml, className } from "./class_names.js";

/**
 * A digit, or what its class is called, with its article: "a 3", "an 8", "an Ankle boot".
 * @param {number} digit
 * @param {(digit: number) => string} [write]
 */
export const aDigit = (digit, write = className) =>
  `${/^[aeiou8]/i.test(className(digit)) ? "an" : "a"} ${write(digit)}`;

/** @param {number} digit */
export const bold = (digit) => `<b>${classHtml(digit)}</b>`;
