// Where the answer has changed between two moments of a run: one that is marked, and the one that is shown.

import { DifferenceMap } from "../../browser/maps/differences.js";
import { ForwardPass } from "../../browser/maps/network.js";
import { formatEpoch } from "../../browser/playing/timeline.js";

export class Changes {
  constructor(root, map) {
    this.map = map;
    this.difference = new DifferenceMap(map.box);
    this.words = root.querySelector(".since-words");
    this.choices = root.querySelector(".since");
    this.lines = root.querySelector("[data-name=lines]");
  }

  // Over the picture of the moment that is shown; `before` is the marked moment.
  paint(before, picture, atRest) {
    const { map } = this,
      { run, theme, size } = map,
      { G } = picture,
      nClasses = run.sizes[run.sizes.length - 1];
    if (this.run !== run || this.moment !== before || this.G !== G || this.size !== size) {
      Object.assign(this, {
        run,
        moment: before,
        G,
        size,
        forward: new ForwardPass(run.sizes, run.activations, map.forward(G).points),
      });
      this.forward.run(before.params);
      this.boundary = map.boundaryPath(this.forward, G, nClasses);
    }
    this.difference.resize(theme, size);
    this.difference.paint(
      [this.forward, picture.forward],
      G,
      nClasses,
      [{ boundary: this.boundary, points: map.points }, map],
      atRest,
    );
  }

  // Nothing before the first picture.
  get sentence() {
    return this.moment
      ? `Changed since epoch ${formatEpoch(this.moment.epoch)}: ${(100 * this.difference.share).toFixed(1)} % of the plane.`
      : "";
  }

  // The words stand where the zero lines are chosen, which this map does not show.
  describe(shown, hasUnits) {
    this.choices.hidden = !shown;
    this.lines.hidden = shown || !hasUnits;
    if (shown && this.words.textContent !== this.sentence) this.words.textContent = this.sentence;
  }
}
