// The network beside the map: a column for each layer, the response of each unit as a small map, edges by weight.

import { press } from "../../browser/choices.js";
import { contextOf, fitCanvas } from "../../browser/colours.js";
import { find } from "../../browser/find.js";
import { inputHtml, inputText } from "../../browser/maps/derived_inputs.js";
import { classWords } from "../../browser/maps/units.js";
import { superscript } from "../../browser/numbers.js";
import { covered, onStage } from "../../browser/on_stage.js";
import { OneStop } from "../../browser/one_stop.js";
import { nameOf } from "../by_hand/set_weights.js";
import { symbolSvg } from "../../browser/symbols.js";
import { keepApart } from "./apart.js";
import { judged, paintResponse, probability, scaleOfInput, scaleOfLayer, UNIT_PIXELS } from "./responses.js";
import { answerWords } from "./unit_names.js";

/** @import { Theme } from "../../browser/colours.js" */
/** @import { ActivationFacts, AllFacts } from "../../browser/maps/activations.js" */
/** @import { MappedRun, Picture, RegionMap } from "../../browser/maps/map.js" */
/** @import { ForwardPass, Unit } from "../../browser/maps/network.js" */
/** @import { Weight } from "../by_hand/set_weights.js" */
/** @import { Scale } from "./responses.js" */

/**
 * `frozen` says of each affine layer whether its weights, and its biases, stay as drawn; where it is missing all learn.
 * `cut` names wires that are cut, as in "1-3-2".
 * @typedef {MappedRun & { activation_facts: AllFacts, frozen?: [weights: boolean, biases: boolean][],
 *   cut?: string[] }} DiagramRun
 */

/**
 * A unit as it is shown; the inputs are layer 0 here. The last three are pixels within the diagram, from its top left.
 * @typedef {object} ShownUnit
 * @property {HTMLButtonElement} button
 * @property {CanvasRenderingContext2D} context
 * @property {ImageData} pixels
 * @property {number} layer
 * @property {number} unit
 * @property {string} state "" or what is wrong with it
 * @property {number} left
 * @property {number} right
 * @property {number} middle
 */

/**
 * Which units and edges stand out. An edge is known by the number l of the layer it comes from, and its two units. The
 * weights on all ways of one unit have names, row and column of their matrices.
 * @typedef {object} Lit
 * @property {(layer: number, unit: number) => boolean} units
 * @property {(l: number, to: number, from: number) => boolean} edges
 * @property {ShownUnit} [ways] the unit on whose ways the edges are
 */

/** @typedef {"inputs" | "hidden" | "classes"} Kind */

/**
 * What the formula calls a unit's answer.
 * @type {Record<Kind, string>}
 */
const LETTERS = { inputs: "x", hidden: "h", classes: "y" };

const SHOWN_UNITS = 16; // in a layer; the rest is counted in words
const FEW_INPUTS = 3; // more have their names before them, and stand closer
const NAMES_BEFORE = 3; // rem that these names take
const AT = 0.6; // where on its edge a weight is written: there edges have parted
const ACROSS_AT = 1.5 * AT * (1 - AT) + AT ** 3, // how far the curve of `strokeEdge` has come there
  DOWN_AT = 3 * AT ** 2 - 2 * AT ** 3;
const APART = 1.2; // lines between two weights, at least
const ONE_COLUMN = 8; // units of a hidden layer; more stand in two columns
const EDGE_SHARE = 0.38; // of the layer's largest |w|: weaker edges are left out unless a picked unit has them
const FEW_EDGES = 12; // between two layers: so few are all drawn
const SEEN_FROM_AFAR = 64; // edges between two layers: so many are bold on the stage, until some stand out
const NAMES_AT = 2.4; // from the top to the names of weights, as a share of the size of their text
const HALF_DIAMOND = 4.5; // pixels: the sign of a weight that is set by hand
const END = 0.2; // of a wire's way, which is left at both ends where it is cut
const DIAMOND = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];
const THINNED =
  "Units beyond 16 are not drawn, nor are their weights, and weak weights only where a unit is picked. " +
  "Pick a unit, and open its list: each of its weights is there, and can be set.";
