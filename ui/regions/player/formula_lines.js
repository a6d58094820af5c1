// The lines of the formula: which layers each is about, the letters of its indices, and its terms as buttons.

/** @import { AllFacts } from "../../browser/maps/activations.js" */
/** @import { Network } from "../../browser/maps/network.js" */

/** @typedef {Network & { activation_facts: AllFacts }} FormulaRun */

/**
 * An index of the unit that answers, or of one that feeds it.
 * @typedef {"out" | "in"} Role
 */

/**
 * The part that a term has in its line.
 * @typedef {"out" | "f" | "sum" | "weight" | "source" | "bias"} Does
 */

/**
 * One line of the formula, as in h⁽¹⁾ⱼ = f(Σₛ w⁽¹⁾ⱼₛ xₛ + b⁽¹⁾ⱼ).
 * Before the sign of equality stands `of`, with the layer `at` above it. `out` and `in` are the letters of the
 * indices: of the unit that answers, and of those that feed it. `level` is the layer above weights and biases.
 * `source` is the letter of what feeds the line, and the layer above it; φ stands for inputs that are derived.
 * @typedef {object} FormulaLine
 * @property {number[]} layers
 * @property {"y" | "h"} of
 * @property {string} at
 * @property {string} out
 * @property {string} f
 * @property {string} level
 * @property {[letter: "x" | "φ" | "h", above: string]} source
 * @property {string} in
 * @property {string} [note] the layers that share the line
 */

/**
 * @param {FormulaRun} run
 * @returns {FormulaLine[]}
 */
export function formulaLines(run) {
  const last = run.sizes.length - 1,
    kinds = [...new Set(run.activations)],
    f = kinds.length === 1 ? run.activation_facts[kinds[0]].word : "f",
    input = run.inputs ? "φ" : "x";
  /** @type {FormulaLine} */
  const outputs = {
    layers: [last],
    of: "y",
    at: "",
    out: "k",
    f: "softmax",
    level: last > 1 ? String(last) : "",
    source: last > 1 ? ["h", String(last - 1)] : [input, ""],
    in: last > 1 ? "r" : "s",
  };
  if (last === 1) return [outputs];
  /** @type {FormulaLine} */
  const first = { layers: [1], of: "h", at: "1", out: "j", f, level: "1", source: [input, ""], in: "s" };
  return [outputs, ...laterLines(last, f), first];
}

/**
 * Lines of the hidden layers after the first: a single one is written out, several share a line.
 * @param {number} last
 * @param {string} f
 * @returns {FormulaLine[]}
 */
function laterLines(last, f) {
  if (last < 3) return [];
  if (last === 3)
    return [{ layers: [2], of: "h", at: "2", out: "r", f, level: "2", source: ["h", "1"], in: "j" }];
  return [
    {
      layers: Array.from({ length: last - 2 }, (_, i) => i + 2),
      of: "h",
      at: "l",
      out: "r",
      f,
      level: "l",
      source: ["h", "l−1"],
      in: "j",
      note: `l = 2 … ${last - 1}`,
    },
  ];
}

/**
 * A letter with its layer above and its indices below; a number can later replace each index.
 * @param {string} letter
 * @param {string} above
 * @param {Role[]} roles
 * @param {FormulaLine} line
 */
function letterHtml(letter, above, roles, line) {
  const layer = above ? `(${above.replace(/[a-z]/, "<i>$&</i>")})` : "",
    indices = roles.map((role) => `<span data-role="${role}">${line[role]}</span>`).join("");
  return `<i>${letter}</i><span class="scripts"><span>${layer}</span><i>${indices}</i></span>`;
}

/**
 * @param {FormulaLine} line
 * @param {number} i
 */
export function lineHtml(line, i) {
  const where = placeOf(line),
    [source, above] = line.source,
    from = source !== "h" ? "input" : "answer of the layer before";
  /** @type {(does: Does, html: string, label: string) => string} */
  const term = (does, html, label) =>
    `<button class="term" data-line="${i}" data-does="${does}" aria-label="${label}">${html}</button>`;
  const out = term("out", letterHtml(line.of, line.at, ["out"], line), `What comes out of ${where}`),
    f = term("f", line.f, `The activation of ${where}`),
    sum = term("sum", `Σ<sub>${line.in}</sub>`, `The sum over what arrives at ${where}`),
    weight = term("weight", letterHtml("w", line.level, ["out", "in"], line), `The weights of ${where}`),
    each = term("source", letterHtml(source, above, ["in"], line), `Each ${from}, into ${where}`),
    bias = term("bias", letterHtml("b", line.level, ["out"], line), `The biases of ${where}`),
    rest = '<span class="rest"></span>', // of the sum, while one of its terms is written out
    note = line.note ? `<small data-shows="formula">${line.note}</small>` : "";
  return (
    `<p>${out} = ${f}<span class="big">(</span>${sum}${weight}${each}${rest} + ${bias}` +
    `<span class="big">)</span>${note}</p>`
  );
}

/** @param {FormulaLine} line */
function placeOf(line) {
  if (line.of === "y") return "the outputs";
  return line.note ? "the later hidden layers" : `hidden layer ${line.layers[0]}`;
}
