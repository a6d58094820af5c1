// The network as a formula, a line for the outputs and one or two for the hidden layers. Point at a term, and its edges
// and units stand out in the network; point at a unit or an edge there, and its terms do, with its own indices put in.

import { whole } from "../../browser/numbers.js";
import { BESIDE_ROW } from "./diagram.js";

const REACH = 7; // pixels around an edge within which the pointer is on it

// A line of the formula: which layers it is about, and the letters of its indices.
function formulaLines(run) {
  const last = run.sizes.length - 1,
    f = [...new Set(run.activations)],
    name = f.length === 1 ? run.activation_words[f[0]] : "f";
  const hidden = (layer) => (layer === 0 ? ["x", ""] : ["h", String(layer)]);
  const lines = [
    {
      layers: [last],
      of: "y",
      at: "",
      out: "k",
      f: "softmax",
      level: last > 1 ? String(last) : "",
      source: hidden(last - 1),
      in: last > 1 ? "r" : "s",
    },
  ];
  if (last === 3)
    lines.push({ layers: [2], of: "h", at: "2", out: "r", f: name, level: "2", source: hidden(1), in: "j" });
  if (last > 3) {
    const layers = Array.from({ length: last - 2 }, (_, i) => i + 2);
    lines.push({
      layers,
      of: "h",
      at: "l",
      out: "r",
      f: name,
      level: "l",
      source: ["h", "l−1"],
      in: "j",
      note: `l = 2 … ${last - 1}`,
    });
  }
  if (last > 1)
    lines.push({ layers: [1], of: "h", at: "1", out: "j", f: name, level: "1", source: ["x", ""], in: "s" });
  return lines;
}

// A letter with its layer above and its indices below; an index that can be put in has a role, "out" or "in".
function letterHtml(letter, above, roles, line) {
  const below = roles.map((role) => `<span data-role="${role}">${line[role]}</span>`).join("");
  return `<i>${letter}</i><span class="scripts"><span>${above ? `(${above.replace(/[a-z]/, "<i>$&</i>")})` : ""}</span><i>${below}</i></span>`;
}

function lineHtml(line, i) {
  const term = (does, html, label) =>
    `<button class="term" data-line="${i}" data-does="${does}" aria-label="${label}">${html}</button>`;
  const where =
    line.of === "y"
      ? "the outputs"
      : line.note
        ? "the later hidden layers"
        : `hidden layer ${line.layers[0]}`;
  const from = line.source[0] === "x" ? "input" : "answer of the layer before";
  return (
    `<p>${term("out", letterHtml(line.of, line.at, ["out"], line), `What comes out of ${where}`)} = ${term("f", line.f, `The activation of ${where}`)}` +
    `<span class="big">(</span>${term("sum", `Σ<sub>${line.in}</sub>`, `The sum over what arrives at ${where}`)}` +
    `${term("weight", letterHtml("w", line.level, ["out", "in"], line), `The weights of ${where}`)}` +
    `${term("source", letterHtml(line.source[0], line.source[1], ["in"], line), `Each ${from}, into ${where}`)} + ` +
    `${term("bias", letterHtml("b", line.level, ["out"], line), `The biases of ${where}`)}<span class="big">)</span>` +
    `${line.note ? `<small>${line.note}</small>` : ""}</p>`
  );
}

export class Formula {
  // params() gives the weights of the moment that is shown.
  constructor(root, diagram, params) {
    Object.assign(this, {
      diagram,
      params,
      box: root.querySelector(".formula"),
      words: root.querySelector(".formula-words"),
    });
    this.lines = root.querySelector(".formula-lines");
    const on = (element, names, act) => names.forEach((name) => element.addEventListener(name, act));
    on(this.lines, ["pointerover", "focusin"], (event) => this.fromTerm(event.target.closest(".term")));
    on(this.lines, ["pointerleave", "focusout"], () => this.forget());
    on(diagram.box, ["pointermove"], (event) => this.fromNetwork(event));
    on(diagram.box, ["focusin"], (event) =>
      this.fromUnit(diagram.units.find((u) => u.button === event.target.closest(".unit"))),
    );
    on(diagram.box, ["pointerleave", "focusout"], () => this.forget());
  }

