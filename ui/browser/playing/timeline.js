// Curves that stand on the scrubber's track. What has been played is drawn in full, the rest faintly: two canvases,
// of which the upper one is clipped at the playhead, so that moving on redraws nothing.

import { Frame } from "../curves/frame.js";
import { Pen } from "../curves/pen.js";
import { epochTicks, evenTicks } from "../curves/ticks.js";
import { find, findAll } from "../find.js";
import { followHand } from "../hand.js";
import { superscript, whole } from "../numbers.js";

/** @import { Theme } from "../colours.js" */

/**
 * One curve. `area`: ink fills the room below it, as far as it has been played. `crossAhead`: a diverged run ends in a
 * cross; this is the cross's ink, up to 1, before the playhead is there, and 0 for no cross.
 * @typedef {object} Line
 * @property {ArrayLike<number>} epoch
 * @property {ArrayLike<number>} values
 * @property {number} width
 * @property {"ink" | "soft"} [tone]
 * @property {number[]} [dash]
 * @property {boolean} [area]
 * @property {number} [crossAhead]
 */

/**
 * A place on a curve that has a name.
 * @typedef {{ epoch: number, value: number, words: string }} Named
 */

/**
 * What the axes hold: epochs from 0 to the last one, values from 0 to the top.
 * @typedef {{ lastEpoch: number, top: number, format: (value: number) => string }} Reach
 */

const MARGIN = { left: 46, right: 14, top: 10, bottom: 30 };
const BARE_LEFT = 12; // where a style sheet says `--bare: 1`: a chart without room for values beside it
export const FAINT = 0.3; // ink of what has not been played

export const DASH = [6, 4]; // of validation

const LINE_AND_DOTS = ["line", "dot full", "dot hollow"];

/** The scrubber's track in a box of the page, with curves on it. A pointer that is pressed there sets the epoch. */
export class Track {
  /**
   * @param {HTMLElement} box
   * @param {(epoch: number) => void} onScrub
   * @param {string[]} [playhead] the classes of its parts, from back to front
   */
  constructor(box, onScrub, playhead = LINE_AND_DOTS) {
    this.box = box;
    /** @type {Line[]} */
    this.lines = [];
    /** @type {Named[]} */
    this.named = [];
    /** @type {Reach} */
    this.reach = { lastEpoch: 1, top: 1, format: String };
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {{ epoch: number, tick: HTMLElement }[]} */
    this.ticks = [];
    this.tickRoom = 0;
    this.epoch = 0; // of the playhead
    const parts = [...playhead, "knob"].map((part) => `<i class="${part}"></i>`).join("");
    /** @type {number[]} */
    this.marks = []; // epochs
    box.innerHTML = `<canvas class="future"></canvas><canvas class="past"></canvas>
      <div class="marks" aria-hidden="true"></div>
      <div class="playhead" aria-hidden="true">${parts}<b data-shows="tick"></b></div>
      <div class="ticks" data-shows="tick" aria-hidden="true"></div>`;
    /** @type {HTMLCanvasElement} */
    this.future = find(box, ".future");
    /** @type {HTMLCanvasElement} */
    this.past = find(box, ".past");
    this.head = find(box, ".playhead");
    this.dots = findAll(box, ".dot");
    this.label = find(box, "b");
    this.listen(onScrub);
  }

  /** @param {(epoch: number) => void} onScrub */
  listen(onScrub) {
    const { box } = this;
    const scrub = (/** @type {PointerEvent} */ event) =>
      this.frame && onScrub(this.frame.xAt(event.clientX - box.getBoundingClientRect().left));
    let before = 0;
    followHand(box, {
      take: (event) => {
        before = this.epoch;
        scrub(event);
      },
      move: scrub,
      takeBack: () => onScrub(before),
    });
  }

  /**
   * @param {Line[]} lines
   * @param {Reach} reach
   */
  setLines(lines, reach) {
    this.lines = lines;
    this.reach = reach;
  }

  /**
   * Epochs that have a tick on the track.
   * @param {number[]} epochs
   */
  setMarks(epochs) {
    this.marks = epochs;
  }

  /**
   * Both canvases anew, after a change of data, size or theme.
   * @param {Theme} theme
   */
  draw(theme) {
    const { lastEpoch, top } = this.reach;
    const box = { width: this.box.clientWidth, height: this.box.clientHeight };
    this.frame = null;
    if (!box.width || !this.lines.length) return;
    const isBare = getComputedStyle(this.box).getPropertyValue("--bare").trim() === "1";
    const margins = { ...MARGIN, left: isBare ? BARE_LEFT : MARGIN.left * theme.textScale };
    this.frame = new Frame(box, margins, { x: [0, lastEpoch], y: [0, top], held: true });
    const back = new Pen(this.future, this.frame, theme);
    const front = new Pen(this.past, this.frame, theme);
    this.drawAxes(back, this.frame, !isBare);
    this.drawLines(back, this.frame, false);
    this.drawLines(front, this.frame, true);
    this.markPeak(back, this.frame);
    for (const place of this.named) this.name(back, this.frame, place);
    this.placeMarks(this.frame);
  }

