// The activations in the browser, in place on arrays of weighted sums.

/**
 * What the pages are told of an activation: `engine.portrait.Portrait` says what each means.
 * @typedef {object} ActivationFacts
 * @property {string} word
 * @property {string} layer its class
 * @property {string} gate
 * @property {string} reading
 * @property {string} formula
 * @property {string} slope
 * @property {string} slope_in_numbers "" where the one kink is spoken of
 * @property {number[]} kinks
 * @property {[low: number, high: number] | null} limits
 * @property {[from: number | null, to: number | null][]} flat weighted sums where it is saturated; null for no end
 * @property {number} dead_share
 * @property {boolean} can_die
 * @property {[slope: number, offset: number][]} segments the straight line on each side of its kinks; none where it is
 *   curved
 */

/**
 * By the activation's name.
 * @typedef {Record<string, ActivationFacts>} AllFacts
 */

/**
 * A ratio of polynomials for tanh, the form and coefficients of Eigen's float32 kernel: off by 6e-8 at the most, and
 * four times as fast as Math.tanh.
 * @param {number} x
 */
export function tanh(x) {
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
 * From an activation's name to what turns weighted sums into answers, where they stand. Each is a loop of its own:
 * one loop that calls a function for each number would be slower.
 * @type {Record<string, (sums: Float32Array | Float64Array) => void>}
 */
export const ACTIVATE = {
  // Python writes here: the forward line of each layer in engine.layers.ACTIVATIONS.
};
