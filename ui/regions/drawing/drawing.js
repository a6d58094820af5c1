// Own points as a value in the browser: their text, which is also what the link says, and what undo goes back to.

const PLACES_A_SIDE = 2001,
  STEPS_A_UNIT = 200,
  SIDE = 5; // as in datasets/point_table.py
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Four letters for each point { x, y, k }: a number below 2²⁴, its highest six bits first.
export function encodePoints(points) {
  return points
    .map(({ x, y, k }) => {
      const [column, row] = [x, y].map((v) => Math.round((v + SIDE) * STEPS_A_UNIT));
      const number = (k * PLACES_A_SIDE + column) * PLACES_A_SIDE + row;
      return [18, 12, 6, 0].map((shift) => LETTERS[(number >> shift) & 63]).join("");
    })
    .join("");
}

export function decodePoints(text) {
  return Array.from({ length: text.length / 4 }, (_, i) => {
    const number = [...text.slice(4 * i, 4 * i + 4)].reduce(
      (sum, letter) => 64 * sum + LETTERS.indexOf(letter),
      0,
    );
    const rest = Math.floor(number / PLACES_A_SIDE),
      k = Math.floor(rest / PLACES_A_SIDE);
    return {
      x: (rest % PLACES_A_SIDE) / STEPS_A_UNIT - SIDE,
      y: (number % PLACES_A_SIDE) / STEPS_A_UNIT - SIDE,
      k,
    };
  });
}

export const onGrid = (v) => Math.round(Math.min(SIDE, Math.max(-SIDE, v)) * STEPS_A_UNIT) / STEPS_A_UNIT;

// The same points as the arrays that a block has: within each class every nth one is for validation (0: none is).
export function splitPoints(points, nth) {
  const seen = [0, 0, 0],
    parts = { training: [], validation: [] };
  for (const point of points) {
    seen[point.k] += 1;
    (nth && seen[point.k] % nth === 0 ? parts.validation : parts.training).push(point);
  }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, list]) => [
      [`${name}_inputs`, Float32Array.from(list.flatMap(({ x, y }) => [x, y]))],
      [`${name}_labels`, Uint8Array.from(list, ({ k }) => k)],
    ]),
  );
}

const MOST_UNDONE = 200;

// Texts that were drawn one after the other, and where among them the hand is.
export class Undo {
  constructor() {
    this.texts = [];
    this.at = -1;
  }

  get text() {
    return this.texts[this.at];
  }

  // What was drawn last; what had been undone before is forgotten.
  add(text) {
    if (text === this.text) return;
    this.texts = [...this.texts.slice(0, this.at + 1), text].slice(-MOST_UNDONE);
    this.at = this.texts.length - 1;
  }

  // One step back (−1) or forward (1); whether there was one.
  go(step) {
    if (this.texts[this.at + step] === undefined) return false;
    this.at += step;
    return true;
  }
}
