// The reasons of the way back: error signals, gradients of the parameters, the update.

Object.assign(Reasons.prototype, {
  of_c({ at: [n, k] }, name) {
    const pairs = this.chain(n, k);
    return {
      boxes: [{ html: `Σ<sub>c</sub> ${fraction(symbol("y", 0, "c"))} · ∂${symbol("y", 0, "c")}/∂${symbol("z", 0, k)}`, op: "", text: this.factor(name), names: pairs.flat() }],
      rows: [{ html: "−<i>t</i>/<i>y</i>", method: "CrossEntropyError.grad", step: 3 }, { html: "Σ<sub>c</sub> · ∂<i>y</i>/∂<i>z</i>", method: "SoftmaxLayer.bprop", step: 3 }],
      lines: [`${this.sum(pairs)} = <b>${this.result(name)}</b>`, "All fractions cancel: what is left is <i>y</i> − <i>t</i>."],
    };
  },

  of_g({ layer, at: [n, j] }, name) {
    return layer === this.passage.depth ? this.outputSignal(n, j, name) : this.hiddenSignal(layer, n, j, name);
  },

  outputSignal(n, k, name) {
    const y = nameOf("y", 0, n, k), t = nameOf("t", 0, n, k), [over, overN] = this.over(), pairs = this.chain(n, k);
    const brackets = over ? ["(", ")"] : ["", ""];
    return {
      boxes: over
        ? [{ html: `(${symbol("y", 0, k)} − ${symbol("t", 0, k)})`, op: "", text: rounded(this.passage.value(y) - this.passage.value(t), this.decimals + 2), names: [y, t] }, { html: "<i>N</i>", op: "/", text: String(this.passage.n), names: [] }]
        : [this.box(y), this.box(t, undefined, "−")],
      rows: [{ html: `${brackets[0]}<i>y</i><sub>k</sub> − <i>t</i><sub>k</sub>${brackets[1]}${overN}`, method: "CrossEntropySoftmaxError.grad", step: 3 }],
      lines: [`${brackets[0]}${this.factor(y)} − ${this.factor(t)}${brackets[1]}${over} = <b>${this.result(name)}</b>`, `By the chain: ${this.sum(pairs)} = ${this.result(nameOf("c", 0, n, k))}`],
    };
  },

  arriving(layer, n, j) {
    return range(this.passage.sizes[layer + 1]).map((c) => [nameOf("g", layer + 1, n, c), nameOf("W", layer + 1, c, j)]);
  },

  of_s({ layer, at: [n, j] }, name) {
    const pairs = this.arriving(layer, n, j);
    return {
      boxes: [{ html: this.passage.symbolOf(name), op: "", text: this.factor(name), names: pairs.flat() }],
      rows: [{ html: "Σ<sub>c</sub> <i>g</i><sub>c</sub> <i>w</i><sub>cj</sub>", method: "AffineLayer.bprop", step: 4 }],
      lines: [`${this.sum(pairs)} = <b>${this.result(name)}</b>`],
    };
  },

  of_f({ layer, at: [n, j] }, name) {
    const kind = this.passage.activations[layer - 1], h = nameOf("h", layer, n, j), z = nameOf("z", layer, n, j), number = this.factor(h);
    const line = { sigmoid: `${number} · (1 − ${number})`, tanh: `1 − ${bracketed(number)}²`, relu: `${this.factor(z)} ${this.passage.value(z) > 0 ? "is" : "is not"} above 0` }[kind];
    return {
      boxes: [{ ...this.box(kind === "relu" ? z : h), html: this.passage.slopeOf(layer, j), text: this.factor(name) }],
      rows: [{ html: this.passage.slopeOf(layer, "j"), method: `${this.passage.methods[kind]}.bprop`, step: 4 }],
      lines: [`${line}${kind === "relu" ? ": the slope is" : " ="} <b>${this.result(name)}</b>`],
    };
  },

  hiddenSignal(layer, n, j, name) {
    const s = nameOf("s", layer, n, j), f = nameOf("f", layer, n, j), pairs = this.arriving(layer, n, j);
    return {
      boxes: [this.box(s), this.box(f, undefined, "·")],
      more: pairs.flat(),
      rows: this.hiddenRows(layer, "j"),
      lines: [`${this.passage.symbolOf(s)} = ${this.sum(pairs)} = ${this.result(s)}`, `${times(this.factor(s), this.factor(f))} = <b>${this.result(name)}</b>`],
    };
  },

  hiddenRows(layer, j) {
    const kind = this.passage.activations[layer - 1];
    return [
      { html: `Σ<sub>c</sub> ${symbol("g", layer + 1, "c")}${symbol("w", layer + 1, `c${j}`)}`, method: "AffineLayer.bprop", step: 4 },
      { html: this.passage.slopeOf(layer, j), method: `${this.passage.methods[kind]}.bprop`, step: 4 },
    ];
  },

  of_dW({ layer, at: [j, i] }, name) {
    const { passage } = this, last = { html: `· ${passage.entering(layer, i)}`, method: "AffineLayer.grads_wrt_params", step: 5, lit: true };
    if (passage.n > 1) return this.overTheBatch(range(passage.n).map((n) => [nameOf("g", layer, n, j), passage.answer(layer - 1, n, i)]), name, `Σ<sub>n</sub> ${symbol("g", layer, j)}${passage.entering(layer, i)}`);
    const source = passage.answer(layer - 1, 1, i), y = nameOf("y", 0, 1, j), t = nameOf("t", 0, 1, j), g = nameOf("g", layer, 1, j);
    if (layer === passage.depth) {
      return {
        boxes: [{ ...this.box(g), html: `(${symbol("y", 0, j)} − ${symbol("t", 0, j)})` }, this.box(source, undefined, "·")],
        more: [y, t],
        rows: [{ html: `${symbol("g", layer, "k")} = <i>y</i><sub>k</sub> − <i>t</i><sub>k</sub>`, method: "CrossEntropySoftmaxError.grad", step: 3 }, last],
        lines: [`${symbol("g", layer, j)} = ${this.factor(y)} − ${this.factor(t)} = ${this.factor(g)}`, `${times(this.factor(g), this.factor(source))} = <b>${this.result(name)}</b>`],
      };
    }
    const s = nameOf("s", layer, 1, j), f = nameOf("f", layer, 1, j), pairs = this.arriving(layer, 1, j);
    return {
      boxes: [this.box(s), this.box(f, undefined, "·"), this.box(source, undefined, "·")],
      more: [...pairs.flat(), g],
      rows: [...(layer + 1 === passage.depth ? [{ html: `${symbol("g", layer + 1, "c")} = <i>y</i><sub>c</sub> − <i>t</i><sub>c</sub>`, method: "CrossEntropySoftmaxError.grad", step: 3 }] : []), ...this.hiddenRows(layer, j), last],
      lines: [`${passage.symbolOf(s)} = ${this.sum(pairs)} = ${this.result(s)}`, `${times(this.factor(s), this.factor(f))}(${this.factor(source)}) = <b>${this.result(name)}</b>`],
    };
  },

  overTheBatch(pairs, name, html) {
    return {
      boxes: [{ html, op: "", text: this.factor(name), names: pairs.flat() }],
      rows: [{ html: "<i>g</i> has 1/<i>N</i> in it", method: "CrossEntropySoftmaxError.grad", step: 3 }, { html: "Σ over the batch", method: "AffineLayer.grads_wrt_params", step: 5, lit: true }],
      lines: [`${this.sum(pairs)} = <b>${this.result(name)}</b>`],
    };
  },

  of_db({ layer, at: [j] }, name) {
    const signals = range(this.passage.n).map((n) => nameOf("g", layer, n, j));
    return {
      boxes: [{ html: `${signals.length > 1 ? "Σ<sub>n</sub> " : ""}${symbol("g", layer, j)}`, op: "", text: this.factor(name), names: signals }],
      rows: [{ html: symbol("g", layer, j), method: layer === this.passage.depth ? "CrossEntropySoftmaxError.grad" : `${this.passage.methods[this.passage.activations[layer - 1]]}.bprop`, step: layer === this.passage.depth ? 3 : 4 }, { html: "· 1", method: "AffineLayer.grads_wrt_params", step: 5, lit: true }],
      lines: [`${signals.map((g) => bracketed(this.factor(g))).join(" + ")} = <b>${this.result(name)}</b>`, "A bias is a weight from an input that is always 1."],
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
      boxes: [this.box(before), { html: "<i>η</i>", op: "−", text: rate, names: [] }, this.box(grad, undefined, "·")],
      rows: [{ html: "<i>w</i> − <i>η</i> ∂<i>E</i>/∂<i>w</i>", method: "GradientDescentLearningRule.update_params", step: 6 }],
      lines: [`${this.factor(before)} − ${times(rate, this.factor(grad))} = <b>${this.result(name)}</b>`],
    };
  },

  of_NE() {
    return { boxes: [], rows: [{ html: "<i>E</i>", method: "CrossEntropySoftmaxError", step: 6 }], lines: ["The same patterns sent forward through the new weights."] };
  },
});
