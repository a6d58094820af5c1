// Where a number comes from: the formula with its terms in boxes, the method of the course's framework that computes each,
// and the arithmetic with the numbers put in. One entry a kind; a name goes in, a reason comes out.

import { fraction, nameOf, parse, symbol } from "./cells.js";
import { given, rounded } from "./numbers.js";

const times = (a, b) => `(${a})(${b})`;
export const range = (n) => Array.from({ length: n }, (_, i) => i + 1);

export class Reasons {
  // decimals: of the numbers in the matrices; results here have one more, their factors two.
  constructor(passage, decimals) {
    Object.assign(this, { passage, decimals });
  }

  result(name) {
    return rounded(this.passage.value(name), this.decimals + 1);
  }

  factor(name) {
    const { kind } = parse(name),
      value = this.passage.value(name);
    if (kind === "t") return String(value);
    return ["x", "W", "b"].includes(kind)
      ? given(value, this.decimals + 2)
      : rounded(value, this.decimals + 2);
  }

  box(name, html = this.passage.symbolOf(name), op = "") {
    return { html, op, text: this.factor(name), names: [name] };
  }

  of(name) {
    const cell = parse(name),
      make = this[`of_${cell.kind}`];
    const reason = make ? make.call(this, cell, name) : this.leaf(name);
    const names = new Set(reason.boxes.flatMap((box) => box.names).concat(reason.more || []));
    names.delete(name);
    return {
      name,
      title: this.title(name),
      head: { html: this.passage.symbolOf(name), text: this.result(name) },
      rows: [],
      lines: [],
      ...reason,
      sources: [...names],
    };
  }

  title(name) {
    const { kind, layer, at } = parse(name),
      { passage } = this,
      html = passage.symbolOf(name),
      last = at[at.length - 1],
      top = passage.depth;
    const unit =
      layer === top ? `output ${last}` : `hidden unit ${last}${top > 2 && layer ? ` of layer ${layer}` : ""}`;
    const way = `from ${layer === 1 ? "input" : "hidden unit"} ${at[1]} to ${layer === top ? "output" : "hidden unit"} ${at[0]}`;
    const words = {
      x: `Input ${html}`,
      t: `Target ${html}`,
      W: `Weight ${html}, ${way}`,
      b: `Bias ${html} of ${unit}`,
      z: `What arrives at ${unit}`,
      h: `What ${unit} answers`,
      y: `Probability of class ${last}`,
      E: "Error of one pattern",
      ME: passage.n > 1 ? "Mean error of the batch" : "Error",
      NE: "Error after the update",
      dy: `How the error changes with ${symbol("y", 0, last)}`,
      J: `How ${symbol("y", 0, at[1])} changes with ${symbol("z", top, at[2])}`,
      c: `How the error changes with ${symbol("z", top, last)}: the chain`,
      g: `Error signal of ${unit}: ${fraction(symbol("z", layer, last))}`,
      s: `Error signal that comes back to ${unit}`,
      f: `Slope of ${unit}`,
      dW: `How the error changes with ${symbol("w", layer, at.join(""))}, ${way}`,
      db: `How the error changes with ${symbol("b", layer, last)}, the bias of ${unit}`,
      nW: `Weight ${way}, one step on`,
      nb: `Bias of ${unit}, one step on`,
    }[kind];
    const ofOne =
      passage.n > 1 && /^[xtzhyEJcgsf]$|^dy$/.test(kind) ? `, pattern ${at[0]} of ${passage.n}` : "";
    return words + ofOne;
  }

  leaf(name) {
    const kind = parse(name).kind,
      how = {
        x: "drawn by the seed, or typed",
        W: "drawn by the seed, or typed",
        b: "drawn by the seed, or typed",
        t: "1 for the pattern's class, 0 for the others",
      }[kind];
    return { boxes: [], rows: [], lines: [`Given: ${how}.`] };
  }

  sum(pairs, end = "") {
    const terms = pairs
      .slice(0, 8)
      .map(([a, b]) => times(this.factor(a), this.factor(b)))
      .join(" + ");
    return terms + end;
  }

