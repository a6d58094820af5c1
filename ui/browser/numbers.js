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

const MOST_DIGITS = 9; // that a number of 32 bits needs to be told from every other

/**
 * A number of 32 bits with as few digits as name it and no other one.
 * @param {number} value
 */
export function exact32(value) {
  for (let digits = 1; digits < MOST_DIGITS; digits++)
    if (Math.fround(Number(value.toPrecision(digits))) === value)
      return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
  return String(Number(value.toPrecision(MOST_DIGITS))).replaceAll("-", "−");
}

/** @param {number} number */
export const whole = (number) => number.toLocaleString("en-GB");

const SIGNS = "-0123456789",
  RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A whole number as an exponent.
 * @param {number} number
 */
export const superscript = (number) =>
  [...String(number)].map((sign) => RAISED[SIGNS.indexOf(sign)]).join("");

/**
 * What is too small for three decimals, or too large for a glance, with a power of ten: 0.00012 as 1.2·10⁻⁴.
 * @param {number} value
 */
export function power(value) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1e4) return fixed(value, size < 1 ? 3 : size < 100 ? 2 : 0);
  const exponent = Math.floor(Math.log10(size));
  return `${fixed(value / 10 ** exponent, 1)}·10${superscript(exponent)}`;
}
