// Twenty runs of the same settings with other seeds: where they agree, between which bounds their losses lie, and a dot
// for the error of each. Of two networks the dots of one seed are joined: both had the same points and seeds.

import { makeTheme } from "../../browser/colours.js";
import { Plot } from "../../browser/curves/plot.js";
import { epochTicks, evenTicks } from "../../browser/curves/ticks.js";
import { find, findAll } from "../../browser/find.js";
import { writeHeadline } from "../../browser/headline.js";
import { Bringing } from "../../browser/maps/bringing.js";
import { drawAxes } from "../../browser/maps/map.js";
import { mounting } from "../../browser/mounting.js";
import { whole } from "../../browser/numbers.js";
import { describe } from "../../browser/on_stage.js";
import { page } from "../../browser/page.js";
import { keepMoment } from "../../browser/playing/moment_in_link.js";
import { formatLoss, formatPercent } from "../../browser/playing/timeline.js";
import { say } from "../../browser/sentences.js";
import { classLegend } from "../../browser/symbols.js";
import { AgreementMap, sharesOf, unanimous } from "./agreement.js";
import { bandWords } from "./words.js";

/** @import { Block } from "../../browser/blocks.js" */
/** @import { Palettes, Theme } from "../../browser/colours.js" */
/** @import { Pen } from "../../browser/curves/pen.js" */
/** @import { Brought } from "../../browser/maps/bringing.js" */
/** @import { Extent, Points } from "../../browser/maps/map.js" */
/** @import { Units } from "../../browser/maps/units.js" */
/** @import { Ask } from "../../browser/mounting.js" */
/** @import { Sentence } from "../../browser/sentences.js" */

/**
 * One network's runs: how many patterns each gets wrong, which diverged, and what is said of each.
 * @typedef {{ name: string, wrong: number[], diverged: boolean[], words: string[], median: string }} Side
 *
 * @typedef {object} Header
 * @property {string} id
 * @property {Palettes} palette
 * @property {Sentence} headline
 * @property {Extent} extent
 * @property {Units} units
 * @property {number} most_bytes of a table that is brought
 * @property {number} n_runs
 * @property {number} n_done
 * @property {number} n_epochs
 * @property {number} n_classes
 * @property {boolean} validated whether there are validation points
 * @property {number[]} epochs of the maps
 * @property {number} side points along a side of the grid of votes
 * @property {number} n_judged patterns on which errors are measured
 * @property {string} measure
 * @property {number | null} open_at
 * @property {string[]} links
 * @property {string[]} runs each run's name, with its seeds
 * @property {string[]} words
 * @property {Side[]} sides
 *
 * @typedef {"epoch" | `${"training" | "validation"}_${"low" | "median" | "high"}`} Curve
 * @typedef {Points & Record<`${number}_${Curve}`, Float32Array> & Record<`${number}_votes`, Uint8Array>} Arrays
 * @typedef {Block<Header, Arrays>} SeedsBlock
 */

/**
 * A band to be drawn: in ink or in soft grey, its median solid or dashed.
 * @typedef {{ name: string, i: number, kind: "training" | "validation", soft: boolean, dashed: boolean }} Band
 */

const NAMES = [
  "plane.seeds.varies",
  "plane.seeds.judged",
  "plane.seeds.test",
  "plane.seeds.ends",
  "plane.seeds.inputs",
];
const AXIS = (/** @type {string} */ name) => `<div class="axis-${name}" data-shows="tick"></div>`;
const MAP =
  `<section class="side"><h2 data-shows="name"></h2><div class="map-figure">${AXIS("y")}` +
  `<div class="map" role="img"></div>${AXIS("x")}</div><p class="alike" data-says="plane.seeds.alike"></p></section>`;
const LEGEND =
  '<span><i class="plain"></i> all alike</span>' +
  '<span><i class="screen"></i> the more dots, the more answer otherwise</span>';
const NEAR = 24; // CSS pixels from a dot within which a hand means it

