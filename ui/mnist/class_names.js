// What the classes are called: digits, unless the set of images brings names of its own.

/** @type {string[]} */
let called = [];

/**
 * Take the names from a block; whoever draws afterwards finds them.
 * @param {string[]} names
 */
export function nameClasses(names) {
  called = names;
}

/**
 * A class in words.
 * @param {number} k
 */
export const className = (k) => called[k] ?? String(k);

/** @param {string} words */
const asHtml = (words) => words.replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * The same as html.
 * @param {number} k
 */
export const classHtml = (k) => asHtml(className(k));

/** Whether the classes have other names than their digits. */
export const areNamed = () => called.some((name, k) => name !== String(k));

/**
 * A class where room is short: a digit whole, of a name the first letters.
 * @param {number} k
 */
export const shortName = (k) => (className(k).length > 4 ? `${className(k).slice(0, 3)}.` : className(k));

/**
 * The same as html.
 * @param {number} k
 */
export const shortHtml = (k) => asHtml(shortName(k));
