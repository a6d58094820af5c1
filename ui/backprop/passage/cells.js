// Every number of a passage has a name: its kind, its layer, its indices from 1, as in W1_2_1 (layer 1, to unit 2, from
// input 1) or h1_2_3 (layer 1, pattern 2, unit 3). This knows what each is called on the slides and where its value is.

export const symbol = (letter, layer, index) =>
  `<i>${letter}</i>${layer ? `<span class="ix"><sup>(${layer})</sup><sub>${index}</sub></span>` : index ? `<sub>${index}</sub>` : ""}`;
export const fraction = (below) => `∂<i>E</i>/∂${below}`;

export function parse(name) {
  const [, kind, layer, rest] = /^([a-zA-Z]+)(\d*)((?:_\d+)*)$/.exec(name) || [];
  return kind && { kind, layer: Number(layer) || 0, at: rest ? rest.slice(1).split("_").map(Number) : [] };
}

export const nameOf = (kind, layer, ...at) => `${kind}${layer || ""}${at.map((i) => `_${i}`).join("")}`;

// One passage: a single pattern as on the slides, or the batch as in the framework.
export class Passage {
  constructor(numbers, run, first) {
    Object.assign(this, {
      numbers,
      activations: run.activations,
      methods: run.layer_names,
      rate: run.rate,
      first,
    });
    this.n = numbers.x.length;
    this.depth = numbers.W.length; // affine layers
    this.sizes = [numbers.x[0].length, ...numbers.b.map((biases) => biases.length)];
  }

  // The value behind a name; undefined where the network has no such number.
  value(name) {
    const cell = parse(name);
    if (!cell || !(cell.kind in this.numbers)) return undefined;
    let found = this.numbers[cell.kind];
    if (cell.layer) found = found[cell.layer - 1];
    for (const index of cell.at) found = found === undefined ? undefined : found[index - 1];
    return typeof found === "number" ? found : undefined;
  }

  // Names of a unit's answer: an input, a hidden unit's h, or an output's y.
  answer(layer, pattern, unit) {
    if (layer === 0) return nameOf("x", 0, pattern, unit);
    return layer === this.depth ? nameOf("y", 0, pattern, unit) : nameOf("h", layer, pattern, unit);
  }

  // The letter for what enters an affine layer: x into the first, h into the others.
  entering(layer, unit) {
    return layer === 1 ? symbol("x", 0, unit) : symbol("h", layer - 1, unit);
  }

  // As on the slides, with all its indices.
  symbolOf(name) {
    const { kind, layer, at } = parse(name),
      last = at[at.length - 1],
      pair = at.slice(-2).join("");
    const of = {
      x: () => symbol("x", 0, last),
      t: () => symbol("t", 0, last),
      W: () => symbol("w", layer, pair),
      b: () => symbol("b", layer, last),
      z: () => symbol("z", layer, last),
      h: () => symbol("h", layer, last),
      y: () => symbol("y", 0, last),
      E: () => (at.length && this.n > 1 ? `<i>E</i><sup>${at[0]}</sup>` : "<i>E</i>"),
      ME: () => "<i>E</i>",
      NE: () => "<i>E</i> after",
      dy: () => fraction(symbol("y", 0, last)),
      J: () => `∂${symbol("y", 0, at[1])}/∂${symbol("z", 0, at[2])}`,
      c: () => fraction(symbol("z", this.depth, last)),
      g: () => symbol("g", layer, last),
      s: () => `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, `c${last}`)}`,
      f: () => this.slopeOf(layer, last),
      dW: () => fraction(symbol("w", layer, pair)),
      db: () => fraction(symbol("b", layer, last)),
      nW: () => `new ${symbol("w", layer, pair)}`,
      nb: () => `new ${symbol("b", layer, last)}`,
    };
    return of[kind]();
  }

  slopeOf(layer, unit) {
    const h = symbol("h", layer, unit);
    return (
      { sigmoid: `${h}(1 − ${h})`, tanh: `1 − (${h})²`, relu: `[${symbol("z", layer, unit)} > 0]` }[
        this.activations[layer - 1]
      ] || `<i>f</i>′(${symbol("z", layer, unit)})`
    );
  }

  // Which unit or edge of the drawn network a number belongs to.
  place(name) {
    const { kind, layer, at } = parse(name),
      last = at[at.length - 1];
    if (["W", "dW", "nW"].includes(kind)) return { edge: `${layer}_${at[0]}_${at[1]}` };
    if (["E", "ME", "NE"].includes(kind)) return {};
    const column = kind === "x" ? 0 : layer || this.depth;
    return { unit: `${column}_${last}` };
  }

  // In words, for screen readers and titles.
  spoken(name) {
    const { kind, layer, at } = parse(name),
      last = at[at.length - 1];
    const of = {
      x: "input",
      t: "target",
      W: "weight",
      b: "bias",
      z: "sum z",
      h: "answer h",
      y: "probability y",
      E: "error",
      ME: "mean error",
      NE: "error after the update",
      dy: "gradient of the error by y",
      J: "gradient of y by z",
      c: "product of the chain",
      g: "error signal g",
      s: "weighted sum of error signals",
      f: "slope of the activation",
      dW: "gradient by weight",
      db: "gradient by bias",
      nW: "new weight",
      nb: "new bias",
    }[kind];
    if (/W$/.test(kind))
      return `${of}, layer ${layer}, unit ${at[0]}, ${layer === 1 ? "input" : "from unit"} ${at[1]}`;
    if (kind === "J") return `${of}, y ${at[1]}, z ${at[2]}`;
    const pattern = at.length > 1 && this.n > 1 ? `, pattern ${at[0]}` : "";
    if (["E", "ME", "NE"].includes(kind))
      return of + (kind === "E" && this.n > 1 ? `, pattern ${at[0]}` : "");
    return `${of}${layer ? `, layer ${layer}` : ""}${pattern}, ${kind === "x" ? "input" : "unit"} ${last}`;
  }
}