class Seeds {
  /** @type {Ask<{ table: Brought }>} */
  ask = () => {};
  /** @type {SeedsBlock} */
  state;
  /** @type {Theme} */
  theme;
  /** @type {AgreementMap[]} */
  maps = [];
  /** @type {{ x: number, y: number, run: number }[]} */
  places = [];
  moment = -1; // the number of the moment shown, -1 before the first block
  picked = 0; // the number of a run

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.band = new Plot(find(root, ".band"));
    this.dots = new Plot(find(root, ".dots"));
    /** @type {HTMLInputElement} */
    this.slider = find(root, ".moments");
    this.slider.oninput = () => this.goTo(Number(this.slider.value));
    const box = this.dots.box;
    box.onkeydown = (event) => this.pressed(event);
    box.onpointerdown = (event) => this.pointed(event);
    this.bringing = new Bringing(root, {
      bring: (table) => this.ask("table", table),
      say: (words) => (find(root, ".spoken").textContent = words),
      mostBytes: () => this.state.most_bytes,
    });
    this.before = -1; // the moment that stood there before a scene led to another
    this.leads = {
      to: (/** @type {number} */ epoch) => this.lead(epoch, true),
      /** @type {(epoch: number, isFirst: boolean) => void} */
      stand: (epoch, isFirst) => this.lead(epoch, isFirst),
      back: () => this.before >= 0 && this.goTo(this.before),
    };
    page.hiddenLayersPlay = this.leads;
    this.watch = new ResizeObserver(() => this.theme && this.redraw());
    this.watch.observe(root);
  }

  /** @param {SeedsBlock} block */
  update(block) {
    const isNew = this.state?.id !== block.id;
    this.state = block;
    if (isNew) {
      this.picked = 0;
      this.moment = nearest(block.epochs, block.open_at ?? block.n_epochs);
    }
    this.makeMaps();
    this.slider.max = String(block.epochs.length - 1);
    writeHeadline(find(this.root, ".headline"), block.headline);
    find(this.root, ".notes").replaceChildren(
      ...block.words.flatMap((words, i) => {
        const line = document.createElement("p");
        if (words) say(line, NAMES[i], words);
        return words ? [line] : [];
      }),
    );
    this.redraw();
  }

  makeMaps() {
    const home = find(this.root, ".maps"),
      { sides } = this.state;
    if (this.maps.length !== sides.length) {
      home.innerHTML = sides.map(() => MAP).join("");
      this.maps = findAll(home, ".map").map((box) => new AgreementMap(box));
    }
    this.root.style.setProperty("--sides", String(sides.length));
    findAll(home, "h2").forEach((heading, i) => {
      heading.textContent = sides[i].name;
      heading.hidden = sides.length < 2;
    });
  }

  redraw() {
    this.theme = makeTheme(this.state.palette, this.root);
    const { units, n_classes, extent } = this.state;
    find(this.root, ".legend").innerHTML = classLegend(units, n_classes) + LEGEND;
    findAll(this.root, ".map-figure").forEach((figure) => drawAxes(figure, extent, units));
    this.drawMaps();
    this.drawBands();
    this.drawDots();
    this.speak();
  }

  /**
   * Go where an answer leads.
   * @param {number} epoch
   * @param {boolean} isFirst
   */
  lead(epoch, isFirst) {
    if (isFirst) this.before = this.moment;
    this.goTo(nearest(this.state.epochs, epoch));
  }

  /** @param {number} moment */
  goTo(moment) {
    const { epochs } = this.state;
    this.moment = Math.max(0, Math.min(epochs.length - 1, moment));
    keepMoment(this.moment === epochs.length - 1 ? null : epochs[this.moment]);
    this.drawMaps();
    this.drawBands();
    this.speak();
  }

  drawMaps() {
    const { state, moment, theme } = this,
      { n_done: n, n_classes: K, side: G, epochs, arrays } = state;
    this.slider.value = String(moment);
    const words = `Maps: epoch ${whole(epochs[moment])} of ${whole(state.n_epochs)}`;
    say(find(this.root, ".moment"), "plane.seeds.moment", words);
    this.slider.setAttribute("aria-valuetext", words);
    findAll(this.root, ".alike").forEach((line, i) => {
      if (!n) return say(line, "plane.seeds.alike", "No network is trained yet.");
      const size = Math.max(1, K - 1) * G * G,
        votes = arrays[`${i}_votes`].subarray(moment * size, (moment + 1) * size),
        agreement = sharesOf(votes, n, K, G);
      this.maps[i].draw(agreement, arrays, state.extent, theme);
      const share = unanimous(agreement),
        all = n > 1 ? `All ${n}` : "One network",
        alike = `${all} alike on ${formatPercent(share)} %${share < 1 ? ", dotted elsewhere" : " of the map"}`;
      say(line, "plane.seeds.alike", alike);
      describe(this.maps[i].box, {
        says: "plane.seeds.map",
        name: `Map of ${state.sides[i].name}`,
        text: `${state.sides[i].name}, epoch ${whole(epochs[moment])}. ${alike}.`,
      });
    });
  }

  /** @returns {Band[]} */
  get bands() {
    const { sides, validated } = this.state;
    const last = validated ? "validation" : "training";
    if (sides.length > 1)
      return sides.map(({ name }, i) => ({ name, i, kind: last, soft: i === 0, dashed: validated }));
    /** @type {Band[]} */
    const all = [
      { name: "training", i: 0, kind: "training", soft: false, dashed: false },
      { name: "validation", i: 0, kind: "validation", soft: true, dashed: true },
    ];
    return all.slice(0, validated ? 2 : 1);
  }

  drawBands() {
    const { state, theme, bands } = this,
      { arrays, n_done: n } = state;
    const of = state.sides.length > 1 ? (state.validated ? "validation" : "training") : "";
    const caption = bandWords(of, n, state.sides.length);
    say(find(this.root, ".of-band"), "plane.seeds.band", caption);
    const tops = bands.map(({ i, kind }) => arrays[`${i}_${kind}_median`][0] || 1),
      top = Math.max(0.2, 1.5 * Math.max(...tops.filter(Number.isFinite)));
    const pen = this.band.begin(theme, { x: [0, state.n_epochs], y: [0, top], held: true }, { right: 20 });
    if (!pen) return;
    pen.axes(
      epochTicks(state.n_epochs, 5).map((epoch) => [epoch, whole(epoch)]),
      evenTicks(0, top, 4),
    );
    if (!n) return;
    bands.forEach((band) => this.drawBand(pen, band));
    if (!pen.covered) {
      const x = pen.frame.x(state.epochs[this.moment]);
      pen.segment(x, pen.frame.top, x, pen.frame.base, { colour: theme.ink, width: 2 });
    }
    bands.forEach((band, k) => this.nameBand(pen, band, k));
    const ends = bands.map((band) => `${band.name}: ${this.endOf(band)}`);
    describe(this.band.box, {
      says: "plane.seeds.bands",
      name: "Loss",
      text: `${caption}. At the end ${ends.join("; ")}.`,
    });
  }

  /** @param {Band} band */
  endOf({ i, kind }) {
    const [low, median, high] = /** @type {const} */ (["low", "median", "high"]).map(
      (edge) => this.state.arrays[`${i}_${kind}_${edge}`].at(-1) ?? NaN,
    );
    return `${formatLoss(low)} to ${formatLoss(high)}, median ${formatLoss(median)}`;
  }

  /**
   * @param {Pen} pen
   * @param {Band} band
   */
  drawBand(pen, { i, kind, soft, dashed }) {
    if (pen.covered) return;
    const { arrays } = this.state,
      { context, theme } = pen,
      epochs = arrays[`${i}_epoch`],
      colour = soft ? theme.soft : theme.ink,
      [low, high] = [arrays[`${i}_${kind}_low`], arrays[`${i}_${kind}_high`]],
      area = pen.path(epochs, high);
    for (let p = epochs.length - 1; p >= 0; p--) area.lineTo(pen.frame.x(epochs[p]), pen.frame.y(low[p]));
    context.globalAlpha = soft ? 0.22 : 0.16;
    context.fillStyle = colour;
    context.fill(area);
    context.globalAlpha = 1;
    for (const edge of [low, high]) pen.curve(epochs, edge, { colour, width: 1, dash: dashed ? [2, 3] : [] });
    pen.curve(epochs, arrays[`${i}_${kind}_median`], { colour, dash: dashed ? [6, 4] : [] });
  }

  /**
   * The name of a band, and a piece of its line, in a row at the top of the frame.
   * @param {Pen} pen
   * @param {Band} band
   * @param {number} k
   */
  nameBand(pen, { name, soft, dashed }, k) {
    const { frame, theme } = pen,
      y = frame.top + (8 + 19 * k) * theme.textScale,
      left = frame.right - pen.widthOf(name) - 54 * theme.textScale,
      colour = soft ? theme.soft : theme.ink;
    if (!pen.covered)
      pen.segment(left, y, left + 32 * theme.textScale, y, {
        colour,
        width: 2.6,
        dash: dashed ? [6, 4] : [],
      });
    pen.text(name, frame.right - 8 * theme.textScale, y, { align: "right", colour, halo: true });
  }

  drawDots() {
    const { state, theme } = this,
      { sides, n_judged: of, n_done: n } = state;
    const joined = sides.length > 1 ? ", pairs joined" : "";
    const caption = n
      ? `${state.measure[0].toUpperCase()}${state.measure.slice(1)} of each run${joined}`
      : "";
    say(find(this.root, ".of-dots"), "plane.seeds.dots", caption);
    const shares = sides.map(({ wrong }) => wrong.map((count) => count / of)),
      top = Math.max(0.02, 1.08 * Math.max(0, ...shares.flat()));
    const pen = this.dots.begin(theme, { x: [0, top], y: [0, sides.length] }, { left: 14, right: 26 });
    if (!pen) return;
    pen.axes(
      evenTicks(0, top, 5, (share) => `${+(100 * share).toPrecision(3)} %`),
      [],
    );
    this.places = [];
    if (!n) return;
    const rows = shares.map((row, i) => row.map((share, run) => this.placeOf(pen, share, i, run)));
    if (rows.length > 1)
      rows[0].forEach(({ x, y }, run) =>
        pen.covered
          ? undefined
          : pen.segment(x, y, rows[1][run].x, rows[1][run].y, { colour: theme.line, width: 1.5 }),
      );
    rows.forEach((row, i) => this.drawRow(pen, row, i));
    this.places = rows.flat();
    this.tellPicked(pen, rows);
  }

  /**
   * Where a dot stands: dots of a row are spread over its height, so that equal errors stay apart.
   * @param {Pen} pen
   * @param {number} share
   * @param {number} i
   * @param {number} run
   */
  placeOf(pen, share, i, run) {
    const spread = ((run * 7) % 20) / 20 - 0.475;
    return { x: pen.frame.x(share), y: pen.frame.y(this.state.sides.length - i - 0.62 + 0.5 * spread), run };
  }

  /**
   * @param {Pen} pen
   * @param {{ x: number, y: number, run: number }[]} row
   * @param {number} i
   */
  drawRow(pen, row, i) {
    const { sides, n_judged: of } = this.state,
      { name, wrong, diverged, median } = sides[i],
      { theme, frame } = pen;
    row.forEach(({ x, y, run }) => {
      if (diverged[run]) pen.cross(x, y, 1);
      else pen.mark(x, y, { size: 5.5, hollow: sides.length > 1 && i === 0 });
    });
    const sorted = [...wrong].sort((a, b) => a - b),
      middle = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 / of,
      x = frame.x(middle),
      [top, base] = [sides.length - i - 0.3, sides.length - i - 0.95].map((value) => frame.y(value));
    if (!pen.covered) pen.segment(x, top, x, base, { colour: theme.ink, width: 2.5 });
    const words = `${sides.length > 1 ? `${name}, ` : ""}median ${median}`,
      wide = pen.widthOf(words),
      left = Math.max(frame.left, Math.min(frame.right - wide, x - wide / 2));
    pen.text(words, left, frame.y(sides.length - i - 0.13), { colour: theme.ink, halo: true });
  }

  /**
   * The picked run: rings around its dots, what is said of it, and the way to it.
   * @param {Pen} pen
   * @param {{ x: number, y: number }[][]} rows
   */
  tellPicked(pen, rows) {
    const { state } = this,
      run = (this.picked = Math.min(this.picked, state.n_done - 1));
    for (const row of rows) pen.ring(row[run].x, row[run].y, 10 * pen.theme.markScale, 2.5);
    const several = rows.length > 1,
      words = state.sides.map((side) => (several ? `${side.name} ${side.words[run]}` : side.words[run])),
      text = `${state.runs[run]}: ${words.join("; ")}.`;
    say(find(this.root, ".which"), "plane.seeds.run", text);
    /** @type {HTMLAnchorElement} */
    const link = find(this.root, ".open");
    link.href = state.links[run];
    link.target = "_self";
    say(link, "plane.seeds.open", several ? "Open this pair" : "Open this run");
    const { box } = this.dots;
    for (const [name, value] of Object.entries({
      valuemin: 1,
      valuemax: state.n_done,
      valuenow: run + 1,
      valuetext: text,
    }))
      box.setAttribute(`aria-${name}`, String(value));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const { n_done: n } = this.state,
      /** @type {Record<string, number>} */
      to = {
        ArrowRight: this.picked + 1,
        ArrowUp: this.picked + 1,
        ArrowLeft: this.picked - 1,
        ArrowDown: this.picked - 1,
        Home: 0,
        End: n - 1,
      };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && n) find(this.root, ".open").click();
    else if (event.key in to && n) this.pick((to[event.key] + n) % n);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {PointerEvent} event */
  pointed({ clientX, clientY }) {
    const { left, top } = this.dots.box.getBoundingClientRect();
    const away = this.places.map(({ x, y, run }) => ({
      run,
      far: Math.hypot(x - clientX + left, y - clientY + top),
    }));
    const [closest] = away.sort((a, b) => a.far - b.far);
    if (closest && closest.far < NEAR * this.theme.markScale) this.pick(closest.run);
  }

  /** @param {number} run */
  pick(run) {
    this.picked = run;
    this.drawDots();
  }

  speak() {
    const alike = findAll(this.root, ".alike").map(
      (line, i) => `${this.state.sides[i].name}: ${line.textContent}`,
    );
    const text = `${this.state.headline.text}. ${find(this.root, ".moment").textContent}. ${alike.join("; ")}.`;
    say(find(this.root, ".spoken"), "plane.seeds.spoken", text);
  }

  destroy() {
    if (page.hiddenLayersPlay === this.leads) page.hiddenLayersPlay = undefined;
    this.watch.disconnect();
    this.bringing.forget();
  }
}

/**
 * The place of the number nearest to one that is wanted.
 * @param {number[]} numbers
 * @param {number} wanted
 */
function nearest(numbers, wanted) {
  const far = numbers.map((number) => Math.abs(number - wanted));
  return far.indexOf(Math.min(...far));
}

export default mounting("seeds", Seeds);
