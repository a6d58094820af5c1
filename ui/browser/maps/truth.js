// The Bayes boundary on a map: no classifier can do better than to answer on either side of it as the source does. Ink,
// dotted, named at its end. Python sends its pieces in units of the axes, since it alone knows the source.

import { joinPieces } from "./contours.js";

const TRUTH_DASH = [2, 6];
export const TRUTH_NAME = "Bayes boundary";

// Polylines [[x, y], …] from x1, y1, x2, y2 of each piece.
export function truthLines(pieces) {
  const list = [];
  for (let i = 0; i < pieces.length; i += 4)
    list.push([
      [pieces[i], pieces[i + 1]],
      [pieces[i + 2], pieces[i + 3]],
    ]);
  return joinPieces(list);
}

export function drawTruth(context, map, lines) {
  const path = new Path2D(),
    screen = lines.map((line) => line.map(([x, y]) => map.toScreen(x, y)));
  screen.forEach((line) => line.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y))));
  map.strokeWithHalo(context, path, map.theme.boundary, map.isSmall ? 1.5 : 2, TRUTH_DASH);
  if (screen.length && !map.isSmall) nameTruth(context, map, screen);
}

// At the end of the longest line; at the top of one that is closed.
function nameTruth(context, map, screen) {
  const { theme, size } = map,
    longest = screen.reduce((a, b) => (b.length > a.length ? b : a));
  const [first, last] = [longest[0], longest[longest.length - 1]];
  const closed = Math.hypot(first[0] - last[0], first[1] - last[1]) < 1;
  const [x, y] = closed ? longest.reduce((a, b) => (b[1] < a[1] ? b : a)) : last[1] < first[1] ? last : first;
  context.font = `${14 * theme.textScale}px ${theme.font}`;
  const width = context.measureText(TRUTH_NAME).width,
    line = 16 * theme.textScale;
  const left = Math.max(6, Math.min(size - width - 6, x + width + 14 > size ? x - width - 8 : x + 8));
  const base = Math.max(line, Math.min(size - 8, y + (y < size / 2 ? line + 4 : -8)));
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.strokeStyle = theme.halo;
  context.lineWidth = 4;
  context.strokeText(TRUTH_NAME, left, base);
  context.fillStyle = theme.ink;
  context.fillText(TRUTH_NAME, left, base);
}

export const truthPercent = (share) => `${(100 * share).toFixed(1)} %`;

// What is true, in a sentence. judged: for each network its error on fresh points and the standard error that comes of
// counting so many; undefined until Python has answered.
export function truthWords(run, judged) {
  if (!run.truth_asked) return "";
  if (!run.truth) return UNKNOWN_TRUTH;
  if (!judged) return "";
  const { bayes_error: bayes, n_points: n, seed } = run.truth;
  const errors =
      judged.length > 4
        ? ""
        : ` ${judged
            .filter((_, i) => i % 2 === 0)
            .map(truthPercent)
            .join(" and ")}`,
    widest = Math.max(...judged.filter((_, i) => i % 2));
  return (
    `True error${errors} on ${n.toLocaleString("en-GB")} fresh points (seed ${seed.toLocaleString("en-GB")}, ` +
    `standard error ${(100 * widest).toFixed(2)} %); Bayes error ${truthPercent(bayes)}.`
  );
}

export const UNKNOWN_TRUTH = "The truth of drawn points is unknown: there is no source to ask.";

// The true errors of the moments that have been asked for: only Python can draw fresh points and try a network on them.
export class Judge {
  constructor(ask) {
    Object.assign(this, { ask, errors: new Map() });
  }

  // A block from Python: errors at one moment, in the order of the networks, each with its standard error.
  take(run, isNew) {
    if (isNew || !run.truth) this.errors.clear();
    if (isNew || !run.truth) this.wanted = null;
    if (run.truth) run.truth.judged.forEach(([epoch, ...errors]) => this.errors.set(this.key(epoch), errors));
  }

  key(epoch) {
    return Math.round(epoch * 1e4);
  }

  at(moment) {
    return this.errors.get(this.key(moment.epoch));
  }

  // For a moment at rest: once, and not before it has been trained.
  want(run, moment) {
    if (
      !run.truth ||
      this.at(moment) ||
      this.wanted === moment.epoch ||
      moment.epoch > run.trained_epochs + 1e-6
    )
      return;
    this.wanted = moment.epoch;
    this.ask({ epoch: moment.epoch, nonce: performance.now() });
  }
}
