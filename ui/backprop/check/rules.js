// The gradients by weights, as the slide has them, and the exercise that it leaves open: those by biases.

/** @import { Arithmetic } from "../passage/arithmetic.js" */
/** @import { Passage } from "../passage/cells.js" */

import { cellOf, fraction, nameOf, range, symbol } from "../passage/cells.js";
import { bracketed } from "../passage/numbers.js";

/**
 * The methods of the course's framework that compute the error signals and the gradients.
 * @param {Passage} passage
 */
export function methodsHtml(passage) {
  const { depth } = passage;
  const hidden = new Set(range(depth - 1).map((layer) => passage.activationOf(layer).layer));
  const back = ["AffineLayer", ...hidden].map((layer) => `<code>${layer}.bprop</code>`);
  return [
    `<b>g</b><sup>(${depth})</sup>: <code>error.grad</code>`,
    ...(depth > 1 ? [`<b>g</b><sup>(1)</sup>: ${back.join("<br>then ")}`] : []),
    "∂<i>E</i>/∂<b>W</b> and ∂<i>E</i>/∂<b>b</b>:",
    "<code>AffineLayer.grads_wrt_params</code>",
  ].join("<br>");
}

/**
 * A row for each array of parameters, the outputs' first; then the bias in hand, in numbers. A scene covers the
 * exercise by the name of its class.
 * @param {Arithmetic} arithmetic
 * @param {string} taken the cell in hand
 */
export function rulesHtml(arithmetic, taken) {
  const { passage } = arithmetic;
  const { depth, n } = passage;
  const sum = n > 1 ? "Σ<sub>n</sub> " : "";
  /** @type {(left: string, right: string, kind?: string) => string} */
  const row = (left, right, kind = "") =>
    `<tr><td>${left}</td><td>=</td><td class="${kind}">${right}</td></tr>`;
  const rows = range(depth)
    .reverse()
    .flatMap((layer) => {
      const [to, from] = layer === depth ? ["k", "j"] : ["j", "i"];
      const g = sum + symbol("g", layer, to);
      return [
        row(fraction(symbol("w", layer, to + from)), `${g} · ${passage.entering(layer, from)}`),
        row(fraction(symbol("b", layer, to)), `${g} · 1`, "exercise"),
      ];
    });
  const { kind, layer, at } = cellOf(taken);
  if (kind !== "db") return rows.join("");
  const signals = range(n).map((pattern) => nameOf("g", layer, pattern, at[0]));
  const terms = signals.map((g) => `${bracketed(arithmetic.factor(g))} · 1`);
  return rows.join("") + row(passage.symbolOf(taken), terms.join(" + "), "exercise");
}
