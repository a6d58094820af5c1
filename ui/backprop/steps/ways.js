// The sum that comes back to a hidden unit, way by way: g·w of each, then their sum, with so many digits that whoever
// works with the numbers that are written comes to those that are written.

/** @import { Arithmetic } from "../passage/arithmetic.js" */

import { together } from "../passage/agreement.js";
import { cellOf, nameOf, range } from "../passage/cells.js";
import { bracketed } from "../passage/numbers.js";

/**
 * Rows of a table; "" for a number that is no hidden unit's error signal.
 * @param {Arithmetic} arithmetic
 * @param {string} name
 */
export function waysOf(arithmetic, name) {
  const { passage } = arithmetic;
  const { kind, layer, at } = cellOf(name);
  if (kind !== "g" || layer >= passage.depth) return "";
  const [n, j] = at;
  const ways = range(passage.sizes[layer + 1]).map((c) => {
    const g = nameOf("g", layer + 1, n, c);
    const w = nameOf("W", layer + 1, c, j);
    return { c, g, w, value: passage.value(g) * passage.value(w) };
  });
  const sum = arithmetic.factor(nameOf("s", layer, n, j));
  const products = (/** @type {number} */ more) => ways.map(({ value }) => arithmetic.with(more).text(value));
  const { more, sign } = together([{ write: (m) => products(m).map(bracketed).join(" + "), result: sum }]);
  const written = products(more);
  const rows = ways.map(({ c, g, w, value }, k) => {
    const lead = arithmetic.leading(
      (a) => `${bracketed(a.factor(g))} · ${bracketed(a.factor(w))}`,
      written[k],
    );
    const tone = value < 0 ? "lowers" : value > 0 ? "raises" : "";
    const symbols = `<i>g</i><sub>${c}</sub> <i>w</i><sub>${c}${j}</sub>`;
    const plus = value > 0 ? "+" : "";
    return `<tr><td>${symbols}</td><td>= ${lead}</td><td class="${tone}">${plus}${written[k]}</td></tr>`;
  });
  const total = `<tr class="sum"><td>Σ<sub>c</sub> <i>g w</i></td><td>${sign}</td><td>${sum}</td></tr>`;
  return rows.join("") + total;
}
