// The forward pass of a small network over many points, unit by unit. `engine.questions.probe` is the reference: a
// browser test holds the two against each other. Arrays are feature-major: unit j of n points stands at [j * n, (j +
// 1) * n).

/**
 * The widths of all layers, the inputs first, and the activation behind each hidden layer: `engine.architecture`.
 * @typedef {{ sizes: number[], activations: string[] }} Network
 */

/**
 * A hidden unit: its number in its layer; both count from 0.
 * @typedef {{ layer: number, unit: number }} Unit
 */

/**
 * Where the parameters of one layer begin in the flat parameters, and its widths.
 * @typedef {{ weights: number, biases: number, inputs: number, outputs: number }} Offset
 */

/**
 * A ratio of polynomials for tanh, the form and coefficients of Eigen's float32 kernel: off by 6e-8 at the most, and
 * four times as fast as Math.tanh.
 * @param {number} x
 */
function tanh(x) {
  const v = x > 7.9 ? 7.9 : x < -7.9 ? -7.9 : x;
  const s = v * v;
  const top =
    4.89352455891786e-3 +
    s *
      (6.37261928875436e-4 +
        s *
          (1.48572235717979e-5 +
            s *
              (5.12229709037114e-8 +
                s * (-8.60467152213735e-11 + s * (2.00018790482477e-13 - s * 2.76076847742355e-16)))));
  const bottom =
    4.89352518554385e-3 + s * (2.268434632439e-3 + s * (1.18534705686654e-4 + s * 1.19825839466702e-6));
  return (v * top) / bottom;
}

/**
 * The one line that an activation needs besides its layer in Python, which a browser cannot run: it works in place.
 * @type {Record<string, (a: Float32Array | Float64Array) => void>}
 */
export const ACTIVATE = {
  sigmoid: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = 0.5 + 0.5 * tanh(0.5 * a[i]);
  },
  tanh: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = tanh(a[i]);
  },
  relu: (a) => {
    for (let i = 0; i < a.length; i++) if (a[i] < 0) a[i] = 0;
  },
};

/**
 * Where each layer's weights and biases begin in the flat parameters, in the order of the engine's Architecture.
 * @param {number[]} sizes
 */
export function parameterOffsets(sizes) {
  /** @type {Offset[]} */
  const offsets = [];
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    offsets.push({
      weights: start,
      biases: start + sizes[l] * sizes[l - 1],
      inputs: sizes[l - 1],
      outputs: sizes[l],
    });
    start += sizes[l] * (sizes[l - 1] + 1);
  }
  return offsets;
}

/**
 * out[p] = bias + Σ_i weights[i] h_i[p]; four inputs at a time, since the loop over points is bound by memory.
 * @param {Float32Array} out
 * @param {Float32Array} h
 * @param {Float32Array} params
 * @param {number} weights
 * @param {number} bias
 * @param {number} inputs
 * @param {number} n
 */
function affineUnit(out, h, params, weights, bias, inputs, n) {
  out.fill(params[bias]);
  let i = 0;
  for (; i + 3 < inputs; i += 4) {
    const w0 = params[weights + i],
      w1 = params[weights + i + 1];
    const w2 = params[weights + i + 2],
      w3 = params[weights + i + 3];
    const a = i * n,
      b = a + n,
      c = b + n,
      d = c + n;
    for (let p = 0; p < n; p++) out[p] += w0 * h[a + p] + w1 * h[b + p] + w2 * h[c + p] + w3 * h[d + p];
  }
  for (; i < inputs; i++) {
    const w = params[weights + i],
      a = i * n;
    for (let p = 0; p < n; p++) out[p] += w * h[a + p];
  }
}

export class ForwardPass {
  /**
   * @param {number[]} sizes
   * @param {string[]} activations
   * @param {Float32Array} points feature-major
   */
  constructor(sizes, activations, points) {
    const unknown = activations.filter((name) => !ACTIVATE[name]);
    if (unknown.length) throw new Error(`network.js has no line in ACTIVATE for ${unknown}`);
    this.n = points.length / sizes[0];
    this.points = points;
    this.activations = activations;
    this.offsets = parameterOffsets(sizes);
    this.layers = sizes.slice(1).map((width) => new Float32Array(width * this.n)); // the last one holds the scores z
    this.scores = this.layers[this.layers.length - 1];
    this.field = new Float32Array(this.n);
  }

  /**
   * The scores z of the last layer, which are overwritten by the next run.
   * @param {Float32Array} params
   */
  run(params) {
    let h = this.points;
    this.offsets.forEach(({ weights, biases, inputs, outputs }, l) => {
      const layer = this.layers[l];
      for (let j = 0; j < outputs; j++) {
        const out = layer.subarray(j * this.n, (j + 1) * this.n);
        affineUnit(out, h, params, weights + j * inputs, biases + j, inputs, this.n);
      }
      if (l < this.activations.length) ACTIVATE[this.activations[l]](layer);
      h = layer;
    });
    return this.scores;
  }

  /**
   * z of one unit at every point, after run(): what is zero on the unit's zero line. The next call overwrites it.
   * @param {Float32Array} params
   * @param {number} layer
   * @param {number} unit
   */
  unitScores(params, layer, unit) {
    const { weights, biases, inputs } = this.offsets[layer];
    const h = layer === 0 ? this.points : this.layers[layer - 1];
    affineUnit(this.field, h, params, weights + unit * inputs, biases + unit, inputs, this.n);
    return this.field;
  }
}

/**
 * Softmax of the scores of one point, shifted by their maximum so that nothing overflows.
 * @template {number[] | Float64Array} Scores
 * @param {Scores} scores
 * @returns {Scores}
 */
export function softmax(scores) {
  const top = Math.max(...scores);
  const powers = scores.map((z) => Math.exp(z - top));
  let total = 0;
  for (const p of powers) total += p;
  return /** @type {Scores} */ (powers.map((p) => p / total));
}

/**
 * The class of the largest of K feature-major scores at point p.
 * @param {Float32Array} scores
 * @param {number} p
 * @param {number} n
 * @param {number} nClasses
 */
export function classOf(scores, p, n, nClasses) {
  let best = 0;
  for (let k = 1; k < nClasses; k++) if (scores[k * n + p] > scores[best * n + p]) best = k;
  return best;
}
