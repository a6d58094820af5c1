// The directions in which points vary most: the eigenvectors of their covariance, by Jacobi's rotations (Jacobi,
// 1846). `tests/browser/regions/test_hidden_space.py` holds them against numpy.linalg.eigh.

const MOST_SWEEPS = 30;

/**
 * @typedef {object} Axes
 * @property {Float64Array} mean of each unit
 * @property {Float64Array[]} vectors one for each axis
 * @property {number[]} shares of the variance along each axis
 * @property {number[]} [ranks] each axis' place, from 1, where they are not in the order of their shares
 */

/**
 * Eigenvalues and eigenvectors of a symmetric matrix of n rows, largest first; the matrix is used up.
 * @param {Float64Array} matrix
 * @param {number} n
 */
function eigenvectors(matrix, n) {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0,
      on = 0;
    for (let p = 0; p < n; p++) {
      on += matrix[p * n + p] ** 2;
      for (let q = p + 1; q < n; q++) off += matrix[p * n + q] ** 2;
    }
    if (off <= 1e-18 * on) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => matrix[b * n + b] - matrix[a * n + a]);
  return {
    values: order.map((i) => Math.max(0, matrix[i * n + i])),
    vectors: order.map((i) => Float64Array.from({ length: n }, (_, j) => vectors[j * n + i])),
  };
}

/**
 * The rotation of axes p and q after which their covariance is 0.
 * @param {Float64Array} matrix
 * @param {Float64Array} vectors
 * @param {number} n
 * @param {number} p
 * @param {number} q
 */
function rotate(matrix, vectors, n, p, q) {
  const off = matrix[p * n + q];
  if (off === 0) return;
  const half = (matrix[q * n + q] - matrix[p * n + p]) / (2 * off);
  const t = (half >= 0 ? 1 : -1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const c = 1 / Math.sqrt(t * t + 1),
    s = t * c;
  for (let k = 0; k < n; k++) {
    const a = matrix[k * n + p],
      b = matrix[k * n + q];
    matrix[k * n + p] = c * a - s * b;
    matrix[k * n + q] = s * a + c * b;
  }
  for (let k = 0; k < n; k++) {
    const a = matrix[p * n + k],
      b = matrix[q * n + k],
      u = vectors[k * n + p],
      v = vectors[k * n + q];
    matrix[p * n + k] = c * a - s * b;
    matrix[q * n + k] = s * a + c * b;
    vectors[k * n + p] = c * u - s * v;
    vectors[k * n + q] = s * u + c * v;
  }
}

/**
 * The first `count` principal components of points, as feature-major answers of units. Only the first `used` of the n
 * points count: those that are trained on.
 * @param {Float32Array} h
 * @param {number} n
 * @param {number} units
 * @param {number} used
 * @param {number} count
 * @returns {Axes}
 */
export function principalAxes(h, n, units, used, count) {
  const mean = new Float64Array(units),
    covariance = new Float64Array(units * units);
  for (let j = 0; j < units; j++) {
    for (let p = 0; p < used; p++) mean[j] += h[j * n + p];
    mean[j] /= used;
  }
  for (let i = 0; i < units; i++) {
    for (let j = i; j < units; j++) {
      let sum = 0;
      for (let p = 0; p < used; p++) sum += (h[i * n + p] - mean[i]) * (h[j * n + p] - mean[j]);
      covariance[i * units + j] = covariance[j * units + i] = sum / used;
    }
  }
  const { values, vectors } = eigenvectors(covariance, units);
  const total = values.reduce((a, b) => a + b, 0);
  const kept = Math.min(count, units);
  return {
    mean,
    vectors: vectors.slice(0, kept),
    shares: values.slice(0, kept).map((v) => (total > 1e-12 ? v / total : 0)),
  };
}

/**
 * The same axes in keeping with those of the picture before, so that nothing flips while a run plays. An eigenvector
 * has no sign of its own: each takes the sign that its predecessor had. Two axes whose variances change places keep
 * their own places.
 * @param {Axes} axes
 * @param {Float64Array[] | null | undefined} before
 * @returns {Axes}
 */
export function inKeeping(axes, before) {
  const { vectors, shares } = axes;
  if (!before || before.length !== vectors.length || before[0].length !== vectors[0].length) {
    return { ...axes, vectors: vectors.map(largestPositive) };
  }
  /** @type {(a: Float64Array, b: Float64Array) => number} */
  const dot = (a, b) => a.reduce((sum, v, j) => sum + v * b[j], 0);
  const left = vectors.map((_, i) => i);
  const order = before.map((old) => {
    left.sort((a, b) => Math.abs(dot(vectors[b], old)) - Math.abs(dot(vectors[a], old)));
    return left.splice(0, 1)[0];
  });
  return {
    ...axes,
    vectors: order.map((i, k) => (dot(vectors[i], before[k]) < 0 ? vectors[i].map((v) => -v) : vectors[i])),
    shares: order.map((i) => shares[i]),
    ranks: order.map((i) => i + 1),
  };
}

/** @param {Float64Array} vector */
function largestPositive(vector) {
  const largest = vector.reduce((best, v) => (Math.abs(v) > Math.abs(best) ? v : best), 0);
  return largest < 0 ? vector.map((v) => -v) : vector;
}
