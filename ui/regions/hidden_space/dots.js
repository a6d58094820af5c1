// The points in the hidden space as symbols, with rings around those that are wrong; and a mark for the place under the
// pointer.

import { fitCanvas } from "../../browser/colours.js";
import { MANY_WRONG } from "../../browser/maps/map.js";
import { classOf } from "../../browser/maps/network.js";
import { drawSymbol } from "../../browser/symbols.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { Place } from "../../browser/maps/contours.js" */
/** @import { RegionMap } from "../../browser/maps/map.js" */

const N_SYMBOLS = 3;
const HIDDEN = 0.25; // how much is seen of a point that a surface covers
const MARK_RADIUS = 9;
const MARK_REACH = 14; // pixels that the arms of the mark reach from its middle

export class Dots {
  /** @type {RegionMap} */
  map;
  /** @type {Theme} */
  theme;
  /**
   * Pictures of the symbols, since a picture is stamped faster than a symbol is drawn: filled ones, then hollow ones.
   * @type {HTMLCanvasElement[]}
   */
  symbols = [];
  side = 0; // of a symbol's picture

  /**
   * @param {Theme} theme
   * @param {RegionMap} map
   */
  resize(theme, map) {
    const radius = 0.9 * map.radius,
      side = 6 * radius;
    this.theme = theme;
    this.map = map;
    this.side = side;
    this.symbols = Array.from({ length: 2 * N_SYMBOLS }, (_, i) => {
      const canvas = document.createElement("canvas"),
        context = fitCanvas(canvas, side, side);
      drawSymbol(context, i % N_SYMBOLS, side / 2, side / 2, radius, i >= N_SYMBOLS, theme);
      return canvas;
    });
  }

  /**
   * Points, then a ring around each that is wrong; those that a surface covers are faint.
   * @param {CanvasRenderingContext2D} context
   * @param {Place[]} places
   * @param {(i: number) => boolean} [isSeen]
   */
  draw(context, places, isSeen = () => true) {
    const { labels, nTraining, pointsForward, ringSide, ring, thinRing, run, wrong } = this.map,
      nClasses = run.sizes[run.sizes.length - 1],
      stamp = wrong > MANY_WRONG ? thinRing : ring;
    /** @type {(picture: HTMLCanvasElement, i: number, side: number) => void} */
    const put = (picture, i, side) => {
      const [x, y] = places[i];
      context.globalAlpha = isSeen(i) ? 1 : HIDDEN;
      context.drawImage(picture, x - side / 2, y - side / 2, side, side);
    };
    const last = this.map.hidesValidation ? nTraining : places.length;
    places
      .slice(0, last)
      .forEach((_, i) => put(this.symbols[labels[i] + (i >= nTraining ? N_SYMBOLS : 0)], i, this.side));
    context.globalAlpha = 1;
    if (this.map.hidesRings) return;
    places.slice(0, last).forEach((_, i) => {
      if (classOf(pointsForward.scores, i, pointsForward.n, nClasses) !== labels[i]) put(stamp, i, ringSide);
    });
    context.globalAlpha = 1;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Place} place
   */
  mark(context, [x, y]) {
    const path = new Path2D();
    path.arc(x, y, MARK_RADIUS * this.theme.markScale, 0, 2 * Math.PI);
    path.moveTo(x - MARK_REACH, y);
    path.lineTo(x + MARK_REACH, y);
    path.moveTo(x, y - MARK_REACH);
    path.lineTo(x, y + MARK_REACH);
    this.map.strokeWithHalo(context, path, this.theme.ink, 2, []);
  }
}