  of_z({ layer, at: [n, j] }, name) {
    const { passage } = this,
      sources = range(passage.sizes[layer - 1]);
    const pairs = sources.map((i) => [nameOf("W", layer, j, i), passage.answer(layer - 1, n, i)]),
      bias = nameOf("b", layer, j);
    const product = pairs.reduce((total, [w, x]) => total + passage.value(w) * passage.value(x), 0);
    return {
      boxes: [
        {
          html: `Σ<sub>i</sub> ${symbol("w", layer, `${j}i`)}${passage.entering(layer, "i")}`,
          op: "",
          text: rounded(product, this.decimals + 2),
          names: pairs.flat(),
        },
        this.box(bias, undefined, "+"),
      ],
      rows: [{ html: "Σ <i>w x</i> + <i>b</i>", method: "AffineLayer.fprop", step: 1 }],
      lines: [
        `${passage.symbolOf(name)} = ${this.sum(pairs)} + ${bracketed(this.factor(bias))} = <b>${this.result(name)}</b>`,
      ],
    };
  }

  of_h({ layer, at: [n, j] }, name) {
    const { passage } = this,
      z = nameOf("z", layer, n, j),
      kind = passage.activations[layer - 1],
      number = this.factor(z);
    const line = {
      sigmoid: `1 / (1 + e<sup>−(${number})</sup>)`,
      tanh: `tanh(${number})`,
      relu: `max(0, ${number})`,
    }[kind];
    return {
      boxes: [{ ...this.box(z), html: `${kind}(${passage.symbolOf(z)})`, text: line }],
      rows: [{ html: `${kind}(<i>z</i>)`, method: `${passage.methods[kind]}.fprop`, step: 1 }],
      lines: [
        `${passage.symbolOf(z)} = ${number}, so ${passage.symbolOf(name)} = <b>${this.result(name)}</b>`,
      ],
    };
  }

  of_y({ at: [n, k] }, name) {
    const { passage } = this,
      layer = passage.depth,
      scores = range(passage.sizes[layer]).map((c) => nameOf("z", layer, n, c));
    const values = scores.map((z) => passage.value(z)),
      most = Math.max(...values),
      shift = most > 20 ? most : 0;
    const powers = values.map((z) => Math.exp(z - shift)),
      total = powers.reduce((a, b) => a + b, 0);
    const less = shift ? " − max" : "",
      text = (value) => rounded(value, this.decimals + 2);
    return {
      boxes: [
        {
          html: `e<sup>${symbol("z", 0, k)}${less}</sup>`,
          op: "",
          text: text(powers[k - 1]),
          names: [scores[k - 1]],
        },
        {
          html: `Σ<sub>c</sub> e<sup>${symbol("z", 0, "c")}${less}</sup>`,
          op: "/",
          text: text(total),
          names: scores,
        },
      ],
      rows: [{ html: "softmax(<i>z</i>)", method: "SoftmaxLayer.fprop", step: 1 }],
      lines: [
        `Σ e<sup>z${less}</sup> = ${powers.map(text).join(" + ")} = ${text(total)}`,
        `${passage.symbolOf(name)} = <b>${this.result(name)}</b>`,
      ],
    };
  }

  of_E({ at: [n] }, name) {
    const { passage } = this,
      classes = range(passage.sizes[passage.depth]);
    const k = classes.find((c) => passage.value(nameOf("t", 0, n, c)) === 1),
      y = nameOf("y", 0, n, k);
    return {
      boxes: [{ ...this.box(y), html: `−ln ${symbol("y", 0, k)}`, text: `−ln ${this.factor(y)}` }],
      more: classes.map((c) => nameOf("t", 0, n, c)),
      rows: [
        {
          html: "−Σ<sub>k</sub> <i>t</i><sub>k</sub> ln <i>y</i><sub>k</sub>",
          method: "CrossEntropySoftmaxError",
          step: 2,
        },
      ],
      lines: [
        `−(${classes.map((c) => `${passage.value(nameOf("t", 0, n, c))}·ln ${this.factor(nameOf("y", 0, n, c))}`).join(" + ")}) = <b>${this.result(name)}</b>`,
      ],
    };
  }

