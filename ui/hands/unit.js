// One unit with two inputs: its line wᵀx + b = 0, the normal w, the distance −b/‖w‖, and beside it the
// sigmoid surface.
// What a scene's answer changes is drawn over what was there before: w, the line, and a cut through the surface.

import { find } from "../browser/find.js";
import { followHand } from "../browser/hand.js";
import { hidesDetails } from "../browser/on_stage.js";
import { labelWithHalo } from "../browser/solids/cube.js";
import { Field } from "./fields.js";
import { Handle } from "./handle.js";
import {
  decimals,
  distanceOf,
  endsOf,
  footOf,
  lengthOf,
  linesOf,
  lineWords,
  valueAt,
  withNumber,
} from "./lines_of_the_plane.js";
import { PlaneAndSpace, REACH, SQUARE } from "./plane_and_space.js";
import { unitFinding } from "./words.js";

/** @import { Seen } from "../browser/solids/raster.js" */
/** @import { Host } from "./hands.js" */
/** @import { Line, Place } from "./lines_of_the_plane.js" */

const SURFACE_GRID = 41; // points along a side of the sigmoid's surface
const SURFACE_HEIGHT = 0.75; // of y = 1, and below the middle of y = 0: the cube goes from −1 to 1
const ANSWER_PIXELS = 200; // along a side of the picture under the line
const LEAST_LENGTH = 0.05; // of w, where a hand shortens it: a direction must be left
const NO_LENGTH = 1e-9; // of w: so short that it has no direction
const NEAR = 0.3; // units of the axes within which a pointer is on the line
const BESIDE = 1.9; // units of the axes from the line to the words on its sides
const ALONG = [2.3, -2.3, 3.3, -3.3, 0]; // and along it, where these can stand
const CUT_POINTS = 81;
const STAYS = 0.005; // units of the axes by which a line may move and still stay

/** @param {number} y */
const heightOf = (y) => SURFACE_HEIGHT * (2 * y - 1);

export class UnitView extends PlaneAndSpace {
  /** @type {Line} */
  values = [1, 0, 0];
  /**
   * The direction of w, also while w has none.
   * @type {Place}
   */
  normal = [1, 0];
  axes = ["x₁", "x₂", "y, from 0 to 1"];
  /**
   * Places of the surface, row by row.
   * @type {Seen[]}
   */
  mesh = [];

  /**
   * @param {HTMLElement} section
   * @param {Host} host
   */
  constructor(section, host) {
    super(section, host, { yaw: -0.5, pitch: 0.5, above: 0.92 }, { still: 560, moving: 300 });
    const released = () => host.commit(this);
    this.tip = new Handle(this.stage, {
      label: "Tip of w: turn and scale it",
      kind: "tip",
      moved: (x, y) => this.moveTip(x, y),
      released,
    });
    this.foot = new Handle(this.stage, {
      label: "The line: move it",
      kind: "foot",
      moved: (x, y) => this.setBias(-this.values[0] * x - this.values[1] * y),
      released,
    });
    this.fields = this.makeFields(released);
    find(section, ".fields").replaceChildren(...Object.values(this.fields).map((field) => field.element));
    this.listen(released);
  }

  /** @param {() => void} released */
  makeFields(released) {
    /** @type {(i: number, name: string, html: string, most: number) => Field} */
    const field = (i, name, html, most) =>
      new Field(
        { name, html, low: -most, high: most },
        (value) => this.set(withNumber(this.values, i, value)),
        released,
      );
    return {
      w1: field(0, "w1", "<i>w</i><sub>1</sub>", 5),
      w2: field(1, "w2", "<i>w</i><sub>2</sub>", 5),
      b: field(2, "b", "<i>b</i>", 10),
      length: new Field(
        { name: "length", html: "‖<i>w</i>‖, steepness", low: LEAST_LENGTH, high: 8, least: LEAST_LENGTH },
        (value) => this.scaleTo(value),
        released,
      ),
      distance: new Field(
        { name: "distance", html: "−<i>b</i>/‖<i>w</i>‖, distance", low: -5, high: 5 },
        (value) => this.setBias(-value * lengthOf(this.values)),
        released,
      ),
    };
  }