  /** @param {Frame} frame */
  placeMarks(frame) {
    const places = this.marks.map((epoch) => `${frame.x(epoch)}px`),
      box = find(this.box, ".marks");
    if (box.childElementCount === 0 && !places.length) return; // another chart, measured next, finds nothing to lay out
    const ticks = places.map((left) => {
      const tick = document.createElement("i");
      tick.style.left = left;
      return tick;
    });
    box.replaceChildren(...ticks);
  }

  /**
   * @param {Pen} pen
   * @param {Frame} frame
   * @param {Named} place
   */
  name(pen, frame, { epoch, value, words }) {
    const x = frame.x(epoch),
      y = frame.y(value),
      { textScale } = pen.theme;
    pen.mark(x, y, { hollow: true, size: 4.5 });
    const isHigh = y - 18 * textScale < frame.top,
      isLeft = x - 50 * textScale < frame.left; // else its name ends there: the playhead stands to the right
    pen.text(words, x + (isLeft ? -6 : 6), y + (isHigh ? 18 : -16) * textScale, {
      align: isLeft ? "left" : "right",
      halo: true,
    });
  }

  /**
   * @param {Pen} pen
   * @param {Frame} frame
   * @param {boolean} hasLevels whether values stand beside it
   */
  drawAxes(pen, frame, hasLevels) {
    const { lastEpoch, top, format } = this.reach;
    const scale = pen.theme.textScale;
    if (hasLevels) pen.levels(evenTicks(0, top, 3.3, format), 8);
    const room = (frame.right - frame.left) / (64 * scale);
    this.ticks = epochTicks(lastEpoch, Math.max(2, Math.min(6, room))).map((epoch) => {
      const tick = document.createElement("span");
      tick.textContent = whole(epoch);
      tick.style.left = `${frame.x(epoch)}px`;
      return { epoch, tick };
    });
    find(this.box, ".ticks").replaceChildren(...this.ticks.map(({ tick }) => tick));
    this.tickRoom = 30 * scale;
    pen.segment(frame.left, frame.base, frame.right, frame.base, { width: 3 });
  }

  /**
   * The curves, and the track as far as there is something to play.
   * @param {Pen} pen
   * @param {Frame} frame
   * @param {boolean} played
   */
  drawLines(pen, frame, played) {
    const { theme, context } = pen;
    const alpha = played ? 1 : FAINT;
    for (const { epoch, values, width, tone = "ink", dash, area } of this.lines) {
      if (played && area) pen.area(epoch, values);
      pen.curve(epoch, values, { width, dash, colour: theme[tone], alpha });
    }
    for (const { epoch, values, crossAhead } of this.lines) {
      const last = epoch.length - 1;
      if (crossAhead) pen.cross(frame.x(epoch[last]), frame.y(values[last]), played ? 1 : crossAhead);
    }
    const longest = Math.max(...this.lines.map(({ epoch }) => epoch[epoch.length - 1]));
    context.globalAlpha = alpha;
    pen.segment(frame.x(0), frame.base, frame.x(longest), frame.base, {
      colour: theme.ink,
      width: played ? 4 : 3,
    });
    context.globalAlpha = 1;
  }

  /**
   * Where a curve leaves the axis at its top, how high it goes.
   * @param {Pen} pen
   * @param {Frame} frame
   */
  markPeak(pen, frame) {
    const { lines, reach, box } = this;
    const peak = peakBeyond(lines, reach.top);
    box.classList.toggle("cut", peak !== null);
    if (!peak) return;
    const isLeft = frame.x(peak.epoch) < (frame.left + frame.right) / 2;
    pen.text(peakWords(peak.value, reach.format), frame.x(peak.epoch) + (isLeft ? 6 : -6), frame.top + 12, {
      align: isLeft ? "left" : "right",
      halo: true,
    });
  }

  /**
   * Move the playhead. A dot for which there is no value hides.
   * @param {number} epoch
   * @param {unknown[]} values those of the dots, from back to front
   */
  stand(epoch, values) {
    const { frame } = this;
    this.epoch = epoch;
    if (!frame) return;
    const x = frame.x(epoch);
    this.past.style.clipPath = `inset(0 ${Math.max(0, frame.width - x)}px 0 0)`;
    this.head.style.transform = `translateX(${x}px)`;
    this.dots.forEach((dot, i) => {
      const value = Number(values[i]);
      dot.style.display = Number.isFinite(value) ? "" : "none";
      if (Number.isFinite(value)) dot.style.transform = `translateY(${frame.y(value)}px)`;
    });
    this.label.textContent = formatEpoch(epoch);
    for (const { epoch: named, tick } of this.ticks)
      tick.hidden = Math.abs(frame.x(named) - x) < this.tickRoom;
  }
}

/**
 * The highest place of the curves, where that is above the axis; null where all of them fit.
 * @param {Pick<Line, "epoch" | "values">[]} lines
 * @param {number} top
 */
export function peakBeyond(lines, top) {
  /** @type {{ epoch: number, value: number } | null} */
  let peak = null;
  for (const { epoch, values } of lines)
    for (let i = 0; i < values.length; i++)
      if (values[i] > Math.max(top * (1 + 1e-6), peak?.value ?? 0))
        peak = { epoch: epoch[i], value: values[i] };
  return peak;
}

