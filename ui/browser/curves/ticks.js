// Ticks: which values an axis names, and in which words.

import { superscript, withMinus } from "../numbers.js";

/** @typedef {[value: number, words: string]} Tick */

/**
 * The smallest of 1, 2, 2.5, 5 times a power of ten that cuts a span into at most so many steps.
 * @param {number} span
 * @param {number} most
 */
export function niceStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return power * ([1, 2, 2.5, 5].find((factor) => span / (factor * power) <= most + 0.001) ?? 10);
}

/** @param {number} value */
const plain = (value) => withMinus(String(+value.toPrecision(6)));

/**
 * Even steps within [low, high], about so many.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @param {(value: number) => string} [format]
 * @returns {Tick[]}
 */
export function evenTicks(low, high, count, format = plain) {
  const step = niceStep(high - low, count);
  /** @type {Tick[]} */
  const ticks = [];
  for (let sum = Math.ceil(low / step - 1e-9) * step; sum <= high + 1e-9; sum += step) {
    const value = Math.abs(sum) < 1e-12 ? 0 : sum;
    ticks.push([value, format(value)]);
  }
  return ticks;
}

/** @param {number} exponent */
export const powerOfTen = (exponent) => (exponent ? `10${superscript(exponent)}` : "1");

/**
 * Whole powers of ten within [low, high]; where there are more than about six, every second one, or fewer.
 * @param {number} low
 * @param {number} high
 * @returns {Tick[]}
 */
export function powerTicks(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first) / 6));
  /** @type {Tick[]} */
  const ticks = [];
  for (let exponent = first; exponent <= last; exponent += step)
    ticks.push([10 ** exponent, powerOfTen(exponent)]);
  return ticks;
}

/**
 * Whole epochs, 0 and the last one among them, in even steps where a whole number of them fits.
 * @param {number} last
 * @param {number} most steps
 */
export function epochTicks(last, most) {
  const even = [6, 5, 4, 3, 2].find((steps) => steps <= most && Number.isInteger(last / steps));
  if (even) return Array.from({ length: even + 1 }, (_, i) => (i * last) / even);
  const step = Math.max(1, Math.round(niceStep(last, most)));
  const ticks = [];
  for (let epoch = 0; epoch < last - step * 0.6; epoch += step) ticks.push(epoch);
  return [...new Set([...ticks, last])];
}

/**
 * A share from 0 to 1 in whole percent.
 * @param {number} share
 */
export const percentTick = (share) => `${Math.round(100 * share)} %`;