  /**
   * A hand takes the line itself anywhere; under the pointer stand z and y.
   * @param {() => void} released
   */
  listen(released) {
    const { box } = this.stage,
      readout = find(this.section, ".under");
    let held = 0, // how far the hand is off the line
      before = 0; // the bias then
    followHand(box, {
      take: (event) => {
        held = this.offLine(this.stage.toPlane(event));
        before = this.values[2];
        const onHandle = event.target instanceof Element && event.target.closest(".handle");
        return !onHandle && Math.abs(held) < NEAR;
      },
      move: (event) => {
        const [w1, w2] = this.values;
        this.setBias(held * lengthOf(this.values) - valueAt([w1, w2, 0], this.stage.toPlane(event)));
      },
      release: released,
      takeBack: () => this.setBias(before),
    });
    box.onpointermove = (event) => {
      const at = this.stage.toPlane(event);
      box.style.cursor = Math.abs(this.offLine(at)) < NEAR ? "move" : "";
      readout.textContent = this.wordsAt(at);
    };
    box.onpointerleave = () => (readout.textContent = "");
  }

  /**
   * How far a place is from the line, in the direction of w.
   * @param {Place} at
   */
  offLine(at) {
    return valueAt(this.values, at) / lengthOf(this.values);
  }

  /** @param {Place} at */
  wordsAt(at) {
    const [x1, x2] = at.map((v) => decimals(v, 2));
    return `At (${x1}, ${x2}): z = ${decimals(valueAt(this.values, at), 2)}, y = ${this.answer(at).toFixed(3)}`;
  }

  /** @param {Place} at */
  answer(at, values = this.values) {
    return 1 / (1 + Math.exp(-valueAt(values, at)));
  }

  /** The unit as a scene's answer found it; null where it has not changed. */
  get before() {
    const opening = this.host.before(this),
      [before] = opening ? linesOf(opening) : [null];
    return before && lengthOf(before) > NO_LENGTH ? before : null;
  }

  /** @param {number[]} values */
  take(values) {
    [this.values] = linesOf(values);
    const [w1, w2] = this.values,
      length = lengthOf(this.values);
    if (length > NO_LENGTH) this.normal = [w1 / length, w2 / length];
  }

  /** @param {Line} values */
  set(values) {
    if (values.every((v) => Math.abs(v) <= 100)) this.take(values);
    this.host.move(this);
  }

  /** @param {number} b */
  setBias(b) {
    this.set(withNumber(this.values, 2, b));
  }

  /**
   * Longer or shorter, while the line stays where it is.
   * @param {number} length
   */
  scaleTo(length) {
    const now = lengthOf(this.values),
      [w1, w2, b] = this.values,
      [n1, n2] = this.normal;
    if (now > NO_LENGTH) this.set([(w1 * length) / now, (w2 * length) / now, (b * length) / now]);
    else this.set([n1 * length, n2 * length, b]);
  }

  /**
   * The tip of w is at (distance + ‖w‖) · w/‖w‖: the place where it is wanted gives direction and length; the
   * distance stays.
   * @param {number} x
   * @param {number} y
   */
  moveTip(x, y) {
    const d = Number.isFinite(distanceOf(this.values)) ? distanceOf(this.values) : 0,
      far = Math.hypot(x, y);
    if (!far) return;
    const ahead = x * this.normal[0] + y * this.normal[1] >= 0 ? 1 : -1,
      length = Math.max(LEAST_LENGTH, ahead * far - d);
    this.set([(length * ahead * x) / far, (length * ahead * y) / far, -d * length]);
  }

  /** @param {CanvasRenderingContext2D} context */
  drawPlane(context) {
    const { stage, values } = this,
      foot = footOf(values),
      hasLine = lengthOf(values) > NO_LENGTH;
    /** @type {Place} */
    const tip = [foot[0] + values[0], foot[1] + values[1]];
    stage.paint(context, ANSWER_PIXELS, (pixels, M) => this.paintAnswers(pixels, M));
    if (hasLine) this.drawLine(context, foot, tip);
    if (!hidesDetails() || !this.before) this.drawOrigin(context);
    this.tip.place(tip, hasLine);
    this.foot.place(foot, hasLine);
    this.showNumbers();
  }