  setRun(run) {
    const signature = JSON.stringify([run.sizes, run.activations]);
    this.run = run;
    if (signature === this.signature) return;
    this.signature = signature;
    this.spec = formulaLines(run);
    this.lines.innerHTML = this.spec.map(lineHtml).join("");
    this.picked = this.what = null;
    this.light(null);
  }

  // Whether the formula is in view: then inputs and classes too can be reached with the keyboard.
  show(on) {
    this.on = on;
    this.diagram.reserved = BESIDE_ROW + (on ? 2.35 * this.spec.length + 0.4 : 0);
    for (const u of this.diagram.units)
      if (u.layer === 0 || u.layer === this.run.sizes.length - 1) u.button.disabled = !on;
    if (!on) this.light(null);
  }

  // A unit that was clicked keeps its terms lit while nothing else is pointed at.
  pick(picked) {
    const u =
      picked &&
      this.diagram.units.find((unit) => unit.layer === picked.layer + 1 && unit.unit === picked.unit);
    if (u === this.picked) return;
    this.picked = u || null;
    this.forget();
  }

  forget() {
    if (!this.on) return;
    if (this.picked) this.fromUnit(this.picked);
    else this.light(null);
  }

  fromTerm(term) {
    if (!this.on || !term) return;
    const { layers } = this.spec[term.dataset.line],
      does = term.dataset.does;
    const units = ["out", "f", "bias"].includes(does)
      ? layers
      : ["source", "sum"].includes(does)
        ? layers.map((l) => l - 1)
        : [];
    const edges = ["sum", "weight"].includes(does) ? layers.map((l) => l - 1) : [];
    this.light({
      units: (layer) => units.includes(layer),
      edges: (l) => edges.includes(l),
      terms: [term],
      indices: [],
      words: termWords(this.run, this.spec[term.dataset.line], does),
    });
  }

  fromUnit(u) {
    if (!this.on || !u) return;
    const { layer, unit } = u,
      term = (l, does) => this.termOf(l, does),
      last = this.run.sizes.length - 1;
    const own = layer ? ["out", "f", "bias"].map((does) => term(layer, does)) : [];
    this.light({
      units: (l, k) => l === layer && k === unit,
      edges: (l, to, from) => (l === layer - 1 && to === unit) || (l === layer && from === unit),
      terms: [...own, ...(layer < last ? [term(layer + 1, "source")] : [])],
      indices: [
        [layer, "out", unit],
        [layer + 1, "in", unit],
      ],
      words: unitFormula(this.run, this.params(), this.diagram.drawn[1].offsets, layer, unit),
    });
  }

  fromNetwork(event) {
    if (!this.on) return;
    const box = this.diagram.box.getBoundingClientRect(),
      x = event.clientX - box.left,
      y = event.clientY - box.top;
    const unit = this.diagram.units.find(
      (u) => x >= u.left && x <= u.right && Math.abs(y - u.middle) <= (u.right - u.left) / 2,
    );
    if (unit) return void this.fromUnit(unit);
    const edge = this.edgeAt(x, y);
    if (!edge) return void this.forget();
    const { l, to, from, w } = edge;
    this.light({
      units: (layer, k) => (layer === l && k === from) || (layer === l + 1 && k === to),
      edges: (layer, a, b) => layer === l && a === to && b === from,
      terms: [this.termOf(l + 1, "weight")],
      indices: [
        [l + 1, "out", to],
        [l + 1, "in", from],
      ],
      words: `<b>${signedText(w, 3)}</b> is the weight from ${placeWords(this.run, l, from)} to ${placeWords(this.run, l + 1, to)}.`,
    });
  }

  // The nearest edge within reach, or null.
  edgeAt(x, y) {
    const { units, drawn } = this.diagram,
      params = this.params();
    let best = null,
      least = REACH;
    drawn[1].offsets.forEach(({ weights, inputs }, l) => {
      for (const to of units) {
        if (to.layer !== l + 1) continue;
        for (const from of units) {
          if (from.layer !== l || x < from.right || x > to.left) continue;
          const t = bezierShare((x - from.right) / (to.left - from.right));
          const distance = Math.abs(
            from.middle + (3 * t * t - 2 * t * t * t) * (to.middle - from.middle) - y,
          );
          if (distance >= least) continue;
          least = distance;
          best = { l, to: to.unit, from: from.unit, w: params[weights + to.unit * inputs + from.unit] };
        }
      }
    });
    return best;
  }

