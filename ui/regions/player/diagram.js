// The network beside the map: a column for each layer, the response of each unit as a small map, edges by weight.

import { fitCanvas } from "../../browser/colours.js";
import { symbolSvg } from "../../browser/symbols.js";

const FLAT = 0.013; // of the range of sigmoid or tanh: so near its limits the slope is below 5 % of the steepest
const UNIT_PIXELS = 48;
const SHOWN_UNITS = 16; // in a layer; the rest is counted in words
const EDGE_SHARE = 0.38; // of the layer's largest |w|: weaker edges are left out unless a picked unit has them

const FEW_EDGES = 12; // between two layers: so few are all drawn

export const BESIDE_ROW = 2.4; // rem, for the choice of what stands beside the map

const EDGES_EVERY = 100; // ms between two drawings of the edges while it plays: they change slowly and cost a lot

export const LIMITS = { sigmoid: [0, 1], tanh: [-1, 1] }; // of the answers; without a line here their extremes are the scale

export class Diagram {
  constructor(root, pick) {
    this.box = root.querySelector(".diagram");
    this.columns = root.querySelector(".columns");
    this.edges = root.querySelector(".edges");
    this.reserved = BESIDE_ROW;
    this.pick = pick;
  }

  // A column for the inputs, each hidden layer and the classes; one button for each unit.
  setRun(run, map) {
    const signature = JSON.stringify([run.sizes, run.activations]);
    Object.assign(this, { run, map });
    if (signature === this.signature) return;
    this.signature = signature;
    this.units = [];
    this.columns.replaceChildren(...run.sizes.map((width, l) => this.makeColumn(width, l)));
    this.columns.classList.toggle("deep", run.activations.length > 3);
  }

  // Units as large as fit side by side and one below another, up to 3.5 rem; a class is shown 1.35 times as wide.
  fitUnits() {
    const last = this.run.sizes.length - 1,
      rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const across = this.run.sizes.reduce(
      (sum, width, l) => sum + (l === last ? 1.35 : l && width > 8 ? 2.2 : 1),
      0,
    );
    const gaps = last > 4 ? 0.75 : last > 3 ? 1.4 : 2.4;
    const room = (this.box.clientWidth / rem - 0.7 - gaps * last) / across;
    const map = parseFloat(getComputedStyle(this.box.closest(".player").querySelector(".map")).height) / rem;
    const gap = Math.min(0.5, 0.016 * map),
      height = (map - this.reserved - (last > 4 ? 6.6 : 5.6) - 7 * gap) / 8;
    this.columns.style.setProperty("--gap", `${gap}rem`);
    this.columns.style.setProperty("--unit", `${Math.max(1, Math.min(3.5, room, height))}rem`);
  }

  makeColumn(width, l) {
    const { sizes, activations } = this.run,
      isInput = l === 0,
      isOutput = l === sizes.length - 1;
    const column = document.createElement("section");
    column.className = isInput ? "column inputs" : isOutput ? "column classes" : "column hidden";
    const head = document.createElement("h3");
    head.innerHTML = isInput
      ? "Inputs"
      : isOutput
        ? "Classes"
        : `Layer ${l}<span>, </span><em>${this.run.activation_words[activations[l - 1]]}</em>`;
    const shown = isOutput ? width : Math.min(width, SHOWN_UNITS);
    const cells = document.createElement("div");
    cells.className = `units${!isInput && !isOutput && shown > 8 ? " two" : ""}`;
    for (let unit = 0; unit < shown; unit++) cells.append(this.makeUnit(l, unit, isInput, isOutput));
    column.append(head, cells);
    if (!isInput && !isOutput) {
      const note = document.createElement("p");
      note.className = "more";
      note.innerHTML = `<span class="swipe">${width} units, swipe</span>${width > shown ? `<span class="rest">+ ${width - shown} more</span>` : ""}`;
      column.append(note);
    }
    return column;
  }

