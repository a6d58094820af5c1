// Guesses of a number as a small histogram, with the right one marked. Wild guesses stand in its outer bars, so that
// one phone cannot make all the others one bar.

import { guessWords } from "./ballot.js";

const BARS = 14, // about so many
  WILD = 3; // times as far from the middle half as that is wide (Tukey, 1977)

/**
 * @typedef {object} Histogram
 * @property {number} low where the first bar begins
 * @property {number} width of a bar
 * @property {number[]} counts guesses in each bar; the outer ones also hold what lies beyond
 * @property {[number, number]} beyond guesses below the first bar, and above the last
 * @property {number} median
 */

/**
 * 1, 2 or 5 times a power of ten: the least that is no smaller.
 * @param {number} size
 */
function nice(size) {
  const power = 10 ** Math.floor(Math.log10(size)),
    digit = [1, 2, 5].find((one) => one * power >= size * (1 - 1e-9));
  return (digit ?? 10) * power;
}

/** @param {number} value as it is meant, without the last bits' error */
const tidy = (value) => Number(value.toPrecision(12));

/**
 * @param {number[]} guesses from the least to the largest, at least one
 * @param {number} right
 * @returns {Histogram}
 */
export function histogramOf(guesses, right) {
  const n = guesses.length,
    median = tidy((guesses[(n - 1) >> 1] + guesses[n >> 1]) / 2),
    [lower, upper] = [guesses[(n - 1) >> 2], guesses[n - 1 - ((n - 1) >> 2)]],
    fence = WILD * Math.max(upper - lower, Math.abs(right - median), Math.abs(right) / 10),
    tame = guesses.filter((guess) => guess >= lower - fence && guess <= upper + fence),
    from = Math.min(right, tame[0]),
    to = Math.max(right, tame[tame.length - 1]),
    width = nice((to - from || Math.abs(right) || 1) / BARS),
    first = Math.floor(from / width + 1e-9),
    last = Math.max(first, Math.floor(to / width + 1e-9)),
    counts = new Array(last - first + 1).fill(0);
  /** @type {[number, number]} */
  const beyond = [0, 0];
  for (const guess of guesses) {
    const at = Math.floor(guess / width + 1e-9) - first;
    if (at < 0) beyond[0]++;
    if (at >= counts.length) beyond[1]++;
    counts[Math.max(0, Math.min(at, counts.length - 1))]++;
  }
  return { low: tidy(first * width), width: tidy(width), counts, beyond, median };
}

/**
 * What the histogram shows, in words.
 * @param {Histogram} histogram
 */
export function histogramWords({ low, width, counts, beyond }) {
  const words = (/** @type {number} */ value) => guessWords(tidy(value), "");
  return counts
    .flatMap((count, at) => {
      if (!count) return [];
      const from = low + at * width,
        below = at === 0 && beyond[0] > 0,
        above = at === counts.length - 1 && beyond[1] > 0;
      if (below && above) return [`${count} in all`];
      if (below) return [`${count} below ${words(from + width)}`];
      if (above) return [`${count} from ${words(from)}`];
      return [`${count} from ${words(from)} to below ${words(from + width)}`];
    })
    .join("; ");
}

/**
 * @param {number[]} guesses
 * @param {number} right
 * @param {string} unit
 * @returns {HTMLElement[]}
 */
export function drawHistogram(guesses, right, unit) {
  const frame = document.createElement("div");
  frame.className = "guesses";
  frame.innerHTML = `
    <p class="middle" data-says="hall.median"></p>
    <div class="columns" role="img" data-says="hall.histogram"></div>
    <p class="mark"><span data-says="hall.number"></span></p>
    <p class="ends" data-shows="tick"><span></span><span></span></p>`;
  const [middle, columns, mark, ends] = [...frame.children],
    [low, high] = [...ends.children];
  mark.children[0].textContent = `${guessWords(right, unit)} ✓`;
  if (!guesses.length) {
    middle.textContent = "Nobody has guessed.";
    columns.remove();
    frame.dataset.none = "";
    return [frame];
  }
  const histogram = histogramOf(guesses, right),
    { counts, width, beyond } = histogram,
    most = Math.max(...counts),
    end = histogram.low + counts.length * width,
    place = (right - histogram.low) / (end - histogram.low);
  middle.textContent = `median ${guessWords(histogram.median, unit)}`;
  columns.setAttribute("aria-label", histogramWords(histogram));
  columns.replaceChildren(
    ...counts.map((count) => {
      const column = document.createElement("i");
      column.style.height = `${(100 * count) / most}%`;
      return column;
    }),
  );
  frame.style.setProperty("--at", String(place));
  frame.dataset.side = place < 0.5 ? "left" : "right";
  low.textContent = `${beyond[0] ? "≤ " : ""}${guessWords(tidy(histogram.low), "")}`;
  high.textContent = `${beyond[1] ? "≥ " : ""}${guessWords(tidy(end), unit)}`;
  return [frame];
}