  /**
   * @param {Uint32Array} pixels
   * @param {number} M
   */
  paintAnswers(pixels, M) {
    const [left, right, bottom, top] = SQUARE;
    for (let py = 0; py < M; py++) {
      for (let px = 0; px < M; px++) {
        const y = this.answer([
          left + ((px + 0.5) / M) * (right - left),
          top - ((py + 0.5) / M) * (top - bottom),
        ]);
        pixels[py * M + px] = this.theme.signed[Math.min(255, (256 * y) | 0)];
      }
    }
  }

  /**
   * The line, its distance from the origin, and the arrow w.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} foot
   * @param {Place} tip
   */
  drawLine(context, foot, tip) {
    const { stage, values } = this,
      length = lengthOf(values),
      ends = endsOf(values, SQUARE),
      before = this.before;
    if (ends) stage.stroke(context, ends, { width: before ? 5 : 3 });
    if (before) this.drawLineBefore(context, before);
    if (!before) this.drawDistance(context, foot);
    stage.arrow(context, foot, tip, { short: 9 * this.theme.markScale });
    this.nameSides(context, foot, length);
    if (before) {
      stage.label(context, "w now", tip, (34 * values[0]) / length, (-30 * values[1]) / length);
      this.drawArrowBefore(context, before);
    } else this.writeNumbers(context, foot, tip);
  }

  /**
   * The numbers of w at its tip; beside the line what is so on it, and b.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} foot
   * @param {Place} tip
   */
  writeNumbers(context, foot, tip) {
    const { stage, values } = this,
      length = lengthOf(values),
      [n1, n2] = [values[0] / length, values[1] / length],
      [w1, w2, b] = values.map((v) => decimals(v, 2));
    /** @type {(words: string, place: Place, below?: number) => void} */
    const beside = (words, place, below = 0) => {
      const aside = (words.length * 4.6 + 24) * Math.abs(n1) + 24 * Math.abs(n2);
      stage.label(context, words, place, aside * n1, below - 30 * n2);
    };
    beside(`w = (${w1}, ${w2})`, tip);
    const far = [-2.6, 2.6].find((t) => stage.within([foot[0] - t * n2, foot[1] + t * n1], -0.8));
    if (far === undefined) return;
    /** @type {Place} */
    const onLine = [foot[0] - far * n2, foot[1] + far * n1];
    beside("wᵀx + b = 0", onLine);
    beside(`with b = ${b}`, onLine, 22);
  }

  /**
   * Where the line was: dashed, as on the surface; where it has not moved, light dashes on the line itself.
   * @param {CanvasRenderingContext2D} context
   * @param {Line} before
   */
  drawLineBefore(context, before) {
    const { stage, theme, values } = this,
      ends = endsOf(before, SQUARE),
      [x, y] = footOf(before),
      length = lengthOf(before),
      [n1, n2] = [before[0] / length, before[1] / length];
    if (!ends) return;
    const stays = [0, 1].every((i) => Math.abs(footOf(values)[i] - [x, y][i]) < STAYS);
    if (stays) stage.stroke(context, ends, { width: 2, dash: [9, 9], halo: false, colour: theme.halo });
    else stage.stroke(context, ends, { width: 3, dash: [9, 6] });
    const far = [-2.6, 2.6].find((t) => stage.within([x - t * n2, y + t * n1], -0.8));
    if (far === undefined) return;
    const words = stays ? "same line" : "line before",
      aside = (words.length * 4.6 + 14) * Math.abs(n1) + 24 * Math.abs(n2);
    stage.label(context, words, [x - far * n2, y + far * n1], aside * n1, -aside * n2);
  }

  /**
   * Where the tip of w was: a stroke across the arrow, and its name beside it.
   * @param {CanvasRenderingContext2D} context
   * @param {Line} before
   */
  drawArrowBefore(context, before) {
    const { stage } = this,
      [x, y] = footOf(before),
      length = lengthOf(before),
      [n1, n2] = [before[0] / length, before[1] / length];
    /** @type {(far: number) => Place} */
    const across = (far) => [x + before[0] - far * n2, y + before[1] + far * n1];
    stage.stroke(context, [across(-0.3), across(0.3)], { width: 3 });
    stage.label(context, "w before", across(-0.3), 44 * n2, 24 * n1);
  }

