// The stage: one set of weights large. A digit's template, a hidden unit's weights, the difference of two templates,
// or a whole matrix between hidden units and digits; the pointer, or a cursor moved by keys, reads single weights off
// it.

import { areNamed, classHtml, shortName } from "../class_names.js";
import { find } from "../../browser/find.js";
import { directionOf } from "../../browser/arrows.js";
import { covered, hidesDetails, said } from "../../browser/on_stage.js";
import { inksOf, N_PIXELS, paintPicture, SIDE } from "../picture.js";
import { writeHtml } from "../writing.js";
import { isFingers } from "../../browser/weights_bubble.js";
import { productWords } from "./arithmetic.js";
import { Loupe } from "./loupe.js";
import { nameOf } from "./names.js";
import { signedWeight, weightText } from "./pictures.js";
import { matrixPlaces, Plate, squarePlaces, TALL, withHead } from "./plate.js";

/** @import { MatrixPlaces, PlateTheme, Values } from "./plate.js" */
/** @import { Scene } from "./scene.js" */

const HEAD = 20; // pixels above a matrix for the names of its columns, at the usual size of text
const LEAST_NAMED = 18; // width of a column that has room for its name
const NO_INK = 0.05; // below it a pixel counts as empty
const FADED = 0.75;
const STILL = 10; // pixels that a resting finger may move
const NOWHERE = -1; // the cursor without a pointer on the weights

export class Stage {
  /** @type {Scene | undefined} */
  scene;
  /** @type {MatrixPlaces | null} */
  matrix = null; // the places, where a matrix is shown
  size = 0;
  across = 0;
  shape = ""; // what the places are for
  isStale = true; // the room has changed since they were given
  cursor = NOWHERE;
  came = { x: 0, y: 0 }; // where a pointer was pressed

  /**
   * @param {HTMLElement} root
   * @param {(unit: number | null) => void} point the weight that is read belongs to this unit of the first hidden layer
   */
  constructor(root, point) {
    this.root = find(root, ".stage");
    this.point = point;
    /** @type {HTMLCanvasElement} */
    this.canvas = find(this.root, ".large");
    this.plate = new Plate(this.canvas);
    this.words = find(this.root, ".reading");
    this.loupe = new Loupe(root, this.plate);
    this.canvas.onpointermove = (event) => this.aim(event);
    this.canvas.onpointerdown = (event) => {
      this.came = { x: event.clientX, y: event.clientY };
      this.aim(event);
    };
    this.canvas.onpointerleave = (event) => isFingers(event) || this.leave();
    this.canvas.onpointercancel = (event) => this.isAway(event) && this.leave(); // it scrolls, and is no long press
    this.canvas.onblur = () => this.leave();
    root.addEventListener("pointerdown", ({ target }) => target !== this.canvas && this.leave());
    this.canvas.onkeydown = (event) => this.moveCursor(event);
  }

  /**
   * @param {number} size width of what is square
   * @param {number} across width of a matrix
   */
  layout(size, across) {
    this.size = size;
    this.across = across;
    this.isStale = true;
  }

  /** @param {Scene} scene */
  paint(scene) {
    const { subject, theme, layers } = scene,
      { kind, layer } = subject;
    this.scene = scene;
    const shape =
      kind === "matrix" ? `${layer} ${layers[layer].outputs} ${scene.orders.join(";")}` : "square";
    if (this.shape !== shape || this.isStale) this.setPlaces(scene, shape);
    this.plate.context.setTransform(1, 0, 0, 1, 0, 0); // a new picture: what was written before is gone
    this.plate.paint(scene.view.diagram, valuesOf(scene), subject.scale, theme);
    const fades = kind === "digit" && subject.pair && hidesDetails();
    this.root.classList.toggle("fades", fades);
    if (fades) this.fadeWithoutInk(scene);
    if (covered("weights")) this.paintMeant(scene);
    if (this.matrix && layer === layers.length - 1) this.nameRows(scene, this.matrix);
    if (this.matrix?.head) this.nameColumns(scene, this.matrix);
    if (kind !== "matrix") this.writeBias(subject.pull.bias, theme);
    if (this.cursor !== NOWHERE) this.frame(this.cursor, theme.ink);
    this.say(scene);
  }

  /**
   * @param {Scene} scene
   * @param {string} shape
   */
  setPlaces({ subject, layers, orders, theme }, shape) {
    const { size, across } = this,
      { kind, layer } = subject;
    this.matrix = null;
    if (kind === "matrix") {
      const isLast = layer === layers.length - 1,
        rowOrder = isLast ? [...Array(layers[layer].outputs).keys()] : orders[layer],
        margin = isLast ? (areNamed() ? 40 : 16) * theme.textScale : 0;
      this.matrix = matrixPlaces(across, size * TALL, rowOrder, orders[layer - 1], margin);
      if (
        isLast &&
        hidesDetails() &&
        this.matrix.bands === 1 &&
        this.matrix.cell >= LEAST_NAMED * theme.textScale
      )
        this.matrix = withHead(this.matrix, HEAD * theme.textScale);
    }
    this.plate.setPlaces(this.matrix ?? squarePlaces(size));
    if (this.shape !== shape) this.cursor = NOWHERE; // else what is read stays, though its words take more room
    this.shape = shape;
    this.isStale = false;
  }

