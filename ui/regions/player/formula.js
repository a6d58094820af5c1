// The network as a formula: a line for the outputs, and one or two for the hidden layers. A term under the pointer
// makes its edges and units stand out in the network. A unit or an edge under it makes its terms stand out, with its
// own numbers for the indices.

import { find, findAll } from "../../browser/find.js";
import { titleHtml } from "../../browser/maps/derived_inputs.js";
import { OneStop } from "../../browser/one_stop.js";
import { BESIDE_ROW } from "./diagram.js";
import { formulaLines, lineHtml } from "./formula_lines.js";
import { edgeWords, termWords, unitFormula } from "./formula_words.js";
import { edgeAt, unitAt } from "./pointing.js";

/** @import { Unit } from "../../browser/maps/network.js" */
/** @import { Diagram, Lit, ShownUnit } from "./diagram.js" */
/** @import { Does, FormulaLine, FormulaRun, Role } from "./formula_lines.js" */

/**
 * An index that is put in, from 0, for the letter with a role in the lines of a layer.
 * @typedef {{ layer: number, role: Role, index: number }} PutIndex
 */

/**
 * Everything that stands out in the formula beside the network, and words about it.
 * @typedef {Lit & { terms: (Element | null)[], indices: PutIndex[], words: string }} Pointed
 */

const LINE_HEIGHT = 2.35; // rem
const AROUND_LINES = 0.4;
const LAST_DIGIT = 8; // an index beyond takes two digits: a comma keeps it apart from the next one

export class Formula {
  /** @type {FormulaRun} */
  run;
  /** @type {FormulaLine[]} */
  spec = [];
  /**
   * The unit that was clicked.
   * @type {ShownUnit | null}
   */
  picked = null;
  /** @type {Pointed | null} */
  pointed = null;
  on = false; // whether the formula is in view
  signature = "";

  /**
   * @param {HTMLElement} root
   * @param {Diagram} diagram
   * @param {() => Float32Array} params gives the weights of the moment that is shown
   */
  constructor(root, diagram, params) {
    this.diagram = diagram;
    this.params = params;
    this.words = find(root, ".formula-words");
    this.lines = find(root, ".formula-lines");
    this.stop = new OneStop(this.lines, ".term");
    this.listen();
  }