  /**
   * From the origin to the line, with its length in words clear of the line.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} foot
   */
  drawDistance(context, foot) {
    const { stage, values } = this,
      distance = distanceOf(values),
      length = lengthOf(values);
    if (!(Math.abs(distance) > 0.02)) return;
    const [n1, n2] = [values[0] / length, values[1] / length],
      back = -Math.sign(distance) * (62 * Math.abs(n1) + 22 * Math.abs(n2));
    stage.stroke(context, [[0, 0], foot], { width: 2, dash: [3, 5] });
    stage.label(
      context,
      `−b/‖w‖ = ${decimals(distance, 2)}`,
      foot,
      back * n1 + 30 * n2,
      -back * n2 + 30 * n1,
    );
  }

  /**
   * Words beside the colours: on which side of the line the unit says yes. They stand away from w.
   * @param {CanvasRenderingContext2D} context
   * @param {Place} foot
   * @param {number} length
   */
  nameSides(context, foot, length) {
    const { stage, values } = this,
      [n1, n2] = [values[0] / length, values[1] / length];
    /** @type {(words: string, far: number) => void} */
    const name = (words, far) => {
      const places = ALONG.map((t) => {
        const along = far < 0 ? -t : t;
        return /** @type {Place} */ ([foot[0] + far * n1 - along * n2, foot[1] + far * n2 + along * n1]);
      });
      const at = places.find((place) => stage.within(place, -1));
      if (at) stage.label(context, words, at);
    };
    name("y > 0.5", BESIDE);
    name("y < 0.5", -BESIDE);
  }

  /** @param {CanvasRenderingContext2D} context */
  drawOrigin(context) {
    const [x, y] = this.stage.toScreen([0, 0]);
    context.beginPath();
    context.arc(x, y, 4 * this.theme.markScale, 0, 7);
    context.fillStyle = this.theme.boundary;
    context.fill();
  }

  showNumbers() {
    const { fields, values } = this,
      length = lengthOf(values);
    fields.w1.show(values[0]);
    fields.w2.show(values[1]);
    fields.b.show(values[2]);
    fields.length.show(length);
    fields.distance.show(length > NO_LENGTH ? distanceOf(values) : 0);
  }

  raiseSurfaces() {
    const { raster, theme } = this,
      G = SURFACE_GRID,
      coordinate = (/** @type {number} */ i) => -REACH + (2 * REACH * i) / (G - 1);
    /** @type {Place[]} */
    const places = Array.from({ length: G * G }, (_, p) => [
        coordinate(p % G),
        coordinate(Math.floor(p / G)),
      ]),
      answers = places.map((at) => this.answer(at));
    this.mesh = places.map((at, p) => this.spot(at, heightOf(answers[p])));
    const corners = this.mesh.map((seen, p) => [...seen, answers[p]]);
    raster.lattice(corners, G, ([y]) => theme.signed[Math.max(0, Math.min(255, (256 * y) | 0))]);
  }

  /**
   * The square of y = 0, with the line on it where the unit says neither yes nor no.
   * @param {CanvasRenderingContext2D} context
   */
  drawBehind(context) {
    const ends = endsOf(this.values, SQUARE);
    context.strokeStyle = this.theme.soft;
    context.lineWidth = 1;
    this.strokeOnFloor(context, [
      [-REACH, -REACH],
      [REACH, -REACH],
      [REACH, REACH],
      [-REACH, REACH],
      [-REACH, -REACH],
    ]);
    if (!ends) return;
    context.setLineDash([5, 4]);
    this.strokeOnFloor(context, ends);
    context.setLineDash([]);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Place[]} places
   */
  strokeOnFloor(context, places) {
    context.beginPath();
    for (const at of places) {
      const [x, y] = this.spot(at, heightOf(0));
      context.lineTo(x * this.scale, y * this.scale);
    }
    context.stroke();
  }

