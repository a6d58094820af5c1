// Learning as a short film: snapshots of a run, from its random start to its end, within a few seconds.

/** @import { LinesBlock } from "./lines.js" */

const TAKES = 5; // seconds, from the first epoch to the last
const LONGEST_FRAME = 100; // ms: after a longer pause, say of a hidden tab, the film goes on where it was

export class Learning {
  /** @type {LinesBlock} */
  run;
  /** The place among the snapshots, a fraction between two of them. */
  at = 0;
  playing = false;
  frame = 0;

  /** @param {() => void} show draws the snapshot of the moment */
  constructor(show) {
    this.show = show;
  }

  get snapshots() {
    return this.run.arrays.snapshot_epoch?.length ?? 0;
  }

  /** Weights and epoch of the snapshot that is seen; null where there is none yet. */
  get moment() {
    const { snapshot_params: params, snapshot_epoch: epochs } = this.run.arrays,
      i = Math.min(this.snapshots - 1, Math.floor(this.at)),
      n = this.run.n_params;
    if (!params || !epochs || i < 0) return null;
    return { params: params.subarray(i * n, (i + 1) * n), epoch: epochs[i] };
  }

  /** From the start; at once to the end for those who prefer no motion. */
  play() {
    this.rest();
    this.playing = true;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let last = performance.now();
    this.at = still ? Infinity : 0;
    const tick = (/** @type {number} */ now) => {
      this.goOn(Math.max(0, Math.min(now - last, LONGEST_FRAME)) / 1000);
      last = now;
      this.show();
      if (this.playing) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  /**
   * As far as the run has been trained; there the film waits, or ends where the run does.
   * @param {number} seconds
   */
  goOn(seconds) {
    const end = this.snapshots - 1;
    this.at = Math.min(this.at + (seconds / TAKES) * (this.run.n_snapshots - 1), end);
    if (this.at >= end && this.run.finished) this.playing = false;
  }

  rest() {
    cancelAnimationFrame(this.frame);
    this.playing = false;
  }
}
