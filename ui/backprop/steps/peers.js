// The units of a hidden layer beside each other: what comes back to each, its slope, and the unit's g, which is
// their product; above them the methods of the course's framework that compute them.

/** @import { Arithmetic } from "../passage/arithmetic.js" */

import { cellOf, nameOf, range } from "../passage/cells.js";

/**
 * Rows of a table; "" where a number is no gradient of a hidden layer, or one of a batch.
 * @param {Arithmetic} arithmetic
 * @param {string} name of a weight's or a bias's gradient
 */
export function peersOf(arithmetic, name) {
  const { passage } = arithmetic;
  const { kind, layer, at } = cellOf(name);
  if ((kind !== "dW" && kind !== "db") || layer >= passage.depth || passage.n > 1) return "";
  const bprop = (/** @type {string} */ owner) => `<th><code>${owner}<br>.bprop</code></th>`;
  const head =
    `<tr><th></th>${bprop("AffineLayer")}${bprop(passage.activationOf(layer).layer)}<th></th></tr>` +
    `<tr><th></th><th>comes back</th><th>slope</th><th></th></tr>` +
    `<tr><th></th><th>Σ<sub>k</sub> <i>g</i><sub>k</sub><i>w</i><sub>kj</sub></th>` +
    `<th>${passage.slopeOf(layer, "j").replace(/<span class="ix">.*?<\/span>/g, "<sub>j</sub>")}</th>` +
    `<th><i>g</i><sub>j</sub></th></tr>`;
  const rows = range(passage.sizes[layer]).map((j) => {
    const [s, f, g] = /** @type {const} */ (["s", "f", "g"]).map((one) =>
      arithmetic.factor(nameOf(one, layer, 1, j)),
    );
    const lit = j === at[0] ? ' class="lit"' : "";
    return `<tr${lit}><td>unit ${j}</td><td>${s}</td><td>· ${f}</td><td>= ${g}</td></tr>`;
  });
  return head + rows.join("");
}