  /**
   * The mesh of the surface, and on it the line.
   * @param {CanvasRenderingContext2D} context
   */
  drawBefore(context) {
    const { mesh, theme } = this,
      G = SURFACE_GRID,
      ends = endsOf(this.values, SQUARE);
    for (let i = 0; i < G; i += 4) {
      const row = mesh.slice(i * G, (i + 1) * G),
        column = Array.from({ length: G }, (_, r) => mesh[r * G + i]);
      this.strokeSpots(context, row, 0.04, 0.35);
      this.strokeSpots(context, column, 0.04, 0.35);
    }
    if (!ends) return;
    context.lineWidth = 3.4 * theme.markScale;
    this.strokeOver(context, ends, () => heightOf(0.5), 0.08);
    const before = this.before;
    if (before) this.drawCuts(context, before);
  }

  /**
   * The surface cut along w, at the foot of the line: as it is, and dashed as it was; and how steep both are there.
   * @param {CanvasRenderingContext2D} context
   * @param {Line} before
   */
  drawCuts(context, before) {
    const { theme } = this,
      s = theme.textScale,
      [x, y] = footOf(this.values),
      [n1, n2] = this.normal;
    /** @type {Place[]} */
    const way = Array.from({ length: CUT_POINTS }, (_, i) => {
      const far = 2 * REACH * ((2 * i) / (CUT_POINTS - 1) - 1);
      return [x + far * n1, y + far * n2];
    });
    const inside = way.filter(([a, b]) => Math.abs(a) <= REACH && Math.abs(b) <= REACH),
      cuts = [
        { values: this.values, words: "now", dash: [] },
        { values: before, words: "before", dash: [9, 6] },
      ];
    cuts.forEach(({ values, words, dash }, k) => {
      const places = inside.map((at) => this.spot(at, heightOf(this.answer(at, values)))),
        row = (14 + 24 * k) * s;
      this.strokeCut(context, places, dash);
      context.beginPath();
      context.moveTo(4 * s, row);
      context.lineTo(50 * s, row);
      this.strokeTwice(context, dash);
      context.font = `600 ${16 * s}px ${theme.font}`;
      context.textBaseline = "middle";
      const slope = (lengthOf(values) / 4).toFixed(2);
      labelWithHalo(context, `${words}: slope ${slope} at the line`, 60 * s, row, theme, "left");
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Seen[]} places
   * @param {number[]} dash
   */
  strokeCut(context, places, dash) {
    context.beginPath();
    for (const [x, y] of places) context.lineTo(x * this.scale, y * this.scale);
    this.strokeTwice(context, dash);
  }

  /**
   * A line in ink on a halo.
   * @param {CanvasRenderingContext2D} context
   * @param {number[]} dash
   */
  strokeTwice(context, dash) {
    const { theme } = this;
    context.lineCap = "butt";
    context.strokeStyle = theme.halo;
    context.lineWidth = 7 * theme.markScale;
    context.stroke();
    context.setLineDash(dash);
    context.strokeStyle = theme.boundary;
    context.lineWidth = 3.4 * theme.markScale;
    context.stroke();
    context.setLineDash([]);
  }

  headline() {
    const length = lengthOf(this.values);
    if (length < NO_LENGTH) return "No weights, no line: the answer is the same everywhere";
    if (!endsOf(this.values, SQUARE)) return "The line lies out of view";
    return unitFinding(this.values, SQUARE);
  }

  words() {
    const { values } = this,
      length = lengthOf(values);
    const formula = `y = sigmoid(${lineWords(values)})`;
    if (length < NO_LENGTH) return `${formula}. It is ${this.answer([0, 0]).toFixed(3)} everywhere.`;
    const rise = `Across it y rises from 0.1 to 0.9 within ${((2 * Math.log(9)) / length).toFixed(2)}.`;
    return `${formula}. ${this.sideWords()} ${rise}`;
  }

  sideWords() {
    const d = distanceOf(this.values),
      side = d > 0 ? "on the side to which w points" : "on the side away from w";
    if (Math.abs(d) < 1e-9) return "The line goes through the origin.";
    if (Math.abs(d) < 0.005) return `The line is less than 0.005 from the origin, ${side}.`;
    return `The line is ${Math.abs(d).toFixed(2)} from the origin, ${side}.`;
  }
}
