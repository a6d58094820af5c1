// Where the answer has changed between two moments of a run: one that is marked, and the one that is shown.

import { find } from "../../browser/find.js";
import { DifferenceMap } from "../../browser/maps/differences.js";
import { ForwardPass } from "../../browser/maps/network.js";
import { formatEpoch } from "../../browser/playing/timeline.js";

/** @import { Earlier, MappedRun, Picture, RegionMap } from "../../browser/maps/map.js" */
/** @import { Moment } from "../../browser/playing/moments.js" */

/**
 * The marked moment as it was computed for one size of the map and one grid.
 * @typedef {object} Marked
 * @property {MappedRun} run
 * @property {Moment} moment
 * @property {number} G
 * @property {number} size
 * @property {ForwardPass} forward
 * @property {Path2D} boundary
 */

const EARLIER_GRID = 121; // points along a side

export class Changes {
  /**
   * @param {HTMLElement} root
   * @param {RegionMap} map
   */
  constructor(root, map) {
    this.map = map;
    this.difference = new DifferenceMap(map.box);
    this.words = find(root, ".since-words");
    this.choices = find(root, ".since");
    this.lines = find(root, "[data-name=lines]");
    /** @type {Marked | null} */
    this.marked = null;
  }

  /**
   * Over the picture of the moment that is shown.
   * @param {Moment} before the marked moment
   * @param {Picture} picture
   * @param {boolean} atRest
   */
  paint(before, picture, atRest) {
    const { map, difference } = this;
    const { forward, boundary, G } = this.markedAs(before, picture.G);
    difference.resize(map.theme, map.size);
    difference.paint(
      [forward, picture.forward],
      G,
      map.nClasses,
      [{ boundary, points: map.points }, map],
      atRest,
    );
  }

  /**
   * Computed anew only where the moment, the map or the grid is another.
   * @param {Moment} moment
   * @param {number} G
   * @returns {Marked}
   */
  markedAs(moment, G) {
    const { map, marked } = this,
      { run, size } = map;
    const isKnown = marked?.run === run && marked.moment === moment;
    if (isKnown && marked.G === G && marked.size === size) return marked;
    const forward = new ForwardPass(run.sizes, run.activations, map.forward(G).points, run.inputs);
    forward.run(moment.params);
    this.marked = { run, moment, G, size, forward, boundary: map.boundaryPath(forward, G) };
    return this.marked;
  }

  /**
   * The boundary of the marked moment, to lie under a later one.
   * @param {Moment} moment
   * @returns {Earlier}
   */
  earlier(moment) {
    const { map } = this,
      { forward, G } = this.markedAs(moment, EARLIER_GRID),
      step = map.size / (G - 1);
    return {
      lines: map.boundaryLines(forward, G).map((line) => line.map(([x, y]) => [x * step, y * step])),
      name: `epoch ${formatEpoch(moment.epoch)}`,
    };
  }

  /** Nothing before the first picture. */
  get sentence() {
    if (!this.marked) return "";
    const share = (100 * this.difference.share).toFixed(1);
    return `Changed since epoch ${formatEpoch(this.marked.moment.epoch)}: ${share} % of the plane.`;
  }

  /**
   * The words stand in the place of the choice of zero lines: this map shows none.
   * @param {boolean} shown
   * @param {boolean} hasUnits
   */
  describe(shown, hasUnits) {
    this.choices.hidden = !shown;
    this.lines.hidden = shown || !hasUnits;
    if (shown && this.words.textContent !== this.sentence) this.words.textContent = this.sentence;
  }
}
