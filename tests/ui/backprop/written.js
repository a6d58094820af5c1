// What the microscope writes of numbers, for tests of its arithmetic.

import { Passage } from "../../../ui/backprop/passage/cells.js";
import { Reasons } from "../../../ui/backprop/passage/reasons.js";

/** @import { PassageNumbers, PassagesHeader } from "../../../ui/backprop/passage/cells.js" */

/**
 * Of each number: its name, its lines, its boxes as texts, the sign between, the number itself.
 * @param {PassageNumbers} numbers
 * @param {PassagesHeader} run
 * @param {number} decimals
 * @param {string[]} names
 */
export function written(numbers, run, decimals, names) {
  const reasons = new Reasons(new Passage(numbers, run), decimals);
  return names.map((name) => {
    const { lines, boxes, sign, head } = reasons.of(name);
    return [name, lines, boxes.map(({ op, text }, i) => `${op || (i ? "·" : "")}(${text})`), sign, head.text];
  });
}
