// Three outputs with two inputs: three planes z_k = w_kᵀx + b_k. Seen from above, the highest one is the region of
// its class; two planes meet over the line (w_a − w_b)ᵀx + (b_a − b_b) = 0, and the three lines in one point.
// On the stage the boundaries say of which two planes they are.

import { pixel, rgb } from "../browser/colours.js";
import { find } from "../browser/find.js";
import { paintRegions } from "../browser/maps/map.js";
import { covered, hidesDetails } from "../browser/on_stage.js";
import { drawCube, labelWithHalo } from "../browser/solids/cube.js";
import { FROM_ABOVE } from "../browser/solids/turntable.js";
import { drawSymbol, symbolSvg } from "../browser/symbols.js";
import { Field } from "./fields.js";
import { Handle } from "./handle.js";
import {
  between,
  crossing,
  decimals,
  endsOf,
  linesOf,
  lineWords,
  minus,
  valueAt,
  wherePositive,
  withNumber,
} from "./lines_of_the_plane.js";
import { PlaneAndSpace, REACH, SQUARE } from "./plane_and_space.js";
import { meetingOf, planesFinding } from "./words.js";

/** @import { Host } from "./hands.js" */
/** @import { Line, Place } from "./lines_of_the_plane.js" */

const CLASSES = [0, 1, 2];
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
];
const LEAST_HEIGHT = 6; // of z, up and down, that the cube holds: steeper planes need more
const REGION_PIXELS = 240; // along a side of the picture under the lines
const INDEX = "₁₂₃";
const LEAST_NAMED = 90; // pixels of a boundary that has a name
const MIDDLE_GRID = 24; // places along a side from which the middle of a region is found
const FROM_THE_SIDE = { yaw: -0.35, pitch: 0.95, zoom: 0.58, above: 0.92 };

/**
 * The corners of the square, row by row from below.
 * @type {Place[]}
 */
const CORNERS = [
  [-REACH, -REACH],
  [REACH, -REACH],
  [-REACH, REACH],
  [REACH, REACH],
];

/**
 * Both classes' symbols, as they stand before the line on which they are equal.
 * @param {number} a
 * @param {number} b
 */
const pairSvg = (a, b) => symbolSvg(a, { size: 12 }) + symbolSvg(b, { size: 12 });