/**
 * The lowest of the values whose like a run waited for in vain; null where it stopped for another reason, or goes on.
 * @param {ArrayLike<number>} epoch
 * @param {ArrayLike<number> | undefined} values
 * @param {string} stopped why the run has ended
 */
export function lowestOf(epoch, values, stopped) {
  if (stopped !== "patience" || !values?.length) return null;
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[at]) at = i;
  return { epoch: epoch[at], value: values[at] };
}

/**
 * How high a curve goes that is held at the top of its axis.
 * @param {number} value
 * @param {(value: number) => string} format of the axis
 */
export const peakWords = (value, format) =>
  `↑ ${Number.isFinite(value) ? (value >= 1e4 ? asPower(value) : format(value)) : "∞"}`;

/**
 * The records of a run: its epochs, and what was measured at each of them, by name.
 * @typedef {{ epoch: ArrayLike<number>, [measure: string]: ArrayLike<number> | undefined }} Records
 */

/**
 * Which records a chart shows, how far its axis reaches for them, and how its ticks are written.
 * @typedef {object} ChartOptions
 * @property {string} training
 * @property {string} validation
 * @property {(records: Records) => number} ceiling
 * @property {(value: number) => string} format
 * @property {boolean} [namesLowest] whether the lowest validation value is named where a run stopped early
 */

/** One run: training solid with a full dot, validation dashed with a hollow one. */
export class Chart extends Track {
  /**
   * @param {HTMLElement} box
   * @param {ChartOptions} options
   * @param {(epoch: number) => void} onScrub
   */
  constructor(box, options, onScrub) {
    super(box, onScrub);
    this.options = options;
  }

  /**
   * @param {Records} records
   * @param {number} lastEpoch
   * @param {string} stopped why the run has ended, "" while it has not
   */
  setHistory(records, lastEpoch, stopped) {
    const { training, validation, ceiling, format, namesLowest } = this.options;
    const diverged = stopped === "diverged",
      lowest = namesLowest ? lowestOf(records.epoch, records[validation], stopped) : null;
    this.named = lowest ? [{ ...lowest, words: "lowest" }] : [];
    this.setLines(twoLines(records[training], records[validation], records.epoch, diverged), {
      lastEpoch,
      top: ceiling(records),
      format,
    });
  }

  /** @param {{ epoch: number, [measure: string]: unknown }} moment */
  moveTo(moment) {
    this.stand(moment.epoch, [moment[this.options.training], moment[this.options.validation]]);
  }
}

/**
 * A solid line with an area, and a dashed one where there are values for it.
 * @param {ArrayLike<number> | undefined} solid
 * @param {ArrayLike<number> | undefined} dashed
 * @param {ArrayLike<number>} epoch
 * @param {boolean} [diverged]
 * @returns {Line[]}
 */
export function twoLines(solid, dashed, epoch, diverged = false) {
  const crossAhead = diverged ? 1 : 0;
  /** @type {Line[]} */
  const lines = [];
  if (solid) lines.push({ epoch, values: solid, width: 2.6, area: true, crossAhead });
  if (dashed?.length) lines.push({ epoch, values: dashed, width: 2, dash: DASH });
  return lines;
}

/**
 * A number that grows out of hand, as a power of ten.
 * @param {number} value
 */
function asPower(value) {
  const exponent = Math.floor(Math.log10(value));
  const factor = +(value / 10 ** exponent).toPrecision(2);
  return `${factor === 1 ? "" : `${factor}·`}10${superscript(exponent)}`;
}

/**
 * Whole, or to the hundredth.
 * @param {number} epoch
 */
export const formatEpoch = (epoch) => (Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(2));

/** @param {number} value */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1e4) return asPower(value);
  return value.toFixed(value >= 100 ? 0 : 3);
}

const FLOAT32 = 4e-5; // tenths of a per cent that a share in float32 may be off

/**
 * A share as a per cent with one decimal. What lies halfway is rounded up, also where float32 holds a little less:
 * `percent` in `ui/sentences.py` writes the same.
 * @param {number} share
 */
export const formatPercent = (share) =>
  Number.isFinite(share) ? (Math.floor(1000 * share + 0.5 + FLOAT32) / 10).toFixed(1) : "–";

/**
 * A ceiling that the usual range of a loss fills: what explodes is held at the top of the axis.
 * @param {string[]} names
 */
export function lossCeiling(names) {
  return (/** @type {Records} */ records) => {
    const measured = names.map((name) => Array.from(records[name] ?? []));
    const values = measured
      .flat()
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const usual = values[Math.floor(0.97 * (values.length - 1))] || 1;
    const start = Math.max(...measured.map(([first]) => (Number.isFinite(first) ? first : 0)));
    // The beginning should be seen, unless it is so large that all later values would lie on the ground.
    return Math.max(
      0.05,
      Math.min(1.1 * Math.max(usual, start), 4 * usual + 0.1, Math.max(1.6, 1.1 * usual)),
    );
  };
}
