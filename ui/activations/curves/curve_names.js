// The names of curves, each beside its own, where no other curve and no other name is in the way.

/** @import { Pen } from "../../browser/curves/pen.js" */

/**
 * A curve: its name, and its value at each input.
 * @typedef {{ word: string, values: Float32Array }} Curve
 */

/** @typedef {{ left: number, right: number, y: number }} Label */

/** From a curve to its name, in pixels right and down: away from the axis, beside a steep curve or towards it. */
const SIDES = { above: [0, -13], below: [0, 14], beside: [12, 6] };
const CLEAR_OF_OWN = 6; // pixels between the middle of a name and its curve
const CLEAR = 11; // and any other curve
const APART = 18; // between the middles of two names

/**
 * Writes the name of every curve. Each begins with a place of its own and goes on to the next while something is in the
 * way; a name that finds no room stands where it began.
 * @param {Pen} pen
 * @param {Float32Array} inputs evenly spaced
 * @param {Curve[]} curves
 * @param {number[]} places inputs where names may stand
 */
export function nameCurves(pen, inputs, curves, places) {
  const { frame, theme } = pen;
  const scale = theme.textScale;
  const style = { colour: theme.ink, weight: 600, halo: true };
  const step = inputs[1] - inputs[0];
  const indexOf = (/** @type {number} */ x) =>
    Math.max(0, Math.min(inputs.length - 1, Math.round((x - inputs[0]) / step)));

  /**
   * Whether a curve keeps away from a name by so many pixels.
   * @param {Curve} curve
   * @param {Label} label
   * @param {number} pixels
   */
  const keepsAway = ({ values }, { left, right, y }, pixels) => {
    for (let i = indexOf(frame.xAt(left)); i <= indexOf(frame.xAt(right)); i++)
      if (Math.abs(frame.y(values[i]) - y) < pixels * scale) return false;
    return true;
  };

  /** @type {Label[]} */
  const written = [];
  /**
   * @param {Label} label
   * @param {Curve} own
   */
  const isFree = (label, own) =>
    label.right < frame.right &&
    label.y > frame.top &&
    label.y < frame.base &&
    curves.every((curve) => keepsAway(curve, label, curve === own ? CLEAR_OF_OWN : CLEAR)) &&
    written.every(
      ({ left, right, y }) =>
        right < label.left || left > label.right || Math.abs(y - label.y) > APART * scale,
    );

  curves.forEach((own, k) => {
    const { word, values } = own;
    const width = pen.widthOf(word, style);
    const labels = places.flatMap((_, i) => {
      const place = places[(k + i) % places.length];
      const value = values[indexOf(place)];
      const [away, towards] = value < 0 ? [SIDES.below, SIDES.above] : [SIDES.above, SIDES.below];
      return [away, SIDES.beside, towards].map(([right, down]) => {
        const left = frame.x(place) + right;
        return { left, right: left + width, y: frame.y(value) + down * scale };
      });
    });
    const label = labels.find((free) => isFree(free, own)) ?? labels[0];
    written.push(label);
    pen.text(word, label.left, label.y, style);
  });
}
