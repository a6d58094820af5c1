// The pieces on which the network is linear, as the player shows them: thin edges over the regions, or alone in greys
// that say how many units are on. `ui/browser/maps/pieces.js` finds them.

import { find } from "../../browser/find.js";
import { inputsWords } from "../../browser/maps/derived_inputs.js";
import { curvedIn, linearPieces, MOST_PIECES, mostOfOneLayer, pieceAt } from "../../browser/maps/pieces.js";
import { whole, withMinus } from "../../browser/numbers.js";

/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { MappedRun, RegionMap } from "../../browser/maps/map.js" */
/** @import { Piece } from "../../browser/maps/pieces.js" */

/** @typedef {MappedRun & { activation_facts: AllFacts }} CutRun */

const EVERY = 2; // pictures, while it plays, from one that cuts anew to the next
const LIGHTEST = 0.04; // how much of the darker grey the piece with the fewest units on has
const DARKEST = 0.7;

export class Pieces {
  /**
   * @param {HTMLElement} root
   * @param {RegionMap} map
   */
  constructor(root, map) {
    this.map = map;
    this.words = find(root, ".piece-words");
    this.outline = find(root, ".piece-outline");
    this.countdown = 0; // pictures until the next cut
    /** @type {CutRun | null} */
    this.run = null;
    /** @type {Piece[] | null} */
    this.list = null;
    /**
     * Where the pointer is.
     * @type {[x: number, y: number] | null}
     */
    this.pointed = null;
  }

  /**
   * Cut the plane for one moment; while it plays, every second picture keeps the pieces of the one before.
   * @param {CutRun} run
   * @param {Float32Array} params
   * @param {boolean} atRest
   */
  cut(run, params, atRest) {
    if (!atRest && run === this.run && this.countdown-- > 0) return;
    this.countdown = EVERY - 1;
    this.run = run;
    this.list =
      run.inputs || curvedIn(run, run.activation_facts)
        ? null
        : linearPieces(run, params, run.extent, run.activation_facts);
    this.write();
    this.point(this.pointed);
  }

  /** Nothing is shown. */
  clear() {
    this.run = this.list = null;
    this.words.hidden = true;
    this.point(null);
  }

  /**
   * Over the regions, below the boundary and the points.
   * @param {CanvasRenderingContext2D} context
   * @param {boolean} alone
   */
  draw(context, alone) {
    const { map, list } = this,
      { theme, size } = map;
    if (alone) {
      context.fillStyle = theme.page;
      context.fillRect(0, 0, size, size);
    }
    if (!list) return;
    const edges = new Path2D(),
      [fewest, most] = this.fewestAndMost;
    context.save();
    for (const piece of list) {
      const path = this.pathOf(piece);
      edges.addPath(path);
      if (!alone) continue;
      const share = (onIn(piece) - fewest) / Math.max(1, most - fewest);
      context.globalAlpha = LIGHTEST + (DARKEST - LIGHTEST) * share;
      context.fillStyle = theme.soft;
      context.fill(path);
    }
    context.globalAlpha = 0.8;
    context.strokeStyle = theme.ink;
    context.lineWidth = 0.9 * theme.markScale;
    context.stroke(edges);
    context.restore();
  }

  /** @param {Piece} piece */
  pathOf({ corners }) {
    const path = new Path2D();
    for (let i = 0; i < corners.length; i += 2) {
      const [x, y] = this.map.toScreen(corners[i], corners[i + 1]);
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
    return path;
  }

  /** The fewest and the most units that are on in any piece. */
  get fewestAndMost() {
    let fewest = Infinity,
      most = 0;
    for (const piece of this.list ?? []) {
      fewest = Math.min(fewest, onIn(piece));
      most = Math.max(most, onIn(piece));
    }
    return [fewest, most];
  }

  /** How many pieces there are, beside how many one layer could make; or why there are none. */
  get sentence() {
    const { run, list } = this;
    if (!run) return "";
    const facts = run.activation_facts,
      curved = curvedIn(run, facts);
    if (run.inputs)
      return `Linear pieces are drawn where the inputs are x₁ and x₂; here they are ${inputsWords(run.inputs)}.`;
    if (curved) return `No linear pieces: ${curved} is curved. A network of ReLUs has some.`;
    if (!list) return `More than ${whole(MOST_PIECES)} linear pieces on the map: too many to be drawn.`;
    const hidden = run.sizes.slice(1, -1),
      n = hidden.reduce((sum, width) => sum + width, 0),
      lines = hidden.reduce((sum, width, l) => sum + width * facts[run.activations[l]].kinks.length, 0);
    if (!n) return "1 linear piece: without a hidden layer the scores are one affine map.";
    const [fewest, most] = this.fewestAndMost,
      on = fewest === most ? fewest : `${fewest} to ${most}`;
    return (
      `${whole(list.length)} linear ${list.length === 1 ? "piece" : "pieces"}: ${on} of ${n} units ${this.onWord}. ` +
      `One layer of ${n} makes at most ${whole(mostOfOneLayer(lines))}.`
    );
  }

  /** A relu is on or off; other units are above their kink or below it. */
  get onWord() {
    const { run } = this;
    return run && run.activations.every((name) => run.activation_facts[name].can_die)
      ? "on"
      : "above their kink";
  }

  /** The words stand in the place of those about the network; those about a picked unit stay. */
  write() {
    const { sentence } = this;
    this.words.hidden = !sentence;
    if (this.words.textContent !== sentence) this.words.textContent = sentence;
  }

  /**
   * Outline the piece at a place.
   * @param {[x: number, y: number] | null} place
   */
  point(place) {
    this.pointed = place;
    const piece = place && this.list && pieceAt(this.list, ...place);
    const corners = piece ? piece.corners : [],
      { size } = this.map;
    const places = [];
    for (let i = 0; i < corners.length; i += 2) {
      const [x, y] = this.map.toScreen(corners[i], corners[i + 1]);
      places.push(`${(100 * x) / size},${(100 * y) / size}`);
    }
    find(this.outline, "polygon").setAttribute("points", places.join(" "));
    return piece ?? null;
  }

  /**
   * The affine map of the piece at a place, and its units that are on, to stand below the values there.
   * @param {number} x
   * @param {number} y
   */
  valuesAt(x, y) {
    const piece = this.point([x, y]);
    if (!piece || !this.run) return "";
    const n = this.run.sizes.slice(1, -1).reduce((sum, width) => sum + width, 0),
      lines = Array.from(
        piece.biases,
        (bias, k) =>
          `<i>z</i><sub>${k + 1}</sub> = ${signed(piece.weights[2 * k], true)} <i>x</i><sub>1</sub> ` +
          `${signed(piece.weights[2 * k + 1])} <i>x</i><sub>2</sub> ${signed(bias)}`,
      );
    const heading = `In this piece ${onIn(piece)} of ${n} units are ${this.onWord}:`;
    return `<p class="piece-map">${[heading, ...lines].join("<br>")}</p>`;
  }
}

/** @param {Piece} piece */
const onIn = ({ above }) => above.reduce((sum, count) => sum + count, 0);

/**
 * A number with its sign between it and the one before, as in a sum.
 * @param {number} value
 * @param {boolean} [isFirst]
 */
function signed(value, isFirst = false) {
  const digits = Math.abs(value).toFixed(2);
  if (isFirst) return withMinus(value < 0 ? `-${digits}` : digits);
  return `${value < 0 ? "−" : "+"} ${digits}`;
}