const AS_DRAWN = "as drawn"; // stands over edges whose weights do not learn
const EDGES_EVERY = 100; // ms between two drawings of the edges while it plays: they change slowly and cost a lot

export const BESIDE_ROW = 2.4; // rem, for the choice of what stands beside the map

export class Diagram {
  /** @type {DiagramRun} */
  run;
  /** @type {RegionMap} */
  map;
  /** @type {Theme} */
  theme;
  /** @type {ShownUnit[]} */
  units = [];
  /** @type {Lit | null} */
  lit = null;
  /**
   * What a unit answers that a visitor has switched off: "0" or "its mean"; "" for one that is on.
   * @type {(unit: Unit) => string}
   */
  offAnswer = () => "";
  /**
   * Whether a visitor has set a weight by hand.
   * @type {(weight: Weight) => boolean}
   */
  isSet = () => false;
  /**
   * What was painted last.
   * @type {{ params: Float32Array, forward: ForwardPass, picked: Unit | null } | undefined}
   */
  drawn = undefined;
  reserved = BESIDE_ROW; // rem of the height that the units leave free
  edgesDue = 0;
  signature = "";
  width = 0;
  height = 0;
  wide = false; // whether there is room for edges

  /**
   * @param {HTMLElement} root
   * @param {(unit: Unit) => void} pick
   */
  constructor(root, pick) {
    this.root = root;
    this.box = find(root, ".diagram");
    this.columns = find(root, ".columns");
    /** @type {HTMLCanvasElement} */
    this.edges = find(root, ".edges");
    this.pick = pick;
    this.stop = new OneStop(this.columns, ".unit");
  }

  get last() {
    return this.run.sizes.length - 1;
  }

  /**
   * A column for the inputs, each hidden layer and the classes; one button for each unit.
   * @param {DiagramRun} run
   * @param {RegionMap} map
   */
  setRun(run, map) {
    const signature = JSON.stringify([run.sizes, run.activations, run.inputs]);
    this.run = run;
    this.map = map;
    find(this.root, ".frozen-key").hidden = !run.frozen?.some(([weights]) => weights);
    if (signature === this.signature) return;
    this.signature = signature;
    this.units = [];
    this.columns.replaceChildren(...run.sizes.map((width, l) => this.makeColumn(width, l)));
    this.columns.classList.toggle("deep", run.activations.length > 3);
    this.stop.refresh();
  }

  /** Units as large as fit side by side and one below another, up to 3.5 rem; a class is shown 1.35 times as wide. */
  fitUnits() {
    const { last } = this,
      rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
      player = /** @type {Element} */ (this.box.closest(".player"));
    const across = this.run.sizes.reduce(
      (sum, width, l) => sum + (l === last ? 1.35 : l && width > ONE_COLUMN ? 2.2 : 1),
      0,
    );
    const gaps = last > 4 ? 0.75 : last > 3 ? 1.4 : 2.4;
    const names = this.run.sizes[0] > FEW_INPUTS ? NAMES_BEFORE : 0,
      room = (this.box.clientWidth / rem - 0.7 - names - gaps * last) / across;
    const map = parseFloat(getComputedStyle(find(player, ".map")).height) / rem;
    const gap = Math.min(0.5, 0.016 * map),
      height = onStage()
        ? this.roomForUnits(rem, gap)
        : (map - this.reserved - (last > 4 ? 6.6 : 5.6) - 7 * gap) / 8;
    this.columns.style.setProperty("--gap", `${gap}rem`);
    this.columns.style.setProperty(
      "--unit",
      `${Math.max(1, Math.min(onStage() ? 5 : 3.5, room, height))}rem`,
    );
  }

  /**
   * @param {number} l
   * @returns {Kind}
   */
  kindOf(l) {
    return l === 0 ? "inputs" : l === this.last ? "classes" : "hidden";
  }