  /**
   * While a scene covers the weights, the image stands in their place.
   * @param {Scene} scene
   */
  paintMeant({ image, theme }) {
    const inks = inksOf(theme);
    /** @type {HTMLCanvasElement} */
    const canvas = find(this.root, ".meant canvas");
    paintPicture(canvas, (i) => inks[Math.round(255 * image[i])]);
  }

  /**
   * On the stage a difference of templates shows what decides: weights that no ink lies on fade.
   * @param {Scene} scene
   */
  fadeWithoutInk({ image, theme }) {
    const { context, ratio, places } = this.plate,
      { x, y, cell } = places;
    context.globalAlpha = FADED;
    context.fillStyle = theme.hinton;
    for (let i = 0; i < N_PIXELS; i++)
      if (image[i] < NO_INK) context.fillRect(x[i] * ratio, y[i] * ratio, cell * ratio, cell * ratio);
    context.globalAlpha = 1;
  }

  /**
   * The number of each hidden unit above its column, and what the last one is.
   * @param {Scene} scene
   * @param {MatrixPlaces} places
   */
  nameColumns({ subject: { layer }, layers, theme }, { cell, head, x }) {
    const { context, ratio } = this.plate,
      { inputs, weights } = layers[layer];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = theme.soft;
    context.font = `${14 * theme.textScale * ratio}px ${theme.font}`;
    /** @param {string} words @param {number} left */
    const write = (words, left) => context.fillText(words, (left + cell / 2) * ratio, 0.5 * head * ratio);
    for (let unit = 0; unit < inputs; unit++) write(String(unit + 1), x[unit]);
    context.font = `italic ${context.font}`;
    write("b", x[weights.length]);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {string} ink
   */
  outline(x, y, width, height, ink) {
    const { context, ratio } = this.plate;
    context.strokeStyle = ink;
    context.lineWidth = 2 * ratio;
    context.strokeRect(
      x * ratio + ratio,
      y * ratio + ratio,
      width * ratio - 2 * ratio,
      height * ratio - 2 * ratio,
    );
  }

  /**
   * The bias in numbers, beside its square.
   * @param {number} bias
   * @param {PlateTheme} theme
   */
  writeBias(bias, theme) {
    const { context, ratio, places } = this.plate,
      cell = places.cell * ratio;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = theme.soft;
    context.font = `${14 * theme.textScale * ratio}px ${theme.font}`;
    context.fillText(`bias ${signedWeight(bias)}`, 2.5 * cell, 29.6 * cell);
  }

  /**
   * @param {number} i
   * @param {string} ink
   */
  frame(i, ink) {
    const { x, y, cell } = this.plate.places;
    this.outline(x[i] - 1, y[i] - 1, cell + 2, cell + 2, ink);
  }

  /**
   * The digits beside their rows, and a frame around the picked one's, in every band.
   * @param {Scene} scene
   * @param {MatrixPlaces} places
   */
  nameRows({ subject, layers, theme }, { cell, across, bands, margin, head }) {
    const { context, ratio } = this.plate,
      { inputs, outputs } = layers[subject.layer],
      digit = said("focus") === "pair" && hidesDetails() ? NOWHERE : subject.digit; // whose image stands there
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let band = 0; band < bands; band++) {
      const top = head + band * (outputs + 1) * cell,
        width = Math.min(across, inputs - band * across) * cell;
      if (digit !== NOWHERE) this.outline(margin, top + digit * cell, width, cell, theme.ink);
      for (let k = 0; k < outputs; k++) {
        if (cell < 11 * theme.textScale && k !== digit) continue; // no room for all
        context.font = `${k === digit ? 700 : 400} ${14 * theme.textScale * ratio}px ${theme.font}`;
        context.fillStyle = k === digit ? theme.ink : theme.soft;
        context.fillText(shortName(k), 0.45 * margin * ratio, (top + (k + 0.55) * cell) * ratio);
      }
    }
  }

  /**
   * A pointer reads the weight under it; a finger, which covers several, reads it in the loupe.
   * @param {PointerEvent} event
   */
  aim(event) {
    const place = this.plate.placeAt(event.clientX, event.clientY);
    this.loupe.open = isFingers(event);
    if (place !== NOWHERE || !this.loupe.isOpen) this.read(place);
  }

  /**
   * Whether a finger has moved away from where it came down.
   * @param {PointerEvent} event
   */
  isAway({ clientX, clientY }) {
    return Math.hypot(clientX - this.came.x, clientY - this.came.y) > STILL;
  }

