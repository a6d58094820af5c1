// Numbers as the pages write them: with a real minus.

/** @param {string} text */
export const withMinus = (text) => text.replace("-", "−");

/**
 * With so many decimals; zero has no sign.
 * @param {number} value
 * @param {number} digits
 */
export const fixed = (value, digits) =>
  Math.abs(value) < 0.5 * 10 ** -digits ? (0).toFixed(digits) : withMinus(value.toFixed(digits));

/**
 * With its sign, also where it is positive.
 * @param {number} value
 * @param {number} digits
 */
export const signed = (value, digits) => {
  const text = fixed(value, digits);
  return text.startsWith("−") || Number(text) === 0 ? text : `+${text}`;
};

/** @param {number} number */
export const whole = (number) => number.toLocaleString("en-GB");