  /**
   * @param {number} width
   * @param {number} l
   */
  makeColumn(width, l) {
    const kind = this.kindOf(l),
      shown = kind === "classes" ? width : Math.min(width, SHOWN_UNITS),
      column = document.createElement("section"),
      head = document.createElement("h2"),
      cells = document.createElement("div");
    column.className = `column ${kind}${kind === "inputs" && width > FEW_INPUTS ? " many" : ""}`;
    head.dataset.shows = "name";
    head.innerHTML = `${this.headHtml(l)}<b class="letter"></b>`;
    cells.className = `units${kind === "hidden" && shown > ONE_COLUMN ? " two" : ""}`;
    for (let unit = 0; unit < shown; unit++) cells.append(this.makeUnit(l, unit));
    column.append(head, cells);
    if (kind === "hidden") column.append(makeNote(width, shown));
    return column;
  }

  /** @param {number} l */
  headHtml(l) {
    const kind = this.kindOf(l);
    if (kind === "inputs") return "Inputs";
    if (kind === "classes") return "Classes";
    return `Layer ${l}<span>, </span><em>${this.activationOf(l).word}</em>`;
  }

  /**
   * @param {number} l
   * @param {number} unit
   */
  makeUnit(l, unit) {
    const kind = this.kindOf(l),
      button = document.createElement("button"),
      canvas = document.createElement("canvas");
    button.className = "unit";
    canvas.width = canvas.height = UNIT_PIXELS;
    button.append(canvas);
    const letters =
      kind === "inputs" && this.run.inputs
        ? inputHtml(this.run.inputs, unit)
        : `<i>${LETTERS[kind]}</i><sub>${unit + 1}</sub>`;
    const name = `<span class="name">${letters}</span>`;
    button.insertAdjacentHTML("beforeend", kind === "classes" ? name + symbolSvg(unit) : name);
    if (kind === "hidden") button.onclick = () => this.pick({ layer: l - 1, unit });
    button.setAttribute("aria-label", this.nameOf(l, unit));
    this.units.push({
      button,
      context: contextOf(canvas),
      pixels: new ImageData(UNIT_PIXELS, UNIT_PIXELS),
      layer: l,
      unit,
      state: "",
      left: 0,
      right: 0,
      middle: 0,
    });
    return button;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   */
  nameOf(layer, unit) {
    const { inputs } = this.run,
      kind = this.kindOf(layer);
    if (kind === "inputs") return `Input ${inputs ? inputText(inputs, unit) : unit + 1}`;
    const names = {
      classes: `Probability of ${classWords(this.map.run.units, unit)}`,
      hidden: `Unit ${unit + 1} of layer ${layer}`,
    };
    return names[kind];
  }

  /**
   * The hidden units' names, at rest with what each of them answers: it would be old soon while the run plays.
   * @param {Picture} picture
   * @param {boolean} atRest
   */
  nameUnits({ forward, G }, atRest) {
    const { pointsForward, nTraining } = this.map,
      tells = atRest && !this.run.empty && !covered("spoken");
    for (const { button, layer, unit } of this.units) {
      if (this.kindOf(layer) !== "hidden") continue;
      const [low, high] = this.activationOf(layer).limits ?? [0, 0],
        answers = forward.layers[layer - 1].subarray(unit * G * G, (unit + 1) * G * G),
        at = unit * pointsForward.n,
        atPoints = pointsForward.layers[layer - 1].subarray(at, at + nTraining),
        told = tells ? `: ${answerWords(answers, G, atPoints, (low + high) / 2)}` : "",
        name = this.nameOf(layer, unit) + told;
      if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
    }
  }

  /**
   * How high a unit may be on the stage, where the diagram has a height of its own: in rem, for the layer that has the
   * most rows.
   * @param {number} rem in CSS pixels
   * @param {number} gap between two hidden units, in rem
   */
  roomForUnits(rem, gap) {
    const { sizes } = this.run,
      tall = this.box.clientHeight / rem - 2.8;
    const rows = sizes
      .slice(1, -1)
      .map((width) => (width > ONE_COLUMN ? Math.ceil(Math.min(width, SHOWN_UNITS) / 2) : width));
    if (sizes[0] > FEW_INPUTS) rows.push(sizes[0]);
    const hidden = Math.max(0, ...rows);
    return Math.min((tall - 3.5) / 4.05, hidden ? (tall - 1.3 - gap * (hidden - 1)) / hidden : Infinity);
  }

  /** @param {Theme} theme */
  resize(theme) {
    this.theme = theme;
    this.fitUnits();
    this.wide = getComputedStyle(this.edges).display !== "none";
    const box = this.box.getBoundingClientRect();
    this.width = box.width;
    this.height = box.height;
    for (const u of this.units) {
      const r = u.button.getBoundingClientRect();
      u.left = r.left - box.left;
      u.right = r.right - box.left;
      u.middle = (r.top + r.bottom) / 2 - box.top;
    }
  }

  /**
   * Response maps from the grid's forward pass, then the edges.
   * @param {Float32Array} params
   * @param {Picture} picture
   * @param {Unit | null} picked
   * @param {boolean} atRest
   */
  paint(params, { forward, G }, picked, atRest) {
    const { theme, run } = this;
    const scales = run.activations.map((_, l) =>
      scaleOfLayer(this.activationOf(l + 1).limits, forward.layers[l], theme),
    );
    for (const u of this.units) {
      if (run.empty && u.layer)
        u.context.clearRect(0, 0, UNIT_PIXELS, UNIT_PIXELS); // no answers yet
      else this.paintUnit(u, forward, G, scales);
      if (this.kindOf(u.layer) === "hidden") this.judge(u, params);
      const isPicked = picked && picked.layer === u.layer - 1 && picked.unit === u.unit;
      press(u.button, Boolean(isPicked));
    }
    this.nameUnits({ forward, G }, atRest);
    this.drawn = { params, forward, picked };
    const now = performance.now();
    if (!this.wide || (!atRest && now < this.edgesDue)) return;
    this.edgesDue = now + EDGES_EVERY;
    this.paintEdges(params, forward, picked);
  }

  /**
   * @param {ShownUnit} u
   * @param {ForwardPass} forward
   * @param {number} G
   * @param {Scale[]} scales of the hidden layers
   */
  paintUnit({ context, pixels, layer, unit }, forward, G, scales) {
    const n = G * G,
      kind = this.kindOf(layer);
    if (kind === "classes") {
      const scale = { colours: this.theme.classScales[unit], low: 0, high: 1 };
      paintResponse(context, pixels, G, (p) => probability(forward.scores, p, n, unit), scale);
      return;
    }
    const values = kind === "inputs" ? forward.inputs : forward.layers[layer - 1],
      scale = kind === "inputs" ? this.scaleOfInput(unit, values, n) : scales[layer - 1];
    paintResponse(context, pixels, G, (p) => values[unit * n + p], scale);
  }

  /**
   * A coordinate from rim to rim; a derived input from 0 or −its largest value on the map to its largest.
   * @param {number} unit
   * @param {Float32Array} values of all inputs
   * @param {number} n values of each
   */
  scaleOfInput(unit, values, n) {
    const { inputs, extent } = this.run;
    if (!inputs) return scaleOfInput(unit, extent, this.theme);
    return scaleOfLayer(null, values.subarray(unit * n, (unit + 1) * n), this.theme);
  }

  /**
   * What is known of a hidden layer's activation.
   * @param {number} layer from 1
   * @returns {ActivationFacts}
   */
  activationOf(layer) {
    return this.run.activation_facts[this.run.activations[layer - 1]];
  }

  /**
   * @param {ShownUnit} u
   * @param {Float32Array} params
   */
  judge(u, params) {
    const facts = this.activationOf(u.layer),
      { isDead, isSaturated } = judged({ layer: u.layer - 1, unit: u.unit }, facts, this.map, params),
      saturated = facts.limits ? "near its limits" : "hardly a gradient gets through";
    const off = this.offAnswer({ layer: u.layer - 1, unit: u.unit });
    u.button.classList.toggle("dead", isDead && !off);
    u.button.classList.toggle("saturated", isSaturated && !off);
    u.button.classList.toggle("off", Boolean(off));
    u.button.classList.toggle("set", this.isSet({ l: u.layer - 1, to: u.unit, from: null }));
    if (off) u.state = `switched off: it answers ${off}`;
    else
      u.state = isDead
        ? "dead: it answers 0 to every training point"
        : isSaturated
          ? `saturated: ${saturated} at nearly every training point`
          : "";
    if (u.button.title !== u.state) u.button.title = u.state;
  }

  /**
   * Let some units and edges stand out, or with null the picked unit's edges again.
   * @param {Lit | null} lit
   */
  light(lit) {
    this.lit = lit;
    for (const u of this.units) u.button.classList.toggle("lit", Boolean(lit?.units(u.layer, u.unit)));
    if (this.drawn && this.wide) this.paintEdges(this.drawn.params, this.drawn.forward, this.drawn.picked);
  }

  /**
   * @param {Unit | null} picked
   * @param {number} l
   * @param {number} to
   * @param {number} from
   */
  standsOut(picked, l, to, from) {
    if (this.lit) return this.lit.edges(l, to, from);
    if (!picked) return false;
    const arrives = picked.layer === l && picked.unit === to,
      leaves = picked.layer === l - 1 && picked.unit === from;
    return arrives || leaves;
  }

  /**
   * Weak edges first, those that stand out over them.
   * @param {Float32Array} params
   * @param {ForwardPass} forward
   * @param {Unit | null} picked
   */
  paintEdges(params, forward, picked) {
    const context = fitCanvas(this.edges, this.width, this.height),
      byLayer = this.run.sizes.map((_, l) => this.units.filter((u) => u.layer === l));
    /** @type {[from: ShownUnit, to: ShownUnit, w: number][]} */
    const strong = [],
      /** @type {[from: ShownUnit, to: ShownUnit][]} */ set = [],
      /** @type {[from: ShownUnit, to: ShownUnit][]} */ cut = [];
    context.clearRect(0, 0, this.width, this.height);
    forward.offsets.forEach(({ weights, inputs, outputs }, l) => {
      const isFew = inputs * outputs <= FEW_EDGES,
        isBold = onStage() && !picked && !this.lit && inputs * outputs <= SEEN_FROM_AFAR;
      let top = 1e-9;
      for (let i = weights; i < weights + inputs * outputs; i++) top = Math.max(top, Math.abs(params[i]));
      if (this.staysAsDrawn(l)) this.nameFrozen(context, byLayer[l][0], byLayer[l + 1][0]);
      for (const to of byLayer[l + 1]) {
        for (const from of byLayer[l]) {
          const w = params[weights + to.unit * inputs + from.unit];
          const weight = { l, to: to.unit, from: from.unit };
          if (this.run.cut?.includes(nameOf(weight))) {
            cut.push([from, to]);
            continue;
          }
          if (this.isSet(weight)) set.push([from, to]);
          if (this.standsOut(picked, l, to.unit, from.unit)) strong.push([from, to, w / top]);
          else if (isFew) this.strokeEdge(context, from, to, w / top, 0.5);
          else if (Math.abs(w) > EDGE_SHARE * top)
            this.strokeEdge(context, from, to, w / top, isBold ? 0.5 : 0.17);
        }
      }
    });
    strong.forEach(([from, to, w]) => this.strokeEdge(context, from, to, w, 1));
    context.globalAlpha = 1;
    cut.forEach(([from, to]) => this.markCut(context, from, to));
    set.forEach(([from, to]) => this.markSet(context, from, to));
    for (const { layer, unit, left, right, middle } of this.units)
      if (layer && this.isSet({ l: layer - 1, to: unit, from: null }))
        this.diamond(context, left - HALF_DIAMOND * this.theme.markScale - 2, middle - (right - left) / 2);
    if (!onStage()) return;
    if (forward.offsets.length === 1) this.writeWeights(context, params, forward.offsets[0]);
    if (forward.offsets.length === 2 && this.lit?.ways) this.nameWays(context, this.lit.ways, byLayer);
  }

  /**
   * Whether training leaves the weights between a layer and the next as they are.
   * @param {number} l the number of the layer they come from, 0 for the inputs
   */
  staysAsDrawn(l) {
    return Boolean(this.run.frozen?.[l]?.[0]);
  }

  /**
   * Over edges that do not learn, words, where there is room for them.
   * @param {CanvasRenderingContext2D} context
   * @param {ShownUnit} from the first of its column
   * @param {ShownUnit} to
   */
  nameFrozen(context, from, to) {
    const { theme } = this,
      size = 13 * theme.textScale;
    context.font = `400 ${size}px ${theme.font}`;
    if (context.measureText(AS_DRAWN).width > this.gapBetween(from.layer)) return;
    context.globalAlpha = 1;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.fillStyle = theme.soft;
    context.fillText(AS_DRAWN, (this.rightOf(from.layer) + to.left) / 2, NAMES_AT * size);
  }

  /**
   * The right end of a column of units, in pixels.
   * @param {number} layer
   */
  rightOf(layer) {
    return Math.max(...this.units.filter((u) => u.layer === layer).map((u) => u.right));
  }

  /**
   * The room between a column and the next, in pixels.
   * @param {number} layer
   */
  gapBetween(layer) {
    const next = this.units.filter((u) => u.layer === layer + 1);
    return Math.min(...next.map((u) => u.left)) - this.rightOf(layer);
  }

  /**
   * Between the columns' names, those of the weights that arrive at a unit and of those that leave it.
   * @param {CanvasRenderingContext2D} context
   * @param {ShownUnit} unit
   * @param {ShownUnit[][]} byLayer
   */
  nameWays(context, { layer, unit }, byLayer) {
    const { theme } = this,
      size = 14 * theme.textScale;
    /** @type {(of: "row" | "column", l: number) => void} */
    const name = (of, l) =>
      context.fillText(
        `${of} ${unit + 1} of W⁽${superscript(l + 1)}⁾`,
        (byLayer[l][0].right + byLayer[l + 1][0].left) / 2,
        NAMES_AT * size,
      );
    context.font = `700 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.fillStyle = theme.ink;
    if (layer > 0) name("row", layer - 1);
    if (layer < this.last) name("column", layer);
  }

  /**
   * The weights of a single layer as numbers, each on its edge, where edges have parted.
   * @param {CanvasRenderingContext2D} context
   * @param {Float32Array} params
   * @param {{ weights: number, inputs: number }} layer
   */
  writeWeights(context, params, { weights, inputs }) {
    const { theme } = this,
      size = 14 * theme.textScale,
      [first, second] = [0, 1].map((l) => this.units.filter((u) => u.layer === l));
    const numbers = second.flatMap((to) =>
      first.map((from) => ({
        w: params[weights + to.unit * inputs + from.unit],
        x: from.right + ACROSS_AT * (to.left - from.right),
        y: from.middle + DOWN_AT * (to.middle - from.middle),
      })),
    );
    numbers.sort((a, b) => a.y - b.y);
    const ys = keepApart(
      numbers.map(({ y }) => y),
      APART * size,
    );
    context.font = `600 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.setLineDash([]);
    context.lineJoin = "round";
    context.lineWidth = 0.4 * size;
    numbers.forEach(({ w, x }, i) => {
      const words = `${w < 0 ? "−" : "+"}${Math.abs(w).toFixed(2)}`,
        y = ys[i];
      context.strokeStyle = theme.page;
      context.strokeText(words, x, y);
      context.fillStyle = w < 0 ? theme.negative : theme.weights[4];
      context.fillText(words, x, y);
    });
  }

  /**
   * Two ends with a gap, and a cross in it: a wire that is cut.
   * @param {CanvasRenderingContext2D} context
   * @param {ShownUnit} from
   * @param {ShownUnit} to
   */
  markCut(context, from, to) {
    const { theme } = this,
      half = HALF_DIAMOND * theme.markScale,
      [x, y] = [(from.right + to.left) / 2, (from.middle + to.middle) / 2],
      [across, down] = [(to.left - from.right) * END, (to.middle - from.middle) * END * END];
    context.setLineDash([]);
    context.strokeStyle = theme.soft;
    context.lineWidth = 1.5 * theme.markScale;
    context.beginPath();
    context.moveTo(from.right, from.middle);
    context.lineTo(from.right + across, from.middle + down);
    context.moveTo(to.left, to.middle);
    context.lineTo(to.left - across, to.middle - down);
    context.moveTo(x - half, y - half);
    context.lineTo(x + half, y + half);
    context.moveTo(x - half, y + half);
    context.lineTo(x + half, y - half);
    context.stroke();
  }

  /**
   * A diamond in the middle of an edge whose weight is set by hand, with a fine line: the weight may be small.
   * @param {CanvasRenderingContext2D} context
   * @param {ShownUnit} from
   * @param {ShownUnit} to
   */
  markSet(context, from, to) {
    const bend = (to.left - from.right) * 0.5;
    context.setLineDash([]);
    context.lineWidth = this.theme.markScale;
    context.strokeStyle = this.theme.ink;
    context.beginPath();
    context.moveTo(from.right, from.middle);
    context.bezierCurveTo(from.right + bend, from.middle, to.left - bend, to.middle, to.left, to.middle);
    context.stroke();
    this.diamond(context, (from.right + to.left) / 2, (from.middle + to.middle) / 2);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   */
  diamond(context, x, y) {
    const half = HALF_DIAMOND * this.theme.markScale;
    context.beginPath();
    for (const [across, down] of DIAMOND) context.lineTo(x + across * half, y + down * half);
    context.closePath();
    context.setLineDash([]);
    context.fillStyle = this.theme.page;
    context.fill();
    context.lineWidth = 2 * this.theme.markScale;
    context.strokeStyle = this.theme.ink;
    context.stroke();
  }

  /**
   * Gold and solid: positive; violet and dashed: negative; as wide as the weight is large. In grey: it does not learn.
   * @param {CanvasRenderingContext2D} context
   * @param {ShownUnit} from
   * @param {ShownUnit} to
   * @param {number} w as a share of the layer's largest
   * @param {number} alpha
   */
  strokeEdge(context, from, to, w, alpha) {
    const bend = (to.left - from.right) * 0.5;
    context.globalAlpha = alpha;
    context.strokeStyle = this.staysAsDrawn(from.layer)
      ? this.theme.soft
      : w < 0
        ? this.theme.negative
        : this.theme.weights[4];
    context.lineWidth = (0.6 + 3.4 * Math.abs(w)) * this.theme.markScale;
    context.setLineDash(w < 0 ? [6, 4] : []);
    context.beginPath();
    context.moveTo(from.right, from.middle);
    context.bezierCurveTo(from.right + bend, from.middle, to.left - bend, to.middle, to.left, to.middle);
    context.stroke();
  }
}

/**
 * Words below a hidden layer. Narrow screens show the first part of them, wide ones the second.
 * @param {number} width
 * @param {number} shown
 */
function makeNote(width, shown) {
  const note = document.createElement("p"),
    rest =
      width > shown
        ? `<span class="rest" tabindex="0" data-help="${THINNED}">+ ${width - shown} more</span>`
        : "";
  note.className = "more";
  note.dataset.says = "regions.diagram.more";
  note.innerHTML = `<span class="swipe">${width} ${width === 1 ? "unit" : "units"}, swipe</span>${rest}`;
  return note;
}