export class PlanesView extends PlaneAndSpace {
  /**
   * One for each class: its height is z.
   * @type {Line[]}
   */
  planes = [
    [1, 0, 0],
    [-1, 1, 0],
    [0, -1, 0],
  ];
  /**
   * The middle of each region in view, or null where a class has none.
   * @type {(Place | null)[]}
   */
  middleOfRegions = [];

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    super(section, host, FROM_THE_SIDE, { still: 600, moving: 320 });
    const released = () => host.commit(this);
    this.tips = CLASSES.map(
      (k) =>
        new Handle(this.stage, {
          label: `Tip of w of class ${k + 1}`,
          kind: "tip class",
          moved: (x, y) => this.moveTip(k, x, y),
          released,
        }),
    );
    this.tips.forEach((tip, k) => (tip.element.innerHTML = symbolSvg(k, { size: 15 })));
    this.meeting = new Handle(this.stage, {
      label: "The point where the planes meet",
      kind: "foot",
      moved: (x, y) => this.moveMeeting([x, y]),
      released,
    });
    find(section, ".above").onclick = () => this.turntable.turnTo({ yaw: 0, pitch: FROM_ABOVE });
    find(section, ".side").onclick = () => this.turntable.turnTo(FROM_THE_SIDE);
    this.fields = CLASSES.map((k) => this.makeFields(k, released));
    find(section, ".fields").replaceChildren(...this.fields.map((fields, k) => makeRow(k, fields)));
  }

  get values() {
    return this.planes.flat();
  }

  /**
   * @param {number} k
   * @param {() => void} released
   */
  makeFields(k, released) {
    /** @type {(i: number, letter: string, s: string) => Field} */
    const field = (i, letter, s) =>
      new Field(
        {
          name: `${letter}${k + 1}${s}`,
          html: `<i>${letter}</i><sub>${k + 1}${s}</sub>`,
          low: -5,
          high: 5,
        },
        (value) => this.setPlane(k, withNumber(this.planes[k], i, value)),
        released,
      );
    return [field(0, "w", "1"), field(1, "w", "2"), field(2, "b", "")];
  }

  /** @param {number[]} values */
  take(values) {
    this.planes = linesOf(values);
  }

  /** @param {Line[]} planes */
  set(planes) {
    if (planes.flat().every((v) => Math.abs(v) <= 100)) this.planes = planes;
    this.host.move(this);
  }

  /**
   * @param {number} k
   * @param {Line} plane
   */
  setPlane(k, plane) {
    this.set(this.planes.map((old, j) => (j === k ? plane : old)));
  }

  /** The place where all three planes have one height, or null. */
  meetingPoint() {
    const [a, b, c] = this.planes;
    return crossing(minus(a, b), minus(a, c));
  }

  /**
   * The place where the three arrows begin: where the planes meet, if that is in view. They stay there when a scene
   * reveals the regions.
   * @returns {Place}
   */
  origin() {
    const point = this.meetingPoint();
    return point && this.stage.within(point) ? point : [0, 0];
  }

  /**
   * Another w_k; the planes go on meeting where they did.
   * @param {number} k
   * @param {number} x
   * @param {number} y
   */
  moveTip(k, x, y) {
    const from = this.origin(),
      [w1, w2] = [x - from[0], y - from[1]];
    this.setPlane(k, [w1, w2, valueAt(this.planes[k], from) - w1 * from[0] - w2 * from[1]]);
  }

  /**
   * The meeting point moves with all three planes, which keep their slopes and their height there.
   * @param {Place} to
   */
  moveMeeting(to) {
    const point = this.meetingPoint();
    if (!point) return; // its handle is hidden then
    const height = valueAt(this.planes[0], point);
    this.set(this.planes.map(([w1, w2]) => [w1, w2, height - w1 * to[0] - w2 * to[1]]));
  }

  /**
   * The part of the line between classes a and b on which no third class is higher: the boundary that is seen, or null.
   * @param {number} a
   * @param {number} b
   */
  boundaryOf(a, b) {
    const c = 3 - a - b,
      ends = endsOf(minus(this.planes[a], this.planes[b]), SQUARE);
    return ends && wherePositive(ends, minus(this.planes[a], this.planes[c]));
  }

  /** @param {Place} at */
  heightsAt(at) {
    return this.planes.map((plane) => valueAt(plane, at));
  }

  middles() {
    const sums = CLASSES.map(() => ({ x: 0, y: 0, count: 0 })),
      coordinate = (/** @type {number} */ i) => -REACH + (2 * REACH * (i + 0.5)) / MIDDLE_GRID;
    for (let r = 0; r < MIDDLE_GRID; r++) {
      for (let c = 0; c < MIDDLE_GRID; c++) {
        const x = coordinate(c),
          y = coordinate(r),
          z = this.heightsAt([x, y]),
          sum = sums[z.indexOf(Math.max(...z))];
        sum.x += x;
        sum.y += y;
        sum.count += 1;
      }
    }
    return sums.map(({ x, y, count }) => (count > 4 ? /** @type {Place} */ ([x / count, y / count]) : null));
  }

  /** @param {CanvasRenderingContext2D} context */
  drawPlane(context) {
    const { stage, theme } = this,
      point = this.meetingPoint();
    this.middleOfRegions = this.middles();
    const isCovered = covered("regions");
    if (!isCovered) this.drawRegions(context);
    this.drawArrows(context);
    if (!isCovered && hidesDetails()) this.nameBoundaries(context);
    else if (!isCovered)
      this.middleOfRegions.forEach((at, k) => {
        if (at) drawSymbol(context, k, ...stage.toScreen(at), 9 * theme.markScale, false, theme);
      });
    this.meeting.place(point || [0, 0], Boolean(point && stage.within(point)));
    this.showNumbers();
  }

  /**
   * Regions from the heights at the corners, since planes are straight in between; each pair's line, and the part of it
   * that is a boundary.
   * @param {CanvasRenderingContext2D} context
   */
  drawRegions(context) {
    const { stage, planes, theme } = this,
      [bottomLeft, bottomRight, topLeft, topRight] = CORNERS,
      corners = [topLeft, topRight, bottomLeft, bottomRight],
      scores = Float32Array.from(planes.flatMap((plane) => corners.map((corner) => valueAt(plane, corner))));
    stage.paint(context, REGION_PIXELS, (pixels, M) => paintRegions(pixels, M, scores, 2, 3, theme, "soft"));
    for (const [a, b] of PAIRS) {
      const whole = endsOf(minus(planes[a], planes[b]), SQUARE),
        seen = this.boundaryOf(a, b);
      if (whole && !hidesDetails()) stage.stroke(context, whole, { width: 1.4, dash: [6, 6], halo: false });
      if (seen) stage.stroke(context, seen, { width: hidesDetails() ? 4.5 : 2.6 });
    }
  }

  /**
   * Which planes are equally high along each boundary, and which class each region is of.
   * @param {CanvasRenderingContext2D} context
   */
  nameBoundaries(context) {
    const { stage } = this;
    for (const [a, b] of PAIRS) {
      const seen = this.boundaryOf(a, b);
      if (!seen) continue;
      const [from, to] = seen.map((at) => stage.toScreen(at)),
        length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (length < LEAST_NAMED) continue;
      const [across, down] = [(to[1] - from[1]) / length, (from[0] - to[0]) / length],
        side = across < 0 || (across === 0 && down < 0) ? -1 : 1,
        clear = side * (40 * Math.abs(across) + 18 * Math.abs(down));
      stage.label(
        context,
        `z${INDEX[a]} = z${INDEX[b]}`,
        between(...seen, 0.62),
        clear * across,
        clear * down,
      );
    }
    this.middleOfRegions.forEach((at, k) => at && stage.label(context, `class ${k + 1}`, at));
  }

  /** @param {CanvasRenderingContext2D} context */
  drawArrows(context) {
    const { stage, theme } = this,
      from = this.origin();
    this.planes.forEach(([w1, w2], k) => {
      const length = Math.hypot(w1, w2) || 1;
      /** @type {Place} */
      const tip = [from[0] + w1, from[1] + w2];
      stage.arrow(context, from, tip, { width: 2, short: 14 * theme.markScale });
      stage.label(context, `w${INDEX[k]}`, tip, (28 * w1) / length, (-26 * w2) / length);
      this.tips[k].place(tip);
    });
  }

  showNumbers() {
    this.fields.forEach((row, k) => row.forEach((field, i) => field.show(this.planes[k][i])));
    find(this.section, ".pairs").innerHTML = PAIRS.map(
      ([a, b]) => `<li>${pairSvg(a, b)} ${this.equalWords(a, b)}</li>`,
    ).join("");
  }

  /**
   * The line on which two classes are equal, as an equation.
   * @param {number} a
   * @param {number} b
   */
  equalWords(a, b) {
    return `${lineWords(minus(this.planes[a], this.planes[b]))} = 0`;
  }

  /**
   * The height of one plane in the cube, which holds all planes with some room above and below.
   * @returns {(k: number, at: Place) => number}
   */
  heightInCube() {
    const all = this.planes.flatMap((plane) => CORNERS.map((at) => valueAt(plane, at)));
    const low = Math.min(...all),
      high = Math.max(...all),
      middle = (low + high) / 2,
      half = Math.max(LEAST_HEIGHT, (high - low) / 2) / 0.9;
    return (k, at) => (valueAt(this.planes[k], at) - middle) / half;
  }

  /** The classes whose planes stand in the cube: the first alone while a scene covers which is the highest where. */
  get raised() {
    return covered("regions") ? [0] : CLASSES;
  }

  /** The planes, in full colour where they are the highest and pale below others. */
  raiseSurfaces() {
    const { raster, theme } = this,
      heightOf = this.heightInCube(),
      paper = rgb(theme.page);
    const pale = theme.regions.map((colour) =>
      pixel(rgb(colour).map((v, i) => Math.round(0.45 * v + 0.55 * paper[i]))),
    );
    const { raised } = this;
    for (const k of raised) {
      const corners = CORNERS.map((at) => [...this.spot(at, heightOf(k, at)), ...this.heightsAt(at)]);
      raster.lattice(corners, 2, (z) =>
        z[k] >= Math.max(...raised.map((one) => z[one])) - 1e-6 ? theme.regionPixels[k] : pale[k],
      );
    }
  }

  /** @param {CanvasRenderingContext2D} context */
  drawBehind(context) {
    drawCube(context, this.turntable, this.scale, this.theme);
  }

  /**
   * A grid on each plane, the boundaries, and each class's symbol on its region.
   * @param {CanvasRenderingContext2D} context
   */
  drawBefore(context) {
    const { raster, theme, scale, raised } = this,
      heightOf = this.heightInCube();
    for (const k of raised) {
      /** @type {(from: Place, to: Place) => void} */
      const stroke = (from, to) => this.strokeOver(context, [from, to], (at) => heightOf(k, at), 0.02, 0.25);
      for (let v = -REACH; v <= REACH; v += 2) {
        stroke([v, -REACH], [v, REACH]);
        stroke([-REACH, v], [REACH, v]);
      }
    }
    if (raised.length < CLASSES.length) return this.nameOne(context, heightOf);
    context.lineWidth = 3 * theme.markScale;
    for (const [a, b] of PAIRS) {
      const seen = this.boundaryOf(a, b);
      if (seen) this.strokeOver(context, seen, (at) => heightOf(a, at), 0.12);
    }
    this.middleOfRegions.forEach((at, k) => {
      if (!at) return;
      const place = this.spot(at, heightOf(k, at));
      context.globalAlpha = raster.sees(place, 0.05) ? 1 : 0.2;
      drawSymbol(context, k, place[0] * scale, place[1] * scale, 9 * theme.markScale, false, theme);
    });
    context.globalAlpha = 1;
  }

  /**
   * What the plane of the first class is, while it stands alone.
   * @param {CanvasRenderingContext2D} context
   * @param {(k: number, at: Place) => number} heightOf
   */
  nameOne(context, heightOf) {
    const { theme, scale } = this,
      s = theme.textScale,
      [x, y] = this.spot([0, 0], heightOf(0, [0, 0]));
    drawSymbol(context, 0, x * scale, y * scale, 9 * theme.markScale, false, theme);
    context.font = `600 ${16 * s}px ${theme.font}`;
    context.textBaseline = "middle";
    labelWithHalo(context, "Class 1 alone:", 4 * s, 14 * s, theme, "left");
    labelWithHalo(context, "z₁ = w₁ᵀx + b₁", 4 * s, 38 * s, theme, "left");
  }

  headline() {
    return planesFinding(this.planes, SQUARE);
  }

  words() {
    const meeting = meetingOf(this.planes);
    const [x, y] = meeting.kind === "point" ? meeting.at : [0, 0];
    const words = {
      point: `All three meet at (${decimals(x, 2)}, ${decimals(y, 2)}).`,
      line: "All three meet over one line.",
      nowhere: "All three together meet nowhere.",
      parallel: "All three do not meet in one point: two are parallel.",
    };
    return `Seen from above, the highest plane is the region of its class. ${words[meeting.kind]}`;
  }

  spoken() {
    const lines = PAIRS.map(
      ([a, b]) => `classes ${a + 1} and ${b + 1} are equal where ${this.equalWords(a, b)}`,
    ).join("; ");
    return `${this.words()} In the plane, ${lines}.`;
  }
}

/**
 * The numbers of one plane behind the symbol of its class.
 * @param {number} k
 * @param {Field[]} fields
 */
function makeRow(k, fields) {
  const row = document.createElement("div");
  row.className = "row";
  row.innerHTML = `<b data-shows="name">${symbolSvg(k)} ${k + 1}</b>`;
  row.append(...fields.map((field) => field.element));
  return row;
}