  makeUnit(l, unit, isInput, isOutput) {
    const button = document.createElement("button");
    button.className = "unit";
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = UNIT_PIXELS;
    button.append(canvas);
    if (isInput) {
      button.disabled = true;
      button.insertAdjacentHTML("beforeend", `<span class="name"><i>x</i><sub>${unit + 1}</sub></span>`);
    } else if (isOutput) {
      button.disabled = true;
      button.insertAdjacentHTML("beforeend", symbolSvg(unit));
    } else {
      button.onclick = () => this.pick({ layer: l - 1, unit });
    }
    button.setAttribute(
      "aria-label",
      isInput
        ? `Input ${unit + 1}`
        : isOutput
          ? `Probability of class ${unit + 1}`
          : `Unit ${unit + 1} of layer ${l}`,
    );
    this.units.push({
      button,
      canvas,
      context: canvas.getContext("2d"),
      pixels: new ImageData(UNIT_PIXELS, UNIT_PIXELS),
      layer: l,
      unit,
    });
    return button;
  }

  resize(theme) {
    this.theme = theme;
    this.fitUnits();
    this.wide = getComputedStyle(this.edges).display !== "none";
    const box = this.box.getBoundingClientRect();
    this.width = box.width;
    this.height = box.height;
    this.units.forEach((u) => {
      const r = u.button.getBoundingClientRect();
      Object.assign(u, {
        left: r.left - box.left,
        right: r.right - box.left,
        middle: (r.top + r.bottom) / 2 - box.top,
      });
    });
  }

  // Response maps from the grid's forward pass, then the edges.
  paint(params, { forward, G }, picked, atRest) {
    const last = this.run.sizes.length - 1;
    const scales = this.run.activations.map((name, l) => this.scaleOfLayer(LIMITS[name], forward.layers[l]));
    for (const u of this.units) {
      const source = u.layer === 0 ? forward.points : forward.layers[u.layer - 1];
      this.paintUnit(u, source, G, last, this.scaleOfEnd(u, last) || scales[u.layer - 1]);
      if (u.layer > 0 && u.layer < last)
        this.judgeUnit(u, LIMITS[this.run.activations[u.layer - 1]], this.map);
      u.button.setAttribute(
        "aria-pressed",
        Boolean(picked && picked.layer === u.layer - 1 && picked.unit === u.unit),
      );
    }
    if (this.run.empty)
      this.units.forEach((u) => u.layer && u.context.clearRect(0, 0, UNIT_PIXELS, UNIT_PIXELS)); // no answers yet
    this.drawn = [params, forward, picked];
    const now = performance.now();
    if (!this.wide || (!atRest && now < this.edgesDue)) return;
    this.edgesDue = now + EDGES_EVERY;
    this.paintEdges(params, forward, picked);
  }

  scaleOfLayer(limits, layer) {
    if (limits) return { colours: this.theme.signed, low: limits[0], high: limits[1], limits };
    let least = 0,
      most = 1e-6;
    for (let i = 0; i < layer.length; i++) {
      if (layer[i] < least) least = layer[i];
      if (layer[i] > most) most = layer[i];
    }
    if (least === 0) return { colours: this.theme.positive, low: 0, high: most };
    const reach = Math.max(-least, most);
    return { colours: this.theme.signed, low: -reach, high: reach };
  }

  paintUnit(u, source, G, last, { colours, low, high }) {
    const image = new Uint32Array(u.pixels.data.buffer),
      start = u.unit * G * G;
    const s = 255.99 / (high - low);
    for (let y = 0; y < UNIT_PIXELS; y++) {
      const row = start + Math.round((y * (G - 1)) / (UNIT_PIXELS - 1)) * G;
      for (let x = 0; x < UNIT_PIXELS; x++) {
        const at = row + Math.round((x * (G - 1)) / (UNIT_PIXELS - 1));
        const value = u.layer === last ? this.probability(source, at - start, G, u.unit) : source[at];
        image[y * UNIT_PIXELS + x] = colours[Math.max(0, Math.min(255, ((value - low) * s) | 0))];
      }
    }
    u.context.putImageData(u.pixels, 0, 0);
  }