  of_ME(_, name) {
    const errors = range(this.passage.n).map((n) => nameOf("E", 0, n)),
      n = this.passage.n;
    return {
      boxes: [
        { html: `1/<i>N</i>`, op: "", text: `1/${n}`, names: [] },
        {
          html: "Σ<sub>n</sub> <i>E</i><sup>n</sup>",
          op: "·",
          text: rounded(
            this.passage.numbers.E.reduce((a, b) => a + b, 0),
            this.decimals + 2,
          ),
          names: errors,
        },
      ],
      rows: [{ html: "mean over the batch", method: "CrossEntropySoftmaxError", step: 2 }],
      lines: [`(${errors.map((e) => this.factor(e)).join(" + ")}) / ${n} = <b>${this.result(name)}</b>`],
    };
  }

  over() {
    return this.passage.n > 1 ? [` / ${this.passage.n}`, "/<i>N</i>"] : ["", ""];
  }

  of_dy({ at: [n, c] }, name) {
    const t = nameOf("t", 0, n, c),
      y = nameOf("y", 0, n, c),
      [over, overN] = this.over();
    return {
      boxes: [
        { ...this.box(t), html: `−${symbol("t", 0, c)}`, text: `−${this.factor(t)}` },
        this.box(y, undefined, "/"),
      ],
      rows: [
        {
          html: `−<i>t</i><sub>c</sub>/<i>y</i><sub>c</sub>${overN}`,
          method: "CrossEntropyError.grad",
          step: 3,
        },
      ],
      lines: [`−${this.factor(t)} / ${this.factor(y)}${over} = <b>${this.result(name)}</b>`],
    };
  }

  of_J({ at: [n, c, k] }, name) {
    const yc = nameOf("y", 0, n, c),
      yk = nameOf("y", 0, n, k),
      same = c === k ? "1" : "0";
    return {
      boxes: [
        this.box(yc),
        {
          ...this.box(yk),
          html: `(${same} − ${symbol("y", 0, k)})`,
          op: "·",
          text: `${same} − ${this.factor(yk)}`,
        },
      ],
      rows: [
        {
          html: `<i>y</i><sub>c</sub>(δ<sub>ck</sub> − <i>y</i><sub>k</sub>)`,
          method: "SoftmaxLayer.bprop",
          step: 3,
        },
      ],
      lines: [
        `${this.factor(yc)} · (${same} − ${this.factor(yk)}) = <b>${this.result(name)}</b>`,
        `δ is ${same} because c ${c === k ? "=" : "≠"} k.`,
      ],
    };
  }

  chain(n, k) {
    return range(this.passage.sizes[this.passage.depth]).map((c) => [
      nameOf("dy", 0, n, c),
      nameOf("J", 0, n, c, k),
    ]);
  }
}

const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

// The reasons of the way back: error signals, gradients of the parameters, the update.