  leave() {
    this.loupe.open = false;
    this.read(NOWHERE);
  }

  /**
   * The weight at a place in words; without one, what a full square stands for.
   * @param {number} place
   */
  read(place) {
    if (place === this.cursor) return;
    this.cursor = place;
    const { scene } = this;
    if (!scene) return;
    this.paint(scene);
    const { subject, layers } = scene,
      { inputs, weights } = layers[subject.layer];
    const leavesFirst = subject.kind === "matrix" && subject.layer === 1;
    this.point(leavesFirst && place >= 0 && place < weights.length ? place % inputs : null);
  }

  /** @param {KeyboardEvent} event */
  moveCursor(event) {
    const by = directionOf(event);
    if (!by) return;
    event.preventDefault();
    const { x, y, cell } = this.plate.places,
      from = Math.max(0, this.cursor);
    const box = this.canvas.getBoundingClientRect();
    const next =
      this.cursor === NOWHERE
        ? 0
        : this.plate.placeAt(
            box.left + x[from] + (by[0] + 0.5) * cell,
            box.top + y[from] + (by[1] + 0.5) * cell,
          );
    if (next !== NOWHERE) this.read(next);
  }

  /** @param {Scene} scene */
  say(scene) {
    const html = this.cursor === NOWHERE ? legendOf(scene) : readingOf(scene, this.cursor);
    writeHtml(this.words, html);
    this.loupe.paint(this.cursor, html, scene.theme);
  }

  /**
   * The head, and the words for those who do not see it; when something else is shown, or the run rests.
   * @param {Scene} scene
   * @param {string} epoch
   * @param {string} sortedAt the epoch of the weights that the units are sorted by
   */
  describe(scene, epoch, sortedAt) {
    const { subject, view } = scene,
      word = view.diagram === "hinton" ? "Hinton diagram" : "Heat map";
    writeHtml(find(this.root, "h2"), `<b><span>${word} of </span>${nameOf(subject)}</b>`);
    writeHtml(find(this.root, ".sorting"), subject.kind === "matrix" ? sortingOf(scene, sortedAt) : "");
    this.canvas.setAttribute(
      "aria-label",
      `${find(this.root, "h2 b").textContent} at epoch ${epoch}; ` +
        "gold and filled is positive, violet and hollow negative. " +
        `${this.words.textContent}. Arrow keys read single weights.`,
    );
  }
}

/**
 * The value at each place.
 * @param {Scene} scene
 * @returns {Values}
 */
function valuesOf({ subject, layers }) {
  const { weights, biases } = layers[subject.layer],
    { pull } = subject;
  if (subject.kind !== "matrix") return (i) => (i < pull.weights.length ? pull.weights[i] : pull.bias);
  return (i) => (i < weights.length ? weights[i] : biases[i - weights.length]);
}

/**
 * @param {Scene} scene
 * @param {string} sortedAt the epoch of the weights that they are sorted by
 */
function sortingOf({ subject: { layer }, layers }, sortedAt) {
  const isLast = layer === layers.length - 1;
  const rows = isLast ? "digits" : `units of hidden layer ${layer + 1}`,
    by = isLast ? "by the digit they speak for most" : "by what they speak for most",
    columns = `${layers[layer].inputs} hidden units, sorted ${by} at epoch ${sortedAt}`;
  return `Rows: ${rows}; columns: ${columns}; framed: biases`;
}

/** @param {{ subject: Pick<Scene["subject"], "scale">, view: Scene["view"] }} scene */
export function legendOf({ subject, view }) {
  const { limit, span, of, twice } = subject.scale;
  const most = twice ? 2 * limit : limit;
  if (view.diagram === "heat") return `full colour: ±${weightText(span)}${most > span ? " and beyond" : ""}`;
  const why = of ? `, ${of} of the moments here` : "";
  return `area = |<i>w</i>|; full square: ±${weightText(limit)}${why}`;
}

/**
 * The value at a place in words.
 * @param {Scene} scene
 * @param {number} i
 */
function readingOf(scene, i) {
  const value = valuesOf(scene)(i),
    { subject, layers, answer, image } = scene;
  if (subject.kind !== "matrix") {
    if (i >= N_PIXELS) return `bias <i>b</i> ${signedWeight(value)}`;
    return `row ${Math.floor(i / SIDE)}, column ${i % SIDE}: ${productWords(value, image[i], "x")}`;
  }
  const { inputs, weights } = layers[subject.layer],
    isLast = subject.layer === layers.length - 1;
  /** @param {number} k */
  const to = (k) => (isLast ? (areNamed() ? classHtml(k) : `digit ${k}`) : `unit ${k + 1}`);
  if (i >= weights.length) return `bias of ${to(i - weights.length)}: ${signedWeight(value)}`;
  const unit = i % inputs,
    product = productWords(value, answer.inputs[subject.layer][unit], "h");
  return `unit ${unit + 1} to ${to(Math.floor(i / inputs))}: ${product}`;
}
