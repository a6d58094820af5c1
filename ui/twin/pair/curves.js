// Two runs in one chart: the first soft grey, the second ink, each named on its line; training solid, validation
// dashed.

import { DASH, FAINT, Track, lowestOf } from "../../browser/playing/timeline.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { ChartOptions, Line, Records } from "../../browser/playing/timeline.js" */

/** @typedef {[top: number, bottom: number]} Span */
/** @typedef {{ y: number, cost: number }} Place */

const PLAYHEAD = ["dot hollow first", "dot full first", "line", "dot full second", "dot hollow second"];

export class PairChart extends Track {
  /**
   * @param {HTMLElement} box
   * @param {ChartOptions} options
   * @param {(epoch: number) => void} onScrub
   */
  constructor(box, options, onScrub) {
    super(box, onScrub, PLAYHEAD);
    this.options = options;
    /** @type {string[]} */
    this.names = [];
    this.labels = ["first", "second"].map((which) => {
      const label = document.createElement("span");
      label.className = `curve-name ${which}`;
      label.dataset.shows = "name";
      box.append(label);
      return label;
    });
  }

  /**
   * @param {Records[]} histories of both runs
   * @param {string[]} names what they are called
   * @param {number} lastEpoch
   * @param {string[]} stops why each of them stopped, "" where it has not
   */
  setHistories(histories, names, lastEpoch, stops) {
    const { training, validation, ceiling, format, namesLowest } = this.options;
    this.names = names;
    this.named = histories.flatMap((records, which) => {
      const lowest = namesLowest ? lowestOf(records.epoch, records[validation], stops[which]) : null;
      return lowest ? [{ ...lowest, words: `lowest, ${names[which]}` }] : [];
    });
    /** @type {Line[]} */
    const lines = histories.flatMap((records, which) => {
      const { epoch } = records;
      const tone = which ? "ink" : "soft";
      const crossAhead = stops[which] === "diverged" ? FAINT : 0;
      return [
        { epoch, tone, values: records[training] ?? [], width: which ? 2.6 : 2.2, crossAhead },
        { epoch, tone, values: records[validation] ?? [], width: which ? 2 : 1.7, dash: DASH },
      ];
    });
    this.setLines(lines, { lastEpoch, top: Math.max(...histories.map(ceiling)), format });
  }

  /**
   * Names stand at the right end, over both canvases: above or below one of the run's two curves, where they cover
   * least.
   * @param {Theme} theme
   */
  draw(theme) {
    super.draw(theme);
    const { frame, lines } = this;
    if (!frame) return;
    const room = { line: 19 * theme.textScale, low: frame.top, high: frame.base + 1 };
    const from = this.reach.lastEpoch * (1 - (110 * theme.textScale) / (frame.right - frame.left));
    const spans = [lines.slice(0, 2), lines.slice(2)].map((both) =>
      both.map((line) => span(line, from, (value) => frame.y(value))).filter((found) => found !== null),
    );
    const ys = bestPlaces(
      spans.map((own) => places(own, spans.flat(), room)),
      room,
    );
    this.labels.forEach((label, which) => {
      if (label.textContent !== this.names[which]) label.textContent = this.names[which];
      label.style.top = `${ys[which]}px`;
    });
  }

  /** @param {{ epoch: number, nets: { [measure: string]: unknown }[] }} moment */
  moveTo({ epoch, nets: [first, second] }) {
    const { training, validation } = this.options;
    this.stand(epoch, [first[validation], first[training], second[training], second[validation]]);
  }
}

/**
 * The highest and the lowest point of a curve behind the names.
 * @param {Line} line
 * @param {number} from the epoch where the names begin
 * @param {(value: number) => number} y
 * @returns {Span | null}
 */
function span({ epoch, values }, from, y) {
  const ys = [];
  for (let i = epoch.length - 1; i >= 0 && (epoch[i] >= from || !ys.length); i--)
    if (Number.isFinite(values[i])) ys.push(y(values[i]));
  return ys.length ? [Math.min(...ys), Math.max(...ys)] : null;
}

/**
 * Where a name may stand, with what is wrong about it: far from its curve, out of the frame, on a curve.
 * @param {Span[]} own
 * @param {Span[]} all
 * @param {{ line: number, low: number, high: number }} room
 * @returns {Place[]}
 */
function places(own, all, { line, low, high }) {
  return own
    .flatMap(([top, bottom], i) => [
      [top - line - 1, i],
      [bottom + 3, i + 0.5],
      [bottom + 3 + line, i + 2],
      [top - 2 * line - 1, i + 2],
    ])
    .map(([y, distance]) => {
      const covered = all.filter(([top, bottom]) => y < bottom && y + line > top).length;
      return { y, cost: 0.3 * distance + 9 * Number(y < low) + 9 * Number(y + line > high) + covered };
    });
}

/**
 * The cheapest pair of places that keeps both names apart.
 * @param {Place[][]} both
 * @param {{ line: number, low: number }} room
 */
function bestPlaces([firsts, seconds], { line, low }) {
  let best = { cost: Infinity, ys: [low, low + line] };
  for (const first of firsts) {
    for (const second of seconds) {
      const cost = first.cost + second.cost + 20 * Number(Math.abs(first.y - second.y) < line);
      if (cost < best.cost) best = { cost, ys: [first.y, second.y] };
    }
  }
  return best.ys;
}
