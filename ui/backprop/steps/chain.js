// The chain through the softmax as the slide multiplies it: ∂E/∂y, a vector, times ∂y/∂z, a full matrix.
// Each factor has its name; below stand the sums of the products, what is left of them, and where that lies between
// −1 and 1.

import { equation, together } from "../passage/agreement.js";
import { Arithmetic, times } from "../passage/arithmetic.js";
import { cellOf, fraction, nameOf, range, symbol } from "../passage/cells.js";

/**
 * @param {number} c
 * @param {number} k
 */
function factorName(c, k) {
  const [yc, yk] = [symbol("y", 0, c), symbol("y", 0, k)];
  return c === k ? `${yc}(1 − ${yc})` : `−${yc}${yk}`;
}

const ENDS = '<small class="ends" data-shows="tick" aria-hidden="true"><i>−1</i><i>0</i><i>1</i></small>';

/**
 * Where an error signal lies on a line from −1 to 1.
 * @param {number} value
 */
function barHtml(value) {
  const from = 50 * (1 + Math.min(0, value)),
    wide = 50 * Math.abs(value);
  return `<i class="reach" data-value="${value}" style="--from: ${from}%; --wide: ${wide}%"></i>${ENDS}`;
}

/**
 * Rows of the table: a class each, then what they come to; "" for a number that is no output's error signal.
 * @param {Arithmetic} arithmetic
 * @param {string} name
 * @returns {{ head: string, factors: string, sums: string }}
 */
export function chainOf(arithmetic, name) {
  const { passage } = arithmetic;
  const { kind, layer, at } = cellOf(name);
  const isSignal = kind === "c" || (kind === "g" && layer === passage.depth);
  if (!isSignal) return { head: "", factors: "", sums: "" };
  const [n, picked] = at;
  const classes = range(passage.sizes[passage.depth]);
  const [over, overN] = arithmetic.over();
  const dy = (/** @type {number} */ c) => nameOf("dy", 0, n, c);
  const J = (/** @type {number} */ c, /** @type {number} */ k) => nameOf("J", 0, n, c, k);
  const lit = (/** @type {number} */ k) => (k === picked ? ' class="lit"' : "");
  const sumOf = (/** @type {Arithmetic} */ a, /** @type {number} */ k) =>
    classes.map((c) => times(a.factor(dy(c)), a.factor(J(c, k)))).join(" + ");
  const results = classes.map((k) => arithmetic.result(nameOf("c", 0, n, k)));
  const { more, sign } = together(
    classes.map((k, i) => ({ write: (m) => sumOf(arithmetic.with(m), k), result: results[i] })),
  );
  const digits = arithmetic.with(more);
  const head =
    `<tr><td>${fraction(symbol("y", 0, "c"))}</td>` +
    `${classes.map((k) => `<td${lit(k)}>∂${symbol("y", 0, "c")}/∂${symbol("z", 0, k)}</td>`).join("")}</tr>`;
  const factors = classes.map((c) => {
    const named = `−${symbol("t", 0, c)}/${symbol("y", 0, c)}${overN}`,
      first = `<td><span>${named}</span><b>${digits.factor(dy(c))}</b></td>`;
    const rest = classes.map(
      (k) => `<td${lit(k)}><span>${factorName(c, k)}</span><b>${digits.factor(J(c, k))}</b></td>`,
    );
    return `<tr>${first}${rest.join("")}</tr>`;
  });
  const sums = classes.map((k, i) => `<td${lit(k)}><b>${results[i]}</b></td>`);
  const left = classes.map((k) => {
    const [y, t] = [nameOf("y", 0, n, k), nameOf("t", 0, n, k)];
    const write = (/** @type {number} */ m) => {
      const { decimals, brief } = arithmetic;
      const a = new Arithmetic(passage, brief ? decimals : decimals - 1, m, brief); // as many decimals as the result
      return over ? `(${a.factor(y)} − ${a.factor(t)})${over}` : `${a.factor(y)} − ${a.factor(t)}`;
    };
    const { text, sign: is } = equation(write, arithmetic.result(nameOf("g", passage.depth, n, k)));
    return `<td${lit(k)}>${is === "=" ? "" : "≈ "}${text}</td>`;
  });
  const difference = overN ? `<i>g</i> = (<i>y</i> − <i>t</i>)${overN}` : "<i>g</i> = <i>y</i> − <i>t</i>";
  const bars = classes.map(
    (k) => `<td${lit(k)}>${barHtml(passage.value(nameOf("g", passage.depth, n, k)))}</td>`,
  );
  return {
    head,
    factors: factors.join(""),
    sums:
      `<tr><td>Σ<sub>c</sub> ${sign}</td>${sums.join("")}</tr>` +
      `<tr><td>${difference}</td>${left.join("")}</tr>` +
      `<tr><td><i>g</i> from −1 to 1</td>${bars.join("")}</tr>`,
  };
}
