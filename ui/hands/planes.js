// Three outputs with two inputs: three planes z_k = w_kᵀx + b_k. Seen from above, the highest one is the region of its
// class; two planes meet over the line (w_a − w_b)ᵀx + (b_a − b_b) = 0, and the three lines in one point.

import { fitCanvas, pixel, rgb } from "../browser/colours.js";
import { drawCube, nameCubeAxes } from "../browser/solids/cube.js";
import { paintRegions } from "../browser/maps/map.js";
import { Raster, strokeInSpace } from "../browser/solids/raster.js";
import { drawSymbol, symbolSvg } from "../browser/symbols.js";
import { FROM_ABOVE, Turntable } from "../browser/solids/turntable.js";
import { Field } from "./fields.js";
import {
  crossing,
  decimals,
  endsOf,
  lineWords,
  minus,
  valueAt,
  wherePositive,
} from "./lines_of_the_plane.js";
import { Handle, Stage } from "./stage.js";

const PLANES_EXTENT = [-5, 5, -5, 5];
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
];
const LEAST_HEIGHT = 6; // of z, up and down, that the cube holds: steeper planes need more
const FROM_THE_SIDE = { yaw: -0.35, pitch: 0.95, zoom: 0.58, above: 0.92 };

export class PlanesView {
  constructor(section, host) {
    Object.assign(this, {
      section,
      host,
      planes: [
        [1, 0, 0],
        [-1, 1, 0],
        [0, -1, 0],
      ],
    });
    this.stage = new Stage(section.querySelector(".map-figure"), PLANES_EXTENT);
    this.cube = section.querySelector(".cube");
    this.canvas = this.cube.querySelector("canvas");
    this.raster = new Raster();
    this.turntable = new Turntable(
      this.cube,
      () => host.drawSoon(this, () => this.drawSpace()),
      FROM_THE_SIDE,
    );
    const released = () => host.commit(this);
    this.tips = [0, 1, 2].map(
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
    section.querySelector(".above").onclick = () => this.turntable.turnTo({ yaw: 0, pitch: FROM_ABOVE });
    section.querySelector(".side").onclick = () => this.turntable.turnTo(FROM_THE_SIDE);
    this.makeFields(released);
  }

  get values() {
    return this.planes.flat();
  }

  makeFields(released) {
    const names = (k) => [
      `<i>w</i><sub>${k + 1}1</sub>`,
      `<i>w</i><sub>${k + 1}2</sub>`,
      `<i>b</i><sub>${k + 1}</sub>`,
    ];
    this.fields = this.planes.map((_, k) =>
      names(k).map(
        (html, i) =>
          new Field(
            { name: `${"wwb"[i]}${k + 1}${["1", "2", ""][i]}`, html, low: -5, high: 5 },
            (value) =>
              this.set(
                this.planes.map((plane, j) => (j === k ? plane.map((v, m) => (m === i ? value : v)) : plane)),
              ),
            released,
          ),
      ),
    );
    this.section.querySelector(".fields").replaceChildren(
      ...this.fields.map((row, k) => {
        const line = document.createElement("div");
        line.className = "row";
        line.innerHTML = `<b>${symbolSvg(k)} ${k + 1}</b>`;
        line.append(...row.map((field) => field.element));
        return line;
      }),
    );
  }

  take(values) {
    this.planes = [0, 1, 2].map((k) => values.slice(3 * k, 3 * k + 3));
  }

  set(planes) {
    if (planes.flat().every((v) => Math.abs(v) <= 100)) this.planes = planes;
    this.host.move(this);
  }

  // Where all three planes have one height, or null.
  meetingPoint() {
    const [a, b, c] = this.planes;
    return crossing(minus(a, b), minus(a, c));
  }

  // Where the three arrows begin: where the planes meet, if that is in view.
  origin() {
    const point = this.meetingPoint();
    return point && this.stage.within(point) ? point : [0, 0];
  }

  // Another w_k; the planes go on meeting where they did.
  moveTip(k, x, y) {
    const from = this.origin(),
      w = [x - from[0], y - from[1]],
      height = valueAt(this.planes[k], from);
    this.set(
      this.planes.map((plane, j) => (j === k ? [...w, height - w[0] * from[0] - w[1] * from[1]] : plane)),
    );
  }

  // The meeting point moves with all three planes, which keep their slopes and their height there.
  moveMeeting(to) {
    const height = valueAt(this.planes[0], this.meetingPoint());
    this.set(this.planes.map(([w1, w2]) => [w1, w2, height - w1 * to[0] - w2 * to[1]]));
  }

  // The part of the line between classes a and b on which no third class is higher: the boundary that is seen, or null.
  boundaryOf(a, b) {
    const c = 3 - a - b,
      ends = endsOf(minus(this.planes[a], this.planes[b]), PLANES_EXTENT);
    return ends && wherePositive(ends, minus(this.planes[a], this.planes[c]));
  }

  highest(at) {
    const z = this.planes.map((plane) => valueAt(plane, at));
    return z.indexOf(Math.max(...z));
  }

  // The middle of each region in view, or null where a class has none.
  middles() {
    const sums = [0, 1, 2].map(() => [0, 0, 0]),
      n = 24;
    for (let r = 0; r < n; r++) {
      for (let c = 0; c < n; c++) {
        const at = [-5 + (10 * (c + 0.5)) / n, -5 + (10 * (r + 0.5)) / n],
          sum = sums[this.highest(at)];
        sum[0] += at[0];
        sum[1] += at[1];
        sum[2] += 1;
      }
    }
    return sums.map(([x, y, count]) => (count > 4 ? [x / count, y / count] : null));
  }

  resize(theme) {
    this.theme = theme;
    this.stage.resize(theme);
    this.size = this.cube.clientWidth;
  }

  draw() {
    if (!this.theme || !this.stage.size) return;
    const { stage, planes, theme } = this,
      context = stage.begin(),
      n = 4,
      scores = new Float32Array(3 * n);
    [
      [-5, 5],
      [5, 5],
      [-5, -5],
      [5, -5],
    ].forEach((corner, p) => planes.forEach((plane, k) => (scores[k * n + p] = valueAt(plane, corner))));
    stage.paint(context, 240, (pixels, M) => paintRegions(pixels, M, scores, 2, 3, theme, "soft"));
    for (const [a, b] of PAIRS) {
      const whole = endsOf(minus(planes[a], planes[b]), PLANES_EXTENT),
        seen = this.boundaryOf(a, b);
      if (whole) stage.stroke(context, whole, { width: 1.4, dash: [6, 6], halo: false });
      if (seen) stage.stroke(context, seen, { width: 2.6 });
    }
    const from = this.origin(),
      tips = planes.map(([w1, w2]) => [from[0] + w1, from[1] + w2]),
      point = this.meetingPoint();
    tips.forEach((tip, k) => {
      stage.arrow(context, from, tip, { width: 2, short: 14 * theme.markScale });
      const [dx, dy] = [tip[0] - from[0], from[1] - tip[1]],
        length = Math.hypot(dx, dy) || 1;
      stage.label(context, `w${"₁₂₃"[k]}`, tip, (28 * dx) / length, (26 * dy) / length);
    });
    this.middleOfRegions = this.middles();
    this.middleOfRegions.forEach(
      (at, k) => at && drawSymbol(context, k, ...stage.toScreen(at), 9 * theme.markScale, false, theme),
    );
    tips.forEach((tip, k) => this.tips[k].place(tip));
    this.meeting.place(point || [0, 0], Boolean(point && stage.within(point)));
    this.fields.forEach((row, k) => row.forEach((field, i) => field.show(planes[k][i])));
    this.section.querySelector(".pairs").innerHTML = PAIRS.map(
      ([a, b]) =>
        `<li>${symbolSvg(a, { size: 12 })}${symbolSvg(b, { size: 12 })} ${lineWords(minus(planes[a], planes[b]))} = 0</li>`,
    ).join("");
    this.drawSpace();
    this.host.say(this);
  }

  // Half the height of the cube in units of z, and its middle.
  heights() {
    const corners = [
        [-5, -5],
        [5, -5],
        [-5, 5],
        [5, 5],
      ],
      all = this.planes.flatMap((plane) => corners.map((at) => valueAt(plane, at)));
    const low = Math.min(...all),
      high = Math.max(...all);
    return { middle: (low + high) / 2, half: Math.max(LEAST_HEIGHT, (high - low) / 2) / 0.9 };
  }

  drawSpace() {
    if (!this.theme || !this.size) return;
    const { turntable, raster, theme, size, planes } = this,
      M = Math.min(this.host.still ? 600 : 320, Math.round(size)),
      { middle, half } = this.heights();
    const context = fitCanvas(this.canvas, size, size),
      scale = size / M,
      paper = rgb(theme.page);
    const spot = (at, k) => turntable.project(at[0] / 5, at[1] / 5, (valueAt(planes[k], at) - middle) / half);
    turntable.look(M);
    raster.clear(M);
    const pale = theme.regions.map((colour) =>
      pixel(rgb(colour).map((v, i) => Math.round(0.45 * v + 0.55 * paper[i]))),
    );
    planes.forEach((_, k) => {
      const corners = [
        [-5, -5],
        [5, -5],
        [-5, 5],
        [5, 5],
      ].map((at) => [...spot(at, k), ...planes.map((plane) => valueAt(plane, at))]);
      raster.lattice(corners, 2, (z) =>
        z[k] >= Math.max(z[0], z[1], z[2]) - 1e-6 ? theme.regionPixels[k] : pale[k],
      );
    });
    context.clearRect(0, 0, size, size);
    drawCube(context, turntable, scale, theme);
    raster.drawOn(context, size);
    context.strokeStyle = theme.boundary;
    context.lineWidth = theme.markScale;
    const line = (from, to, k, parts) =>
      Array.from({ length: parts + 1 }, (_, i) =>
        spot(
          from.map((v, j) => v + (i / parts) * (to[j] - v)),
          k,
        ),
      );
    planes.forEach((_, k) => {
      for (let v = -5; v <= 5; v += 2) {
        strokeInSpace(context, raster, line([v, -5], [v, 5], k, 40), scale, 0.02, 0.25);
        strokeInSpace(context, raster, line([-5, v], [5, v], k, 40), scale, 0.02, 0.25);
      }
    });
    context.lineWidth = 3 * theme.markScale;
    for (const [a, b] of PAIRS) {
      const seen = this.boundaryOf(a, b);
      if (seen) strokeInSpace(context, raster, line(...seen, a, 40), scale, 0.12);
    }
    (this.middleOfRegions || []).forEach((at, k) => {
      if (!at) return;
      const place = spot(at, k);
      context.globalAlpha = raster.sees(place, 0.05) ? 1 : 0.2;
      drawSymbol(context, k, place[0] * scale, place[1] * scale, 9 * theme.markScale, false, theme);
    });
    context.globalAlpha = 1;
    nameCubeAxes(context, turntable, scale, theme, ["x₁", "x₂", "z"]);
  }

  headline() {
    const regions = this.middles(),
      missing = regions.flatMap((at, k) => (at ? [] : [k + 1]));
    if (missing.length) return `Class ${missing.join(" and ")}: nowhere the highest plane in view`;
    const point = this.meetingPoint();
    if (!point) return "Parallel boundaries: the three lines meet nowhere";
    return this.stage.within(point)
      ? "The highest of three planes decides; all three meet over one point"
      : "The highest of three planes decides";
  }

  words() {
    const point = this.meetingPoint();
    return `Seen from above, the highest plane is the region of its class. ${point ? `All three meet at (${decimals(point[0], 2)}, ${decimals(point[1], 2)}).` : "They meet nowhere."}`;
  }

  spoken() {
    const lines = PAIRS.map(
      ([a, b]) =>
        `classes ${a + 1} and ${b + 1} are equal where ${lineWords(minus(this.planes[a], this.planes[b]))} = 0`,
    ).join("; ");
    return `${this.words()} In the plane, ${lines}.`;
  }
}
