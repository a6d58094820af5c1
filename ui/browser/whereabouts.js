// Where in a square picture something is, in words, for those who do not see it.

const MIDDLE = 1 / 3; // of the side: a ninth of the square is its middle

/**
 * @param {number} right of a place, from −1 at the left to 1
 * @param {number} down from −1 at the top to 1
 */
export function whereabouts(right, down) {
  const across = right < -MIDDLE ? "left" : right > MIDDLE ? "right" : "",
    upright = down < -MIDDLE ? "upper" : down > MIDDLE ? "lower" : "";
  if (across && upright) return `at the ${upright} ${across}`;
  if (across) return `on the ${across}`;
  return upright ? `at the ${upright === "upper" ? "top" : "bottom"}` : "in the middle";
}

/**
 * Where the values of a square picture are largest: in which of its nine parts their mean is.
 * @param {number} side
 * @param {(i: number) => number} valueAt counted row by row, from the top
 */
export function whereLargest(side, valueAt) {
  const sums = new Float64Array(9),
    counts = new Float64Array(9);
  for (let i = 0; i < side * side; i++) {
    const [row, column] = [Math.floor(i / side), i % side].map((at) => Math.floor((3 * at) / side));
    sums[3 * row + column] += valueAt(i);
    counts[3 * row + column]++;
  }
  const means = sums.map((sum, part) => sum / counts[part]),
    best = means.indexOf(means.reduce((a, b) => Math.max(a, b)));
  return whereabouts((best % 3) - 1, Math.floor(best / 3) - 1);
}