  termOf(layer, does) {
    const line = this.spec.findIndex(({ layers }) => layers.includes(layer));
    return this.lines.querySelector(`[data-line="${line}"][data-does=${does}]`);
  }

  // Light what was pointed at, in the formula and in the network; null puts everything out.
  light(what) {
    if (!what && !this.what) return;
    this.what = what;
    this.lines
      .querySelectorAll(".term")
      .forEach((term) => term.classList.toggle("lit", Boolean(what && what.terms.includes(term))));
    this.lines.querySelectorAll("[data-role]").forEach((span) => {
      const i = Number(span.closest(".term").dataset.line),
        line = this.spec[i],
        { role } = span.dataset;
      const put =
        what && what.indices.find(([layer, which]) => which === role && line.layers.includes(layer));
      const text = put ? `${put[2] + 1}${role === "out" && put[2] > 8 ? "," : ""}` : line[role];
      if (span.textContent !== text) span.textContent = text;
    });
    this.words.innerHTML = what ? what.words : "";
    this.diagram.light(what);
  }
}

// The share t of a bend from left to right at which it has gone a share of the way: x(t) = 1.5 t − 1.5 t² + t³ for
// control points half way.
function bezierShare(share) {
  let low = 0,
    high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t * t * t < share) low = t;
    else high = t;
  }
  return low;
}

const signedText = (value, digits) => value.toFixed(digits).replace("-", "−");

function placeWords(run, layer, unit) {
  if (layer === 0) return `<i>x</i><sub>${unit + 1}</sub>`;
  return layer === run.sizes.length - 1 ? `class ${unit + 1}` : `unit ${unit + 1} of layer ${layer}`;
}

function termWords(run, line, does) {
  const several = line.layers.length > 1,
    [layer] = line.layers,
    { sizes } = run;
  const target =
    line.of === "y" ? "classes" : several ? "units of the later layers" : `units of layer ${layer}`;
  const count = line.layers.reduce((sum, l) => sum + sizes[l] * sizes[l - 1], 0),
    units = line.layers.reduce((sum, l) => sum + sizes[l], 0);
  return {
    out: `What the ${units} ${target} answer.`,
    f:
      line.f === "softmax"
        ? `Softmax turns the ${units} scores into probabilities.`
        : `The activation of the ${units} ${target}.`,
    sum: "Everything that arrives at a unit, weighed and added up.",
    weight: `${whole(count)} weights: gold and solid positive, violet and dashed negative.`,
    source: line.source[0] === "x" ? "The two inputs." : "The answers of the layer before.",
    bias: `${units} biases, one for each of the ${target}.`,
  }[does];
}

// A unit's own line with its numbers, as far as there are few of them.
function unitFormula(run, params, offsets, layer, unit) {
  if (layer === 0) return `Input ${unit + 1} goes to all ${run.sizes[1]} units of the next layer.`;
  const { weights, biases, inputs } = offsets[layer - 1],
    w = params.subarray(weights + unit * inputs, weights + (unit + 1) * inputs);
  const source = layer === 1 ? "x" : "h",
    place = placeWords(run, layer, unit),
    name = place[0].toUpperCase() + place.slice(1);
  const plus = (v, first) => `${v < 0 ? (first ? "−" : " − ") : first ? "" : " + "}${Math.abs(v).toFixed(2)}`;
  if (inputs > 3)
    return `<b>${name}</b>: ${inputs} weights arrive; the bias is ${signedText(params[biases + unit], 2)}.`;
  const sum = Array.from(w, (v, s) => `${plus(v, s === 0)} <i>${source}</i><sub>${s + 1}</sub>`).join("");
  return `<b>${name}</b>: <i>z</i> = ${sum}${plus(params[biases + unit], false)}`;
}