  listen() {
    /** @type {(event: Event, selector: string) => HTMLElement | null} */
    const targetOf = (event, selector) =>
      event.target instanceof Element ? event.target.closest(selector) : null;
    for (const name of ["pointerover", "focusin"])
      this.lines.addEventListener(name, (event) => this.fromTerm(targetOf(event, ".term")));
    this.diagram.box.addEventListener("pointermove", (event) => this.fromNetwork(event));
    this.diagram.box.addEventListener("focusin", (event) => {
      const button = targetOf(event, ".unit");
      this.fromUnit(this.diagram.units.find((u) => u.button === button));
    });
    for (const box of [this.lines, this.diagram.box])
      for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, () => this.forget());
  }

  /** @param {FormulaRun} run */
  setRun(run) {
    const signature = JSON.stringify([run.sizes, run.activations, run.inputs]);
    this.run = run;
    if (signature === this.signature) return;
    this.signature = signature;
    this.spec = formulaLines(run);
    this.lines.innerHTML = this.spec.map(lineHtml).join("");
    this.stop.refresh();
    this.nameColumns();
    this.picked = this.pointed = null;
    this.light(null);
    this.words.innerHTML = this.restWords;
  }

  /**
   * Whether the formula is in view.
   * @param {boolean} on
   */
  show(on) {
    this.on = on;
    this.diagram.reserved = BESIDE_ROW + (on ? LINE_HEIGHT * this.spec.length + AROUND_LINES : 0);
    if (!on) this.light(null);
  }

  /**
   * A unit that was clicked keeps its terms lit while nothing else is pointed at.
   * @param {Unit | null} picked
   */
  pick(picked) {
    const u =
      picked &&
      this.diagram.units.find((each) => each.layer === picked.layer + 1 && each.unit === picked.unit);
    if (u === this.picked) return;
    this.picked = u || null;
    this.forget();
  }

  forget() {
    if (!this.on) return;
    if (this.picked) this.fromUnit(this.picked);
    else this.light(null);
  }

  /** @param {HTMLElement | null} term */
  fromTerm(term) {
    if (!this.on || !term) return;
    const line = this.spec[Number(term.dataset.line)],
      does = /** @type {Does} */ (term.dataset.does),
      before = line.layers.map((l) => l - 1);
    /** @type {Record<Does, { units: number[], edges: number[] }>} */
    const layers = {
      out: { units: line.layers, edges: [] },
      f: { units: line.layers, edges: [] },
      bias: { units: line.layers, edges: [] },
      source: { units: before, edges: [] },
      sum: { units: before, edges: before },
      weight: { units: [], edges: before },
    };
    const { units, edges } = layers[does];
    this.light({
      units: (layer) => units.includes(layer),
      edges: (l) => edges.includes(l),
      terms: [term],
      indices: [],
      words: termWords(this.run, line, does),
    });
  }

  /** @param {ShownUnit | undefined} u */
  fromUnit(u) {
    const { drawn } = this.diagram;
    if (!this.on || !u || !drawn) return;
    const { layer, unit } = u,
      /** @type {Does[]} */
      parts = ["out", "f", "weight", "bias"],
      after = [this.termOf(layer + 1, "weight"), this.termOf(layer + 1, "source")];
    this.light({
      units: (l, k) => l === layer && k === unit,
      edges: (l, to, from) => (l === layer - 1 && to === unit) || (l === layer && from === unit),
      ways: u,
      terms: [...parts.map((does) => this.termOf(layer, does)), ...after],
      indices: [
        { layer, role: "out", index: unit },
        { layer: layer + 1, role: "in", index: unit },
      ],
      words: unitFormula(this.run, this.params(), drawn.forward.offsets, layer, unit),
    });
  }

  /** @param {PointerEvent} event */
  fromNetwork(event) {
    if (!this.on) return;
    const box = this.diagram.box.getBoundingClientRect(),
      x = event.clientX - box.left,
      y = event.clientY - box.top;
    const unit = unitAt(this.diagram.units, x, y);
    if (unit) this.fromUnit(unit);
    else this.fromEdge(x, y);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  fromEdge(x, y) {
    const { units, drawn } = this.diagram,
      edge = drawn && edgeAt(units, drawn.forward.offsets, x, y);
    if (!edge) {
      this.forget();
      return;
    }
    const { l, to, from, weight } = edge;
    this.light({
      units: (layer, k) => (layer === l && k === from) || (layer === l + 1 && k === to),
      edges: (layer, a, b) => layer === l && a === to && b === from,
      terms: [this.termOf(l + 1, "weight")],
      indices: [
        { layer: l + 1, role: "out", index: to },
        { layer: l + 1, role: "in", index: from },
      ],
      words: edgeWords(this.run, this.params()[weight], l, to, from),
    });
  }

  /**
   * A term of the line that is about a layer; null where there is no such line.
   * @param {number} layer
   * @param {Does} does
   */
  termOf(layer, does) {
    const line = this.spec.findIndex(({ layers }) => layers.includes(layer));
    return this.lines.querySelector(`[data-line="${line}"][data-does=${does}]`);
  }

  /**
   * A sum over all that feeds a unit, or, where one of these is put in, that term among the others.
   * @param {number} i
   * @param {FormulaLine} line
   * @param {Pointed | null} pointed
   */
  writeSum(i, line, pointed) {
    const put = putInto(line, "in", pointed),
      sum = find(this.lines, `[data-line="${i}"][data-does=sum]`),
      rest = find(/** @type {HTMLElement} */ (sum.parentElement), ".rest"),
      isFirst = put?.index === 0,
      isLast = put && put.index === this.run.sizes[put.layer - 1] - 1;
    const before = put ? (isFirst ? "" : "⋯ +") : `Σ<sub>${line.in}</sub>`,
      after = put && !isLast ? " + ⋯" : "";
    sum.hidden = !before;
    if (sum.innerHTML !== before) sum.innerHTML = before;
    if (rest.textContent !== after) rest.textContent = after;
  }

  /** What φ stands for, where the inputs are derived. */
  get restWords() {
    return this.run.inputs
      ? `<i>φ</i> = (${this.run.inputs.map(({ title }) => titleHtml(title)).join(", ")})`
      : "";
  }

  /** Name each column by the letter that the formula has for its units. */
  nameColumns() {
    const { columns } = this.diagram,
      first = this.spec[this.spec.length - 1];
    findAll(columns, "h2 .letter").forEach((box, layer) => {
      const line = this.spec.find(({ layers }) => layers.includes(layer));
      box.innerHTML = line
        ? `<i>${line.of}<sub>${line.out}</sub></i>`
        : `<i>${first.source[0]}<sub>${first.in}</sub></i>`;
    });
  }

  /**
   * Light something in the formula and in the network; null puts everything out.
   * @param {Pointed | null} pointed
   */
  light(pointed) {
    if (!pointed && !this.pointed) return;
    this.pointed = pointed;
    for (const term of findAll(this.lines, ".term"))
      term.classList.toggle("lit", Boolean(pointed?.terms.includes(term)));
    for (const span of findAll(this.lines, "[data-role]")) {
      const term = /** @type {HTMLElement} */ (span.closest(".term")),
        text = indexText(
          this.spec[Number(term.dataset.line)],
          /** @type {Role} */ (span.dataset.role),
          pointed,
        );
      if (span.textContent !== text) span.textContent = text;
    }
    for (const [i, line] of this.spec.entries()) this.writeSum(i, line, pointed);
    this.words.innerHTML = pointed ? pointed.words : this.restWords;
    this.diagram.light(pointed);
  }
}

/**
 * What is put in for an index of a line.
 * @param {FormulaLine} line
 * @param {Role} role
 * @param {Pointed | null} pointed
 */
const putInto = (line, role, pointed) =>
  pointed?.indices.find((each) => each.role === role && line.layers.includes(each.layer));

/**
 * An index's letter, or the number that is put in.
 * @param {FormulaLine} line
 * @param {Role} role
 * @param {Pointed | null} pointed
 */
function indexText(line, role, pointed) {
  const put = putInto(line, role, pointed);
  if (!put) return line[role];
  return `${put.index + 1}${role === "out" && put.index > LAST_DIGIT ? "," : ""}`;
}
