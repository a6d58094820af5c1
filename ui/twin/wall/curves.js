// The validation accuracy of every run on the wall: thin and grey, the picked one's in ink.

import { Chart, MARGIN } from "../../browser/playing/timeline.js";

export class WallChart extends Chart {
  // histories: of all runs; picked: the number of one of them.
  setHistories(histories, lastEpoch, picked) {
    Object.assign(this, { histories, picked });
    this.setHistory(histories[0], lastEpoch, "");
  }

  drawCurves(context, theme, played) {
    const base = this.height - MARGIN.bottom,
      { validation, training } = this.options;
    const order = this.histories.map((_, i) => i).sort((a, b) => (a === this.picked) - (b === this.picked));
    for (const i of order) {
      const history = this.histories[i],
        name = Number.isFinite(history[validation][0]) ? validation : training;
      const path = new Path2D();
      history.epoch.forEach((epoch, j) => path.lineTo(this.x(epoch), this.y(history[name][j])));
      context.strokeStyle = i === this.picked ? theme.ink : theme.soft;
      context.lineWidth = (i === this.picked ? 2.6 : 1) * theme.markScale;
      context.lineJoin = "round";
      context.stroke(path);
    }
    const longest = Math.max(...this.histories.map(({ epoch }) => epoch[epoch.length - 1]));
    context.strokeStyle = theme.ink;
    context.lineWidth = played ? 4 : 3; // the track, as far as there is something to play
    context.beginPath();
    context.moveTo(this.x(0), base);
    context.lineTo(this.x(longest), base);
    context.stroke();
  }
}
