// The validation accuracy of every run on the wall: thin and grey, the picked one's in ink.

import { Chart } from "../../browser/playing/timeline.js";

/** @import { Records } from "../../browser/playing/timeline.js" */

export class WallChart extends Chart {
  /**
   * @param {Records[]} histories of all runs
   * @param {number} lastEpoch
   * @param {number | null | undefined} picked the number of one of them
   */
  setHistories(histories, lastEpoch, picked) {
    const { training, validation, ceiling, format } = this.options;
    const lines = histories.map((records) => {
      const validated = records[validation] ?? [];
      const values = Number.isFinite(validated[0]) ? validated : (records[training] ?? []);
      return { epoch: records.epoch, values, width: 1, tone: /** @type {"ink" | "soft"} */ ("soft") };
    });
    const [inInk] = picked === null || picked === undefined ? [] : lines.splice(picked, 1);
    if (inInk) lines.push({ ...inInk, width: 2.6, tone: "ink" });
    this.setLines(lines, { lastEpoch, top: ceiling(histories[0]), format });
  }
}
