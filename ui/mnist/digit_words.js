// Digits and counts in words.

/**
 * A digit with its article: "a 3", "an 8".
 * @param {number} digit
 * @param {(digit: number) => string} [write]
 */
export const aDigit = (digit, write = String) => `${digit === 8 ? "an" : "a"} ${write(digit)}`;

/** @param {number} digit */
export const bold = (digit) => `<b>${digit}</b>`;
