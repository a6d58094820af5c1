// Pictures as whole numbers: their quantiles, their means on another grid, the largest level around each pixel. The
// arithmetic is that of datasets/photos/levels.py: a test holds the two against each other, pixel by pixel.

/**
 * Levels row by row; of a mask, 1 where it holds and 0 elsewhere.
 * @typedef {{ values: Int32Array, width: number, height: number }} Plane
 */

/**
 * @param {number} width
 * @param {number} height
 * @returns {Plane}
 */
export const emptyPlane = (width, height) => ({ values: new Int32Array(width * height), width, height });

/**
 * Another plane of the same size, by its values.
 * @param {Plane} plane
 * @param {(value: number, i: number) => number} change
 * @returns {Plane}
 */
export const changed = ({ values, width, height }, change) => ({
  values: values.map(change),
  width,
  height,
});

/**
 * Smallest level that at least this share of the values do not exceed.
 * @param {ArrayLike<number>} values from 0 on
 * @param {number} share
 */
export function quantile(values, share) {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  const counts = new Float64Array(most + 1);
  for (let i = 0; i < values.length; i++) counts[values[i]]++;
  let level = 0,
    below = counts[0];
  while (below < share * values.length) below += counts[++level];
  return level;
}

/**
 * For each new pixel the old ones that it covers, with their overlaps as whole numbers, which sum to `before`.
 * @param {number} before how many pixels there are along a side
 * @param {number} after how many there will be
 */
export function shares(before, after) {
  return Array.from({ length: after }, (_, i) => {
    /** @type {[number, number][]} */
    const parts = [];
    for (let j = Math.floor((i * before) / after); j * after < (i + 1) * before && j < before; j++) {
      const overlap = Math.min((i + 1) * before, (j + 1) * after) - Math.max(i * before, j * after);
      if (overlap > 0) parts.push([j, overlap]);
    }
    return parts;
  });
}

/**
 * Sums over what each new pixel covers, as whole numbers: a mean's are `width * height` as large.
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 */
export function coveredSums(plane, width, height) {
  const rows = shares(plane.height, height),
    columns = shares(plane.width, width),
    sums = new Float64Array(width * height),
    line = new Float64Array(plane.width);
  rows.forEach((parts, y) => {
    line.fill(0);
    for (const [j, overlap] of parts)
      for (let x = 0; x < plane.width; x++) line[x] += overlap * plane.values[j * plane.width + x];
    columns.forEach((pieces, x) => {
      let sum = 0;
      for (const [j, overlap] of pieces) sum += overlap * line[j];
      sums[y * width + x] = sum;
    });
  });
  return sums;
}

/**
 * Mean of what each new pixel covers, rounded half up.
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 * @returns {Plane}
 */
export function resized(plane, width, height) {
  const covered = plane.width * plane.height;
  const values = Int32Array.from(coveredSums(plane, width, height), (sum) =>
    Math.floor((2 * sum + covered) / (2 * covered)),
  );
  return { values, width, height };
}

/**
 * Mean of each pixel and its eight neighbours; beyond an edge its pixels go on.
 * @param {Plane} plane
 */
export function softened({ values, width, height }) {
  const soft = emptyPlane(width, height);
  for (let y = 0; y < height; y++) {
    const rows = [Math.max(0, y - 1), y, Math.min(height - 1, y + 1)];
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1),
        right = Math.min(width - 1, x + 1);
      let sum = 4;
      for (const row of rows)
        sum += values[row * width + left] + values[row * width + x] + values[row * width + right];
      soft.values[y * width + x] = Math.floor(sum / 9);
    }
  }
  return soft;
}

/**
 * @param {Plane} plane
 * @returns {Plane}
 */
export function transposed({ values, width, height }) {
  const turned = emptyPlane(height, width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned.values[x * height + y] = values[y * width + x];
  return turned;
}

/**
 * Largest level among the pixels so near in the same row: a queue keeps those that may still be it.
 * @param {Plane} plane
 * @param {number} reach
 * @returns {Plane}
 */
export function largestInRows({ values, width, height }, reach) {
  const found = emptyPlane(width, height),
    queue = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let first = 0,
      last = 0;
    for (let x = 0; x < width + reach; x++) {
      if (x < width) {
        while (last > first && values[row + queue[last - 1]] <= values[row + x]) last--;
        queue[last++] = x;
      }
      if (x < reach) continue;
      while (queue[first] < x - 2 * reach) first++;
      found.values[row + x - reach] = values[row + queue[first]];
    }
  }
  return found;
}

/**
 * Largest level in the square that reaches so many pixels to each side; nothing lies beyond the edges.
 * @param {Plane} plane
 * @param {number} reach
 */
export const largest = (plane, reach) =>
  transposed(largestInRows(transposed(largestInRows(plane, reach)), reach));

/** @param {Plane} plane */
const negative = (plane) => changed(plane, (v) => -v);

/**
 * Picture without what is dark and narrower than twice the reach: what lies there takes the level around it.
 * @param {Plane} plane
 * @param {number} reach
 */
export const closing = (plane, reach) => negative(largest(negative(largest(plane, reach)), reach));
