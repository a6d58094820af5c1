// One of two pictures side by side: the regions of a network on the points, and how many of these it has right.

import { fitCanvas } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { RegionMap } from "../browser/maps/map.js";
import { classOf } from "../browser/maps/network.js";
import { SQUARE } from "./plane_and_space.js";
import { Stage } from "./stage.js";
import { percent } from "./words.js";

/** @import { Theme } from "../browser/colours.js" */
/** @import { LinesBlock } from "./lines.js" */

export class Side {
  /** The share of training points that are right. */
  training = NaN;
  /** The same of the validation points, where there are some; NaN until a network is shown. */
  accuracy = NaN;
  /** Which points `accuracy` is a share of, and their number. */
  points = { set: "training", n: 0 };

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.map = new RegionMap(box);
    this.stage = new Stage(find(box, ".map-figure"), SQUARE);
    this.score = find(box, ".score b");
    this.more = find(box, ".score small");
  }

  /** @param {LinesBlock} run */
  setRun(run) {
    this.map.setRun(run);
  }

  /** @param {Theme} theme */
  resize(theme) {
    this.stage.resize(theme);
    this.map.resize(theme);
  }

  /**
   * @param {Float32Array} params
   * @param {boolean} atRest
   */
  paint(params, atRest) {
    const begin = performance.now();
    this.map.paint(params, { atRest, look: "soft", lines: "all", picked: null });
    if (!atRest) this.map.adapt(performance.now() - begin);
    const { labels, nTraining } = this.map,
      hasValidation = labels.length > nTraining;
    this.training = this.rightAmong(0, nTraining);
    this.accuracy = hasValidation ? this.rightAmong(nTraining, labels.length) : this.training;
    this.points = hasValidation
      ? { set: "validation", n: labels.length - nTraining }
      : { set: "training", n: nTraining };
    this.score.textContent = percent(this.accuracy);
    this.more.innerHTML = hasValidation
      ? `right in validation<span>; training ${percent(this.training)}</span>`
      : "right in training";
  }

  /**
   * The share of some points that are right.
   * @param {number} from
   * @param {number} to
   */
  rightAmong(from, to) {
    const { pointsForward, labels } = this.map;
    let right = 0;
    for (let i = from; i < to; i++)
      if (classOf(pointsForward.scores, i, labels.length, this.map.nClasses) === labels[i]) right++;
    return right / (to - from);
  }

  /**
   * The points alone, as long as there is no network to predict.
   * @param {Theme} theme
   */
  paintPoints(theme) {
    const { canvas, points, size } = this.map,
      context = fitCanvas(canvas, size, size);
    context.fillStyle = theme.panel;
    context.fillRect(0, 0, size, size);
    context.drawImage(points, 0, 0, size, size);
    this.score.textContent = "?";
    this.more.textContent = "predict first";
  }
}