  // Dead or saturated, judged as the engine does (engine/questions/gradient_flow.py): by what the unit answers to the training points.
  judgeUnit(u, limits, { pointsForward: { layers, n }, nTraining }) {
    const answers = layers[u.layer - 1].subarray(u.unit * n, u.unit * n + nTraining);
    let flat = 0;
    for (const value of answers)
      if (
        limits
          ? value < limits[0] + FLAT * (limits[1] - limits[0]) ||
            value > limits[1] - FLAT * (limits[1] - limits[0])
          : value === 0
      )
        flat++;
    const isDead = !limits && flat === nTraining && flat > 0,
      isSaturated = Boolean(limits) && flat > 0.95 * nTraining;
    u.button.classList.toggle("dead", isDead);
    u.button.classList.toggle("saturated", isSaturated);
    u.state = isDead
      ? "dead: it answers 0 to every training point"
      : isSaturated
        ? "saturated: near its limits at nearly every training point"
        : "";
    if (u.button.title !== u.state) u.button.title = u.state;
  }

  scaleOfEnd(u, last) {
    if (u.layer === 0) {
      const [left, right, bottom, top] = this.run.extent;
      return { colours: this.theme.signed, low: u.unit ? bottom : left, high: u.unit ? top : right };
    }
    return u.layer === last ? { colours: this.theme.classScales[u.unit], low: 0, high: 1 } : null;
  }

  probability(scores, p, G, unit) {
    const n = G * G,
      nClasses = scores.length / n;
    let sum = 0;
    for (let k = 0; k < nClasses; k++)
      sum += Math.exp(Math.min(60, scores[k * n + p] - scores[unit * n + p]));
    return 1 / sum;
  }

  // Let what the formula points at stand out, or with null the picked unit's edges again.
  light(lit) {
    this.lit = lit;
    this.units.forEach((u) => u.button.classList.toggle("lit", Boolean(lit && lit.units(u.layer, u.unit))));
    if (this.drawn && this.wide) this.paintEdges(...this.drawn);
  }

  standsOut(picked, l, to, from) {
    if (this.lit) return this.lit.edges(l, to, from);
    return (
      picked &&
      ((picked.layer === l && picked.unit === to) || (picked.layer === l - 1 && picked.unit === from))
    );
  }

  paintEdges(params, forward, picked) {
    const context = fitCanvas(this.edges, this.width, this.height);
    context.clearRect(0, 0, this.width, this.height);
    const byLayer = this.run.sizes.map((_, l) => this.units.filter((u) => u.layer === l));
    const strong = [];
    forward.offsets.forEach(({ weights, inputs, outputs }, l) => {
      let top = 1e-9;
      for (let i = weights; i < weights + inputs * outputs; i++) top = Math.max(top, Math.abs(params[i]));
      const few = inputs * outputs <= FEW_EDGES;
      for (const to of byLayer[l + 1]) {
        for (const from of byLayer[l]) {
          const w = params[weights + to.unit * inputs + from.unit];
          if (this.standsOut(picked, l, to.unit, from.unit)) strong.push([from, to, w / top]);
          else if (few) this.strokeEdge(context, from, to, w / top, 0.5);
          else if (Math.abs(w) > EDGE_SHARE * top) this.strokeEdge(context, from, to, w / top, 0.17);
        }
      }
    });
    strong.forEach(([from, to, w]) => this.strokeEdge(context, from, to, w, 1));
    context.globalAlpha = 1;
  }

  // Gold and solid: positive; violet and dashed: negative; as wide as the weight is large.
  strokeEdge(context, from, to, w, alpha) {
    const bend = (to.left - from.right) * 0.5;
    context.globalAlpha = alpha;
    context.strokeStyle = w < 0 ? this.theme.negative : this.theme.weights[4];
    context.lineWidth = (0.6 + 3.4 * Math.abs(w)) * this.theme.markScale;
    context.setLineDash(w < 0 ? [6, 4] : []);
    context.beginPath();
    context.moveTo(from.right, from.middle);
    context.bezierCurveTo(from.right + bend, from.middle, to.left - bend, to.middle, to.left, to.middle);
    context.stroke();
  }
}