Object.assign(Reasons.prototype, {
  of_c({ at: [n, k] }, name) {
    const pairs = this.chain(n, k);
    return {
      boxes: [
        {
          html: `Σ<sub>c</sub> ${fraction(symbol("y", 0, "c"))} · ∂${symbol("y", 0, "c")}/∂${symbol("z", 0, k)}`,
          op: "",
          text: this.factor(name),
          names: pairs.flat(),
        },
      ],
      rows: [
        { html: "−<i>t</i>/<i>y</i>", method: "CrossEntropyError.grad", step: 3 },
        { html: "Σ<sub>c</sub> · ∂<i>y</i>/∂<i>z</i>", method: "SoftmaxLayer.bprop", step: 3 },
      ],
      lines: [
        `${this.sum(pairs)} = <b>${this.result(name)}</b>`,
        "All fractions cancel: what is left is <i>y</i> − <i>t</i>.",
      ],
    };
  },

  of_g({ layer, at: [n, j] }, name) {
    return layer === this.passage.depth
      ? this.outputSignal(n, j, name)
      : this.hiddenSignal(layer, n, j, name);
  },

  outputSignal(n, k, name) {
    const y = nameOf("y", 0, n, k),
      t = nameOf("t", 0, n, k),
      [over, overN] = this.over(),
      pairs = this.chain(n, k);
    const brackets = over ? ["(", ")"] : ["", ""];
    return {
      boxes: over
        ? [
            {
              html: `(${symbol("y", 0, k)} − ${symbol("t", 0, k)})`,
              op: "",
              text: rounded(this.passage.value(y) - this.passage.value(t), this.decimals + 2),
              names: [y, t],
            },
            { html: "<i>N</i>", op: "/", text: String(this.passage.n), names: [] },
          ]
        : [this.box(y), this.box(t, undefined, "−")],
      rows: [
        {
          html: `${brackets[0]}<i>y</i><sub>k</sub> − <i>t</i><sub>k</sub>${brackets[1]}${overN}`,
          method: "CrossEntropySoftmaxError.grad",
          step: 3,
        },
      ],
      lines: [
        `${brackets[0]}${this.factor(y)} − ${this.factor(t)}${brackets[1]}${over} = <b>${this.result(name)}</b>`,
        `By the chain: ${this.sum(pairs)} = ${this.result(nameOf("c", 0, n, k))}`,
      ],
    };
  },

  arriving(layer, n, j) {
    return range(this.passage.sizes[layer + 1]).map((c) => [
      nameOf("g", layer + 1, n, c),
      nameOf("W", layer + 1, c, j),
    ]);
  },

  of_s({ layer, at: [n, j] }, name) {
    const pairs = this.arriving(layer, n, j);
    return {
      boxes: [{ html: this.passage.symbolOf(name), op: "", text: this.factor(name), names: pairs.flat() }],
      rows: [
        {
          html: "Σ<sub>c</sub> <i>g</i><sub>c</sub> <i>w</i><sub>cj</sub>",
          method: "AffineLayer.bprop",
          step: 4,
        },
      ],
      lines: [`${this.sum(pairs)} = <b>${this.result(name)}</b>`],
    };
  },

  of_f({ layer, at: [n, j] }, name) {
    const kind = this.passage.activations[layer - 1],
      h = nameOf("h", layer, n, j),
      z = nameOf("z", layer, n, j),
      number = this.factor(h);
    const line = {
      sigmoid: `${number} · (1 − ${number})`,
      tanh: `1 − ${bracketed(number)}²`,
      relu: `${this.factor(z)} ${this.passage.value(z) > 0 ? "is" : "is not"} above 0`,
    }[kind];
    return {
      boxes: [
        {
          ...this.box(kind === "relu" ? z : h),
          html: this.passage.slopeOf(layer, j),
          text: this.factor(name),
        },
      ],
      rows: [
        { html: this.passage.slopeOf(layer, "j"), method: `${this.passage.methods[kind]}.bprop`, step: 4 },
      ],
      lines: [`${line}${kind === "relu" ? ": the slope is" : " ="} <b>${this.result(name)}</b>`],
    };
  },

  hiddenSignal(layer, n, j, name) {
    const s = nameOf("s", layer, n, j),
      f = nameOf("f", layer, n, j),
      pairs = this.arriving(layer, n, j);
    return {
      boxes: [this.box(s), this.box(f, undefined, "·")],
      more: pairs.flat(),
      rows: this.hiddenRows(layer, "j"),
      lines: [
        `${this.passage.symbolOf(s)} = ${this.sum(pairs)} = ${this.result(s)}`,
        `${times(this.factor(s), this.factor(f))} = <b>${this.result(name)}</b>`,
      ],
    };
  },

  hiddenRows(layer, j) {
    const kind = this.passage.activations[layer - 1];
    return [
      {
        html: `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, `c${j}`)}`,
        method: "AffineLayer.bprop",
        step: 4,
      },
      { html: this.passage.slopeOf(layer, j), method: `${this.passage.methods[kind]}.bprop`, step: 4 },
    ];
  },

  of_dW({ layer, at: [j, i] }, name) {
    const { passage } = this,
      last = {
        html: `· ${passage.entering(layer, i)}`,
        method: "AffineLayer.grads_wrt_params",
        step: 5,
        lit: true,
      };
    if (passage.n > 1)
      return this.overTheBatch(
        range(passage.n).map((n) => [nameOf("g", layer, n, j), passage.answer(layer - 1, n, i)]),
        name,
        `Σ<sub>n</sub> ${symbol("g", layer, j)}${passage.entering(layer, i)}`,
      );
    const source = passage.answer(layer - 1, 1, i),
      y = nameOf("y", 0, 1, j),
      t = nameOf("t", 0, 1, j),
      g = nameOf("g", layer, 1, j);
    if (layer === passage.depth) {
      return {
        boxes: [
          { ...this.box(g), html: `(${symbol("y", 0, j)} − ${symbol("t", 0, j)})` },
          this.box(source, undefined, "·"),
        ],
        more: [y, t],
        rows: [
          {
            html: `${symbol("g", layer, "k")} = <i>y</i><sub>k</sub> − <i>t</i><sub>k</sub>`,
            method: "CrossEntropySoftmaxError.grad",
            step: 3,
          },
          last,
        ],
        lines: [
          `${symbol("g", layer, j)} = ${this.factor(y)} − ${this.factor(t)} = ${this.factor(g)}`,
          `${times(this.factor(g), this.factor(source))} = <b>${this.result(name)}</b>`,
        ],
      };
    }
    const s = nameOf("s", layer, 1, j),
      f = nameOf("f", layer, 1, j),
      pairs = this.arriving(layer, 1, j);
    return {
      boxes: [this.box(s), this.box(f, undefined, "·"), this.box(source, undefined, "·")],
      more: [...pairs.flat(), g],
      rows: [
        ...(layer + 1 === passage.depth
          ? [
              {
                html: `${symbol("g", layer + 1, "c")} = <i>y</i><sub>c</sub> − <i>t</i><sub>c</sub>`,
                method: "CrossEntropySoftmaxError.grad",
                step: 3,
              },
            ]
          : []),
        ...this.hiddenRows(layer, j),
        last,
      ],
      lines: [
        `${passage.symbolOf(s)} = ${this.sum(pairs)} = ${this.result(s)}`,
        `${times(this.factor(s), this.factor(f))}(${this.factor(source)}) = <b>${this.result(name)}</b>`,
      ],
    };
  },

  overTheBatch(pairs, name, html) {
    return {
      boxes: [{ html, op: "", text: this.factor(name), names: pairs.flat() }],
      rows: [
        { html: "<i>g</i> has 1/<i>N</i> in it", method: "CrossEntropySoftmaxError.grad", step: 3 },
        { html: "Σ over the batch", method: "AffineLayer.grads_wrt_params", step: 5, lit: true },
      ],
      lines: [`${this.sum(pairs)} = <b>${this.result(name)}</b>`],
    };
  },

  of_db({ layer, at: [j] }, name) {
    const signals = range(this.passage.n).map((n) => nameOf("g", layer, n, j));
    return {
      boxes: [
        {
          html: `${signals.length > 1 ? "Σ<sub>n</sub> " : ""}${symbol("g", layer, j)}`,
          op: "",
          text: this.factor(name),
          names: signals,
        },
      ],
      rows: [
        {
          html: symbol("g", layer, j),
          method:
            layer === this.passage.depth
              ? "CrossEntropySoftmaxError.grad"
              : `${this.passage.methods[this.passage.activations[layer - 1]]}.bprop`,
          step: layer === this.passage.depth ? 3 : 4,
        },
        { html: "· 1", method: "AffineLayer.grads_wrt_params", step: 5, lit: true },
      ],
      lines: [
        `${signals.map((g) => bracketed(this.factor(g))).join(" + ")} = <b>${this.result(name)}</b>`,
        "A bias is a weight from an input that is always 1.",
      ],
    };
  },

  of_nW(cell, name) {
    return this.update(nameOf("W", cell.layer, ...cell.at), nameOf("dW", cell.layer, ...cell.at), name);
  },

  of_nb(cell, name) {
    return this.update(nameOf("b", cell.layer, ...cell.at), nameOf("db", cell.layer, ...cell.at), name);
  },

  update(before, grad, name) {
    const rate = given(this.passage.rate, 6);
    return {
      boxes: [
        this.box(before),
        { html: "<i>η</i>", op: "−", text: rate, names: [] },
        this.box(grad, undefined, "·"),
      ],
      rows: [
        {
          html: "<i>w</i> − <i>η</i> ∂<i>E</i>/∂<i>w</i>",
          method: "GradientDescentLearningRule.update_params",
          step: 6,
        },
      ],
      lines: [`${this.factor(before)} − ${times(rate, this.factor(grad))} = <b>${this.result(name)}</b>`],
    };
  },

  of_NE() {
    return {
      boxes: [],
      rows: [{ html: "<i>E</i>", method: "CrossEntropySoftmaxError", step: 6 }],
      lines: ["The same patterns sent forward through the new weights."],
    };
  },
});
