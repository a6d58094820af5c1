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
  const bprop = (/** @type {string} */ owner) => `<th scope="col"><code>${owner}<br>.bprop</code></th>`;
  const head =
    `<tr><td></td>${bprop("AffineLayer")}${bprop(passage.activationOf(layer).layer)}<td></td></tr>` +
    `<tr><td></td><th scope="col">comes back</th><th scope="col">slope</th><td></td></tr>` +
    `<tr><td></td><th scope="col">Σ<sub>k</sub> <i>g</i><sub>k</sub><i>w</i><sub>kj</sub></th>` +
    `<th scope="col">${passage.slopeOf(layer, "j").replace(/<span class="ix">.*?<\/span>/g, "<sub>j</sub>")}</th>` +
    `<th scope="col"><i>g</i><sub>j</sub></th></tr>`;
  const rows = range(passage.sizes[layer]).map((j) => {
    const [s, f, g] = /** @type {const} */ (["s", "f", "g"]).map((one) =>
      arithmetic.factor(nameOf(one, layer, 1, j)),
    );
    const lit = j === at[0] ? ' class="lit"' : "";
    return `<tr${lit}><th scope="row">unit ${j}</th><td>${s}</td><td>· ${f}</td><td>= ${g}</td></tr>`;
  });
  return head + rows.join("");
}
