// The confusion matrix: ten by ten counts that can be picked, with the pointer or with arrow keys. Counts are not
// classes: they are shaded in ink, and the diagonal, which is right, is framed instead.

import { find, findAll } from "../../browser/find.js";
import { whole } from "../../browser/numbers.js";
import { formatPercent } from "../../browser/playing/timeline.js";
import { directionOf } from "../../browser/arrows.js";
import { areNamed, className, shortName } from "../class_names.js";
import { hitOf } from "../pointing.js";

/**
 * A true digit and an answer.
 * @typedef {[number, number]} Cell
 */

const DIGITS = [...Array(10).keys()];

// Per cent of ink behind a count. Between 40 and 62 neither ink nor page could be read on it, in light or dark: the
// scale leaves that part out.
const READABLE = 40;
const READABLE_AGAIN = 62;
const MOST_INK = 88;
const READABLE_SHARE = 0.55;

/**
 * @param {number} count
 * @param {number} most
 */
function inkBehind(count, most) {
  const share = (count / most) ** 0.8;
  if (share < READABLE_SHARE) return (share / READABLE_SHARE) * READABLE;
  return READABLE_AGAIN + ((share - READABLE_SHARE) / (1 - READABLE_SHARE)) * (MOST_INK - READABLE_AGAIN);
}

/** @param {number} i a cell's place, row by row */
const cellOf = (i) => /** @type {Cell} */ ([Math.floor(i / 10), i % 10]);

/** @param {Cell} cell */
const placeOf = ([label, answer]) => 10 * label + answer;

/** @param {number} value */
const inside = (value) => Math.max(0, Math.min(9, value));

const HEAD =
  '<p class="axis ticks" data-shows="name" aria-hidden="true">answered</p>' +
  '<div class="row head" role="row"><span class="ticks" role="columnheader">' +
  '<i class="axis" data-shows="name">true</i><i class="unseen">True digit</i></span>' +
  DIGITS.map((k) => `<span class="ticks" role="columnheader" aria-label="Answer ${k}">${k}</span>`).join("") +
  '<span class="right" role="columnheader">right</span></div>';

/** @param {number} label */
function rowOf(label) {
  const cells = DIGITS.map((answer) => {
    const diagonal = label === answer ? " diagonal" : "";
    return `<button class="cell${diagonal}" role="gridcell" tabindex="-1"></button>`;
  });
  const head = `<span class="ticks" role="rowheader">${label}</span>`;
  return `<div class="row" role="row">${head}${cells.join("")}<span class="right"></span></div>`;
}

/**
 * How many images of a digit got an answer.
 * @param {number} count
 * @param {Cell} cell
 */
export function cellWords(count, [label, answer]) {
  const images = count === 1 ? "1 image" : `${whole(count)} images`;
  const what = label === answer ? "right" : `taken for ${className(answer)}`;
  return `${images} of ${className(label)} ${count === 1 ? "is" : "are"} ${what}`;
}

export class Matrix {
  reached = 0; // the cell that Tab leads to

  /**
   * @param {HTMLElement} box
   * @param {HTMLElement} pair of lists: the true digit, the answer
   * @param {(cell: Cell) => void} pick
   */
  constructor(box, pair, pick) {
    this.box = box;
    box.innerHTML = `${HEAD}${DIGITS.map(rowOf).join("")}<p class="rights"></p>`;
    this.cells = findAll(box, ".cell");
    this.rights = findAll(box, ".row:not(.head) .right");
    this.cells.forEach((cell, i) => (cell.onclick = () => pick(cellOf(i))));
    box.onkeydown = (event) => this.move(event);
    /** @type {HTMLSelectElement[]} a finger picks with them, for it covers several cells */
    this.pair = findAll(pair, "select");
    for (const list of this.pair) {
      for (const k of DIGITS) list.add(new Option(String(k)));
      list.onchange = () => pick(/** @type {Cell} */ (this.pair.map(({ value }) => Number(value))));
    }
    this.reach(0);
  }

  /**
   * Tab leads to one cell; arrows move between them.
   * @param {number} index
   */
  reach(index) {
    this.cells.forEach((cell, i) => (cell.tabIndex = i === index ? 0 : -1));
    this.reached = index;
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const direction = directionOf(event),
      cell = hitOf(event, ".cell");
    if (!direction || !cell) return;
    event.preventDefault();
    const [label, answer] = cellOf(this.cells.indexOf(cell)),
      [right, down] = direction;
    this.reach(placeOf([inside(label + down), inside(answer + right)]));
    this.cells[this.reached].focus();
  }

  /**
   * @param {Float32Array} counts 100 of them, row by row
   * @param {Cell | null} chosen
   * @param {string} patterns the images that are counted, in words
   */
  update(counts, chosen, patterns) {
    const most = Math.max(1, ...counts.filter((_, i) => i % 11)), // of what is wrong
      chosenPlace = chosen ? placeOf(chosen) : -1;
    this.cells.forEach((cell, i) => {
      const count = counts[i],
        [label, answer] = cellOf(i),
        isRight = label === answer;
      const ink = isRight ? 0 : inkBehind(count, most);
      cell.textContent = String(count);
      cell.classList.toggle("none", count === 0);
      cell.style.background = ink ? `color-mix(in srgb, var(--ink) ${ink}%, var(--page))` : "";
      cell.style.color = ink > READABLE ? "var(--page)" : "";
      cell.setAttribute("aria-selected", String(i === chosenPlace));
      const words = cellWords(count, cellOf(i));
      cell.setAttribute("aria-label", words);
      cell.title = words;
    });
    this.pair.forEach((list, i) => (list.value = String((chosen ?? [0, 0])[i])));
    this.sayRights(counts, patterns);
    if (chosenPlace >= 0 && !this.box.contains(document.activeElement)) this.reach(chosenPlace);
  }

  /**
   * The share of each digit's images that are right.
   * @param {Float32Array} counts
   * @param {string} patterns
   */
  sayRights(counts, patterns) {
    for (const [role, words] of /** @type {const} */ ([
      ["rowheader", "True"],
      ["columnheader", "Answer"],
    ]))
      findAll(this.box, `.ticks[role=${role}]`)
        .filter((head) => !head.children.length)
        .forEach((head, k) => {
          head.textContent = shortName(k);
          if (role === "columnheader" || areNamed())
            head.setAttribute("aria-label", `${words} ${className(k)}`);
          if (areNamed()) head.title = className(k);
        });
    this.box.toggleAttribute("data-named", areNamed());
    const shares = DIGITS.map((k) => {
      const total = counts.slice(10 * k, 10 * k + 10).reduce((a, b) => a + b, 0);
      return total ? `${formatPercent(counts[11 * k] / total)} %` : "–";
    });
    shares.forEach((words, k) => (this.rights[k].textContent = words));
    const rights = shares.map((words, k) => `${className(k)}: ${words}`);
    find(this.box, ".rights").textContent = `Right of ${patterns}, digit by digit: ${rights.join(", ")}`;
  }
}
