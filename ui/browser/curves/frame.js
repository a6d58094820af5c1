// The frame that curves stand in: on which pixel a value stands, and which value stands on a pixel.

/**
 * CSS pixels around a frame, for words.
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Margins
 */

/**
 * The values at the ends of both axes. `log`: y is shown by its powers of ten. `held`: a value of y beyond its axis
 * stands at the axis' end.
 * @typedef {{ x: [low: number, high: number], y: [low: number, high: number], log?: boolean, held?: boolean }} Axes
 */

export class Frame {
  /**
   * @param {{ width: number, height: number }} box
   * @param {Margins} margins
   * @param {Axes} axes
   */
  constructor({ width, height }, margins, { x, y, log = false, held = false }) {
    this.width = width;
    this.height = height;
    this.left = margins.left;
    this.right = width - margins.right;
    this.top = margins.top;
    this.base = height - margins.bottom;
    this.held = held;
    this.log = log;
    this.xEnds = x;
    this.yEnds = log ? y.map(Math.log10) : y;
  }

  /** @param {number} value */
  x(value) {
    const [low, high] = this.xEnds;
    return this.left + ((value - low) / (high - low)) * (this.right - this.left);
  }

  /** @param {number} value */
  y(value) {
    const [low, high] = this.yEnds;
    const at = this.log ? Math.log10(value) : value;
    const shown = this.held ? Math.min(Math.max(at, low), high) : at;
    return this.base - ((shown - low) / (high - low)) * (this.base - this.top);
  }

  /** @param {number} pixel */
  xAt(pixel) {
    const [low, high] = this.xEnds;
    return low + ((pixel - this.left) / (this.right - this.left)) * (high - low);
  }
}
