// The Bayes boundary on a map: no classifier can do better than to answer on either side of it as the source does.
// Ink, dotted, named at its end. Python sends its pieces in units of the axes, since it alone knows the source.

import { whole } from "../numbers.js";
import { joinPieces } from "./contours.js";

/** @import { Theme } from "../colours.js" */
/** @import { Line, Place } from "./contours.js" */
/** @import { Gaussian } from "./gaussians.js" */

/**
 * The truth about data whose source is known, as `ui/plane/truth.py` tells it. A row of `judged` holds an epoch, then
 * each network's error on fresh points and the standard error of that number.
 * @typedef {{ bayes_error: number, n_points: number, seed: number, judged: number[][],
 *   gaussians: Gaussian[] | null }} Truth
 */

/**
 * @typedef {{ truth_asked: boolean, truth: Truth | null, trained_epochs: number }} JudgedRun
 */

/**
 * What this needs of the map that it draws on.
 * @typedef {object} Ground
 * @property {Theme} theme
 * @property {number} size
 * @property {boolean} isSmall
 * @property {(x: number, y: number) => Place} toScreen
 * @property {(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number, dash: number[]) => void
 *   } strokeWithHalo
 */

const TRUTH_DASH = [2, 6];
export const TRUTH_NAME = "Bayes boundary";

/**
 * Polylines from x1, y1, x2, y2 of each piece; null where the boundary is not shown.
 * @param {Float32Array | undefined} pieces
 */
export function truthLines(pieces) {
  if (!pieces) return null;
  /** @type {Line[]} */
  const list = [];
  for (let i = 0; i < pieces.length; i += 4)
    list.push([
      [pieces[i], pieces[i + 1]],
      [pieces[i + 2], pieces[i + 3]],
    ]);
  return joinPieces(list);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Line[]} lines
 */
export function drawTruth(context, map, lines) {
  const path = new Path2D(),
    screen = lines.map((line) => line.map(([x, y]) => map.toScreen(x, y)));
  screen.forEach((line) => line.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y))));
  map.strokeWithHalo(context, path, map.theme.boundary, map.isSmall ? 1.5 : 2, TRUTH_DASH);
  if (screen.length && !map.isSmall) nameTruth(context, map, screen);
}

/**
 * At the end of the longest line; at the top of one that is closed.
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {Line[]} screen
 */
function nameTruth(context, map, screen) {
  const { theme, size } = map,
    longest = screen.reduce((a, b) => (b.length > a.length ? b : a));
  const [first, last] = [longest[0], longest[longest.length - 1]];
  const closed = Math.hypot(first[0] - last[0], first[1] - last[1]) < 1;
  const places = closed ? longest : [first, last];
  const [x, y] = places.reduce((highest, place) => (place[1] < highest[1] ? place : highest));
  const line = 16 * theme.textScale;
  writeName(context, map, TRUTH_NAME, (width) => [
    Math.max(6, Math.min(size - width - 6, x + width + 14 > size ? x - width - 8 : x + 8)),
    Math.max(line, Math.min(size - 8, y + (y < size / 2 ? line + 4 : -8))),
  ]);
}

/**
 * A line's name on the map, over whatever is painted there.
 * @param {CanvasRenderingContext2D} context
 * @param {Ground} map
 * @param {string} words
 * @param {(width: number) => Place} placeFor where the text begins, on its base line
 */
export function writeName(context, { theme }, words, placeFor) {
  context.font = `${14 * theme.textScale}px ${theme.font}`;
  const [left, base] = placeFor(context.measureText(words).width);
  context.setLineDash([]);
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.strokeStyle = theme.halo;
  context.lineWidth = 4;
  context.strokeText(words, left, base);
  context.fillStyle = theme.ink;
  context.fillText(words, left, base);
}

/** @param {number} share */
export const truthPercent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * What is true, in a sentence.
 * @param {JudgedRun} run
 * @param {number[] | undefined} judged undefined until Python has answered
 */
export function truthWords(run, judged) {
  if (!run.truth_asked) return "";
  if (!run.truth) return UNKNOWN_TRUTH;
  if (!judged) return "";
  const { bayes_error: bayes, n_points: n, seed } = run.truth;
  const errors = judged.filter((_, i) => i % 2 === 0).map(truthPercent),
    widest = Math.max(...judged.filter((_, i) => i % 2)),
    isOne = errors.length === 1;
  return (
    `True error${isOne ? "" : "s"}${errors.length > 2 ? "" : ` ${errors.join(" and ")}`} on ${whole(n)} fresh points ` +
    `(seed ${whole(seed)}, standard error ${(100 * widest).toFixed(2)} %${isOne ? "" : " at most"}); ` +
    `Bayes error ${truthPercent(bayes)}.`
  );
}

export const UNKNOWN_TRUTH = "The truth of drawn points is unknown: there is no source to ask.";

/**
 * Python's epoch and the browser's have one key: they differ by rounding.
 * @param {number} epoch
 */
const keyOf = (epoch) => Math.round(epoch * 1e4);

/**
 * The true errors of the moments that have been asked for: only Python can draw fresh points and try a network on
 * them.
 */
export class Judge {
  /** @type {Map<number, number[]>} */
  errors = new Map();
  /**
   * The moment that was asked about last.
   * @type {number | null}
   */
  wanted = null;

  /**
   * A block from Python.
   * @param {JudgedRun} run
   * @param {boolean} isNew
   */
  take(run, isNew) {
    if (isNew || !run.truth) {
      this.errors.clear();
      this.wanted = null;
    }
    run.truth?.judged.forEach(([epoch, ...errors]) => this.errors.set(keyOf(epoch), errors));
  }

  /** @param {{ epoch: number }} moment */
  at(moment) {
    return this.errors.get(keyOf(moment.epoch));
  }

  /** Whether the moment that was asked about last has had no answer. */
  get waits() {
    return this.wanted !== null && !this.errors.has(keyOf(this.wanted));
  }

  /**
   * Whether Python has to be asked about a moment at rest: once, and only when it has been trained.
   * @param {JudgedRun} run
   * @param {{ epoch: number }} moment
   */
  wants(run, moment) {
    const isAsked = this.at(moment) || this.wanted === moment.epoch;
    const isTrained = moment.epoch <= run.trained_epochs + 1e-6;
    if (!run.truth || isAsked || !isTrained) return false;
    this.wanted = moment.epoch;
    return true;
  }
}
